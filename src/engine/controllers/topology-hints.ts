import type { Service } from '../api/core-v1.ts';
import type { Endpoint } from '../api/discovery-v1.ts';
import { Part } from '../parts/part.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

/** What the older annotation asks for: needed only where a Service has it. */
export const TOPOLOGY_PART = new Part('topology-allocation', async () => (await import('./topology-allocation.ts')).allocate);

type HintEvent = readonly ['Normal' | 'Warning', string, string];

/** How endpoints are meant for zones or nodes, and what is to be told about it. */
export interface Hinting {
  readonly of: (endpoint: Endpoint) => Endpoint;
  readonly event?: HintEvent;
}

/** Endpoints stay as they are, and nothing is told. */
export const NO_HINTS: Hinting = { of: (endpoint) => endpoint };

/** Whether new connections may go to an endpoint. */
export const isReady = ({ conditions }: Endpoint): boolean => conditions?.ready === true;

/** Models k8s.io/endpointslice trafficdist and, where only the annotation asks, topologycache (v0.37.1). */
export function topologyHints(draft: ClusterDraft, service: Service, family: string, endpoints: readonly Endpoint[]): Hinting {
  const mode =
    service.metadata.annotations?.['service.kubernetes.io/topology-mode'] ?? service.metadata.annotations?.['service.kubernetes.io/topology-aware-hints'];
  const fact = `${service.metadata.namespace}/${service.metadata.name}/${family}`;
  const wasHinted = draft.get('facts', 'topology-hints', fact) !== undefined;
  const isAuto = mode === 'Auto' || mode === 'auto';
  if (isAuto && !(service.spec.clusterIP === 'None')) return TOPOLOGY_PART.content(draft, fact, wasHinted, family, endpoints);
  if (wasHinted) draft.delete('facts', 'topology-hints', fact, 'endpointslice-controller');
  return {
    of: distribute(service),
    ...(wasHinted ? { event: ['Warning', 'TopologyAwareHintsDisabled', `Topology Aware Hints has been disabled, addressType: ${family}`] } : {}),
  };
}

/** What trafficDistribution says of each ready endpoint. */
function distribute(service: Service): Hinting['of'] {
  const wish = service.spec.trafficDistribution;
  if (wish !== 'PreferClose' && wish !== 'PreferSameZone' && wish !== 'PreferSameNode') return NO_HINTS.of;
  return (endpoint) => {
    if (!isReady(endpoint)) return endpoint;
    const hints = {
      ...(wish === 'PreferSameNode' && endpoint.nodeName !== undefined ? { forNodes: [{ name: endpoint.nodeName }] } : {}),
      ...(endpoint.zone === undefined ? {} : { forZones: [{ name: endpoint.zone }] }),
    };
    return Object.keys(hints).length > 0 ? { ...endpoint, hints } : endpoint;
  };
}
