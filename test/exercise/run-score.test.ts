import { expect, test } from 'vitest';
import type { Check, CheckResult } from '../../src/engine/index.ts';
import { scoreRun } from '../../src/exercise/run-score.ts';

const reached: Check = { id: 'reached', kind: 'tcp', from: 'shop/debug', host: 'web', port: 80, outcome: 'open' };
const checks: readonly Check[] = [
  reached,
  { id: 'later', kind: 'after', event: { kind: 'advance', seconds: 60 }, hold: [reached] },
  { id: 'drill', kind: 'throughout', event: { kind: 'drain', node: 'node-a' }, hold: [reached] },
];
const results = (...passed: readonly string[]): readonly CheckResult[] =>
  checks.map(({ id, kind }) => ({ id, kind, passed: passed.includes(id), params: {}, evidence: {} }));

test.each([
  [results(), 0, { probes: 0, survival: 0, note: 0, total: 0 }],
  [results('reached'), 0, { probes: 35, survival: 0, note: 0, total: 35 }],
  [results('reached', 'later'), 3, { probes: 70, survival: 0, note: 6, total: 76 }],
  [results('reached', 'later', 'drill'), 5, { probes: 70, survival: 20, note: 10, total: 100 }],
  // What is of a phase that never opened is not judged, and counts as not passed.
  [results('reached').slice(0, 1), 0, { probes: 35, survival: 0, note: 0, total: 35 }],
])('%#: probes 70, what survives an event 20, the note 10', (judged, marked, score) => {
  expect(scoreRun(checks, judged, marked)).toEqual(score);
});
