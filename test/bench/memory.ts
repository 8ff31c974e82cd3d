import type { ExerciseFolder } from '../../src/exercise/load.ts';
import { createDesk } from '../../src/worker/desk.ts';
import type { WorkerRequest } from '../../src/worker/protocol.ts';
import { answersOf, exerciseOf } from '../content/exercise-answers.ts';
import { collectGarbage } from './processor-time.ts';

/** Megabytes in use once everything that can go has gone. */
function heapMB(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

/** By how many megabytes a worker's heap has grown after so many exercises, each opened, solved and left. */
export function heapAfterExercises(folders: readonly ExerciseFolder[], count: number): number {
  const desk = createDesk();
  let request = 0;
  const ask = (lab: string, question: WorkerRequest): void => {
    const reply = desk({ ...question, lab, request: request++ });
    if ('failed' in reply) throw new Error(reply.failed);
  };
  const solve = (folder: ExerciseFolder, lab: string): void => {
    ask(lab, { type: 'open', exercise: exerciseOf(folder), actions: [], judge: false });
    const [solution] = answersOf(folder, 'solution');
    for (const [field, choice] of Object.entries(solution?.answers ?? {})) ask(lab, { type: 'act', action: { kind: 'answer', field, choice } });
    ask(lab, { type: 'act', action: { kind: 'commit' } });
    if (folder.definition.editable.length > 0) ask(lab, { type: 'act', action: { kind: 'apply', texts: solution?.texts ?? {} } });
    for (const { terminal, line } of solution?.commands ?? []) ask(lab, { type: 'act', action: { kind: 'run', terminal, line, texts: {} } });
    ask(lab, { type: 'close' });
  };
  const round = (): void => folders.forEach((folder, i) => solve(folder, `warm-${i}`));
  // What is compiled and kept once is no growth.
  round();
  const before = heapMB();
  for (let i = 0; i < count; i += 1) solve(folders[i % folders.length] as ExerciseFolder, `lab-${i}`);
  return heapMB() - before;
}
