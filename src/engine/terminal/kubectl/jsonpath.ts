// Models client-go util/jsonpath parser.go and jsonpath.go (v0.37.1).
import type { Json } from '../../api/kubernetes-object.ts';
import { compactJSON, indentedJSON, isObject, printed } from './go-value.ts';

/**
 * The shapes: `text {.a.b} {.list[0]} {.list[*].x} {.list[1:3:2]} {.a['k','l']} {..deep} {.list[?(@.x=="y")].z}
 * {range .items[*]}{.x}{"\n"}{end}`. A list is what stands in one pair of braces.
 */
type Node =
  | { readonly type: 'list'; readonly nodes: Node[] }
  | { readonly type: 'value'; readonly value: Json }
  | { readonly type: 'field' | 'identifier'; readonly name: string }
  | { readonly type: 'array'; readonly from?: number; readonly to?: number; readonly derived: boolean; readonly step?: number }
  | { readonly type: 'filter'; readonly left: Node; readonly operator: string; readonly right: Node }
  | { readonly type: 'union'; readonly nodes: Node[] }
  | { readonly type: 'wildcard' | 'recursive' };
type List = Extract<Node, { type: 'list' }>;

/** Why a template cannot be read or carried out, in the library's words. */
export class JSONPathError {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function stop(text: string): never {
  throw new JSONPathError(text);
}

const isTerminator = (character: string | undefined): boolean => character === undefined || ' \t\r\n.,[]$@{}'.includes(character);
const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', '"': '"', "'": "'" };

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|[0-7]{3}|[^])|\\$/g, (whole, escape: string | undefined) => {
    if (escape === undefined) return stop(`unquote string ${text} error invalid syntax`);
    if (escape.length > 1) return String.fromCodePoint(/^[xu]/.test(escape) ? parseInt(escape.slice(1), 16) : parseInt(escape, 8));
    return ESCAPES[escape] !== undefined && !(escape === '"' && text[0] === "'") && !(escape === "'" && text[0] === '"')
      ? (ESCAPES[escape] as string)
      : stop(`unquote string ${text} error invalid syntax${whole && ''}`);
  });
}

/** Reads what stands inside one pair of braces, from `at`; gives the position behind the closing brace. */
function parseAction(text: string, at: number, into: Node[]): number {
  for (;;) {
    const rest = text.slice(at);
    const c = text[at];
    if (c === '}') return at + 1;
    if (rest.startsWith('[?(')) at = parseFilter(text, at, into);
    else if (rest.startsWith('..')) {
      if (into.at(-1)?.type === 'recursive') stop('invalid multiple recursive descent');
      into.push({ type: 'recursive' });
      at += 2;
      if (/^[\p{L}\p{Nd}_]/u.test(text.slice(at))) at = parseField(text, at, into);
    } else if (c === undefined || c === '\n' || c === '\r') stop('unclosed action');
    else if (c === ' ' || c === '@' || c === '$') at += 1;
    else if (c === '[') at = parseArray(text, at, into);
    else if (c === '"' || c === "'") {
      let end = at + 1;
      while (text[end] !== c || text[end - 1] === '\\') {
        if (end >= text.length || text[end] === '\n') stop('unterminated quoted string');
        end += 1;
      }
      into.push({ type: 'value', value: unquote(text.slice(at, end + 1)) });
      at = end + 1;
    } else if (c === '.') at = parseField(text, at + 1, into);
    else if (/[-+\d]/.test(c)) {
      const [word = ''] = /^[-+]?[.\d]*/.exec(rest) ?? [];
      const value = Number(word);
      if (!/\d/.test(word) || Number.isNaN(value)) stop(`cannot parse number ${word}`);
      into.push({ type: 'value', value });
      at += word.length;
    } else if (/[\p{L}\p{Nd}_]/u.test(c)) {
      const begin = at;
      while (!isTerminator(text[at])) at += 1;
      const name = text.slice(begin, at);
      into.push(name === 'true' || name === 'false' ? { type: 'value', value: name === 'true' } : { type: 'identifier', name });
    } else stop(`unrecognized character in action: U+${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')} '${c}'`);
  }
}

function parseField(text: string, at: number, into: Node[]): number {
  const begin = at;
  while (!isTerminator(text[at])) at += text[at] === '\\' ? 2 : 1;
  const name = text.slice(begin, at);
  into.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') });
  return Math.min(at, text.length);
}

const inBraces = (text: string): Node[] => {
  const nodes: Node[] = [];
  parseAction(`${text}}`, 0, nodes);
  return nodes;
};

