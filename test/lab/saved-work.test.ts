import { describe, expect, it } from 'vitest';
import { readWork, WORK_LIMIT, type SavedWork } from '../../src/progress/work.ts';

const work: SavedWork = {
  format: 2,
  exercise: 'L03-E2',
  savedAt: 1_790_000_000_000,
  texts: { 'a.yaml': 'kind: Service\n' },
  actions: [
    { kind: 'apply', texts: {} },
    { kind: 'run', terminal: 'operator', line: 'kubectl get svc', texts: {} },
    { kind: 'answer', field: 'where-a', choice: 'pod' },
    { kind: 'hint', number: 1 },
    { kind: 'advance', ms: 1000 },
    { kind: 'give-up' },
  ],
  passed: false,
  gaveUp: true,
  explanation: '扉の番号でした',
  passes: [1_789_000_000_000, 1_789_500_000_000],
  gaveUpAt: 1_790_000_000_000,
  ideas: { M06: 1_789_900_000_000 },
};

describe('saved work', () => {
  it('is read back as it was written', () => {
    expect(readWork(JSON.stringify(work), 'L03-E2')).toEqual(work);
  });

  it.each([
    ['of another exercise', { ...work, exercise: 'L03-E1' }],
    ['of a format to come', { ...work, format: 3 }],
    ['with an unknown action', { ...work, actions: [{ kind: 'explode' }] }],
    ['with a number for a text', { ...work, texts: { 'a.yaml': 1 } }],
    ['with more actions than are kept', { ...work, actions: Array.from({ length: WORK_LIMIT.actions + 1 }, () => ({ kind: 'give-up' })) }],
    ['with a pass that is no time', { ...work, passes: ['yesterday'] }],
    ['with more passes than are kept', { ...work, passes: Array.from({ length: WORK_LIMIT.passes + 1 }, () => 1) }],
    ['with ideas that are a list', { ...work, ideas: ['M03'] }],
    ['that is a list', []],
    ['that is null', null],
  ])('%s is refused', (_, value) => {
    expect(readWork(JSON.stringify(value), 'L03-E2')).toBeUndefined();
  });

  it.each([
    ['passed', { passed: true, gaveUp: false }, { passes: [work.savedAt] }],
    ['given up', { passed: false, gaveUp: true }, { passes: [], gaveUpAt: work.savedAt }],
    ['begun', { passed: false, gaveUp: false }, { passes: [] }],
  ])('of the first format, %s, is read with what it did not know yet', (_, standing, known) => {
    const { passes: _p, gaveUpAt: _g, ideas: _i, ...rest } = work;
    const first = { ...rest, ...standing, format: 1 };
    expect(readWork(JSON.stringify(first), 'L03-E2')).toEqual({ ...rest, ...standing, format: 2, ideas: {}, ...known });
  });

  it('that is no JSON, or too long, is refused', () => {
    expect(readWork('{', 'L03-E2')).toBeUndefined();
    expect(readWork(JSON.stringify({ ...work, explanation: 'x'.repeat(WORK_LIMIT.characters) }), 'L03-E2')).toBeUndefined();
  });
});
