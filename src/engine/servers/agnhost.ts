// Models kubernetes test/images/agnhost netexec, serve-hostname and porter-like servers (v1.37.1).
import { goJSON } from '../api/go-text.ts';
import { parseIP } from '../api/ip-address.ts';
import { formatMicroTime } from '../clock/instant.ts';
import { connect } from '../network/connect.ts';
import type { Location } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { kernelHostname } from '../store/pod-environment.ts';
import type { Listener } from '../store/tables.ts';
import { exitContainer, writeGoLog, type Holder } from './containers.ts';
import { goError, type Written } from './go-http.ts';
import { reasonOf, splitPath, type HTTPFailure, type HTTPRequest, type HTTPResponse } from './http-message.ts';

/** A request made by a server itself (netexec /dial): the room's own door, handed in because it stands above this file. */
export type Ask = (from: Location, ip: string, port: number, path: string) => HTTPResponse | HTTPFailure | 'refused' | 'timeout';

/** An address and port as Go joins them: `10.244.0.3:40112`, `[fd00::3]:40112`. */
const joinHostPort = (ip: string, port: number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

/** netexec's handler for a path; `closed`: the process is gone before it could answer. */
export function netexec(draft: ClusterDraft, at: Location, holder: Holder, listener: Listener, request: HTTPRequest, ask: Ask): Written | HTTPFailure {
  const { path, query } = splitPath(request.path);
  const value = (name: string): string => query.get(name) ?? formValue(request, name);
  const log = (text: string): void => writeGoLog(draft, holder, text);
  switch (path) {
    case '/hostname':
    case '/hostName':
      log(`GET ${path}`);
      return { body: kernelHostname(draft, holder.pod) };
    case '/clientip':
      log('GET /clientip');
      return { body: joinHostPort(request.clientIP, request.clientPort) };
    case '/serverport':
      log('GET /serverport');
      return { body: String(listener.port) };
    case '/header':
      log(value('key') === '' ? 'GET /header' : `GET /header?key=${value('key')}`);
      return { body: headerBody(request, value('key')) };
    case '/echo':
      log(`GET /echo?msg=${value('msg')}&code=${value('code')}`);
      if (value('code') === '') return { body: value('msg') };
      return isInteger(value('code'))
        ? { status: Number(value('code')), body: value('msg') }
        : { body: `argument 'code' must be an integer or empty, got ${JSON.stringify(value('code'))}\n` };
    case '/exit':
      return exit(draft, holder, value, log);
    case '/shutdown':
      log('GET /shutdown');
      exitContainer(draft, holder, 0);
      return { kind: 'closed' };
    case '/healthz':
      log('GET /healthz');
      return { status: holder.record.listeners.some(({ protocol }) => protocol === 'UDP') ? 200 : 412 };
    case '/readyz':
      log('GET /readyz');
      if (holder.pod.metadata.deletionTimestamp !== undefined) return { status: 503, body: 'shutting down' };
      return holder.record.listeners.some(({ protocol }) => protocol === 'UDP') ? { body: 'ok' } : { status: 412 };
    case '/envvar': {
      const name = value('var');
      if (name === '') return goError(400, "'var' query parameter is required");
      log(`GET /envvar?var=${name}`);
      const found = holder.record.env[name];
      return found === undefined ? goError(500, `env var ${JSON.stringify(name)} is not set`) : { body: found };
    }
    case '/redirect': {
      const [asked, code] = [value('location'), value('code')];
      log(`${request.method} /redirect?msg=${asked}&code=${code}`);
      // Models net/http Redirect: what is no whole path stands beside the path that was asked for.
      const location = /^(\/|[a-z][a-z\d+.-]*:)/i.test(asked) ? asked : `/${asked}`;
      if (code !== '' && !isInteger(code)) return { body: `argument 'code' must be an integer or empty, got ${JSON.stringify(code)}\n` };
      const status = code === '' ? 302 : Number(code);
      return {
        status,
        headers: { 'Content-Type': 'text/html; charset=utf-8', Location: location },
        body: `<a href="${location}">${reasonOf(status)}</a>.\n\n`,
      };
    }
    case '/dial':
      return dial(at, value, log, ask);
    case '/shell': {
      const { ran } = request;
      if (!ran) return goError(501, `not simulated: agnhost netexec ${path} asked by what is no program`);
      const told = { ...(ran.status === 0 ? {} : { error: `exit status ${ran.status}` }), ...(ran.output === '' ? {} : { output: ran.output }) };
      log(`GET /shell?cmd=${shellCommand(request) ?? ''}`);
      log(
        `Output: map[${Object.entries(told)
          .map((pair) => pair.join(':'))
          .join(' ')}]`,
      );
      return { body: goJSON(told) };
    }
    case '/upload':
      if (request.headers.some(([name, text]) => /^content-type$/i.test(name) && text.startsWith('multipart')))
        return goError(501, `not simulated: agnhost netexec ${path}`);
      log('GET /upload');
      log('Unable to upload file: %!s(<nil>)');
      return { body: goJSON({ error: 'Unable to upload file.' }) };
    default:
      log('GET /');
      return { body: `NOW: ${goTime(draft, holder)}` };
  }
}

/** What netexec is asked to run by a request for /shell; `undefined` for another. */
export function shellCommand(request: HTTPRequest): string | undefined {
  const { path, query } = splitPath(request.path);
  const value = (name: string): string => query.get(name) ?? formValue(request, name);
  return path === '/shell' ? value('shellCommand') || value('cmd') : undefined;
}

/** What netexec's UDP server sends back; nothing for words it does not know. */
export function netexecUDP(
  draft: ClusterDraft,
  holder: Holder,
  listener: Listener,
  payload: string,
  client: { readonly ip: string; readonly port: number },
): string | undefined {
  const raw = payload.trim();
  const text = raw.toLowerCase();
  const from = joinHostPort(client.ip, client.port);
  const log = (line: string): void => writeGoLog(draft, holder, line);
  if (text === 'hostname') {
    log('Sending udp hostName response');
    return kernelHostname(draft, holder.pod);
  }
  if (text.startsWith('envvar ')) {
    const name = raw.slice('envvar '.length).trim();
    log(`Sending UDP envvar response for ${name}`);
    return holder.record.env[name] ?? '';
  }
  if (text.startsWith('echo ')) {
    const message = text.slice('echo '.length);
    log(`Echoing ${message} to UDP client ${from}`);
    return message;
  }
  if (text === 'clientip') {
    log(`Sending clientip back to UDP client ${from}`);
    return from;
  }
  if (text === 'serverport') {
    log(`Sending server port to UDP client ${listener.port}`);
    return String(listener.port);
  }
  if (text !== '') log(`Unknown UDP command received from ${from}: ${text}`);
  return undefined;
}

/** serve-hostname's HTTP answer: the same for every path. */
export function serveHostname(draft: ClusterDraft, holder: Holder, listener: Listener, request: HTTPRequest): Written {
  writeGoLog(draft, holder, `HTTP request from ${joinHostPort(request.clientIP, request.clientPort)}`);
  return { body: kernelHostname(draft, holder.pod), ...(listener.options?.['close'] === true ? { headers: { Connection: 'close' } } : {}) };
}

const isInteger = (text: string): boolean => /^[+-]?\d+$/.test(text);

/** A field of a form that was sent in the body (r.FormValue reads both). */
function formValue(request: HTTPRequest, name: string): string {
  return request.method === 'POST' ? (splitPath(`?${request.body}`).query.get(name) ?? '') : '';
}

const canonical = (name: string): string => name.toLowerCase().replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());

