/** A group of a regular expression, as far as it was read. */
interface Group {
  /** It repeats something, itself or in a group inside. */
  repeats: boolean;
  /** What its alternatives begin with: a character, or '' where that may be any. */
  readonly starts: string[];
  /** Nothing of the present alternative was read yet. */
  atStart: boolean;
}

/** Four repeated signs side by side: a text may be shared out among them in as many ways as its length to the fourth. */
const SIDE_BY_SIDE = /(?:(?:\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\[\](){}|*+?])(?:[*+]\??|\{\d*,\})){4}/s;
/** Seven times anything, whatever stands between. */
const ANYTHING = /(?:(?<!\\)\.[*+].*?){7}/s;

/**
 * Whether a JavaScript expression could try a text in far too many ways: a repeated group that repeats something in
 * itself, or whose alternatives may begin alike, or repetitions side by side. Such a pattern is not run; some that are fast
 * are among them.
 */
export function isSlowPattern(source: string): boolean {
  if (SIDE_BY_SIDE.test(source) || ANYTHING.test(source)) return true;
  const open = (): Group => ({ repeats: false, starts: [], atStart: true });
  const groups: Group[] = [open()];
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
      groups.push(open());
      if (source.startsWith('?', at + 1)) at += /^\?(?:<?[=!]|:)?/.exec(source.slice(at + 1))?.[0].length ?? 0;
    } else if (char === ')' && groups.length > 1) {
      groups.pop();
      if (group.atStart) group.starts.push('');
      const parent = groups.at(-1) as Group;
      const alike = group.starts.length > 1 && (group.starts.includes('') || new Set(group.starts).size < group.starts.length);
      if ((group.repeats || alike) && '*+{'.includes(source[at + 1] ?? ' ')) return true;
      parent.repeats ||= group.repeats;
    } else if ((char === '*' || char === '+' || char === '{') && escaped === undefined) group.repeats = true;
  }
  return false;
}
