// Models OpenBSD netcat as Debian packages it (1.219) and busybox nc: connect, scan (-z), UDP (-u) and listen (-l).
import { byteLength } from '../api/go-text.ts';
import { isIPAddress } from '../api/ip-address.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { addressesOf, findListener, isLoopback, machineKey } from '../network/machines.ts';
import { logReply } from '../network/packet-log.ts';
import { answerTCP, answerUDP } from '../servers/answer.ts';
import { cannotConnect, CONNECT_ERRORS, logExchange, openBlockingTCP, openTCP, sendFirst, type Connection } from './connection.ts';
import { serviceName, servicePort } from './service-ports.ts';
import { BUSYBOX_BANNER, notSimulated, readOptions, type Options } from './options.ts';
import { locationOf, resolutionError, resolveName } from './resolving.ts';

const USAGE = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]`;

const HELP = `	Command Summary:
		-4		Use IPv4
		-6		Use IPv6
		-b		Allow broadcast
		-C		Send CRLF as line-ending
		-D		Enable the debug socket option
		-d		Detach from stdin
		-F		Pass socket fd
		-h		This help text
		-I length	TCP receive buffer length
		-i interval	Delay interval for lines sent, ports scanned
		-k		Keep inbound sockets open for multiple connects
		-l		Listen mode, for inbound connects
		-M ttl		Outgoing TTL / Hop Limit
		-m minttl	Minimum incoming TTL / Hop Limit
		-N		Shutdown the network socket after EOF on stdin
		-n		Suppress name/port resolutions
		-O length	TCP send buffer length
		-P proxyuser	Username for proxy authentication
		-p port		Specify local port for remote connects
		-q secs		quit after EOF on stdin and delay of secs
		-r		Randomize remote ports
		-S		Enable the TCP MD5 signature option
		-s sourceaddr	Local source address
		-T keyword	TOS value
		-t		Answer TELNET negotiation
		-U		Use UNIX domain socket
		-u		UDP mode
		-V rtable	Specify alternate routing table
		-v		Verbose
		-W recvlimit	Terminate after receiving a number of packets
		-w timeout	Timeout for connects and final net reads
		-X proto	Proxy protocol: "4", "5" (SOCKS) or "connect"
		-x addr[:port]	Specify proxy address and port
		-Z		DCCP mode
		-z		Zero-I/O mode [used for scanning]
	Port numbers can be individual or ranges: lo-hi [inclusive]
