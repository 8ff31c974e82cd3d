import { addressAt, canonicalIP, familyOf, formatIP, isInCIDR, parseCIDR } from '../api/ip-address.ts';
import type { IPFamily, Pod } from '../api/core-v1.ts';
import type { NodeConfig } from '../store/cluster-config.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { podsByIP, podsByNode, servicesByNodePort } from '../store/service-indexes.ts';
import type { Listener } from '../store/tables.ts';
import type { Location } from './trace.ts';

/** Where a command runs, in the words of `machine/place.ts` (a later room). */
type Place =
  | { readonly kind: 'operator' }
  | { readonly kind: 'pod'; readonly namespace: string; readonly pod: string }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'host'; readonly host: string };

/** The network a place is on: a Pod with hostNetwork is on its node's. `undefined`: that Pod is on no network (yet). */
export function locationOfPlace(draft: ClusterDraft, place: Place): Location | undefined {
  if (place.kind === 'operator') return { kind: 'host', host: 'operator' };
  if (place.kind !== 'pod') return place;
  const pod = draft.get('pods', place.namespace, place.pod);
  return pod && locationOfPod(pod);
}

/** The network of a Pod's containers; `undefined` while it has no node. */
export function locationOfPod({ metadata, spec }: Pod): Location | undefined {
  if (!spec.nodeName) return undefined;
  return spec.hostNetwork
    ? { kind: 'node', node: spec.nodeName }
    : { kind: 'pod', namespace: metadata.namespace ?? '', pod: metadata.name, node: spec.nodeName };
}

/** One name for a machine: `pod/shop/web`, `node/node-a`, `host/outside`, `control-plane`. */
export function machineKey(at: Location): string {
  if (at.kind === 'pod') return `pod/${at.namespace}/${at.pod}`;
  return at.kind === 'node' ? `node/${at.node}` : at.kind === 'host' ? `host/${at.host}` : at.kind;
}

/** Whether two locations are one machine. */
export const isSameMachine = (a: Location, b: Location): boolean => machineKey(a) === machineKey(b);

export const nodeConfig = (draft: ClusterDraft, name: string): NodeConfig | undefined => draft.config.nodes.find((one) => one.name === name);

/** The Pod on the Pod network that has this address. */
export function podAt(draft: ClusterDraft, ip: string): Pod | undefined {
  for (const namespace of draft.namespacesOf('pods')) {
    const [pod] = draft.find(podsByIP, namespace, ip);
    if (pod) return pod;
  }
  return undefined;
}

/** The machine that has this address, or `undefined`: nobody. A loopback address is nobody's here. */
export function locationOfAddress(draft: ClusterDraft, address: string): Location | undefined {
  const ip = canonicalIP(address);
  if (ip === undefined) return undefined;
  const { nodes, controlPlane, outside } = draft.config;
  const node = nodes.find((one) => one.ips.includes(ip) || gatewayOf(one, familyOf(ip)) === ip);
  if (node) return { kind: 'node', node: node.name };
  if (controlPlane.ips.includes(ip)) return { kind: 'control-plane' };
  const host = outside.hosts.find(({ ips }) => ips.includes(ip));
  if (host) return { kind: 'host', host: host.name };
  const pod = podAt(draft, ip);
  return pod && locationOfPod(pod);
}

/** A machine's own addresses without loopback, primary family first. A node's ends of its Pods' cables come last. */
export function addressesOf(draft: ClusterDraft, at: Location): readonly string[] {
  switch (at.kind) {
    case 'control-plane':
      return draft.config.controlPlane.ips;
    case 'host':
      return draft.config.outside.hosts.find(({ name }) => name === at.host)?.ips ?? [];
    case 'node': {
      const node = nodeConfig(draft, at.node);
      return node ? [...node.ips, ...(['IPv4', 'IPv6'] as const).flatMap((family) => gatewayOf(node, family) ?? [])] : [];
    }
    case 'pod': {
      // The kubelet knows the addresses before it tells them: a container may ask for something as soon as it starts.
      const known = draft.get('kubelet', at.namespace, at.pod)?.podIPs;
      if (known?.length) return known;
      const status = draft.get('pods', at.namespace, at.pod)?.status;
      return status?.podIPs?.map(({ ip }) => ip) ?? (status?.podIP ? [status.podIP] : []);
    }
  }
}

/** A machine's first address of a family. */
export const addressOf = (draft: ClusterDraft, at: Location, family: IPFamily): string | undefined =>
  addressesOf(draft, at).find((ip) => familyOf(ip) === family);

const gateways = new WeakMap<NodeConfig, readonly string[]>();

