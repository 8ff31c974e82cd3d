/** A group of a regular expression, as far as it was read. */
interface Group {
  /** It repeats something, itself or in a group inside. */
  repeats: boolean;
  /** What its alternatives begin with: a character, or '' where that may be any. */
  readonly starts: string[];
  /** Nothing of the present alternative was read yet. */
  atStart: boolean;
  /** Where its body begins. */
  readonly from: number;
}

/** Four repeated signs side by side: a text may be shared out among them in as many ways as its length to the fourth. */
const SIDE_BY_SIDE = /(?:(?:\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\[\](){}|*+?])(?:[*+]\??|\{\d*,\})){4}/s;
/** Seven times anything, whatever stands between. */
const ANYTHING = /(?:(?<!\\)\.[*+].*?){7}/s;

const MOST_CHARACTERS = 5000;

/**
 * Whether a JavaScript expression could try a text in far too many ways: a repeated group that repeats something in
 * itself, or whose alternatives may begin alike, or repetitions side by side, or a very long one. Such a pattern is not run; some that are fast
 * are among them.
 */
export function isSlowPattern(source: string): boolean {
  if (source.length > MOST_CHARACTERS || SIDE_BY_SIDE.test(source) || ANYTHING.test(source)) return true;
  const open = (from: number): Group => ({ repeats: false, starts: [], atStart: true, from });
  const groups: Group[] = [open(0)];
  for (let at = 0; at < source.length; at++) {
    const group = groups.at(-1) as Group;
    const char = source[at] as string;
    const escaped = char === '\\' ? (source[++at] ?? '') : undefined;
    if (char === '[') {
      at++;
      if (source[at] === '^') at++;
      while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
    }
    if (char === '|') {
      if (group.atStart) group.starts.push('');
      group.atStart = true;
      continue;
    }
    if (group.atStart && char !== ')') {
      const literal = escaped === undefined ? !'.[(^$'.includes(char) : !/\w/.test(escaped);
      group.starts.push(literal ? (escaped ?? char).toLowerCase() : '');
      group.atStart = false;
    }
    if (char === '(') {
      if (source.startsWith('?', at + 1)) at += /^\?(?:<?[=!]|:)?/.exec(source.slice(at + 1))?.[0].length ?? 0;
      groups.push(open(at + 1));
    } else if (char === ')' && groups.length > 1) {
      groups.pop();
      if (group.atStart) group.starts.push('');
      const parent = groups.at(-1) as Group;
      const alike = group.starts.length > 1 && (group.starts.includes('') || new Set(group.starts).size < group.starts.length);
      const ambiguous = alike || (group.repeats && !isParted(source.slice(group.from, at)));
      if (ambiguous && repeatsOften(source, at + 1)) return true;
      parent.repeats ||= group.repeats;
    } else if (escaped === undefined && '*+{'.includes(char) && repeatsOften(source, at)) group.repeats = true;
  }
  return false;
}

/** Whether what stands at a place repeats without end, or more than a few times. */
function repeatsOften(source: string, at: number): boolean {
  if (source[at] !== '{') return source[at] === '*' || source[at] === '+';
  const bounds = /^\{(\d+)(?:(,)(\d*))?\}/.exec(source.slice(at, at + 20));
  return !bounds || (bounds[2] !== undefined && bounds[3] === '') || Number(bounds[3] ?? bounds[1]) > FEW;
}

const FEW = 8;
const ATOM = /(\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\[\]|()])([*+?]|\{\d*,?\d*\})?/gs;

/**
 * Whether a group's repetitions can be told apart: a character that must stand at its beginning or end is none of those that
 * it repeats, as in `(\.[0-9]+)+`.
 */
function isParted(body: string): boolean {
  if (/[()|]/.test(body.replace(/\\.|\[[^\]]*\]/gs, ''))) return false;
  const atoms = [...body.matchAll(ATOM)];
  const ends = [atoms[0], atoms.at(-1)].flatMap((atom) =>
    atom && atom[2] === undefined && /^(?:\\\W|[^\\[.^$])$/.test(atom[1] as string) ? [(atom[1] as string).slice(-1)] : [],
  );
  return ends.some((end) => atoms.every(([, atom, quantifier]) => quantifier === undefined || !new RegExp(`^(?:${atom as string})$`, 'i').test(end)));
}
