import { clusterOfEvidence } from '../engine/index.ts';
import type { CheckResult, ClusterState, DNSTrace, Location, PacketTrace } from '../engine/index.ts';
import { arrange } from '../scene/arrangement.ts';
import { composeScene } from '../scene/compose.ts';
import { portsAt } from '../scene/cluster-facts.ts';
import type { Scene } from '../scene/scene.ts';
import { reasonsOf, type RowReasons } from '../scene/reasons.ts';
import { traceRows, type TraceRow } from '../scene/trace-rows.ts';
import { locationOfVantage, vantageOf, vantagesOf } from './exercise-place.ts';
import { earlierRun, sessionAfter, sessionOf } from './earlier.ts';
import { focusOf, type LabSession } from './session.ts';
import { clusterAfter } from './timeline.ts';

/** Which voyage: a check's, or one of those behind a command; with `earlier`, the same request before the latest change. */
export type Route = { readonly earlier?: true } & (
  { readonly kind: 'check'; readonly id: string } | { readonly kind: 'command'; readonly number: number; readonly index: number }
);

/** A cluster with one voyage in it, the voyage's steps, and why each went as it did. */
export interface Drawing {
  readonly scene: Scene;
  readonly rows: readonly TraceRow[];
  /** In the order of `rows`. */
  readonly reasons: readonly RowReasons[];
  /** The same request was made before the latest change: it can be drawn as well. */
  readonly hasEarlier: boolean;
  /** The cluster is not the learner's: it is what a check made of a copy, to see what happens then. */
  readonly isTrial: boolean;
}

/** The session with its cluster as it was after so many of its moments: to look at, not to go on from. */
export function sessionAtMoment(session: LabSession, count: number): LabSession {
  const { moments, exercise, given } = session;
  const cluster = clusterAfter(session.cluster, moments, count, given.now);
  return { ...session, cluster, arrangement: arrange(session.arrangement, cluster, focusOf(exercise)) };
}

/** The session with the cluster that a route's drawing shows: to look at, not to go on from. */
export function sessionDrawn(session: LabSession, route: Route | undefined): LabSession {
  const run = route?.earlier && earlierRun(session, route);
  if (run) return sessionDrawn(sessionAfter(session, run.actions), run.route);
  return inTrial(session, tracesOf(session, route).trial);
}

const inTrial = (session: LabSession, trial: ClusterState | undefined): LabSession =>
  trial ? { ...session, cluster: trial, arrangement: arrange(session.arrangement, trial, focusOf(session.exercise)) } : session;

/** The drawing of a lab's cluster with one voyage in it, both as they were when the route says so. */
export function drawRoute(session: LabSession, route: Route | undefined, width: number): Drawing {
  const run = route && earlierRun(session, route);
  if (run && route.earlier) return { ...drawRoute(sessionAfter(session, run.actions), run.route, width), hasEarlier: true };
  const focus = focusOf(session.exercise);
  const { dns, packet, from, trial } = tracesOf(session, route);
  const { cluster, arrangement } = inTrial(session, trial);
  const rows = traceRows(dns, packet, portsAt(cluster));
  const scene = composeScene({ cluster, arrangement, focus, width, rows, ...(from === undefined ? {} : { from }) });
  const reasons = rows.length === 0 ? [] : reasonsOf(trial ?? sessionOf(session, route).cluster, rows, { dns, packet });
  return { scene, rows, reasons, hasEarlier: run !== undefined, isTrial: trial !== undefined };
}

interface Traces {
  readonly dns?: DNSTrace;
  readonly packet?: PacketTrace;
  readonly from?: string;
  /** What a check made of a copy of the cluster before it sent this. */
  readonly trial?: ClusterState;
}

function tracesOf(session: LabSession, route: Route | undefined): Traces {
  if (route?.kind === 'check') {
    const result = findResult(session.verdict?.checks ?? [], route.id);
    const check = session.exercise.definition.checks.find(({ id }) => id === route.id);
    const [vantage] = check ? vantagesOf([check]) : [];
    const { dns, packet } = result?.evidence ?? {};
    const found = result && (dns ?? packet) && clusterOfEvidence(result.evidence);
    const trial = check && 'hold' in check && found && found !== session.cluster ? { trial: found } : {};
    return { ...(dns ? { dns } : {}), ...(packet ? { packet } : {}), ...trial, ...fromOf(found ?? session.cluster, packet, vantage) };
  }
  if (route?.kind === 'command') {
    const entry = session.history[route.number - 1];
    const shown = entry?.routes[route.index];
    const packet = shown?.packet === undefined ? undefined : entry?.packets[shown.packet];
    const dns = shown?.dns === undefined ? undefined : entry?.dns[shown.dns];
    return { ...(dns ? { dns } : {}), ...(packet ? { packet } : {}), ...fromOf(session.cluster, packet, entry && vantageOf(entry.terminal)) };
  }
  return {};
}

function findResult(results: readonly CheckResult[], id: string): CheckResult | undefined {
  const result = results.find((one) => one.id === id);
  const inner =
    result?.within?.find(({ passed, evidence }) => !passed && (evidence.packet ?? evidence.dns)) ??
    result?.within?.find(({ evidence }) => evidence.packet ?? evidence.dns);
  return inner && !(result?.evidence.packet ?? result?.evidence.dns) ? inner : result;
}

function fromOf(cluster: ClusterState, packet: PacketTrace | undefined, vantage: string | undefined): { readonly from?: string } {
  const sent = packet?.hops.find((hop) => hop.kind === 'send');
  const nodeOfPod = (namespace: string, pod: string): string | undefined => cluster.tables.pods?.[namespace]?.[pod]?.spec.nodeName;
  const at = sent?.kind === 'send' ? sent.at : vantage === undefined ? undefined : locationOfVantage(vantage, nodeOfPod);
  const name = at && nameOf(at);
  return name === undefined ? {} : { from: name };
}

function nameOf(at: Location): string | undefined {
  switch (at.kind) {
    case 'pod':
      return `${at.namespace}/${at.pod}`;
    case 'node':
      return `node:${at.node}`;
    case 'host':
      return at.host;
    case 'control-plane':
      return undefined;
  }
}
