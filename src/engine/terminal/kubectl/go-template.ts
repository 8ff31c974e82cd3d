// Models Go text/template for what kubectl's -o go-template meets: fields, pipelines, range, if, with, variables, functions.
import { quote } from '../../api/go-text.ts';
import type { Json } from '../../api/kubernetes-object.ts';
import { typeWord } from './go-format.ts';
import { ARGUMENTS, FUNCTIONS, isTrue, stop, TemplateError, type Value } from './go-functions.ts';
import { isObject, printed } from './go-value.ts';

type Word = {
  readonly kind: 'field' | 'variable' | 'name' | 'string' | 'number' | 'mark';
  readonly text: string;
  readonly at: number;
  readonly joined?: boolean;
};
/** One operand (or call): a value or function with the fields read from it, and its arguments. */
type Operand = { readonly head: Word | Pipeline; readonly fields: readonly string[]; readonly at: string };
type Call = readonly Operand[];
type Pipeline = { readonly declares: readonly string[]; readonly assigns: boolean; readonly calls: readonly Call[] };
type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'print'; readonly pipeline: Pipeline }
  | { readonly type: 'if' | 'with' | 'range'; readonly pipeline: Pipeline; readonly then: readonly Piece[]; readonly otherwise: readonly Piece[] }
  | { readonly type: 'leave'; readonly word: 'break' | 'continue' }
  | { readonly type: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined; readonly at: string };
/** A text's own pieces and, by name, what its `define`s and `block`s hold. */
type Parsed = { readonly pieces: readonly Piece[]; readonly defined: ReadonlyMap<string, readonly Piece[]> };

const WORD =
  /\s*(?:("(?:[^"\\\n]|\\.)*"|`[^`]*`)|([-+]?\d[\d._xa-fA-F]*)|(\$[\p{L}\p{Nd}_]*)|(\.[\p{L}_][\p{L}\p{Nd}_]*)|([\p{L}_][\p{L}\p{Nd}_]*)|(:=|[.|()=,]))/uy;

function wordsOf(action: string, line: number, start: number): Word[] {
  const words: Word[] = [];
  WORD.lastIndex = 0;
  while (action.slice(WORD.lastIndex).trim() !== '') {
    const from = WORD.lastIndex;
    const match = WORD.exec(action);
    if (!match) return stop(`parse ${line}: unexpected ${quote(action.slice(from).trim()[0] as string)} in operand`);
    const [whole, text, number, variable, field, name, mark] = match;
    const at = start + from + whole.length - whole.trimStart().length;
    if (text !== undefined)
      words.push({
        kind: 'string',
        text:
          text[0] === '`'
            ? text.slice(1, -1)
            : (JSON.parse(
                text
                  .replace(/\\'/g, "'")
                  .replace(/\\a/g, '\\u0007')
                  .replace(/\\v/g, '\\u000b')
                  .replace(/\\x(..)/g, '\\u00$1'),
              ) as string),
        at,
      });
    else if (number !== undefined) words.push({ kind: 'number', text: number, at });
    else if (variable !== undefined) words.push({ kind: 'variable', text: variable, at });
    else if (field !== undefined) words.push({ kind: 'field', text: field.slice(1), at, joined: /^\S/.test(whole) });
    else if (name !== undefined) words.push({ kind: 'name', text: name, at });
    else words.push({ kind: 'mark', text: mark as string, at });
  }
  return words;
}

function parsePipeline(words: Word[], line: number, known: Set<string>): Pipeline {
  const declares: string[] = [];
  let assigns = false;
  const marks = words.findIndex(({ kind, text }) => kind === 'mark' && (text === ':=' || text === '='));
  if (marks > 0 && words.slice(0, marks).every(({ kind, text }) => kind === 'variable' || text === ',')) {
    assigns = words[marks]?.text === '=';
    declares.push(...words.splice(0, marks + 1).flatMap(({ kind, text }) => (kind === 'variable' ? [text] : [])));
  }
  const calls: Call[] = [];
  let call: Operand[] = [];
  const finish = (): void => {
    if (call.length === 0) stop(`parse ${line}: missing value for command`);
    calls.push(call);
    call = [];
  };
  while (words.length > 0 && words[0]?.text !== ')') {
    const word = words.shift() as Word;
    if (word.kind === 'mark' && word.text === '|') {
      finish();
      continue;
    }
    if (word.kind === 'name' && !['true', 'false', 'nil'].includes(word.text) && !Object.hasOwn(FUNCTIONS, word.text))
      stop(`parse ${line}: function ${quote(word.text)} not defined`);
    if (word.kind === 'variable' && !known.has(word.text)) stop(`parse ${line}: undefined variable ${quote(word.text)}`);
    let head: Word | Pipeline = word;
    if (word.kind === 'mark' && word.text === '(') {
      head = parsePipeline(words, line, known);
      if (words.shift()?.text !== ')') stop(`parse ${line}: unclosed left paren`);
    } else if (word.kind === 'mark' && word.text !== '.') stop(`parse ${line}: unexpected ${quote(word.text)} in operand`);
    const fields: string[] = word.kind === 'field' ? [word.text] : [];
    let { at } = word;
    for (let i = 0; words[0]?.joined && (word.kind === 'field' || word.kind === 'variable' || word.text === '('); i++) {
      const next = words.shift() as Word;
      // Go places a chain of fields where its first link joins.
      if (i === 0) at = next.at;
      fields.push(next.text);
    }
    call.push({ head, fields, at: `${line}:${at}` });
  }
  finish();
  for (const name of declares)
    if (assigns && !known.has(name)) stop(`parse ${line}: undefined variable ${quote(name)}`);
    else known.add(name);
  return { declares, assigns, calls };
}

/** What Go's lexer meets in an action without an end. */
function unclosed(action: string): string {
  const rest = action.replace(/"(?:[^"\\\n]|\\.)*"|`[^`]*`/g, '');
  if (rest.includes('"')) return 'unterminated quoted string';
  if (rest.includes('`')) return 'unterminated raw quoted string';
  return /[^}]\}$/.test(rest.trimEnd()) ? 'unexpected "}" in operand' : 'unclosed action';
}

