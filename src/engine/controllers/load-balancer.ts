// Models k8s.io/cloud-provider controllers/service/controller.go (v0.37.1). What a cloud itself does is only its answer:
// an address or a name after a while, or an error.
import type { LoadBalancerIngress, Node, Service } from '../api/core-v1.ts';
import { addressAt, familyOf, formatIP, isInCIDR, parseCIDR } from '../api/ip-address.ts';
import type { DurationMs, Instant } from '../clock/instant.ts';
import type { ClusterConfig } from '../store/cluster-config.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { keyOf, splitKey, type Controller } from './controller.ts';
import { isSame } from './equality.ts';
import { recordEvent } from './events.ts';
import { update, writeStatus } from './writing.ts';

const NAME = 'service-controller';
const SOURCE = { component: NAME };
const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
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

/** What `failing` answers: an Amazon cluster whose subnets have no tags (cloud-provider-aws pkg/providers/v1/aws.go EnsureLoadBalancer). */
const REFUSAL = 'could not find any suitable subnets for creating the ELB';

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
  /** Names of the nodes it sends to. */
  readonly hosts: readonly string[];
}

/** Status of `type: LoadBalancer` is written as the cluster's cloud would; without a cloud nobody writes it. */
export const loadBalancer: Controller = {
  name: NAME,
  watches: ['services', 'nodes'],
  keysOf({ table, namespace, name, from, to }, draft) {
    if (draft.config.loadBalancer === 'none') return [];
    if (table === 'nodes') return isSame(viewOfNode(from as Node | undefined), viewOfNode(to as Node | undefined)) ? [] : draft.names('facts', ROOM);
    const [before, after] = [from, to] as (Service | undefined)[];
    const key = `${namespace}/${name}`;
    if (before && after && !wants(before) && wants(after)) return [`${key} ${before.spec.type}`];
    return [before, after].some((one) => one && (wants(one) || needsCleanup(one))) ? [key] : [];
  },
  reconcile(given, draft) {
    const [key = '', typeBefore] = given.split(' ');
    const [namespace, name] = splitKey(key);
    const service = draft.get('services', namespace, name);
    const known = recall(draft, key);
    if (service && typeBefore) event(draft, service, 'Type', `${typeBefore} -> ${service.spec.type}`);
    if (!service) forget(draft, key);
    else if (needsCleanup(service)) cleanUp(draft, service, known);
    else if (wants(service)) ensure(draft, service, known);
    else forget(draft, key);
  },
};

/** Whether the default cloud is meant: a class names somebody else. */
const wants = ({ spec }: Service): boolean => spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined;

const needsCleanup = ({ metadata, spec }: Service): boolean =>
  metadata.finalizers?.includes(FINALIZER) === true && (metadata.deletionTimestamp !== undefined || spec.type !== 'LoadBalancer');

/** Begins, and once the cloud has answered ends, making or changing a balancer; tells its nodes in between. */
function ensure(draft: ClusterDraft, service: Service, known: Balancer | undefined): void {
  const asked = wantedOf(service);
  const hosts = hostsOf(draft);
  if (known?.due !== undefined && known.step !== 'deleting' && isSame(known.asked, asked)) {
    if (draft.now < known.due) return;
    if (known.step === 'ensuring') return answer(draft, service, known);
  } else if (known && isSame(known.asked, asked) && known.step === undefined) {
    if (isSame(known.hosts, hosts)) return;
    if (hosts.length === 0) noNodes(draft, service);
    else event(draft, service, 'UpdatedLoadBalancer', 'Updated load balancer with new hosts');
    return remember(draft, service, { ...known, hosts });
  } else if (known) tellDifference(draft, service, known.asked, asked);
  event(draft, service, 'EnsuringLoadBalancer', 'Ensuring load balancer');
  const { metadata } = service;
  const marked = metadata.finalizers?.includes(FINALIZER)
    ? service
    : update(draft, 'services', { ...service, metadata: { ...metadata, finalizers: [...(metadata.finalizers ?? []), FINALIZER] } }, NAME);
  if (hosts.length === 0) noNodes(draft, service);
  const takes = known?.ingress ? UPDATE_MS : CREATION_MS[draft.config.loadBalancer];
  remember(draft, marked, {
    asked,
    tries: known?.tries ?? 0,
    due: draft.now + takes,
    step: 'ensuring',
    hosts,
    ...(known?.ingress ? { ingress: known.ingress } : {}),
  });
}

