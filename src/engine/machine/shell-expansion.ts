import type { FileSystem, Wait } from './process.ts';
import { ArithmeticError, evaluateArithmetic } from './shell-arithmetic.ts';
import { changeCase, substitutePattern, transformed, trim } from './parameter-forms.ts';
import { expandBraces } from './shell-braces.ts';
import { escapePattern, isPattern, matchesPattern, unescapePattern } from './shell-pattern.ts';
import type { Dialect, Script, Word, WordPart } from './shell-syntax.ts';
import { ShellError } from './shell-words.ts';

/** What expansion needs from a running shell. */
export interface ExpansionContext {
  readonly dialect: Dialect;
  readonly positional: readonly string[];
  readonly globs: boolean;
  readonly unsetIsError: boolean;
  /** A pattern that matches no file stands for nothing. */
  readonly nullGlob: boolean;
  /** `-c`, `eval`, or nothing in a script's file. */
  readonly within: string;
  readonly isSubshell: boolean;
  /** `set -C`: `>` overwrites no file. */
  readonly keepsFiles: boolean;
  readonly files: FileSystem;
  /** A variable, or an element that is written `name[key]`. */
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  /** All elements of an array, in its order. */
  entries(name: string): readonly (readonly [key: string, value: string])[];
  isAssociative(name: string): boolean;
  /** All variables. */
  names(): Iterable<string>;
  /** The file behind `<(…)` or `>(…)`. */
  openProcess(script: Script, into: boolean): Generator<Wait, string, void>;
  substitute(script: Script): Generator<Wait, string, void>;
  /** Counts this much work (see Process.step). */
  work(steps: number): void;
}

/** What bash ends with where a parameter is missing: of a script's file, or of `-c`. */
const fatal = ({ within, isSubshell }: ExpansionContext): number => (within === '' || isSubshell ? 1 : 127);

/** Longest text that expansion may make of one word, in UTF-16 code units. */
const LONGEST_WORD = 200_000;
/** So many arguments, or characters that are looked at one by one, cost as much as a step. */
const WORDS_PER_STEP = 4;
const CHARACTERS_PER_STEP = 100;

type Piece = { readonly text: string; readonly quoted: boolean; readonly splits: boolean } | 'separator';

/** Words as arguments: braces, parameters, commands and arithmetic expanded, split into fields, matched against files. */
export function* expandWords(context: ExpansionContext, words: readonly Word[]): Generator<Wait, string[], void> {
  const result: string[] = [];
  for (const word of words) {
    const same = literalWord(word);
    if (same !== undefined) {
      result.push(same);
      continue;
    }
    for (const one of context.dialect === 'bash' ? expandBraces(word) : [word]) {
      for (const pattern of fieldsOf(yield* piecesOf(context, one), context.get('IFS') ?? ' \t\n')) {
        const names = context.globs && isPattern(pattern) ? glob(context.files, pattern) : [];
        if (names.length > 0) result.push(...names);
        else if (!context.nullGlob || !context.globs || !isPattern(pattern)) result.push(unescapePattern(pattern));
      }
    }
  }
  if (result.length > WORDS_PER_STEP) context.work(Math.floor(result.length / WORDS_PER_STEP));
  return result;
}