`;

export const nc: Program = function* (process): Running {
  const options = readOptions(process, { short: '46lnuvzw:p:q:s:Nkdh', known: 'CDFrStUZI:i:M:m:O:P:T:V:W:X:x:b', usage: USAGE });
  if (typeof options === 'number') return options;
  if (options.has('h')) {
    process.err(`OpenBSD netcat (Debian patchlevel 1.219-1)\n${USAGE}\n${HELP}`);
    return 1;
  }
  const [host, ...words] = options.has('l') && options.args.length < 2 ? [undefined, options.args[0] ?? options.value('p')] : options.args;
  if (words[0] === undefined) {
    process.err(host === undefined && !options.has('l') ? `${USAGE}\n` : 'nc: missing port number\n');
    return 1;
  }
  const bad = (['w', 'q'] as const).find((letter) => options.value(letter) !== undefined && !/^-?\d+$/.test(options.value(letter) as string));
  if (bad) {
    process.err(`nc: ${bad === 'w' ? 'timeout' : 'quit timer'} invalid: ${options.value(bad)}\n`);
    return 1;
  }
  // Every word is a port, a range or a service's name, as Debian's patch has it.
  const ports: number[] = [];
  for (const word of words as string[]) {
    const named = servicePort(word, options.has('u'));
    const ends = named === undefined ? word.split('-') : [`${named}`];
    const wrong = ends.find((port) => !/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535);
    if (wrong !== undefined) {
      process.err(/^\d+$/.test(wrong) ? `nc: port number ${Number(wrong) < 1 ? 'too small' : 'too large'}: ${wrong}\n` : `nc: port number invalid: ${wrong}\n`);
      return 1;
    }
    const [from = 0, to = from] = ends.map(Number);
    for (let port = from; port <= Math.min(to, from + 200); port++) ports.push(port);
  }
  if (options.has('l')) return yield* listen(process, options, ports[0] as number, host);
  let status = 1;
  for (const port of ports) if ((yield* dial(process, options, host as string, port)) === 0) status = 0;
  return status;
};

function* dial(process: Process, options: Options, host: string, port: number): Running {
  const udp = options.has('u');
  const families = options.has('4') ? 'A' : options.has('6') ? 'AAAA' : 'both';
  const { addresses, outcome } =
    options.has('n') && !isIPAddress(host) ? { addresses: [], outcome: 'NXDOMAIN' as const } : yield* resolveName(process, host, families);
  if (addresses.length === 0) {
    process.err(
      `nc: getaddrinfo for host "${host}" port ${port}: ${isIPAddress(host) ? 'Address family for hostname not supported' : resolutionError(process, outcome)}\n`,
    );
    return 1;
  }
  const limitMs = options.value('w') === undefined ? undefined : Number(options.value('w')) * 1000;
  const source = options.value('s');
  // bind(2) takes an address of this machine alone; nc says so and gives up.
  if (source !== undefined && !addressesOf(process.draft, locationOf(process)).includes(source)) {
    if (isLoopback(source) || !isIPAddress(source)) return notSimulated(process, `nc -s ${source}`);
    process.err('nc: bind failed: Cannot assign requested address\n');
    return 1;
  }
  for (const ip of addresses) {
    const where = `${host} ${ip === host ? '' : `(${ip}) `}`;
    const attempt = udp ? sendFirst(process, { protocol: 'UDP', ip, port }) : yield* openTCP(process, ip, port, limitMs);
    if (!udp && attempt.failure) {
      // -w is a poll of its own: errno is still that of the connect (case nc in traffic/*).
      const why =
        attempt.failure === 'timeout' && limitMs !== undefined ? 'timed out: Operation now in progress' : `failed: ${CONNECT_ERRORS[attempt.failure]}`;
      if (options.has('v')) process.err(`nc: connect to ${where}port ${port} (tcp) ${why}\n`);
      continue;
    }
    if (udp && options.has('v')) {
      // Datagrams a second apart tell a closed port by its ICMP error; without -v there are none (Debian's udp-scan-timeout.patch: udptest).
      if (attempt.failure && attempt.failure !== 'timeout') return 1;
      const seconds = Math.max(1, Math.floor((limitMs ?? 3000) / 1000));
      const send = (): void => {
        const { connection } = attempt;
        if (connection) process.recall(() => answerUDP(process.draft, connection.at, connection.listener, 'X', connection.client));
      };
      send();
      send();
      for (let second = 0; second < seconds; second++) {
        yield { deadline: process.now + 1000 };
        send();
      }
    }
    if (options.has('v'))
      process.err(`Connection to ${where}${port} port [${udp ? 'udp' : 'tcp'}/${options.has('n') ? '*' : (serviceName(port, udp) ?? '*')}] succeeded!\n`);
    if (options.has('z')) {
      if (attempt.connection) deliver(process, attempt.connection, '', true);
      return 0;
    }
    if (udp) yield* talkUDP(process, ip, port, limitMs);
    else if (attempt.connection)
      yield* talkTCP(process, attempt.connection, limitMs, options.has('N') || options.has('q') ? Number(options.value('q') ?? 0) * 1000 : undefined);
    return 0;
  }
  return 1;
}

/** Sends what comes in line by line, prints what comes back, and stays until the server closes, or -w is over without a byte. */
function* talkTCP(process: Process, connection: Connection, limitMs: number | undefined, quitMs: number | undefined): Generator<Wait, void, void> {
  const { at, listener, client, trace } = connection;
  const { ip, port = 0 } = trace.arrived ?? trace.packet.destination;
  // A connection stays where it is whatever becomes of the Service: only the end of the process at its other end ends it.
  const closed = (): boolean =>
    listener.server === 'closed' || (listener.server !== 'silent' && findListener(process.draft, at, 'TCP', ip, port) === undefined);
  const isClosed = (): boolean => process.recall(closed);
  let unread = '';
  const answered = (): boolean => {
    for (;;) {
      const whole = wholeRequest(unread);
      const reply = process.recall(() => answerTCP(process.draft, at, listener, whole ?? unread, client));
      if (reply.text !== '' || reply.closes) {
        logExchange(process, connection, whole ?? unread, reply.text, reply.closes);
        process.out(reply.text);
      }
      if (reply.closes || whole === undefined) return reply.closes;
      unread = unread.slice(whole.length);
      if (unread === '') return false;
    }
  };
  if (isClosed() || answered()) return;
  for (;;) {
    const idleUntil = limitMs === undefined ? Infinity : process.now + limitMs;
    const reading = process.input.readRawLine();
    let next = reading.next();
    while (!next.done) {
      const { until, deadline = Infinity } = next.value;
      yield {
        until: until ?? (() => deadline === Infinity),
        world: closed,
        ...(Math.min(deadline, idleUntil) < Infinity ? { deadline: Math.min(deadline, idleUntil) } : {}),
      };
      if (isClosed()) return;
      if (process.now >= idleUntil && !(until?.() ?? false)) return logExchange(process, connection, unread, '');
      next = reading.next();
    }
    if (next.value === undefined) break;
    unread += next.value;
    deliver(process, connection, next.value);
    if (answered()) return;
  }
  logExchange(process, connection, unread, '');
  deliver(process, connection, '', true);
  const waitMs = quitMs ?? limitMs;
  yield { world: closed, ...(waitMs === undefined ? {} : { deadline: process.now + waitMs }) };
}

/** The first whole HTTP request of a text (its head, and as much body as it announces), or `undefined`. */
function wholeRequest(text: string): string | undefined {
  const head = /^[^]*?\r?\n\r?\n/.exec(text)?.[0];
  if (head === undefined) return undefined;
  const length = head.length + Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
  return text.length < length ? undefined : text.slice(0, length);
}

function* talkUDP(process: Process, ip: string, port: number, limitMs: number | undefined): Generator<Wait, void, void> {
  let refused = false;
  for (let line = yield* process.input.readRawLine(); line !== undefined && !refused; line = yield* process.input.readRawLine()) {
    const { connection, failure, trace } = sendFirst(process, { protocol: 'UDP', ip, port }, { length: byteLength(line) });
    refused = failure === 'refused';
    const reply = connection && process.recall(() => answerUDP(process.draft, connection.at, connection.listener, line, connection.client));
    if (reply === undefined) continue;
    process.recall(() => logReply(process.draft, trace, { length: byteLength(reply) }));
    process.out(reply);
  }
  if (refused) return;
  yield limitMs === undefined ? { until: () => false } : { deadline: process.now + limitMs };
}

/** Prints what connections send, line by line; without -k it ends with the first. What it could send back is not simulated. */
function* listen(process: Process, options: Options, port: number, address?: string): Running {
  const { draft } = process;
  const protocol = options.has('u') ? 'UDP' : 'TCP';
  if (options.has('v')) process.err(`Listening on ${address ?? (options.has('6') ? '::' : '0.0.0.0')} ${port}\n`);
  process.listen({
    protocol,
    port,
    server: 'silent',
    ...(address === undefined ? {} : { address }),
    options: { received: '', closed: 0, ...(options.has('6') ? { six: true } : {}) },
  });
  const row = () => draft.get('sockets', machineKey(locationOf(process)), `${protocol}/${port}`)?.options ?? {};
  for (let [printed, ended] = [0, 0]; ;) {
    yield { world: () => String(row()['received'] ?? '').length > printed || Number(row()['closed'] ?? 0) > ended, endless: true };
    const { received = '', closed = 0 } = process.recall(row);
    process.out(String(received).slice(printed));
    printed = String(received).length;
    ended = Number(closed);
    if (ended > 0 && !options.has('k')) return 0;
  }
}

/** Hands what was sent to the nc that listens at the other end, if it is one. */
function deliver({ draft, recall }: Process, { at, listener }: Pick<Connection, 'at' | 'listener'>, text: string, closes = false): void {
  const key = `${listener.protocol}/${listener.port}`;
  recall(() => {
    const row = draft.get('sockets', machineKey(at), key);
    if (row?.options?.['received'] === undefined) return;
    const { received, closed } = row.options;
    const options = { received: `${String(received)}${text}`, closed: Number(closed) + Number(closes) };
    draft.set('sockets', machineKey(at), key, { ...row, options }, 'process');
  });
}

const BUSYBOX_USAGE = `nc [-iN] [-wN] [-l] [-p PORT] [-f FILE|IPADDR PORT] [-e PROG]

