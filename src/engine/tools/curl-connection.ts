// How curl gets a connection: --connect-to, --resolve, DNS, one address after the other, TLS (lib/connect.c, 7.88.1).
import { familyOf, isIPAddress } from '../api/ip-address.ts';
import type { Process, Wait } from '../machine/process.ts';
import { type Attempt, type ConnectFailure, openTCP } from './connection.ts';
import type { Arguments } from './curl-arguments.ts';
import type { Report } from './curl-report.ts';
import { Failed, maxTime, poolKey, type Open, type Session } from './curl-session.ts';
import { issuerText } from '../servers/certificate.ts';
import { matchingName, startTLS, type Location } from './http-exchange.ts';
import { ownAddresses, resolveName } from './resolving.ts';

/** What leaves through lo never arrives. */
function* nowhere(process: Process, limitMs: number): Generator<Wait, Pick<Attempt, 'connection' | 'failure'>, void> {
  yield { deadline: process.now + limitMs };
  return { failure: 'timeout' };
}

/** An address that curl dials; one that has not answered yet goes on while the other family is tried. */
interface Dialled {
  readonly ip: string;
  readonly comes?: { readonly failure: ConnectFailure; readonly at: number };
}

type Heard = Pick<Attempt, 'connection' | 'failure' | 'comes'>;

/** How long the first family has before the other one begins (--happy-eyeballs-timeout-ms). */
const HAPPY_EYEBALLS_MS = 200;

/** Waits for what an address has still to say. */
function* hear(process: Process, { failure, at }: NonNullable<Dialled['comes']>, limitMs: number): Generator<Wait, Heard, void> {
  const until = process.now + limitMs;
  if (at > process.now) yield { deadline: Math.min(at, until) };
  return { failure: at <= until ? failure : 'timeout' };
}

const failedTo = (ip: string, port: number, failure?: ConnectFailure): string =>
  failure === 'network-unreachable'
    ? `* Immediate connect fail for ${ip}: Network is unreachable\n`
    : `* connect to ${ip} port ${port} failed: ${failure === 'no-route' ? 'No route to host' : 'Connection refused'}\n`;

/** The proxy that -x names, with its port; 1080 where it names none. */
export function proxyOf({ values }: Arguments): { readonly host: string; readonly port: number } | undefined {
  const [, host, port] = /^(?:http:\/\/)?(\[[^\]]*\]|[^:/]+)(?::(\d+))?\/?$/.exec(values.get('x')?.at(-1) ?? '') ?? [];
  return host === undefined ? undefined : { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 1080) };
}

/** The arguments with the proxy that the environment names for a URL, or without one. Models lib/url.c create_conn_helper_init_proxy (7.88.1). */
export function throughEnvironment({ process, args, log }: Session, { scheme, host }: Location): Arguments {
  const read = (...names: readonly string[]): readonly [name: string, value: string] | undefined =>
    names.map((name) => [name, process.env[name] ?? ''] as const).find(([, value]) => value !== '');
  const given = args.values.get('x')?.at(-1);
  // HTTP_PROXY could be a header that a CGI program was given.
  const named = given === undefined ? read(`${scheme}_proxy`, ...(scheme === 'http' ? [] : ['HTTPS_PROXY']), 'all_proxy', 'ALL_PROXY') : undefined;
  const optional = args.values.get('\x07')?.at(-1);
  const around = optional === undefined ? read('no_proxy', 'NO_PROXY') : undefined;
  if (around) log(`* Uses proxy env variable ${around[0]} == '${around[1]}'\n`);
  const own = host.toLowerCase().replace(/\.$/, '');
  const isLeftOut = (optional ?? around?.[1] ?? '').split(/[, ]+/).some((word) => {
    const suffix = word.toLowerCase().replace(/^\.|\.$/g, '');
    return word === '*' || (suffix !== '' && (own === suffix || own.endsWith(`.${suffix}`)));
  });
  const proxy = isLeftOut ? undefined : (given ?? named?.[1]);
  if (named && !isLeftOut) log(`* Uses proxy env variable ${named[0]} == '${named[1]}'\n`);
  const values = new Map(args.values);
  if (proxy === undefined) values.delete('x');
  else values.set('x', [proxy]);
  return { ...args, values };
}

