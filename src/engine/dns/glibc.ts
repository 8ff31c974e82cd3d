// Models glibc 2.36 resolv/res_query.c __res_context_search and resolv/res_send.c; cases resolvers/*, dns/tcpdump-*.
import type { DNSExchange, DNSReply, DNSTrace } from '../api/dns-message.ts';
import { makeQuery } from './message.ts';
import { dotsIn } from './name.ts';
import { exchanged, isAskable, outcomeOf, traceOf, typesOf, withSuffix, type Families, type Outcome, type Resolve, type ResolverContext } from './resolver.ts';

interface Asked {
  readonly outcome: Outcome;
  readonly replies: readonly DNSReply[];
  /** Every server refused the datagrams: res_send ends with ECONNREFUSED, and the search with it. */
  readonly refused: boolean;
}

/** An answer of aliases alone ends the search and is no address: EAI_NONAME (case dns/aliases-of-all-kinds). */
function done(name: string, exchanges: readonly DNSExchange[], { outcome, replies }: Asked): DNSTrace {
  const trace = traceOf(name, 'glibc', exchanges, outcome, replies);
  return outcome === 'answered' && trace.addresses.length === 0 ? { ...trace, outcome: 'NXDOMAIN' } : trace;
}

/** getaddrinfo of glibc: the search list first for names with fewer dots than ndots, NXDOMAIN and NODATA go on. */
export const glibc: Resolve = function* (context, name, families) {
  const { conf } = context;
  const exchanges: DNSExchange[] = [];
  const trailingDot = name.endsWith('.');
  const asIsFirst = trailingDot || dotsIn(name) >= conf.ndots;
  let first: Outcome | undefined;
  if (asIsFirst) {
    const asked = yield* ask(context, exchanges, name, undefined, families);
    if (asked.outcome === 'answered' || trailingDot) return done(name, exchanges, asked);
    first = asked.outcome;
  }
  let sawNodata = false;
  let sawServfail = false;
  let triedAsIs = asIsFirst;
  for (const suffix of conf.searches) {
    if (suffix === '' && triedAsIs) continue;
    const asked = yield* ask(context, exchanges, name, suffix, families);
    if (asked.outcome === 'answered' || asked.refused) return done(name, exchanges, asked);
    if (suffix === '') triedAsIs = true;
    if (asked.outcome === 'NODATA') sawNodata = true;
    else if (asked.outcome === 'SERVFAIL') sawServfail = true;
    else if (asked.outcome !== 'NXDOMAIN') break;
  }
  let last: Outcome = 'NXDOMAIN';
  if (!triedAsIs) {
    const asked = yield* ask(context, exchanges, name, undefined, families);
    if (asked.outcome === 'answered') return done(name, exchanges, asked);
    last = asked.outcome;
  }
  return traceOf(name, 'glibc', exchanges, first ?? (sawNodata ? 'NODATA' : sawServfail ? 'SERVFAIL' : last));
};

/** One name at the servers in turn, `attempts` times over; A and AAAA go out together. */
function* ask<W>(
  { entropy, conf, exchange }: ResolverContext<W>,
  exchanges: DNSExchange[],
  name: string,
  suffix: string | undefined,
  families: Families,
): Generator<W, Asked, void> {
  const qname = withSuffix(name, suffix);
  if (!isAskable(qname)) return { outcome: 'NXDOMAIN', replies: [], refused: false };
  const types = typesOf(families).filter((qtype) => qtype !== 'AAAA' || !conf.noAAAA);
  // Models resolv/res-noaaaa.c: what must not be asked is told to have nothing.
  if (types.length === 0) return { outcome: 'NODATA', replies: [], refused: false };
  const protocol = conf.useVC ? 'TCP' : 'UDP';
  const queries = types.map((qtype) => makeQuery(entropy, qname, qtype, conf.edns0 ? { edns: { udpSize: 1200 } } : {}));
  let outcome: Outcome = 'timeout';
  let refused = true;
  for (let attempt = 0; attempt < conf.attempts; attempt += 1) {
    for (const [i, server] of conf.nameservers.entries()) {
      const seconds = i === 0 ? conf.timeoutSeconds : Math.max(1, Math.floor((conf.timeoutSeconds << i) / conf.nameservers.length));
      const replies: DNSReply[] = [];
      for (const [j, reply] of (yield* exchange(server, queries, { timeoutMs: seconds * 1000, protocol })).entries()) {
        const query = queries[j] as (typeof queries)[number];
        exchanges.push(exchanged(server, query, reply, suffix));
        if (typeof reply !== 'string' && reply.flags.tc) {
          const [again = reply] = yield* exchange(server, [query], { timeoutMs: seconds * 1000, protocol: 'TCP' });
          exchanges.push(exchanged(server, query, again, suffix));
          replies.push(again);
        } else replies.push(reply);
      }
      const outcomes = replies.map(outcomeOf);
      if (replies.some((reply) => reply !== 'refused')) refused = false;
      if (outcomes.includes('answered')) return { outcome: 'answered', replies, refused: false };
      outcome = outcomes.find((one) => one !== 'NODATA') ?? 'NODATA';
      if (outcome === 'NXDOMAIN' || outcome === 'NODATA') return { outcome, replies, refused: false };
    }
  }
  return { outcome, replies: [], refused };
}
