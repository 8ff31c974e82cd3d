import { openSession, surroundings, type ClusterState, type Span, type TerminalSession } from '../engine/index.ts';
import { commandAt, type TypedWord } from './command-words.ts';
import { completeKubectl } from './complete-kubectl.ts';

/** One word that could stand at the caret of a command line. */
export interface CommandCandidate {
  /** The whole word, without quotes. */
  readonly text: string;
  readonly kind: 'command' | 'verb' | 'flag' | 'value' | 'resource' | 'object' | 'namespace' | 'container' | 'label' | 'file' | 'host' | 'variable';
  /** Whether the word ends here: then a blank follows it. */
  readonly space: boolean;
}

export interface CommandCompletions {
  /** What is replaced: from the beginning of the word to the caret. */
  readonly span: Span;
  readonly items: readonly CommandCandidate[];
  /** The beginning that all of them share, as it is typed (quoted where needed); never shorter than what stands there. */
  readonly common: string;
  /** How each item is typed, blank included. */
  readonly typed: readonly string[];
}

/** More than these are not offered at once. */
export const MOST_CANDIDATES = 200;

/** Commands that run the command after their own arguments. */
const RUNNERS: { readonly [name: string]: number } = { watch: 0, time: 0, timeout: 1, xargs: 0, env: 0, nohup: 0, command: 0, exec: 0, type: 0 };

/** Options of the tools that a course on names and packets uses most; the rest can be typed. */
const TOOL_OPTIONS: { readonly [tool: string]: string } = {
  dig: '+short +search +noall +answer +norecurse +tcp +noedns +dnssec +nocmd +nocomments +nostats -t -x -p -4 -6',
  curl: '-s -S -v -i -I -o -w -H -k -L -f -4 -6 -m -X -d --silent --show-error --verbose --include --head --output --write-out --header --insecure --resolve --connect-to --max-time --connect-timeout --fail --location --ipv4 --ipv6 --request --data',
  wget: '-q -O -S -T --spider --timeout --tries --header --no-check-certificate',
  nc: '-z -v -w -u -l -n -k -p',
  ping: '-c -W -w -i -n -4 -6',
  nslookup: '-type= -query= -debug -port=',
  host: '-t -a -v -4 -6',
  tcpdump: '-n -i -c -l -t -v -q',
  openssl: 's_client -connect -servername -showcerts -brief',
  getent: 'hosts ahosts ahostsv4 ahostsv6 services',
};
const FIRST_WORDS: { readonly [tool: string]: string } = { getent: TOOL_OPTIONS['getent'] ?? '', openssl: 's_client' };
const QTYPES = 'A AAAA SRV CNAME PTR SOA NS TXT MX ANY';

/** What fits at the caret of a line in the shell of a session: commands, words of kubectl, names that exist, files. */
export function completeCommand(line: string, caret: number, cluster: ClusterState, session: TerminalSession): CommandCompletions {
  const { before, current, redirected, comment } = commandAt(line, caret);
  const span = { start: current.start, end: caret };
  const found = comment ? [] : redirected ? filesOf(cluster, session, current.text) : wordsAt([...before, current.text], cluster, session);
  const fitting = found.filter(({ text }) => text.startsWith(current.text));
  const items = [...new Map(fitting.map((item) => [item.text, item])).values()].slice(0, MOST_CANDIDATES);
  const written = line.slice(current.start, caret);
  const shared = sharedStart(items.map(({ text }) => text));
  return {
    span,
    items,
    common: shared.length > current.text.length ? quoted(shared, current) : written,
    typed: items.map(({ text, space }) => quoted(text, current, space)),
  };
}

const make = (kind: CommandCandidate['kind'], texts: readonly string[], space = true): readonly CommandCandidate[] =>
  texts.map((text) => ({ text, kind, space }));