function headerBody({ headers }: HTTPRequest, key: string): string {
  const found: { [name: string]: string[] } = {};
  for (const [name, value] of headers) if (name.toLowerCase() !== 'host') (found[canonical(name)] ??= []).push(value);
  if (key !== '') return found[canonical(key)]?.[0] ?? '';
  return JSON.stringify(Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** `2026-11-21 08:00:00.123 +0000 UTC m=+12.345`: time.Now().String(). */
function goTime(draft: ClusterDraft, { record }: Holder): string {
  const [date = '', time = ''] = formatMicroTime(draft.now).replace('Z', '').split('T');
  const trimmed = time.replace(/\.?0+$/, '');
  return `${date} ${/:\d\d/.test(trimmed.slice(-3)) || time.includes('.') ? time.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : trimmed} +0000 UTC m=+${((draft.now - record.startedAt) / 1000).toFixed(9)}`;
}

function exit(draft: ClusterDraft, holder: Holder, value: (name: string) => string, log: (text: string) => void): Written | HTTPFailure {
  const [code, timeout, wait] = [value('code'), value('timeout'), value('wait')];
  log(`GET /exit?code=${code}&timeout=${timeout}&wait=${wait}`);
  const duration = /^(0|(\d+(\.\d+)?(ns|us|ms|s|m|h))+)$/;
  for (const [name, text] of [
    ['timeout', timeout],
    ['wait', wait],
  ]) {
    if (text !== '' && !duration.test(text ?? ''))
      return { body: `argument '${name}' must be a valid golang duration or empty, got ${JSON.stringify(text)}\n` };
  }
  if (code !== '' && !isInteger(code)) return { body: `argument 'code' must be an integer [0-127] or empty, got ${JSON.stringify(code)}\n` };
  log(`Will begin shutdown in ${wait || '0s'}, allowing ${timeout || '0s'} for connections to close, then will exit with ${Number(code)}`);
  exitContainer(draft, holder, Number(code));
  return { kind: 'closed' };
}

/** /dial asks another server, by address, over HTTP, as often as wanted. */
function dial(at: Location, value: (name: string) => string, log: (text: string) => void, ask: Ask): Written {
  const [host, protocol, port, request, tries] = ['host', 'protocol', 'port', 'request', 'tries'].map(value) as [string, string, string, string, string];
  log(`GET /dial?host=${host}&protocol=${protocol}&port=${port}&request=${request}&tries=${tries}`);
  if (tries !== '' && !isInteger(tries)) return goError(400, `tries parameter is invalid. strconv.Atoi: parsing ${JSON.stringify(tries)}: invalid syntax`);
  if (request === '') return goError(400, 'request parameter not specified. <nil>');
  if (protocol !== '' && protocol.toLowerCase() !== 'http')
    return ['udp', 'sctp'].includes(protocol.toLowerCase())
      ? goError(501, `not simulated: agnhost netexec /dial with ${protocol}`)
      : goError(400, `unsupported protocol. ${protocol}`);
  if (!parseIP(host)) return goError(501, 'not simulated: agnhost netexec /dial to a name');
  const responses: string[] = [];
  const errors: string[] = [];
  let last = '';
  const url = `http://${joinHostPort(host, Number(port))}/${request}`;
  for (let i = 0; i < Math.min(100, tries === '' ? 1 : Number(tries)); i += 1) {
    const answer = ask(at, host, Number(port), `/${request}`);
    last = '';
    if (answer === 'refused') errors.push(`Get ${JSON.stringify(url)}: dial tcp ${joinHostPort(host, Number(port))}: connect: connection refused`);
    else if (answer === 'timeout' || ('kind' in answer && answer.kind === 'silent'))
      errors.push(`Get ${JSON.stringify(url)}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)`);
    else if ('kind' in answer) errors.push(`Get ${JSON.stringify(url)}: EOF`);
    else responses.push((last = answer.body));
  }
  return { body: JSON.stringify({ ...(errors.length > 0 ? { errors } : {}), ...(last === '' ? {} : { responses }) }) };
}

/** Connects and asks, in no time: what /dial does. */
export function askOver(draft: ClusterDraft, answer: (at: Location, ip: string, port: number, request: HTTPRequest) => HTTPResponse | HTTPFailure): Ask {
  return (from, ip, port, path) => {
    const trace = connect(draft, from, { protocol: 'TCP', ip, port });
    if (trace.verdict !== 'delivered' || !trace.endpoint) return trace.verdict === 'DROP' ? 'timeout' : 'refused';
    return answer(trace.endpoint, trace.arrived?.ip ?? ip, trace.arrived?.port ?? port, {
      method: 'GET',
      path,
      headers: [
        ['Host', joinHostPort(ip, port)],
        ['User-Agent', 'Go-http-client/1.1'],
        ['Accept-Encoding', 'gzip'],
      ],
      body: '',
      clientIP: trace.sourceSeen ?? '',
      clientPort: trace.sourcePortSeen ?? 0,
    });
  };
}
