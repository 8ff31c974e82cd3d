import type { Change, CommandResult, DNSTrace, OutputPiece, PacketTrace, ServerRequest, TerminalSession, Transition } from '../engine/index.ts';
import type { TerminalKey } from './action.ts';

/** One command, what it printed and sent, and the facts behind that. */
export interface HistoryEntry {
  /** From 1, over all terminals. */
  readonly number: number;
  readonly terminal: TerminalKey;
  readonly line: string;
  /** Where it was typed, where that is a shell which an earlier line opened in a Pod; and where the next line is typed, likewise. */
  readonly inside?: TerminalKey;
  readonly then?: TerminalKey;
  readonly output: readonly OutputPiece[];
  readonly exitCode: number;
  readonly dns: readonly DNSTrace[];
  readonly packets: readonly PacketTrace[];
  readonly notSimulated: CommandResult['notSimulated'];
  /** What of it the drawing can show: positions in `packets` and `dns`. */
  readonly routes: readonly HistoryRoute[];
  /** What kubectl asked the API server; no more than `MOST_FACTS`. */
  readonly requests: readonly ServerRequest[];
  /** Objects that came, changed or went, by the command first and then by whoever acted on that; no more than `MOST_FACTS`. */
  readonly changes: readonly HistoryChange[];
  /** Virtual milliseconds that the command took. */
  readonly tookMs: number;
  /** It goes on until it is stopped: in its terminal, or behind it. */
  readonly running?: 'foreground' | 'background';
  /** The editor that it waits for, and the file in it. */
  readonly editing?: { readonly path: string; readonly text: string };
}

/** One voyage of a command: a packet with the look-up that gave its address, or a look-up alone. */
export interface HistoryRoute {
  readonly packet?: number;
  readonly dns?: number;
}

/** One object and the last that was done to it. */
export interface HistoryChange {
  readonly by: string;
  /** The plural of its kind: `services`. */
  readonly table: string;
  readonly namespace: string;
  readonly name: string;
  readonly did: 'added' | 'changed' | 'removed';
}

/** Longer output is cut: a terminal that scrolls for minutes teaches nothing. In UTF-16 code units. */
export const OUTPUT_LIMIT = 100_000;
/** More facts of one kind are not kept: nobody reads the fiftieth. */
export const MOST_FACTS = 40;
/** More routes are not offered: nobody compares the hundredth packet of a load test with the first. */
const ROUTES_LIMIT = 6;

/** The Pod of a shell that a line opened, as a terminal there would be called. */
export const innerPlace = ({ outer, place }: TerminalSession): TerminalKey | undefined =>
  outer && place.kind === 'pod' ? `${place.namespace}/${place.pod}` : undefined;

/** What is kept of a command. @param after what controllers did while the cluster came to rest */
export function entryOf(
  result: CommandResult,
  {
    number,
    terminal,
    line,
    inside,
    notes,
    after,
  }: Pick<HistoryEntry, 'number' | 'terminal' | 'line' | 'inside'> & { readonly notes: CommandResult['notSimulated']; readonly after?: Transition },
): HistoryEntry {
  const { transition } = result;
  const then = innerPlace(result.world.session);
  return {
    number,
    terminal,
    line,
    ...(inside ? { inside } : {}),
    ...(then ? { then } : {}),
    output: cut(result.output),
    exitCode: result.exitCode,
    dns: result.dns,
    packets: result.packets,
    notSimulated: [...result.notSimulated, ...notes],
    routes: routesOf(result),
    requests: result.requests.slice(0, MOST_FACTS),
    changes: changesOf([...transition.changes, ...(after?.changes ?? [])]),
    tookMs: transition.after.now - transition.before.now,
    ...(result.running ? { running: result.running } : {}),
    ...(result.editing ? { editing: result.editing } : {}),
  };
}

/** Queries are packets too; where the look-up itself is known, it says more than they do. */
function routesOf({ packets, dns }: Pick<CommandResult, 'packets' | 'dns'>): readonly HistoryRoute[] {
  const asked = dns.length > 0 ? packets.map(({ packet }) => packet.destination.port === 53) : packets.map(() => false);
  const sent = packets.flatMap(({ packet }, i) => {
    if (asked[i] === true) return [];
    const found = dns.findIndex(({ addresses }) => addresses.includes(packet.destination.ip));
    return [{ packet: i, ...(found < 0 ? {} : { dns: found }) }];
  });
  return (sent.length > 0 ? sent : dns.map((_, i) => ({ dns: i }))).slice(0, ROUTES_LIMIT);
}

/** Tables that are no objects of the API. */
const RUNTIME_TABLES: ReadonlySet<string> = new Set(['allocations', 'containers', 'scheduled', 'affinity', 'conntrack', 'dnscache', 'facts']);
/** What tells of others and would drown them, and open sockets. */
const CHRONICLES: ReadonlySet<string> = new Set(['sockets', 'events', 'leases', 'controllerrevisions']);

/** Whether a command changed something that controllers act on. */
export function changesObjects({ changes }: Transition): boolean {
  return changes.some(({ table }) => !RUNTIME_TABLES.has(table));
}

function changesOf(changes: readonly Change[]): readonly HistoryChange[] {
  const kept = new Map<string, HistoryChange>();
  for (const { by, table, namespace, name, from, to } of changes) {
    if (RUNTIME_TABLES.has(table) || CHRONICLES.has(table)) continue;
    const key = `${table} ${namespace}/${name}`;
    const before = kept.get(key);
    const did = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
    // The first who touched an object is named: what others then filled in (addresses, status) follows from that.
    kept.set(key, before ? { ...before, did: did === 'changed' ? before.did : did } : { by, table, namespace, name, did });
  }
  return [...kept.values()].slice(0, MOST_FACTS);
}

function cut(output: readonly OutputPiece[]): readonly OutputPiece[] {
  let room = OUTPUT_LIMIT;
  const kept: OutputPiece[] = [];
  for (const piece of output) {
    if (room <= 0) break;
    kept.push(piece.text.length <= room ? piece : { ...piece, text: piece.text.slice(0, room) });
    room -= piece.text.length;
  }
  return kept;
}
