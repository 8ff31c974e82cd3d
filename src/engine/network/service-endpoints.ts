// Models kubernetes pkg/proxy endpointslicecache.go and topology.go CategorizeEndpoints (v1.37.1).
import type { IPFamily, Service, ServicePort } from '../api/core-v1.ts';
import type { Endpoint } from '../api/discovery-v1.ts';
import { canonicalIP } from '../api/ip-address.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { slicesByService } from '../store/service-indexes.ts';
import { nodeConfig } from './machines.ts';
import { rememberedSlices } from './proxy-memory.ts';
import type { Candidate } from './trace.ts';

/** What a node's kube-proxy may choose from for one port of a Service. */
export interface EndpointSets {
  /** For policy Cluster, hints respected; else ready ones nowhere: those that still serve while they end. */
  readonly cluster: readonly Candidate[];
  /** For policy Local: on this node only. */
  readonly local: readonly Candidate[];
  /** Whether any node has a usable endpoint: decides between REJECT and DROP. */
  readonly any: boolean;
}

interface ProxyEndpoint {
  readonly candidate: Candidate;
  readonly ready: boolean;
  readonly servingTerminating: boolean;
  readonly zones: readonly string[];
  readonly nodes: readonly string[];
}

/** The sets of one node for one port and family. */
export function endpointSets(draft: ClusterDraft, service: Service, port: ServicePort, family: IPFamily, node: string): EndpointSets {
  const endpoints = proxyEndpoints(draft, service, port, family);
  const usable = endpoints.filter(({ ready }) => ready);
  const lasting = usable.length > 0 ? usable : endpoints.filter(({ servingTerminating }) => servingTerminating);
  const onNode = (list: readonly ProxyEndpoint[]): ProxyEndpoint[] => list.filter(({ candidate }) => candidate.node === node);
  const localReady = onNode(usable);
  const local = localReady.length > 0 ? localReady : onNode(endpoints.filter(({ servingTerminating }) => servingTerminating));
  const candidates = (list: readonly ProxyEndpoint[]): Candidate[] => list.map(({ candidate }) => candidate);
  return {
    cluster: candidates(usable.length > 0 ? nearby(usable, node, nodeConfig(draft, node)?.zone ?? '') : lasting),
    local: candidates(local),
    any: lasting.length > 0,
  };
}

/** The ready endpoints that the hints leave for a node: its own, else its zone's, else all. */
function nearby(ready: readonly ProxyEndpoint[], node: string, zone: string): readonly ProxyEndpoint[] {
  for (const [hints, own] of [
    ['nodes', node],
    ['zones', zone],
  ] as const) {
    const here = ready.filter((one) => one[hints].includes(own));
    if (here.length > 0 && ready.every((one) => one[hints].length > 0)) return here;
  }
  return ready;
}

function proxyEndpoints(draft: ClusterDraft, { metadata }: Service, port: ServicePort, family: IPFamily): ProxyEndpoint[] {
  const namespace = metadata.namespace ?? '';
  const found = new Map<string, ProxyEndpoint>();
  for (const slice of [...draft.find(slicesByService, namespace, metadata.name), ...rememberedSlices(draft, namespace, metadata.name)]) {
    if (slice.addressType !== family) continue;
    for (const { name = '', protocol = 'TCP', port: number } of slice.ports ?? []) {
      if (name !== (port.name ?? '') || protocol !== (port.protocol ?? 'TCP') || number === undefined) continue;
      for (const endpoint of slice.endpoints ?? []) {
        const ip = canonicalIP(endpoint.addresses[0] ?? '');
        if (ip === undefined) continue;
        const key = `${ip}:${number}`;
        if (!found.has(key) || !endpoint.conditions?.terminating) found.set(key, proxyEndpoint(endpoint, ip, number));
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.candidate.ip < b.candidate.ip ? -1 : 1));
}

function proxyEndpoint({ conditions, targetRef, nodeName, hints }: Endpoint, ip: string, port: number): ProxyEndpoint {
  const pod = targetRef?.kind === 'Pod' ? { pod: { namespace: targetRef.namespace ?? '', name: targetRef.name ?? '' } } : {};
  return {
    candidate: { ip, port, ...pod, ...(nodeName ? { node: nodeName } : {}) },
    ready: conditions?.ready !== false,
    servingTerminating: conditions?.ready === false && conditions.serving !== false && conditions.terminating === true,
    zones: (hints?.forZones ?? []).map(({ name }) => name),
    nodes: (hints?.forNodes ?? []).map(({ name }) => name),
  };
}

/** How many ready endpoints of a Service a node runs, counted by address: what its health check port tells (healthcheck.go). */
export function localReadyEndpoints(draft: ClusterDraft, namespace: string, service: string, node: string): number {
  const addresses = draft
    .find(slicesByService, namespace, service)
    .flatMap(({ endpoints }) =>
      (endpoints ?? []).filter(({ nodeName, conditions }) => nodeName === node && conditions?.ready !== false).map((one) => one.addresses[0]),
    );
  return new Set(addresses).size;
}
