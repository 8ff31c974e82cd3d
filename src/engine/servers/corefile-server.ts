// Models CoreDNS v1.14.7 as a process: coremain/run.go, plugin/reload, and Restart of coredns/caddy (v1.1.4-0.20250930002214).
import { lookUpOutside } from '../dns/outside-zones.ts';
import { answerAs, type Answering } from '../dns/corefile-chain.ts';
import { setUp } from '../dns/corefile-setup.ts';
import type { Corefile } from '../dns/corefile-settings.ts';
import type { Around } from '../dns/corefile-words.ts';
import { CorefileError, corefileHash } from '../dns/corefile-syntax.ts';
import { replyTo } from '../dns/message.ts';
import { fqdn } from '../dns/name.ts';
import type { DNSMessage, DNSReply } from '../api/dns-message.ts';
import type { PacketTrace } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { COREDNS_LISTENERS, COREFILE_PATH, stockCorefile } from '../store/coredns-addon.ts';
import { formatResolvConf, hostsFileOf, resolvConfOf } from '../store/pod-environment.ts';
import type { ContainerRecord, Listener, LogLine } from '../store/tables.ts';
import type { ExchangedDNS } from './exchange-dns.ts';
import { holderOf, writeLog } from './containers.ts';

/** A container by its place: namespace, and `<pod>/<container>`. */
export interface ContainerKey {
  readonly namespace: string;
  readonly key: string;
}

const RELOAD_MS = 30_000;
const MAXPROCS = 'maxprocs: Leaving GOMAXPROCS=2: CPU quota undefined';

/** What a container has around it: what the kubelet gives every container, and other files by `fileAt`. */
function around(draft: ClusterDraft, { namespace, key }: ContainerKey, fileAt: Around['read']): Around {
  const pod = draft.get('pods', namespace, key.slice(0, key.indexOf('/')));
  const { nodeNameservers } = draft.config;
  return {
    read(path) {
      if (path === '/etc/resolv.conf') return pod ? formatResolvConf(resolvConfOf(draft, pod)) : nodeNameservers.map((ip) => `nameserver ${ip}\n`).join('');
      if (path === '/etc/hosts' && pod) return hostsFileOf(draft, pod);
      return fileAt(path);
    },
    addressesOf(name) {
      const found = lookUpOutside(draft, { qname: fqdn(name), qtype: 'A' }).answer.filter(({ type }) => type === 'A');
      if (found.length === 0) throw new CorefileError(`failed to resolve "${name}": lookup ${name} on ${nodeNameservers[0] ?? '127.0.0.1'}:53: no such host`);
      return found.map(({ rdata }) => rdata);
    },
  };
}

const filesOf =
  ({ files }: ContainerRecord): Around['read'] =>
  (path) =>
    files[path] ?? undefined;

/** What a Corefile was set up with: files and names are read then, and not again before the next reload. */
interface Heard {
  readonly files: { [path: string]: string };
  readonly addresses: { [name: string]: readonly string[] };
}

/** Sets up a Corefile and keeps what it heard. Throws `CorefileError`. */
function setUpHearing(text: string, { read, addressesOf }: Around): { readonly corefile: Corefile; readonly heard: Heard } {
  const heard: Heard = { files: {}, addresses: {} };
  const corefile = setUp(text, {
    read(path) {
      const file = read(path);
      if (file !== undefined) heard.files[path] = file;
      return file;
    },
    addressesOf: (name) => (heard.addresses[name] = addressesOf(name)),
  });
  return { corefile, heard };
}

type Running = NonNullable<Listener['options']>;
const setUpOf = new WeakMap<Running, Corefile>();

/** The configuration that a socket for DNS carries. */
function runningCorefile(options: Running): Corefile {
  let corefile = setUpOf.get(options);
  if (!corefile) {
    const { files, addresses } = JSON.parse(options['heard'] as string) as Heard;
    corefile = setUp(options['corefile'] as string, { read: (path) => files[path], addressesOf: (name) => addresses[name] ?? [] });
    setUpOf.set(options, corefile);
  }
  return corefile;
}

/** The sockets of a running configuration. Those for DNS carry it with them. */
function listenersOf(draft: ClusterDraft, text: string, corefile: Corefile, heard: Heard): readonly Listener[] {
  if (text === stockCorefile(draft.config)) return COREDNS_LISTENERS;
  const options = { corefile: text, heard: JSON.stringify(heard), lameduck: corefile.health?.lameduckMs ?? 0, since: draft.now };
  const ports = [...new Set(corefile.blocks.flatMap(({ zones }) => zones.map(({ port }) => port)))];
  const dns = (protocol: 'UDP' | 'TCP', port: number): Listener => ({ protocol, port, server: 'corefile', options });
  const { health, ready, prometheus } = corefile;
  return [
    ...ports.flatMap((port) => [dns('UDP', port), dns('TCP', port)]),
    ...(
      [
        ['/health', health],
        ['/ready', ready],
        ['/metrics', prometheus],
      ] as const
    ).flatMap(([path, web]) =>
      web ? [{ protocol: 'TCP' as const, port: web.port, server: 'coredns', options: { path }, ...(web.address ? { address: web.address } : {}) }] : [],
    ),
  ];
}

