import type { Event, ObjectReference } from '../api/core-v1.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import { parseTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { drawUID, eightDigits, replaceObject } from '../store/objects.ts';
import { EVENTS_ALIKE, eventKey } from './indexes.ts';

/** Who reports: a component, and for a kubelet its node. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

const NANOSECONDS = 1_000_000;
/** Of one source, type and object this many events come through, then one in so long: client-go's defaultSpamBurst and defaultSpamQPS. */
const BURST = 25;
const PAUSE_MS = 300_000;
/** Facts: until when a source has used up what it may say of an object; how often an event was seen that is held back. */
const ROOM = 'events';

/**
 * Something happened to an object, in the words of the component that saw it. The same thing again only counts up, and is told
 * ever less often. Models client-go tools/record EventCorrelate (v0.37.1), for what repeats itself.
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
  const { component, host } = source;
  // What two events must share to be one event seen twice. Models client-go tools/record getEventKey (v0.37.1).
  const seen = draft
    .find(EVENTS_ALIKE, namespace, eventKey(involvedObject, reason, message))
    .find(
      (one) =>
        one.message === message &&
        one.reason === reason &&
        one.type === type &&
        one.involvedObject.uid === involvedObject.uid &&
        one.involvedObject.fieldPath === fieldPath &&
        one.involvedObject.kind === kind &&
        one.source?.component === component &&
        one.source.host === host,
    );
  const now = draft.timestamp;
  const teller = `${component}/${host}/${type}/${metadata.uid}`;
  const spentUntil = draft.get('facts', ROOM, teller)?.value as number | undefined;
  const heldBack = seen && draft.get('facts', ROOM, seen.metadata.name);
  const count = ((heldBack?.value as number | undefined) ?? seen?.count ?? 0) + 1;
  if (seen || spentUntil !== undefined) {
    const until = Math.max(draft.now, spentUntil ?? (parseTime(seen?.firstTimestamp ?? '') ?? draft.now) + PAUSE_MS) + PAUSE_MS;
    if (until > draft.now + BURST * PAUSE_MS) {
      if (seen) draft.set('facts', ROOM, seen.metadata.name, { value: count }, component);
      return;
    }
    draft.set('facts', ROOM, teller, { value: until }, component);
  }
  if (seen) {
    if (heldBack) draft.delete('facts', ROOM, seen.metadata.name, component);
    replaceObject(draft, 'events', { ...seen, count, lastTimestamp: now }, component);
    return;
  }
  const name = `${metadata.name}.${stamp(draft)}`;
  const event: Event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace, uid: drawUID(draft), creationTimestamp: now, resourceVersion: draft.nextResourceVersion() },
    count,
    eventTime: null,
    firstTimestamp: now,
    involvedObject,
    lastTimestamp: now,
    message,
    reason,
    reportingComponent: component,
    reportingInstance: host ?? '',
    source: host === undefined ? { component } : { component, host },
    type,
  };
  draft.set('events', namespace, name, event, component);
}

/** Half of the bits of a moment in nanoseconds are counted by themselves: a number holds 53. */
const HALF = 2 ** 24;

/** The sixteen digits behind an event's name: its moment in nanoseconds. The clock knows the milliseconds, the version the order. */
function stamp(draft: ClusterDraft): string {
  const low = (draft.now % HALF) * NANOSECONDS + (draft.resourceVersion % NANOSECONDS);
  const high = Math.floor(draft.now / HALF) * NANOSECONDS + Math.floor(low / HALF);
  return eightDigits(high / 256) + eightDigits((high % 256) * HALF + (low % HALF));
}
