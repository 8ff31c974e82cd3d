import type { Endpoint, EndpointSlice, EndpointSlicePort } from '../api/discovery-v1.ts';
import type { KubernetesObject, Labels } from '../api/kubernetes-object.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { isSame } from './equality.ts';
import { orderSlicePorts } from './port-order.ts';
import { CHANGE_TRIGGER_TIME } from './trigger-time.ts';
import { create, managedBy, remove, update } from './writing.ts';

const MOST_ENDPOINTS = 100; // kube-controller-manager --max-endpoints-per-slice

/** Endpoints that share their ports. */
export interface SliceGroup {
  readonly ports: readonly EndpointSlicePort[];
  readonly endpoints: readonly Endpoint[];
}

/** Whose slices they are, and what is the same in all of them. */
export interface SliceFrame {
  readonly draft: ClusterDraft;
  readonly owner: KubernetesObject;
  readonly by: string;
  /** What the groups say can only be valid. */
  readonly proven?: boolean;
  readonly managedBy: string;
  readonly addressType: EndpointSlice['addressType'];
  readonly labels: Labels;
  readonly annotations?: Labels;
  /** How many endpoints one slice holds. */
  readonly most?: number;
  /** When what is written now became true; absent: the annotation goes. */
  readonly trigger?: string | undefined;
}

/**
 * Makes the slices say exactly what the groups say, with few writes: endpoints stay where they are, gaps are filled, and
 * no slice has more than its most. Where there is nothing, one empty slice stands. Models k8s.io/endpointslice
 * reconciler.go reconcileByAddressType (v0.37.1); endpoints keep their order.
 */
export function reconcileSlices(frame: SliceFrame, groups: readonly SliceGroup[], existing: readonly EndpointSlice[]): void {
  const left = [...existing];
  const wanted = groups.length > 0 ? groups.map(({ ports, endpoints }) => ({ ports: orderSlicePorts(ports), endpoints })) : [{ ports: [], endpoints: [] }];
  for (const group of wanted) {
    const same = left.filter((slice) => isSame(portsOf(slice), group.ports) || (group.endpoints.length === 0 && left.length === 1));
    for (const slice of same) left.splice(left.indexOf(slice), 1);
    packGroup(frame, group, same, left);
  }
  for (const slice of left) remove(frame.draft, 'endpointslices', slice, frame.by);
}

const portsOf = ({ ports }: EndpointSlice): readonly EndpointSlicePort[] => ports ?? [];
const identityOf = ({ addresses, targetRef }: Endpoint): string => `${addresses.join()} ${targetRef?.uid ?? ''}`;

function packGroup(frame: SliceFrame, group: SliceGroup, slices: readonly EndpointSlice[], reusable: EndpointSlice[]): void {
  const missing = new Map(group.endpoints.map((endpoint) => [identityOf(endpoint), endpoint]));
  const kept = slices.map((slice) =>
    (slice.endpoints ?? []).flatMap((endpoint) => {
      const next = missing.get(identityOf(endpoint));
      missing.delete(identityOf(endpoint));
      return next ? [next] : [];
    }),
  );
  const added = [...missing.values()];
  const { most = MOST_ENDPOINTS } = frame;
  for (const list of kept) while (list.length < most && added.length > 0) list.push(added.shift() as Endpoint);
  let written = 0;
  slices.forEach((slice, i) => {
    const endpoints = kept[i] as Endpoint[];
    const isOnly = written === 0 && added.length === 0 && i === slices.length - 1;
    if (endpoints.length === 0 && !isOnly) remove(frame.draft, 'endpointslices', slice, frame.by);
    else {
      written += 1;
      writeSlice(frame, slice, group, endpoints);
    }
  });
  while (added.length > 0 || written === 0) {
    // A slice whose ports nobody has any more, the placeholder among them, is written anew before one is made.
    const slice = reusable.shift();
    if (slice) writeSlice(frame, slice, group, added.splice(0, most));
    else createSlice(frame, group, added.splice(0, most));
    written += 1;
  }
}

function writeSlice(frame: SliceFrame, slice: EndpointSlice, group: SliceGroup, endpoints: readonly Endpoint[]): void {
  const { [CHANGE_TRIGGER_TIME]: _, ...annotations } = { ...slice.metadata.annotations, ...frame.annotations };
  const { trigger } = frame;
  const content = contentOf(group, endpoints);
  if (
    isSame(slice.endpoints ?? [], endpoints) &&
    isSame(portsOf(slice), group.ports) &&
    isSame(slice.metadata.labels, frame.labels) &&
    hasAll(slice.metadata.annotations, frame.annotations)
  )
    return;
  const { annotations: __, ...metadata } = slice.metadata;
  const next = { ...annotations, ...(trigger === undefined ? {} : { [CHANGE_TRIGGER_TIME]: trigger }) };
  update(
    frame.draft,
    'endpointslices',
    { ...slice, metadata: { ...metadata, ...(Object.keys(next).length > 0 ? { annotations: next } : {}), labels: frame.labels }, ...content },
    frame.by,
    frame.proven,
  );
}

const hasAll = (annotations: Labels = {}, wanted: Labels = {}): boolean => Object.entries(wanted).every(([name, value]) => annotations[name] === value);

function contentOf({ ports }: SliceGroup, endpoints: readonly Endpoint[]): Pick<EndpointSlice, 'endpoints' | 'ports'> {
  return { endpoints: endpoints.length > 0 ? endpoints : null, ports: ports.length > 0 ? ports : null };
}

function createSlice(frame: SliceFrame, group: SliceGroup, endpoints: readonly Endpoint[]): void {
  const { owner, labels, trigger, addressType } = frame;
  const annotations = { ...frame.annotations, ...(trigger === undefined ? {} : { [CHANGE_TRIGGER_TIME]: trigger }) };
  create(
    frame.draft,
    'endpointslices',
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        generateName: `${owner.metadata.name}-`,
        namespace: owner.metadata.namespace,
        labels,
        ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
        ownerReferences: [managedBy(owner)],
      },
      addressType,
      ...contentOf(group, endpoints),
    },
    frame.by,
    frame.proven,
  );
}
