import type { DNSExchange, DNSTrace, Hop, Location, Packet, PacketTrace } from '../engine/index.ts';

/** One numbered step of a voyage: the same in the drawing, in the log and in the text twin. */
export type TraceRow = TraceStep & {
  /** From 1. */
  readonly number: number;
  /** `broken` is the first step that did not go on; `never` is what did not happen because of it. */
  readonly state: 'done' | 'broken' | 'never';
};

export type TraceStep =
  /** One name that was asked, with every type asked for it. */
  | { readonly kind: 'dns'; readonly qname: string; readonly search?: string; readonly server: string; readonly answers: readonly DNSAnswer[] }
  | { readonly kind: 'send'; readonly at: Location; readonly packet: Packet }
  | Extract<Hop, { kind: 'translate' | 'forward' | 'masquerade' | 'reply' }>
  | { readonly kind: 'arrive'; readonly at: Location; readonly packet: Packet }
  /** The machine's own kernel said no: nothing listens on that port. */
  | { readonly kind: 'reset'; readonly at: Location; readonly packet: Packet; readonly listening: readonly number[] }
  | Extract<Hop, { kind: 'refuse' | 'drop' }>
  /** What the client waited for and did not get. */
  | { readonly kind: 'packet-never' }
  | { readonly kind: 'reply-never' };

export interface DNSAnswer {
  readonly qtype: string;
  /** `NODATA` is an outcome, not an rcode; `timeout`: nobody answered. */
  readonly outcome: 'answered' | 'NODATA' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'timeout' | 'other';
  /** rdata of the last name of the chain. */
  readonly data: readonly string[];
}

/** Which ports are open at a place; the scene's caller knows the cluster. */
export type ListeningPorts = (at: Location, protocol: string) => readonly number[];

/** The steps of a name look-up and the packet after it, numbered from 1. */
export function traceRows(dns: DNSTrace | undefined, packet: PacketTrace | undefined, listening: ListeningPorts): readonly TraceRow[] {
  const steps: { readonly step: TraceStep; readonly state: TraceRow['state'] }[] = [];
  const add = (step: TraceStep, state: TraceRow['state'] = 'done'): void => {
    steps.push({ step, state });
  };

  if (dns) {
    const asked = byName(dns.exchanges);
    const resolved = dns.outcome === 'answered';
    asked.forEach((step, i) => add(step, !resolved && i === asked.length - 1 ? 'broken' : 'done'));
    if (!resolved && !packet) add({ kind: 'packet-never' }, 'never');
  }
  if (packet) {
    packet.hops.forEach((hop, i) => {
      const broken = packet.brokenAt === i ? 'broken' : 'done';
      if (hop.kind === 'arrive') {
        if (hop.listening) add({ kind: 'arrive', at: hop.at, packet: hop.packet }, broken);
        else add({ kind: 'reset', at: hop.at, packet: hop.packet, listening: listening(hop.at, hop.packet.protocol) }, 'broken');
      } else if (hop.kind === 'refuse' && hop.rule === 'nothing-listens') {
        if (steps.at(-1)?.step.kind !== 'reset')
          add({ kind: 'reset', at: hop.at, packet: hop.packet, listening: listening(hop.at, hop.packet.protocol) }, 'broken');
      } else if (hop.kind === 'forward' && !hop.balancer && nodeOf(hop.from) !== undefined && nodeOf(hop.from) === nodeOf(hop.to)) {
        // Between a Pod and its own node there is only a cable.
      } else if (hop.kind === 'refuse' || hop.kind === 'drop') {
        add(hop, 'broken');
      } else if (packet.verdict === 'delivered' || hop.kind !== 'reply') {
        add(hop, broken);
      }
    });
    if (packet.verdict !== 'delivered') add({ kind: 'reply-never' }, 'never');
  }
  return steps.map(({ step, state }, i) => ({ ...step, number: i + 1, state }));
}

function nodeOf(at: Location): string | undefined {
  return at.kind === 'pod' || at.kind === 'node' ? at.node : undefined;
}

/** The number of the first broken step, or `undefined`. */
export function brokenNumber(rows: readonly TraceRow[]): number | undefined {
  return rows.find(({ state }) => state === 'broken')?.number;
}

function byName(exchanges: readonly DNSExchange[]): readonly Extract<TraceStep, { kind: 'dns' }>[] {
  const asked: { kind: 'dns'; qname: string; search?: string; server: string; answers: DNSAnswer[] }[] = [];
  for (const { query, reply, search, server } of exchanges) {
    const { qname, qtype } = query.question;
    const last = asked.at(-1);
    const step = last?.qname === qname ? last : { kind: 'dns' as const, qname, ...(search === undefined ? {} : { search }), server, answers: [] };
    if (step !== last) asked.push(step);
    const answer = answerOf(qtype, reply);
    const again = step.answers.findIndex((one) => one.qtype === qtype);
    if (again < 0) step.answers.push(answer);
    else step.answers[again] = answer;
  }
  return asked;
}

function answerOf(qtype: string, reply: DNSExchange['reply']): DNSAnswer {
  if (!reply) return { qtype, outcome: 'timeout', data: [] };
  if (reply.rcode === 'NOERROR') {
    const data = reply.answer.filter(({ type }) => type === qtype).map(({ rdata }) => rdata);
    // An alias whose end has no such record says nothing about addresses.
    const told = data.length > 0 || (reply.answer.length > 0 && qtype !== 'A' && qtype !== 'AAAA');
    return { qtype, outcome: told ? 'answered' : 'NODATA', data };
  }
  const known = reply.rcode === 'NXDOMAIN' || reply.rcode === 'SERVFAIL' || reply.rcode === 'REFUSED';
  return { qtype, outcome: known ? reply.rcode : 'other', data: [] };
}
