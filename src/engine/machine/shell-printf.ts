import { unescapeC } from './shell-tokens.ts';
import type { Dialect } from './shell-syntax.ts';

/** What `printf FORMAT ARGUMENT…` writes, its complaints in the shell's words, and its status. The format is used again while arguments are left. */
export function formatPrintf(format: string, args: readonly string[], dialect: Dialect): { readonly text: string; readonly complaints: readonly string[] } {
  const complaints: string[] = [];
  let text = '';
  let at = 0;
  const next = (): string => args[at++] ?? '';
  const number = (word: string): number => {
    if (/^['"]/.test(word)) return word.codePointAt(1) ?? 0;
    if (/^\s*[-+]?(0[xX][0-9a-fA-F]+|\d+(\.\d+)?)$/.test(word)) return Number(/^[-+]?0[0-7]+$/.test(word) ? parseInt(word, 8) : word);
    if (word !== '')
      complaints.push(dialect === 'bash' ? `${word}: invalid number` : dialect === 'dash' ? `${word}: expected numeric value` : `invalid number '${word}'`);
    return parseInt(word, 10) || 0;
  };
  for (let round = 0; round < 2000; round++) {
    let stopped = false;
    text += format.replace(
      /%(%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z]))|\\(?:c|x[0-9a-fA-F]{1,2}|0?[0-7]{1,3}|[\s\S])/g,
      (
        all: string,
        spec: string | undefined,
        flags: string | undefined,
        width: string | undefined,
        precision: string | undefined,
        verb: string | undefined,
      ): string => {
        if (stopped) return '';
        if (all.startsWith('\\')) {
          if (all !== '\\c') return unescapeC(all);
          stopped = true;
          return '';
        }
        if (spec === '%') return '%';
        const wide = Math.min(10_000, Number(width === '*' ? next() : (width ?? 0)) || 0);
        const exact = precision === undefined ? undefined : Math.min(100, Number(precision === '*' ? next() : precision) || 0);
        const value = converted(verb as string, exact, flags ?? '', next, number);
        if (value === undefined) {
          complaints.push(
            dialect === 'bash' ? `\`${verb}': invalid format character` : dialect === 'dash' ? `${all}: invalid directive` : `${all}: invalid format`,
          );
          stopped = true;
          return '';
        }
        if (flags?.includes('-')) return value.padEnd(wide);
        if (flags?.includes('0') && /[diouxXf]/.test(verb as string))
          return value.startsWith('-') ? `-${value.slice(1).padStart(wide - 1, '0')}` : value.padStart(wide, '0');
        return value.padStart(wide);
      },
    );
    if (stopped || at === 0 || at >= args.length) break;
  }
  return { text, complaints };
}

function converted(verb: string, precision: number | undefined, flags: string, next: () => string, number: (word: string) => number): string | undefined {
  switch (verb) {
    case 's':
      return next().slice(0, precision);
    case 'b':
      return unescapeC(next());
    case 'c':
      return next().slice(0, 1);
    case 'd':
    case 'i': {
      const value = Math.trunc(number(next()));
      return `${flags.includes('+') && value >= 0 ? '+' : ''}${value}`;
    }
    case 'u':
      return String(Math.trunc(number(next())));
    case 'x':
    case 'X':
    case 'o': {
      const digits = Math.trunc(number(next())).toString(verb === 'o' ? 8 : 16);
      const prefix = flags.includes('#') ? (verb === 'o' ? '0' : '0x') : '';
      return verb === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
    }
    case 'f':
    case 'F':
      return number(next()).toFixed(precision ?? 6);
    case 'e':
      return number(next())
        .toExponential(precision ?? 6)
        .replace(/e([+-])(\d)$/, 'e$10$2');
    case 'g':
      return String(number(next()));
    case 'q': {
      const word = next();
      return /^[\w@%+=:,./-]+$/.test(word) ? word : word === '' ? "''" : word.replace(/[^\w@%+=:,./-]/g, '\\$&');
    }
    default:
      return undefined;
  }
}