/** A node's ends of its Pods' cables: the first address of each of its Pod networks. Asked for at every hop. */
function gatewaysOf(node: NodeConfig): readonly string[] {
  let known = gateways.get(node);
  if (!known) gateways.set(node, (known = node.podCIDRs.flatMap((text) => parseCIDR(text) ?? []).map((network) => formatIP(addressAt(network, 1)))));
  return known;
}

export const gatewayOf = (node: NodeConfig, family: IPFamily): string | undefined => gatewaysOf(node).find((ip) => familyOf(ip) === family);

export const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.');

/** The node whose Pod network an address belongs to, whether or not a Pod has it. */
export const nodeOfPodAddress = (draft: ClusterDraft, ip: string): NodeConfig | undefined =>
  draft.config.nodes.find(({ podCIDRs }) => podCIDRs.some((cidr) => isInCIDR(ip, cidr)));

/** Everything that listens on a machine now: containers, commands, what kube-proxy and the kubelet open on a node, outside servers. With `port`, at least what listens on that one. */
export function listenersAt(draft: ClusterDraft, at: Location, port?: number): readonly Listener[] {
  const commands = draft.list('sockets', machineKey(at));
  switch (at.kind) {
    case 'pod': {
      const pod = draft.get('pods', at.namespace, at.pod);
      return pod ? [...containerListeners(draft, pod), ...commands] : commands;
    }
    case 'host':
      return [...(draft.config.outside.hosts.find(({ name }) => name === at.host)?.listeners ?? []), ...commands];
    case 'control-plane':
      return [apiServer(draft)];
    case 'node':
      return [...nodeListeners(draft, at.node, port), ...commands];
  }
}

/** Its certificate's names: kubernetes cmd/kubeadm/app/util/pkiutil GetAPIServerAltNames (v1.37.1). */
function apiServer(draft: ClusterDraft): Listener {
  const { controlPlane, clusterDomain } = draft.config;
  const names = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', `kubernetes.default.svc.${clusterDomain}`];
  const clusterIPs = draft.get('services', 'default', 'kubernetes')?.spec.clusterIPs ?? [];
  return {
    protocol: 'TCP',
    port: controlPlane.port,
    server: 'kube-apiserver',
    options: { dnsNames: names, ipAddresses: [...clusterIPs, ...controlPlane.ips] },
  };
}

/** The socket that takes what arrives at this address and port of a machine. */
export function findListener(draft: ClusterDraft, at: Location, protocol: 'TCP' | 'UDP', ip: string, port: number): Listener | undefined {
  return listenersAt(draft, at, port).find(
    (one) => one.protocol === protocol && one.port === port && (one.address === undefined || one.address.split(',').includes(ip)),
  );
}

function containerListeners(draft: ClusterDraft, { metadata, spec }: Pod): Listener[] {
  return [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].flatMap(({ name }) => {
    const row = draft.get('containers', metadata.namespace ?? '', `${metadata.name}/${name}`);
    return row && !row.exited ? row.listeners : [];
  });
}

const LOCAL = '127.0.0.1';

/** Ports of kubelet and kube-proxy: kubernetes pkg/cluster/ports (v1.37.1); then host-network Pods and health check ports. */
function nodeListeners(draft: ClusterDraft, node: string, port: number | undefined): Listener[] {
  const { proxyMode } = draft.config;
  const primary = nodeConfig(draft, node)?.ips ?? [];
  const listeners: Listener[] = [
    { protocol: 'TCP', port: 10250, server: 'kubelet', options: { dnsNames: [node] } },
    { protocol: 'TCP', port: 10248, server: 'healthz', address: LOCAL },
    { protocol: 'TCP', port: 10256, server: 'kube-proxy-healthz' },
    { protocol: 'TCP', port: 10249, server: 'kube-proxy-metrics', address: LOCAL },
  ];
  for (const namespace of draft.namespacesOf('pods')) {
    for (const pod of draft.find(podsByNode, namespace, node)) if (pod.spec.hostNetwork) listeners.push(...containerListeners(draft, pod));
  }
  const services =
    port === undefined
      ? draft.list('services')
      : draft.namespacesOf('services').flatMap((namespace) => draft.find(servicesByNodePort, namespace, String(port)));
  for (const { metadata, spec } of services) {
    if (!spec.healthCheckNodePort) continue;
    const one: Listener = {
      protocol: 'TCP',
      port: spec.healthCheckNodePort,
      server: 'service-health',
      options: { namespace: metadata.namespace ?? '', service: metadata.name, node },
    };
    // nftables mode listens on the node port addresses only, iptables mode on every local one.
    listeners.push(...(proxyMode === 'nftables' ? primary.map((address) => ({ ...one, address })) : [one]));
  }
  return listeners;
}
