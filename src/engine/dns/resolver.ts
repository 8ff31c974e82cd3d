import type { DNSExchange, DNSMessage, DNSReply, DNSTrace } from '../api/dns-message.ts';
import type { EntropySource } from '../clock/entropy.ts';
import type { ResolvConf } from './resolv-conf.ts';

/**
 * Puts queries on the way to one server at the same moment and waits for all replies or the timeout; replies come in
 * the order of the queries. Made by the tools, which own sockets and time; `W` is what a program yields when it waits.
 */
export type Exchange<W> = (
  server: string,
  queries: readonly DNSMessage[],
  options: { readonly timeoutMs: number; readonly protocol: 'UDP' | 'TCP' },
) => Generator<W, readonly DNSReply[], void>;

/** What a resolver works with. Message ids and cookies are drawn from `entropy`. */
export interface ResolverContext<W> {
  readonly entropy: EntropySource;
  readonly conf: ResolvConf;
  readonly exchange: Exchange<W>;
}

/** Which addresses an application wants: `A` and `AAAA` are getaddrinfo with AF_INET and AF_INET6. */
export type Families = 'A' | 'AAAA' | 'both';

/** A C library's getaddrinfo, as far as it asks DNS. */
export type Resolve = <W>(context: ResolverContext<W>, name: string, families: Families) => Generator<W, DNSTrace, void>;

/** The types that are asked for, in the order they go out. */
export const typesOf = (families: Families): readonly string[] => (families === 'both' ? ['A', 'AAAA'] : [families]);

/** How a resolver sees what came back. NODATA: the name is there, but nothing of the asked type. */
export type Outcome = DNSTrace['outcome'];

/** The outcome of one reply. An answer section with nothing but aliases counts as answered: it ends every search. */
export function outcomeOf(reply: DNSReply): Outcome {
  if (typeof reply === 'string') return 'timeout';
  if (reply.rcode === 'NOERROR') return reply.answer.length > 0 ? 'answered' : 'NODATA';
  return reply.rcode === 'NXDOMAIN' || reply.rcode === 'SERVFAIL' ? reply.rcode : 'REFUSED';
}

/** One exchange as the trace keeps it. */
export function exchanged(server: string, query: DNSMessage, reply: DNSReply, search: string | undefined): DNSExchange {
  return { server, query, ...(typeof reply === 'string' ? { failure: reply } : { reply }), ...(search === undefined ? {} : { search }) };
}

/** A name with a suffix of the search list; the root's suffix (and no suffix) leaves it as it is. */
export const withSuffix = (name: string, suffix: string | undefined): string =>
  suffix ? `${name.replace(/\.$/, '')}.${suffix}.` : name.endsWith('.') ? name : `${name}.`;

/** Whether a name has more than 253 characters or an empty or overlong label: nobody can ask for it (RFC 1035 2.3.4). */
export function isAskable(name: string): boolean {
  const bare = name.replace(/\.$/, '');
  return bare.length <= 253 && (bare === '' || bare.split('.').every((label) => label.length > 0 && label.length <= 63));
}

/** A resolver's summary of its exchanges: what the last replies give, with the names on the way there. */
export function traceOf(
  name: string,
  resolver: DNSTrace['resolver'],
  exchanges: readonly DNSExchange[],
  outcome: Outcome,
  replies: readonly DNSReply[] = [],
): DNSTrace {
  const answers = replies.flatMap((reply) => (typeof reply === 'string' || reply.rcode !== 'NOERROR' ? [] : reply.answer));
  const found = answers.filter(({ type }) => type === 'A' || type === 'AAAA');
  const bare = (text: string): string => text.replace(/\.$/, '');
  const owner = found[0]?.name;
  const aliases = [...new Set(answers.filter(({ type }) => type === 'CNAME').map((one) => bare(one.name)))];
  return {
    name,
    resolver,
    exchanges,
    outcome: outcome === 'answered' && found.length === 0 ? 'NODATA' : outcome,
    addresses: found.map(({ rdata }) => rdata),
    ...(owner === undefined ? {} : { canonicalName: bare(owner) }),
    ...(aliases.length > 0 ? { aliases } : {}),
  };
}
