import type { DNSTrace, PacketTrace, ServerRequest } from '../engine/index.ts';
import type { TerminalKey } from './action.ts';
import type { HistoryChange, HistoryEntry } from './history.ts';

/** One fact about how an answer came about. Words for it are in `src/messages/shell.ts`. */
export type ExplanationStep =
  /** Where the command ran. */
  | { readonly kind: 'place'; readonly terminal: TerminalKey }
  /** A request to the API server. */
  | { readonly kind: 'request'; readonly request: ServerRequest; readonly times: number }
  /** What one actor did to objects: kubectl, or a controller that acted on that. */
  | { readonly kind: 'change'; readonly by: string; readonly did: HistoryChange['did']; readonly objects: readonly string[]; readonly more: number }
  /** A name that was looked up. */
  | {
      readonly kind: 'lookup';
      readonly name: string;
      readonly server: string;
      readonly asked: readonly string[];
      readonly outcome: DNSTrace['outcome'];
      readonly addresses: readonly string[];
      readonly route?: number;
    }
  /** A packet and what became of it. */
  | {
      readonly kind: 'packet';
      readonly protocol: string;
      readonly to: string;
      readonly service?: string;
      readonly candidates: number;
      readonly picked?: string;
      readonly verdict: PacketTrace['verdict'];
      readonly route?: number;
    }
  /** Nothing was asked of anybody: the shell or the tool answered from what is on its machine. */
  | { readonly kind: 'local' }
  /** Virtual time that passed, in milliseconds. */
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'exit'; readonly code: number };

/** More steps of one kind are not told. */
const MOST = 8;
const MOST_NAMES = 4;

/** What was asked, of whom, and how the answer came about: facts in the order of a command's course. */
export function explainCommand(entry: HistoryEntry): readonly ExplanationStep[] {
  const asked: ExplanationStep[] = [...requestsOf(entry), ...changesOf(entry.changes), ...lookupsOf(entry), ...packetsOf(entry)];
  return [
    { kind: 'place', terminal: entry.inside ?? entry.terminal },
    ...(asked.length > 0 ? asked : [{ kind: 'local' } as const]),
    ...(entry.tookMs > 0 ? [{ kind: 'time', ms: entry.tookMs } as const] : []),
    ...(entry.running ? [] : [{ kind: 'exit', code: entry.exitCode } as const]),
  ];
}

function requestsOf({ requests }: HistoryEntry): readonly ExplanationStep[] {
  const counted = new Map<string, { readonly request: ServerRequest; times: number }>();
  for (const request of requests) {
    const key = JSON.stringify(request);
    const known = counted.get(key);
    if (known) known.times++;
    else counted.set(key, { request, times: 1 });
  }
  return [...counted.values()].slice(0, MOST).map(({ request, times }) => ({ kind: 'request', request, times }));
}

function changesOf(changes: readonly HistoryChange[]): readonly ExplanationStep[] {
  const groups = new Map<string, { readonly by: string; readonly did: HistoryChange['did']; readonly objects: string[] }>();
  for (const { by, did, table, name } of changes) {
    const key = `${by} ${did}`;
    const group = groups.get(key) ?? { by, did, objects: [] };
    groups.set(key, group);
    group.objects.push(`${table}/${name}`);
  }
  return [...groups.values()]
    .slice(0, MOST)
    .map(({ by, did, objects }) => ({ kind: 'change', by, did, objects: objects.slice(0, MOST_NAMES), more: Math.max(0, objects.length - MOST_NAMES) }));
}

function lookupsOf({ dns, routes }: HistoryEntry): readonly ExplanationStep[] {
  return dns.slice(0, MOST).map(({ name, exchanges, outcome, addresses }, i) => {
    const route = routes.findIndex((one) => one.dns === i);
    const asked = [...new Set(exchanges.map(({ query }) => query.question.qname))];
    return { kind: 'lookup', name, server: exchanges[0]?.server ?? '', asked, outcome, addresses, ...(route < 0 ? {} : { route }) };
  });
}

function packetsOf({ packets, dns, routes }: HistoryEntry): readonly ExplanationStep[] {
  return packets
    .flatMap((trace, i): ExplanationStep[] => {
      const { protocol, destination } = trace.packet;
      // Queries are told as look-ups.
      if (dns.length > 0 && destination.port === 53) return [];
      const route = routes.findIndex((one) => one.packet === i);
      const translated = trace.hops.find((hop) => hop.kind === 'translate');
      const picked = trace.picked?.pod?.name ?? trace.picked?.ip;
      return [
        {
          kind: 'packet',
          protocol,
          to: `${destination.ip.includes(':') ? `[${destination.ip}]` : destination.ip}${destination.port === undefined ? '' : `:${destination.port}`}`,
          ...(translated?.kind === 'translate' ? { service: `${translated.service.namespace}/${translated.service.name}` } : {}),
          candidates: trace.candidates.length,
          ...(picked === undefined ? {} : { picked }),
          verdict: trace.verdict,
          ...(route < 0 ? {} : { route }),
        },
      ];
    })
    .slice(0, MOST);
}
