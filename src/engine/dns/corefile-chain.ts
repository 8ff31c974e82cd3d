// Models what CoreDNS v1.14.7 does with a question: core/dnsserver/server.go ServeDNS, then the plugins of a server block in plugin.cfg's order.
import type { DNSMessage, DNSReply, Question, Rcode, ResourceRecord } from '../api/dns-message.ts';
import { addressOfReverseName, formatIP, parseIP } from '../api/ip-address.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { podsByIP } from '../store/service-indexes.ts';
import { shuffled } from './answer.ts';
import { answerInZone, soaRecord } from './cluster-zone.ts';
import { kubernetesView } from './corefile-view.ts';
import { patternOf, rewritten } from './corefile-rewrite.ts';
import { CorefileError } from './corefile-syntax.ts';
import type { Block, CacheSettings, Corefile, Fall, ForwardSettings, LogRule, Template } from './corefile-settings.ts';
import { executeTemplate } from './corefile-template.ts';
import { bufferSize, fitted, makeQuery, replyTo, sized, type ReplyContent } from './message.ts';
import { fqdn, isBelow, labelsOf, nameLength } from './name.ts';

/** What a CoreDNS Pod has around it while it answers. */
export interface Answering {
  readonly draft: ClusterDraft;
  readonly corefile: Corefile;
  /** Address of the Pod. */
  readonly serverIP: string;
  readonly client: { readonly ip: string; readonly port: number };
  readonly protocol: 'UDP' | 'TCP';
  readonly read: (path: string) => string | undefined;
  /** Asks another server; `told` is what an error says of the way there. */
  readonly ask: (
    ip: string,
    port: number,
    query: DNSMessage,
    protocol: 'UDP' | 'TCP',
  ) => { readonly reply: DNSReply; readonly elapsedMs: number; readonly told: string };
  readonly log: (line: string) => void;
}

/** What a plugin comes to: a message that it wrote, or a code for whoever is before it; and what went wrong, always with SERVFAIL. */
interface Outcome {
  readonly message?: ReplyContent;
  readonly rcode: Rcode;
  readonly error?: string;
}

type Handler = (question: Question) => Outcome;

/** The reply, and how long it took to get it. */
export interface Answered {
  readonly reply: DNSMessage;
  readonly elapsedMs: number;
}

/** CoreDNS's reply to a query that came in on a port. */
export function answerAs(answering: Answering, query: DNSMessage, port: number): Answered {
  const serving = new Serving(answering, query);
  const content = serving.serve(query.question, port);
  const reply = replyTo(query, content);
  return { reply: answering.protocol === 'TCP' ? reply : fitted(reply, bufferSize(query)), elapsedMs: serving.elapsedMs };
}

/** One query's way through the plugins. */
class Serving {
  readonly #answering: Answering;
  readonly #query: DNSMessage;
  #depth = 0;
  /** The question as `rewrite` left it: what the log tells of it but its name. */
  #sent: Question | undefined;
  #lookups = 0;
  elapsedMs = 0;

  constructor(answering: Answering, query: DNSMessage) {
    this.#answering = answering;
    this.#query = query;
  }

  /** The block with the longest zone above the name answers; where there is none, nobody does. */
  serve(question: Question, port: number): ReplyContent {
    const { blocks } = this.#answering.corefile;
    let best: { readonly block: Block; readonly index: number; readonly zone: string } | undefined;
    blocks.forEach((block, index) => {
      for (const zone of block.zones)
        if (zone.port === port && isBelow(question.qname, zone.name) && zone.name.length > (best?.zone.length ?? 0)) best = { block, index, zone: zone.name };
    });
    if (!best || question.qclass) return { rcode: 'REFUSED' };
    this.#depth += 1;
    this.#lookups += 1;
    const { message, rcode } =
      this.#depth > DEEPEST_LOOKUP || this.#lookups > MOST_LOOKUPS ? { rcode: 'SERVFAIL' as const } : this.#chain(best.block, best.index, port)(question);
    this.#depth -= 1;
    return message ?? { rcode };
  }

