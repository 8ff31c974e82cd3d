import type { Command, Result, Stream } from './txtar.ts';

// Does an output match what was recorded? The reference for FORMAT.md's rules on placeholders, order and alternatives.

const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]'; // the letters of generated names
const OCTET = '\\d{1,3}';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const CLOCK = '\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?';

/** Every way a moment is written by the programs, most specific first. */
export const TIME = [
  `\\d{4}-\\d\\d-\\d\\dT${CLOCK}(?:Z|[+-]\\d\\d:\\d\\d)`,
  `${DAY}, \\d\\d ${MONTH} \\d{4} ${CLOCK} (?:GMT|[+-]\\d{4})`,
  `${DAY} ${MONTH}[ \\t][ \\d]?\\d ${CLOCK} UTC \\d{4}`,
  `\\d\\d/${MONTH}/\\d{4}:${CLOCK} [+-]\\d{4}`,
  `\\d{4}-\\d\\d-\\d\\d ${CLOCK}(?: [+-]\\d{4})?`,
  CLOCK,
];
export const AGE = '(?:\\d+[smhdy](?:\\d+[smhd])?|<unknown>|<invalid>)';
export const UID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const ownerOf = (name: string): string => name.split('/')[1] ?? '';

/** What an unbound placeholder may stand for. */
export type Bindings = ReadonlyMap<string, string>;

/** A placeholder of a line, or plain text. */
export interface Placeholder {
  readonly key: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly form: string | undefined;
}

const SHAPES: Record<string, (name: string) => string> = {
  ip: () => Array(4).fill(OCTET).join('\\.'),
  ip6: () => '[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}',
  port: () => '\\d{4,5}',
  hcport: () => '\\d{4,5}',
  pod: (name) => `${escape(ownerOf(name).slice(0, 45))}[a-z0-9.-]*-${RANDOM}{5}`,
  hash: () => `${RANDOM}{1,10}`,
  slice: (name) => `${escape(ownerOf(name).slice(0, 45))}[a-z0-9.-]*-${RANDOM}{5}`,
  uid: () => UID,
  rv: () => '\\d+',
  time: () => `(?:${TIME.join('|')})`,
  age: () => AGE,
  ms: () => '\\d+(?:\\.\\d+)?',
  id: () => '[0-9a-zA-Z]+',
  eport: () => '\\d{1,5}',
};
SHAPES['podip'] = SHAPES['ip']!;
SHAPES['podip6'] = SHAPES['ip6']!;

const FREE = new Set(['time', 'age', 'ms', 'id', 'eport']); // never bind
const GROUP: Record<string, string> = { ip6: 'ip', podip: 'ip', podip6: 'ip', hcport: 'port' }; // values that must differ from each other
const group = (kind: string): string => GROUP[kind] ?? kind;

const PLACEHOLDER = new RegExp(`\\{(${Object.keys(SHAPES).join('|')})(?::([^{}\\s]+))?(?: (dashed|reversed))?\\}`, 'g');
const FREE_AND_NAMED_AGREE = (kind: string, name: string | undefined): boolean => FREE.has(kind) === (name === undefined);

/** Splits a line into strings and {key, kind, name, form}. */
export function tokens(line: string): (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = [];
  let last = 0;
  for (const match of line.matchAll(PLACEHOLDER)) {
    const [text, kind = '', name, form] = match;
    if (!FREE_AND_NAMED_AGREE(kind, name)) continue;
    if (match.index > last) parts.push(line.slice(last, match.index));
    parts.push({ key: `${kind}:${name}`, kind, name, form });
    last = match.index + text.length;
  }
  if (last < line.length) parts.push(line.slice(last));
  return parts;
}

export const hasPlaceholder = (lines: readonly string[]): boolean => lines.some((line) => tokens(line).some((part) => typeof part !== 'string'));

