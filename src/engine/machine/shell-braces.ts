import type { Word, WordPart } from './shell-syntax.ts';
import { ShellError } from './shell-words.ts';

type Unit = string | WordPart;

/** `a{b,c}` and `{1..3}` of bash, before anything else is expanded. More than a thousand words say so. */
export function expandBraces(word: Word): readonly Word[] {
  if (!word.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{'))) return [word];
  const units = word.flatMap((part): Unit[] => (part.kind === 'text' && !part.quoted ? [...part.text] : [part]));
  const words = braces(units, 0);
  if (words.length > MOST_BRACED) throw new ShellError(`minato: braces that expand to more than ${MOST_BRACED} words are not simulated`, 1);
  return words.map((one) => {
    const parts: WordPart[] = [];
    for (const unit of one) {
      const last = parts.at(-1);
      if (typeof unit !== 'string') parts.push(unit);
      else if (last?.kind === 'text' && !last.quoted) parts[parts.length - 1] = { ...last, text: last.text + unit };
      else parts.push({ kind: 'text', text: unit, quoted: false });
    }
    return parts;
  });
}

const MOST_BRACED = 1000;

function braces(units: readonly Unit[], depth: number): Unit[][] {
  const open = units.indexOf('{');
  if (open < 0 || depth > 20) return [[...units]];
  let level = 0;
  const commas: number[] = [];
  for (let at = open; at < units.length; at++) {
    const unit = units[at];
    if (unit === '{') level++;
    else if (unit === ',' && level === 1) commas.push(at);
    else if (unit === '}' && --level === 0) {
      const before = units.slice(0, open);
      const inside = units.slice(open + 1, at);
      const alternatives = commas.length > 0 ? [open, ...commas].map((from, index) => units.slice(from + 1, commas[index] ?? at)) : sequence(inside);
      if (!alternatives) break;
      const after = braces(units.slice(at + 1), depth + 1);
      const result: Unit[][] = [];
      for (const alternative of alternatives) {
        for (const middle of braces(alternative, depth + 1))
          for (const rest of after) {
            if (result.length > MOST_BRACED) return result;
            result.push([...before, ...middle, ...rest]);
          }
      }
      return result;
    }
  }
  const rest = braces(units.slice(open + 1), depth + 1);
  return rest.map((one) => [...units.slice(0, open + 1), ...one]);
}

function sequence(units: readonly Unit[]): Unit[][] | undefined {
  const match = /^(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?$/.exec(units.every((unit) => typeof unit === 'string') ? units.join('') : '');
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  const letters = /[a-zA-Z]/.test(first);
  if (letters !== /[a-zA-Z]/.test(last)) return undefined;
  const from = letters ? first.charCodeAt(0) : Number(first);
  const to = letters ? last.charCodeAt(0) : Number(last);
  const step = Math.max(1, Math.abs(Number(match[3] ?? 1)));
  const width = !letters && /^-?0\d/.test(`${first} ${last}`.replace(/^[^0]* /, '')) ? Math.max(first.length, last.length) : 0;
  const count = Math.min(MOST_BRACED + 1, Math.floor(Math.abs(to - from) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const value = from + (to >= from ? 1 : -1) * step * index;
    return [...(letters ? String.fromCharCode(value) : String(value).padStart(width, '0'))];
  });
}
