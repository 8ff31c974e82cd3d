// Models kubectl pkg/describe describe.go's writer and its shared sections (v0.37.1).
import type { Event } from '../../api/core-v1.ts';
import type { Condition, KubernetesObject, Labels } from '../../api/kubernetes-object.ts';
import { civilTime, type Instant, parseTime } from '../../clock/instant.ts';
import type { ClusterDraft, RowIndex } from '../../store/cluster-draft.ts';
import { since } from './durations.ts';
import { alignColumns } from './tabwriter.ts';

const DAYS = 'SunMonTueWedThuFriSat';
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const two = (value: number): string => String(value).padStart(2, '0');

/** `Sat, 21 Nov 2026 08:00:00 +0000`: Go's RFC1123Z, in UTC. */
export function longTime(time: string | null | undefined): string {
  const at = time ? parseTime(time) : undefined;
  if (at === undefined) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const { weekday, day, month, year, hour, minute, second } = civilTime(at);
  return `${DAYS.slice(weekday * 3, weekday * 3 + 3)}, ${two(day)} ${MONTHS.slice(month * 3 - 3, month * 3)} ${String(year).padStart(4, '0')} ${two(hour)}:${two(minute)}:${two(second)} +0000`;
}

const EVENTS: RowIndex<'events'> = { name: 'events-by-involved-object', table: 'events', keysOf: ({ involvedObject }) => [involvedObject.name ?? ''] };

/** Events about an object, oldest first. `uids`: whom else they may name (a node's own name). */
export function eventsAbout(draft: ClusterDraft, object: KubernetesObject, anyKind = false, uids: readonly string[] = [object.metadata.uid ?? '']): Event[] {
  const { name, namespace } = object.metadata;
  const found = namespace === undefined ? draft.namespacesOf('events').flatMap((one) => draft.find(EVENTS, one, name)) : draft.find(EVENTS, namespace, name);
  return found
    .filter(
      ({ involvedObject }) =>
        (anyKind || involvedObject.kind === object.kind) && (involvedObject.namespace ?? '') === (namespace ?? '') && uids.includes(involvedObject.uid ?? ''),
    )
    .sort((a, b) => ((a.lastTimestamp ?? '') < (b.lastTimestamp ?? '') ? -1 : (a.lastTimestamp ?? '') > (b.lastTimestamp ?? '') ? 1 : 0));
}

/** `12s`, or `3s (x4 over 2m)` for what came more than once. */
export function eventAge(event: Event, now: Instant): string {
  const series = event.series as { readonly count?: number; readonly lastObservedTime?: string } | undefined;
  const first = since(now, event.eventTime ?? event.firstTimestamp);
  if (series) return `${since(now, series.lastObservedTime)} (x${series.count ?? 0} over ${first})`;
  return (event.count ?? 0) > 1 ? `${since(now, event.lastTimestamp)} (x${event.count as number} over ${first})` : first;
}

/** One object's description while it is written: lines with tabs, aligned at the end. */
export class Page {
  readonly now: Instant;
  #aligned = '';
  #text = '';

  constructor(now: Instant) {
    this.now = now;
  }

  /** One line; a level is two spaces. */
  line(level: number, text: string): void {
    this.#text += `${'  '.repeat(level)}${text}\n`;
  }

  /** `Name:  value` lines of one level. */
  fields(level: number, pairs: readonly (readonly [title: string, value: string | number | boolean | undefined])[]): void {
    for (const [title, value] of pairs) if (value !== undefined) this.line(level, `${title}:\t${value}`);
  }

  /** A map, one pair a line, in the order of its keys. */
  labels(title: string, labels: Labels | undefined): void {
    const keys = Object.keys(labels ?? {}).sort();
    this.lines(
      title,
      keys.map((key) => `${key}=${(labels as Labels)[key] as string}`),
    );
  }

  /** A title before the first of several lines. */
  lines(title: string, lines: readonly string[]): void {
    if (lines.length === 0) this.line(0, `${title}:\t<none>`);
    lines.forEach((line, i) => this.line(0, `${i === 0 ? `${title}:` : ''}\t${line}`));
  }

  annotations(title: string, annotations: Labels | undefined): void {
    const keys = Object.keys(annotations ?? {})
      .filter((key) => key !== 'kubectl.kubernetes.io/last-applied-configuration')
      .sort();
    if (keys.length === 0) this.line(0, `${title}:\t<none>`);
    keys.forEach((key, i) => {
      const value = ((annotations as Labels)[key] as string).replace(/\n$/, '');
      const start = i === 0 ? `${title}:\t` : '\t';
      if (value.length + key.length + 2 <= 140 && !value.includes('\n')) this.line(0, `${start}${key}: ${value}`);
      else {
        this.line(0, `${start}${key}:`);
        for (const part of value.split('\n')) this.line(0, `\t  ${part.length > 138 ? `${part.slice(0, 138)}...` : part}`);
      }
    });
  }

  /** Type, status and reason of a workload's conditions. */
  conditions(conditions: readonly Condition[] | undefined): void {
    if (!conditions?.length) return;
    this.line(0, 'Conditions:\n  Type\tStatus\tReason');
    this.line(1, '----\t------\t------');
    for (const { type, status, reason = '' } of conditions) this.line(1, `${type} \t${status}\t${reason}`);
  }

  /** Conditions with their times and messages (namespaces, service CIDRs). */
  timedConditions(conditions: readonly Condition[]): void {
    this.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
    this.line(1, '----\t------\t------------------\t------\t-------');
    for (const one of conditions) this.line(1, `${one.type}\t${one.status}\t${longTime(one.lastTransitionTime)}\t${one.reason ?? ''}\t${one.message ?? ''}`);
  }

  events(events: readonly Event[] | undefined): void {
    if (!events) return;
    if (events.length === 0) return this.line(0, 'Events:\t<none>');
    this.#aligned = this.text();
    this.#text = '';
    this.line(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage');
    this.line(1, '----\t------\t----\t----\t-------');
    for (const event of events) {
      const age = eventAge(event, this.now);
      const path = event.involvedObject.fieldPath;
      this.line(
        1,
        `${event.type ?? ''}\t${event.reason ?? ''}\t${age}\t${event.source?.component || event.reportingComponent || ''}\t${path ? `${path}: ` : ''}${(event.message ?? '').trim()}`,
      );
    }
  }

  /** Everything so far with its tabs, as `rollout history` prints it. */
  raw(): string {
    return this.#text;
  }

  /** Everything so far, aligned. */
  text(): string {
    return this.#aligned + alignColumns(this.#text, 2);
  }
}
