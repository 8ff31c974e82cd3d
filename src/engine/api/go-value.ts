import type { Json } from './kubernetes-object.ts';

/** A number as encoding/json writes it: plain digits up to 1e21, and a two-digit exponent below 1e-6. */
export function formatGoNumber(value: number): string {
  return String(value).replace(/e-(\d)$/, 'e-0$1');
}

/** fmt's `%+v` of decoded JSON: `map[spec:map[ports:http]]`, keys sorted, nulls as `<nil>`. */
export function formatGoValue(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatGoNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(formatGoValue).join(' ')}]`;
  const entries = Object.entries(value as { readonly [key: string]: Json }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([name, inner]) => `${name}:${formatGoValue(inner)}`).join(' ')}]`;
}