/** What is said of directives that the simulator passes over. */
const passedOver = ({ passedOver: words }: Corefile): readonly string[] =>
  [...new Set(words)].map((word) => `minato: ${word} in a Corefile is not simulated: CoreDNS goes on without it here`);

const hashLine = (text: string): string => `[INFO] plugin/reload: Running configuration SHA512 = ${corefileHash(text)}`;

function linesOfStart(text: string, corefile: Corefile): readonly string[] {
  const zones = corefile.blocks.flatMap((block) => block.zones.map(({ name, port }) => `${name}:${port}`)).sort();
  return [
    ...corefile.warnings,
    ...zones,
    ...(corefile.reloadMs === undefined ? [] : [hashLine(text)]),
    'CoreDNS-1.14.7',
    'linux/amd64, go1.26.8, ',
    ...passedOver(corefile),
  ];
}

const line = (at: number, stream: LogLine['stream'], text: string): LogLine => ({ at, stream, text: `${text}\n` });

/** What CoreDNS with the cluster's own Corefile has written since it started: its log is kept only once there is more to it. */
export function firstLines(draft: ClusterDraft, { startedAt }: Pick<ContainerRecord, 'startedAt'>): readonly LogLine[] {
  const text = stockCorefile(draft.config);
  const lines = linesOfStart(text, setUp(text, { read: () => 'nameserver 127.0.0.1', addressesOf: () => [] }));
  return [line(startedAt, 'stderr', MAXPROCS), ...lines.map((one) => line(startedAt, 'stdout', one))];
}

/** CoreDNS at its start with another Corefile: the sockets it then holds, or its exit status. */
export function start(
  process: {
    readonly draft: ClusterDraft;
    readonly place: { readonly kind: string };
    readonly files: Pick<Around, 'read'>;
    readonly out: (text: string) => void;
    readonly err: (text: string) => void;
  },
  text: string,
): readonly Listener[] | number {
  const { namespace = '', pod = '', container = '' } = process.place as { readonly namespace?: string; readonly pod?: string; readonly container?: string };
  const { draft } = process;
  try {
    const { corefile, heard } = setUpHearing(
      text,
      around(draft, { namespace, key: `${pod}/${container}` }, (path) => process.files.read(path)),
    );
    process.err(`${MAXPROCS}\n`);
    for (const one of linesOfStart(text, corefile)) process.out(`${one}\n`);
    return listenersOf(draft, text, corefile, heard);
  } catch (error) {
    if (!(error instanceof CorefileError)) throw error;
    process.out(`${error.message}\n`);
    process.err(`${MAXPROCS}\n`);
    return 1;
  }
}

/** The text that a CoreDNS runs with, since when, and how often it looks at its file; `undefined`: this is not CoreDNS. */
function runningOf(
  draft: ClusterDraft,
  record: ContainerRecord,
): { readonly text: string; readonly since: number; readonly everyMs: number | undefined } | undefined {
  const options = record.listeners.find(({ server }) => server === 'corefile')?.options;
  if (!options)
    return record.listeners.some(({ server }) => server === 'coredns')
      ? { text: stockCorefile(draft.config), since: record.startedAt, everyMs: RELOAD_MS }
      : undefined;
  return { text: options['corefile'] as string, since: options['since'] as number, everyMs: runningCorefile(options).reloadMs };
}

/** A CoreDNS whose file has changed will see it when it looks next. `owner` is who calls `look` then, `about` what it is told. */
export function awaitLook(draft: ClusterDraft, where: ContainerKey, owner: string, about: string): void {
  const record = draft.get('containers', where.namespace, where.key);
  const running = record && !record.exited ? runningOf(draft, record) : undefined;
  if (running?.everyMs === undefined) return;
  const { since, everyMs } = running;
  const dueAt = since + (Math.floor((draft.now - since) / everyMs) + 1) * everyMs;
  draft.schedule(`${owner}/${about}`, { dueAt, owner, about, idle: true });
}

/**
 * plugin/reload looks at the file: a text it has not seen takes the place of the running one, or, where it cannot be set up, is
 * complained about once. Returns whether it will complain again: of a text that is not even words and braces.
 */
