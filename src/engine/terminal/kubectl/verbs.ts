import { Part } from '../../parts/part.ts';
import { apply } from './apply.ts';
import type { Verb } from './command.ts';

interface Verbs {
  readonly [path: string]: Verb;
}

/** kubectl's commands that look. */
export const READING_VERBS_PART = new Part<Verbs>('kubectl-reading', async () => (await import('./reading-verbs.ts')).READING_VERBS);
/** `describe` and `rollout`. */
export const DESCRIBING_VERBS_PART = new Part<Verbs>('kubectl-describing', async () => (await import('./describing-verbs.ts')).DESCRIBING_VERBS);
/** kubectl's commands that change the cluster or run something in it. */
export const WRITING_VERBS_PART = new Part<Verbs>('kubectl-writing', async () => (await import('./writing-verbs.ts')).WRITING_VERBS);

const READING = /^(?:api-resources|api-versions|apply view-last-applied|auth .*|completion|cluster-info|config .*|events|explain|get|logs|version|wait)$/;
const DESCRIBING = /^(?:describe|rollout .*)$/;

/** The part that a command's code is in, by its path. `apply` is in none: a verdict needs it at once. */
export function partOf(path: string): Part<Verbs> {
  return READING.test(path) ? READING_VERBS_PART : DESCRIBING.test(path) ? DESCRIBING_VERBS_PART : WRITING_VERBS_PART;
}

/** What a command does, by its path; `undefined` where it is a group of others, or not simulated. */
export function verbOf(path: string): Verb | undefined {
  if (path === 'apply') return apply;
  const verbs = partOf(path).content;
  return Object.hasOwn(verbs, path) ? verbs[path] : undefined;
}
