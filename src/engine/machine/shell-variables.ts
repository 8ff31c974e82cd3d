import type { FileSystem } from './process.ts';
import { elementsOf, entriesOf, nextIndex, withElement } from './shell-arrays.ts';
import type { Context, ShellFunction, Variable } from './shell-context.ts';
import { arithmeticValue, type ExpansionContext } from './shell-expansion.ts';
import type { Dialect } from './shell-syntax.ts';
import { ShellError } from './shell-words.ts';

const PARTS_OF_REFERENCE = /^([A-Za-z_]\w*)\[([\s\S]*)\]$/;

/** What bash has without being told (recorded from 5.2.15 on Debian 12). */
const CONSTANTS: { readonly [name: string]: string } = {
  UID: '0',
  EUID: '0',
  BASH: '/usr/bin/bash',
  BASH_VERSION: '5.2.15(1)-release',
  SHELL: '/bin/bash',
  HOSTTYPE: 'x86_64',
  OSTYPE: 'linux-gnu',
  MACHTYPE: 'x86_64-pc-linux-gnu',
  GROUPS: '0',
  PPID: '1',
  OPTERR: '1',
};
const VERSION_INFO = ['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu'];

/** A shell's parameters: variables, arrays, and what it works out when it is asked. */
export abstract class ShellVariables {
  abstract readonly dialect: Dialect;
  abstract readonly name: string;
  abstract readonly flags: Set<string>;
  abstract files: FileSystem;
  abstract positional: readonly string[];
  abstract lastExit: number;
  abstract lastBackground: number | undefined;
  abstract line: number;
  abstract readonly isTyped: boolean;
  readonly variables: Map<string, Variable>;
  /** The functions that run, the innermost last. */
  readonly called: string[] = [];
  protected current: Context | undefined;
  protected startedAt: number | undefined;
  /** How the commands of the last pipeline ended. */
  pipeStatuses: readonly number[] = [0];

  constructor(variables: ReadonlyMap<string, Variable>) {
    this.variables = new Map(variables);
  }

  protected abstract get asArithmetic(): ExpansionContext;

  get(name: string): string | undefined {
    if (name.endsWith(']')) return this.#element(name);
    const known = this.variables.get(name);
    if (known) return known.elements ? known.elements.of.get('0') : known.value;
    switch (name) {
      case '?':
        return String(this.lastExit);
      case '$':
        return String(this.current?.process.pid ?? 1);
      case '!':
        return this.lastBackground === undefined ? undefined : String(this.lastBackground);
      case '#':
        return String(this.positional.length);
      case '0':
        return this.name;
      case '-':
        return this.#letters();
      case 'PWD':
        return this.files.cwd;
      default:
        if (isPositional(name)) return this.positional[Number(name) - 1];
        return this.dialect === 'dash' ? undefined : this.#computed(name);
    }
  }

