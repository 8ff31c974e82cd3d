import type { DNSMessage, DNSReply, DNSTrace } from '../api/dns-message.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
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

/** What a resolver works with. `draft` only gives message ids and cookies. */
export interface ResolverContext<W> {
  readonly draft: ClusterDraft;
  readonly conf: ResolvConf;
  readonly exchange: Exchange<W>;
}

/** Which addresses an application wants: `A` and `AAAA` are getaddrinfo with AF_INET and AF_INET6. */
export type Families = 'A' | 'AAAA' | 'both';

export type Resolve = <W>(context: ResolverContext<W>, name: string, families: Families) => Generator<W, DNSTrace, void>;
