// Models Go fmt Sprintf (1.26) for what a template can hand it: strings, whole numbers, fractions, booleans, nil, maps, lists.
import { quote } from '../../api/go-text.ts';
import type { Json } from '../../api/kubernetes-object.ts';
import { CUTS } from '../../machine/cut.ts';
import { goSyntax, isObject, printed } from './go-value.ts';

type Value = Json | undefined;

/** A value's type as `%T` and a wrong verb tell it. */
export function typeWord(value: Value): string {
  if (value === undefined || value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (isObject(value)) return 'map[string]interface {}';
  return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'bool' : Number.isInteger(value) ? 'int' : 'float64';
}

/** The text's UTF-8 bytes in hexadecimal. */
const hex = (text: string): string =>
  encodeURIComponent(text).replace(/%(..)|([^])/g, (_, code: string | undefined, letter: string) => code?.toLowerCase() ?? letter.charCodeAt(0).toString(16));

/** `e+06` as Go writes exponents: two digits at least. */
const exponent = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

/** One verb applied to one value, before its width; `undefined` where the verb does not fit. */
function formatted(verb: string, value: Value, flags: string, precision: number | undefined): string | undefined {
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  if (verb === 'v')
    return flags.includes('#') && value !== undefined ? goSyntax(value) : typeof value === 'number' && value >= 0 ? plus + printed(value) : printed(value);
  if (verb === 'T') return typeWord(value);
  if (typeof value === 'string') {
    if (verb === 's') return precision === undefined ? value : [...value].slice(0, precision).join('');
    if (verb === 'q') return quote(value);
    return verb === 'x' ? hex(value) : verb === 'X' ? hex(value).toUpperCase() : undefined;
  }
  if (typeof value === 'boolean') return verb === 't' ? String(value) : undefined;
  if (typeof value !== 'number') return undefined;
  const sign = value < 0 ? '-' : plus;
  const size = Math.abs(value);
  if ('eEfFgG'.includes(verb)) {
    if (Number.isInteger(value)) return undefined;
    // JavaScript tells a hundred digits; what follows them is nothing but noughts, save in the smallest fractions.
    const digits = Math.min(precision ?? 6, 100);
    const noughts = '0'.repeat((precision ?? 0) > 100 ? (precision as number) - 100 : 0);
    const text = 'fF'.includes(verb)
      ? size.toFixed(digits) + noughts
      : 'eE'.includes(verb)
        ? exponent(size.toExponential(digits)).replace('e', `${noughts}e`)
        : String(size);
    return sign + (verb === 'E' || verb === 'G' ? text.toUpperCase() : text);
  }
  if (!Number.isInteger(value)) return undefined;
  const base = ({ d: 10, b: 2, o: 8, x: 16, X: 16 } as { readonly [verb: string]: number })[verb];
  if (base !== undefined) {
    const digits = size.toString(base).padStart(precision ?? 0, '0');
    return (
      sign + (flags.includes('#') && base !== 10 ? (base === 16 ? `0${verb}` : base === 8 ? '0' : '0b') : '') + (verb === 'X' ? digits.toUpperCase() : digits)
    );
  }
  if (verb === 'c' || verb === 'q') {
    const letter = value >= 0 && value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
    return verb === 'c' ? letter : `'${letter}'`;
  }
  return verb === 'U' ? `U+${value.toString(16).toUpperCase().padStart(4, '0')}` : undefined;
}

/** A value as an error inside the text shows it: `int=80`. */
const told = (value: Value, type = typeWord(value)): string => (value === undefined || value === null ? '<nil>' : `${type}=${printed(value)}`);

/** Characters of padding in one text; a run is cut before it could print as many. */
const MOST = 2e7;

/** One place of a format. A width or precision of more digits than Go's parsenum reads takes the rest of the format with it. */
const DIRECTIVE = /%([-+# 0]*)(?:(?:(?:\*|\d*)\.)?0*(?!1000000\d(?!\d))[1-9]\d{7}[^]*|(\*|\d*)(?:\.(\*|\d*))?(.?))/gsu;

/** fmt.Sprintf: never fails, mistakes stand in the text as Go writes them. `types`: what the values are to Go. */
export function sprintf(format: string, values: readonly Value[], types: readonly string[] = []): string {
  let [i, size] = [0, 0];
  const out = format.replace(DIRECTIVE, (_, given = '', width: string | undefined, precise: string | undefined, verb: string) => {
    if (!verb || width === undefined) return '%!(NOVERB)';
    let bad = '';
    const number = (text: string, least: number, complaint: string): number | undefined => {
      if (text !== '*') return Number(text);
      const value = values[i++] as number;
      if (Number.isInteger(value) && value >= least && value <= 1e6) return value;
      bad += complaint;
      return undefined;
    };
    const asked = number(width, -1e6, '%!(BADWIDTH)') ?? 0;
    const precision = precise === undefined ? undefined : number(precise, 0, '%!(BADPREC)');
    const wide = Math.abs(asked);
    if ((size += wide + (precision ?? 0)) > MOST) throw CUTS.steps;
    const flags = asked < 0 ? `${given as string}-` : (given as string);
    if (verb === '%') return `${bad}%`;
    if (i >= values.length) return `${bad}%!${verb}(MISSING)`;
    const value = values[i++];
    const text = (verb === 'T' ? types[i - 1] : undefined) ?? formatted(verb, value, flags, precision) ?? `%!${verb}(${told(value, types[i - 1])})`;
    if (flags.includes('-')) return bad + text.padEnd(wide);
    if (!flags.includes('0')) return bad + text.padStart(wide);
    return bad + (/^[+-]/.test(text) ? (text[0] as string) + text.slice(1).padStart(wide - 1, '0') : text.padStart(wide, '0'));
  });
  return i < values.length
    ? `${out}%!(EXTRA ${values
        .slice(i)
        .map((value, at) => told(value, types[i + at]))
        .join(', ')})`
    : out;
}
