// Models GNU sed 4.9's script language (sed/compile.c): what a script says, and the words for what is wrong with it.
import { compilePattern, PatternError, withoutEscapes } from '../machine/regular-expression.ts';

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  /** Without a pattern: the one that was used last. */
  | { readonly kind: 'pattern'; readonly pattern: RegExp | undefined }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'plus'; readonly count: number }
  | { readonly kind: 'multiple'; readonly of: number };

/** A piece of a replacement: a text, a group (0: all of it), or what changes the case of what follows. */
export type ReplacementPiece = string | number | { readonly turns: 'U' | 'L' | 'E' | 'u' | 'l' };

/** One command; those of a block stand after its `{`, and `end` is the place after the block. */
export interface SedCommand {
  readonly from?: Address;
  readonly to?: Address;
  readonly negated: boolean;
  readonly name: string;
  readonly pattern?: RegExp | undefined;
  readonly replacement?: readonly ReplacementPiece[];
  readonly flags?: string;
  /** A text, a label, a file's name, a number. */
  readonly text?: string;
  readonly map?: ReadonlyMap<string, string>;
  /** Where a branch or the end of a block leads. */
  target?: number;
  /** Whether a range is open, and until which line. */
  state: { open: boolean; until: number };
}

/** A script that sed would not run: where it stopped reading (-1: no place), and why. */
export class ScriptError extends Error {
  readonly at: number;
  constructor(words: string, at: number) {
    super(words);
    this.at = at;
  }
}

