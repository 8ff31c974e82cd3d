import type { Named } from '../bindings.ts';
import { AGE, TIME, UID, dashed, reversed, type Bindings } from '../matches.ts';

/** A line in pieces: text, and names that stand for a value. */
type Piece = string | { readonly name: string };

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
/** Their addresses belong to the description of the cluster. */
const FIXED = /^(?:default\/kubernetes|kube-system\/kube-dns)$/u;

function cut(pieces: readonly Piece[], pattern: RegExp, name: (value: string) => string | undefined): Piece[] {
  return pieces.flatMap((piece): Piece[] => {
    if (typeof piece !== 'string') return [piece];
    const parts: Piece[] = [];
    let last = 0;
    for (const match of piece.matchAll(pattern)) {
      const value = match.groups?.['v'] ?? match[0];
      const at = match.index + match[0].lastIndexOf(value);
      const given = name(value);
      if (given === undefined) continue;
      parts.push(piece.slice(last, at), { name: given });
      last = at + value.length;
    }
    return [...parts, piece.slice(last)].filter((part) => part !== '');
  });
}

/** Values that programs measure or draw, by the words around them: FORMAT.md's list. */
const DRAWN: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['time', new RegExp(`(?<![\\w-])(?:${TIME.slice(0, -1).join('|')})(?!\\w)`, 'gu')],
  ['time', /^\d\d:\d\d:\d\d\.\d{6}(?= )/gu],
  ['ms', /\b(?:after|in) (?<v>\d+)(?: ms\b| milliseconds\b)/gu],
  ['ms', /;; Query time: (?<v>\d+) msec/gu],
  ['ms', /\btime[= ](?<v>\d+(?:\.\d+)?) ?ms\b/gu],
  ['ms', /(?<=min\/avg\/max.* = [\d./]*)(?<v>\d+\.\d+)(?=[\d./]* ms)/gu],
  ['id', /HEADER<<- .* id: (?<v>\d+)/gu],
  ['id', /\bkube-api-access-(?<v>[a-z0-9]{5})\b/gu],
  ['id', /; COOKIE: (?<v>[0-9a-f]{16,})/gu],
  ['id', / hostmaster\.\S+ (?<v>\d{9,})/gu],
  ['id', /(?<![0-9a-f]|sha256:)[0-9a-f]{64}(?![0-9a-f])/gu],
  ['id', / > \S+: (?<v>\d+)(?=[+*%|$-]* (?:\[|[A-Z]+\d*\? |\d+\/\d+\/\d+))/gu],
  ['id', /\b(?:id|win|ecr|TS val) (?<v>\d+)(?=,)/gu],
  ['id', /\b(?:seq|ack) (?<v>\d{6,})/gu],
];
const AGES = new RegExp(`(?:\\(|\\bover |^\\s*Age: +)(?<v>${AGE})(?= ago\\)|\\)|$)`, 'gu');
const ADDRESS_PORT = /(?<=(?:\d{1,3}\.){3}\d{1,3}[.:])(?<v>\d{5})(?![\w.])/gu;

/** Where a value of this kind may stand. */
function patternOf({ kind, value }: Named): readonly (readonly [form: string, source: string])[] {
  if (/^(?:pod)?ip/u.test(kind)) {
    const six = value.includes(':');
    return [
      [' reversed', `(?<![\\w.])${escape(reversed(value))}(?=\\.(?:in-addr|ip6)\\.arpa)`],
      ['', six ? `(?<![\\w:])${escape(value)}(?![\\w:]*:\\w)(?!\\w)` : `(?<![\\w.])${escape(value)}(?!\\d)`],
      [' dashed', `(?<![\\w-])${escape(dashed(value))}(?![\\w-])`],
    ];
  }
  const edge = kind === 'hash' ? 'a-z0-9' : /port$/u.test(kind) ? '\\w' : 'a-z0-9-';
  return [['', `(?<![${edge}])${escape(value)}(?![${edge}])`]];
}

