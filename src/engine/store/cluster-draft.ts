import { drawUint32 } from '../clock/entropy.ts';
import { formatTime, type Instant } from '../clock/instant.ts';
import type { ClusterConfig } from './cluster-config.ts';
import type { Change, ClusterState, Transition } from './cluster-state.ts';
import type { CapturedPacket } from './packet-capture.ts';
import type { ScheduledEvent, TableName, Tables } from './tables.ts';

type Partition = { [name: string]: unknown };
type MutableTable = { [namespace: string]: Partition };

/** Finds rows by a computed key without reading the whole table. Kept up to date by the draft. */
export interface RowIndex<T extends TableName> {
  readonly name: string;
  readonly table: T;
  /** The key, or the keys, under which a row is found, within its namespace. */
  readonly keysOf: (row: Tables[T]) => string | readonly string[];
}

/** Names of several rows found under one key; `sorted` once somebody asked for them since the last came or went. */
interface Several {
  readonly names: Set<string>;
  sorted: readonly string[] | undefined;
}

/** By namespace and key: the name of the only row found there, or several. */
type Found = Map<string, Map<string, string | Several>>;

interface Indexed {
  readonly definition: RowIndex<TableName>;
  readonly rows: Found;
}

/** What is due at one moment, by name; sorted once somebody asked for the first. */
interface Moment {
  readonly events: Map<string, ScheduledEvent>;
  sorted: string[] | undefined;
}

/** What a draft derives from a state to be fast. Handed on from draft to state to draft; lost without harm. */
interface Derived {
  readonly sortedNames: Map<Partition, readonly string[]>;
  readonly indexes: Map<string, Indexed>;
  /** The same indexes, by what they index. */
  readonly indexesOf: Map<TableName, Indexed[]>;
  /** What was computed from whole tables, until one of them changes. */
  readonly digests: Map<TableName, Map<string, unknown>>;
  due: Agenda | undefined;
}

const nothingDerived = (): Derived => ({ sortedNames: new Map(), indexes: new Map(), indexesOf: new Map(), digests: new Map(), due: undefined });

const derivedOf = new WeakMap<ClusterState, Derived>();

/**
 * One action on a cluster: reads see the writes before them, every write is recorded, and `commit` gives the next
 * state. The state it began from is never touched. Rows are shared, so a row handed out must not be changed in place.
 */
export class ClusterDraft {
  readonly config: ClusterConfig;
  now: Instant;
  /** Every write so far, oldest first. */
  readonly changes: Change[] = [];
  /** Packets seen on interfaces during this action, oldest first; kept only once somebody captures (tcpdump sets it to []). */
  packets: CapturedPacket[] | undefined;
  readonly #from: ClusterState;
  #resourceVersion: number;
  #entropy: number;
  #timestamp: { readonly at: Instant; readonly text: string } | undefined;
  readonly #tables: { [T in TableName]?: MutableTable };
  readonly #copied = new Set<TableName | Partition>();
  readonly #sizes = new Map<Partition, number>();
  #derived: Derived;
  /** What is derived is another draft's, which it must stay true of. */
  #isFork = false;

  constructor(state: ClusterState) {
    this.#from = state;
    this.config = state.config;
    this.now = state.now;
    this.#resourceVersion = state.resourceVersion;
    this.#entropy = state.entropy;
    this.#tables = { ...state.tables } as { [T in TableName]?: MutableTable };
    const derived = derivedOf.get(state);
    derivedOf.delete(state);
    this.#derived = derived ?? nothingDerived();
  }

