// Models sigs.k8s.io/yaml JSONToYAML (v1.6.0) over go.yaml.in/yaml/v2 encode.go, emitterc.go, resolve.go and sorter.go (v2.4.4).
import { byteLength } from '../../api/go-text.ts';
import type { Json, JsonObject } from '../../api/kubernetes-object.ts';

const WORDS = new Set(
  'y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF ~ null Null NULL .nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF'.split(
    ' ',
  ),
);
const INTEGER = /^[-+]?(0|[1-9]\d*|0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+)$/;
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?)?$/;
const BASE60 = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/;

/** Whether a reader of YAML 1.1 would take the bare text for something other than a string. */
function readsOtherwise(text: string): boolean {
  if (text === '' || WORDS.has(text) || BASE60.test(text)) return true;
  if (!/^[-+.\d]/.test(text)) return false;
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  return TIMESTAMP.test(text) || FLOAT.test(plain) || (text[0] !== '.' && INTEGER.test(plain));
}

const UNPRINTABLE = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Which characters forbid a bare scalar in a block. */
function isBarePossible(text: string): boolean {
  return !/^[#,[\]{}&*!|>'"%@`]|^[?:](\s|$)|^-(\s|$)|^---|^\.\.\.|:(\s|$)|\s#|^[ \n]|[ \n]$|\n/.test(text) && !UNPRINTABLE.test(text);
}

const SHORT: { readonly [character: string]: string } = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

function escaped(character: string): string {
  if (Object.hasOwn(SHORT, character) && character !== '\xa0') return `\\${SHORT[character] as string}`;
  if (!UNPRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) as number;
  const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter as string}${code
    .toString(16)
    .toUpperCase()
    .padStart(width as number, '0')}`;
}

const BEST_WIDTH = 80;

/** Writes pieces (single characters, escapes) and breaks the line at single spaces beyond the best width. */
function folded(pieces: readonly string[], column: number, indent: number, style: 'plain' | 'single' | 'double'): string {
  let out = style === 'plain' ? '' : style === 'single' ? "'" : '"';
  let at = column + out.length;
  let spaces = false;
  const last = pieces.length - 1;
  pieces.forEach((piece, i) => {
    if (piece === ' ') {
      const inside = style === 'plain' || (i > 0 && i < last);
      const doubled = pieces[i + 1] === ' ';
      if (!spaces && at > BEST_WIDTH && inside && (style === 'double' || !doubled)) {
        out += `\n${' '.repeat(indent)}`;
        at = indent;
        if (style === 'double' && doubled) {
          out += '\\';
          at += 1;
        }
      } else {
        out += piece;
        at += 1;
      }
      spaces = true;
    } else {
      out += piece;
      at += style === 'double' ? piece.length : [...piece].length;
      spaces = false;
    }
  });
  return out + (style === 'plain' ? '' : style === 'single' ? "'" : '"');
}

/** One string where `column` characters stand before it on its line; what goes on stands at `indent`. */
function scalar(text: string, column: number, indent: number, isKey: boolean): string {
  const many = text.includes('\n');
  if (many && !isKey && !/ $| \n/.test(text) && !UNPRINTABLE.test(text)) {
    const hint = `${/^[ \n]/.test(text) ? '2' : ''}${!text.endsWith('\n') ? '-' : /^\n$|\n\n$/.test(text) ? '+' : ''}`;
    const lines = text.split('\n');
    const rest = text.endsWith('\n') ? lines.slice(0, -1) : lines;
    return `|${hint}\n${rest.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}`;
  }
  const width = isKey ? -Infinity : column;
  if (!many && !readsOtherwise(text)) {
    if (isBarePossible(text)) return folded([...text], width, indent, 'plain');
    if (!UNPRINTABLE.test(text))
      return folded(
        [...text].map((c) => (c === "'" ? "''" : c)),
        width,
        indent,
        'single',
      );
  }
  return folded([...text].map(escaped), width, indent, 'double');
}

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const isDigit = (character: string | undefined): boolean => character !== undefined && /\p{Nd}/u.test(character);

/** The encoder's order of keys: letters after everything else, runs of digits by their value. */
function compareKeys(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i] as string, right[i] as string];
    if (x === y) continue;
    const [xl, yl] = [isLetter(x), isLetter(y)];
    if (xl && yl) return x < y ? -1 : 1;
    if (xl || yl) return yl ? -1 : 1;
    let seed = '';
    if (x === '0' || y === '0') for (let j = i - 1; j >= 0 && isDigit(left[j]); j--) if (left[j] !== '0') seed = '1';
    const run = (of: string[]): string => {
      let end = i;
      while (isDigit(of[end])) end++;
      return of.slice(i, end).join('');
    };
    const [xn, yn] = [run(left), run(right)];
    const difference = Number(seed + xn) - Number(seed + yn);
    return difference || xn.length - yn.length || (x < y ? -1 : 1);
  }
  return left.length - right.length;
}

const isMap = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value whose first line begins at `column`; the lines of a collection stand at `indent`. */
function block(value: Json, column: number, indent: number): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return (value as readonly Json[]).map((item) => `- ${block(item, indent + 2, indent + 2)}`).join(`\n${' '.repeat(indent)}`);
  }
  if (isMap(value)) {
    const keys = Object.keys(value).sort(compareKeys);
    if (keys.length === 0) return '{}';
    return keys
      .map((key) => {
        const below = value[key] as Json;
        const isSimple = byteLength(key) <= 128 && !key.includes('\n');
        const start = isSimple ? `${scalar(key, indent, indent + 2, true)}:` : `? ${scalar(key, indent + 2, indent + 2, false)}\n${' '.repeat(indent)}:`;
        const isSequence = Array.isArray(below) && below.length > 0;
        if (isSequence || (isMap(below) && Object.keys(below).length > 0)) {
          const at = isSequence ? indent : indent + 2;
          return `${start}\n${' '.repeat(at)}${block(below, at, at)}`;
        }
        return `${start} ${block(below, indent + [...start].length + 1, indent + 2)}`;
      })
      .join(`\n${' '.repeat(indent)}`);
  }
  if (typeof value === 'string') return scalar(value, column, indent, false);
  return String(value);
}

/** YAML as kubectl prints it: keys in order, strings in quotes only where they need them, long lines folded. */
export function toYAML(value: Json): string {
  const text = block(value, 0, 0);
  return `${text}\n`;
}