  #chain(block: Block, index: number, port: number): Handler {
    const plugins: ((next: Handler) => Handler)[] = [];
    const { errors, log, any, loadbalance, rewrite, cache, minimal, template, hosts, kubernetes, forward, whoami } = block;
    let last = '';
    const add = (name: string, plugin: ((next: Handler) => Handler) | undefined): void => {
      if (!plugin) return;
      plugins.push(plugin);
      last = name;
    };
    add('errors', errors && ((next) => this.#errors(next)));
    add('log', log && ((next) => this.#log(log, next)));
    add('any', any && ((next) => (question) => (question.qtype === 'ANY' ? written({ rcode: 'NOERROR', answer: [hinfo(question)] }) : next(question))));
    add(
      'loadbalance',
      loadbalance &&
        ((next) => (question) => {
          const outcome = next(question);
          return outcome.message ? { ...outcome, message: shuffled(this.#answering.draft, outcome.message) } : outcome;
        }),
    );
    add('rewrite', rewrite && ((next) => (question) => rewritten(rewrite, question, (sent) => next((this.#sent = sent)))));
    add('cache', cache && ((next) => this.#cache(cache, index, next)));
    add(
      'minimal',
      minimal &&
        ((next) => (question) => {
          const outcome = next(question);
          const { message } = outcome;
          return message?.rcode === 'NOERROR' && message.answer?.length ? { ...outcome, message: { ...message, authority: [], additional: [] } } : outcome;
        }),
    );
    add('template', template && ((next) => this.#template(template, port, next)));
    add('hosts', hosts && ((next) => this.#hosts(hosts, next)));
    add('kubernetes', kubernetes && ((next) => this.#kubernetes(kubernetes, port, next)));
    add('loop', block.loop && ((next) => next));
    for (const one of forward ?? []) add('forward', (next) => this.#forward(one, next));
    add('whoami', whoami && (() => (question) => this.#whoami(question)));
    const nobody: Handler = () => ({ rcode: 'SERVFAIL', error: `plugin/${last}: no next plugin found` });
    if (plugins.length === 0) return () => ({ rcode: 'REFUSED' });
    return plugins.reduceRight((next, plugin) => plugin(next), nobody);
  }

  #errors(next: Handler): Handler {
    return (question) => {
      const { qname, qtype } = question;
      const outcome = next(question);
      if (outcome.error !== undefined) this.#answering.log(`[ERROR] plugin/errors: 2 ${qname.toLowerCase()} ${qtype}: ${outcome.error}`);
      return outcome;
    };
  }

  // Models plugin/log and plugin/pkg/replacer: the first rule whose scope fits writes.
  #log(rules: readonly LogRule[], next: Handler): Handler {
    return (question) => {
      const rule = rules.find(({ scope }) => isBelow(question.qname, scope));
      this.#sent = question;
      const outcome = next(question);
      const sent = this.#sent;
      if (!rule) return outcome;
      const { client, protocol, draft, serverIP, log } = this.#answering;
      const query = this.#query;
      const content = outcome.message ?? { rcode: outcome.rcode };
      const { edns: _, ...asked } = { ...query, question };
      const reply = replyTo(asked, content);
      const { rcode, answer, flags } = reply;
      const kind =
        rcode === 'NOERROR' && (answer.length > 0 || !reply.authority.some(({ type }) => type === 'SOA'))
          ? 'success'
          : rcode === 'NOERROR' || rcode === 'NXDOMAIN'
            ? 'denial'
            : 'error';
      if (!rule.classes.includes('all') && !rule.classes.includes(kind)) return outcome;
      const bracketed = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip);
      const shown = (['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const).filter((one) => flags[one]).join(',');
      const values: { readonly [label: string]: string | number } = {
        '{type}': sent.qtype,
        '{name}': question.qname.toLowerCase(),
        '{class}': 'IN',
        '{proto}': protocol.toLowerCase(),
        '{size}': query.bytes - nameLength(query.question.qname) + nameLength(sent.qname),
        '{remote}': bracketed(client.ip),
        '{port}': client.port,
        '{local}': bracketed(serverIP),
        '{>id}': query.id,
        '{>opcode}': 0,
        '{>do}': String(query.edns?.do === true),
        '{>bufsize}': protocol === 'TCP' ? 65535 : bufferSize(query),
        '{rcode}': rcode,
        '{>rflags}': shown,
        '{rsize}': reply.bytes,
        '{duration}': `${((this.elapsedMs + 0.05 + draft.draw(200_000) / 1e6) / 1000).toFixed(9)}s`,
      };
      log(`[INFO] ${rule.format.replaceAll(/\{[^{}]*\}/g, (label) => String(values[label] ?? (label.startsWith('{/') ? '-' : label)))}`);
      return outcome;
    };
  }

  // Models plugin/cache: every reply leaves with one TTL; what comes out of the cache says that it is authoritative.
  #cache({ zones, success, denial, keepsTTL }: CacheSettings, index: number, next: Handler): Handler {
    const { draft, serverIP } = this.#answering;
    const { edns, flags } = this.#query;
    return (question) => {
      if (!zones.some((zone) => isBelow(question.qname, zone))) return next(question);
      const key = `${index}/${question.qtype}/${question.qname.toLowerCase()}${edns?.do ? '/do' : ''}${flags.cd ? '/cd' : ''}`;
      const kept = draft.get('dnscache', serverIP, key);
      if (kept) {
        const whole = Math.round((kept.until - kept.storedAt) / 1000);
        const left = whole - Math.floor((draft.now - kept.storedAt) / 1000);
        if (left > 0) return written({ ...withTTL(JSON.parse(kept.answer) as ReplyContent, keepsTTL ? whole : left), aa: true });
      }
      const outcome = next(question);
      const { message } = outcome;
      if (!message) return outcome;
      const { rcode, answer = [], authority = [], additional = [] } = message;
      const soa = authority.some(({ type }) => type === 'SOA');
      const isDenial = rcode === 'NXDOMAIN' || (rcode === 'NOERROR' && soa && !answers(question, answer));
      const records = [...answer, ...authority, ...additional];
      const lowest = records.length === 0 ? FALLBACK_SECONDS : records.reduce((least, { ttl }) => Math.min(least, ttl), MOST_SECONDS);
      const { seconds, least, except } = isDenial ? denial : success;
      const ttl = rcode === 'NOERROR' || rcode === 'NXDOMAIN' ? Math.min(Math.max(lowest, least), seconds) : FALLBACK_SECONDS;
      const isKeepable =
        (rcode === 'NOERROR' && (soa || answer.length === 0 || answers(question, answer))) ||
        (rcode === 'NXDOMAIN' && soa) ||
        rcode === 'SERVFAIL' ||
        rcode === 'NOTIMP';
      if (isKeepable && ttl > 0 && !except.some((zone) => isBelow(question.qname, zone)))
        draft.set('dnscache', serverIP, key, { storedAt: draft.now, until: draft.now + ttl * 1000, answer: JSON.stringify(message) }, 'coredns');
      return { ...outcome, message: withTTL(message, ttl) };
    };
  }

  // Models plugin/template: a template that fits the zone and the type but not the name ends the search, unless it falls through.
  #template(templates: readonly Template[], port: number, next: Handler): Handler {
    return (question) => {
      const name = question.qname.toLowerCase();
      if (!templates.some(({ zones }) => zones.some((zone) => isBelow(name, zone)))) return next(question);
      for (const { zones, qtype, patterns, fall, rcode, ...sections } of templates) {
        const zone = longest(zones, name);
        if (zone === undefined || (qtype !== 'ANY' && question.qtype !== 'ANY' && qtype !== question.qtype)) continue;
        const found = patterns.map((source) => [source, patternOf(source, () => new CorefileError(source)).exec(name)] as const).find(([, match]) => match);
        if (!found?.[1]) {
          if (!passes(fall, name)) return { rcode: 'SERVFAIL' };
          continue;
        }
        if (rcode === 'SERVFAIL') return { rcode };
        const [regex, match] = found;
        const data = {
          Zone: zone,
          Name: name,
          Regex: regex,
          Match: [...match],
          Group: { ...Object.fromEntries([...match].entries()), ...match.groups },
          Class: 'IN',
          Type: question.qtype === 'ANY' ? qtype : question.qtype,
          Remote: this.#answering.client.ip,
        };
        try {
          const records = (texts: readonly string[]): ResourceRecord[] => texts.map((text) => recordOf(executeTemplate(text, data)));
          const answer = records(sections.answer).flatMap((one): ResourceRecord[] => {
            const follows = one.type === 'CNAME' && (question.qtype === 'A' || question.qtype === 'AAAA');
            return follows ? [one, ...(this.serve({ qname: one.rdata, qtype: question.qtype }, port).answer ?? [])] : [one];
          });
          return written({ rcode: rcode as Rcode, aa: true, answer, additional: records(sections.additional), authority: records(sections.authority) });
        } catch (error) {
          if (!(error instanceof CorefileError)) throw error;
          return { rcode: 'SERVFAIL', error: error.message };
        }
      }
      return next(question);
    };
  }

  // Models plugin/hosts: lines of a file and of the Corefile; addresses lead back to names.
  #hosts({ zones, path, inline, ttl, reverse, fall }: NonNullable<Block['hosts']>, next: Handler): Handler {
    const entries = [this.#answering.read(path) ?? '', inline].flatMap((text) =>
      text.split('\n').flatMap((line) => {
        const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
        const ip = parseIP(address);
        return ip
          ? names
              .map((name) => ({ ip: formatIP(ip), family: ip.family, name: fqdn(name).toLowerCase() }))
              .filter(({ name }) => zones.some((zone) => isBelow(name, zone)))
          : [];
      }),
    );
    return (question) => {
      const { qtype } = question;
      const name = question.qname.toLowerCase();
      if (qtype !== 'PTR' && !zones.some((zone) => isBelow(name, zone))) return next(question);
      const exact = entries.filter((one) => one.name === name);
      const here = exact.length > 0 ? exact : entries.filter((one) => one.name === name.replace(/^[^.]+/, '*'));
      const answer: ResourceRecord[] = [];
      if (qtype === 'PTR') {
        const ip = addressOfReverseName(name);
        const names = ip && reverse ? entries.filter((one) => one.ip === formatIP(ip) && !one.name.startsWith('*')) : [];
        if (names.length === 0) return next(question);
        answer.push(...names.map((one) => ({ name, type: 'PTR', ttl, rdata: one.name })));
      } else if (qtype === 'A' || qtype === 'AAAA')
        answer.push(...here.filter(({ family }) => (family === 'IPv4') === (qtype === 'A')).map(({ ip }) => ({ name, type: qtype, ttl, rdata: ip })));
      if (answer.length > 0 || here.length > 0) return written({ rcode: 'NOERROR', aa: true, answer });
      return passes(fall, name) ? next(question) : { rcode: 'SERVFAIL' };
    };
  }

  #kubernetes(settings: NonNullable<Block['kubernetes']>, port: number, next: Handler): Handler {
    const { draft, serverIP } = this.#answering;
    const seen = kubernetesView(draft, settings);
    return (question) => {
      const name = question.qname.toLowerCase();
      const found = longest(settings.zones, name);
      if (found === undefined) return next(question);
      const zone = question.qname.slice(question.qname.length - found.length);
      const upstream = (asked: Question): readonly ResourceRecord[] | undefined => this.serve(asked, port).answer ?? [];
      const answer = isPodHidden(draft, settings, name, found) ? { kind: 'NXDOMAIN' as const } : answerInZone(seen, question, zone, upstream, serverIP);
      if (answer.kind === 'REFUSED') return { rcode: 'REFUSED' };
      const authority = [soaRecord(seen, zone)];
      if (answer.kind === 'records')
        return written({
          rcode: 'NOERROR',
          aa: true,
          ...(answer.answer.length > 0 ? { answer: answer.answer, additional: answer.additional } : { authority }),
        });
      return passes(settings.fall, name) ? next(question) : written({ rcode: 'NXDOMAIN', aa: true, authority });
    };
  }

  // Models plugin/forward and plugin/pkg/proxy: two tries for each upstream within five seconds, two seconds for each.
  #forward({ from, to, except, tcp, policy }: ForwardSettings, next: Handler): Handler {
    const { draft, ask, protocol } = this.#answering;
    return (question) => {
      const name = question.qname.toLowerCase();
      if (!isBelow(name, from) || (name !== from && except.some((zone) => isBelow(name, zone)))) return next(question);
      const first = policy === 'random' && to.length > 1 ? draft.draw(to.length) : 0;
      const began = this.elapsedMs;
      let error = '';
      for (let attempt = 0; attempt < 2 * to.length && this.elapsedMs - began < 5000; attempt += 1) {
        const { ip, port } = to[(first + attempt) % to.length] as (typeof to)[number];
        const over = tcp || port === 853 || port === 443 || protocol === 'TCP' ? 'TCP' : 'UDP';
        const { edns } = this.#query;
        const query = sized({ ...makeQuery(draft, question.qname, question.qtype), ...(edns ? { edns } : {}) });
        const { reply, elapsedMs, told } = ask(ip, port, query, over);
        const isSilent = reply === 'timeout';
        this.elapsedMs += isSilent ? READ_TIMEOUT_MS : elapsedMs;
        if (typeof reply !== 'string') {
          const { rcode, flags, answer, authority, additional } = reply;
          return written({ rcode, aa: flags.aa, ra: flags.ra, answer, authority, additional });
        }
        error = over === 'TCP' ? `dial ${told}` : `read ${told}`;
        error += isSilent ? ': i/o timeout' : `: ${over === 'TCP' ? 'connect' : 'read'}: ${reply === 'refused' ? 'connection refused' : 'no route to host'}`;
      }
      return { rcode: 'SERVFAIL', error };
    };
  }

  #whoami({ qname }: Question): Outcome {
    const { client, protocol } = this.#answering;
    const additional = [
      { name: qname, type: client.ip.includes(':') ? 'AAAA' : 'A', ttl: 0, rdata: client.ip },
      { name: `_${protocol.toLowerCase()}.${qname}`, type: 'SRV', ttl: 0, rdata: `0 0 ${client.port} .` },
    ];
    return written({ rcode: 'NOERROR', aa: true, additional });
  }
}

/** Aliases are followed so far, and so many of them for one query. */
const DEEPEST_LOOKUP = 10;
const MOST_LOOKUPS = 100;
const READ_TIMEOUT_MS = 2000;
/** plugin/pkg/dnsutil ttl.go: what replies without a record are given, and the longest. */
const FALLBACK_SECONDS = 5;
const MOST_SECONDS = 3600;

const written = (message: ReplyContent): Outcome => ({ message, rcode: message.rcode });

const passes = (fall: Fall, name: string): boolean => fall.some((zone) => isBelow(name, zone));

const longest = (zones: readonly string[], name: string): string | undefined =>
  zones.filter((zone) => isBelow(name, zone)).sort((a, b) => b.length - a.length)[0];

const hinfo = ({ qname }: Question): ResourceRecord => ({ name: qname, type: 'HINFO', ttl: 8482, rdata: '"ANY obsoleted" "See RFC 8482"' });

/** Whether an answer has what was asked at the end of its aliases. */
function answers({ qname, qtype }: Question, answer: readonly ResourceRecord[]): boolean {
  let name = qname.toLowerCase();
  for (let steps = 0; steps <= answer.length; steps += 1) {
    const alias = qtype === 'CNAME' || qtype === 'ANY' ? undefined : answer.find((one) => one.type === 'CNAME' && one.name.toLowerCase() === name);
    if (!alias) return answer.some((one) => one.name.toLowerCase() === name && (qtype === 'ANY' || one.type === qtype));
    name = alias.rdata.toLowerCase();
  }
  return false;
}

function withTTL(content: ReplyContent, ttl: number): ReplyContent {
  const set = (records: readonly ResourceRecord[] = []): ResourceRecord[] => records.map((one) => ({ ...one, ttl }));
  return { ...content, answer: set(content.answer), authority: set(content.authority), additional: set(content.additional) };
}

/** `pods`: no names of Pods, or only of those that are there, instead of any address written with dashes. Models kubernetes.go findPods. */
function isPodHidden(draft: ClusterDraft, { pods }: NonNullable<Block['kubernetes']>, name: string, zone: string): boolean {
  const [kind, namespace = '', address = ''] = labelsOf(name.slice(0, name.length - zone.length)).reverse();
  if (kind !== 'pod' || pods === 'insecure' || namespace === '') return false;
  if (pods === 'disabled') return true;
  if (address === '') return false;
  const v4 = address.split('-').length === 4 && !address.includes('--');
  return draft.find(podsByIP, namespace, address.replaceAll('-', v4 ? '.' : ':')).length === 0;
}

/** A record as a zone file writes it. */
function recordOf(text: string): ResourceRecord {
  const words = text.trim().split(/\s+/);
  const name = fqdn(words.shift() ?? '');
  let ttl = 3600;
  while (/^(\d+|IN|CH)$/.test(words[0] ?? '')) {
    const word = words.shift() as string;
    if (/^\d/.test(word)) ttl = Number(word);
  }
  const type = words.shift();
  if (type === undefined || words.length === 0) throw new CorefileError(`dns: not a record: ${JSON.stringify(text)}`);
  const pointing = type === 'CNAME' || type === 'PTR' || type === 'NS';
  const wrong = (type === 'A' && parseIP(words[0] as string)?.family !== 'IPv4') || (type === 'AAAA' && parseIP(words[0] as string)?.family !== 'IPv6');
  if (wrong) throw new CorefileError(`dns: bad ${type} ${type}: ${JSON.stringify(words[0])} at line: 1:${text.trim().length}`);
  return { name, type, ttl, rdata: pointing ? fqdn(words[0] as string) : words.join(' ') };
}
