import type { Variable } from './shell-context.ts';

/** An array's elements by key. Those of an indexed array stand in the order of their numbers. */
export interface Elements {
  readonly associative: boolean;
  readonly of: ReadonlyMap<string, string>;
}

/** An array from its values, from 0 on. */
export function arrayOf(values: readonly string[]): Elements {
  return { associative: false, of: new Map(values.map((value, index) => [String(index), value])) };
}

/** A variable's elements: a plain one is its own element 0. */
export function elementsOf(variable: Variable | undefined): Elements {
  if (variable?.elements) return variable.elements;
  return arrayOf(variable?.value === undefined ? [] : [variable.value]);
}

/** The same elements with one set, or without it. */
export function withElement({ associative, of }: Elements, key: string, value: string | undefined): Elements {
  const next = new Map(of);
  const isNew = !next.has(key);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  const last = [...of.keys()].at(-1);
  const sorts = !associative && isNew && value !== undefined && last !== undefined && Number(last) > Number(key);
  return { associative, of: sorts ? new Map([...next].sort(([a], [b]) => Number(a) - Number(b))) : next };
}

/** Elements as bash goes through them. Models bash 5.2 lib/sh hashlib.c: an associative array's keys come in the order of their buckets. */
export function entriesOf({ associative, of }: Elements): readonly (readonly [key: string, value: string])[] {
  if (!associative) return [...of];
  return [...of]
    .map((entry) => [bucketOf(entry[0]), entry] as const)
    .reverse()
    .sort(([a], [b]) => a - b)
    .map(([, entry]) => entry);
}

const BUCKETS = 1024;

/** FNV-1 over the key's characters. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash, 0x01000193) ^ key.charCodeAt(at);
  return (hash >>> 0) % BUCKETS;
}

/** The key after the last of an indexed array. */
export function nextIndex({ of }: Elements): number {
  const last = [...of.keys()].at(-1);
  return last === undefined ? 0 : Number(last) + 1;
}