/** An address as DNS names write it. */
export function dashed(ip: string): string {
  return ip.replace(/[.:]/g, '-');
}
export function reversed(ip: string): string {
  if (!ip.includes(':')) return ip.split('.').reverse().join('.');
  return nibbles(ip).reverse().join('.');
}
function nibbles(ip: string): string[] {
  const [head = '', tail] = ip.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const middle = tail === undefined ? [] : Array(8 - left.length - right.length).fill('0');
  return [...[...left, ...middle, ...right].map((group) => group.padStart(4, '0')).join('')];
}
const FORMS: Record<string, { write: (ip: string) => string; shape: (kind: string) => string }> = {
  dashed: { write: dashed, shape: (kind) => (kind.endsWith('6') ? '[0-9a-f-]+' : Array(4).fill(OCTET).join('-')) },
  reversed: { write: reversed, shape: (kind) => (kind.endsWith('6') ? '[0-9a-f](?:\\.[0-9a-f]){31}' : Array(4).fill(OCTET).join('\\.')) },
};
/** A placeholder's value in the form it asks for. */
export const written = ({ form }: { readonly form: string | undefined }, value: string): string => (form ? FORMS[form]!.write(value) : value);
function unform(form: string, kind: string, text: string): string {
  if (form === 'reversed' && !kind.endsWith('6')) return text.split('.').reverse().join('.');
  if (form === 'dashed') return text.replaceAll('-', kind.endsWith('6') ? ':' : '.');
  const groups = text.split('.').reverse().join('').match(/.{4}/g)!.map((g) => g.replace(/^0{1,3}/, ''));
  const longest = /(?:^|:)0(?::0)+(?:$|:)/.exec(groups.join(':'));
  return longest ? groups.join(':').replace(longest[0], '::') : groups.join(':');
}

/** Column widths depend on the values, so beside placeholders every run of two or more blanks (or a tab) is one separator. */
const fold = (line: string): string => line.replace(/[ \t]*\t[ \t]*| {2,}/g, '\t');

/**
 * Matches lines in order. `bindings` maps names ("pod:default/web/1") to values; it is not changed.
 * Returns {ok: true, bindings} or {ok: false, line, reason}.
 */
export type Outcome = { readonly ok: true; readonly bindings: Bindings } | { readonly ok: false; readonly line: number; readonly reason: string };

export function matches(
  expected: readonly string[],
  actual: readonly string[],
  bindings: Bindings = new Map(),
  { anyOrder = false }: { readonly anyOrder?: boolean } = {},
): Outcome {
  const folding = hasPlaceholder(expected);
  const want = folding ? expected.map(fold) : expected;
  const have = folding ? actual.map(fold) : actual;
  if (anyOrder) return matchAnyOrder(want, have, bindings);
  let bound = bindings;
  for (let i = 0; i < Math.max(want.length, have.length); i++) {
    if (i >= want.length) return { ok: false, line: i, reason: `unexpected line: ${actual[i]}` };
    if (i >= have.length) return { ok: false, line: i, reason: `missing line: ${expected[i]}` };
    const next = matchLine(want[i]!, have[i]!, bound);
    if (!next) return { ok: false, line: i, reason: `expected: ${expected[i]}\n  actual: ${actual[i]}` };
    bound = next;
  }
  return { ok: true, bindings: bound };
}

function matchAnyOrder(want: readonly string[], have: readonly string[], bindings: Bindings): Outcome {
  if (want.length !== have.length) return { ok: false, line: 0, reason: `${want.length} lines expected, ${have.length} seen` };
  // Lines with fewer unbound names first: they leave the least choice.
  const freedom = (line: string): number => tokens(line).filter((part) => typeof part !== 'string').length;
  const order = [...want].sort((a, b) => freedom(a) - freedom(b));
  let deepest = 0;
  const search = (i: number, left: readonly string[], bound: Bindings): Bindings | null => {
    if (i === order.length) return bound;
    deepest = Math.max(deepest, i);
    const tried = new Set<string>();
    for (let j = 0; j < left.length; j++) {
      const candidate = left[j]!;
      if (tried.has(candidate)) continue;
      tried.add(candidate);
      const next = matchLine(order[i]!, candidate, bound);
      const found = next && search(i + 1, left.toSpliced(j, 1), next);
      if (found) return found;
    }
    return null;
  };
  const found = search(0, have, bindings);
  return found ? { ok: true, bindings: found } : { ok: false, line: want.indexOf(order[deepest]!), reason: `no line matches: ${order[deepest]}` };
}

