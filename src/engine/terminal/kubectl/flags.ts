// Models github.com/spf13/pflag flag.go (v1.0.10).
import { fail } from './failure.ts';

type FlagKind = 'b' | 's' | 'i' | 'd' | 'l' | 'a';

/** One flag of a command. Kinds: bool, string, int, duration, list (`a,b` is two), array (`a,b` is one). */
interface Flag {
  readonly name: string;
  readonly short: string;
  readonly kind: FlagKind;
  readonly initial: string;
  /** The value when none is given: `--dry-run`. */
  readonly bare: string;
  readonly required: boolean;
  readonly deprecated: boolean;
}

/** Sets of flags that many commands share. */
const SHARED: { readonly [letter: string]: string } = {
  P: 'allow-missing-template-keys:b=true output,o:s show-managed-fields:b template:s',
  F: 'filename,f:l kustomize,k:s recursive,R:b',
  D: 'dry-run:s=none~unchanged',
  V: 'validate:s=strict~strict',
  L: 'selector,l:s',
  A: 'all-namespaces,A:b',
  M: 'field-manager:s',
  S: 'save-config:b',
  R: 'record:b@',
  N: 'no-headers:b',
  T: 'timeout:d',
  C: 'chunk-size:i=500',
};

const GLOBAL =
  'help,h:b as:s as-group:a as-uid:s as-user-extra:a cache-dir:s certificate-authority:s client-certificate:s client-key:s cluster:s context:s disable-compression:b insecure-skip-tls-verify:b kubeconfig:s kuberc:s match-server-version:b namespace,n:s password:s profile:s=none profile-output:s proxy-url:s request-timeout:s=0 server,s:s tls-server-name:s token:s user:s username:s warnings-as-errors:b v,v:i vmodule:s log-flush-frequency:d=5s';

/** `name,n:kind=default~bare!@`: required, deprecated. A first word of capitals names shared sets. */
export function parseFlagTable(table: string): ReadonlyMap<string, Flag> {
  const words = table
    .split(' ')
    .flatMap((word) => (/^[A-Z]+$/.test(word) ? [...word].flatMap((letter) => (SHARED[letter] ?? '').split(' ')) : word === '' ? [] : [word]));
  const flags = new Map<string, Flag>();
  for (const word of [...words, ...GLOBAL.split(' ')]) {
    const [, name = '', short = '', kind = 's', initial = '', bare = '', marks = ''] =
      /^([\w-]+)(?:,(\w))?:(\w)(?:=([^~!@]*))?(?:~([^!@]*))?([!@]*)$/.exec(word) ?? [];
    if (flags.has(name)) continue;
    flags.set(name, {
      name,
      short,
      kind: kind as FlagKind,
      initial,
      bare: kind === 'b' ? 'true' : bare,
      required: marks.includes('!'),
      deprecated: marks.includes('@'),
    });
  }
  return flags;
}

/** Whether a word of a command line takes the next word as its value, as cobra guesses before it knows the command. */
export function takesNextWord(flags: ReadonlyMap<string, Flag>, word: string): boolean {
  if (!word.startsWith('-') || word.includes('=')) return false;
  if (word.startsWith('--')) return !flags.get(word.slice(2).replaceAll('_', '-'))?.bare;
  return word.length === 2 && ![...flags.values()].find(({ short }) => short === word[1])?.bare;
}

const quote = (text: string): string => JSON.stringify(text);

/** Go's ParseInt with base 0; the words of its error otherwise. */
export function parseInteger(text: string, call = 'strconv.ParseInt', bits = 64): number | { readonly error: string } {
  const digits = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]*|[1-9][0-9_]*)$/.exec(text);
  if (!digits || text === '') return { error: `${call}: parsing ${quote(text)}: invalid syntax` };
  const body = (digits[2] ?? '').replaceAll('_', '');
  const value = Number(/^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body) * (digits[1] === '-' ? -1 : 1);
  if (Math.abs(value) >= 2 ** (bits - 1)) return { error: `${call}: parsing ${quote(text)}: value out of range` };
  return value;
}

const UNIT_MS: { readonly [unit: string]: number } = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Go's time.ParseDuration, in milliseconds; the words of its error otherwise. */
export function parseDuration(text: string): number | { readonly error: string } {
  const body = /^[+-]/.test(text) ? text.slice(1) : text;
  if (body === '0') return 0;
  if (body === '' || !/^(\d|\.\d)/.test(body)) return { error: `time: invalid duration ${quote(text)}` };
  let total = 0;
  for (const [, value = '', unit = ''] of body.matchAll(/(\d+\.?\d*|\.\d+)([^\d.]*)/g)) {
    if (unit === '') return { error: `time: missing unit in duration ${quote(text)}` };
    if (!Object.hasOwn(UNIT_MS, unit)) return { error: `time: unknown unit ${quote(unit)} in duration ${quote(text)}` };
    total += Number(value) * (UNIT_MS[unit] as number);
  }
  return text.startsWith('-') ? -total : total;
}

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

