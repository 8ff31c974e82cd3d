// Models Go text/template funcs.go (Go 1.26), and what cli-runtime adds to it for -o go-template.
import { textOfBase64 } from '../../api/base64.ts';
import type { Json } from '../../api/kubernetes-object.ts';
import { sprintf } from './go-format.ts';
import { isObject, printed } from './go-value.ts';

/** Why a template cannot be read (`parse LINE: …`) or carried out (`LINE:COLUMN: …`). */
export class TemplateError {
  readonly text: string;
  /** What was written before it went wrong. */
  readonly written: string;
  constructor(text: string, written = '') {
    this.text = text;
    this.written = written;
  }
}

/** What a template deals in; `undefined` is what is not there. */
export type Value = Json | undefined;

/** Ends a template with these words. */
export const stop = (text: string): never => {
  throw new TemplateError(text);
};

/** Whether `if` takes a value for true. */
export const isTrue = (value: Value): boolean => (Array.isArray(value) ? value.length > 0 : isObject(value) ? Object.keys(value).length > 0 : Boolean(value));

/** What the arguments of a call are to Go: literals are `int`, whole numbers of the object `int64`. */
type Types = readonly string[];

const isBasic = (value: Value): boolean => value !== null && value !== undefined && typeof value !== 'object';

/** Whether eq and lt refuse to compare the two: other basic kinds, such as a whole number and one with a point. */
const areUnlike = (a: Value, b: Value, types: Types): boolean =>
  typeof a !== typeof b || types.slice(0, 2).filter((type) => type.startsWith('float')).length === 1;

/** Models text/template funcs.go eq (Go 1.26). What is not there equals nothing. */
function same(name: string, a: Value, b: Value, types: Types): boolean {
  if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
  if (areUnlike(a, b, types)) stop(`error calling ${name}: incompatible types for comparison: ${types.join(' and ')}`);
  return a === b;
}

/** Models text/template funcs.go lt. */
function less(name: string, a: Value, b: Value, types: Types): boolean {
  if (!isBasic(a) || !isBasic(b)) stop(`error calling ${name}: invalid type for comparison`);
  if (areUnlike(a, b, types)) stop(`error calling ${name}: incompatible types for comparison: ${types.join(' and ')}`);
  return (a as string) < (b as string);
}

const spaced = (values: readonly Value[]): string =>
  values.map((value, i) => (i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string' ? ' ' : '') + printed(value)).join('');

/** What a template can call, by name. */
export const FUNCTIONS: { readonly [name: string]: (values: readonly Value[], types: Types) => Value } = {
  len: ([value], [type]) =>
    Array.isArray(value) || typeof value === 'string'
      ? value.length
      : isObject(value)
        ? Object.keys(value).length
        : stop(
            `error calling len: ${value === undefined || value === null ? 'reflect: call of reflect.Value.Type on zero Value' : `len of type ${type ?? ''}`}`,
          ),
  index: ([value, ...keys]) =>
    keys.reduce<Value>((current, key) => {
      if (Array.isArray(current) && typeof key !== 'number') return stop(`error calling index: cannot index slice/array with type ${typeof key}`);
      if (Array.isArray(current))
        return typeof key === 'number' && key >= 0 && key < current.length
          ? (current[key] as Json)
          : stop(`error calling index: index out of range: ${printed(key)}`);
      return isObject(current) ? current[String(key)] : stop('error calling index: index of untyped nil');
    }, value),
  slice: ([value, from = 0, to]) => (value as string).slice(from as number, to as number | undefined),
  print: spaced,
  println: (values) => `${values.map(printed).join(' ')}\n`,
  printf: ([format, ...values], [, ...types]) => sprintf(printed(format), values, types),
  not: ([value]) => !isTrue(value),
  and: (values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  or: (values) => values.find(isTrue) ?? values.at(-1),
  eq: ([first, ...others], [type = '', ...types]) =>
    others.length === 0
      ? stop('error calling eq: missing argument for comparison')
      : others.some((other, i) => same('eq', first, other, [type, types[i] ?? ''])),
  ne: ([a, b], types) => !same('ne', a, b, types),
  lt: ([a, b], types) => less('lt', a, b, types),
  le: ([a, b], types) => less('le', a, b, types) || a === b,
  gt: ([a, b], types) => !less('gt', a, b, types) && a !== b,
  ge: ([a, b], types) => !less('ge', a, b, types),
  html: (values) => spaced(values).replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' })[c] as string),
  // Models text/template funcs.go JSEscape and URLQueryEscaper (Go 1.26).
  js: (values) =>
    spaced(values).replace(/[\\'"<>&=\u0000-\u001f]/g, (c) =>
      '\\\'"'.includes(c) ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
  urlquery: (values) =>
    encodeURIComponent(spaced(values))
      .replace(/%20/g, '+')
      .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  // Models cli-runtime pkg/printers template.go exists (v0.37.1).
  exists: ([value, ...keys]) => {
    let current: Value = value;
    for (const key of keys) {
      if (Array.isArray(current) && typeof key === 'number') current = current[key] as Value;
      else current = isObject(current) ? current[String(key)] : undefined;
      if (current === undefined) return false;
    }
    return true;
  },
  base64decode: ([value]) => textOfBase64(printed(value)),
};

/** How many arguments a function takes: least and, where another number, most. */
export const ARGUMENTS: { readonly [name: string]: readonly [least: number, most?: number] } = {
  and: [1, Infinity],
  base64decode: [1],
  eq: [1, Infinity],
  ge: [2],
  gt: [2],
  index: [1, Infinity],
  le: [2],
  len: [1],
  lt: [2],
  ne: [2],
  not: [1],
  or: [1, Infinity],
  printf: [1, Infinity],
  slice: [1, Infinity],
};