/** Slices keep addresses in no order, so `{podip:…},{podip:…}` (ports and brackets allowed) compares as a set. */
const ADDRESS = '\\[?\\{podip6?:[^{}]*\\}\\]?(?::\\d+)?';
const ADDRESS_LIST = new RegExp(`${ADDRESS}(?:,${ADDRESS}){1,4}`);

export const hasAddressList = (line: string): boolean => ADDRESS_LIST.test(line);

function permutations(items: readonly string[]): (readonly string[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

function matchLine(expected: string, actual: string, bindings: Bindings): Bindings | null {
  const list = ADDRESS_LIST.exec(expected)?.[0];
  for (const order of list ? permutations(list.split(',')) : [null]) {
    const found = matchExactly(order && list ? expected.replace(list, order.join(',')) : expected, actual, bindings);
    if (found) return found;
  }
  return null;
}

function matchExactly(expected: string, actual: string, bindings: Bindings): Bindings | null {
  const parts = tokens(expected);
  if (parts.every((part) => typeof part === 'string')) return expected === actual ? bindings : null;
  let pattern = '';
  const captures: Placeholder[] = []; // one per group of the pattern
  const seen = new Map<string, number>(); // name+form → number of its group
  for (const part of parts) {
    if (typeof part === 'string') {
      pattern += escape(part);
      continue;
    }
    const { key, kind, name, form } = part;
    const bound = bindings.get(key);
    const again = seen.get(key + form);
    if (bound !== undefined) pattern += escape(written(part, bound));
    else if (again) pattern += `(?:\\${again})`;
    else {
      const shape = form ? FORMS[form]!.shape(kind) : SHAPES[kind]!(name ?? '');
      pattern += `(${shape})`;
      captures.push(part);
      if (!FREE.has(kind)) seen.set(key + form, captures.length);
    }
  }
  const match = new RegExp(`^${pattern}$`).exec(actual);
  if (!match) return null;
  const next = new Map(bindings);
  for (const [i, { key, kind, form }] of captures.entries()) {
    if (FREE.has(kind)) continue;
    const value = form ? unform(form, kind, match[i + 1]!) : match[i + 1]!;
    if (next.has(key) && next.get(key) !== value) return null;
    for (const [other, taken] of next) {
      if (other !== key && taken === value && group(other.split(':')[0]!) === group(kind)) return null;
    }
    next.set(key, value);
  }
  return next;
}

const asStream = ({ lines, newline, anyOrder }: Stream): Stream => ({ lines, newline, anyOrder });

/** Compares one recorded result with an actual one. */
export function matchResult(expected: Result, actual: Result, bindings: Bindings = new Map()): Outcome {
  let bound = bindings;
  for (const name of ['stdout', 'stderr'] as const) {
    const want = asStream(expected[name]);
    const have = asStream(actual[name]);
    const outcome = matches(want.lines, have.lines, bound, want);
    if (!outcome.ok) return { ...outcome, reason: `${name} line ${outcome.line + 1}: ${outcome.reason}` };
    if (want.newline !== have.newline) return { ok: false, line: 0, reason: `${name}: ${have.newline ? 'ends' : 'does not end'} with a newline` };
    bound = outcome.bindings;
  }
  if (expected.exit !== actual.exit) return { ok: false, line: 0, reason: `expected exit status ${expected.exit}, got ${actual.exit}` };
  return { ok: true, bindings: bound };
}

/** Compares a recorded command (with its alternatives) with an actual result. */
export function matchCommand({ oneOf, results }: Pick<Command, 'oneOf' | 'results'>, actual: Result, bindings: Bindings = new Map()): Outcome {
  let first: Outcome | null = null;
  for (const result of results) {
    const outcome = matchResult(result, actual, bindings);
    if (outcome.ok) return outcome;
    first ??= outcome;
  }
  const reason = first && !first.ok ? first.reason : 'nothing was recorded';
  return { ok: false, line: 0, reason: oneOf ? `none of the ${results.length} alternatives; the first: ${reason}` : reason };
}
