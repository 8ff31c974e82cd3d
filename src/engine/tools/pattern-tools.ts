// grep, sed and a small awk: GNU grep 3.8, GNU sed 4.9, mawk as far as `{print $n}` and conditions on fields go.
import type { Process, Program, ProgramTable, Running } from '../machine/process.ts';
import { awk } from './awk.ts';
import { matchesPattern } from '../machine/shell-pattern.ts';
import { notSimulated, type Options, readOptions, usesBusybox } from './options.ts';
import { boundedPattern } from '../machine/bounded-pattern.ts';
import { compilePattern, PatternError } from '../machine/regular-expression.ts';
import { sed } from './sed.ts';
import { eachLine, inputsOf, linesOf } from './text-input.ts';

const LONG = {
  count: 'c',
  'invert-match': 'v',
  'only-matching': 'o',
  'extended-regexp': 'E',
  'fixed-strings': 'F',
  'ignore-case': 'i',
  quiet: 'q',
  silent: 'q',
  'line-number': 'n',
  'word-regexp': 'w',
  'line-regexp': 'x',
  'files-with-matches': 'l',
  'no-filename': 'h',
  'with-filename': 'H',
  'max-count': 'm',
  regexp: 'e',
  'after-context': 'A',
  'before-context': 'B',
  context: 'C',
  'no-messages': 's',
  recursive: 'r',
  color: 'Q',
  colour: 'Q',
  'perl-regexp': 'P',
  'files-without-match': 'L',
  'line-buffered': 'u',
  file: 'f',
  'dereference-recursive': 'R',
  'byte-offset': 'b',
  include: '1',
  exclude: '2',
  'exclude-dir': '3',
  'no-group-separator': '4',
};

const grepAs = (kind: '' | 'E' | 'F'): Program =>
  function* (process: Process): Running {
    const argv = process.argv
      .map((word) => (/^--colou?r(=|$)/.test(word) ? (word.endsWith('=always') ? '-k' : '-Q') : word))
      .flatMap((word) => (/^-\d+$/.test(word) ? ['-C', word.slice(1)] : [word]));
    const options = readOptions(
      process,
      {
        short: 'cvoEFGiqnwxlLhHm:e:A:B:C:srRPQyuf:ab1:2:3:k4',
        known: 'D:d:IzZTU',
        knownLong: 'binary-files= null null-data text initial-tab label= help',
        long: LONG,
        usageExit: 2,
        usage: `Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.`,
      },
      argv,
    );
    if (typeof options === 'number') return options === 1 ? 2 : options;
    if (options.has('b')) return notSimulated(process, 'grep -b') + 1;
    const given = options.given.filter(([letter]) => letter === 'e').map(([, value]) => value);
    const files = [...options.args];
    for (const [letter, name] of options.given) {
      if (letter !== 'f') continue;
      const text = name === '-' || name === '/dev/stdin' ? yield* process.input.readAll() : process.files.read(name);
      if (text === undefined) {
        process.err(`grep: ${name}: No such file or directory\n`);
        return 2;
      }
      given.push(...linesOf(text));
    }
    if (given.length === 0 && !options.has('f')) {
      const pattern = files.shift();
      if (pattern === undefined) {
        process.err(`Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n`);
        return 2;
      }
      given.push(pattern);
    }
    let expressions: RegExp[];
    try {
      expressions = given
        .flatMap((pattern) => pattern.split('\n'))
        .map((pattern) => {
          const settings = {
            extended: kind === 'E' || options.has('E'),
            fixed: kind === 'F' || options.has('F'),
            perl: options.has('P'),
            ignoreCase: options.has('i') || options.has('y'),
          };
          // Models gnulib dfa.c, which grep lets warn of this.
          if (settings.extended && !settings.fixed && !settings.perl && !usesBusybox(process))
            for (const [, sign] of pattern.replace(/\[\^?\]?[^\]]*\]/g, 'x').matchAll(/(?:^|(?<!\\)[(|])([*+?])/g))
              process.err(`grep: warning: ${sign} at start of expression\n`);
          const { source, flags } = compilePattern(pattern, settings);
          return boundedPattern(options.has('x') ? `^(?:${source})$` : options.has('w') ? `(?<!\\w)(?:${source})(?!\\w)` : source, `${flags}g`);
        });
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      if (error.message === 'minato')
        process.notSimulated('tool-option', { option: `grep '${given.join('\n')}'` }, 'minato: a pattern this deep is not simulated');
      else process.err(`grep: ${usesBusybox(process) ? `bad regex '${given.join('\n')}': ` : ''}${error.message}\n`);
      return 2;
    }
    const matchOf = (line: string): boolean =>
      expressions.some((expression) => {
        expression.lastIndex = 0;
        return expression.test(line);
      });
    const recursive = options.has('r') || options.has('R');
    const chosen = recursive ? filesBelow(process, files.length > 0 ? files : ['.'], files.length === 0, options) : files;
    const quietly = options.has('s') ? ({ ...process, err: () => undefined } as Process) : process;
    const { inputs, failed } = recursive && chosen.length === 0 ? { inputs: [], failed: false } : inputsOf(quietly, chosen);
    const named = (options.has('H') || recursive || files.length > 1) && !options.has('h');
    const shine = options.has('k') ? shining : plainly;
    const limit = Number(options.value('m') ?? Infinity);
    const after = Number(options.value('A') ?? options.value('C') ?? 0);
    const before = Number(options.value('B') ?? options.value('C') ?? 0);
    let any = false;
    for (const { name, input } of inputs) {
      const shown = name === '-' ? '(standard input)' : name;
      let count = 0;
      let number = 0;
      let trailing = 0;
      let lastPrinted = 0;
      const earlier: { number: number; line: string }[] = [];
      const prefix = (at: number, mark: ':' | '-'): string =>
        `${named ? shine.name(shown) + shine.mark(mark) : ''}${options.has('n') ? shine.number(at) + shine.mark(mark) : ''}`;
      const print = (line: string, at: number, mark: ':' | '-'): void => {
        if ((after > 0 || before > 0) && lastPrinted > 0 && at > lastPrinted + 1 && !options.has('4')) process.out(`${shine.mark('--')}\n`);
        lastPrinted = at;
        process.out(`${prefix(at, mark)}${mark === ':' && !options.has('v') ? shine.found(line, expressions) : line}\n`);
      };
      yield* eachLine([{ input }], (raw) => {
        const line = raw.replace(/\n$/, '');
        number++;
        const matched = matchOf(line) !== options.has('v');
        if (!matched) {
          if (trailing > 0) {
            trailing--;
            print(line, number, '-');
          } else {
            earlier.push({ number, line });
            if (earlier.length > before) earlier.shift();
          }
          return count < limit || trailing > 0;
        }
        if (count >= limit) return false;
        count++;
        any = true;
        if (options.has('q') || options.has('l')) return false;
        if (options.has('c') || options.has('L')) return count < limit;
        if (options.has('o') && !options.has('v')) {
          for (const text of matchesIn(line, expressions)) process.out(`${prefix(number, ':')}${shine.match(text)}\n`);
        } else {
          for (const one of earlier.splice(0)) print(one.line, one.number, '-');
          print(line, number, ':');
          trailing = after;
        }
        return count < limit || trailing > 0;
      });
      if (options.has('l') && count > 0) process.out(`${shown}\n`);
      else if (options.has('L') && count === 0) process.out(`${shown}\n`);
      else if (options.has('c')) process.out(`${named ? `${shown}:` : ''}${count}\n`);
      if (options.has('q') && any) return 0;
    }
    return failed ? 2 : any ? 0 : 1;
  };

