// Models k8s.io/cloud-provider controllers/service/controller.go (v0.37.1). What a cloud itself does is only its answer:
// an address or a name after a while, or an error.
import type { LoadBalancerIngress, Node, Service } from '../api/core-v1.ts';
import type { DurationMs, Instant } from '../clock/instant.ts';
import { dropBalancers } from '../store/balancers.ts';
import type { ClusterConfig } from '../store/cluster-config.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { OWNERS, claimOf, ingressFor, type Claim } from './cloud-balancers.ts';
import { keyOf, splitKey, type Controller } from './controller.ts';
import { isSame } from './equality.ts';
import { recordEvent } from './events.ts';
import { update, writeStatus } from './writing.ts';

const NAME = 'service-controller';
const ROOM = 'load-balancer';
const MIN_RETRY_MS: DurationMs = 5_000;
const MAX_RETRY_MS: DurationMs = 300_000;
const UPDATE_MS: DurationMs = 1_000;

/** How long a cloud takes to make a balancer: orders of magnitude, not measurements. */
const CREATION_MS: { readonly [L in ClusterConfig['loadBalancer']]: DurationMs } = {
  none: 0,
  aws: 3_000,
  gcp: 40_000,
  azure: 15_000,
  delayed: 120_000,
  failing: 1_000,
};

/** What is remembered of a Service's balancer: a row of `facts`, as JSON. */
interface Balancer {
  /** The Service as it was when its balancer was last asked for. */
  readonly asked: Wanted;
  /** Failures in a row. */
  readonly tries: number;
  /** When the cloud answers, or is asked again. */
  readonly due?: Instant;
  readonly step?: 'ensuring' | 'deleting' | 'retrying';
  /** What the cloud gave; absent: there is no balancer. */
  readonly ingress?: LoadBalancerIngress;
  /** Whose it is and for whom, as it was made. */
  readonly made?: string;
  /** Names of the nodes it sends to. */
  readonly hosts: readonly string[];
}

/** What follows from Services of type LoadBalancer and from nodes, where there is a cloud. */
export const cloudController: Pick<Controller, 'keysOf' | 'reconcile'> = {
  keysOf({ table, from, to }, draft, key) {
    if (table === 'nodes') return isSame(viewOfNode(from as Node | undefined), viewOfNode(to as Node | undefined)) ? [] : draft.names('facts', ROOM);
    const [before, after] = [from, to] as (Service | undefined)[];
    const claims = (one: Service | undefined): boolean => one !== undefined && claimOf(draft.config, one) !== undefined;
    if (before && after && before.spec.type !== after.spec.type && claims(after)) return [`${key} ${before.spec.type}`];
    return [before, after].some((one) => claims(one) || (one && finalizerOf(one))) ? [key] : [];
  },
  reconcile(given, draft) {
    const [key = '', typeBefore] = given.split(' ');
    const [namespace, name] = splitKey(key);
    const service = draft.get('services', namespace, name);
    const known = recall(draft, key);
    const claim = service && claimOf(draft.config, service);
    if (service && typeBefore) event(draft, service, claim, 'Type', `${typeBefore} -> ${service.spec.type}`);
    if (!service) forget(draft, key);
    else if (needsCleanup(service)) cleanUp(draft, service, known);
    else if (claim) ensure(draft, service, claim, known);
    else forget(draft, key);
  },
};

const finalizerOf = ({ metadata }: Service): string | undefined => metadata.finalizers?.find((one) => OWNERS.some(({ finalizer }) => finalizer === one));

const needsCleanup = (service: Service): boolean =>
  finalizerOf(service) !== undefined && (service.metadata.deletionTimestamp !== undefined || service.spec.type !== 'LoadBalancer');

