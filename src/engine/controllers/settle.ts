import type { DurationMs, Instant } from '../clock/instant.ts';
import { wakeContainer } from '../images/container-runtime.ts';
import { followSlice } from '../network/proxy-memory.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { TableName } from '../store/tables.ts';
import { Impossible, type Controller } from './controller.ts';
import { apiService } from './api-service.ts';
import { deployment } from './deployment.ts';
import { endpoints } from './endpoints.ts';
import { endpointslice } from './endpointslice.ts';
import { endpointsliceMirroring } from './endpointslice-mirroring.ts';
import { garbageCollector } from './garbage-collector.ts';
import { kubelet } from './kubelet/kubelet.ts';
import { loadBalancer } from './load-balancer.ts';
import { mountedFiles } from './mounted-files.ts';
import { namespace } from './namespace.ts';
import { namespaceDefaults } from './namespace-contents.ts';
import { nodeLifecycle, taintEviction } from './node-lifecycle.ts';
import { podGarbageCollector } from './pod-garbage-collector.ts';
import { waitUntilQuiet } from './quiet.ts';
import { processes } from './processes.ts';
import { replicaset } from './replicaset.ts';
import { scheduler } from './scheduler.ts';
import { statefulset } from './statefulset.ts';

/** In the order in which they act upon the same change. */
export const CONTROLLERS: readonly Controller[] = [
  namespaceDefaults,
  apiService,
  deployment,
  replicaset,
  statefulset,
  scheduler,
  nodeLifecycle,
  taintEviction,
  podGarbageCollector,
  processes,
  kubelet,
  mountedFiles,
  endpoints,
  endpointslice,
  endpointsliceMirroring,
  loadBalancer,
  garbageCollector,
  namespace,
];

const WATCHERS = new Map<TableName, readonly Controller[]>();
for (const table of new Set(CONTROLLERS.flatMap(({ watches }) => watches)))
  WATCHERS.set(
    table,
    CONTROLLERS.filter(({ watches }) => watches.includes(table)),
  );

const BY_NAME = new Map(CONTROLLERS.map((controller) => [controller.name, controller]));

/** More looks at one key within one moment than any settled cluster can need: two controllers undo each other's work. */
const MOST_LOOKS = 500;

/** How far the controllers have read a draft's changes, and what they did. Lost with the draft. */
interface Progress {
  read: number;
  reconciled: number;
}

const progressOf = new WeakMap<ClusterDraft, Progress>();

function progress(draft: ClusterDraft): Progress {
  let known = progressOf.get(draft);
  if (!known) progressOf.set(draft, (known = { read: 0, reconciled: 0 }));
  return known;
}

/** How many keys controllers have looked at in this draft: the measure of what a change costs. */
export function reconcileCount(draft: ClusterDraft): number {
  return progress(draft).reconciled;
}

/** Runs every controller until none has anything left to do at this moment. No time passes. */
export function settle(draft: ClusterDraft): void {
  settleWith(draft, new Map());
}

function settleWith(draft: ClusterDraft, queues: Map<Controller, Set<string>>): void {
  const mine = progress(draft);
  const rounds = new Map<Controller, number>();
  const looks = new Map<string, number>();
  for (;;) {
    for (; mine.read < draft.changes.length; mine.read += 1) {
      const change = draft.changes[mine.read];
      if (!change) continue;
      followSlice(draft, change);
      const watchers = WATCHERS.get(change.table);
      if (!watchers) continue;
      const own = `${change.namespace}/${change.name}`;
      for (const controller of watchers) for (const key of controller.keysOf(change, draft, own)) enqueue(queues, controller, key);
    }
    const controller = queues.size > 0 && CONTROLLERS.find((one) => queues.has(one));
    if (!controller) return;
    const keys = queues.get(controller) as Set<string>;
    queues.delete(controller);
    const round = (rounds.get(controller) ?? 0) + 1;
    rounds.set(controller, round);
    for (const key of keys) {
      // A key is looked at once a round: before so many rounds none needs counting.
      if (round > MOST_LOOKS) {
        const count = (looks.get(`${controller.name} ${key}`) ?? 0) + 1;
        if (count > MOST_LOOKS) throw new Impossible(`${controller.name} finds no end with ${key}`);
        looks.set(`${controller.name} ${key}`, count);
      }
      mine.reconciled += 1;
      controller.reconcile(key, draft);
    }
  }
}

function enqueue(queues: Map<Controller, Set<string>>, controller: Controller, key: string): void {
  const keys = queues.get(controller);
  if (keys) keys.add(key);
  else queues.set(controller, new Set([key]));
}

/** Moves the virtual clock to a moment, stopping at every scheduled event on the way, and settles after each; `seen` is called then. */
export function advanceTo(draft: ClusterDraft, at: Instant, seen?: () => void): void {
  settle(draft);
  seen?.();
  for (let next = draft.nextDue(); next && next.event.dueAt <= at; next = draft.nextDue()) {
    passNextEvents(draft, next.event.dueAt);
    seen?.();
  }
  draft.now = Math.max(draft.now, at);
}

/** Everything that is due first happens at its moment, and what follows from it. */
function passNextEvents(draft: ClusterDraft, dueAt: Instant): void {
  draft.now = Math.max(draft.now, dueAt);
  const queues = new Map<Controller, Set<string>>();
  for (let next = draft.nextDue(); next && next.event.dueAt <= draft.now; next = draft.nextDue()) {
    const { name, event } = next;
    draft.unschedule(name);
    const controller = BY_NAME.get(event.owner);
    if (controller) enqueue(queues, controller, event.about);
    else if (event.owner === 'process') wakeContainer(draft, event.about);
  }
  settleWith(draft, queues);
}

/**
 * Waits as the recorder's `settle` waits: until nothing has changed for 0.7 s, or, where something is unfinished but does
 * not move, for 3.5 s. Returns how much virtual time went by. `seen` is called at every moment at which something happened.
 */
export function settleAndWait(draft: ClusterDraft, seen?: () => void): DurationMs {
  settle(draft);
  seen?.();
  return waitUntilQuiet(draft, (until) => {
    const next = draft.nextDue();
    if (next && next.event.dueAt <= until) {
      passNextEvents(draft, next.event.dueAt);
      seen?.();
    } else draft.now = Math.max(draft.now, until);
  });
}
