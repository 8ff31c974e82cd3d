import { advance, revert } from '../engine/index.ts';
import type { Change, ClusterState, Transition } from '../engine/index.ts';

/** Something that a learner would say happened to an object. */
export interface Happening {
  readonly table: 'pods' | 'services' | 'deployments' | 'statefulsets' | 'nodes';
  readonly namespace: string;
  readonly name: string;
  readonly what: 'added' | 'removed' | 'changed' | 'ready' | 'unready' | 'terminating' | 'restarted' | 'ended' | 'endpoints';
  /** Of `endpoints`: how many were ready before, and after. */
  readonly from?: number;
  readonly to?: number;
}

/** One instant at which something happened, with every change up to the next one. */
export interface Moment {
  /** Virtual milliseconds since 1970. */
  readonly at: number;
  readonly happenings: readonly Happening[];
  readonly changes: readonly Change[];
}

/** Older moments are forgotten: the timeline begins later then. */
export const MOST_MOMENTS = 400;
/** Longest that one action lets pass, and how far a look for the next event goes. */
export const LONGEST_WAIT_MS = 3_600_000;
const EVENT_WITHIN_MS = 600_000;

interface Conditioned {
  readonly metadata: { readonly deletionTimestamp?: string; readonly generation?: number; readonly labels?: { readonly [name: string]: string } };
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
}
interface Slice {
  readonly metadata: { readonly labels?: { readonly [name: string]: string } };
  readonly endpoints?: readonly { readonly conditions?: { readonly ready?: boolean } }[] | null;
}

const isReady = (object: Conditioned | undefined): boolean =>
  object?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
const isOver = ({ status }: Conditioned): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';
const restarts = (object: Conditioned | undefined): number =>
  (object?.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
const readyEndpoints = (slice: Slice | undefined): number => (slice?.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).length;

/** What a change means to a learner; most changes mean nothing. */
export function happeningOf({ table, namespace, name, from, to }: Change): Happening | undefined {
  if (table === 'endpointslices') {
    const [before, after] = [from as Slice | undefined, to as Slice | undefined];
    const service = (after ?? before)?.metadata.labels?.['kubernetes.io/service-name'];
    const counts = { from: readyEndpoints(before), to: readyEndpoints(after) };
    return service === undefined || counts.from === counts.to ? undefined : { table: 'services', namespace, name: service, what: 'endpoints', ...counts };
  }
  if (table !== 'pods' && table !== 'services' && table !== 'deployments' && table !== 'statefulsets' && table !== 'nodes') return undefined;
  const [before, after] = [from as Conditioned | undefined, to as Conditioned | undefined];
  const said = (what: Happening['what']): Happening => ({ table, namespace, name, what });
  if (!before) return said('added');
  if (!after) return said('removed');
  if (!before.metadata.deletionTimestamp && after.metadata.deletionTimestamp) return said('terminating');
  if (!isOver(before) && isOver(after)) return after.metadata.deletionTimestamp ? undefined : said('ended');
  if (isReady(before) !== isReady(after)) return said(isReady(after) ? 'ready' : 'unready');
  if (restarts(after) > restarts(before)) return said('restarted');
  const labels = ({ metadata }: Conditioned): string => JSON.stringify(metadata.labels ?? {});
  // Being scheduled brings labels of the node along.
  const relabelled = before.spec?.nodeName === after.spec?.nodeName && labels(before) !== labels(after);
  const changed = table === 'pods' ? relabelled : table !== 'nodes' && JSON.stringify(before.spec) !== JSON.stringify(after.spec);
  return changed ? said('changed') : undefined;
}

/** The moments with those that came: one for every instant at which something happened. */
export function addMoments(moments: readonly Moment[], transitions: readonly Transition[]): readonly Moment[] {
  const last = moments.at(-1);
  // Only moments of this call are changed in place; the newest known one may still go on.
  const added: { readonly at: number; readonly happenings: Happening[]; readonly changes: Change[] }[] = last
    ? [{ at: last.at, happenings: [...last.happenings], changes: [...last.changes] }]
    : [];
  const same = (a: Happening, b: Happening): boolean => a.table === b.table && a.namespace === b.namespace && a.name === b.name && a.what === b.what;
  for (const change of transitions.flatMap(({ changes }) => changes)) {
    const happening = happeningOf(change);
    const open = added.at(-1);
    if (open && (!happening || open.at === change.at)) {
      open.changes.push(change);
      if (happening && !open.happenings.some((one) => same(one, happening))) open.happenings.push(happening);
    } else added.push({ at: change.at, changes: [change], happenings: happening ? [happening] : [] });
  }
  const all = [...moments.slice(0, -1), ...added];
  return all.slice(-MOST_MOMENTS);
}

/** The cluster as it was after so many of the moments. */
export function clusterAfter(cluster: ClusterState, moments: readonly Moment[], count: number, began: number): ClusterState {
  if (count >= moments.length) return cluster;
  const { now, resourceVersion, entropy } = cluster;
  const present = { now, resourceVersion, entropy };
  return revert(cluster, {
    before: { ...present, now: moments[count - 1]?.at ?? began },
    after: present,
    changes: moments.slice(count).flatMap(({ changes }) => changes),
  });
}

/** The cluster when something happens next, stopping at every scheduled event on the way; as it is where nothing does within ten minutes. */
export function advanceToEvent(cluster: ClusterState): { readonly cluster: ClusterState; readonly transitions: readonly Transition[] } {
  const transitions: Transition[] = [];
  for (let state = cluster; ;) {
    const due = Object.values(state.tables.scheduled?.[''] ?? {}).reduce((soonest, { dueAt }) => Math.min(soonest, dueAt), Infinity);
    if (due > cluster.now + EVENT_WITHIN_MS) return { cluster, transitions: [] };
    const { cluster: next, transition } = advance(state, Math.max(0, due - state.now));
    transitions.push(transition);
    if (transition.changes.some((change) => happeningOf(change))) return { cluster: next, transitions };
    if (next === state) return { cluster, transitions: [] };
    state = next;
  }
}
