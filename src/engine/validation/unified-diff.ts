// Models github.com/pmezard/go-difflib UnifiedDiff (the SequenceMatcher of Python's difflib) as apimachinery pkg/util/diff calls it
// (v0.37.1): three lines of context, no file names; in long texts lines that occur often do not anchor a match.

type Match = readonly [a: number, b: number, size: number];
type Change = readonly [tag: 'equal' | 'other', a1: number, a2: number, b1: number, b2: number];

const CONTEXT = 3;
const POPULAR_FROM = 200;

/** The differing parts of two texts given as lines; '' when they are equal. */
export function unifiedDiff(a: readonly string[], b: readonly string[]): string {
  let out = '';
  for (const group of grouped(changes(a, b))) {
    const [first, last] = [group[0] as Change, group.at(-1) as Change];
    out += `@@ -${range(first[1], last[2])} +${range(first[3], last[4])} @@\n`;
    for (const [tag, a1, a2, b1, b2] of group) {
      if (tag === 'equal')
        out += a
          .slice(a1, a2)
          .map((line) => ` ${line}\n`)
          .join('');
      else
        out +=
          a
            .slice(a1, a2)
            .map((line) => `-${line}\n`)
            .join('') +
          b
            .slice(b1, b2)
            .map((line) => `+${line}\n`)
            .join('');
    }
  }
  return out;
}

function range(start: number, stop: number): string {
  const length = stop - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}

/** Where each line of b that can anchor a match stands. */
function anchors(b: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  b.forEach((line, i) => {
    const known = places.get(line);
    if (known) known.push(i);
    else places.set(line, [i]);
  });
  if (b.length >= POPULAR_FROM) {
    const limit = Math.floor(b.length / 100) + 1;
    for (const [line, at] of places) if (at.length > limit) places.delete(line);
  }
  return places;
}

function changes(a: readonly string[], b: readonly string[]): Change[] {
  const places = anchors(b);
  const matches: Match[] = [];
  const match = (alo: number, ahi: number, blo: number, bhi: number): void => {
    const [i, j, size] = longest(a, b, places, alo, ahi, blo, bhi);
    if (size === 0) return;
    if (alo < i && blo < j) match(alo, i, blo, j);
    matches.push([i, j, size]);
    if (i + size < ahi && j + size < bhi) match(i + size, ahi, j + size, bhi);
  };
  match(0, a.length, 0, b.length);
  const result: Change[] = [];
  let [i, j] = [0, 0];
  for (const [ai, bj, size] of [...matches, [a.length, b.length, 0] as Match]) {
    if (i < ai || j < bj) result.push(['other', i, ai, j, bj]);
    const last = result.at(-1);
    // Matches that touch are one.
    if (size > 0 && last?.[0] === 'equal' && last[2] === ai && last[4] === bj) result[result.length - 1] = ['equal', last[1], ai + size, last[3], bj + size];
    else if (size > 0) result.push(['equal', ai, ai + size, bj, bj + size]);
    [i, j] = [ai + size, bj + size];
  }
  return result;
}

function longest(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  alo: number,
  ahi: number,
  blo: number,
  bhi: number,
): Match {
  let [bestI, bestJ, size] = [alo, blo, 0];
  let lengths = new Map<number, number>();
  for (let i = alo; i < ahi; i += 1) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] as string) ?? []) {
      if (j < blo) continue;
      if (j >= bhi) break;
      const k = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, k);
      if (k > size) [bestI, bestJ, size] = [i - k + 1, j - k + 1, k];
    }
    lengths = next;
  }
  while (bestI > alo && bestJ > blo && a[bestI - 1] === b[bestJ - 1]) [bestI, bestJ, size] = [bestI - 1, bestJ - 1, size + 1];
  while (bestI + size < ahi && bestJ + size < bhi && a[bestI + size] === b[bestJ + size]) size += 1;
  return [bestI, bestJ, size];
}

/** Changes with their context, apart where much lies between them. */
function grouped(all: readonly Change[]): Change[][] {
  const codes = [...all];
  const first = codes[0];
  if (first?.[0] === 'equal') codes[0] = ['equal', Math.max(first[1], first[2] - CONTEXT), first[2], Math.max(first[3], first[4] - CONTEXT), first[4]];
  const last = codes.at(-1);
  if (last?.[0] === 'equal') codes[codes.length - 1] = ['equal', last[1], Math.min(last[2], last[1] + CONTEXT), last[3], Math.min(last[4], last[3] + CONTEXT)];
  const groups: Change[][] = [];
  let group: Change[] = [];
  for (const [tag, a1, a2, b1, b2] of codes) {
    if (tag === 'equal' && a2 - a1 > 2 * CONTEXT) {
      group.push(['equal', a1, Math.min(a2, a1 + CONTEXT), b1, Math.min(b2, b1 + CONTEXT)]);
      groups.push(group);
      group = [['equal', Math.max(a1, a2 - CONTEXT), a2, Math.max(b1, b2 - CONTEXT), b2]];
    } else group.push([tag, a1, a2, b1, b2]);
  }
  if (group.length > 0 && !(group.length === 1 && group[0]?.[0] === 'equal')) groups.push(group);
  return groups;
}
