// find as findutils 4.9 has it, and busybox 1.37.0's where its words differ: tests, operators, -exec, -delete, -print0, -printf.
import { atOnce } from '../machine/at-once.ts';
import type { FileSystem, Process, Program, Running, Wait } from '../machine/process.ts';
import { PATTERNS_PART } from '../machine/shell-part.ts';
import { matchesPattern } from '../machine/shell-pattern.ts';
import { unescapeC } from '../machine/shell-tokens.ts';
import { utf8 } from '../machine/shell-words.ts';
import { notSimulated, usesBusybox } from './options.ts';

interface Entry {
  readonly path: string;
  readonly depth: number;
  readonly kind: 'file' | 'directory';
  /** `-prune`: what is in it is not looked at. */
  pruned: boolean;
}

type Test = (entry: Entry) => Generator<Wait, boolean, void>;

/** An expression find would not take, in its words. */
class ExpressionError extends Error {}
/** Something real find can and this one cannot. */
class NotModelled extends Error {}
/** `-quit` was met. */
class Quit extends Error {}

const nameOf = (path: string): string => path.replace(/(?<=.)\/+$/, '').replace(/^.*\/(?=.)/s, '');

/** Reads an expression; what it says of an entry, and how deep it looks. */
class ExpressionReader {
  least = 0;
  deepest = Infinity;
  acts = false;
  depthFirst = false;
  /** Commands of `-exec … +`, with what they are called for. */
  readonly collected: { readonly words: readonly string[]; readonly paths: string[] }[] = [];
  status = 0;
  #at = 0;
  readonly #process: Process;
  readonly #words: readonly string[];

  constructor(process: Process, words: readonly string[]) {
    this.#process = process;
    this.#words = words;
  }

  read(): Test {
    const test = this.#words.length === 0 ? constant(true) : this.#either();
    if (this.#at < this.#words.length)
      throw new ExpressionError(
        this.#words[this.#at] === ')' ? "you have too many ')'" : `paths must precede expression: \`${this.#words[this.#at] as string}'`,
      );
    return test;
  }

  #either(): Test {
    let left = this.#both();
    while (this.#words[this.#at] === '-o' || this.#words[this.#at] === '-or' || this.#words[this.#at] === ',') {
      this.#at++;
      const [a, b] = [left, this.#both()];
      left = function* (entry) {
        return (yield* a(entry)) || (yield* b(entry));
      };
    }
    return left;
  }

  #both(): Test {
    let left = this.#one();
    for (;;) {
      const word = this.#words[this.#at];
      if (word === undefined || word === ')' || word === '-o' || word === '-or' || word === ',') return left;
      if (word === '-a' || word === '-and') this.#at++;
      const [a, b] = [left, this.#one()];
      left = function* (entry) {
        return (yield* a(entry)) && (yield* b(entry));
      };
    }
  }

  #one(): Test {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new ExpressionError(`expected an expression after '${this.#words.at(-1) as string}'`);
    if (word === '!' || word === '-not') {
      const inner = this.#one();
      return function* (entry) {
        return !(yield* inner(entry));
      };
    }
    if (word === '(') {
      const inner = this.#either();
      if (this.#words[this.#at++] !== ')') throw new ExpressionError("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
      return inner;
    }
    return this.#primary(word);
  }

  #argument(option: string): string {
    const value = this.#words[this.#at++];
    if (value === undefined) throw new ExpressionError(`missing argument to \`${option}'`);
    return value;
  }