function mistakeIn(kind: FlagKind, value: string): string {
  if (kind === 'b') return TRUE.includes(value) || FALSE.includes(value) ? '' : `strconv.ParseBool: parsing ${quote(value)}: invalid syntax`;
  const parsed = kind === 'i' ? parseInteger(value) : kind === 'd' ? parseDuration(value) : 0;
  return typeof parsed === 'number' ? '' : parsed.error;
}

/** What stood on a command line: flags with their values, and the rest. */
export class Flags {
  readonly args: readonly string[];
  /** How many arguments stood before `--`; −1 without it. */
  readonly dash: number;
  readonly #table: ReadonlyMap<string, Flag>;
  readonly #values = new Map<string, string[]>();
  /** Deprecated flags that were given, in order. */
  readonly deprecated: readonly string[];

  /** Fails with pflag's words where the line cannot be read. */
  constructor(table: ReadonlyMap<string, Flag>, words: readonly string[]) {
    this.#table = table;
    const args: string[] = [];
    const deprecated: string[] = [];
    let dash = -1;
    let at = 0;
    const set = (flag: Flag, value: string): void => {
      const mistake = mistakeIn(flag.kind, value);
      if (mistake) fail(`invalid argument ${quote(value)} for "${flag.short ? `-${flag.short}, ` : ''}--${flag.name}" flag: ${mistake}`);
      if (flag.deprecated) deprecated.push(flag.name);
      const parts = flag.kind === 'l' ? (value === '' ? [] : splitCSV(value)) : [value];
      if (flag.kind === 'l' || flag.kind === 'a') this.#values.set(flag.name, [...(this.#values.get(flag.name) ?? []), ...parts]);
      else this.#values.set(flag.name, parts);
    };
    while (at < words.length) {
      const word = words[at++] as string;
      if (word === '--') {
        dash = args.length;
        args.push(...words.slice(at));
        break;
      }
      if (!word.startsWith('-') || word === '-') args.push(word);
      else if (word.startsWith('--')) {
        const body = word.slice(2);
        if (body.startsWith('-') || body.startsWith('=')) fail(`bad flag syntax: ${word}`);
        const equals = body.indexOf('=');
        const name = equals < 0 ? body : body.slice(0, equals);
        const flag = table.get(name.replaceAll('_', '-'));
        if (!flag) fail(`unknown flag: --${name}`);
        if (equals >= 0) set(flag, body.slice(equals + 1));
        else if (flag.bare) set(flag, flag.bare);
        else if (at < words.length) set(flag, words[at++] as string);
        else fail(`flag needs an argument: --${name}`);
      } else {
        for (let rest = word.slice(1); rest !== '';) {
          const letter = rest[0] as string;
          const flag = [...table.values()].find(({ short }) => short === letter);
          if (!flag) fail(`unknown shorthand flag: '${letter}' in -${rest}`);
          if (rest.length > 2 && rest[1] === '=') set(flag, rest.slice(2));
          else if (flag.bare) {
            set(flag, flag.bare);
            rest = rest.slice(1);
            continue;
          } else if (rest.length > 1) set(flag, rest.slice(1));
          else if (at < words.length) set(flag, words[at++] as string);
          else fail(`flag needs an argument: '${letter}' in -${rest}`);
          break;
        }
      }
    }
    this.args = args;
    this.dash = dash;
    this.deprecated = deprecated;
  }

  /** Whether the flag was given. */
  changed(name: string): boolean {
    return this.#values.has(name);
  }

  /** A string flag's value, its default, or '' where this command has no such flag. */
  text(name: string): string {
    return this.#values.get(name)?.at(-1) ?? this.#table.get(name)?.initial ?? '';
  }

  on(name: string): boolean {
    return TRUE.includes(this.text(name));
  }

  list(name: string): readonly string[] {
    const initial = this.#table.get(name)?.initial;
    return this.#values.get(name) ?? (initial ? [initial] : []);
  }

  integer(name: string): number {
    const value = parseInteger(this.text(name) || '0');
    return typeof value === 'number' ? value : 0;
  }

  /** A duration flag in milliseconds. */
  duration(name: string): number {
    const value = parseDuration(this.text(name) || '0');
    return typeof value === 'number' ? value : 0;
  }

  /** Required flags that were not given, in the order of their names. */
  missing(): string[] {
    return [...this.#table.values()]
      .filter(({ name, required }) => required && !this.changed(name))
      .map(({ name }) => name)
      .sort();
  }
}

/** One record of encoding/csv: `a,"b,c"` is two. */
function splitCSV(text: string): string[] {
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
