/** What draws a run, in a file of its own: only the capstone's verdicts wait for it. */
export { drawExercise } from './faults.ts';
export { readRunCode, runCode } from './run-code.ts';
