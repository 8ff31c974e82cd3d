import { Part } from '../../parts/part.ts';
import { apply } from './apply.ts';
import type { Verb } from './command.ts';

interface Verbs {
  readonly [path: string]: Verb;
}

/** kubectl's commands that look, and `rollout`. */
export const READING_VERBS_PART = new Part<Verbs>('kubectl-reading', async () => (await import('./reading-verbs.ts')).READING_VERBS);
/** kubectl's commands that change the cluster or run something in it. */
export const WRITING_VERBS_PART = new Part<Verbs>('kubectl-writing', async () => (await import('./writing-verbs.ts')).WRITING_VERBS);

/** The paths of the first of them; a test holds them against the part. */
export const READING = new Set(
  'api-resources|api-versions|apply view-last-applied|auth can-i|auth whoami|cluster-info|config current-context|config get-clusters|config get-contexts|config get-users|config set-context|config use-context|config view|describe|events|explain|get|logs|rollout history|rollout pause|rollout restart|rollout resume|rollout status|rollout undo|version|wait'.split(
    '|',
  ),
);

/** What a command does, by its path; `undefined` where it is a group of others, or not simulated. `apply` is at hand at once: a verdict needs it. */
export function verbOf(path: string): Verb | undefined {
  if (path === 'apply') return apply;
  const verbs = (READING.has(path) ? READING_VERBS_PART : WRITING_VERBS_PART).content;
  return Object.hasOwn(verbs, path) ? verbs[path] : undefined;
}