const ESCAPES: { readonly [letter: string]: string } = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The commands of a script, in order. Throws `ScriptError`. */
export function parseSedScript(text: string, extended: boolean, gnu: boolean): SedCommand[] {
  let at = 0;
  const commands: SedCommand[] = [];
  const blocks: { readonly command: SedCommand; readonly at: number }[] = [];
  const labels = new Map<string, number>();
  const fail = (words: string, place = at): never => {
    throw new ScriptError(words, Math.min(text.length, place));
  };
  const compile = (pattern: string, flags: string): RegExp | undefined => {
    if (pattern === '') return undefined;
    try {
      return compilePattern(withoutEscapes(pattern), { extended, strict: true, flags: `g${/[mM]/.test(flags) ? 'm' : ''}`, ignoreCase: /i/i.test(flags) });
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      const words = error.message === 'minato' ? 'minato: a pattern this deep is not simulated' : error.message;
      return fail(gnu ? words : `bad regex '${pattern}': ${words}`);
    }
  };
  /** The text up to a delimiter, which is eaten; an escaped delimiter is the delimiter. */
  const delimited = (delimiter: string, isPattern: boolean): string | undefined => {
    let part = '';
    let inSet = false;
    for (; at < text.length; at++) {
      const char = text[at] as string;
      if (char === '\\' && at + 1 < text.length) {
        const next = text[++at] as string;
        if (next === delimiter) part += isPattern && /[.*+?^$(){}[\]|]/.test(delimiter) ? `\\${next}` : isPattern ? next : next === '&' ? '\\&' : next;
        else part += `\\${next}`;
      } else if (char === delimiter && !inSet) {
        at++;
        return part;
      } else {
        if (isPattern && char === '[' && !inSet) inSet = true;
        else if (char === ']' && inSet && !/\[\^?$/.test(part) && !/\[:\w+:$/.test(part)) inSet = false;
        part += char;
      }
    }
    return undefined;
  };
  const address = (): Address | undefined => {
    const number = /^(\d+)(?:\s*~\s*(\d+))?/.exec(text.slice(at));
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
      const pattern = delimited(delimiter, true);
      if (pattern === undefined) return fail('unterminated address regex');
      const flags = /^[IM]*/.exec(text.slice(at))?.[0] ?? '';
      at += flags.length;
      return { kind: 'pattern', pattern: compile(pattern, flags) };
    }
    return undefined;
  };
  const skip = (chars: string): void => {
    while (at < text.length && chars.includes(text[at] as string)) at++;
  };
  /** After a command: nothing but what may end it. */
  const ended = (): void => {
    skip(' \t\r');
    if (at < text.length && !'\n;}#'.includes(text[at] as string)) fail('extra characters after command', at + 1);
  };
  const restOfLine = (): string => {
    skip(' \t');
    const end = text.indexOf('\n', at);
    const rest = text.slice(at, end < 0 ? undefined : end);
    at += rest.length;
    return rest;
  };
  const label = (): string => {
    skip(' \t');
    const found = /^[^\n;}]*/.exec(text.slice(at))?.[0] ?? '';
    at += found.length;
    return found.trim();
  };
  if (/^#n(\n|$)/.test(text)) commands.push({ negated: false, name: '#n', state: { open: false, until: 0 } });
  for (;;) {
    skip(' \t\r\n;');
    if (at >= text.length) break;
    if (text[at] === '#') {
      restOfLine();
      continue;
    }
    const from = address();
    let to: Address | undefined;
    skip(' \t');
    if (from && text[at] === ',') {
      at++;
      skip(' \t');
      const relative = /^([+~])(\d+)/.exec(text.slice(at));
      if (relative) at += relative[0].length;
      to = relative ? (relative[1] === '+' ? { kind: 'plus', count: Number(relative[2]) } : { kind: 'multiple', of: Number(relative[2]) }) : address();
      if (!to) fail("unexpected `,'");
    }
    if (from?.kind === 'line' && from.line === 0 && to?.kind !== 'pattern') fail('invalid usage of line address 0', at + 1);
    skip(' \t');
    const negated = text[at] === '!';
    while (text[at] === '!' || (negated && text[at] === ' ')) at++;
    const name = text[at++] ?? '';
    const base = { ...(from ? { from } : {}), ...(to ? { to } : {}), negated, name, state: { open: false, until: 0 } };
    const add = (more: Partial<SedCommand> = {}): void => void commands.push({ ...base, ...more });
    switch (name) {
      case '':
        fail('missing command');
        break;
      case '{':
        add();
        blocks.push({ command: commands.at(-1) as SedCommand, at });
        break;
      case '}': {
        if (from) fail("} doesn't want any addresses");
        const open = blocks.pop();
        if (!open) return fail("unexpected `}'");
        open.command.target = commands.length;
        ended();
        break;
      }
      case ':': {
        if (from) fail(": doesn't want any addresses");
        skip(' \t');
        const found = /^[^\s;]*/.exec(text.slice(at))?.[0] ?? '';
        at += found.length;
        if (found === '') fail('":" lacks a label');
        labels.set(found, commands.length);
        break;
      }
      case 'b':
      case 't':
      case 'T':
        add({ text: label() });
        break;
      case 's': {
        const delimiter = text[at++] ?? '';
        const source = delimiter === '' || delimiter === '\n' || delimiter === '\\' ? undefined : delimited(delimiter, true);
        const replacement = source === undefined ? undefined : delimited(delimiter, false);
        if (source === undefined || replacement === undefined) return fail("unterminated `s' command");
        let flags = /^[gpiIeMm\d]*/.exec(text.slice(at))?.[0] ?? '';
        at += flags.length;
        if (/[^\d]*0(?!\d)/.exec(flags)?.[0] && /(^|\D)0/.test(flags)) fail("number option to `s' command may not be zero");
        let file: string | undefined;
        if (text[at] === 'w') {
          at++;
          flags += 'w';
          file = restOfLine();
        }
        skip(' \t\r');
        if (at < text.length && !'\n;}#'.includes(text[at] as string)) fail("unknown option to `s'", at + 1);
        if (flags.includes('e')) fail('minato: the flag e is not simulated');
        const pattern = compile(source, flags);
        const pieces = replacementPieces(replacement, gnu);
        const groups = pattern ? (new RegExp(`${pattern.source}|`).exec('')?.length ?? 1) - 1 : 9;
        const odd = pieces.find((piece) => typeof piece === 'number' && piece > groups);
        if (odd !== undefined) fail(`invalid reference \\${odd as number} on \`s' command's RHS`);
        add({ pattern, replacement: pieces, flags, ...(file === undefined ? {} : { text: file }) });
        break;
      }
      case 'y': {
        const delimiter = text[at++] ?? '';
        const one = delimiter === '' ? undefined : delimited(delimiter, false);
        const other = one === undefined ? undefined : delimited(delimiter, false);
        if (one === undefined || other === undefined) return fail("unterminated `y' command");
        const letters = (part: string): string[] => [...part.replace(/\\([\s\S])/g, (_, letter: string) => ESCAPES[letter] ?? letter)];
        const [left, right] = [letters(one), letters(other)];
        if (left.length !== right.length) fail("strings for `y' command are different lengths");
        add({ map: new Map(left.map((letter, index) => [letter, right[index] as string])) });
        ended();
        break;
      }
      case 'a':
      case 'i':
      case 'c':
        add({ text: addedText() });
        break;
      case 'r':
      case 'R':
      case 'w':
      case 'W': {
        const file = restOfLine();
        if (file === '') fail('missing filename in r/R/w/W commands');
        add({ text: file });
        break;
      }
      case 'q':
      case 'Q':
      case 'l':
      case 'L': {
        if (to && name !== 'l') fail('command only uses one address');
        skip(' \t');
        const number = /^\d*/.exec(text.slice(at))?.[0] ?? '';
        at += number.length;
        add({ text: number });
        ended();
        break;
      }
      case 'e':
      case 'v':
        return fail(`minato: the command ${name} is not simulated`);
      default:
        if (!'=dDFgGhHnNpPxz'.includes(name)) fail(`unknown command: \`${name}'`);
        add();
        ended();
    }
  }
  if (blocks.length > 0) throw new ScriptError("unmatched `{'", 0);
  for (const command of commands) {
    if (!'btT'.includes(command.name)) continue;
    const target = command.text === '' ? commands.length : labels.get(command.text as string);
    if (target === undefined) throw new ScriptError(`can't find label for jump to \`${command.text as string}'`, -1);
    command.target = target;
  }
  return commands;

  /** The text of `a`, `i` and `c`: what stands on the line, or after `\` and a newline; a backslash continues it. */
  function addedText(): string {
    skip(' \t');
    if (text[at] === '\\') {
      at++;
      const line = /^[ \t]*\n/.exec(text.slice(at));
      if (line) at += line[0].length;
    } else if (at >= text.length || text[at] === '\n') return fail("expected \\ after `a', `c' or `i'");
    if (at >= text.length) return fail("expected \\ after `a', `c' or `i'");
    let added = '';
    for (; at < text.length && text[at] !== '\n'; at++) {
      if (text[at] === '\\' && at + 1 < text.length) {
        const next = text[++at] as string;
        added += next === 't' ? '\t' : next;
      } else added += text[at] as string;
    }
    return `${added}\n`;
  }
}

/** `\1`, `&`, `\n`, `\U` and the rest of a replacement. */
function replacementPieces(replacement: string, gnu: boolean): ReplacementPiece[] {
  const pieces: ReplacementPiece[] = [];
  const put = (text: string): void => {
    if (typeof pieces.at(-1) === 'string') pieces[pieces.length - 1] = (pieces.at(-1) as string) + text;
    else pieces.push(text);
  };
  for (const [all, hex, decimal, octal, escaped] of replacement.matchAll(/\\x([0-9a-fA-F]{1,2})|\\d(\d{3})|\\o([0-7]{1,3})|\\([\s\S])|[^\\]|\\$/g)) {
    if (hex ?? decimal ?? octal) put(String.fromCharCode(hex ? parseInt(hex, 16) : decimal ? Number(decimal) : parseInt(octal as string, 8)));
    else if (all === '&') pieces.push(0);
    else if (escaped === undefined) put(all);
    else if (/\d/.test(escaped)) pieces.push(Number(escaped));
    else if (gnu && 'ULEul'.includes(escaped)) pieces.push({ turns: escaped as 'U' });
    else put(ESCAPES[escaped] ?? escaped);
  }
  return pieces;
}
