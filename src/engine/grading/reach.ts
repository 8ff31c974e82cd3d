import type { DNSTrace } from '../api/dns-message.ts';
import type { Pod } from '../api/core-v1.ts';
import { canonicalIP } from '../api/ip-address.ts';
import { isPodReady } from '../api/pod-conditions.ts';
import { glibc } from '../dns/glibc.ts';
import { parseResolvConf } from '../dns/resolv-conf.ts';
import type { Exchange } from '../dns/resolver.ts';
import { connect } from '../network/connect.ts';
import { atOnce } from '../machine/at-once.ts';
import type { Place } from '../machine/place.ts';
import { findListener, locationOfPlace, locationOfPod } from '../network/machines.ts';
import type { Candidate, Location, PacketTrace } from '../network/trace.ts';
import { answerHTTP, type HTTPResponse } from '../servers/answer.ts';
import { tlsCertificate } from '../servers/certificate.ts';
import { exchangeDNS } from '../servers/exchange-dns.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { formatResolvConf, resolvConfOf } from '../store/pod-environment.ts';
import type { ConnectionOutcome, Vantage } from './check.ts';

/** A request that could not even begin, or every way it could go. */
export interface Reach {
  readonly dns?: DNSTrace;
  /** The trace of the pick; its `candidates` are tried one by one in `ways`. */
  readonly packet?: PacketTrace;
  readonly outcome: ConnectionOutcome;
  readonly ways: readonly Way[];
}

/** One endpoint that could have been chosen, and what it does. */
export interface Way {
  readonly candidate: Candidate;
  readonly outcome: ConnectionOutcome;
  readonly at?: Location;
}

/** Where a vantage's processes are on the network; `undefined` where that Pod has no network. */
export function locationOfVantage(draft: ClusterDraft, vantage: Vantage): Location | undefined {
  const [namespace = '', kind, deployment] = vantage.split('/');
  if (kind !== 'deploy' || deployment === undefined) return locationOfPlace(draft, placeOfVantage(vantage));
  const found = draft.list('pods', namespace).find((pod) => isPodReady(pod) && pod.metadata.deletionTimestamp === undefined && ownedBy(draft, pod, deployment));
  return found && locationOfPod(found);
}

/** Where a command runs that is typed at a vantage. */
export function placeOfVantage(vantage: Vantage): Place {
  if (vantage === 'operator') return { kind: 'operator' };
  if (vantage.startsWith('node:')) return { kind: 'node', node: vantage.slice('node:'.length) };
  const [namespace = '', pod] = vantage.split('/');
  return pod === undefined ? { kind: 'host', host: namespace } : { kind: 'pod', namespace, pod };
}

/** Whether a Pod belongs, through its ReplicaSet, to the Deployment of this name. */
function ownedBy(draft: ClusterDraft, { metadata }: Pod, deployment: string): boolean {
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet')?.name ?? '';
  return draft.get('replicasets', metadata.namespace ?? '', owner)?.metadata.ownerReferences?.some(({ name }) => name === deployment) ?? false;
}

/**
 * A host, name or URL with each `$(NAME)` replaced by what the vantage's container has in that variable, and each
 * `$(namespace/name)` by the address or name that the Service's balancer has; what is not there becomes nothing.
 */
export const expandAt = (draft: ClusterDraft, from: Location, text: string): string =>
  text.replaceAll(/\$\(([\w/-]+)\)/g, (_, name: string) => (name.includes('/') ? balancerOf(draft, name) : environmentAt(draft, from, name)) ?? '');

function balancerOf(draft: ClusterDraft, service: string): string | undefined {
  const [namespace = '', name = ''] = service.split('/');
  const [first] = draft.get('services', namespace, name)?.status?.loadBalancer?.ingress ?? [];
  return first?.ip ?? first?.hostname;
}

/** The value that the containers of a vantage's Pod started with. */
function environmentAt(draft: ClusterDraft, from: Location, name: string): string | undefined {
  const pod = from.kind === 'pod' ? draft.get('pods', from.namespace, from.pod) : undefined;
  const records = pod?.spec.containers.map((container) => draft.get('containers', pod.metadata.namespace ?? '', `${pod.metadata.name}/${container.name}`));
  return records?.find((record) => record?.env[name] !== undefined)?.env[name];
}

/** Resolves a name as the C library of the vantage's machine would; no time passes. */
export function resolveFrom(draft: ClusterDraft, from: Location, name: string): DNSTrace {
  // Grading asks outside of time: nothing is waited for.
  const exchange: Exchange<never> = (server, queries, { protocol }) =>
    atOnce(() => queries.map((query) => exchangeDNS(draft, from, server, query, protocol).reply));
  const running = glibc({ entropy: draft, conf: parseResolvConf(resolvConfAt(draft, from)), exchange }, name, 'both');
  const end = running.next();
  if (!end.done) throw new Error('a resolver without time to wait for has waited');
  return end.value;
}