/** Everything that could be the last of the words, whether or not it begins as typed. */
function wordsAt(words: readonly string[], cluster: ClusterState, session: TerminalSession): readonly CommandCandidate[] {
  const typed = words.at(-1) ?? '';
  const variable = /^(.*\$\{?)\w*$/s.exec(typed);
  if (variable)
    return make(
      'variable',
      surroundings({ cluster, session }).variables.map((name) => `${variable[1]}${name}${variable[1]?.endsWith('{') ? '}' : ''}`),
    );
  const [name = ''] = words;
  if (words.length === 1) {
    if (typed.includes('/')) return filesOf(cluster, session, typed);
    return make('command', surroundings({ cluster, session }).commands);
  }
  const alias = session.aliases?.[name];
  if (alias !== undefined && /^[\w./ =-]+$/.test(alias) && alias.split(' ')[0] !== name)
    return wordsAt([...alias.split(/\s+/), ...words.slice(1)], cluster, session);
  const skips = RUNNERS[name];
  if (skips !== undefined && Object.hasOwn(RUNNERS, name)) {
    let at = 1;
    while (at < words.length - 1 && /^(?:-|\w+=)/.test(words[at] ?? '')) at += /^-(?:n|k|s)$/.test(words[at] ?? '') ? 2 : 1;
    if (words.length > at + skips) return wordsAt(words.slice(at + skips), cluster, session);
    return [];
  }
  if (name === 'kubectl')
    return completeKubectl(words.slice(1), {
      cluster,
      namespace: session.namespace,
      make,
      files: (path) => filesOf(cluster, session, path),
      within: (pod, inner) => wordsAt(inner, cluster, openSession({ kind: 'pod', ...pod })),
    });
  if (name === 'cd') return filesOf(cluster, session, typed).filter(({ space }) => !space);
  const options = Object.hasOwn(TOOL_OPTIONS, name) ? TOOL_OPTIONS[name] : undefined;
  if (options === undefined) return filesOf(cluster, session, typed);
  if (/^[-+]/.test(typed))
    return make(
      'flag',
      options.split(' ').filter((option) => /^[-+]/.test(option)),
    ).map((one) => ({ ...one, space: !one.text.endsWith('=') }));
  if (words.length === 2 && FIRST_WORDS[name] !== undefined) return make('verb', FIRST_WORDS[name]?.split(' ') ?? []);
  if (['dig', 'host'].includes(name) && words.at(-2) === '-t') return make('value', QTYPES.split(' '));
  if (name === 'tcpdump') return make('value', words.at(-2) === '-i' ? ['any', 'eth0', 'lo'] : 'port host udp tcp icmp and or not src dst'.split(' '));
  if (words.at(-2) === '-o' && name === 'curl') return filesOf(cluster, session, typed);
  return hostsOf(name, typed, cluster, session);
}

/** Names that resolve from here: Services by their short names, and by longer ones once a dot is typed. */
function hostsOf(tool: string, typed: string, cluster: ClusterState, { place }: TerminalSession): readonly CommandCandidate[] {
  if (place.kind !== 'pod') return [];
  const [, scheme = '', host = ''] = /^([a-z]+:\/\/|@)?(.*)$/s.exec(typed) ?? [];
  const domain = cluster.config.clusterDomain;
  const dots = host.split('.').length - 1;
  const names = Object.entries(cluster.tables.services ?? {}).flatMap(([namespace, services]) =>
    Object.keys(services).flatMap((name) => [
      ...(namespace === place.namespace && dots === 0 ? [name] : []),
      ...(dots > 0 || namespace !== place.namespace ? [`${name}.${namespace}`] : []),
      ...(dots > 1 ? [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.${domain}`] : []),
    ]),
  );
  const asks = (tool === 'curl' || tool === 'wget') && scheme === '' && 'http://'.startsWith(host) ? make('value', ['http://', 'https://'], false) : [];
  return [
    ...asks,
    ...make(
      'host',
      names.sort().map((name) => scheme + name),
      !(tool === 'curl' || tool === 'wget' || tool === 'openssl'),
    ),
  ];
}

/** Files whose path begins as typed; a directory is not the end of a word. */
function filesOf(cluster: ClusterState, session: TerminalSession, typed: string): readonly CommandCandidate[] {
  const slash = typed.lastIndexOf('/') + 1;
  const directory = typed.slice(0, slash);
  return surroundings({ cluster, session })
    .entries(directory === '' ? '.' : directory === '/' ? '/' : directory.slice(0, -1))
    .filter(({ name }) => !name.startsWith('.') || typed.slice(slash).startsWith('.'))
    .map((entry) => ({ text: `${directory}${entry.name}${entry.directory ? '/' : ''}`, kind: 'file', space: !entry.directory }));
}

function sharedStart([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

/** A word as it must be typed to mean itself, in the quotes that it was begun with. */
function quoted(text: string, { quote }: TypedWord, ends = false): string {
  const blank = ends ? ' ' : '';
  if (quote !== '') return `${quote}${text}${ends ? `${quote} ` : ''}`;
  return text.replace(/[^\w@%+=:,./{}$^~-]/g, '\\$&') + blank;
}
