// Models Go fmt Sprintf (1.26) for what a template can hand it: strings, whole numbers, fractions, booleans, nil, maps, lists.
import { quote } from '../../api/go-text.ts';
import type { Json } from '../../api/kubernetes-object.ts';
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
    const text = 'fF'.includes(verb) ? size.toFixed(precision ?? 6) : 'eE'.includes(verb) ? exponent(size.toExponential(precision ?? 6)) : String(size);
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
  if (verb === 'c') return String.fromCodePoint(value);
  if (verb === 'q') return `'${String.fromCodePoint(value)}'`;
  return verb === 'U' ? `U+${value.toString(16).toUpperCase().padStart(4, '0')}` : undefined;
}

/** A value as an error inside the text shows it: `int=80`. */
const told = (value: Value, type = typeWord(value)): string => (value === undefined || value === null ? '<nil>' : `${type}=${printed(value)}`);

/** fmt.Sprintf: never fails, mistakes stand in the text as Go writes them. `types`: what the values are to Go. */
export function sprintf(format: string, values: readonly Value[], types: readonly string[] = []): string {
  let i = 0;
  const out = format.replace(/%([-+# 0]*)(\*|\d*)(?:\.(\*|\d*))?(.?)/gsu, (_, flags: string, width: string, precise: string | undefined, verb: string) => {
    if (verb === '') return '%!(NOVERB)';
    if (verb === '%') return '%';
    const wide = width === '*' ? Number(values[i++]) : Number(width);
    const precision = precise === undefined ? undefined : precise === '*' ? Number(values[i++]) : Number(precise);
    // Go's parsenum takes nothing beyond a million, and then finds no verb; `*` says which of both it was.
    if (Math.abs(wide) > 1e6) return width === '*' ? '%!(BADWIDTH)' : '%!(NOVERB)';
    if (Math.abs(precision ?? 0) > 1e6) return precise === '*' ? '%!(BADPREC)' : '%!(NOVERB)';
    if (i >= values.length) return `%!${verb}(MISSING)`;
    const value = values[i++];
    const text = formatted(verb, value, flags, precision) ?? `%!${verb}(${told(value, types[i - 1])})`;
    if (flags.includes('-')) return text.padEnd(wide);
    if (!flags.includes('0')) return text.padStart(wide);
    return /^[+-]/.test(text) ? (text[0] as string) + text.slice(1).padStart(wide - 1, '0') : text.padStart(wide, '0');
  });
  return i < values.length
    ? `${out}%!(EXTRA ${values
        .slice(i)
        .map((value, at) => told(value, types[i + at]))
        .join(', ')})`
    : out;
}