interface Frame {
  readonly word: string;
  readonly pieces: Piece[];
  readonly pipeline?: Pipeline | undefined;
  /** Of `define` and `block`. */
  readonly name?: string;
  then?: Piece[];
  /** How many `end`s an `else if` chain shares. */
  readonly chained: boolean;
}

function parse(text: string): Parsed {
  const root: Piece[] = [];
  const defined = new Map<string, readonly Piece[]>();
  const stack: Frame[] = [];
  const known = new Set(['$']);
  let pieces = root;
  let at = 0;
  let trim = false;
  const close = (): void => {
    const frame = stack.pop() as Frame;
    const then = frame.then ?? pieces;
    const otherwise = frame.then ? pieces : [];
    if (frame.name !== undefined) defined.set(frame.name, pieces);
    pieces = frame.pieces;
    if (frame.name !== undefined) return;
    pieces.push({ type: frame.word as 'if', pipeline: frame.pipeline as Pipeline, then, otherwise });
    if (frame.chained) close();
  };
  for (;;) {
    const open = text.indexOf('{{', at);
    let before = text.slice(at, open < 0 ? undefined : open);
    if (trim) before = before.replace(/^\s+/, '');
    if (open >= 0 && /^\{\{-\s/.test(text.slice(open))) before = before.replace(/\s+$/, '');
    if (before !== '') pieces.push({ type: 'text', text: before });
    if (open < 0) break;
    const line = text.slice(0, open).split('\n').length;
    const end =
      /^\{\{(-(?=\s))?((?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|[^"`])*?)(\s-)?\}\}/.exec(text.slice(open)) ?? stop(`parse ${line}: ${unclosed(text.slice(open + 2))}`);
    at = open + end[0].length;
    trim = end[3] !== undefined;
    const inside = end[2] as string;
    const action = inside.trim();
    const start = open + 2 + (end[1] ?? '').length + inside.length - inside.trimStart().length - (text.lastIndexOf('\n', open) + 1);
    if (/^\/\*[^]*\*\/$/.test(action)) continue;
    const words = wordsOf(action, line, start);
    const first = words[0]?.kind === 'name' ? words[0].text : '';
    const top = stack.at(-1);
    if (first === 'if' || first === 'with' || first === 'range') {
      words.shift();
      if (words.length === 0) stop(`parse ${line}: missing value for ${first}`);
      stack.push({ word: first, pieces, pipeline: parsePipeline(words, line, known), chained: false });
      pieces = [];
    } else if (first === 'else') {
      if (!top || top.then) return stop(`parse ${line}: unexpected {{else}}`);
      top.then = pieces;
      pieces = [];
      words.shift();
      const next = words.shift()?.text;
      if (next === 'if' || next === 'with') {
        stack.push({ word: next, pieces, pipeline: parsePipeline(words, line, known), chained: true });
        pieces = [];
      }
    } else if (first === 'end') {
      if (!top) stop(`parse ${line}: unexpected {{end}}`);
      close();
    } else if (first === 'break' || first === 'continue') {
      if (!stack.some(({ word }) => word === 'range')) stop(`parse ${line}: {{${first}}} outside {{range}}`);
      pieces.push({ type: 'leave', word: first });
    } else if (words.length === 0) stop(`parse ${line}: missing value for command`);
    else if (first === 'define' || first === 'template' || first === 'block') {
      const [word] = words.splice(0, 2).slice(1);
      if (first === 'define' && stack.length > 0) stop(`parse ${line}: unexpected {{define}}`);
      if (word?.kind !== 'string') return stop(`parse ${line}: unexpected ${word ? `${quote(word.text)} in ${first} clause` : `"}}" in ${first} clause`}`);
      const name = word.text;
      if (first === 'define' && words.length > 0) stop(`parse ${line}: unexpected ${quote(words[0]?.text ?? '')} in define clause`);
      if (first === 'block' && words.length === 0) stop(`parse ${line}: missing value for block clause`);
      if (first !== 'define') {
        const pipeline = words.length > 0 ? parsePipeline(words, line, known) : undefined;
        pieces.push({ type: 'template', name, pipeline, at: `${line}:${word.at}` });
      }
      if (first === 'template') continue;
      stack.push({ word: first, pieces, name, chained: false });
      pieces = [];
    } else pieces.push({ type: 'print', pipeline: parsePipeline(words, line, known) });
  }
  if (stack.length > 0) stop(`parse ${text.split('\n').length}: unexpected EOF`);
  return { pieces: root, defined };
}

/** An operand as Go writes it again. */
function sourceOf({ head, fields }: Operand): string {
  const chain = fields.map((field) => `.${field}`).join('');
  if (!('kind' in head)) return `(${head.calls.map((call) => call.map(sourceOf).join(' ')).join(' | ')})${chain}`;
  return head.kind === 'field' ? chain : `${head.kind === 'string' ? quote(head.text) : head.text}${chain}`;
}

function failAt({ at }: Operand, words: string, source: string): never {
  return stop(`${at}: executing "output" at <${source}>: ${words}`);
}

class Leave {
  readonly word: string;
  constructor(word: string) {
    this.word = word;
  }
}

class Execution {
  readonly #strict: boolean;
  #variables: [string, Value][];
  readonly #defined: Parsed['defined'];
  readonly #step: (count?: number) => void;
  #depth = 0;
  out = '';

  constructor(root: Json, strict: boolean, defined: Parsed['defined'], step: (count?: number) => void) {
    this.#strict = strict;
    this.#defined = defined;
    this.#step = step;
    this.#variables = [['$', root]];
  }

  run(pieces: readonly Piece[], dot: Value): void {
    const mark = this.#variables.length;
    for (const piece of pieces) {
      this.#step();
      if (piece.type === 'text') this.out += piece.text;
      else if (piece.type === 'print') {
        const value = this.#pipe(piece.pipeline, dot);
        if (piece.pipeline.declares.length > 0) continue;
        const text = value === undefined || value === null ? '<no value>' : printed(value);
        this.#step(text.length >> 7);
        this.out += text;
      } else if (piece.type === 'leave') {
        this.#variables.length = mark;
        throw new Leave(piece.word);
      } else if (piece.type === 'range') this.#range(piece, dot);
      else if (piece.type === 'template') this.#template(piece, dot);
      else {
        const value = this.#pipe(piece.pipeline, dot);
        const truth = isTrue(value);
        this.run(truth ? piece.then : piece.otherwise, truth && piece.type === 'with' ? value : dot);
      }
    }
    this.#variables.length = mark;
  }

  /** A defined template sees its argument alone: `$` and dot. Go's limit of depth is lower than ours would be. */
  #template({ name, pipeline, at }: Extract<Piece, { readonly type: 'template' }>, dot: Value): void {
    const pieces = this.#defined.get(name) ?? stop(`${at}: executing "output" at <{{template ${quote(name)}}}>: template ${quote(name)} not defined`);
    const value = pipeline && this.#pipe(pipeline, dot);
    const outer = this.#variables;
    if (this.#depth++ > 200) stop(`${at}: executing ${quote(name)} at <{{template ${quote(name)}}}>: exceeded maximum template depth (100000)`);
    this.#variables = [['$', value]];
    this.run(pieces, value);
    this.#variables = outer;
    this.#depth--;
  }

  #range({ pipeline, then, otherwise }: Extract<Piece, { readonly then: readonly Piece[] }>, dot: Value): void {
    const mark = this.#variables.length;
    const value = this.#pipe({ ...pipeline, declares: [] }, dot);
    const entries: [Value, Value][] = Array.isArray(value)
      ? (value as readonly Json[]).map((item, i) => [i, item])
      : isObject(value)
        ? Object.keys(value)
            .sort()
            .map((key) => [key, value[key]])
        : typeof value === 'number'
          ? this.#countedTo(value)
          : value === null || value === undefined
            ? []
            : failAt(pipeline.calls[0]?.[0] as Operand, `range can't iterate over ${printed(value)}`, sourceOf(pipeline.calls[0]?.[0] as Operand));
    for (const [key, item] of entries) {
      const [first, second] = pipeline.declares;
      if (second !== undefined) this.#variables.push([first as string, key], [second, item]);
      else if (first !== undefined) this.#variables.push([first, item]);
      try {
        this.run(then, item);
      } catch (leave) {
        if (!(leave instanceof Leave)) throw leave;
        if (leave.word === 'break') break;
      } finally {
        this.#variables.length = mark;
      }
    }
    if (entries.length === 0) this.run(otherwise, dot);
  }

  /** `range` over a number: every round is at least a step, so more rounds than steps are none. */
  #countedTo(value: number): [Value, Value][] {
    this.#step(Math.max(0, value));
    return Array.from({ length: Math.max(0, value) }, (_, i) => [i, i]);
  }

  #pipe({ declares, assigns, calls }: Pipeline, dot: Value): Value {
    let value: Value;
    calls.forEach((call, i) => {
      value = this.#call(call, dot, i > 0 ? [value] : []);
    });
    for (const name of declares) {
      if (assigns) {
        const variable = [...this.#variables].reverse().find(([one]) => one === name);
        if (variable) variable[1] = value;
      } else this.#variables.push([name, value]);
    }
    return value;
  }

  #call([head, ...rest]: Call, dot: Value, last: Value[]): Value {
    const first = head as Operand;
    if ('kind' in first.head && first.head.kind === 'name' && !['true', 'false', 'nil'].includes(first.head.text)) {
      const { text } = first.head;
      const values = [...rest.map((operand) => this.#operand(operand, dot)), ...last];
      const [least, most = least] = ARGUMENTS[text] ?? [0, Infinity];
      if (values.length < least || values.length > most)
        failAt(
          first,
          `wrong number of args for ${text}: want ${least === most ? least : `at least ${least}`} got ${values.length}`,
          [first, ...rest].map(sourceOf).join(' '),
        );
      const types = values.map((value, i) => {
        const literal = rest[i]?.head;
        return literal && 'kind' in literal && literal.kind === 'number'
          ? /^[-+]?\d+$|x/i.test(literal.text)
            ? 'int'
            : 'float64'
          : typeWord(value).replace(/^int$/, 'int64');
      });
      try {
        return (FUNCTIONS[text] as (typeof FUNCTIONS)[string])(values, types);
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        return failAt(first, error.text, [first, ...rest].map(sourceOf).join(' '));
      }
    }
    if ('kind' in first.head && first.head.text === 'nil' && first.head.kind === 'name') failAt(first, 'nil is not a command', 'nil');
    return this.#operand(first, dot);
  }

  #operand({ head, fields, at }: Operand, dot: Value): Value {
    let value: Value;
    if (!('kind' in head)) value = this.#pipe(head, dot);
    else if (head.kind === 'string') return head.text;
    else if (head.kind === 'number') return Number(head.text);
    else if (head.kind === 'name')
      return head.text === 'true' ? true : head.text === 'false' ? false : head.text === 'nil' ? null : this.#call([{ head, fields, at }], dot, []);
    else if (head.kind === 'variable') value = [...this.#variables].reverse().find(([name]) => name === head.text)?.[1];
    else value = dot;
    const wrong = (words: string): never => failAt({ head, fields, at }, words, sourceOf({ head, fields, at }));
    for (const field of fields) {
      if (isObject(value)) {
        if (!Object.hasOwn(value, field) && this.#strict) wrong(`map has no entry for key ${quote(field)}`);
        value = Object.hasOwn(value, field) ? value[field] : undefined;
      } else if (value === undefined || value === null) value = this.#strict ? wrong(`nil data; no entry for key ${quote(field)}`) : undefined;
      else wrong(`can't evaluate field ${field} in type interface {}`);
    }
    return value;
  }
}

/** Reads a template; what it gives carries it out on an object. Both throw a TemplateError. */
export function readTemplate(template: string, strict: boolean, step: (count?: number) => void): (data: Json) => string {
  const { pieces, defined } = parse(template);
  return (data) => {
    const execution = new Execution(data, strict, defined, step);
    try {
      execution.run(pieces, data);
    } catch (error) {
      throw error instanceof TemplateError ? new TemplateError(error.text, execution.out) : error;
    }
    return execution.out;
  };
}