/** A connection for a URL: one that is open already, or a new one through --connect-to, --resolve, DNS and the network. */
export function* openFor(
  session: Session,
  location: Location,
  startedAt: number,
  report: Report,
): Generator<Wait, { readonly open: Open; readonly tls: boolean }, void> {
  const { process, args, log, pool } = session;
  const tls = location.scheme === 'https';
  const known = pool.get(poolKey(location));
  if (known) {
    log(
      `* Found bundle for host: 0x55d1c8a3a0f0 [serially]\n* Can not multiplex, even if we wanted to\n* Re-using existing connection #${known.number} with host ${location.host}\n`,
    );
    report.ip = known.ip;
    report.port = location.port;
    report.local = known.connection.local;
    return { open: known, tls };
  }
  const proxy = proxyOf(args);
  let { host, port } = proxy ?? location;
  if (proxy ? tls : args.values.has('x') && args.values.get('x')?.at(-1) !== '') {
    process.notSimulated('tool-option', { option: 'curl -x' }, '');
    throw new Failed(1, 'minato: such a proxy is not simulated');
  }
  for (const rule of args.values.get('\x03') ?? []) {
    const match = /^(\[[^\]]*\]|[^:]*):(\d*):(\[[^\]]*\]|[^:]*):(\d*)$/.exec(rule);
    if (
      !match ||
      (match[1] && match[1].replace(/^\[|\]$/g, '').toLowerCase() !== location.host.toLowerCase()) ||
      (match[2] && Number(match[2]) !== location.port)
    )
      continue;
    if (match[3]) log(`* Connecting to hostname: ${(host = match[3].replace(/^\[|\]$/g, ''))}\n`);
    if (match[4]) log(`* Connecting to port: ${(port = Number(match[4]))}\n`);
    break;
  }
  const number = session.connections.opened++;
  const closing = (): void => log(`* Closing connection ${number}\n`);
  const device = args.values.get('\x0f')?.at(-1);
  if (device !== undefined && !['lo', 'eth0', ...ownAddresses(process, 'IPv4'), ...ownAddresses(process, 'IPv6')].includes(device)) {
    closing();
    throw new Failed(45, isIPAddress(device) ? 'bind failed with errno 99: Cannot assign requested address' : `Couldn't bind to '${device}'`);
  }
  const addresses = yield* addressesFor(session, host, port, startedAt, closing, proxy !== undefined);
  const limit = maxTime(session, startedAt);
  const connectLimit = Number(args.values.get('\x01')?.at(-1) ?? 300) * 1000;
  const beganAt = process.now;
  let timedOut = false;
  let queue: Dialled[] = addresses.map((ip) => ({ ip }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { ip, comes } = next;
    if (!comes) log(`*   Trying ${ip.includes(':') ? `[${ip}]` : ip}:${port}...\n`);
    const untilLimit = limit === undefined ? Infinity : limit - process.now;
    const untilConnect = beganAt + connectLimit - process.now;
    const limitMs = Math.min(untilLimit, untilConnect, 134_000);
    const isOther = (one: Dialled): boolean => familyOf(one.ip) !== familyOf(ip);
    const patience =
      comes || !queue.some((one) => isOther(one) && !one.comes) || queue.some((one) => one.comes)
        ? Infinity
        : Math.max(1, beganAt + HAPPY_EYEBALLS_MS - process.now);
    const dialledAt = process.now;
    const waitsMs = Math.min(limitMs, patience);
    const attempt: Heard = comes
      ? yield* hear(process, comes, limitMs)
      : device === 'lo'
        ? yield* nowhere(process, waitsMs)
        : yield* openTCP(process, ip, port, waitsMs);
    if (attempt.failure === 'timeout' && patience < limitMs) {
      const { failure, afterMs } = attempt.comes ?? { failure: 'timeout' as const, afterMs: Infinity };
      queue = [...queue.filter(isOther), { ip, comes: { failure, at: dialledAt + afterMs } }, ...queue.filter((one) => !isOther(one))];
      continue;
    }
    if (attempt.connection) {
      const peer = attempt.connection.trace.packet.destination.ip;
      report.ip = peer;
      report.port = port;
      report.connects++;
      report.local = attempt.connection.local;
      log(`* Connected to ${host} (${peer}) port ${port} (#${number})\n`);
      const open: Open = { connection: attempt.connection, ip, number };
      if (tls) yield* shakeHands(session, open, location, startedAt, report, closing);
      pool.set(poolKey(location), open);
      return { open, tls };
    }
    if (attempt.failure === 'timeout' && untilLimit <= untilConnect && limit !== undefined && process.now >= limit) {
      const words = `Connection timed out after ${process.now - startedAt + 1} milliseconds`;
      for (const { ip: other, comes: heard } of queue) if (heard && heard.at < process.now) log(failedTo(other, port, heard.failure));
      log(`* ${words}\n`);
      closing();
      throw new Failed(28, words);
    }
    timedOut = attempt.failure === 'timeout';
    if (timedOut) log(`* ${ip.includes(':') ? 'ipv6' : 'ipv4'} connect timeout after ${Math.round(connectLimit)}ms, move on!\n`);
    else log(failedTo(ip, port, attempt.failure));
  }
  const words = `Failed to connect to ${host} port ${port} after ${process.now - beganAt + (timedOut ? 1 : 0)} ms: ${timedOut ? 'Timeout was reached' : "Couldn't connect to server"}`;
  log(`* ${words}\n`);
  closing();
  throw new Failed(timedOut ? 28 : 7, words);
}