export function look(draft: ClusterDraft, where: ContainerKey): boolean {
  const record = draft.get('containers', where.namespace, where.key);
  const running = record && !record.exited ? runningOf(draft, record) : undefined;
  const text = record?.files[COREFILE_PATH];
  if (!record || running?.everyMs === undefined || typeof text !== 'string') return false;
  const fact = `${where.namespace}/${where.key}/${record.startedAt}`;
  const seen = String(draft.get('facts', 'corefile', fact)?.value ?? corefileHash(running.text));
  const write = (lines: readonly string[], listeners = record.listeners): void => {
    const before = record.log.length > 0 ? record.log : firstLines(draft, record);
    draft.set(
      'containers',
      where.namespace,
      where.key,
      { ...record, listeners, log: [...before, ...lines.map((one) => line(draft.now, 'stdout', one))] },
      'process',
    );
  };
  try {
    const hash = corefileHash(text);
    if (hash === seen) return false;
    draft.set('facts', 'corefile', fact, { value: hash }, 'process');
  } catch (error) {
    if (!(error instanceof CorefileError)) throw error;
    write([`[WARNING] plugin/reload: Corefile parse failed: ${error.message}`]);
    return true;
  }
  try {
    const { corefile, heard } = setUpHearing(text, around(draft, where, filesOf(record)));
    const pod = draft.get('pods', where.namespace, where.key.slice(0, where.key.indexOf('/')));
    for (const { ip } of pod?.status?.podIPs ?? []) for (const name of draft.names('dnscache', ip)) draft.delete('dnscache', ip, name, 'coredns');
    write(
      [
        '[INFO] Reloading',
        ...corefile.warnings,
        ...(corefile.reloadMs === undefined ? [] : [hashLine(text)]),
        '[INFO] Reloading complete',
        ...passedOver(corefile),
      ],
      listenersOf(draft, text, corefile, heard),
    );
  } catch (error) {
    if (!(error instanceof CorefileError)) throw error;
    const { message } = error;
    write([
      '[INFO] Reloading',
      `[ERROR] Restart failed: ${message}`,
      `[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: ${message}`,
    ]);
  }
  return false;
}

/** How often a query may be handed on before it is refused: two servers that forward to each other. */
const MOST_FORWARDS = 6;
const forwards = new WeakMap<ClusterDraft, number>();

/** The reply of a CoreDNS with a Corefile of its own to a query that has arrived there, and how long it took. */
export function exchangeWith(
  draft: ClusterDraft,
  trace: PacketTrace,
  listener: Listener,
  query: DNSMessage,
  protocol: 'UDP' | 'TCP',
  exchange: (
    draft: ClusterDraft,
    from: NonNullable<PacketTrace['endpoint']>,
    server: string,
    query: DNSMessage,
    protocol: 'UDP' | 'TCP',
    port: number,
  ) => ExchangedDNS,
): { readonly message: DNSMessage | undefined; readonly elapsedMs: number } {
  const { endpoint, arrived } = trace;
  const holder = endpoint && holderOf(draft, endpoint, listener);
  const depth = forwards.get(draft) ?? 0;
  if (!holder || !arrived || !listener.options) return { message: undefined, elapsedMs: 0 };
  // Models plugin/forward's max_concurrent, which a circle has reached within a moment (case faults/coredns-asks-itself).
  if (depth > MOST_FORWARDS) return { message: replyTo(query, { rcode: 'REFUSED' }), elapsedMs: 0 };
  const { namespace, key } = holder;
  const { read } = around(draft, { namespace, key }, filesOf(holder.record));
  const answering: Answering = {
    draft,
    corefile: runningCorefile(listener.options),
    serverIP: arrived.ip,
    client: { ip: trace.sourceSeen ?? '', port: trace.sourcePortSeen ?? 0 },
    protocol,
    read,
    ask(ip, port, asked, over): { readonly reply: DNSReply; readonly elapsedMs: number; readonly told: string } {
      const { reply, trace: way } = exchange(draft, endpoint, ip, asked, over, port);
      const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);
      const { source } = way.packet;
      const to = `${bracketed(ip)}:${port}`;
      return { reply, elapsedMs: way.elapsedMs, told: over === 'TCP' ? `tcp ${to}` : `udp ${bracketed(source.ip)}:${source.port}->${to}` };
    },
    log: (one) => writeLog(draft, holder, 'stdout', one),
  };
  forwards.set(draft, depth + 1);
  try {
    const { reply, elapsedMs } = answerAs(answering, query, listener.port);
    return { message: reply, elapsedMs };
  } finally {
    forwards.set(draft, depth);
  }
}
