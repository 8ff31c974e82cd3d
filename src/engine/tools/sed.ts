// Models GNU sed 4.9 for the commands s, p, d, q, =, y, a, i, c, n, N and { }, addresses and ranges, -n -E -i -e.
import type { Process, Program, Running } from '../machine/process.ts';
import { readOptions } from './options.ts';
import { compilePattern, PatternError } from '../machine/regular-expression.ts';
import { inputsOf, readAll } from './text-input.ts';

type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'plus'; readonly count: number };

interface Command {
  readonly from?: Address;
  readonly to?: Address;
  readonly negated: boolean;
  readonly name: string;
  readonly pattern?: RegExp;
  readonly replacement?: string;
  readonly flags?: string;
  readonly text?: string;
  readonly body?: readonly Command[];
  /** Whether a range is open, and until which line. */
  state: { open: boolean; until: number };
}

/** A script that sed would not run, in sed's own words. */
class ScriptError extends Error {}

function parseScript(text: string, extended: boolean): Command[] {
  let at = 0;
  const fail = (words: string): never => {
    throw new ScriptError(`-e expression #1, char ${Math.min(text.length, Math.max(at, 1))}: ${words}`);
  };
  const compile = (pattern: string, flags: string): RegExp => {
    try {
      return compilePattern(pattern, { extended, flags: 'g', ignoreCase: /i/i.test(flags) });
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      return fail(error.message === 'minato' ? 'minato: a pattern this deep is not simulated' : error.message);
    }
  };
  const delimited = (delimiter: string): string | undefined => {
    let part = '';
    let inSet = false;
    for (; at < text.length; at++) {
      const char = text[at] as string;
      if (char === '\\' && at + 1 < text.length) {
        const next = text[++at] as string;
        part += next === delimiter ? (delimiter === '|' || /[.*+?^$(){}[\]]/.test(delimiter) ? `\\${next}` : next) : next === '\n' ? '\n' : `\\${next}`;
      } else if (char === delimiter && !inSet) {
        at++;
        return part;
      } else {
        if (char === '[') inSet = true;
        else if (char === ']') inSet = false;
        part += char;
      }
      if (inSet && !text.includes(']', at)) inSet = false;
    }
    return undefined;
  };
  const address = (): Address | undefined => {
    const number = /^(\d+)(?:~(\d+))?/.exec(text.slice(at));
    if (number) {
      at += number[0].length;
      return number[2] === undefined ? { kind: 'line', line: Number(number[1]) } : { kind: 'step', first: Number(number[1]), step: Number(number[2]) };
    }
    if (text[at] === '$') {
      at++;
      return { kind: 'last' };
    }
    if (text[at] === '/' || text[at] === '\\') {
      if (text[at] === '\\') at++;
      const delimiter = text[at++] as string;
      const pattern = delimited(delimiter);
      if (pattern === undefined) return fail('unterminated address regex');
      const insensitive = text[at] === 'I';
      if (insensitive) at++;
      return { kind: 'pattern', pattern: compile(pattern, insensitive ? 'i' : '') };
    }
    return undefined;
  };
  const block = (nested: boolean): Command[] => {
    const commands: Command[] = [];
    for (;;) {
      while (/[\s;]/.test(text[at] ?? '')) at++;
      if (at >= text.length) {
        if (nested) throw new ScriptError("-e expression #1, char 0: unmatched `{'");
        return commands;
      }
      if (text[at] === '}') {
        at++;
        if (!nested) return fail("unexpected `}'");
        return commands;
      }
      if (text[at] === '#') {
        while (at < text.length && text[at] !== '\n') at++;
        continue;
      }
      const from = address();
      let to: Address | undefined;
      if (from && text[at] === ',') {
        at++;
        const plus = /^\+(\d+)/.exec(text.slice(at));
        if (plus) at += plus[0].length;
        to = plus ? { kind: 'plus', count: Number(plus[1]) } : address();
        if (!to) return fail("unexpected `,'");
      }
      while (text[at] === ' ') at++;
      const negated = text[at] === '!';
      if (negated) at++;
      while (text[at] === ' ') at++;
      const name = text[at++] ?? '';
      const base = { ...(from ? { from } : {}), ...(to ? { to } : {}), negated, name, state: { open: false, until: 0 } };
      if (name === '') return fail('missing command');
      if (name === '{') {
        commands.push({ ...base, body: block(true) });
        continue;
      }
      if (name === 's' || name === 'y') {
        const delimiter = text[at++] ?? '';
        const pattern = delimiter === '' || delimiter === '\n' ? undefined : delimited(delimiter);
        const replacement = pattern === undefined ? undefined : delimited(delimiter);
        if (pattern === undefined || replacement === undefined) return fail(name === 's' ? "unterminated `s' command" : "unterminated `y' command");
        const flags = name === 's' ? (/^[gpiIeMm\d]*/.exec(text.slice(at))?.[0] ?? '') : '';
        at += flags.length;
        if (at < text.length && !/[\s;}#]/.test(text[at] as string)) return fail(name === 's' ? "unknown option to `s'" : 'extra characters after command');
        commands.push(name === 's' ? { ...base, pattern: compile(pattern, flags), replacement, flags } : { ...base, text: pattern, replacement });
        continue;
      }
      if ('aic'.includes(name)) {
        const rest = /^(?:\s*\\\n|\s*)([^\n]*)/.exec(text.slice(at)) as RegExpExecArray;
        at += rest[0].length;
        if (rest[1] === '') return fail("expected \\ after `a', `c' or `i'");
        commands.push({ ...base, text: rest[1] as string });
        continue;
      }
      if (!'pdqQ=nNDPhHgGx'.includes(name)) return fail(`unknown command: \`${name}'`);
      const rest = /^\s*(\d*)/.exec(text.slice(at)) as RegExpExecArray;
      if (name === 'q' || name === 'Q') at += rest[0].length;
      while (text[at] === ' ') at++;
      if (at < text.length && !/[\n;}#]/.test(text[at] as string)) return fail('extra characters after command');
      commands.push({ ...base, ...(rest[1] && (name === 'q' || name === 'Q') ? { text: rest[1] } : {}) });
    }
  };
  return block(false);
}

/** What the lines become, and the exit status. */
function runScript(commands: readonly Command[], input: string, quiet: boolean): { readonly text: string; readonly status: number } {
  const lines = input.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const out: string[] = [];
  let hold = '';
  let number = 0;
  let status = 0;
  let steps = 0;
  const matches = (address: Address, space: string): boolean => {
    switch (address.kind) {
      case 'line':
        return number === address.line;
      case 'last':
        return number === lines.length;
      case 'step':
        return address.step === 0 ? number === address.first : number >= address.first && (number - address.first) % address.step === 0;
      case 'pattern':
        address.pattern.lastIndex = 0;
        return address.pattern.test(space);
      case 'plus':
        return false;
    }
  };
  const selects = (command: Command, space: string): boolean => {
    const { from, to, state } = command;
    if (!from) return true;
    if (!to) return matches(from, space);
    if (!state.open) {
      if (!matches(from, space)) return false;
      state.until = to.kind === 'line' ? to.line : to.kind === 'plus' ? number + to.count : 0;
      state.open = state.until === 0 || state.until > number;
      return true;
    }
    if (state.until > 0 ? number >= state.until : matches(to, space)) state.open = false;
    return state.until === 0 || number <= state.until;
  };
  class Next extends Error {}
  class Quit extends Error {}
  for (; number < lines.length;) {
    let raw = lines[number++] as string;
    const newline = raw.endsWith('\n') ? '\n' : '';
    let space = newline ? raw.slice(0, -1) : raw;
    const after: string[] = [];
    const print = (): void => {
      if (!quiet) out.push(space + newline);
    };
    const run = (list: readonly Command[]): void => {
      for (const command of list) {
        if (++steps > 500_000) throw new Quit();
        if (selects(command, space) === command.negated) continue;
        switch (command.name) {
          case '{':
            run(command.body ?? []);
            break;
          case 's': {
            const { pattern, replacement = '', flags = '' } = command as Required<Pick<Command, 'pattern' | 'replacement' | 'flags'>>;
            const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
            let seen = 0;
            let changed = false;
            pattern.lastIndex = 0;
            space = space.replace(pattern, (...match: unknown[]) => {
              seen++;
              if (seen < nth || (seen > nth && !flags.includes('g'))) return match[0] as string;
              changed = true;
              return substituted(replacement, match as string[]);
            });
            if (changed && flags.includes('p')) out.push(`${space}\n`);
            break;
          }
          case 'y': {
            const from = [...(command.text ?? '')];
            const to = [...(command.replacement ?? '')];
            space = [...space].map((char) => (from.includes(char) ? (to[from.indexOf(char)] ?? char) : char)).join('');
            break;
          }
          case 'p':
            out.push(`${space}\n`);
            break;
          case 'P':
            out.push(`${space.split('\n')[0]}\n`);
            break;
          case '=':
            out.push(`${number}\n`);
            break;
          case 'a':
            after.push(`${command.text}\n`);
            break;
          case 'i':
            out.push(`${command.text}\n`);
            break;
          case 'c':
            if (!command.state.open) out.push(`${command.text}\n`);
            throw new Next();
          case 'd':
          case 'D':
            throw new Next();
          case 'n':
          case 'N':
            if (command.name === 'n') print();
            if (number >= lines.length) {
              if (command.name === 'N') print();
              throw new Quit();
            }
            raw = (lines[number++] as string).replace(/\n$/, '');
            space = command.name === 'n' ? raw : `${space}\n${raw}`;
            break;
          case 'h':
            hold = space;
            break;
          case 'H':
            hold += `\n${space}`;
            break;
          case 'g':
            space = hold;
            break;
          case 'G':
            space += `\n${hold}`;
            break;
          case 'x':
            [space, hold] = [hold, space];
            break;
          default:
            status = Number(command.text ?? 0);
            if (command.name === 'q') {
              print();
              out.push(...after);
            }
            throw new Quit();
        }
      }
    };
    try {
      run(commands);
      print();
    } catch (error) {
      if (error instanceof Quit) break;
      if (!(error instanceof Next)) throw error;
    }
    out.push(...after);
    if (out.length > 100_000) break;
  }
  return { text: out.join(''), status };
}

/** `\1`, `&` and `\n` of a replacement. */
function substituted(replacement: string, match: readonly string[]): string {
  return replacement.replace(/\\([\s\S])|&/g, (all, escaped: string | undefined) => {
    if (all === '&') return match[0] as string;
    if (escaped !== undefined && /\d/.test(escaped)) return (typeof match[Number(escaped)] === 'string' ? match[Number(escaped)] : '') as string;
    return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : (escaped ?? '');
  });
}

export const sed: Program = function* (process: Process): Running {
  // -i takes its suffix only when it is attached.
  const argv = process.argv.map((word) => (/^-i./.test(word) && !/^-i[nEr]*$/.test(word) ? '-i' : word === '--in-place' ? '-i' : word));
  const options = readOptions(
    process,
    {
      short: 'nEre:isf:u',
      known: 'lz',
      long: { quiet: 'n', silent: 'n', 'regexp-extended': 'E', expression: 'e', 'in-place': 'i', file: 'f' },
      usage: 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...',
    },
    argv,
  );
  if (typeof options === 'number') return options;
  const files = [...options.args];
  const scripts = options.given.flatMap(([letter, value]) => (letter === 'e' ? [value] : letter === 'f' ? [process.files.read(value) ?? ''] : []));
  if (scripts.length === 0) {
    const script = files.shift();
    if (script === undefined) {
      process.err('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n');
      return 1;
    }
    scripts.push(script);
  }
  const missing = process.machine.sh === 'ash' ? 1 : 2;
  let commands: Command[];
  try {
    commands = parseScript(scripts.join('\n'), options.has('E') || options.has('r'));
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    // busybox has words of its own for what is most often mistyped
    process.err(process.machine.sh === 'ash' && error.message.includes('unterminated') ? "sed: unmatched '/'\n" : `sed: ${error.message}\n`);
    return 1;
  }
  if (!options.has('i')) {
    const { inputs, failed } = inputsOf(process, files);
    const { text, status } = runScript(commands, yield* readAll(inputs), options.has('n'));
    process.out(text);
    return failed ? missing : status;
  }
  let failed = false;
  for (const name of files) {
    const text = process.files.read(name);
    if (text === undefined) {
      failed = true;
      process.err(process.machine.sh === 'ash' ? `sed: ${name}: No such file or directory\n` : `sed: can't read ${name}: No such file or directory\n`);
    } else process.files.write(name, runScript(parseScript(scripts.join('\n'), options.has('E') || options.has('r')), text, options.has('n')).text);
  }
  return failed ? missing : 0;
};