  /**
   * A draft of its own that begins where this one is. Until it writes it finds what is indexed here, and indexes for both: it is to
   * be done with before this one writes again.
   */
  fork(): ClusterDraft {
    const fork = new ClusterDraft(this.#state());
    fork.#derived = this.#derived;
    fork.#isFork = true;
    return fork;
  }

  /** The row, or `undefined`. */
  get<T extends TableName>(table: T, namespace: string, name: string): Tables[T] | undefined {
    const row = this.#partition(table, namespace)?.[name];
    // A row is an object; what else is found there is inherited by every object: `constructor`, `__proto__`.
    return typeof row === 'object' && row !== Object.prototype ? (row as Tables[T]) : undefined;
  }

  /** All rows of a namespace, or of every namespace, in the order of etcd keys: namespace, then name. */
  list<T extends TableName>(table: T, namespace?: string): Tables[T][] {
    const rows: Tables[T][] = [];
    for (const one of namespace === undefined ? this.namespacesOf(table) : [namespace]) {
      const partition = this.#partition(table, one);
      if (partition) for (const name of this.#names(partition)) rows.push(partition[name] as Tables[T]);
    }
    return rows;
  }

  /** Names in one namespace, sorted. */
  names(table: TableName, namespace: string): readonly string[] {
    const partition = this.#partition(table, namespace);
    return partition ? this.#names(partition) : [];
  }

  /** How many rows a table has. */
  rows(table: TableName): number {
    let sum = 0;
    for (const partition of Object.values(this.#tables[table] ?? {})) sum += this.#sizes.get(partition) ?? Object.keys(partition).length;
    return sum;
  }

  /** Namespaces that have a row in this table, sorted. */
  namespacesOf(table: TableName): string[] {
    return Object.keys(this.#tables[table] ?? {}).sort();
  }

  /** Rows of one namespace found under a key of an index, by name. Costs what it finds, after the first use. */
  find<T extends TableName>(index: RowIndex<T>, namespace: string, key: string): readonly Tables[T][] {
    const found = this.#indexed(index).get(namespace)?.get(key);
    if (found === undefined) return NOTHING;
    const rows = this.#partition(index.table, namespace) as { readonly [name: string]: Tables[T] };
    if (typeof found === 'string') return [rows[found] as Tables[T]];
    found.sorted ??= [...found.names].sort();
    return found.sorted.map((name) => rows[name] as Tables[T]);
  }

  /** What `compute` makes of one table's rows (and of the configuration) alone; kept under its name until a row of the table changes. */
  digest<V>(table: TableName, name: string, compute: () => V): V {
    let kept = this.#derived.digests.get(table);
    if (!kept) this.#derived.digests.set(table, (kept = new Map()));
    if (!kept.has(name)) kept.set(name, compute());
    return kept.get(name) as V;
  }

  /** How many rows `find` would give, at no cost. */
  count<T extends TableName>(index: RowIndex<T>, namespace: string, key: string): number {
    const found = this.#indexed(index).get(namespace)?.get(key);
    return found === undefined ? 0 : typeof found === 'string' ? 1 : found.names.size;
  }

  #indexed<T extends TableName>(index: RowIndex<T>): Found {
    let known = this.#derived.indexes.get(index.name);
    if (!known) {
      known = { definition: index as unknown as RowIndex<TableName>, rows: new Map() };
      this.#derived.indexes.set(index.name, known);
      this.#derived.indexesOf.set(index.table, [...(this.#derived.indexesOf.get(index.table) ?? []), known]);
      for (const one of this.namespacesOf(index.table)) {
        for (const name of this.names(index.table, one)) addTo(known.rows, one, name, index.keysOf(this.get(index.table, one, name) as Tables[T]));
      }
    }
    return known.rows;
  }

  /** Writes a row and records the change. Writing the identical value (same reference) records nothing. */
  set<T extends TableName>(table: T, namespace: string, name: string, row: Tables[T], by: string): void {
    const from = this.get(table, namespace, name);
    if (from === row) return;
    const partition = this.#writable(table, namespace);
    if (from === undefined) {
      this.#derived.sortedNames.delete(partition);
      this.#resize(partition, 1);
    }
    partition[name] = row;
    const at = this.now;
    this.#record(from === undefined ? { at, by, table, namespace, name, to: row } : { at, by, table, namespace, name, from, to: row });
  }

  /** Removes a row and records the change; a row that is not there stays absent without a record. */
  delete(table: TableName, namespace: string, name: string, by: string): void {
    const from = this.get(table, namespace, name);
    if (from === undefined) return;
    const partition = this.#writable(table, namespace);
    this.#derived.sortedNames.delete(partition);
    delete partition[name];
    if (this.#resize(partition, -1) === 0) {
      const rows = this.#tables[table] as MutableTable;
      delete rows[namespace];
      // An empty table is no table: a state has one form, so that undoing gives back the very same.
      if (Object.keys(rows).length === 0) delete this.#tables[table];
    }
    this.#record({ at: this.now, by, table, namespace, name, from });
  }

  /** The next resourceVersion, as etcd counts its revisions. */
  nextResourceVersion(): string {
    this.#resourceVersion += 1;
    return String(this.#resourceVersion);
  }

  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  /** `now` as objects carry it: RFC 3339, whole seconds. */
  get timestamp(): string {
    if (this.#timestamp?.at !== this.now) this.#timestamp = { at: this.now, text: formatTime(this.now) };
    return this.#timestamp.text;
  }

  /** An integer in [0, bound), from the state's own entropy. */
  draw(bound: number): number {
    const { entropy, value } = drawUint32(this.#entropy);
    this.#entropy = entropy;
    return Math.floor((value / 0x1_0000_0000) * bound);
  }

  /** Wakes `event.owner` at `event.dueAt`; an earlier wish under the same name is replaced. */
  schedule(name: string, event: ScheduledEvent): void {
    this.set('scheduled', '', name, event, event.owner);
  }

  unschedule(name: string): void {
    this.delete('scheduled', '', name, 'clock');
  }

  /** The next moment something is due, or `undefined`; ties go by name. `idle: false` passes over what only repeats. */
  nextDue({ idle = true }: { readonly idle?: boolean } = {}): { readonly name: string; readonly event: ScheduledEvent } | undefined {
    const due = (this.#derived.due ??= new Agenda(
      this.names('scheduled', '').map((name) => [name, this.get('scheduled', '', name) as ScheduledEvent] as const),
    ));
    return due.first(idle);
  }

  /** The state after this action. The draft must not be used again. */
  commit(): ClusterState {
    const state = this.#state();
    if (!this.#isFork) derivedOf.set(state, this.#derived);
    return state;
  }

  #state(): ClusterState {
    return {
      config: this.config,
      now: this.now,
      resourceVersion: this.#resourceVersion,
      entropy: this.#entropy,
      tables: this.#tables as ClusterState['tables'],
    };
  }

  /** What this action did so far. */
  transition(): Transition {
    const { now, resourceVersion, entropy } = this.#from;
    return {
      before: { now, resourceVersion, entropy },
      after: { now: this.now, resourceVersion: this.#resourceVersion, entropy: this.#entropy },
      changes: this.changes,
    };
  }

  /** Brings about a write that was recorded elsewhere, at its moment. */
  redo({ at, by, table, namespace, name, to }: Change): void {
    this.now = at;
    if (to === undefined) this.delete(table, namespace, name, by);
    else this.set(table, namespace, name, to as never, by);
  }

  /** Goes on from where another action ended, once its writes are redone. */
  goOnFrom({ now, resourceVersion, entropy }: Transition['after']): void {
    this.now = now;
    this.#resourceVersion = resourceVersion;
    this.#entropy = entropy;
  }

  /** How many rows a partition has after one came or went; counted, for listing the keys of thousands takes time. */
  #resize(partition: Partition, by: number): number {
    const size = (this.#sizes.get(partition) ?? 0) + by;
    this.#sizes.set(partition, size);
    return size;
  }

  #partition(table: TableName, namespace: string): Partition | undefined {
    const partition = this.#tables[table]?.[namespace];
    return typeof partition === 'object' && partition !== Object.prototype ? partition : undefined;
  }

  #names(partition: Partition): readonly string[] {
    let names = this.#derived.sortedNames.get(partition);
    if (!names) {
      names = Object.keys(partition).sort();
      this.#derived.sortedNames.set(partition, names);
    }
    return names;
  }

  #writable(table: TableName, namespace: string): Partition {
    if (this.#isFork) {
      this.#isFork = false;
      this.#derived = nothingDerived();
    }
    const known = this.#tables[table]?.[namespace];
    if (known && this.#copied.has(known)) return known;
    if (!this.#copied.has(table) || !this.#tables[table]) {
      this.#tables[table] = { ...this.#tables[table] };
      this.#copied.add(table);
    }
    const rows = this.#tables[table] as MutableTable;
    let partition = rows[namespace];
    if (!partition || !this.#copied.has(partition)) {
      const copy: Partition = { ...partition };
      const names = partition && this.#derived.sortedNames.get(partition);
      if (partition) this.#derived.sortedNames.delete(partition);
      if (names) this.#derived.sortedNames.set(copy, names);
      rows[namespace] = copy;
      this.#copied.add(copy);
      this.#sizes.set(copy, Object.keys(copy).length);
      partition = copy;
    }
    return partition;
  }

  #record(change: Change): void {
    this.changes.push(change);
    const { table, namespace, name, from, to } = change;
    if (table === 'scheduled') this.#derived.due?.move(name, from as ScheduledEvent | undefined, to as ScheduledEvent | undefined);
    this.#derived.digests.get(table)?.clear();
    for (const { definition, rows } of this.#derived.indexesOf.get(table) ?? []) {
      const before = from === undefined ? NO_KEYS : definition.keysOf(from as never);
      const after = to === undefined ? NO_KEYS : definition.keysOf(to as never);
      if (isEqual(before, after)) continue;
      removeFrom(rows, namespace, name, before);
      addTo(rows, namespace, name, after);
    }
  }
}

const NOTHING: readonly never[] = [];
const NO_KEYS: readonly string[] = NOTHING;

function isEqual(a: string | readonly string[], b: string | readonly string[]): boolean {
  if (a === b || typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

function addTo(rows: Found, namespace: string, name: string, keys: string | readonly string[]): void {
  if (keys.length === 0 && typeof keys !== 'string') return;
  let within = rows.get(namespace);
  if (!within) rows.set(namespace, (within = new Map()));
  for (const key of typeof keys === 'string' ? [keys] : keys) {
    const found = within.get(key);
    if (found === undefined || found === name) within.set(key, name);
    else if (typeof found === 'string') within.set(key, { names: new Set([found, name]), sorted: undefined });
    else {
      found.names.add(name);
      found.sorted = undefined;
    }
  }
}

function removeFrom(rows: Found, namespace: string, name: string, keys: string | readonly string[]): void {
  const within = rows.get(namespace);
  for (const key of typeof keys === 'string' ? [keys] : keys) {
    const found = within?.get(key);
    if (found === name) within?.delete(key);
    else if (typeof found === 'object' && found.names.delete(name)) {
      found.sorted = undefined;
      if (found.names.size === 0) within?.delete(key);
    }
  }
}

/** Scheduled events by their moments, so that a thousand at once cost no more than one after the other. */
class Agenda {
  /** Sorted. */
  readonly #moments: Instant[] = [];
  readonly #at = new Map<Instant, Moment>();

  constructor(events: readonly (readonly [name: string, event: ScheduledEvent])[]) {
    for (const [name, event] of events) this.move(name, undefined, event);
  }

  move(name: string, from: ScheduledEvent | undefined, to: ScheduledEvent | undefined): void {
    if (from) {
      const moment = this.#at.get(from.dueAt) as Moment;
      moment.events.delete(name);
      if (moment.events.size === 0) {
        this.#at.delete(from.dueAt);
        this.#moments.splice(this.#place(from.dueAt), 1);
      }
    }
    if (to) {
      let moment = this.#at.get(to.dueAt);
      if (!moment) {
        this.#at.set(to.dueAt, (moment = { events: new Map(), sorted: undefined }));
        this.#moments.splice(this.#place(to.dueAt), 0, to.dueAt);
      }
      moment.events.set(name, to);
      moment.sorted = undefined;
    }
  }

  /** The first of all; ties go by name. */
  first(idle: boolean): { readonly name: string; readonly event: ScheduledEvent } | undefined {
    for (const at of this.#moments) {
      const moment = this.#at.get(at) as Moment;
      // Last first: what is done is taken from the end.
      const names = (moment.sorted ??= [...moment.events.keys()].sort().reverse());
      while (names.length > 0 && !moment.events.has(names.at(-1) as string)) names.pop();
      for (let i = names.length - 1; i >= 0; i -= 1) {
        const name = names[i] as string;
        const event = moment.events.get(name);
        if (event && (idle || !event.idle)) return { name, event };
      }
    }
    return undefined;
  }

  #place(at: Instant): number {
    let low = 0;
    let high = this.#moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#moments[middle] as Instant) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The state before an action, made from the state after it and what the action did. Costs what was changed: every partition is copied once. */
export function revert(state: ClusterState, transition: Transition): ClusterState {
  const tables: { [table: string]: { [namespace: string]: Partition } } = { ...(state.tables as { [table: string]: { [namespace: string]: Partition } }) };
  const copied = new Set<object>();
  const own = <T extends object>(holder: { [key: string]: T }, key: string): T => {
    let one = holder[key] ?? ({} as T);
    if (!copied.has(one)) copied.add((one = { ...one }));
    return (holder[key] = one);
  };
  const touched = new Map<string, Set<string>>();
  for (let at = transition.changes.length - 1; at >= 0; at--) {
    const { table, namespace, name, from } = transition.changes[at] as Change;
    const partition = own(own(tables, table), namespace);
    if (from === undefined) delete partition[name];
    else partition[name] = from;
    touched.set(table, (touched.get(table) ?? new Set()).add(namespace));
  }
  // An empty table is no table.
  for (const [table, namespaces] of touched) {
    const rows = tables[table] as { [namespace: string]: Partition };
    for (const namespace of namespaces) if (isEmpty(rows[namespace] as Partition)) delete rows[namespace];
    if (isEmpty(rows)) delete tables[table];
  }
  return { ...state, ...transition.before, tables: tables as ClusterState['tables'] };
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
