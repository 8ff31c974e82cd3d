import { civilTime } from '../clock/instant.ts';
import { listenersAt, locationOfPlace } from '../network/machines.ts';
import type { Process, Program, ProgramTable, Running } from '../machine/process.ts';
import { AGNHOST_PART } from '../servers/agnhost-part.ts';
import { COREFILE_PART } from '../servers/corefile-part.ts';
import { COREDNS_LISTENERS, COREFILE_PATH, stockCorefile } from '../store/coredns-addon.ts';
import type { Listener } from '../store/tables.ts';

/** What a server needs to know before it serves. */
export interface Surroundings extends Pick<Process, 'argv' | 'draft' | 'place' | 'now' | 'out' | 'err' | 'recall'> {
  readonly files: Pick<Process['files'], 'read'>;
  notSimulated: Process['notSimulated'];
}

/** A server at its start: the sockets it then holds open until it is ended, or its exit status. */
export type Server = (process: Surroundings) => readonly Listener[] | number;

/** Whether another container on the same network has a port already. */
function isTaken(process: Surroundings, { protocol, port }: Listener): boolean {
  const { draft, place } = process;
  const at = locationOfPlace(draft, place);
  if (!at || place.kind !== 'pod') return false;
  const count = (listeners: readonly Listener[]): number => listeners.filter((one) => one.protocol === protocol && one.port === port).length;
  return process.recall(() => {
    const all = count(listenersAt(draft, at, port));
    const own = all > 0 ? draft.get('containers', place.namespace, `${place.pod}/${place.container ?? ''}`) : undefined;
    return all > count(own && !own.exited ? own.listeners : []);
  });
}

/** A server as a program like any other. */
const programOf = (server: Server): Program =>
  function* (process): Running {
    const served = server(process);
    if (typeof served === 'number') return served;
    for (const listener of served) process.listen(listener);
    yield { until: () => false };
    return 0;
  };

const number = (value: string | undefined, missing: number): number => (value !== undefined && /^-?\d+$/.test(value) ? Number(value) : missing);

/** `--name=value` and `--name value`, as cobra reads them. */
function flagsOf(args: readonly string[]): { readonly [name: string]: string } {
  const flags: { [name: string]: string } = {};
  for (let at = 0; at < args.length; at++) {
    const match = /^--?([a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(args[at] as string);
    if (!match) continue;
    const [, name = '', value] = match;
    flags[name] = value ?? (args[at + 1]?.startsWith('-') === false ? (args[++at] as string) : 'true');
  }
  return flags;
}

// Models kubernetes test/images/agnhost (v1.37.1): netexec, serve-hostname, porter and pause; other subcommands say so.
function agnhost(process: Surroundings): readonly Listener[] | number {
  const [, command, ...args] = process.argv;
  const flags = flagsOf(args);
  const unknown = command === 'netexec' || command === 'serve-hostname' ? Object.keys(flags).find((name) => !FLAGS.has(name)) : undefined;
  if (unknown !== undefined) {
    process.err(`Error: unknown flag: --${unknown}\n`);
    return 1;
  }
  for (const name of NUMBERS) {
    const value = flags[name];
    if (value === undefined || /^[-+]?\d+$/.test(value)) continue;
    process.err(`Error: invalid argument ${JSON.stringify(value)} for "--${name}" flag: strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax\n`);
    return 1;
  }
  switch (command) {
    case 'netexec': {
      const http = number(flags['http-port'], 8080);
      const udp = number(flags['udp-port'], 8081);
      const certificate = flags['tls-cert-file'];
      const tls = certificate !== undefined;
      const delay = number(flags['delay-shutdown'], 0);
      const listeners: Listener[] = [];
      if (http >= 0)
        listeners.push({
          protocol: 'TCP',
          port: http,
          server: 'netexec',
          options: { ...(tls ? { tls: true } : {}), ...(delay > 0 ? { delayShutdown: delay } : {}) },
        });
      if (udp >= 0) listeners.push({ protocol: 'UDP', port: udp, server: 'netexec' });
      if (http >= 0) goLog(process, `Started HTTP server on port ${http}`);
      const missing = tls && http >= 0 ? [certificate, flags['tls-private-key-file'] ?? ''].find((path) => process.files.read(path) === undefined) : undefined;
      if (missing !== undefined) {
        goLog(process, `open ${missing}: no such file or directory`);
        return 1;
      }
      if (udp >= 0) goLog(process, `Started UDP server on port  ${udp}`);
      const taken = listeners.find((listener) => isTaken(process, listener));
      if (taken) {
        goLog(process, `listen ${taken.protocol.toLowerCase()} :${taken.port}: bind: address already in use`);
        return 1;
      }
      return listeners;
    }
    case 'serve-hostname': {
      const listeners: Listener[] = [];
      const isOn = (name: string, missing: boolean): boolean => (flags[name] ?? String(missing)) === 'true';
      if (isOn('http', true))
        listeners.push({ protocol: 'TCP', port: number(flags['port'], 9376), server: 'serve-hostname', options: isOn('tcp', false) ? { raw: true } : {} });
      if (isOn('udp', false)) listeners.push({ protocol: 'UDP', port: number(flags['port'], 9376), server: 'serve-hostname' });
      goLog(process, `Serving on port ${number(flags['port'], 9376)}.`);
      return listeners;
    }
    case undefined:
    case 'pause':
      if (command === 'pause') process.out('Paused\nSignals registered\n');
      return [];
    default:
      AGNHOST_PART.content(process, command);
      return 1;
  }
}

/** Flags that take a whole number. */
const NUMBERS = ['http-port', 'udp-port', 'sctp-port', 'delay-shutdown', 'port'];

const FLAGS = new Set(
  'http-port udp-port sctp-port tls-cert-file tls-private-key-file delay-shutdown http-override port http tcp udp close v logtostderr alsologtostderr'.split(
    ' ',
  ),
);

/** A line of Go's log package through klog, as agnhost writes it to standard error. */
function goLog(process: Surroundings, text: string): void {
  const { month, day, hour, minute, second, millisecond } = civilTime(process.now);
  const two = (value: number): string => String(value).padStart(2, '0');
  process.err(`I${two(month)}${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}000       1 log.go:244] ${text}\n`);
}

/** The main programs of images that serve; everything else in them is a tool. */
export const SERVERS: { readonly [name: string]: Server } = {
  agnhost,
  nginx(process) {
    const listener: Listener = { protocol: 'TCP', port: 80, server: 'nginx' };
    if (!isTaken(process, listener)) return [listener];
    process.err('nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n');
    return 1;
  },
  pause: () => [],
  coredns(process) {
    const text = process.files.read(COREFILE_PATH);
    return text === undefined || text === stockCorefile(process.draft.config) ? COREDNS_LISTENERS : COREFILE_PART.content.start(process, text);
  },
  silent: ({ argv }) => [{ protocol: 'TCP', port: number(argv[2], 0), server: 'silent' }],
};

/** The same as programs, and the one that starts what it is told to. */
export const SERVER_PROGRAMS: ProgramTable = {
  ...Object.fromEntries(Object.entries(SERVERS).map(([name, server]) => [name, programOf(server)])),
  'docker-entrypoint.sh': function* (process): Running {
    const [, name = '', ...args] = process.argv;
    const program = process.machine.programs[name];
    if (program) return yield* process.call(program, [name, ...args], process.env, process.streams, process.files);
    process.err(`/docker-entrypoint.sh: 2: exec: ${name}: not found\n`);
    return 127;
  } satisfies Program,
};
