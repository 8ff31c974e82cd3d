import type { Program, Running } from '../../machine/process.ts';
import { type CommandNode, COMMAND_TREE, suggestionsFor } from './command-tree.ts';
import { type Context, failUsage, notSimulated } from './command.ts';
import { exit, fail, Failure, Failures, wordsOf } from './failure.ts';
import { Flags, parseDuration, takesNextWord } from './flags.ts';
import { HELP_TEXTS_PART } from './reference-parts.ts';
import { CONTEXT, namespaceOfContext, USER } from './kubeconfig.ts';
import { verbOf } from './verbs.ts';

/** Finds the command a line means, as cobra's Find does: flags may stand before and between its words. */
function find(
  root: CommandNode,
  words: readonly string[],
): { readonly node: CommandNode; readonly words: readonly string[]; readonly next: string | undefined } {
  let node = root;
  let rest = [...words];
  for (;;) {
    const flags = node.flags();
    let at = 0;
    while (at < rest.length && rest[at] !== '--' && ((rest[at] as string).startsWith('-') || rest[at] === ''))
      at += takesNextWord(flags, rest[at] as string) ? 2 : 1;
    const next = rest[at] === '--' ? undefined : rest[at];
    const child = next === undefined ? undefined : node.children.find(({ name, aliases }) => name === next || aliases.includes(next));
    if (!child) return { node, words: rest, next };
    rest = rest.filter((_, i) => i !== at);
    node = child;
  }
}

/** Prints a command's own help. */
function printHelp(context: Context, stream: 'out' | 'err' = 'out'): number {
  const text = HELP_TEXTS_PART.content[context.path];
  if (text === undefined) return notSimulated(context, `the help of "kubectl${context.path && ' '}${context.path}"`);
  context.process[stream](text);
  return 0;
}

/** Global flags that would change which cluster is asked, or as whom. */
const ELSEWHERE = ['kubeconfig', 'server', 'username', 'password', 'client-certificate', 'client-key', 'certificate-authority', 'proxy-url', 'kuberc'];
/** Profiles of runtime/pprof, and those that kubectl makes itself. */
const PROFILES = ['none', 'cpu', 'trace', 'heap', 'goroutine', 'threadcreate', 'block', 'mutex', 'allocs'];
const AS_SOMEBODY = ['as-group', 'as-uid', 'as-user-extra'];

