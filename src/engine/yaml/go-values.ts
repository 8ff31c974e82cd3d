// Models go.yaml.in/yaml/v2 v2.4.4 resolve.go and decode.go, and sigs.k8s.io/yaml v1.6.0 convertToJSONableObject: what a tree is
// as JSON. Numbers are JavaScript's: whole numbers beyond 2^53 lose their last digits.
import { decodeBase64 } from '../api/base64.ts';
import { quote } from '../api/go-text.ts';
import type { Json } from '../api/kubernetes-object.ts';
import type { MappingNode, ScalarNode, YAMLNode } from './go-parser.ts';

/** A tree that has no JSON; `words` are Go's, `reason` says which of ours it is. */
export class GoValueError extends Error {
  readonly reason: 'yaml-alias-bomb' | 'yaml-unusable-key' | 'yaml-merge-of-no-mapping' | 'yaml-unusable-tag';
  readonly at: YAMLNode;
  constructor(reason: GoValueError['reason'], words: string, at: YAMLNode) {
    super(words);
    this.reason = reason;
    this.at = at;
  }
}

const TAG = 'tag:yaml.org,2002:';
const WORDS = new Map<string, readonly [tag: string, value: boolean | null | number]>();
for (const [tag, value, ...words] of [
  ['bool', true, 'y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'],
  ['bool', false, 'n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'],
  ['null', null, '', '~', 'null', 'Null', 'NULL'],
  ['float', Number.NaN, '.nan', '.NaN', '.NAN'],
  ['float', Number.POSITIVE_INFINITY, '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'],
  ['float', Number.NEGATIVE_INFINITY, '-.inf', '-.Inf', '-.INF'],
] as const) {
  for (const word of words) WORDS.set(word, [tag, value]);
}

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER: readonly (readonly [RegExp, number])[] = [
  [/^0[xX]([0-9a-fA-F]+)$/, 16],
  [/^0[bB]([01]+)$/, 2],
  [/^0[oO]?([0-7]+)$/, 8],
  [/^(0|[1-9][0-9]*)$/, 10],
];

/** strconv.ParseInt and ParseUint with base 0: `0x1F`, `0o17`, `017`, `0b11`; `undefined` where 64 bits do not hold it. */
function parseInteger(text: string): number | undefined {
  const sign = text[0] === '-' ? -1n : 1n;
  const digits = /^[-+]/.test(text) ? text.slice(1) : text;
  for (const [form, base] of INTEGER) {
    const match = form.exec(digits)?.[1];
    if (match === undefined) continue;
    const value = sign * BigInt((base === 16 ? '0x' : base === 8 ? '0o' : base === 2 ? '0b' : '') + match);
    return value < -(1n << 63n) || value >= 1n << 64n || (text[0] === '+' && value >= 1n << 63n) ? undefined : Number(value);
  }
  return undefined;
}

/** The tag (short) and value of a plain word, or of a word under an explicit tag. */
function resolve(node: ScalarNode): { tag: string; value: Json } {
  const { value: text } = node;
  const asked = node.tag.startsWith(TAG) ? node.tag.slice(TAG.length) : node.tag;
  if (asked === 'binary') return { tag: 'binary', value: text };
  if (asked !== '' && !['str', 'bool', 'int', 'float', 'null', 'timestamp'].includes(asked)) return { tag: asked, value: text };
  const found = asked === 'str' ? ({ tag: 'str', value: text } as const) : untagged(text, asked);
  if (asked === '' || asked === found.tag) return found;
  if (asked === 'float' && found.tag === 'int') return { tag: 'float', value: found.value };
  throw new GoValueError('yaml-unusable-tag', `cannot decode !!${found.tag} \`${text}\` as a !!${asked}`, node);
}

function untagged(text: string, asked: string): { tag: string; value: Json } {
  const word = WORDS.get(text);
  if (word) return { tag: word[0], value: word[1] };
  const first = text[0] as string;
  if (first === '.') {
    if (/^\.[0-9]+([eE][-+]?[0-9]+)?$/.test(text) && Number.isFinite(Number(text))) return { tag: 'float', value: Number(text) };
  } else if (/[0-9+-]/.test(first)) {
    if (/^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9:.]+(Z|[-+][0-9:]+)?)?$/.test(text) && (asked === '' || asked === 'timestamp'))
      return { tag: 'timestamp', value: text };
    const plain = text.replaceAll('_', '');
    const whole = parseInteger(plain);
    if (whole !== undefined) return { tag: 'int', value: Object.is(whole, -0) ? 0 : whole };
    if (FLOAT.test(plain) && Number.isFinite(Number(plain))) return { tag: 'float', value: Number(plain) };
  }
  return { tag: 'str', value: text };
}