/** Every piece of a line that matches, from left to right. */
function matchesIn(line: string, expressions: readonly RegExp[]): string[] {
  const found: string[] = [];
  for (let at = 0; at <= line.length;) {
    let best: RegExpExecArray | undefined;
    for (const expression of expressions) {
      expression.lastIndex = at;
      let match = expression.exec(line);
      // A match of nothing is none: the next may begin one letter further.
      while (match?.[0] === '' && match.index < line.length) {
        expression.lastIndex = match.index + 1;
        match = expression.exec(line);
      }
      if (match && match[0] !== '' && (!best || match.index < best.index || (match.index === best.index && match[0].length > best[0].length))) best = match;
    }
    if (!best) break;
    found.push(best[0]);
    at = best.index + best[0].length;
  }
  return found;
}

/** How output looks without colours, and with them (GNU grep's own choice of them). */
interface Shine {
  name(text: string): string;
  number(at: number): string;
  mark(text: string): string;
  match(text: string): string;
  found(line: string, expressions: readonly RegExp[]): string;
}
const plainly: Shine = { name: (text) => text, number: String, mark: (text) => text, match: (text) => text, found: (line) => line };
const colour =
  (code: string) =>
  (text: string | number): string =>
    `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K`;
const shining: Shine = {
  name: colour('35'),
  number: colour('32'),
  mark: colour('36'),
  match: colour('01;31'),
  found(line, expressions) {
    let rest = line;
    let result = '';
    for (const text of matchesIn(line, expressions)) {
      const at = rest.indexOf(text);
      result += rest.slice(0, at) + this.match(text);
      rest = rest.slice(at + text.length);
    }
    return result + rest;
  },
};

/** The files in directories and what is in them (`-r`), those left out that --include and --exclude leave out. Where no directory is named, names begin without `./`. */
function filesBelow(process: Process, starts: readonly string[], isHere: boolean, options: Options): readonly string[] {
  const { files } = process;
  const patterns = (letter: string): string[] => options.given.filter(([one]) => one === letter).map(([, value]) => value);
  const [included, excluded, outside] = [patterns('1'), patterns('2'), patterns('3')];
  const fits = (path: string): boolean => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return (included.length === 0 || included.some((pattern) => matchesPattern(pattern, name))) && !excluded.some((pattern) => matchesPattern(pattern, name));
  };
  const found: string[] = [];
  const visit = (path: string, isNamed: boolean): void => {
    if (files.kind(path) !== 'directory') {
      if (isNamed ? included.length + excluded.length === 0 || fits(path) : fits(path)) found.push(path);
      return;
    }
    for (const inner of files.list(path)) {
      const one = isHere && path === '.' ? inner : `${path.replace(/\/$/, '')}/${inner}`;
      if (files.kind(one) !== 'directory' || !outside.some((pattern) => matchesPattern(pattern, inner))) visit(one, false);
    }
  };
  for (const start of starts) visit(start, true);
  return found;
}

export const PATTERN_TOOLS = { grep: grepAs(''), egrep: grepAs('E'), fgrep: grepAs('F'), sed, awk } satisfies ProgramTable;