/** What a word stands for that is the same whatever the shell holds: the most usual kind. */
function literalWord(word: Word): string | undefined {
  const [part] = word;
  if (word.length !== 1 || part?.kind !== 'text') return undefined;
  return part.quoted || (part.text !== '' && !/[\\~*?{]|\[[\s\S]+\]/.test(part.text)) ? part.text : undefined;
}

/** A word as one text: an assignment's value, a redirection's target, a case's subject. */
export function* expandText(context: ExpansionContext, word: Word): Generator<Wait, string, void> {
  const pieces = yield* piecesOf(context, word);
  return pieces.map((piece) => (piece === 'separator' ? ' ' : piece.text)).join('');
}

/** A word as a pattern whose quoted parts stand for themselves. */
export function* expandPattern(context: ExpansionContext, word: Word): Generator<Wait, string, void> {
  const pieces = yield* piecesOf(context, word);
  return pieces.map((piece) => (piece === 'separator' ? ' ' : piece.quoted ? escapePattern(piece.text) : piece.text)).join('');
}

/** A word as a regular expression whose quoted parts stand for themselves. */
export function* expandRegularExpression(context: ExpansionContext, word: Word): Generator<Wait, string, void> {
  const pieces = yield* piecesOf(context, word);
  return pieces.map((piece) => (piece === 'separator' ? ' ' : piece.quoted ? piece.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : piece.text)).join('');
}

/** The value of an arithmetic word, or the shell's complaint. */
export function* expandArithmetic(context: ExpansionContext, word: Word): Generator<Wait, bigint, void> {
  return arithmeticValue(context, yield* expandText(context, word));
}

/** The value of an expression; its mistakes in the shell's words, after `by` (`let: `). */
export function arithmeticValue(context: ExpansionContext, text: string, by = ''): bigint {
  try {
    return evaluateArithmetic(text, context);
  } catch (error) {
    if (error instanceof ArithmeticError) throw new ShellError(by + arithmeticWords(context.dialect, text, error), context.dialect === 'bash' ? 1 : 2);
    throw error;
  }
}

function arithmeticWords(dialect: Dialect, text: string, { problem, rest }: ArithmeticError): string {
  const division = problem === 'division-by-zero';
  if (dialect === 'ash') return division ? 'divide by zero' : 'arithmetic syntax error';
  if (dialect === 'dash')
    return `arithmetic expression: ${division ? 'division by zero' : problem === 'operand-expected' ? 'expecting primary' : 'expecting EOF'}: "${text}"`;
  const reason = {
    base: 'value too great for base',
    'division-by-zero': 'division by 0',
    exponent: 'exponent less than 0',
    'operand-expected': 'syntax error: operand expected',
    recursion: 'expression recursion level exceeded',
    syntax: 'syntax error in expression',
  }[problem];
  return `${text.trim()}: ${reason} (error token is "${rest}")`;
}

function* piecesOf(context: ExpansionContext, word: Word): Generator<Wait, Piece[], void> {
  const pieces: Piece[] = [];
  let length = 0;
  for (const [index, part] of word.entries()) {
    for (const piece of yield* expandPart(context, part, index === 0)) {
      if (piece !== 'separator') length += piece.text.length;
      if (length > LONGEST_WORD) throw new ShellError(`minato: a word of more than ${LONGEST_WORD} characters is not simulated`, 1);
      pieces.push(piece);
    }
  }
  if (length > CHARACTERS_PER_STEP) context.work(Math.floor(length / CHARACTERS_PER_STEP));
  return pieces;
}

function* expandPart(context: ExpansionContext, part: WordPart, first: boolean): Generator<Wait, Piece[], void> {
  switch (part.kind) {
    case 'text': {
      if (part.quoted || !first || !part.text.startsWith('~')) return [{ text: part.text, quoted: part.quoted, splits: false }];
      const directory = /^~([+-]?|root)(?=\/|$)/.exec(part.text);
      const home = directory ? context.get({ '': 'HOME', '+': 'PWD', '-': 'OLDPWD', root: 'HOME' }[directory[1] as '']) : undefined;
      return home === undefined
        ? [{ text: part.text, quoted: false, splits: false }]
        : [
            { text: home, quoted: true, splits: false },
            { text: part.text.slice((directory as RegExpExecArray)[0].length), quoted: false, splits: false },
          ];
    }
    case 'command': {
      const output = yield* context.substitute(part.script);
      return [{ text: output.replace(/\n+$/, '').replaceAll('\0', ''), quoted: part.quoted, splits: !part.quoted }];
    }
    case 'process':
      return [{ text: yield* context.openProcess(part.script, part.into), quoted: true, splits: false }];
    case 'arithmetic':
      return [{ text: String(yield* expandArithmetic(context, part.word)), quoted: part.quoted, splits: !part.quoted }];
    case 'parameter':
      return yield* expandParameter(context, part);
  }
}

type Parameter = Extract<WordPart, { kind: 'parameter' }>;

function* expandParameter(context: ExpansionContext, part: Parameter): Generator<Wait, Piece[], void> {
  const { operator = '', quoted, index } = part;
  const { dialect } = context;
  if (operator === 'bad' || !part.name) {
    throw dialect === 'bash'
      ? new ShellError(`${part.source}: bad substitution`, 1)
      : new ShellError(dialect === 'dash' ? 'Bad substitution' : 'syntax error: bad substitution', 2);
  }
  const whole = (text: string): Piece[] => [{ text, quoted, splits: !quoted }];
  const list = (texts: readonly string[], joined: boolean): Piece[] =>
    joined && quoted
      ? whole(texts.join((context.get('IFS') ?? ' ').slice(0, 1)))
      : texts.flatMap((text, at): Piece[] => (at === 0 ? whole(text) : ['separator', ...whole(text)]));
  if (operator.startsWith('prefix')) return list([...context.names()].filter((one) => one.startsWith(part.name)).sort(), operator.endsWith('*'));
  let { name } = part;
  let every = name === '@' || name === '*' ? name : index === '@' || index === '*' ? index : undefined;
  if (index !== undefined && !every) name += `[${yield* expandText(context, index as Word)}]`;
  if (part.indirect) {
    if (every && name === part.name && index)
      return list(
        context.entries(name).map(([key]) => key),
        index === '*',
      );
    const target = every ? undefined : context.get(name);
    if (target === undefined || target === '') throw new ShellError(`${name}: invalid indirect expansion`, 1);
    const array = /^(\w+)\[([@*])\]$/.exec(target);
    every = array?.[2] as typeof every;
    name = array?.[1] ?? target;
  }
  if (every) return yield* expandEvery(context, { ...part, name }, every, list);
  const value = context.get(name);
  if (part.length && (value !== undefined || !context.unsetIsError)) return whole(String([...(value ?? '')].length));
  const missing = value === undefined || (operator.startsWith(':') && value === '');
  switch (operator.replace(/^:(?=.)/, '')) {
    case '-':
      return missing ? yield* piecesOfOperand(context, part) : whole(value);
    case '=': {
      if (!missing) return whole(value);
      const text = yield* expandText(context, part.word ?? []);
      context.set(name, text);
      return whole(text);
    }
    case '+':
      return missing ? nothing(quoted) : yield* piecesOfOperand(context, part);
    case '?': {
      if (!missing) return whole(value);
      const text = yield* expandText(context, part.word ?? []);
      throw new ShellError(
        `${name}: ${text || (operator === ':?' && dialect !== 'ash' ? 'parameter null or not set' : dialect === 'bash' ? 'parameter not set' : 'parameter not set')}`,
        dialect === 'bash' ? fatal(context) : 2,
      );
    }
    default:
  }
  if (value === undefined && context.unsetIsError)
    throw new ShellError(
      `${dialect === 'bash' && !/^\w*[A-Za-z_]/.test(name) ? '$' : ''}${name}: ${dialect === 'bash' ? 'unbound variable' : 'parameter not set'}`,
      dialect === 'bash' ? fatal(context) : 2,
    );
  if (value === undefined && operator.startsWith('@')) return [];
  const text = value ?? '';
  if (operator !== ':') return whole((yield* changeOf(context, part))(text));
  const { from, length } = yield* rangeOf(context, part);
  const start = from < 0 ? (text.length + from < 0 ? text.length : text.length + from) : from;
  const end = length < 0 ? text.length + length : start + length;
  if (length < 0 && end < start) throw new ShellError(`${length}: substring expression < 0`, 1);
  return whole(text.slice(start, end));
}

/** All positional parameters, or all elements of an array: a form is for each of them. */
function* expandEvery(
  context: ExpansionContext,
  part: Parameter,
  every: '@' | '*',
  list: (texts: readonly string[], joined: boolean) => Piece[],
): Generator<Wait, Piece[], void> {
  const { name, operator = '' } = part;
  const isPositional = name === every;
  const entries = isPositional ? context.positional.map((text, at) => [String(at + 1), text] as const) : context.entries(name);
  const texts = entries.map(([, text]) => text);
  if (part.length) return list([String(texts.length)], true);
  const missing = texts.length === 0 || (operator.startsWith(':') && texts.join('') === '');
  switch (operator.replace(/^:(?=.)/, '')) {
    case '-':
    case '=':
      return missing ? yield* piecesOfOperand(context, part) : list(texts, every === '*');
    case '+':
      return missing ? nothing(part.quoted) : yield* piecesOfOperand(context, part);
    case '?': {
      if (missing) throw new ShellError(`${name}: ${(yield* expandText(context, part.word ?? [])) || 'parameter null or not set'}`, fatal(context));
      return list(texts, every === '*');
    }
    case ':': {
      const { from, length } = yield* rangeOf(context, part);
      if (length < 0) throw new ShellError(`${length}: substring expression < 0`, 1);
      const all: readonly (readonly [string, string])[] = isPositional ? [['0', context.get('0') ?? ''], ...entries] : entries;
      const last = Number(all.at(-1)?.[0] ?? -1);
      const start = from < 0 ? last + 1 + from : from;
      const chosen = start < 0 ? [] : all.filter(([key], at) => (context.isAssociative(name) ? at + 1 > start : Number(key) >= start));
      return list(
        chosen.slice(0, length).map(([, text]) => text),
        every === '*',
      );
    }
    default:
      return list(texts.map(yield* changeOf(context, part)), every === '*');
  }
}

/** What `%`, `#`, `/`, `^`, `,` or `@` makes of a text. */
function* changeOf(context: ExpansionContext, { operator = '', word = [], second = [], quoted }: Parameter): Generator<Wait, (text: string) => string, void> {
  switch (operator[0]) {
    case '%':
    case '#': {
      const pattern = yield* expandPattern(context, word);
      return (text) => trim(text, pattern, operator);
    }
    case '/': {
      const pattern = yield* expandPattern(context, word);
      // Models bash 5.2 patsub_replacement: an `&` that is not quoted is what was found. Within quotes a backslash quotes it.
      let replacement = '';
      for (const one of second) {
        const text = yield* expandText(context, [one]);
        const isMeant = context.dialect === 'bash' && (quoted || !one.quoted);
        replacement += isMeant ? text.replace(/(\\?)&/g, (_, slash: string) => (slash === '' || !quoted ? `${slash}\0&` : '&')) : text;
      }
      return (text) => substitutePattern(text, pattern, replacement, operator);
    }
    case '^':
    case ',': {
      const pattern = yield* expandPattern(context, word);
      return (text) => changeCase(text, operator, pattern);
    }
    case '@':
      return (text) => {
        const result = transformed(text, operator.slice(1));
        if (result === undefined) throw new ShellError(`minato: ${operator} is not simulated`, 1);
        return result;
      };
    default:
      return (text) => text;
  }
}

function* rangeOf(context: ExpansionContext, { word = [], second }: Parameter): Generator<Wait, { readonly from: number; readonly length: number }, void> {
  const from = Number(yield* expandArithmetic(context, word));
  return { from, length: second ? Number(yield* expandArithmetic(context, second)) : Infinity };
}

/** The operand of `${V:-word}`: its unquoted literal text splits like the value it stands for. */
function* piecesOfOperand(context: ExpansionContext, part: Parameter): Generator<Wait, Piece[], void> {
  const pieces = yield* piecesOf(context, part.word ?? []);
  if (pieces.length === 0) return nothing(part.quoted);
  return pieces.map((piece) => (piece === 'separator' || piece.quoted ? piece : { ...piece, quoted: part.quoted, splits: !part.quoted }));
}

/** In quotes, nothing is an empty word. */
const nothing = (quoted: boolean): Piece[] => (quoted ? [{ text: '', quoted, splits: false }] : []);

/** Fields as patterns (POSIX XCU 2.6.5): what is not quoted and came from an expansion splits at IFS. */
function fieldsOf(pieces: readonly Piece[], ifs: string): string[] {
  const fields: string[] = [];
  let field: string | undefined;
  const close = (): void => {
    if (field !== undefined) fields.push(field);
    field = undefined;
  };
  const blank = ifs === ' \t\n' ? ifs : [...ifs].filter((char) => ' \t\n'.includes(char)).join('');
  for (const piece of pieces) {
    if (piece === 'separator') {
      fields.push(field ?? '');
      field = '';
      continue;
    }
    if (piece.splits && /^\w+$/.test(piece.text) && blank === ifs) {
      field = (field ?? '') + piece.text;
      continue;
    }
    if (!piece.splits) {
      if (piece.quoted || piece.text) field = (field ?? '') + (piece.quoted ? escapePattern(piece.text) : piece.text);
      continue;
    }
    let separated = false;
    for (const char of piece.text) {
      if (!ifs.includes(char)) {
        field = (field ?? '') + (char === '\\' ? '\\\\' : char);
        separated = false;
      } else if (blank.includes(char)) {
        if (field !== undefined) separated = true;
        close();
      } else {
        if (separated) separated = false;
        else fields.push(field ?? '');
        field = undefined;
      }
    }
  }
  close();
  return fields;
}

function glob(files: FileSystem, pattern: string, onlyDirectories = false): string[] {
  const absolute = pattern.startsWith('/');
  if (pattern.endsWith('/')) return glob(files, pattern.replace(/\/+$/, ''), true).map((path) => `${path}/`);
  let paths = [absolute ? '/' : ''];
  const parts = pattern.split('/').filter((part) => part !== '');
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    paths = paths
      .flatMap((path) => {
        const join = (name: string): string => (path === '' || path.endsWith('/') ? `${path}${name}` : `${path}/${name}`);
        if (!isPattern(part)) return [join(unescapePattern(part))];
        return files
          .list(path || '.')
          .filter((name) => (part.startsWith('.') || !name.startsWith('.')) && matchesPattern(part, name))
          .map(join);
      })
      .filter((path) => (last && !onlyDirectories ? files.kind(path) !== undefined : files.kind(path) === 'directory'));
    if (paths.length > 1000) return [];
  }
  return paths.sort();
}
