// kube-proxy ignores a slice that no longer says whose it is, and goes on with what the slice said last: kubernetes
// pkg/proxy/endpointslicecache.go updatePending (v1.37.1), case traffic/outside-backend.
import type { EndpointSlice } from '../api/discovery-v1.ts';
import type { Change } from '../store/cluster-state.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { SERVICE_NAME_LABEL } from '../store/service-indexes.ts';

const ROOM = 'kube-proxy';

const serviceOf = (slice: unknown): string | undefined => (slice as EndpointSlice | undefined)?.metadata.labels?.[SERVICE_NAME_LABEL];

/** Keeps in every kube-proxy's mind what a slice said before it changed hands; told of each change once, when controllers settle. */
export function followSlice(draft: ClusterDraft, { table, namespace, name, from, to }: Change): void {
  if (table !== 'endpointslices') return;
  const [before, after] = [serviceOf(from), serviceOf(to)];
  if (before !== undefined && to !== undefined && after !== before)
    draft.set('facts', ROOM, `${namespace}/${before}/${name}`, { value: JSON.stringify(from) }, ROOM);
  if (after !== undefined) draft.delete('facts', ROOM, `${namespace}/${after}/${name}`, ROOM);
}

/** Slices that stand behind a Service only in kube-proxy's memory. */
export function rememberedSlices(draft: ClusterDraft, namespace: string, service: string): readonly EndpointSlice[] {
  const prefix = `${namespace}/${service}/`;
  return draft
    .names('facts', ROOM)
    .filter((name) => name.startsWith(prefix))
    .map((name) => JSON.parse(String(draft.get('facts', ROOM, name)?.value)) as EndpointSlice);
}
