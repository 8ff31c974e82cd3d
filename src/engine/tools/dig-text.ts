// How dig of BIND 9.18.49 writes a message: bin/dig/dig.c printmessage, lib/dns/masterdump.c, lib/dns/ttl.c, rdata/generic/soa_6.c.
import type { DNSMessage, Question, ResourceRecord } from '../api/dns-message.ts';
import { formatTime, type Instant } from '../clock/instant.ts';
import { utf8 } from '../machine/shell-words.ts';

/** What of a record is shown, and how. */
export interface RecordStyle {
  readonly ttl: boolean;
  readonly class: boolean;
  readonly multiline: boolean;
  /** `5m` instead of `300`. */
  readonly units: boolean;
}

/** The columns of TTL, class, type and data. */
function columnsOf({ ttl, class: withClass, multiline }: RecordStyle): readonly [ttl: number, name: number, type: number, rdata: number] {
  if (multiline || (!ttl && !withClass)) return [24, 24, 24, 32];
  return ttl && withClass ? [24, 32, 40, 48] : [24, 24, 32, 40];
}

/** An option in an OPT record: what is said of it, its bytes, and whether it stands before the cookie. */
export type EDNSPart = readonly [text: string, bytes: number, isBefore?: true];

/** The header, and what EDNS says, of a message that was sent or got. */
export function headerText({ rcode, id, flags, question, answer, authority, additional, edns }: DNSMessage, parts: readonly EDNSPart[] = []): string {
  const set = (['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const).filter((flag) => flags[flag]);
  let text = flags.qr ? ';; Got answer:\n' : ';; Sending:\n';
  if (/(^|\.)local\.$/i.test(question.qname))
    text += ';; WARNING: .local is reserved for Multicast DNS\n;; You are currently testing what happens when an mDNS query is leaked to DNS\n';
  text += `;; ->>HEADER<<- opcode: QUERY, status: ${rcode}, id: ${id}\n;; flags: ${set.join(' ')}; QUERY: 1, ANSWER: ${answer.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length + (edns ? 1 : 0)}\n`;
  if (flags.qr && flags.rd && !flags.ra) text += ';; WARNING: recursion requested but not available\n';
  text += '\n';
  if (edns) {
    text += `;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:${edns.do ? ' do' : ''}; udp: ${edns.udpSize}\n`;
    for (const [words, , isBefore] of parts) if (isBefore) text += `; ${words}\n`;
    if (edns.cookie !== undefined) text += `; COOKIE: ${edns.cookie}${flags.qr ? ' (echoed)' : ''}\n`;
    for (const [words, , isBefore] of parts) if (!isBefore) text += `; ${words}\n`;
  }
  return text;
}

/** A name as a zone file writes it (lib/dns/name.c dns_name_totext). */
export const nameText = (name: string): string =>
  name.replace(/[\\"();@$]/g, '\\$&').replace(/[^!-~]/gu, (char) =>
    utf8(char)
      .map((byte) => `\\${String(byte).padStart(3, '0')}`)
      .join(''),
  );

/** `;web.default.svc.cluster.local.	IN	A`. */
export function questionText({ qname, qtype, qclass }: Question, style: RecordStyle): string {
  const [, name, type] = columnsOf(style);
  return `;${columns([
    [nameText(qname), 0],
    [qclass ?? 'IN', name],
    [qtype, type],
  ])}`;
}

/** One record; with `multiline` an SOA takes seven lines. */
export function recordText({ name, ttl, type, rdata }: ResourceRecord, style: RecordStyle): string {
  const [ttlAt, classAt, typeAt, rdataAt] = columnsOf(style);
  return columns([
    [nameText(name), 0],
    ...(style.ttl ? [[style.units ? duration(ttl, false) : String(ttl), ttlAt] as const] : []),
    ...(style.class ? [['IN', classAt] as const] : []),
    [type, typeAt],
    [type === 'SOA' && style.multiline ? startOfAuthority(rdata) : rdata, rdataAt],
  ]);
}

/** How a message came, and which of its parts `+yaml` shows. */
export interface YAMLStyle {
  readonly server: string;
  readonly port: number;
  readonly tcp: boolean;
  readonly now: Instant;
  readonly shows: (part: 'comments' | 'question' | 'answer' | 'authority' | 'additional') => boolean;
}

/** A message as `+yaml` writes it: an item of a list. */
export function yamlText(message: DNSMessage, { server, port, tcp, now, shows }: YAMLStyle): string {
  const { flags, question, edns } = message;
  const set = (['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const).filter((flag) => flags[flag]);
  const way = flags.qr ? 'response' : 'query';
  const v6 = server.includes(':');
  const at = `!!timestamp ${formatTime(now).replace(/Z$/, '.000Z')}`;
  const counts = [1, message.answer.length, message.authority.length, message.additional.length + (edns ? 1 : 0)];
  const lines = [
    `- type: MESSAGE\n  message:\n    type: ${flags.rd && (flags.ra || !flags.qr) ? 'RECURSIVE' : 'AUTH'}_${way.toUpperCase()}\n    query_time: ${at}`,
    ...(flags.qr ? [`    response_time: ${at}`] : []),
    `    message_size: ${message.bytes}b\n    socket_family: INET${v6 ? '6' : ''}\n    socket_protocol: ${tcp ? 'TCP' : 'UDP'}`,
    `    response_address: "${server}"\n    response_port: ${port}\n    query_address: "${v6 ? '::' : '0.0.0.0'}"\n    query_port: 0\n    ${way}_message_data:`,
    `      opcode: QUERY\n      status: ${message.rcode}\n      id: ${message.id}\n      flags:${set.map((flag) => ` ${flag}`).join('')}`,
    ...['QUESTION', 'ANSWER', 'AUTHORITY', 'ADDITIONAL'].map((part, i) => `      ${part}: ${counts[i]}`),
  ];
  if (edns && shows('comments')) {
    lines.push(`      OPT_PSEUDOSECTION:\n        EDNS:\n          version: 0\n          flags:${edns.do ? ' do' : ''}\n          udp: ${edns.udpSize}`);
    if (edns.cookie !== undefined) lines.push(`          COOKIE: ${edns.cookie}${flags.qr ? ' (echoed)' : ''}`);
  }
  const section = (part: 'question' | 'answer' | 'authority' | 'additional', items: readonly string[]): void => {
    if (shows(part) && items.length > 0) lines.push(`      ${part.toUpperCase()}_SECTION:`, ...items.map((item) => `        - '${item}'`));
  };
  section('question', [`${question.qname} ${question.qclass ?? 'IN'} ${question.qtype}`]);
  for (const part of ['answer', 'authority', 'additional'] as const)
    section(
      part,
      message[part].map(({ name, ttl, type, rdata }) => `${name} ${ttl} IN ${type} ${rdata}`),
    );
  return `${lines.join('\n')}\n`;
}

function startOfAuthority(rdata: string): string {
  const [origin, mail, ...numbers] = rdata.split(' ');
  const lines = ['serial', 'refresh', 'retry', 'expire', 'minimum'].map((word, index) => {
    const number = numbers[index] ?? '0';
    return `\t\t\t\t${number.padEnd(10)} ; ${word}${index === 0 ? '' : ` (${duration(Number(number), true)})`}\n`;
  });
  return `${origin} ${mail} (\n${lines.join('')}\t\t\t\t)`;
}

const UNITS = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `1h30m`, or with words `1 hour 30 minutes`. */
function duration(seconds: number, words: boolean): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest %= size;
    if (count > 0 || (unit === 'second' && parts.length === 0)) parts.push(words ? `${count} ${unit}${count === 1 ? '' : 's'}` : `${count}${unit[0]}`);
  }
  return parts.join(words ? ' ' : '');
}

/** Words at columns, with tabs of eight where one fits (masterdump.c indent()); a passed column still costs one. */
function columns(words: readonly (readonly [text: string, column: number])[]): string {
  let line = '';
  let at = 0;
  for (const [text, column] of words) {
    if (column > 0 && text !== '') {
      const to = Math.max(column, at + 1);
      const tabs = Math.floor(to / 8) - Math.floor(at / 8);
      line += tabs > 0 ? '\t'.repeat(tabs) + ' '.repeat(to % 8) : ' '.repeat(to - at);
      at = to;
    }
    line += text;
    at += text.length;
  }
  return line;
}