function answer(draft: ClusterDraft, service: Service, known: Balancer): void {
  const { due: _, step: __, ...rest } = known;
  const given = known.ingress ?? ingressFor(draft, service);
  if (typeof given === 'string') {
    recordEvent(draft, service, SOURCE, 'Warning', 'SyncLoadBalancerFailed', `Error syncing load balancer: failed to ensure load balancer: ${given}`);
    const wait = Math.min(MIN_RETRY_MS * 2 ** known.tries, MAX_RETRY_MS);
    return remember(draft, service, { ...rest, tries: known.tries + 1, due: draft.now + wait, step: 'retrying' });
  }
  event(draft, service, 'EnsuredLoadBalancer', 'Ensured load balancer');
  remember(draft, service, { ...rest, tries: 0, ingress: given });
  writeStatus(draft, 'services', service, { ...service.status, loadBalancer: { ingress: [given] } }, NAME);
}

/** Lets a balancer go, and after that the Service. */
function cleanUp(draft: ClusterDraft, service: Service, known: Balancer | undefined): void {
  if (known && known.step !== 'deleting' && service.spec.type !== known.asked.type)
    event(draft, service, 'Type', `${known.asked.type} -> ${service.spec.type}`);
  if (known?.ingress) {
    if (known.step !== 'deleting') {
      event(draft, service, 'DeletingLoadBalancer', 'Deleting load balancer');
      return remember(draft, service, { ...known, due: draft.now + UPDATE_MS, step: 'deleting' });
    }
    if (draft.now < (known.due ?? 0)) return;
  }
  forget(draft, keyOf(service));
  const { finalizers = [], ...metadata } = service.metadata;
  const left = finalizers.filter((one) => one !== FINALIZER);
  const freed = update(draft, 'services', { ...service, metadata: { ...metadata, ...(left.length > 0 ? { finalizers: left } : {}) } }, NAME);
  event(draft, service, 'DeletedLoadBalancer', 'Deleted load balancer');
  if (draft.get('services', metadata.namespace ?? '', metadata.name)) writeStatus(draft, 'services', freed, { ...freed.status, loadBalancer: {} }, NAME);
}

const event = (draft: ClusterDraft, service: Service, reason: string, message: string): void => recordEvent(draft, service, SOURCE, 'Normal', reason, message);

const noNodes = (draft: ClusterDraft, service: Service): void =>
  recordEvent(draft, service, SOURCE, 'Warning', 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');

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

function tellDifference(draft: ClusterDraft, service: Service, before: Wanted, after: Wanted): void {
  const first = Object.entries(after.told).find(([reason, value]) => before.told[reason] !== value);
  if (first) event(draft, service, first[0], `${before.told[first[0]]} -> ${first[1]}`);
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

/** What the cloud gives a new balancer: a name (Amazon), an address (others), or its refusal in words. */
function ingressFor(draft: ClusterDraft, service: Service): LoadBalancerIngress | string {
  const { loadBalancer: cloud, outside } = draft.config;
  if (cloud === 'failing') return REFUSAL;
  // cloudprovider.DefaultLoadBalancerName: `a` and the uid, 32 characters.
  if (cloud === 'aws')
    return {
      hostname:
        `a${(service.metadata.uid ?? '').replaceAll('-', '')}`.slice(0, 32) + `-${1_000_000_000 + draft.draw(1_000_000_000)}.us-east-2.elb.amazonaws.com`,
    };
  const asked = service.spec.loadBalancerIP;
  if (asked && outside.balancerCIDRs.some((cidr) => isInCIDR(asked, cidr))) return { ip: asked, ipMode: 'VIP' };
  const family = service.spec.ipFamilies?.[0] ?? 'IPv4';
  const network = parseCIDR(outside.balancerCIDRs.find((cidr) => familyOf(cidr) === family) ?? '');
  if (!network) return `no ${family} address is left for a load balancer`;
  const taken = new Set([
    ...outside.hosts.flatMap(({ ips }) => ips),
    ...draft.list('services').flatMap(({ status }) => status?.loadBalancer?.ingress?.map(({ ip }) => ip) ?? []),
  ]);
  let number = 1;
  while (taken.has(formatIP(addressAt(network, number)))) number += 1;
  return { ip: formatIP(addressAt(network, number)), ipMode: 'VIP' };
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
  if (draft.get('facts', ROOM, key)) draft.delete('facts', ROOM, key, NAME);
  if (draft.get('scheduled', '', alarmOf(key))) draft.unschedule(alarmOf(key));
}
