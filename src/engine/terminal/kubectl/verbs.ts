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
/** kubectl's commands that run something in a Pod or reach into one. */
export const RUNNING_VERBS_PART = new Part<Verbs>('kubectl-running', async () => (await import('./running-verbs.ts')).RUNNING_VERBS);
/** `create`. */
export const CREATING_VERBS_PART = new Part<Verbs>('kubectl-creating', async () => (await import('./creating-verbs.ts')).CREATING_VERBS);
/** kubectl's commands that change objects. */
export const WRITING_VERBS_PART = new Part<Verbs>('kubectl-writing', async () => (await import('./writing-verbs.ts')).WRITING_VERBS);
/** What is asked of flags about credentials. */
export const WHO_ASKS_PART = new Part('kubectl-who-asks', () => import('./who-asks.ts'));

const READING = /^(?:api-resources|api-versions|apply view-last-applied|auth .*|completion|cluster-info|config .*|events|explain|get|logs|version|wait)$/;
const DESCRIBING = /^(?:describe|rollout .*)$/;
const CREATING = /^create(?: .*)?$/;
const RUNNING = /^(?:attach|cp|debug|exec|plugin list|port-forward|run|top .*)$/;

/** The part that a command's code is in, by its path. `apply` is in none: a verdict needs it at once. */
export function partOf(path: string): Part<Verbs> {
  if (READING.test(path)) return READING_VERBS_PART;
  if (DESCRIBING.test(path)) return DESCRIBING_VERBS_PART;
  if (CREATING.test(path)) return CREATING_VERBS_PART;
  return RUNNING.test(path) ? RUNNING_VERBS_PART : WRITING_VERBS_PART;
}

/** What a command does, by its path; `undefined` where it is a group of others, or not simulated. */
export function verbOf(path: string): Verb | undefined {
  if (path === 'apply') return apply;
  const verbs = partOf(path).content;
  return Object.hasOwn(verbs, path) ? verbs[path] : undefined;
}
