import type { FileSystem, Wait } from './process.ts';
import { ArithmeticError, evaluateArithmetic } from './shell-arithmetic.ts';
import { escapePattern, isPattern, matchesPattern, unescapePattern } from './shell-pattern.ts';
import type { Dialect, Script, Word, WordPart } from './shell-syntax.ts';
import { ShellError } from './shell-words.ts';

/** What expansion needs from a running shell. */
export interface ExpansionContext {
  readonly dialect: Dialect;
  readonly positional: readonly string[];
  readonly globs: boolean;
  readonly unsetIsError: boolean;
  readonly files: FileSystem;
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  substitute(script: Script): Generator<Wait, string, void>;
  /** Counts this much work (see Process.step). */
  work(steps: number): void;
}

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
        else result.push(unescapePattern(pattern));
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
  const reason = division
    ? 'division by 0'
    : problem === 'operand-expected'
      ? 'syntax error: operand expected'
      : problem === 'recursion'
        ? 'expression recursion level exceeded'
        : 'syntax error in expression';
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
      const home = /^~(?=\/|$)/.test(part.text) ? context.get('HOME') : undefined;
      return home === undefined
        ? [{ text: part.text, quoted: false, splits: false }]
        : [
            { text: home, quoted: true, splits: false },
            { text: part.text.slice(1), quoted: false, splits: false },
          ];
    }
    case 'command': {
      const output = yield* context.substitute(part.script);
      return [{ text: output.replace(/\n+$/, '').replaceAll('\0', ''), quoted: part.quoted, splits: !part.quoted }];
    }
    case 'arithmetic':
      return [{ text: String(yield* expandArithmetic(context, part.word)), quoted: part.quoted, splits: !part.quoted }];
    case 'parameter':
      return yield* expandParameter(context, part);
  }
}

type Parameter = Extract<WordPart, { kind: 'parameter' }>;

function* expandParameter(context: ExpansionContext, part: Parameter): Generator<Wait, Piece[], void> {
  const { name, operator = '', quoted } = part;
  if (operator === 'bad' || !name) {
    throw context.dialect === 'bash'
      ? new ShellError(`${part.source}: bad substitution`, 1)
      : new ShellError(context.dialect === 'dash' ? 'Bad substitution' : 'syntax error: bad substitution', 2);
  }
  const whole = (text: string): Piece[] => [{ text, quoted, splits: !quoted }];
  if ((name === '@' || name === '*') && !part.length && !operator) {
    if (name === '*' && quoted) return whole(context.positional.join((context.get('IFS') ?? ' ').slice(0, 1)));
    return context.positional.flatMap((text, index): Piece[] => (index === 0 ? whole(text) : ['separator', ...whole(text)]));
  }
  const value = name === '@' || name === '*' ? (context.positional.length > 0 ? context.positional.join(' ') : undefined) : context.get(name);
  if (part.length) return whole(String(name === '@' || name === '*' ? context.positional.length : [...(value ?? '')].length));
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
      return missing ? [] : yield* piecesOfOperand(context, part);
    case '?': {
      if (!missing) return whole(value);
      const text = yield* expandText(context, part.word ?? []);
      throw new ShellError(
        `${name}: ${text || (operator === ':?' && context.dialect !== 'ash' ? 'parameter null or not set' : 'parameter not set')}`,
        context.dialect === 'bash' ? 127 : 2,
      );
    }
    default:
  }
  if (value === undefined && context.unsetIsError)
    throw new ShellError(`${name}: ${context.dialect === 'bash' ? 'unbound variable' : 'parameter not set'}`, context.dialect === 'bash' ? 127 : 2);
  const text = value ?? '';
  switch (operator[0]) {
    case '%':
    case '#':
      return whole(trim(text, yield* expandPattern(context, part.word ?? []), operator));
    case '/':
      return whole(substitutePattern(text, yield* expandPattern(context, part.word ?? []), yield* expandText(context, part.second ?? []), operator));
    case ':': {
      const from = Number(yield* expandArithmetic(context, part.word ?? []));
      const start = from < 0 ? Math.max(0, text.length + from) : from;
      const length = part.second ? Number(yield* expandArithmetic(context, part.second)) : Infinity;
      return whole(text.slice(start, length < 0 ? length : start + length));
    }
    case '^':
      return whole(operator === '^^' ? text.toUpperCase() : text.slice(0, 1).toUpperCase() + text.slice(1));
    case ',':
      return whole(operator === ',,' ? text.toLowerCase() : text.slice(0, 1).toLowerCase() + text.slice(1));
    default:
      return whole(text);
  }
}

/** The operand of `${V:-word}`: its unquoted literal text splits like the value it stands for. */
function* piecesOfOperand(context: ExpansionContext, part: Parameter): Generator<Wait, Piece[], void> {
  const pieces = yield* piecesOf(context, part.word ?? []);
  return pieces.map((piece) => (piece === 'separator' || piece.quoted ? piece : { ...piece, quoted: part.quoted, splits: !part.quoted }));
}