function* addressesFor(
  session: Session,
  host: string,
  port: number,
  startedAt: number,
  closing: () => void,
  isProxy: boolean,
): Generator<Wait, readonly string[], void> {
  const { process, args, log } = session;
  const only = args.flags.has('6') ? 'IPv6' : args.flags.has('4') ? 'IPv4' : undefined;
  const rules = args.values.get('\x02') ?? [];
  // Models lib/hostip.c Curl_loadhostpairs: every entry is read before anything is asked.
  const wrong = rules.find((rule) => {
    const [, addresses] = /^\+?(?:\[[^\]]*\]|[^:]*):\d+:(.+)$/.exec(rule) ?? [];
    return !rule.startsWith('-') && (addresses === undefined || !addresses.split(',').every((ip) => isIPAddress(ip.replace(/^\[|\]$/g, ''))));
  });
  if (wrong !== undefined) throw new Failed(49, `Couldn't parse CURLOPT_RESOLVE entry '${wrong}'`);
  const pinned = rules
    .map((rule) => /^[+-]?(\[[^\]]*\]|[^:]*):(\d+):(.*)$/.exec(rule))
    .find((match) => match && (match[1] === '*' || match[1]?.toLowerCase() === host.toLowerCase()) && Number(match[2]) === port);
  let found: readonly string[];
  if (pinned) {
    found = (pinned[3] as string).split(',').map((ip) => ip.replace(/^\[|\]$/g, ''));
    log(`* Added ${host}:${port}:${pinned[3]} to DNS cache\n* Hostname ${host} was found in DNS cache\n`);
  } else if (isIPAddress(host)) found = [host];
  else {
    // -6 asks for both families and then takes what it may (case traffic/dual-stack); -4 asks for A only.
    const limit = maxTime(session, startedAt);
    const asked = yield* resolveName(process, host, only === 'IPv4' ? 'A' : 'both');
    // curl knows localhost by itself, in both families (lib/hostip.c get_localhost).
    const addresses = host.toLowerCase() === 'localhost' ? (only === 'IPv4' ? ['127.0.0.1'] : ['127.0.0.1', '::1']) : asked.addresses;
    if (limit !== undefined && process.now >= limit && addresses.length === 0) {
      const words = `Resolving timed out after ${limit - startedAt + 1} milliseconds`;
      log(`* ${words}\n`);
      closing();
      throw new Failed(28, words);
    }
    if (addresses.length === 0) {
      const words = `Could not resolve ${isProxy ? 'proxy' : 'host'}: ${host}`;
      log(`* ${words}\n`);
      closing();
      throw new Failed(isProxy ? 5 : 6, words);
    }
    found = addresses;
  }
  const usable = only ? found.filter((ip) => familyOf(ip) === only) : found;
  if (usable.length === 0) {
    closing();
    throw new Failed(7, "Couldn't connect to server");
  }
  return usable;
}