  /** What is worked out anew each time it is asked for, and what bash alone has. */
  #computed(name: string): string | undefined {
    const process = this.current?.process;
    switch (name) {
      case 'RANDOM':
        return String(process?.draw(32_768) ?? 0);
      case 'LINENO':
        return String(this.dialect === 'ash' ? this.line - 1 : this.line);
      default:
    }
    if (this.dialect !== 'bash' || !process) return undefined;
    switch (name) {
      case 'SECONDS':
        return String(Math.floor((process.now - (this.startedAt ?? process.now)) / 1000));
      case 'EPOCHSECONDS':
        return String(Math.floor(process.now / 1000));
      case 'EPOCHREALTIME':
        return (process.now / 1000).toFixed(6);
      case 'SRANDOM':
        return String(process.draw(65_536) * 65_536 + process.draw(65_536));
      case 'BASHPID':
        return String(process.pid);
      case 'HOSTNAME':
        return process.machine.hostname;
      case 'FUNCNAME':
        return this.called.at(-1);
      case 'PIPESTATUS':
        return String(this.pipeStatuses[0]);
      case 'BASH_SUBSHELL':
        return '0';
      case 'BASH_VERSINFO':
        return VERSION_INFO[0];
      default:
        return Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name] : undefined;
    }
  }

  /** `$-`: the options in force (bash's own letters first). */
  #letters(): string {
    const set = [...'aefnux'].filter((letter) => this.flags.has(OPTION_LETTERS[letter] as string)).join('');
    if (this.dialect !== 'bash') return set;
    return this.isTyped ? `${set}himBHs` : `${set}hBc`;
  }

  set(name: string, value: string): void {
    const reference = name.endsWith(']') ? PARTS_OF_REFERENCE.exec(name) : null;
    const plain = reference ? (reference[1] as string) : name;
    const known = this.variables.get(plain);
    if (known?.readonly || (this.dialect === 'bash' && /^(E?UID|PPID)$/.test(plain)))
      throw new ShellError(this.dialect === 'bash' ? `${plain}: readonly variable` : `${plain}: is read only`, this.dialect === 'bash' ? 1 : 2);
    const exported = known?.exported ?? this.flags.has('allexport');
    if (name === 'SECONDS' && this.dialect === 'bash' && this.current) {
      this.startedAt = this.current.process.now - (Number.parseInt(value, 10) || 0) * 1000;
      return;
    }
    const text = known?.change ? this.#changed(known.change, value) : value;
    if (!reference && !known?.elements) {
      this.variables.set(name, { value: text, exported, ...(known?.change ? { change: known.change } : {}) });
      return;
    }
    const key = reference ? this.#key(plain, reference[2] as string) : '0';
    this.variables.set(plain, { ...(known ?? { exported }), value: undefined, elements: withElement(elementsOf(known), key, text) });
  }

  #changed(how: NonNullable<Variable['change']>, value: string): string {
    if (how === 'integer') return String(arithmeticValue(this.asArithmetic, value));
    return how === 'upper' ? value.toUpperCase() : value.toLowerCase();
  }

  /** Forgets a variable, or an element that is written `name[key]`. */
  unset(name: string): void {
    const reference = PARTS_OF_REFERENCE.exec(name);
    const plain = reference ? (reference[1] as string) : name;
    const known = this.variables.get(plain);
    if (known?.readonly)
      throw new ShellError(`unset: ${plain}: ${this.dialect === 'bash' ? 'cannot unset: readonly variable' : 'is read only'}`, this.dialect === 'bash' ? 1 : 2);
    if (!reference) this.variables.delete(name);
    else if (known)
      this.variables.set(plain, { ...known, value: undefined, elements: withElement(elementsOf(known), this.#key(plain, reference[2] as string), undefined) });
  }

  entries(name: string): readonly (readonly [key: string, value: string])[] {
    const known = this.variables.get(name);
    if (known) return entriesOf(elementsOf(known));
    if (this.dialect !== 'bash') return [];
    if (name === 'PIPESTATUS') return this.pipeStatuses.map((status, at) => [String(at), String(status)]);
    if (name === 'FUNCNAME') return [...this.called].reverse().map((one, at) => [String(at), one]);
    if (name === 'BASH_VERSINFO') return VERSION_INFO.map((one, at) => [String(at), one]);
    const value = this.get(name);
    return value === undefined ? [] : [['0', value]];
  }

  isAssociative(name: string): boolean {
    return this.variables.get(name)?.elements?.associative ?? false;
  }

  names(): Iterable<string> {
    return this.variables.keys();
  }

  #element(reference: string): string | undefined {
    const [, name = '', key = ''] = PARTS_OF_REFERENCE.exec(reference) ?? [];
    const known = this.variables.get(name);
    if (known) return elementsOf(known).of.get(this.#key(name, key));
    return this.entries(name).find(([one]) => one === this.#key(name, key))?.[1];
  }

  /** The key that an index names: a number, counted from the end where it is negative. */
  #key(name: string, index: string): string {
    const known = this.variables.get(name);
    if (known?.elements?.associative) return index;
    const number = /^\d{1,15}$/.test(index) ? Number(index) : Number(arithmeticValue(this.asArithmetic, index));
    const from = number < 0 ? nextIndex(elementsOf(known)) + number : number;
    if (from < 0 || (index.trim() === '' && this.dialect === 'bash')) throw new ShellError(`${name}${index === '' ? '[]' : ''}: bad array subscript`, 1);
    return String(from);
  }

  environment(): { readonly [name: string]: string } {
    const env: { [name: string]: string } = {};
    for (const [name, { value, exported }] of this.variables) if (exported && value !== undefined) env[name] = value;
    return env;
  }

  /** A list in a variable of its own (`BASH_REMATCH`, what `mapfile` read). */
  setList(name: string, values: readonly string[]): void {
    this.variables.set(name, {
      value: undefined,
      exported: false,
      elements: { associative: false, of: new Map(values.map((value, at) => [String(at), value])) },
    });
  }
}

/** What `set -e` and its like are called. */
export const OPTION_LETTERS: { readonly [letter: string]: string } = {
  a: 'allexport',
  e: 'errexit',
  f: 'noglob',
  n: 'noexec',
  u: 'nounset',
  x: 'xtrace',
};

/** Whether a parameter is positional: a variable's name never begins with a digit. */
function isPositional(name: string): boolean {
  const code = name.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** Functions by name. */
export type FunctionTable = Map<string, ShellFunction>;
