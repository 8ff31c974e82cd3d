import { atOnce } from '../machine/at-once.ts';
import type { Process, Program } from '../machine/process.ts';

/** The options a tool has. */
export interface OptionSpec {
  /** Letters as getopt(3) takes them: a colon after one that takes a value. */
  readonly short: string;
  /** Long names → the letter they stand for. */
  readonly long?: { readonly [name: string]: string };
  /** Letters that the real tool has and this one says it does not simulate; a colon as in `short`. */
  readonly known?: string;
  /** Long names that the real tool has and this one says it does not simulate, parted by blanks; `=` after one that takes a value. */
  readonly knownLong?: string;
  /** Options stop at the first other word (env, timeout, xargs, watch). */
  readonly posix?: boolean;
  /** Exit status of a usage error; 1 where nothing is said. */
  readonly usageExit?: number;
  /** What follows `tool: invalid option -- 'x'`; GNU's "Try …" where nothing is said. */
  readonly usage?: string;
  /** BIND's isc_commandline says `illegal option -- x`. */
  readonly bind?: boolean;
  /** busybox's line after "Usage: ". */
  readonly busyboxUsage?: string;
}

/** Options as given: the last value of each letter, all of them in order, and the other words. */
export interface Options {
  readonly given: readonly (readonly [letter: string, value: string])[];
  has(letter: string): boolean;
  value(letter: string): string | undefined;
  readonly args: readonly string[];
}

export const BUSYBOX_BANNER = 'BusyBox v1.37.0 (Debian 1:1.37.0-6+b9) multi-call binary.';

/** Reads a tool's options as GNU getopt_long does; a wrong one is answered on standard error and its exit status returned. */
export function readOptions(process: Process, spec: OptionSpec, argv = process.argv): Options | number {
  const [name = ''] = argv;
  const takesValue = (letter: string): boolean | undefined => {
    for (const letters of [spec.short, spec.known ?? '']) {
      const at = letters.indexOf(letter);
      if (at >= 0 && letter !== ':') return letters[at + 1] === ':';
    }
    return undefined;
  };
  const isBusybox = process.machine.sh === 'ash';
  const wrong = (words: string): number => {
    process.err(
      `${name}: ${words}\n${spec.usage ?? (isBusybox ? `${BUSYBOX_BANNER}\n\nUsage: ${spec.busyboxUsage ?? `${name} [OPTIONS]`}` : `Try '${name} --help' for more information.`)}\n`,
    );
    return spec.usageExit ?? 1;
  };
  const given: [string, string][] = [];
  const args: string[] = [];
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === '--') {
      args.push(...argv.slice(at + 1));
      break;
    }
    if (word.startsWith('--')) {
      const [long = '', value] = word.includes('=') ? [word.slice(2, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word.slice(2), undefined];
      const known = (spec.knownLong ?? '').split(' ').filter((one) => one !== '');
      const names = [...Object.keys(spec.long ?? {}), ...known.map((one) => one.replace('=', ''))].filter((one) => one.startsWith(long));
      const full = names.includes(long) ? long : names.length === 1 ? (names[0] as string) : undefined;
      if (full === undefined && names.length > 1)
        return wrong(`option '${word.replace(/=.*/s, '')}' is ambiguous; possibilities: ${names.map((one) => `'--${one}'`).join(' ')}`);
      if (full === undefined) return wrong(`unrecognized option '${word.replace(/=.*/s, '')}'`);
      if (!Object.hasOwn(spec.long ?? {}, full)) {
        if (known.includes(`${full}=`) && value === undefined && at + 1 >= argv.length) return wrong(`option '--${full}' requires an argument`);
        return notSimulated(process, `${name} --${full}`);
      }
      const letter = (spec.long as { [name: string]: string })[full] as string;
      if (takesValue(letter) && value === undefined && at + 1 >= argv.length) return wrong(`option '--${full}' requires an argument`);
      given.push([letter, takesValue(letter) ? (value ?? (argv[++at] as string)) : (value ?? '')]);
    } else if (word.startsWith('-') && word !== '-') {
      for (let place = 1; place < word.length; place++) {
        const letter = word[place] as string;
        const needs = takesValue(letter);
        if (needs === undefined) return wrong(spec.bind ? `illegal option -- ${letter}` : `invalid option -- '${letter}'`);
        if (!needs) {
          given.push([letter, '']);
          continue;
        }
        const rest = word.slice(place + 1);
        if (rest === '' && at + 1 >= argv.length) return wrong(`option requires an argument -- '${letter}'`);
        given.push([letter, rest === '' ? (argv[++at] as string) : rest]);
        break;
      }
    } else {
      args.push(word);
      if (spec.posix) {
        args.push(...argv.slice(at + 1));
        break;
      }
    }
  }
  const modelled = spec.short.replaceAll(':', '');
  for (const [letter] of given) if (!modelled.includes(letter)) return notSimulated(process, `${name} -${letter}`);
  return {
    given,
    args,
    has: (letter) => given.some(([one]) => one === letter),
    value: (letter) => given.findLast(([one]) => one === letter)?.[1],
  };
}

/** Says that something the real tool can do is not simulated here; the exit status that follows. */
export function notSimulated(process: Process, what: string): number {
  process.notSimulated('tool-option', { option: what }, `minato: ${what} is not simulated`);
  return 1;
}

/** Lines are padded to so many columns, and no further. */
export const WIDEST = 10_000;

/** Whether a machine's programs are busybox's. */
export const usesBusybox = ({ machine }: Process): boolean => machine.sh === 'ash';

/** A program that neither waits nor starts another. */
export function plain(run: (process: Process) => number): Program {
  return (process) => atOnce(() => run(process));
}
