/**
 * `npm run exam:prove`: every task of the exam as 200 seeds draw it has exactly one repair, and every part of that is needed. What
 * was proven is written down beside this file; test/content/exam.test.ts holds it against the tasks of today.
 */
import { writeFileSync } from 'node:fs';
import { loadEveryPart } from '../../src/engine/index.ts';
import { examVersion, readExam, readExamTasks } from '../../src/exercise/exam-load.ts';
import { drawTask, examBreaches } from './exam-laws.ts';
import { PROOF, PROVEN_SEEDS } from './task-laws.ts';

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  await loadEveryPart();
  const { pools } = readExam();
  const names = process.argv.slice(2);
  let broken = 0;
  const tasks: Record<string, number> = {};
  for (const folder of readExamTasks()) {
    const { slug } = folder.task;
    if (names.length > 0 && !names.some((name) => slug.includes(name))) continue;
    const began = performance.now();
    for (let seed = 1; seed <= PROVEN_SEEDS; seed++)
      for (const why of examBreaches(drawTask(folder, pools, seed))) {
        console.log(`${folder.path}/task.yaml:1: with seed ${seed}: ${why}`);
        broken += 1;
      }
    tasks[slug] = PROVEN_SEEDS;
    console.log(`${slug}: ${PROVEN_SEEDS} seeds in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
  if (broken === 0 && names.length === 0) writeFileSync(PROOF, `${JSON.stringify({ version: examVersion(), tasks }, null, 2)}\n`);
  process.exitCode = broken === 0 ? 0 : 1;
}