function trim(text: string, pattern: string, operator: string): string {
  const suffix = operator.startsWith('%');
  const longest = operator.length === 2;
  if (text.length > 20_000) return text;
  for (let step = 0; step <= text.length; step++) {
    const length = longest ? text.length - step : step;
    const piece = suffix ? text.slice(text.length - length) : text.slice(0, length);
    if (matchesPattern(pattern, piece)) return suffix ? text.slice(0, text.length - length) : text.slice(length);
  }
  return text;
}

function substitutePattern(text: string, pattern: string, replacement: string, operator: string): string {
  if (pattern === '' || text.length > 2000) return text;
  let result = '';
  for (let at = 0; at <= text.length;) {
    let length = -1;
    if (operator === '/%') length = matchesPattern(pattern, text.slice(at)) ? text.length - at : -1;
    else for (let end = text.length; end >= at && length < 0; end--) if (matchesPattern(pattern, text.slice(at, end))) length = end - at;
    if (length > 0 || (length === 0 && operator === '/%')) {
      result += replacement;
      at += length;
      if (operator !== '//') return result + text.slice(at);
    } else {
      if (operator === '/#') break;
      result += text[at++] ?? '';
      continue;
    }
  }
  return operator === '/#' ? text : result;
}

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

function glob(files: FileSystem, pattern: string): string[] {
  const absolute = pattern.startsWith('/');
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
      .filter((path) => (last ? files.kind(path) !== undefined : files.kind(path) === 'directory'));
    if (paths.length > 1000) return [];
  }
  return paths.sort();
}

type Unit = string | WordPart;

/** `a{b,c}` and `{1..3}` of bash, before anything else is expanded. More than a thousand words say so. */
function expandBraces(word: Word): readonly Word[] {
  if (!word.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{'))) return [word];
  const units = word.flatMap((part): Unit[] => (part.kind === 'text' && !part.quoted ? [...part.text] : [part]));
  const words = braces(units, 0);
  if (words.length > MOST_BRACED) throw new ShellError(`minato: braces that expand to more than ${MOST_BRACED} words are not simulated`, 1);
  return words.map((one) => {
    const parts: WordPart[] = [];
    for (const unit of one) {
      const last = parts.at(-1);
      if (typeof unit !== 'string') parts.push(unit);
      else if (last?.kind === 'text' && !last.quoted) parts[parts.length - 1] = { ...last, text: last.text + unit };
      else parts.push({ kind: 'text', text: unit, quoted: false });
    }
    return parts;
  });
}

const MOST_BRACED = 1000;

function braces(units: readonly Unit[], depth: number): Unit[][] {
  const open = units.indexOf('{');
  if (open < 0 || depth > 20) return [[...units]];
  let level = 0;
  const commas: number[] = [];
  for (let at = open; at < units.length; at++) {
    const unit = units[at];
    if (unit === '{') level++;
    else if (unit === ',' && level === 1) commas.push(at);
    else if (unit === '}' && --level === 0) {
      const before = units.slice(0, open);
      const inside = units.slice(open + 1, at);
      const alternatives = commas.length > 0 ? [open, ...commas].map((from, index) => units.slice(from + 1, commas[index] ?? at)) : sequence(inside);
      if (!alternatives) break;
      const after = braces(units.slice(at + 1), depth + 1);
      const result: Unit[][] = [];
      for (const alternative of alternatives) {
        for (const middle of braces(alternative, depth + 1))
          for (const rest of after) {
            if (result.length > MOST_BRACED) return result;
            result.push([...before, ...middle, ...rest]);
          }
      }
      return result;
    }
  }
  const rest = braces(units.slice(open + 1), depth + 1);
  return rest.map((one) => [...units.slice(0, open + 1), ...one]);
}

function sequence(units: readonly Unit[]): Unit[][] | undefined {
  const match = /^(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?$/.exec(units.every((unit) => typeof unit === 'string') ? units.join('') : '');
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  const letters = /[a-zA-Z]/.test(first);
  if (letters !== /[a-zA-Z]/.test(last)) return undefined;
  const from = letters ? first.charCodeAt(0) : Number(first);
  const to = letters ? last.charCodeAt(0) : Number(last);
  const step = Math.max(1, Math.abs(Number(match[3] ?? 1)));
  const width = !letters && /^-?0\d/.test(`${first} ${last}`.replace(/^[^0]* /, '')) ? Math.max(first.length, last.length) : 0;
  const count = Math.min(MOST_BRACED + 1, Math.floor(Math.abs(to - from) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const value = from + (to >= from ? 1 : -1) * step * index;
    return [...(letters ? String.fromCharCode(value) : String(value).padStart(width, '0'))];
  });
}
