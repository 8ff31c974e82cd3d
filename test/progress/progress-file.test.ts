import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptExam } from '../../src/progress/exam.ts';
import { newerExam, newerWork, progressFile, readProgress, standingOf } from '../../src/progress/progress-file.ts';
import type { SavedWork } from '../../src/progress/work.ts';

const work = (exercise: string, savedAt: number, more: Partial<SavedWork> = {}): SavedWork => ({
  format: 2,
  exercise,
  savedAt,
  texts: { 'a.yaml': 'kind: Service\n' },
  actions: [{ kind: 'apply', texts: {} }],
  passed: false,
  gaveUp: false,
  explanation: '',
  passes: [],
  ideas: {},
  ...more,
});

describe('a progress file', () => {
  const file = progressFile([work('L01-E1', 5), work('L03-E2', 7, { passed: true })], { L03: '扉と宛先' }, 9);

  it('is read back as it was written', () => {
    expect(readProgress(JSON.stringify(file))).toEqual({ file, unreadable: 0 });
  });

  const exam: KeptExam = {
    format: 1,
    kind: 'minato-exam',
    version: 'v',
    form: 'short',
    seed: 4711,
    pass: 70,
    timer: { factor: 1, shown: true },
    begunAt: 100,
    usedMs: 5,
    at: 0,
    tasks: [{ slug: 'x', texts: {}, actions: [] }],
  };

  it('brings the exam along; one that cannot be read is counted', () => {
    const whole = progressFile([], {}, 9, undefined, exam);
    expect(readProgress(JSON.stringify(whole))).toEqual({ file: whole, unreadable: 0 });
    // The second is a task that is practised alone: it must not push an exam out of its place.
    for (const wrong of [{ seed: 'x' }, { only: 'x' }]) {
      const bad = readProgress(JSON.stringify({ ...whole, exam: { ...exam, ...wrong } }));
      expect(bad).toMatchObject({ unreadable: 1 });
      expect('file' in bad && bad.file.exam).toBeUndefined();
    }
  });

  it.each<[string, Partial<KeptExam>, 'here' | 'there']>([
    ['begun later', { begunAt: 101 }, 'there'],
    ['begun earlier, and handed in', { begunAt: 99, result: { at: 3, tasks: [] } }, 'here'],
    ['the same, handed in', { result: { at: 3, tasks: [] } }, 'there'],
    ['the same, gone on longer', { usedMs: 6 }, 'there'],
    ['the same', {}, 'here'],
  ])('of two exams, one that was %s', (_, changed, kept) => {
    const there = { ...exam, ...changed };
    expect(newerExam(exam, there)).toBe(kept === 'here' ? exam : there);
    expect(newerExam(undefined, there)).toBe(there);
  });

  it('keeps what can be read and counts the rest', () => {
    const mixed = { ...file, work: [...file.work, { format: 1 }, null, work('other', 1)], summaries: { L03: 'x', home: 'y', L04: 3 } };
    const read = readProgress(JSON.stringify(mixed));
    expect(read).toMatchObject({ file: { work: [{ exercise: 'L01-E1' }, { exercise: 'L03-E2' }], summaries: { L03: 'x' } }, unreadable: 5 });
  });

  it('may be the file of one exercise', () => {
    expect(readProgress(JSON.stringify(work('L03-E1', 3)))).toMatchObject({ file: { work: [{ exercise: 'L03-E1' }] }, unreadable: 0 });
  });

  it.each([
    ['no JSON', '{', 'not-progress'],
    ['null', 'null', 'not-progress'],
    ['of a format to come', JSON.stringify({ ...file, format: 2 }), 'not-progress'],
    ['of another kind', JSON.stringify({ ...file, kind: 'minato-result' }), 'not-progress'],
    ['too large', ' '.repeat(20_000_001), 'too-large'],
  ])('that is %s is refused', (_, text, refused) => {
    expect(readProgress(text)).toEqual({ refused });
  });

  it('is never an exception, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.record({ format: fc.constant(1), kind: fc.constant('minato-progress'), work: fc.array(fc.jsonValue()) }).map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const read = readProgress(text);
          return 'refused' in read || read.file.kind === 'minato-progress';
        },
      ),
      { numRuns: 500 },
    );
  });
});

it('the newer state of an exercise is kept; of two equally old ones, the one that is here', () => {
  const [old, young] = [work('L01-E1', 1), work('L01-E1', 2)];
  expect([newerWork(old, young), newerWork(young, old), newerWork(undefined, old)]).toEqual([young, young, old]);
  const same = work('L01-E1', 1);
  expect(newerWork(old, same)).toBe(old);
});

it('passing outweighs having given up', () => {
  expect([standingOf({ passed: true, gaveUp: true }), standingOf({ passed: false, gaveUp: true }), standingOf({ passed: false, gaveUp: false })]).toEqual([
    'passed',
    'gave-up',
    'begun',
  ]);
});
