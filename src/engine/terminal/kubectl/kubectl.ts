import type { Program, Running } from '../../machine/process.ts';
import { type CommandNode, COMMAND_TREE, suggestionsFor } from './command-tree.ts';
import { type Context, failUsage, notSimulated } from './command.ts';
import { exit, fail, Failure, Failures, wordsOf } from './failure.ts';
import { Flags, takesNextWord } from './flags.ts';
import { helpOf } from './reference-parts.ts';
import { namespaceOfContext } from './kubeconfig.ts';
import { verbOf, WHO_ASKS_PART } from './verbs.ts';

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

/** What a deprecated flag's words name in its place. */
const INSTEAD: { readonly [flag: string]: string | undefined } = {
  'cpu-percent': "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
};

const NO_ALPHA = 'No alpha commands are available in this version of kubectl\n';

/** Prints a command's own help. */
function printHelp(context: Context, stream: 'out' | 'err' = 'out'): number {
  const { path, process } = context;
  if (path === 'alpha') process.err(NO_ALPHA);
  process[stream](helpOf(path));
  return 0;
}

/** Global flags about who asks, whom, and for how long: rarely given. */
const RARE =
  'as-group as-uid as-user-extra certificate-authority client-certificate client-key kubeconfig kuberc password profile proxy-url request-timeout server tls-server-name token username'.split(
    ' ',
  );

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
      const text = helpOf('');
      process.err(`\n\n${text.slice(text.indexOf('Basic Commands'))}`);
      return 0;
    }
    return printHelp(context);
  }
  if (node === root && next !== undefined) {
    // What is no command of kubectl's is looked for among plugins, whose name stands first (plugin.go HandlePluginCommand; case kubectl-read/looked-at-from-every-side).
    if (line[0]?.startsWith('-')) throw new Failure(`Error: flags cannot be placed before plugin name: ${line[0]}`, undefined, 1, true);
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
  for (const name of flags.deprecated) process.err(`Flag --${name} has been deprecated, ${INSTEAD[name] ?? `--${name} will be removed in the future`}\n`);
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
  if (RARE.some((name) => flags.changed(name))) {
    const status = WHO_ASKS_PART.content.checkFlags(context, plain, asksServer);
    if (status !== undefined) return status;
  }
  const verb = verbOf(node.path);
  if (!verb) {
    if (node.path === 'alpha') {
      process.err(NO_ALPHA);
      return 0;
    }
    if (node.path === 'options') return printHelp(context);
    if (node.children.length === 0 && node !== root) return notSimulated(context, `kubectl ${node.path}`);
    if (context.args.length > 0) failUsage(context, `unknown command ${JSON.stringify(context.args.join(' '))}`);
    if (node === root) return printHelp(context);
    printHelp(context, ['rollout', 'certificate'].includes(node.path) ? 'out' : 'err');
    return node.path === 'certificate' ? 0 : exit(1);
  }
  if (flags.integer('v') > 0) notSimulated(context, `what kubectl logs with -v=${flags.integer('v')}`);
  const running = verb(context);
  const code = typeof running === 'number' ? running : yield* running;
  const warnings = context.warned.size;
  if (code === 0 && flags.on('warnings-as-errors') && warnings > 0) fail(`${warnings} warning${warnings === 1 ? '' : 's'} received`);
  return code;
}

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
