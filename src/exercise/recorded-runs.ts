import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'astro/zod';
import { contentRoot, readYAML } from './load.ts';

const inBoth = z.strictObject({ ja: z.string().min(1), en: z.string().min(1) });
const exerciseId = z.string().regex(/^L\d\d-(E\d|CAP)$/u);

/** `content/real-cluster.json`: what the command lines of exercises said on the real programs. */
const recordedSchema = z.strictObject({
  /** The programs, with their versions, and the day. */
  programs: z.string().min(1),
  /** Exercise → answer, such as `wrong/swapped` → check → whether its line ended with 0. */
  runs: z.record(exerciseId, z.record(z.string().regex(/^(solution|wrong)\//u), z.record(z.string(), z.boolean()))),
  /** Exercise → check → why its line ended there otherwise than the page's grader says. */
  differences: z.record(exerciseId, z.record(z.string(), inBoth)),
  /** Exercises whose lines were not run there, and why. */
  without: z.record(exerciseId, inBoth),
});
export type RecordedRuns = z.infer<typeof recordedSchema>;

export function readRecordedRuns(root: string = contentRoot): RecordedRuns {
  return readYAML(readFileSync(join(root, 'real-cluster.json'), 'utf8'), 'content/real-cluster.json', recordedSchema);
}
