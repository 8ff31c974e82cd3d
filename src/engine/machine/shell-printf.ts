import { formatDate } from './date-format.ts';
import { type Conversion, formatNumber, padded } from './number-format.ts';
import { unescapeC } from './shell-tokens.ts';
import type { Dialect } from './shell-syntax.ts';
import { quoteForBash } from './shell-words.ts';

/** Longest field, in characters. */
const WIDEST = 10_000;
const PIECE =
  /%(%|([-+ #0']*)(\*|-?\d+)?(?:\.(\*|-?\d*))?(?:\(([^)]*)\)(?=T)|[hlLjzt](?=[^%]))*([\s\S]?))|\\(?:c|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|[0-7]{1,3}|[\s\S])/g;

/** What `printf FORMAT ARGUMENT…` writes, its complaints in the shell's words, and its status. The format is used again while arguments are left. */
export function formatPrintf(
  format: string,
  args: readonly string[],
  dialect: Dialect,
  now = 0,
): { readonly text: string; readonly complaints: readonly string[]; readonly status: number } {
  const complaints: string[] = [];
  let text = '';
  let at = 0;
  let status = 0;
  const next = (): string => args[at++] ?? '';
  const number = (word: string, whole: boolean): number => {
    if (/^['"]/.test(word)) return word.codePointAt(1) ?? 0;
    const form = whole ? /^\s*[-+]?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/ : /^\s*[-+]?(0[xX][0-9a-fA-F]+|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|inf|nan)$/i;
    if (form.test(word)) return /^\s*[-+]?0[0-7]+$/.test(word) && whole ? parseInt(word, 8) : Number(word.replace(/inf/i, 'Infinity'));
    if (word !== '' || dialect === 'ash') {
      if (word === '') return 0;
      status = 1;
      complaints.push(dialect === 'bash' ? `${word}: invalid number` : dialect === 'dash' ? `${word}: expected numeric value` : `invalid number '${word}'`);
    }
    return (whole ? parseInt(word, 10) : parseFloat(word)) || 0;
  };
  for (let round = 0; round < 2000; round++) {
    let stopped = false;
    const used = at;
    // what stops ends the text with a NUL no word can hold
    const one = format.replace(
      PIECE,
      (
        all: string,
        spec: string | undefined,
        flags = '',
        width: string | undefined,
        precision: string | undefined,
        timeFormat: string | undefined,
        verb: string | undefined,
        offset: number,
      ): string => {
        if (stopped) return '';
        if (all.startsWith('\\')) {
          if (all.startsWith('\\u')) return dialect === 'bash' ? unicode(all.slice(2)) : all;
          if (all !== '\\c') return unescapeC(all);
          stopped = true;
          at = args.length;
          return '\0';
        }
        if (spec === '%') return '%';
        const wide = Number(width === '*' ? number(next(), true) : (width ?? 0)) || 0;
        const exact = precision === undefined ? undefined : Number(precision === '*' ? number(next(), true) : precision) || 0;
        const conversion: Conversion = {
          flags: wide < 0 ? `${flags}-` : flags,
          width: Math.min(WIDEST, Math.abs(wide)),
          precision: exact === undefined || exact < 0 ? undefined : Math.min(100, exact),
          verb: verb ?? '',
        };
        switch (verb) {
          case 's':
            return padded(conversion, next().slice(0, exact));
          case 'c':
            return padded(conversion, next().slice(0, 1));
          case 'b': {
            const word = next();
            const cut = /(?:^|[^\\])(?:\\\\)*\\c/.exec(word);
            if (cut) {
              stopped = true;
              at = args.length;
            }
            return padded(conversion, unescapeB(cut ? word.slice(0, cut.index + cut[0].length - 2) : word)) + (cut ? '\0' : '');
          }
          case 'q':
            if (dialect === 'bash') return padded(conversion, backslashed(next()));
            break;
          case 'T': {
            if (dialect !== 'bash' || timeFormat === undefined) break;
            const word = args[at++] ?? '-1';
            return padded(conversion, formatDate(timeFormat || '%H:%M:%S', Number(word) < 0 ? now : Number(word) * 1000));
          }
          default:
            if (verb && 'diouxX'.includes(verb)) return formatNumber(conversion, number(next(), true));
            if (verb && 'eEfFgG'.includes(verb)) return formatNumber(conversion, number(next(), false));
        }
        stopped = true;
        at = args.length;
        status = dialect === 'dash' ? 2 : 1;
        complaints.push(
          dialect === 'bash'
            ? verb
              ? `\`${verb}': invalid format character`
              : `\`${all}': missing format character`
            : dialect === 'dash'
              ? `${all}: ${verb ? 'invalid' : 'missing'} ${verb ? 'directive' : 'format character'}`
              : `${format.slice(offset)}: invalid format`,
        );
        return '\0';
      },
    );
    text += stopped ? one.slice(0, one.indexOf('\0')) : one;
    if (stopped || at === used || at >= args.length) break;
  }
  return { text, complaints, status };
}

/** `\uXXXX` where no character beyond ASCII can be written (LC_ALL=C). */
function unicode(digits: string): string {
  const code = parseInt(digits, 16);
  return code < 0x80 ? String.fromCharCode(code) : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The escapes of `%b`: a zero may stand before three octal digits. */
const unescapeB = (text: string): string => unescapeC(text.replace(/\\0([0-7]{1,3})/g, '\\$1').replace(/\\(['"?])/g, '\\\\$1'));

/** A word as `printf %q` writes it. */
export function backslashed(word: string): string {
  if (word === '') return "''";
  if (/[\x00-\x1f\x7f-\uffff]/.test(word)) return quoteForBash(word);
  return word.replace(/[^\w@%+=:./-]/g, '\\$&').replace(/^~/, '\\~');
}