/** Writes outputs with names in place of what a cluster chooses: those that are bound, and new ones for what is met first here. */
export class Names {
  readonly #authored: string;
  readonly #known = new Map<string, Named>();

  /** `authored`: what the case itself wrote; such addresses and ports stay as they are. */
  constructor(authored: string) {
    this.#authored = authored;
  }

  /** Takes note of what there is at a moment; what is gone later keeps its name. */
  observe(named: readonly Named[]): void {
    for (const one of named) {
      const plain = patternOf(one).find(([form]) => form === '')?.[1] ?? '';
      const isAuthored = /ip|port/u.test(one.kind) && new RegExp(plain, 'u').test(this.#authored);
      if (!isAuthored && !FIXED.test(one.base)) this.#known.set(`${one.kind} ${one.value}`, one);
    }
  }

  /** The lines with names, and the bindings that then hold. */
  write(lines: readonly string[], command: string, bindings: Bindings): { readonly lines: readonly string[]; readonly bindings: Bindings } {
    const bound = new Map(bindings);
    /** The name that a value has among these, or the next that is free. */
    const named = (value: string, wanted: string, numbered: boolean): string => {
      const known = [...bound].find(([key, one]) => one === value && (key === wanted || key.startsWith(`${wanted}${wanted.endsWith(':') ? '' : '/'}`)));
      if (known) return known[0];
      const next = (number: number): string => `${wanted}${wanted.endsWith(':') ? '' : '/'}${number}`;
      let key = numbered ? next(1) : wanted;
      for (let number = 2; bound.has(key); number += 1) key = next(number);
      bound.set(key, value);
      return key;
    };
    const nameOf = ({ kind, base, value, numbered, pod }: Named): string => {
      // A generated Pod and its address share one number.
      const partner = pod === undefined ? undefined : [...bound].find(([key, name]) => key.startsWith('pod:') && name === pod)?.[0].slice('pod:'.length);
      return partner === undefined ? named(value, `${kind}:${base}`, numbered) : named(value, `${kind}:${partner}`, false);
    };
    const values = [...this.#known.values()].sort((a, b) => b.value.length - a.value.length);
    const rv = /resourceVersion/iu.test(command) ? /(?<![\w.])\d{2,}(?![\w.])/gu : /(?:resourceVersion"?: ?"?|Resource Version: +)(?<v>\d+)/gu;
    let ageAt = -1;
    const written = lines.map((line) => {
      const head = line.search(/(?<=^| {2,})(?:AGE|LAST SEEN)(?= {2,}|$)/u);
      if (head >= 0 || line === '') ageAt = head;
      // The column is where its head is: it is cut before names change the width of what stands before it.
      const age = head < 0 && ageAt >= 0 ? new RegExp(`^${AGE}(?= {2,}|$)`, 'u').exec(line.slice(ageAt))?.[0] : undefined;
      let pieces: Piece[] = age === undefined ? [line] : [line.slice(0, ageAt), { name: 'age' }, line.slice(ageAt + age.length)];
      for (const [kind, pattern] of DRAWN) pieces = cut(pieces, pattern, () => kind);
      pieces = cut(pieces, new RegExp(`\\b${UID}\\b`, 'gu'), (value) => named(value, 'uid:', true));
      pieces = cut(pieces, rv, (value) => named(value, 'rv:', true));
      for (const one of values) for (const [form, source] of patternOf(one)) pieces = cut(pieces, new RegExp(source, 'gu'), () => nameOf(one) + form);
      pieces = cut(pieces, AGES, () => 'age');
      pieces = cut(pieces, ADDRESS_PORT, (port) => (Number(port) >= 32_768 && !this.#authored.includes(port) ? 'eport' : undefined));
      return pieces.map((piece) => (typeof piece === 'string' ? piece : `{${piece.name}}`)).join('');
    });
    return { lines: written, bindings: bound };
  }
}
