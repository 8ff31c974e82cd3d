/**
 * Whether a whole text matches a shell pattern (POSIX XCU 2.13): `*`, `?`, `[…]`, and `\` before what is itself. With
 * `path`, neither `*` nor `?` matches a slash. Linear but for the last star, so no pattern can make it slow.
 */
export function matchesPattern(pattern: string, text: string, { path = false } = {}): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let starText = 0;
  while (t < text.length) {
    const next = step(pattern, p, text[t] as string, path);
    if (pattern[p] === '*') {
      star = p++;
      starText = t;
    } else if (next >= 0) {
      p = next;
      t++;
    } else if (star >= 0 && !(path && text[starText] === '/')) {
      p = star + 1;
      t = ++starText;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether a pattern has anything that is not itself. */
export function isPattern(pattern: string): boolean {
  return /(^|[^\\])(\\\\)*(?:[*?]|\[[\s\S]+\])/.test(pattern);
}

/** What a pattern without anything special stands for. */
export function unescapePattern(pattern: string): string {
  return pattern.includes('\\') ? pattern.replace(/\\([\s\S])/g, '$1') : pattern;
}

/** A text as a pattern that matches only itself. */
export function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\]/g, '\\$&');
}

/** The place in the pattern after it took one character, or -1. */
function step(pattern: string, at: number, char: string, path: boolean): number {
  const token = pattern[at];
  if (token === undefined) return -1;
  if (token === '?') return path && char === '/' ? -1 : at + 1;
  if (token === '\\' && at + 1 < pattern.length) return pattern[at + 1] === char ? at + 2 : -1;
  if (token === '[') {
    const set = /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\[\s\S]|[^\]\\])*)\]/.exec(pattern.slice(at, at + 200));
    if (set) {
      const inside = inSet(set[2] as string, char);
      return inside !== (set[1] !== '') && !(path && char === '/') ? at + set[0].length : -1;
    }
  }
  return token === char ? at + 1 : -1;
}

const CLASSES: { readonly [name: string]: RegExp } = {
  alpha: /[A-Za-z]/,
  digit: /\d/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[0-9A-Fa-f]/,
  print: /[ -~]/,
  graph: /[!-~]/,
  cntrl: /[\x00-\x1f\x7f]/,
};

function inSet(set: string, char: string): boolean {
  const items = set.match(/\[:[a-z]+:\]|(?:\\[\s\S]|[^\\])(?:-(?:\\[\s\S]|[^\\]))?/g) ?? [];
  return items.some((item) => {
    const name = /^\[:([a-z]+):\]$/.exec(item)?.[1];
    if (name) return CLASSES[name]?.test(char) ?? false;
    const [low = '', high = low] = item.replace(/\\([\s\S])/g, '$1').split(/(?<=.)-(?=.)/s);
    return low <= char && char <= high;
  });
}
