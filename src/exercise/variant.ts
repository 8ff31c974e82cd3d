import type { Draw } from './run-code.ts';

/** What a drawn name stands for: a word or number, or several that belong together (`{app.is}`, `{app.near}`). */
export type Value = string | number | { readonly [part: string]: string | number };
export type Values = { readonly [name: string]: Value };

/** How one value comes about; texts may name values above it in braces. */
export type ValueRule =
  /** The next of a pool: what was drawn from it before is not drawn again. */
  | { readonly from: string }
  | { readonly pick: readonly Value[] }
  /** What belongs to the value of another name; `*` to every other one. */
  | { readonly by: string; readonly of: { readonly [value: string]: string | number } }
  | { readonly text: string };

export type Pools = { readonly [pool: string]: readonly Value[] };

/** The values that rules draw, in the order of the rules; `instead` stands for what would be drawn, and what follows from it is otherwise, too. */
export function drawValues(rules: { readonly [name: string]: ValueRule }, pools: Pools, draw: Draw, instead: Values = {}): Values {
  const values: { [name: string]: Value } = {};
  const left = new Map<string, readonly Value[]>();
  for (const [name, rule] of Object.entries(rules)) {
    if ('from' in rule) {
      const [first, ...others] = left.get(rule.from) ?? draw.shuffle(pools[rule.from] ?? []);
      if (first === undefined) throw new RangeError(`nothing is left in the pool ${rule.from} for ${name}`);
      left.set(rule.from, others);
      values[name] = first;
    } else if ('pick' in rule) values[name] = draw.pick(rule.pick);
    else if ('text' in rule) values[name] = fill(rule.text, values);
    else {
      const chosen = rule.of[String(values[rule.by])] ?? rule.of['*'];
      if (chosen === undefined) throw new RangeError(`${name} is nothing where ${rule.by} is ${String(values[rule.by])}`);
      values[name] = fill(chosen, values);
    }
    const other = instead[name];
    if (other !== undefined) values[name] = other;
  }
  return values;
}

const PLACE = /\{([a-z][a-zA-Z0-9]*)(?:\.([a-z]+))?\}/gu;

function partOf(values: Values, name: string, part: string | undefined): string | number | undefined {
  const value = values[name];
  if (typeof value !== 'object') return part === undefined ? value : undefined;
  return part === undefined ? undefined : value[part];
}

/**
 * A text, list or object with every name in braces replaced by its value, in keys, too. A text that is one name alone becomes the
 * value itself, a number a number. What is no drawn name stays as it is.
 */
export function fill<T>(template: T, values: Values): T {
  const filled = (part: unknown): unknown => {
    if (typeof part === 'string') {
      const [whole, name, field] = /^\{([a-z][a-zA-Z0-9]*)(?:\.([a-z]+))?\}$/u.exec(part) ?? [];
      const value = whole === undefined ? undefined : partOf(values, name ?? '', field);
      return value ?? part.replace(PLACE, (place, name: string, field?: string) => String(partOf(values, name, field) ?? place));
    }
    if (Array.isArray(part)) return part.map(filled);
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [fillText(key, values), filled(value)]));
    return part;
  };
  return filled(template) as T;
}

/** A line that is one name alone. */
const LINE = /^[ \t]*\{([a-z][a-zA-Z0-9]*)(?:\.([a-z]+))?\}\n/gmu;

/** A text with every name in braces replaced; it stays a text. Of a line whose value is empty nothing stays. */
export function fillText(text: string, values: Values): string {
  const lines = text.replace(LINE, (line, name: string, field?: string) => (partOf(values, name, field) === '' ? '' : line));
  return String(fill(` ${lines}`, values)).slice(1);
}

/** Texts by name, filled as texts. */
export function fillTexts(texts: { readonly [name: string]: string }, values: Values): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fillText(text, values)]));
}
