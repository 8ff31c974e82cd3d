import type { Pod, Service } from '../../src/engine/api/core-v1.ts';
import type { Endpoint, EndpointSlice } from '../../src/engine/api/discovery-v1.ts';
import { locationOfPlace } from '../../src/engine/network/machines.ts';
import type { Location } from '../../src/engine/network/trace.ts';
import type { ClusterConfig } from '../../src/engine/store/cluster-config.ts';
import { ClusterDraft } from '../../src/engine/store/cluster-draft.ts';
import { CLUSTER_KINDS, type ClusterKind } from '../../src/engine/store/cluster-kinds.ts';
import { createCluster } from '../../src/engine/store/new-cluster.ts';
import { insertObject } from '../../src/engine/store/objects.ts';
import type { Listener } from '../../src/engine/store/tables.ts';

const BY = 'test';

/** A draft of a fresh cluster with objects put in as controllers would leave them: no API server, nothing settles. */
export class SmallCluster {
  readonly draft: ClusterDraft;
  readonly #addresses = new Map<string, string>();

  constructor(kind: ClusterKind = 'three-nodes', seed = 1, change: Partial<ClusterConfig> = {}) {
    this.draft = new ClusterDraft(createCluster({ ...CLUSTER_KINDS[kind], ...change }, seed));
  }

  namespace(name: string): this {
    insertObject(this.draft, 'namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, BY);
    return this;
  }

  /** A running Pod on a node with a server in its one container; `name` may be `ns/name`. */
  pod(name: string, node: string, ip: string, listeners: readonly Listener[] = netexec(8080), more: Partial<Pod['spec']> = {}): this {
    const [namespace, bare] = split(name);
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: bare, namespace },
      spec: { nodeName: node, containers: [{ name: 'main', image: 'agnhost' }], ...more },
      status: { phase: 'Running', podIP: ip.split(',')[0] as string, podIPs: ip.split(',').map((one) => ({ ip: one })) },
    };
    insertObject(this.draft, 'pods', pod, BY);
    this.draft.set(
      'containers',
      namespace,
      `${bare}/main`,
      { podUID: '', image: 'agnhost', argv: [], env: { HOSTNAME: bare }, startedAt: this.draft.now, listeners, files: {}, log: [] },
      BY,
    );
    this.#addresses.set(name, ip);
    return this;
  }

  service(name: string, spec: Service['spec'], ingress: readonly { readonly ip: string; readonly ipMode?: 'VIP' | 'Proxy' }[] = []): this {
    const [namespace, bare] = split(name);
    const clusterIPs = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
    insertObject(
      this.draft,
      'services',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: bare, namespace },
        spec: { type: 'ClusterIP', ...spec, clusterIPs },
        status: { loadBalancer: { ingress } },
      },
      BY,
    );
    return this;
  }

  /** A slice of a Service. An endpoint is the name of a Pod made before, `name!` when not ready, `name~` when it ends but serves, or an endpoint as written. */
  slice(service: string, ports: EndpointSlice['ports'], endpoints: readonly (string | Endpoint)[], more: Partial<EndpointSlice> = {}): this {
    const [namespace, bare] = split(service);
    const made = endpoints.map((one): Endpoint => (typeof one === 'string' ? this.#endpoint(one) : one));
    insertObject(
      this.draft,
      'endpointslices',
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        addressType: 'IPv4',
        metadata: { name: `${bare}-${this.draft.names('endpointslices', namespace).length}`, namespace, labels: { 'kubernetes.io/service-name': bare } },
        endpoints: made,
        ports: ports ?? null,
        ...more,
      },
      BY,
    );
    return this;
  }

  #endpoint(written: string): Endpoint {
    const name = written.replace(/[!~]$/, '');
    const [namespace, bare] = split(name);
    const pod = this.draft.get('pods', namespace, bare) as Pod;
    const node = this.draft.config.nodes.find((one) => one.name === pod.spec.nodeName);
    return {
      addresses: [(this.#addresses.get(name) ?? '').split(',')[0] as string],
      conditions: { ready: !/[!~]$/.test(written), serving: !written.endsWith('!'), terminating: written.endsWith('~') },
      nodeName: pod.spec.nodeName ?? '',
      zone: node?.zone ?? '',
      targetRef: { kind: 'Pod', namespace, name: bare },
      ...(pod.spec.hostname && pod.spec.subdomain ? { hostname: pod.spec.hostname } : {}),
    };
  }
}

/** Where a Pod of `default`, a node or the host `outside` is on the network. */
export function locationIn({ draft }: SmallCluster, from: string): Location {
  if (from.startsWith('node-')) return { kind: 'node', node: from };
  if (from === 'outside') return { kind: 'host', host: 'outside' };
  const at = locationOfPlace(draft, { kind: 'pod', namespace: 'default', pod: from });
  if (!at) throw new Error(`no Pod ${from}`);
  return at;
}

/** agnhost netexec's sockets. */
export const netexec = (port: number, udp?: number): Listener[] => [
  { protocol: 'TCP', port, server: 'netexec' },
  ...(udp ? [{ protocol: 'UDP' as const, port: udp, server: 'netexec' }] : []),
];

function split(name: string): [namespace: string, name: string] {
  const [namespace, bare] = name.split('/');
  return bare === undefined ? ['default', name] : [namespace as string, bare];
}