/** Begins, and once the cloud has answered ends, making or changing a balancer; tells its nodes in between. */
function ensure(draft: ClusterDraft, service: Service, claim: Claim, known: Balancer | undefined): void {
  const asked = wantedOf(service);
  const hosts = hostsOf(draft);
  if (known?.due !== undefined && known.step !== 'deleting' && isSame(known.asked, asked)) {
    if (draft.now < known.due) return;
    if (known.step === 'ensuring') return answer(draft, service, claim, known);
  } else if (known && isSame(known.asked, asked) && known.step === undefined) {
    if (isSame(known.hosts, hosts)) return;
    if (hosts.length === 0) noNodes(draft, service, claim);
    else event(draft, service, claim, 'UpdatedLoadBalancer', 'Updated load balancer with new hosts');
    return remember(draft, service, { ...known, hosts });
  } else if (known) tellDifference(draft, service, claim, known.asked, asked);
  event(draft, service, claim, 'EnsuringLoadBalancer', 'Ensuring load balancer');
  const { metadata } = service;
  const { finalizer } = claim.owner;
  const marked = metadata.finalizers?.includes(finalizer)
    ? service
    : update(draft, 'services', { ...service, metadata: { ...metadata, finalizers: [...(metadata.finalizers ?? []), finalizer] } }, claim.owner.component);
  // Models ImplementedElsewhere: marked, and left to another controller.
  if (claim.elsewhere) return remember(draft, marked, { asked, tries: 0, hosts, ...(known?.ingress ? { ingress: known.ingress } : {}) });
  if (hosts.length === 0) noNodes(draft, service, claim);
  const takes = known?.ingress && known.made === madeFor(claim) ? UPDATE_MS : CREATION_MS[draft.config.loadBalancer];
  remember(draft, marked, {
    asked,
    tries: known?.tries ?? 0,
    due: draft.now + takes,
    step: 'ensuring',
    hosts,
    ...(known?.ingress ? { ingress: known.ingress, made: known.made ?? '' } : {}),
  });
}

/** Another owner or another reach makes another balancer; only Amazon's older code leaves one as it was made. */
const madeFor = ({ owner, internal, kind }: Claim): string => `${owner.finalizer} ${kind === 'address' || !owner.talks ? internal : kind}`;

function answer(draft: ClusterDraft, service: Service, claim: Claim, known: Balancer): void {
  const { due: _, step: __, ...rest } = known;
  const { owner } = claim;
  const made = madeFor(claim);
  const given = claim.problem ?? (known.made === made ? known.ingress : undefined) ?? ingressFor(draft, service, claim);
  if (typeof given === 'string') {
    recordEvent(draft, service, owner, 'Warning', owner.failed[0], `${owner.failed[1]}${given}`);
    const wait = Math.min(MIN_RETRY_MS * 2 ** known.tries, MAX_RETRY_MS);
    return remember(draft, service, { ...rest, tries: known.tries + 1, due: draft.now + wait, step: 'retrying' });
  }
  const { namespace = '', name } = service.metadata;
  // What the same owner made before goes; another's stays, unattended, as long as the Service.
  if (known.made?.startsWith(owner.finalizer)) dropBalancers(draft, namespace, name, NAME, given.hostname);
  recordEvent(draft, service, owner, 'Normal', ...owner.ensured);
  remember(draft, service, { ...rest, tries: 0, ingress: given, made });
  writeStatus(draft, 'services', service, { ...service.status, loadBalancer: { ingress: [given] } }, owner.component);
}

/** Lets a balancer go, and after that the Service. */
function cleanUp(draft: ClusterDraft, service: Service, known: Balancer | undefined): void {
  const owner = OWNERS.find(({ finalizer }) => finalizer === finalizerOf(service));
  const claim = owner && { owner };
  if (known && known.step !== 'deleting' && service.spec.type !== known.asked.type)
    event(draft, service, claim, 'Type', `${known.asked.type} -> ${service.spec.type}`);
  if (known?.ingress) {
    if (known.step !== 'deleting') {
      event(draft, service, claim, 'DeletingLoadBalancer', 'Deleting load balancer');
      return remember(draft, service, { ...known, due: draft.now + UPDATE_MS, step: 'deleting' });
    }
    if (draft.now < (known.due ?? 0)) return;
  }
  forget(draft, keyOf(service));
  const { finalizers = [], ...metadata } = service.metadata;
  const left = finalizers.filter((one) => OWNERS.every(({ finalizer }) => one !== finalizer));
  const freed = update(draft, 'services', { ...service, metadata: { ...metadata, ...(left.length > 0 ? { finalizers: left } : {}) } }, NAME);
  event(draft, service, claim, 'DeletedLoadBalancer', 'Deleted load balancer');
  if (draft.get('services', metadata.namespace ?? '', metadata.name)) writeStatus(draft, 'services', freed, { ...freed.status, loadBalancer: {} }, NAME);
}

