import { describe, expect, it } from 'vitest';
import { readWork, WORK_LIMIT, type SavedWork } from '../../src/progress/work.ts';

const work: SavedWork = {
  format: 1,
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
};

describe('saved work', () => {
  it('is read back as it was written', () => {
    expect(readWork(JSON.stringify(work), 'L03-E2')).toEqual(work);
  });

  it.each([
    ['of another exercise', { ...work, exercise: 'L03-E1' }],
    ['of a format to come', { ...work, format: 2 }],
    ['with an unknown action', { ...work, actions: [{ kind: 'explode' }] }],
    ['with a number for a text', { ...work, texts: { 'a.yaml': 1 } }],
    ['with more actions than are kept', { ...work, actions: Array.from({ length: WORK_LIMIT.actions + 1 }, () => ({ kind: 'give-up' })) }],
    ['that is a list', []],
    ['that is null', null],
  ])('%s is refused', (_, value) => {
    expect(readWork(JSON.stringify(value), 'L03-E2')).toBeUndefined();
  });

  it('that is no JSON, or too long, is refused', () => {
    expect(readWork('{', 'L03-E2')).toBeUndefined();
    expect(readWork(JSON.stringify({ ...work, explanation: 'x'.repeat(WORK_LIMIT.characters) }), 'L03-E2')).toBeUndefined();
  });
});
