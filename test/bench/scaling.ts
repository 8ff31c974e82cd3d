/** What large clusters cost: objects that run already are loaded, then slices and rules are made from nothing, then one Pod's readiness flips. */
import type { Pod, Service } from '../../src/engine/api/core-v1.ts';
import { endpointslice } from '../../src/engine/controllers/endpointslice.ts';
import { reconcileCount, settle } from '../../src/engine/controllers/settle.ts';
import { connect } from '../../src/engine/network/connect.ts';
import { ClusterDraft } from '../../src/engine/store/cluster-draft.ts';
import { CLUSTER_KINDS } from '../../src/engine/store/cluster-kinds.ts';
import { createCluster } from '../../src/engine/store/new-cluster.ts';
import { insertObject } from '../../src/engine/store/objects.ts';
import { collectGarbage, processorMs } from './processor-time.ts';

export interface ClusterSize {
  readonly services: number;
  readonly pods: number;
  readonly nodes: number;
  /** Services and Pods are spread over so many namespaces. */
  readonly namespaces: number;
}

const BY = 'bench';

/** `10.a.b.c`, counted from a network's first address. */
const address = (first: number, number: number): string => [first + (number >> 16), (number >> 8) & 255, number & 255].join('.');

/** A draft with everything but EndpointSlices. Pod `p` is of Service `p mod services`; both are in namespace `service mod namespaces`. */
function load({ services, pods, nodes, namespaces }: ClusterSize): ClusterDraft {
  const [base] = CLUSTER_KINDS['three-nodes'].nodes;
  if (!base) throw new Error('a recorded kind has nodes');
  const config = {
    ...CLUSTER_KINDS['three-nodes'],
    serviceCIDRs: ['10.96.0.0/12'],
    podCIDRs: ['10.128.0.0/9'],
    nodes: Array.from({ length: nodes }, (_, n) => ({
      ...base,
      name: `node-${n}`,
      ips: [`172.${address(16, n)}`],
      zone: `zone-${n % 3}`,
      podCIDRs: [`10.${address(128, n * 256)}/24`],
    })),
  };
  const draft = new ClusterDraft(createCluster(config));
  for (let n = 0; n < namespaces; n += 1)
    insertObject(draft, 'namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `n-${n}` }, status: { phase: 'Active' } }, BY);
  for (let s = 0; s < services; s += 1) {
    const clusterIP = `10.${address(97, s + 1)}`;
    const service: Service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `web-${s}`, namespace: `n-${s % namespaces}`, uid: `service-${s}` },
      spec: {
        type: 'ClusterIP',
        clusterIP,
        clusterIPs: [clusterIP],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        selector: { app: `web-${s}` },
        ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }],
      },
      status: { loadBalancer: {} },
    };
    insertObject(draft, 'services', service, BY);
  }
  const containers = [{ name: 'web', image: 'registry.k8s.io/e2e-test-images/agnhost:2.53' }];
  for (let p = 0; p < pods; p += 1) {
    const s = p % services;
    const ip = `10.${address(128, (p % nodes) * 256 + 2 + Math.floor(p / nodes))}`;
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `web-${s}-${p}`, namespace: `n-${s % namespaces}`, uid: `pod-${p}`, labels: { app: `web-${s}` } },
      spec: { nodeName: `node-${p % nodes}`, containers },
      status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions: [{ type: 'Ready', status: 'True' }] },
    };
    insertObject(draft, 'pods', pod, BY);
  }
  return new ClusterDraft(draft.commit());
}

export interface Measured {
  /** Milliseconds until every Service had its slices, from none. */
  readonly slices: number;
  /** Milliseconds of the first packet to a Service: what rules are made of is indexed then. */
  readonly firstPacket: number;
  /** Milliseconds of a settled flip, the mean of ten after the first. */
  readonly flip: number;
  readonly firstFlip: number;
  /** Keys that controllers looked at for one flip. */
  readonly reconciled: number;
  /** Bytes of the heap in the end. */
  readonly heap: number;
}

/** Loads a cluster of this size and measures. */
export function measureLarge(size: ClusterSize): Measured {
  let draft = load(size);
  collectGarbage();
  const slices = processorMs(() => {
    for (let s = 0; s < size.services; s += 1) endpointslice.reconcile(`n-${s % size.namespaces}/web-${s}`, draft);
  });
  draft = new ClusterDraft(draft.commit());
  const made = draft.list('endpointslices').reduce((sum, { endpoints }) => sum + (endpoints?.length ?? 0), -2);
  if (made !== size.pods) throw new Error(`${made} endpoints for ${size.pods} Pods`);
  const firstPacket = processorMs(() => {
    const trace = connect(draft, { kind: 'node', node: 'node-0' }, { protocol: 'TCP', ip: `10.${address(97, 1)}`, port: 80 });
    if (trace.candidates.length === 0) throw new Error('no rule for the first Service');
  });
  const flips = Array.from({ length: 11 }, (_, i) => flip(new ClusterDraft(draft.commit()), i, (next) => (draft = next)));
  const others = flips.slice(1);
  collectGarbage();
  return {
    slices,
    firstPacket,
    flip: others.reduce((sum, { ms }) => sum + ms, 0) / others.length,
    firstFlip: flips[0]?.ms ?? 0,
    reconciled: flips[5]?.reconciled ?? 0,
    heap: process.memoryUsage().heapUsed,
  };
}

function flip(draft: ClusterDraft, p: number, after: (draft: ClusterDraft) => void): { readonly ms: number; readonly reconciled: number } {
  const pod = draft.get('pods', `n-${p}`, `web-${p}-${p}`);
  if (!pod) throw new Error(`Pod ${p} is not there`);
  const ms = processorMs(() => {
    draft.set('pods', `n-${p}`, `web-${p}-${p}`, { ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] } }, 'kubelet');
    settle(draft);
  });
  const ready = draft
    .list('endpointslices', `n-${p}`)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .find(({ targetRef }) => targetRef?.name === pod.metadata.name)?.conditions?.ready;
  if (ready !== false) throw new Error('the flip did not arrive');
  const reconciled = reconcileCount(draft);
  after(draft);
  return { ms, reconciled };
}