function parseArray(text: string, at: number, into: Node[]): number {
  let end = at + 1;
  while (text[end] !== ']') {
    if (end >= text.length || text[end] === '\n') stop('unterminated array');
    end += 1;
  }
  const inside = text.slice(at + 1, end);
  const parts = inside.split(',');
  const key = /^'([^']*)'$/.exec(inside);
  const slice = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(inside === '*' ? ':' : inside);
  if (parts.length > 1) into.push({ type: 'union', nodes: parts.map((part) => ({ type: 'list', nodes: inBraces(`[${part.replace(/^ +| +$/g, '')}]`) })) });
  else if (key) into.push(...inBraces(`.${key[1] as string}`));
  else if (!slice) stop(`invalid array index ${inside}`);
  else {
    const [first, second, third] = slice.slice(1).map((word) => (word === undefined ? undefined : word.replace(':', '')));
    const number = (word: string | undefined): number | undefined =>
      word === undefined || word === '' ? undefined : word === '-' ? stop(`array index ${word} is not a number`) : Number(word);
    const [from, to, step] = [number(first), number(second), number(third)];
    const derived = second === undefined;
    into.push({
      type: 'array',
      derived,
      ...(from === undefined ? {} : { from }),
      ...(derived ? { to: (from ?? 0) + 1 } : to === undefined ? {} : { to }),
      ...(step === undefined ? {} : { step }),
    });
  }
  return end + 1;
}

function parseFilter(text: string, at: number, into: Node[]): number {
  let end = at + 3;
  let pair = '';
  let closed = false;
  for (; ; end++) {
    const c = text[end];
    if (c === undefined || c === '\n') stop('unterminated filter');
    if (c === '"' || c === "'") {
      if (pair === '') pair = c;
      else if (text[end - 1] !== '\\' && c === pair) closed = true;
    } else if (c === ')' && (pair !== '') === closed) break;
  }
  if (text[end + 1] !== ']') stop('unclosed array expect ]');
  const inside = text.slice(at + 3, end);
  const parts = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(inside);
  const list = (body: string): Node => ({ type: 'list', nodes: inBraces(body) });
  into.push(
    parts
      ? { type: 'filter', left: list(parts[1] as string), operator: parts[2] as string, right: list(parts[3] as string) }
      : { type: 'filter', left: list(inside), operator: 'exists', right: { type: 'list', nodes: [] } },
  );
  return end + 2;
}

/** A template that was read: results by braces, in order. */
export interface JSONPath {
  readonly nodes: readonly Node[];
}

/** Reads a template; throws a JSONPathError. */
export function parseJSONPath(text: string): JSONPath {
  const nodes: Node[] = [];
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('{', at);
    if (open !== at) nodes.push({ type: 'value', value: text.slice(at, open < 0 ? undefined : open) });
    if (open < 0) break;
    const list: List = { type: 'list', nodes: [] };
    nodes.push(list);
    at = parseAction(text, open + 1, list.nodes);
  }
  return { nodes };
}

const kindOf = (value: Json | undefined): string => (Number.isInteger(value) ? 'int' : typeof value);

function compare(left: Json, operator: string, right: Json): boolean {
  if (!['<', '>', '==', '!=', '<=', '>='].includes(operator)) stop(`unrecognized filter operator ${operator}`);
  for (const one of [left, right]) if (typeof one === 'object') stop('invalid type for comparison');
  if (kindOf(left) !== kindOf(right)) stop('incompatible types for comparison');
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (typeof left === 'boolean') stop('invalid type for comparison');
  const [a, b] = [left as string, right as string];
  return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b;
}

const childrenOf = (value: Json): Json[] =>
  Array.isArray(value)
    ? [...(value as readonly Json[])]
    : isObject(value)
      ? Object.keys(value)
          .sort()
          .map((key) => value[key] as Json)
      : [];

