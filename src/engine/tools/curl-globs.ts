// Models curl's URL globbing, src/tool_urlglob.c (7.88.1).
import { isIPAddress } from '../api/ip-address.ts';

/** Why a pattern is none: the words, and the place in the URL, from 1. */
export interface GlobMistake {
  readonly words: string;
  readonly position: number;
}

type Globbed = { readonly url: string; readonly picked: readonly string[] };

/** More URLs of one pattern are not asked for. */
const MOST_URLS = 200;

/** The URLs that `{a,b}`, `[1-3]`, `[01-10:3]` and `[a-c]` stand for, with what was picked for each; addresses in brackets are left alone. */
export function expandURL(url: string): readonly Globbed[] | GlobMistake {
  let urls: Globbed[] = [{ url: '', picked: [] }];
  const add = (choices: readonly string[], isPicked: boolean): void => {
    urls = urls
      .flatMap(({ url: before, picked }) => choices.map((choice) => ({ url: before + choice, picked: isPicked ? [...picked, choice] : picked })))
      .slice(0, MOST_URLS);
  };
  let at = 0;
  while (at < url.length) {
    const rest = url.slice(at);
    const address = /^\[([^\]]*)\]/.exec(rest);
    const plain = address && isIPAddress((address[1] as string).replace(/%.*/, '')) ? address[0] : /^(?:\\[{}[\]]|[^{}[\]])+/.exec(rest)?.[0];
    if (plain !== undefined) {
      add([plain === address?.[0] ? plain : plain.replace(/\\([{}[\]])/g, '$1')], false);
      at += plain.length;
    } else if (rest.startsWith('{') || rest.startsWith('[')) {
      const found = rest.startsWith('{') ? setOf(rest) : rangeOf(rest);
      if ('words' in found) return { ...found, position: at + found.position };
      add(found.choices, true);
      at += found.length;
    } else return { words: 'unmatched close brace/bracket', position: at + 1 };
  }
  return urls;
}

type Found = { readonly choices: readonly string[]; readonly length: number } | GlobMistake;

function setOf(text: string): Found {
  const inside = /^\{((?:\\.|[^{}[\]])*)/.exec(text)?.[1] as string;
  const end = inside.length + 1;
  const position = end + 1;
  if (end === text.length) return { words: 'unmatched brace', position: 1 };
  if (text[end] === ']') return { words: 'unexpected close bracket', position };
  if (text[end] !== '}') return { words: 'nested brace', position };
  if (inside === '') return { words: 'empty string within braces', position };
  return { choices: inside.split(',').map((one) => one.replace(/\\(.)/g, '$1')), length: position };
}

function rangeOf(text: string): Found {
  const letters = /^\[([a-zA-Z])-(.)(?::(\d+))?\]/.exec(text);
  if (letters) {
    const [whole, first = '', last = '', step = '1'] = letters;
    const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
    const choices = to - from > 25 ? undefined : counted(from, to, Number(step));
    return choices ? { choices: choices.map((code) => String.fromCharCode(code)), length: whole.length } : { words: 'bad range', position: whole.length + 1 };
  }
  if (/^\[[a-zA-Z]/.test(text)) return { words: 'bad range', position: 2 };
  const numbers = /^\[(\d+)(-[ \t]*)?(\d+)?(:)?(\d+)?(\])?/.exec(text);
  if (!numbers) return { words: 'bad range specification', position: 2 };
  const [whole, first = '', dash, last, colon, step, closed] = numbers;
  const choices = closed && last !== undefined ? counted(Number(first), Number(last), colon ? Number(step ?? 0) : 1) : undefined;
  if (choices) return { choices: choices.map((number) => String(number).padStart(first.startsWith('0') ? first.length : 0, '0')), length: whole.length };
  // The place is where the last number it could begin to read begins.
  const read =
    closed && last !== undefined ? whole.length : dash === undefined ? 1 : 1 + first.length + dash.length + (colon && last !== undefined ? last.length + 1 : 0);
  return { words: 'bad range', position: read + 1 };
}

function counted(from: number, to: number, step: number): number[] | undefined {
  if (step < 1 || (from === to ? step !== 1 : from > to || step > to - from)) return undefined;
  return Array.from({ length: Math.min(MOST_URLS, Math.floor((to - from) / step) + 1) }, (_, index) => from + index * step);
}
