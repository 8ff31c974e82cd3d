/** What a shell would take for other letters: full-width forms, typographic quotes and dashes, blanks that are none. */
export interface WideFinding {
  /** As typed, each once, in order. */
  readonly characters: readonly string[];
  readonly corrected: string;
}

const ASCII: { readonly [character: string]: string } = {
  '\u3000': ' ',
  '\u00a0': ' ',
  '\u200b': '',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '--',
  '\u2212': '-',
  '\u2026': '...',
  '\u00a5': '\\',
  '\uffe5': '\\',
};

function asciiOf(character: string, before: string, after: string): string | undefined {
  if (character >= '\uff01' && character <= '\uff5e') return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
  // The long vowel mark lies on the hyphen's key while kana are typed.
  if (character === '\u30fc' && /^[\s-]?$/u.test(before) && /^[\w\u30fc]/u.test(after)) return '-';
  return Object.hasOwn(ASCII, character) ? ASCII[character] : undefined;
}

/** Such characters in a line. Within quotes of ASCII they may be meant, so there they count only where the command failed. */
export function findWide(line: string, failed: boolean): WideFinding | undefined {
  let quote = '';
  let corrected = '';
  const characters = new Set<string>();
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (quote === '' ? character === "'" || character === '"' : character === quote) quote = quote === '' ? character : '';
    const ascii = quote === '' || failed ? asciiOf(character, corrected.at(-1) ?? '', line.slice(at + 1)) : undefined;
    if (ascii !== undefined) characters.add(character);
    corrected += ascii ?? character;
  }
  return characters.size > 0 ? { characters: [...characters], corrected } : undefined;
}

/** A line, its caret, and what was cut from it. */
export interface EditedLine {
  readonly line: string;
  readonly caret: number;
  readonly cut?: string;
}

/** What a key with Ctrl does to a line, as bash's line editor does (readline, emacs mode); `undefined`: not a key of ours. */
export function editLine(key: string, line: string, caret: number, cut: string): EditedLine | undefined {
  const before = line.slice(0, caret);
  const after = line.slice(caret);
  switch (key) {
    case 'a':
      return { line, caret: before.lastIndexOf('\n') + 1 };
    case 'e': {
      const end = after.indexOf('\n');
      return { line, caret: end < 0 ? line.length : caret + end };
    }
    case 'u':
      return { line: after, caret: 0, cut: before };
    case 'k':
      return { line: before, caret, cut: after };
    case 'w': {
      const [word = ''] = /\S*\s*$/u.exec(before) ?? [];
      return { line: before.slice(0, before.length - word.length) + after, caret: before.length - word.length, cut: word };
    }
    case 'y':
      return { line: before + cut + after, caret: caret + cut.length };
    default:
      return undefined;
  }
}