/** What only the cloud's own controller tells; others speak when they are done. */
function event(draft: ClusterDraft, service: Service, claim: Pick<Claim, 'owner'> | undefined, reason: string, message: string): void {
  if (claim && (claim.owner.talks || (claim.owner.tellsEnd && reason.startsWith('Delet')))) recordEvent(draft, service, claim.owner, 'Normal', reason, message);
}

function noNodes(draft: ClusterDraft, service: Service, { owner }: Claim): void {
  if (owner.talks) recordEvent(draft, service, owner, 'Warning', 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');
}

interface Wanted {
  readonly type: string | undefined;
  /** What is told with its old and new value when it changes, as Go prints it. */
  readonly told: { readonly [reason: string]: string };
  readonly rest: unknown;
}

/** What of a Service its balancer depends on: controller.go needsUpdate. */
function wantedOf({ metadata, spec }: Service): Wanted {
  const told = {
    LoadBalancerSourceRanges: `[${(spec.loadBalancerSourceRanges ?? []).join(' ')}]`,
    LoadbalancerIP: spec.loadBalancerIP ?? '',
    ExternalTrafficPolicy: spec.externalTrafficPolicy ?? '',
    HealthCheckNodePort: String(spec.healthCheckNodePort ?? 0),
  };
  const ports = (spec.ports ?? []).map(({ name = '', protocol = 'TCP', port, nodePort = 0, targetPort = port }) => [
    name,
    protocol,
    port,
    nodePort,
    targetPort,
  ]);
  const rest = [metadata.uid ?? '', metadata.annotations ?? {}, ports, spec.sessionAffinity ?? '', spec.sessionAffinityConfig ?? {}, spec.externalIPs ?? []];
  return { type: spec.type, told, rest };
}

function tellDifference(draft: ClusterDraft, service: Service, claim: Claim, before: Wanted, after: Wanted): void {
  const first = Object.entries(after.told).find(([reason, value]) => before.told[reason] !== value);
  if (first) event(draft, service, claim, first[0], `${before.told[first[0]]} -> ${first[1]}`);
}

function viewOfNode(node: Node | undefined): unknown {
  return node && [node.metadata.labels, node.spec.unschedulable, node.spec.taints, node.status?.conditions?.find(({ type }) => type === 'Ready')?.status];
}

/** Names of the nodes a balancer may send to: controller.go, the predicates of every kind of Service. */
function hostsOf(draft: ClusterDraft): string[] {
  return draft
    .list('nodes')
    .filter(({ metadata, spec, status }) => {
      if (metadata.labels?.['node.kubernetes.io/exclude-from-external-load-balancers'] !== undefined) return false;
      if (spec.taints?.some(({ key }) => key === 'ToBeDeletedByClusterAutoscaler')) return false;
      return status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
    })
    .map(({ metadata }) => metadata.name);
}

const alarmOf = (key: string): string => `${NAME}/${key}`;

function recall(draft: ClusterDraft, key: string): Balancer | undefined {
  const fact = draft.get('facts', ROOM, key);
  return fact && (JSON.parse(String(fact.value)) as Balancer);
}

function remember(draft: ClusterDraft, service: Service, balancer: Balancer): void {
  const key = keyOf(service);
  draft.set('facts', ROOM, key, { value: JSON.stringify(balancer) }, NAME);
  if (balancer.due !== undefined) draft.schedule(alarmOf(key), { dueAt: balancer.due, owner: NAME, about: key });
  else if (draft.get('scheduled', '', alarmOf(key))) draft.unschedule(alarmOf(key));
}

function forget(draft: ClusterDraft, key: string): void {
  dropBalancers(draft, ...splitKey(key), NAME);
  if (draft.get('facts', ROOM, key)) draft.delete('facts', ROOM, key, NAME);
  if (draft.get('scheduled', '', alarmOf(key))) draft.unschedule(alarmOf(key));
}