class Run {
  readonly #strict: boolean;
  #begun = 0;
  #depth = 0;
  #ended = 0;

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  walk(input: Json[], node: Node): Json[] {
    switch (node.type) {
      case 'list':
        return node.nodes.reduce((current, one) => this.walk(current, one), input);
      case 'value':
        return typeof node.value === 'string' ? [node.value] : input.map(() => node.value);
      case 'identifier':
        if (node.name === 'range') {
          this.#begun += 1;
          return input;
        }
        if (node.name !== 'end') stop(`unrecognized identifier ${node.name}`);
        if (this.#depth === 0) stop('not in range, nothing to end');
        this.#ended += 1;
        return [];
      case 'field': {
        const found = input.flatMap((value) => (isObject(value) && Object.hasOwn(value, node.name) ? [value[node.name] as Json] : []));
        if (input.length > 0 && found.length === 0 && this.#strict) stop(`${node.name} is not found`);
        return found;
      }
      case 'wildcard':
        return input.flatMap(childrenOf);
      case 'recursive':
        return input.flatMap((value) => this.#below(value));
      case 'union':
        return node.nodes.flatMap((one) => this.walk(input, one));
      case 'array':
        return input.flatMap((value) => this.#slice(value, node));
      case 'filter':
        return input.flatMap((value) => {
          if (!Array.isArray(value)) stop(`${printed(value)} is not array or slice and cannot be filtered`);
          return (value as readonly Json[]).filter((item) => this.#passes(item, node));
        });
    }
  }

  #below(value: Json): Json[] {
    const children = childrenOf(value);
    return children.length > 0 || (typeof value === 'string' && value !== '') ? [value, ...children.flatMap((child) => this.#below(child))] : [];
  }

  #slice(value: Json, node: Extract<Node, { type: 'array' }>): Json[] {
    if (value === null) return [];
    if (!Array.isArray(value))
      stop(
        `${isObject(value) ? 'map[string]interface {}' : typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'bool' : Number.isInteger(value) ? 'int64' : 'float64'} is not array or slice`,
      );
    const items = value as readonly Json[];
    const { length } = items;
    let from = node.from ?? 0;
    let to = node.to ?? length;
    if (from < 0) from += length;
    if (to < 0 || (to === 0 && node.derived)) to += length;
    if (from === to) return [];
    if (from >= length || from < 0) stop(`array index out of bounds: index ${from}, length ${length}`);
    if (to > length || to < 0) stop(`array index out of bounds: index ${to - 1}, length ${length}`);
    if (from > to) stop(`starting index ${from} is greater than ending index ${to}`);
    const step = node.step ?? 1;
    if (step <= 0) stop('step must be > 0');
    return items.slice(from, to).filter((_, i) => i % step === 0);
  }

  #passes(item: Json, { left, operator, right }: Extract<Node, { type: 'filter' }>): boolean {
    if (operator === 'exists') {
      try {
        return this.walk([item], left).length > 0;
      } catch (error) {
        if (error instanceof JSONPathError) return false;
        throw error;
      }
    }
    const lefts = this.walk([item], left);
    if (lefts.length === 0) return false;
    const rights = lefts.length > 1 ? [] : this.walk([item], right);
    if (lefts.length > 1 || rights.length > 1) stop('can only compare one element at a time');
    return rights.length > 0 && compare(lefts[0] as Json, operator, rights[0] as Json);
  }

  /** Results from one node on; stops at the `end` of its range and tells where that was. */
  find(nodes: readonly Node[], start: number, data: Json | undefined): { readonly results: Json[][]; readonly end: number | undefined } {
    const all: Json[][] = [];
    for (let i = start; i < nodes.length; i++) {
      const results = this.walk(data === undefined ? [] : [data], nodes[i] as Node);
      if (this.#ended > 0 && this.#ended <= this.#depth) {
        this.#ended -= 1;
        return { results: all, end: i };
      }
      if (this.#begun > 0) {
        this.#begun -= 1;
        this.#depth += 1;
        let end: number | undefined;
        for (const value of results.length > 0 ? results : [undefined]) {
          const inner = this.find(nodes, i + 1, value);
          if (value !== undefined) all.push(...inner.results);
          end = inner.end ?? end;
        }
        this.#depth -= 1;
        i = end ?? i;
        continue;
      }
      all.push(results);
    }
    return { results: all, end: undefined };
  }
}

/** What each pair of braces (and each text between) gave. Throws a JSONPathError. */
export function findResults({ nodes }: JSONPath, data: Json, strict = false): Json[][] {
  return new Run(strict).find(nodes, 0, data).results;
}

/** A template's output: values separated by spaces, collections as JSON; with `asJSON` one array for each pair of braces. */
export function executeJSONPath(path: JSONPath, data: Json, strict = false, asJSON = false): string {
  const results = findResults(path, data, strict);
  if (asJSON) return results.map((list) => `${indentedJSON(list)}\n`).join('');
  return results
    .map((list) => list.map((value) => (value === null ? 'null' : typeof value === 'object' ? compactJSON(value) : printed(value))).join(' '))
    .join('');
}

/** `spec.x`, `.spec.x` or `{.spec.x}` → `{.spec.x}`. Models kubectl pkg/cmd/get RelaxedJSONPathExpression (v0.37.1). */
export function relaxedJSONPath(text: string): string {
  if (text === '') return text;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text);
  if (!match) throw new JSONPathError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`);
  return `{.${match[1] ?? (match[2] as string)}}`;
}