Open a pipe to IP:PORT or FILE

	-l	Listen mode, for inbound connects
		(use -ll with -e for persistent server)
	-p PORT	Local port
	-w SEC	Connect timeout
	-i SEC	Delay interval for lines sent
	-f FILE	Use file (ala /dev/ttyS0) instead of network
	-e PROG	Run PROG after connect`;

/** busybox nc as Debian builds it: quiet unless it fails, `-e` and the like are not simulated. */
export const busyboxNc: Program = function* (process): Running {
  const options = readOptions(process, {
    short: 'lp:w:',
    known: 'i:e:f:',
    busyboxUsage: BUSYBOX_USAGE,
  });
  if (typeof options === 'number') return options;
  if (options.has('l')) return yield* listen(process, options, Number(options.value('p') ?? options.args[0] ?? 0));
  const [host, portText] = options.args;
  if (host === undefined || portText === undefined || !/^\d+$/.test(portText)) {
    process.err(portText === undefined ? `${BUSYBOX_BANNER}\n\nUsage: ${BUSYBOX_USAGE}\n` : `nc: bad port '${portText}'\n`);
    return 1;
  }
  const port = Number(portText);
  const { addresses } = yield* resolveName(process, host, 'both');
  const [ip] = addresses;
  if (ip === undefined) {
    process.err(`nc: bad address '${host}'\n`);
    return 1;
  }
  const limitMs = options.value('w') === undefined ? undefined : Number(options.value('w')) * 1000;
  const { connection, failure } = yield* openBlockingTCP(process, ip, port, limitMs);
  if (!connection) {
    process.err(failure === 'timeout' && limitMs !== undefined ? 'nc: timed out\n' : `nc: ${cannotConnect(ip, failure)}\n`);
    return 1;
  }
  // At the end of what it sends it closes its half, and servers that speak close theirs.
  yield* talkTCP(process, connection, limitMs, connection.listener.server === 'silent' ? undefined : 0);
  return 0;
};

const TELNET_USAGE = `telnet [-a] [-l USER] HOST [PORT]

