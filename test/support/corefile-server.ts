import type { DNSMessage, DNSReply, ResourceRecord } from '../../src/engine/api/dns-message.ts';
import { answerAs, type Answering } from '../../src/engine/dns/corefile-chain.ts';
import { setUp } from '../../src/engine/dns/corefile-setup.ts';
import { makeQuery, replyTo, type QueryOptions, type ReplyContent } from '../../src/engine/dns/message.ts';
import type { ClusterDraft } from '../../src/engine/store/cluster-draft.ts';
import { SmallCluster } from './small-cluster.ts';

/** A Pod whose resolv.conf names one server outside, and whose resolver knows one name. */
export const AROUND = {
  read: (path: string): string | undefined => (path === '/etc/resolv.conf' ? 'search test\nnameserver 192.0.2.53\n' : undefined),
  addressesOf: (name: string): string[] => (name === 'dns.test' ? ['192.0.2.7'] : []),
};

/** Why CoreDNS does not start with a Corefile, or `no error`. */
export function messageOf(text: string): string {
  try {
    setUp(text, AROUND);
    return 'no error';
  } catch (error) {
    return (error as Error).message;
  }
}

const world = (): ClusterDraft =>
  new SmallCluster()
    .namespace('shop')
    .pod('web-a', 'node-a', '10.244.0.10')
    .service('web', { clusterIP: '10.96.60.1', ports: [{ name: 'http', port: 80 }] })
    .service('peers', { clusterIP: 'None', ports: [{ port: 8080 }] })
    .slice('peers', [{ name: '', port: 8080, protocol: 'TCP' }], ['web-a']).draft;

/** A server that never answers. */
export const silent = (): { readonly reply: DNSReply; readonly elapsedMs: number; readonly told: string } => ({
  reply: 'timeout',
  elapsedMs: 0,
  told: 'udp 10.244.0.2:1->192.0.2.53:53',
});

interface Surroundings {
  readonly draft?: ClusterDraft;
  readonly ask?: Answering['ask'];
  readonly protocol?: 'UDP' | 'TCP';
  readonly client?: Answering['client'];
  readonly read?: Answering['read'];
}

/** A server with this Corefile: what it says to a question, as `NOERROR a name type rdata/ttl`, its log, and how long it took. */
export function server(text: string, { draft = world(), ask = silent, protocol = 'UDP', client, read = () => undefined }: Surroundings = {}) {
  const lines: string[] = [];
  let elapsedMs = 0;
  const reply = (qname: string, qtype = 'A', port = 53, options: QueryOptions = {}): DNSMessage => {
    const answering: Answering = {
      draft,
      corefile: setUp(text, AROUND),
      serverIP: '10.244.0.2',
      client: client ?? { ip: '10.244.0.3', port: 40000 },
      protocol,
      read,
      ask,
      log: (line) => void lines.push(line),
    };
    const answered = answerAs(answering, makeQuery(draft, qname, qtype, options), port);
    ({ elapsedMs } = answered);
    return answered.reply;
  };
  const say = (qname: string, qtype?: string, port?: number, options?: QueryOptions): string => {
    const { rcode, flags, answer } = reply(qname, qtype, port, options);
    return [`${rcode}${flags.aa ? ' a' : ''}`, ...answer.map(({ name, type, rdata, ttl }) => `${name} ${type} ${rdata}/${ttl}`)].join(' ');
  };
  return { say, reply, lines, draft, elapsed: () => elapsedMs };
}

/** Records that an upstream tells. */
export const aRecord = (name: string, rdata = '192.0.2.1', ttl = 60): ResourceRecord => ({ name, type: 'A', ttl, rdata });
export const alias = (name: string, rdata: string): ResourceRecord => ({ name, type: 'CNAME', ttl: 60, rdata });
export const soa = (ttl = 60): ResourceRecord => ({ name: 'test.', type: 'SOA', ttl, rdata: 'ns.test. root.test. 1 2 3 4 5' });

/** An upstream that says the same to everyone, and the names, types, addresses and protocols that it was asked with. */
export function upstream(content: ReplyContent | Exclude<DNSReply, object>, elapsedMs = 3) {
  const asked: string[] = [];
  const ask: Answering['ask'] = (ip, port, query, protocol) => {
    asked.push(`${query.question.qtype} ${query.question.qname} ${ip}:${port} ${protocol}${query.edns ? ` ${query.edns.udpSize}` : ''}`);
    return { reply: typeof content === 'string' ? content : replyTo(query, content), elapsedMs, told: `${protocol.toLowerCase()} x->${ip}:${port}` };
  };
  return { ask, asked };
}
