// Models musl 1.2.5 src/network/lookup_name.c name_from_dns_search and res_msend.c; cases resolvers/*.
import type { DNSExchange, DNSReply } from '../api/dns-message.ts';
import { makeQuery } from './message.ts';
import { dotsIn } from './name.ts';
import { exchanged, isAskable, outcomeOf, traceOf, typesOf, withSuffix, type Outcome, type Resolve } from './resolver.ts';

/** getaddrinfo of musl: a name with enough dots is asked as it is and no more; only NXDOMAIN goes on in the list. */
export const musl: Resolve = function* ({ entropy, conf, exchange }, name, families) {
  const exchanges: DNSExchange[] = [];
  const searches = name.endsWith('.') || dotsIn(name) >= conf.ndots ? [] : conf.searches.filter((suffix) => suffix !== '');
  for (const suffix of [...searches, undefined]) {
    const qname = withSuffix(name, suffix);
    if (!isAskable(qname)) continue;
    const queries = typesOf(families).map((qtype) => makeQuery(entropy, qname, qtype));
    const replies: DNSReply[] = queries.map(() => 'timeout');
    // The whole time is `timeout` seconds, cut into `attempts` parts; what is unanswered is sent again in each.
    for (let attempt = 0; attempt < conf.attempts && replies.includes('timeout'); attempt += 1) {
      // Every server is asked at once; what answers first counts, here the one that stands first (case resolvers/two-servers-and-musl).
      const open = queries.filter((_, j) => replies[j] === 'timeout');
      for (const [i, server] of conf.nameservers.entries()) {
        const waits = i === conf.nameservers.length - 1 && replies.includes('timeout') ? Math.floor((conf.timeoutSeconds * 1000) / conf.attempts) : 0;
        for (const [j, reply] of (yield* exchange(server, open, { timeoutMs: waits, protocol: 'UDP' })).entries()) {
          const query = open[j] as (typeof open)[number];
          exchanges.push(exchanged(server, query, reply, suffix));
          // Its sockets are not connected: an ICMP error is never seen.
          const at = queries.indexOf(query);
          if (typeof reply !== 'string' && replies[at] === 'timeout') replies[at] = reply;
        }
      }
    }
    const outcomes = replies.map(outcomeOf);
    const failed = (['timeout', 'SERVFAIL', 'NXDOMAIN', 'REFUSED'] as Outcome[]).find((one) => outcomes.includes(one));
    if (failed !== 'NXDOMAIN')
      return traceOf(name, 'musl', exchanges, failed ?? (outcomes.includes('answered') ? 'answered' : 'NODATA'), failed ? [] : replies);
  }
  return traceOf(name, 'musl', exchanges, 'NXDOMAIN');
};