  #primary(word: string): Test {
    const process = this.#process;
    const { files } = process;
    switch (word) {
      case '-true':
        return constant(true);
      case '-false':
        return constant(false);
      case '-name':
      case '-iname':
        return matching(this.#argument(word), word === '-iname', ({ path }) => nameOf(path));
      case '-path':
      case '-wholename':
      case '-ipath':
        return matching(this.#argument(word), word === '-ipath', ({ path }) => path);
      case '-regex':
      case '-iregex': {
        const pattern = PATTERNS_PART.content.compilePattern(`^(${this.#argument(word)})$`.replace(/[()]/g, '\\$&'), { ignoreCase: word === '-iregex' });
        return test(({ path }) => pattern.test(path));
      }
      case '-type': {
        const kinds = this.#argument(word).split(',');
        const odd = kinds.find((kind) => !/^[bcdpfls]$/.test(kind));
        if (odd !== undefined) throw new ExpressionError(`Unknown argument to -type: ${odd}`);
        return test(({ kind }) => kinds.includes(kind === 'directory' ? 'd' : 'f'));
      }
      case '-maxdepth':
      case '-mindepth': {
        const value = this.#argument(word);
        if (!/^\d+$/.test(value)) throw new ExpressionError(`Expected a positive decimal integer argument to ${word}, but got '${value}'`);
        if (word === '-maxdepth') this.deepest = Number(value);
        else this.least = Number(value);
        return constant(true);
      }
      case '-empty':
        return test(({ path, kind }) => (kind === 'directory' ? files.list(path).length === 0 : files.read(path) === ''));
      case '-size':
        return test(bySize(this.#argument(word), files));
      case '-depth':
        this.depthFirst = true;
        return constant(true);
      case '-prune':
        return act((entry) => (entry.pruned = true));
      case '-print':
        this.acts = true;
        return act(({ path }) => process.out(`${path}\n`));
      case '-print0':
        this.acts = true;
        return act(({ path }) => process.out(`${path}\0`));
      case '-printf': {
        const format = this.#argument(word);
        this.acts = true;
        return act((entry) => process.out(printed(format, entry, files)));
      }
      case '-quit':
        return act(() => {
          throw new Quit();
        });
      case '-delete':
        this.acts = true;
        this.depthFirst = true;
        return act(({ path, kind }) => {
          if (kind === 'file' || files.list(path).length === 0) {
            files.remove(path);
            if (kind === 'directory') files.remove(`${path}/`);
          } else {
            process.err(`find: cannot delete '${path}': Directory not empty\n`);
            this.status = 1;
          }
        });
      case '-exec':
      case '-execdir':
      case '-ok':
        return this.#exec(word);
      default:
        if (
          /^-(amin|anewer|atime|cmin|cnewer|context|ctime|daystart|fls|follow|fprint|fprintf|fstype|gid|group|inum|links|ls|mmin|mount|mtime|newer|nogroup|nouser|perm|readable|samefile|uid|used|user|writable|executable|xdev|xtype|ilname|lname|files0-from|noleaf|warn|nowarn)/.test(
            word,
          )
        )
          throw new NotModelled(`find ${word}`);
        throw new ExpressionError(
          usesBusybox(process) ? `unrecognized: ${word}` : word.startsWith('-') ? `unknown predicate \`${word}'` : `paths must precede expression: \`${word}'`,
        );
    }
  }

  #exec(word: string): Test {
    this.acts = true;
    if (word !== '-exec') throw new NotModelled(`find ${word}`);
    const process = this.#process;
    const end = this.#words.findIndex((one, at) => at >= this.#at && (one === ';' || (one === '+' && this.#words[at - 1] === '{}')));
    if (end < 0 || end === this.#at) throw new ExpressionError(`missing argument to \`${word}'`);
    const words = this.#words.slice(this.#at, end);
    const many = this.#words[end] === '+';
    this.#at = end + 1;
    if (many) {
      const one = { words: words.slice(0, -1), paths: [] as string[] };
      this.collected.push(one);
      return act(({ path }) => one.paths.push(path));
    }
    return function* ({ path }) {
      const argv = words.map((part) => part.replaceAll('{}', path));
      const { exitCode, unstarted } = yield* process.spawn(argv, { inherit: true, input: '' });
      if (unstarted !== undefined) process.err(`find: '${argv[0] as string}': No such file or directory\n`);
      return exitCode === 0;
    };
  }
}

const test =
  (holds: (entry: Entry) => boolean): Test =>
  (entry) =>
    atOnce(() => holds(entry));
const constant = (value: boolean): Test => test(() => value);
const act = (run: (entry: Entry) => unknown): Test => test((entry) => (run(entry), true));

const matching = (pattern: string, ignoresCase: boolean, what: (entry: Entry) => string): Test =>
  test((entry) => (ignoresCase ? matchesPattern(pattern.toLowerCase(), what(entry).toLowerCase()) : matchesPattern(pattern, what(entry))));

const UNITS: { readonly [letter: string]: number } = { c: 1, w: 2, b: 512, k: 1024, M: 1_048_576, G: 1_073_741_824 };

function bySize(text: string, files: FileSystem): (entry: Entry) => boolean {
  const [, sign = '', count = '', unit = 'b'] = /^([-+]?)(\d+)([cwbkMG]?)$/.exec(text) ?? [];
  if (count === '') throw new ExpressionError(`Invalid argument \`${text}' to -size`);
  return ({ path, kind }) => {
    const size = Math.ceil((kind === 'directory' ? 4096 : utf8(files.read(path) ?? '').length) / (UNITS[unit || 'b'] as number));
    return sign === '+' ? size > Number(count) : sign === '-' ? size < Number(count) : size === Number(count);
  };
}

/** `-printf`: names, depth, kind and size; other directives stay as they are. */
function printed(format: string, { path, depth, kind }: Entry, files: FileSystem): string {
  const values: { readonly [letter: string]: string } = {
    p: path,
    f: nameOf(path),
    h: path.includes('/') ? path.replace(/\/[^/]*$/, '') : '.',
    d: String(depth),
    y: kind === 'directory' ? 'd' : 'f',
    s: String(kind === 'directory' ? 4096 : utf8(files.read(path) ?? '').length),
    '%': '%',
  };
  return unescapeC(format).replace(/%([a-zA-Z%])/g, (all, letter: string) => values[letter] ?? all);
}

export const find: Program = function* (process: Process): Running {
  const { files } = process;
  const words = process.argv.slice(1).filter((word, at) => at > 0 || !/^-[HLP]$/.test(word));
  const from = words.findIndex((word) => /^(-.|[(!]$)/.test(word));
  const starts = from < 0 ? words : words.slice(0, from);
  const reader = new ExpressionReader(process, from < 0 ? [] : words.slice(from));
  let expression: Test;
  try {
    expression = reader.read();
  } catch (error) {
    if (error instanceof NotModelled) return notSimulated(process, error.message);
    if (!(error instanceof ExpressionError) && !(error instanceof PATTERNS_PART.content.PatternError)) throw error;
    process.err(`find: ${error.message}\n`);
    return 1;
  }
  const visit = function* (path: string, depth: number): Generator<Wait, void, void> {
    const kind = files.kind(path);
    if (!kind) return;
    process.step();
    const entry: Entry = { path, depth, kind, pruned: false };
    const judge = function* (): Generator<Wait, void, void> {
      if (depth < reader.least) return;
      try {
        if ((yield* expression(entry)) && !reader.acts) process.out(`${path}\n`);
      } catch (error) {
        if (error instanceof Quit && !reader.acts) process.out(`${path}\n`);
        throw error;
      }
    };
    if (!reader.depthFirst) yield* judge();
    if (kind === 'directory' && depth < reader.deepest && !entry.pruned)
      for (const inner of files.list(path)) yield* visit(`${path.replace(/\/$/, '')}/${inner}`, depth + 1);
    if (reader.depthFirst) yield* judge();
  };
  try {
    for (const start of starts.length > 0 ? starts : ['.']) {
      if (files.kind(start) === undefined) {
        process.err(usesBusybox(process) ? `find: ${start}: No such file or directory\n` : `find: '${start}': No such file or directory\n`);
        reader.status = 1;
      } else yield* visit(start, 0);
    }
  } catch (error) {
    if (!(error instanceof Quit)) throw error;
  }
  for (const { words: command, paths } of reader.collected) {
    if (paths.length === 0) continue;
    const { exitCode, unstarted } = yield* process.spawn([...command, ...paths], { inherit: true, input: '' });
    if (unstarted !== undefined) process.err(`find: '${command[0] as string}': No such file or directory\n`);
    if (exitCode !== 0) reader.status = 1;
  }
  return reader.status;
};