function resolvConfAt(draft: ClusterDraft, from: Location): string {
  const pod = from.kind === 'pod' ? draft.get('pods', from.namespace, from.pod) : undefined;
  if (pod) return formatResolvConf(resolvConfOf(draft, pod));
  return draft.config.nodeNameservers.map((server) => `nameserver ${server}\n`).join('');
}

/** How a TCP connection from a vantage ends: for the pick, and for every endpoint that could have been picked. */
export function reachTCP(draft: ClusterDraft, from: Location, host: string, port: number): Reach {
  // Every machine's /etc/hosts has this name; nobody asks a server for it.
  const named = host === 'localhost' ? '127.0.0.1' : host;
  const dns = canonicalIP(named) !== undefined ? undefined : resolveFrom(draft, from, named);
  const ip = dns ? dns.addresses[0] : named;
  if (ip === undefined) return { ...(dns ? { dns } : {}), outcome: 'unresolved', ways: [] };
  const packet = connect(draft, from, { protocol: 'TCP', ip, port });
  const direct: Candidate = { ip, port };
  // From beyond the nodes no Pod can be called itself: its way begins at the node that rewrote the packet, or that a balancer sent it to: the first.
  const first = packet.hops.find((hop) => hop.kind === 'forward');
  const start = from.kind === 'host' && first ? first.to : from;
  const candidates = packet.candidates.length > 0 ? packet.candidates : [direct];
  const ways = candidates.map((candidate): Way => {
    if (draft.config.hairpin === false && candidate !== direct && candidate.ip === packet.packet.source.ip) return { candidate, outcome: 'timeout' };
    const trace = candidate === direct ? packet : connect(draft, start, { protocol: 'TCP', ip: candidate.ip, port: candidate.port });
    // A packet is rewritten once: an endpoint that is a virtual IP itself is nobody's address.
    if (candidate !== direct && trace.hops.some(({ kind }) => kind === 'translate')) return { candidate, outcome: 'timeout' };
    return { candidate, outcome: outcomeOf(trace), ...(trace.endpoint ? { at: trace.endpoint } : {}) };
  });
  return { ...(dns ? { dns } : {}), packet, outcome: outcomeOf(packet), ways };
}

/** The same with the packet that takes the way that is spoken of: which one a packet takes is chance, so it is sent until it takes that one. */
export function along(draft: ClusterDraft, from: Location, reach: Reach, way: Way | undefined): Reach {
  let { packet } = reach;
  for (let tries = 0; way && packet && packet.candidates.length > 1 && tries < 99; tries += 1) {
    const { ip, port } = packet.hops.findLast((hop) => hop.kind === 'translate')?.after.destination ?? packet.packet.destination;
    if (ip === way.candidate.ip && port === way.candidate.port) break;
    packet = connect(draft, from, { protocol: 'TCP', ...packet.packet.destination });
  }
  return { ...reach, ...(packet ? { packet } : {}) };
}

/** A trace's end in a client's words. */
export function outcomeOf({ verdict }: PacketTrace): ConnectionOutcome {
  return verdict === 'delivered' ? 'open' : verdict === 'REJECT' ? 'refused' : verdict === 'RST' ? 'reset' : 'timeout';
}

/** A request to make, as a check's URL says it. */
export interface Asked {
  readonly tls: boolean;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
}

/** What one way's server says to a GET; `undefined` where it does not speak HTTP, or not over TLS where that is asked for. */
export function askHTTP(draft: ClusterDraft, packet: PacketTrace, way: Way, { tls, host, port, path, headers = {} }: Asked): HTTPResponse | undefined {
  if (!way.at) return undefined;
  const listener = findListener(draft, way.at, 'TCP', way.candidate.ip, way.candidate.port);
  if (!listener || (tls && tlsCertificate(listener) === undefined)) return undefined;
  const answer = answerHTTP(draft, way.at, listener, {
    method: 'GET',
    path,
    ...(tls ? { tls } : {}),
    headers: [
      ['Host', headers['Host'] ?? (port === (tls ? 443 : 80) ? host : `${host}:${port}`)],
      ...Object.entries(headers).filter(([name]) => name !== 'Host'),
    ],
    body: '',
    clientIP: packet.sourceSeen ?? packet.packet.source.ip,
    clientPort: packet.packet.source.port ?? 0,
  });
  return 'status' in answer ? answer : undefined;
}