function* run(process: Parameters<Program>[0]): Running {
  const root = COMMAND_TREE;
  const line = process.argv.slice(1);
  const asked = line[0] === 'help' ? line.slice(1) : undefined;
  const found = find(root, asked ?? line);
  const { node, next } = found;
  const bare = (path: string, flags: Flags): Context => ({
    process,
    path,
    flags,
    args: flags.args,
    namespace: process.session.namespace,
    explicitNamespace: false,
    warned: new Set(),
  });
  if (asked) {
    const context = bare(node.path, new Flags(new Map(), []));
    if (node === root && next !== undefined) {
      process.err(`Unknown help topic [${asked.map((word) => `\`${word}\``).join(' ')}]\n`);
      // The usage alone: what stands behind the first words.
      const text = HELP_TEXTS_PART.content[''] ?? '';
      process.err(`\n\n${text.slice(text.indexOf('Basic Commands'))}`);
      return 0;
    }
    return printHelp(context);
  }
  if (node === root && next !== undefined) {
    const suggestions = suggestionsFor(root, next);
    fail(
      `unknown command ${JSON.stringify(next)} for "kubectl"${suggestions.length > 0 ? `\n\nDid you mean this?\n${suggestions.map((name) => `\t${name}\n`).join('')}` : ''}`,
    );
  }
  if (!node.simulated) {
    const context = bare(node.path, new Flags(new Map(), []));
    return found.words.some((word) => word === '-h' || word === '--help') ? printHelp(context) : notSimulated(context, `kubectl ${node.path}`);
  }
  let flags: Flags;
  try {
    flags = new Flags(node.flags(), found.words);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // The exit status 1 of diff says that there are differences.
    if (node.path === 'diff') return fail(`${error.text}\nSee 'kubectl diff -h' for help and examples`, 2);
    return fail(`${error.text}\nSee 'kubectl${node.path && ' '}${node.path} --help' for usage.`);
  }
  for (const name of flags.deprecated) process.err(`Flag --${name} has been deprecated, --${name} will be removed in the future\n`);
  const plain = bare(node.path, flags);
  const asksServer = !/^(config|completion|options|plugin)\b/.test(node.path) && !flags.on('help');
  const context: Context = {
    ...plain,
    namespace: flags.text('namespace') || (asksServer ? namespaceOfContext(plain) : process.session.namespace),
    explicitNamespace: flags.text('namespace') !== '',
  };
  // kubectl gives `options` an empty help of its own.
  if (flags.on('help')) return node.path === 'options' ? 0 : printHelp(context);
  const missing = flags.missing();
  if (missing.length > 0) fail(`required flag(s) "${missing.join('", "')}" not set`);
  const kubeconfig = flags.text('kubeconfig');
  if (kubeconfig !== '' && process.files.kind(kubeconfig) === undefined) {
    if (node.path === 'config view' && flags.text('output') === 'yaml') {
      process.out(NO_CONFIG);
      return 0;
    }
    if (!node.path.startsWith('config')) fail(`stat ${kubeconfig}: no such file or directory`);
  }
  const profile = flags.text('profile');
  // The profile of debug is another thing.
  if (profile && node.path !== 'debug' && !PROFILES.includes(profile)) fail(`unknown profile '${profile}'`);
  if (asksServer) requireUsableFlags(plain);
  for (const name of ELSEWHERE) if (flags.changed(name) && !node.path.startsWith('config set')) return notSimulated(context, `the flag --${name}`);
  const timeout = flags.text('request-timeout');
  if (!/^\d*$/.test(timeout) && typeof parseDuration(timeout) !== 'number' && !node.path.startsWith('config') && !flags.on('client'))
    fail('Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)');
  const verb = verbOf(node.path);
  if (!verb) {
    if (node.children.length === 0 && node !== root && node.path !== 'options') return notSimulated(context, `kubectl ${node.path}`);
    if (context.args.length > 0) failUsage(context, `unknown command ${JSON.stringify(context.args.join(' '))}`);
    if (node === root || node.path === 'options') return printHelp(context);
    if (node.path === 'alpha') process.err('No alpha commands are available in this version of kubectl\n');
    else printHelp(context, ['rollout', 'certificate'].includes(node.path) ? 'out' : 'err');
    return ['alpha', 'certificate'].includes(node.path) ? 0 : exit(1);
  }
  if (flags.integer('v') > 0) notSimulated(context, `what kubectl logs with -v=${flags.integer('v')}`);
  const running = verb(context);
  const code = typeof running === 'number' ? running : yield* running;
  const warnings = context.warned.size;
  if (code === 0 && flags.on('warnings-as-errors') && warnings > 0) fail(`${warnings} warning${warnings === 1 ? '' : 's'} received`);
  return code;
}

/** What `config view` shows of a file that is not there. */
const NO_CONFIG = 'apiVersion: v1\nclusters: null\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n';

/** Models client-go tools/clientcmd validation.go (v0.37.1) and what the server says of credentials it does not know. */
function requireUsableFlags({ flags, process }: Context): void {
  const missing = (flag: string): boolean => flags.text(flag) !== '' && process.files.read(flags.text(flag)) === undefined;
  const unread = (flag: string, what: string, whose: string): string[] =>
    missing(flag) ? [`unable to read ${what} ${flags.text(flag)} for ${whose} due to open ${flags.text(flag)}: no such file or directory`] : [];
  if (AS_SOMEBODY.some((flag) => flags.changed(flag)) && flags.text('as') === '')
    fail(`requesting uid, groups or user-extra for ${USER} without impersonating a user`);
  const alone =
    flags.text('client-certificate') !== '' && flags.text('client-key') === ''
      ? [`client-key-data or client-key must be specified for ${USER} to use the clientCert authentication method.`]
      : [];
  const mistakes = [
    ...alone,
    ...unread('client-certificate', 'client-cert', USER),
    ...unread('client-key', 'client-key', USER),
    ...unread('certificate-authority', 'certificate-authority', CONTEXT),
  ];
  if (mistakes.length === 1) fail(mistakes[0] as string);
  if (mistakes.length > 1) throw new Failure(`Error in configuration: \n${mistakes.map((one) => `* ${one}`).join('\n')}`, undefined, 1, true);
  const name = flags.text('tls-server-name');
  if (name !== '' && !SERVER_NAMES.includes(name))
    throw new Failure(
      `Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for ${SERVER_NAMES.join(', ')}, not ${name}`,
      undefined,
      1,
      true,
    );
  if (flags.changed('token')) fail('You must be logged in to the server (Unauthorized)');
}

/** The names in the API server's certificate. */
const SERVER_NAMES = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];

/** kubectl v1.37.1. */
export const kubectl: Program = function* (process) {
  try {
    return yield* run(process);
  } catch (error) {
    if (!(error instanceof Failure || error instanceof Failures)) throw error;
    const { text, exitCode } = wordsOf(error);
    process.err(text);
    return exitCode;
  }
};