Connect to telnet server

	-a	Automatic login with $USER variable
	-l USER	Automatic login as USER`;

/** busybox telnet: only whether somebody listens; what is said then is not simulated. */
export const busyboxTelnet: Program = function* (process): Running {
  const options = readOptions(process, { short: 'al:', busyboxUsage: TELNET_USAGE });
  if (typeof options === 'number') return options;
  const [host, port = '23'] = options.args;
  if (host === undefined) {
    process.err(`${BUSYBOX_BANNER}\n\nUsage: ${TELNET_USAGE}\n`);
    return 1;
  }
  const number = servicePort(port, false) ?? Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    process.err(`telnet: bad port '${port}'\n`);
    return 1;
  }
  const [ip] = (yield* resolveName(process, host, 'both')).addresses;
  if (ip === undefined) {
    process.err(`telnet: bad address '${host}'\n`);
    return 1;
  }
  const { connection, failure } = yield* openBlockingTCP(process, ip, number);
  if (connection) {
    process.out(`Connected to ${host}\n`);
    // At the end of what is typed it leaves.
    if ((yield* process.input.readRawLine()) === undefined) return 0;
    return notSimulated(process, 'talking through telnet');
  }
  process.err(`telnet: ${cannotConnect(ip, failure)}\n`);
  return 1;
};
