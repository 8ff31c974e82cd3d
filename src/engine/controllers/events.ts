import type { Event, ObjectReference } from '../api/core-v1.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { insertObject, replaceObject } from '../store/objects.ts';
import { EVENTS_BY_CONTENT, eventContent } from './indexes.ts';

/** Who reports: a component, and for a kubelet its node. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

const NANOSECONDS = 1_000_000;

/**
 * Something happened to an object, in the words of the component that saw it. The same thing again only counts up. Models client-go tools/record (v0.37.1).
 */
export function recordEvent(
  draft: ClusterDraft,
  object: KubernetesObject,
  source: EventSource,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  fieldPath?: string,
): void {
  const { metadata, kind, apiVersion } = object;
  const namespace = metadata.namespace ?? 'default';
  const involvedObject: ObjectReference = {
    apiVersion,
    ...(fieldPath === undefined ? {} : { fieldPath }),
    kind,
    name: metadata.name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    resourceVersion: metadata.resourceVersion ?? '',
    uid: metadata.uid ?? '',
  };
  const now = draft.timestamp;
  const event: Event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${metadata.name}.${stamp(draft)}`, namespace },
    count: 1,
    eventTime: null,
    firstTimestamp: now,
    involvedObject,
    lastTimestamp: now,
    message,
    reason,
    reportingComponent: source.component,
    reportingInstance: source.host ?? '',
    source: { component: source.component, ...(source.host === undefined ? {} : { host: source.host }) },
    type,
  };
  const [seen] = draft.find(EVENTS_BY_CONTENT, namespace, eventContent(event));
  if (seen) replaceObject(draft, 'events', { ...seen, count: (seen.count ?? 1) + 1, lastTimestamp: now }, source.component);
  else insertObject(draft, 'events', event, source.component);
}

/** The sixteen digits behind an event's name: its moment in nanoseconds. The clock knows the milliseconds, the version the order. */
function stamp(draft: ClusterDraft): string {
  return (BigInt(draft.now) * BigInt(NANOSECONDS) + BigInt(draft.resourceVersion % NANOSECONDS)).toString(16);
}