/** What one tree is as JSON, and which keys were written twice. */
export function valueOf(root: YAMLNode): { readonly value: Json; readonly duplicates: readonly ScalarNode[] } {
  const duplicates: ScalarNode[] = [];
  const open = new Set<YAMLNode>();
  let decoded = 0;
  let aliased = 0;
  let aliasDepth = 0;

  const decode = (node: YAMLNode): Json => {
    decoded += 1;
    if (aliasDepth > 0) aliased += 1;
    if (aliased > 100 && decoded > 1000 && aliased / decoded > allowedAliasRatio(decoded))
      throw new GoValueError('yaml-alias-bomb', 'document contains excessive aliasing', node);
    if (node.kind === 'alias') {
      if (open.has(node)) throw new GoValueError('yaml-alias-bomb', `anchor '${node.name}' value contains itself`, node);
      open.add(node);
      aliasDepth += 1;
      const value = decode(node.target);
      aliasDepth -= 1;
      open.delete(node);
      return value;
    }
    if (node.kind === 'sequence') return node.items.map(decode);
    if (node.kind === 'mapping') return map(node, new Map());
    return scalar(node);
  };

  const map = (node: MappingNode, into: Map<string, Json>): Json => {
    const seen = new Map<string, ScalarNode>();
    for (const [key, value] of node.pairs) {
      if (isMerge(key)) {
        merge(value, into);
        continue;
      }
      const name = keyOf(key, value);
      const before = seen.get(name);
      if (before) duplicates.push(before);
      if (key.kind === 'scalar') seen.set(name, key);
      into.set(name, decode(value));
    }
    return Object.fromEntries(into);
  };

  const merge = (node: YAMLNode, into: Map<string, Json>): void => {
    const sources = node.kind === 'sequence' ? [...node.items].reverse() : [node];
    for (const source of sources) {
      const target = source.kind === 'alias' ? source.target : source;
      if (target.kind !== 'mapping') throw new GoValueError('yaml-merge-of-no-mapping', 'map merge requires map or sequence of maps as the value', source);
      if (open.has(target)) throw new GoValueError('yaml-alias-bomb', `anchor '${source.kind === 'alias' ? source.name : ''}' value contains itself`, source);
      open.add(target);
      map(target, into);
      open.delete(target);
    }
  };

  const keyOf = (key: YAMLNode, of: YAMLNode): string => {
    const value = decode(key);
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return Number.isFinite(value) ? formatFloat(value) : Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
    if (value === null)
      throw new GoValueError(
        'yaml-unusable-key',
        `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${goSyntax(decode(of)).replace(/^interface \{\}\(nil\)$/, '<nil>')}`,
        key,
      );
    throw new GoValueError('yaml-unusable-key', `invalid map key: ${goSyntax(value)}`, key);
  };

  return { value: decode(root), duplicates };
}

function scalar(node: ScalarNode): Json {
  if (node.tag === '' && !node.implicit) return node.value;
  const { tag, value } = resolve(node);
  if (tag !== 'binary') return value;
  const bytes = decodeBase64(node.value);
  if (bytes === undefined) throw new GoValueError('yaml-unusable-tag', '!!binary value contains invalid base64 data', node);
  return bytes.map((byte) => String.fromCharCode(byte)).join('');
}

function isMerge(key: YAMLNode): boolean {
  return key.kind === 'scalar' && key.value === '<<' && (key.implicit || key.tag === `${TAG}merge`);
}

// Models decode.go allowedAliasRatio: 99 % of a small document may come from aliases, 10 % of a very large one.
function allowedAliasRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  return decoded >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}

// strconv.FormatFloat(f, 'g', -1, 32) for whole numbers and fractions of ordinary size.
function formatFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  return String(Number(Math.fround(value).toPrecision(7)));
}

/** fmt's `%#v` of a decoded value. */
function goSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  const pairs = Object.entries(value as { readonly [key: string]: Json }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[interface {}]interface {}{${pairs.map(([name, inner]) => `${quote(name)}:${goSyntax(inner)}`).join(', ')}}`;
}