/** The TLS handshake on an open connection; throws why curl gives up. */
function* shakeHands(
  session: Session,
  { connection }: Open,
  { host }: Location,
  startedAt: number,
  report: Report,
  closing: () => void,
): Generator<Wait, void, void> {
  const { process, args, log } = session;
  const fail = (code: number, words: string): never => {
    log(`* ${words}\n`);
    closing();
    throw new Failed(code, words);
  };
  const authorities = args.values.get('\x08')?.at(-1);
  const trusted = authorities === undefined ? '' : process.files.read(authorities);
  if (!args.flags.has('k') && authorities !== undefined && !trusted?.includes('-----BEGIN CERTIFICATE-----'))
    fail(77, `error setting certificate file: ${authorities}`);
  log('* ALPN: offers h2,http/1.1\n} [5 bytes data]\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n} [512 bytes data]\n');
  if (!args.flags.has('k')) log(`*  CAfile: ${authorities ?? '/etc/ssl/certs/ca-certificates.crt'}\n*  CApath: /etc/ssl/certs\n`);
  const { certificate, failure } = startTLS(process, connection, host, trusted);
  if (failure === 'not-tls') fail(35, 'OpenSSL/3.0.22: error:0A00010B:SSL routines::wrong version number');
  if (failure === 'closed') fail(35, `OpenSSL SSL_connect: Connection reset by peer in connection to ${host}:${connection.listener.port} `);
  if (failure === 'silent') {
    const limit = maxTime(session, startedAt);
    const connectLimit = args.values.get('\x01')?.at(-1);
    yield { deadline: Math.min(limit ?? Infinity, connectLimit === undefined ? startedAt + 300_000 : startedAt + Number(connectLimit) * 1000) };
    if (limit !== undefined && process.now >= limit) fail(28, `Connection timed out after ${process.now - startedAt + 1} milliseconds`);
    fail(28, 'SSL connection timeout');
  }
  const received =
    '{ [5 bytes data]\n* TLSv1.3 (IN), TLS handshake, Server hello (2):\n{ [122 bytes data]\n* TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):\n{ [6 bytes data]\n* TLSv1.3 (IN), TLS handshake, Certificate (11):\n{ [849 bytes data]\n';
  log(received);
  const untrusted = failure === 'untrusted' || failure === 'self-signed';
  if (untrusted || args.flags.has('k')) report.verified = failure === 'self-signed' ? 18 : 20;
  const problem = failure === 'self-signed' ? 'self-signed certificate' : 'unable to get local issuer certificate';
  if (untrusted && !args.flags.has('k')) {
    log('* TLSv1.3 (OUT), TLS alert, unknown CA (560):\n} [2 bytes data]\n');
    fail(60, `SSL certificate problem: ${problem}`);
  }
  log(
    '* TLSv1.3 (IN), TLS handshake, CERT verify (15):\n{ [264 bytes data]\n* TLSv1.3 (IN), TLS handshake, Finished (20):\n{ [52 bytes data]\n* TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):\n} [1 bytes data]\n* TLSv1.3 (OUT), TLS handshake, Finished (20):\n} [52 bytes data]\n* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n* ALPN: server accepted http/1.1\n',
  );
  const { attribute = 'CN' } = certificate ?? {};
  log(`* Server certificate:\n*  subject: ${attribute}=${certificate?.subjectCN}\n`);
  if (failure === 'name-mismatch' && !args.flags.has('k')) {
    const words =
      certificate && certificate.dnsNames.length + certificate.ipAddresses.length > 0
        ? `SSL: no alternative certificate subject name matches target host name '${host}'`
        : `SSL: certificate subject name '${certificate?.subjectCN}' does not match target host name '${host}'`;
    report.verified = 1;
    log(`*  subjectAltName does not match ${host}\n`);
    fail(60, words);
  }
  if (!args.flags.has('k')) log(`*  subjectAltName: host "${host}" matched cert's "${certificate ? matchingName(certificate, host) : host}"\n`);
  log(`*  issuer: ${certificate ? issuerText(certificate, '=', '; ') : ''}\n`);
  // With -k no authority is known to it.
  if (!args.flags.has('k')) log('*  SSL certificate verify ok.\n');
  else log(`*  SSL certificate verify result: ${problem} (${report.verified}), continuing anyway.\n`);
}
