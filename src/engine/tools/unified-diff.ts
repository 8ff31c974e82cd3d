// Models GNU diffutils 3.8 `diff -u`: three lines of context, the longest common subsequence by Myers' algorithm.

/** One step from one text to the other. */
type Step = { readonly sign: ' ' | '-' | '+'; readonly line: string };

const CONTEXT = 3;

/** Counts what a comparison costs, in steps of the scheduler. */
type Work = (steps: number) => void;
/** What of a line counts. */
export type Key = (line: string) => string;

/** The hunks that lead from one text to the other, with their `@@` lines; '' where they are alike. */
export function unifiedHunks(from: string, to: string, work: Work, key: Key = (line) => line, context = CONTEXT): string {
  const steps = stepsBetween(linesOf(from), linesOf(to), work, key);
  let text = '';
  let [oldLine, newLine] = [1, 1];
  for (let at = 0; at < steps.length;) {
    if ((steps[at] as Step).sign === ' ') {
      [oldLine, newLine, at] = [oldLine + 1, newLine + 1, at + 1];
      continue;
    }
    const start = Math.max(0, at - context);
    let end = at;
    for (let i = at; i < steps.length && i <= end + 2 * context + 1; i++) if ((steps[i] as Step).sign !== ' ') end = i;
    const hunk = steps.slice(start, Math.min(steps.length, end + context + 1));
    const removed = hunk.filter(({ sign }) => sign !== '+').length;
    const added = hunk.filter(({ sign }) => sign !== '-').length;
    text += `@@ -${range(oldLine - (at - start), removed)} +${range(newLine - (at - start), added)} @@\n${hunk.map(({ sign, line }) => `${sign}${line}\n`).join('')}`;
    for (const { sign } of steps.slice(at, start + hunk.length)) {
      if (sign !== '+') oldLine += 1;
      if (sign !== '-') newLine += 1;
    }
    at = start + hunk.length;
  }
  return text;
}

/** One place where two texts differ: the first line there in each (from 1), and the lines. */
export interface Difference {
  readonly oldAt: number;
  readonly newAt: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Every place where two texts differ, in order. */
export function differences(from: string, to: string, work: Work, key: Key = (line) => line): Difference[] {
  const found: Difference[] = [];
  let [oldAt, newAt] = [1, 1];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    if (removed.length + added.length > 0) found.push({ oldAt: oldAt - removed.length, newAt: newAt - added.length, removed, added });
    [removed, added] = [[], []];
  };
  for (const { sign, line } of stepsBetween(linesOf(from), linesOf(to), work, key)) {
    if (sign === ' ') flush();
    if (sign === '-') removed.push(line);
    if (sign === '+') added.push(line);
    if (sign !== '+') oldAt += 1;
    if (sign !== '-') newAt += 1;
  }
  flush();
  return found;
}

const range = (start: number, count: number): string => (count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`);

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The shortest script; deletions stand before insertions. */
function stepsBetween(from: readonly string[], to: readonly string[], work: Work, key: Key): Step[] {
  const [n, m] = [from.length, to.length];
  const [left, right] = [from.map(key), to.map(key)];
  // 1. Furthest reaching ends per number of edits.
  const trails: Map<number, number>[] = [];
  let ends = new Map<number, number>([[1, 0]]);
  search: for (let edits = 0; edits <= n + m; edits++) {
    work(1 + (edits >> 3));
    const next = new Map(ends);
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1));
      let x = down ? (ends.get(k + 1) ?? 0) : (ends.get(k - 1) ?? 0) + 1;
      while (x < n && x - k < m && left[x] === right[x - k]) x += 1;
      next.set(k, x);
      if (x >= n && x - k >= m) {
        trails.push(ends);
        break search;
      }
    }
    trails.push(ends);
    ends = next;
  }
  // 2. Back along them.
  const steps: Step[] = [];
  let [x, y] = [n, m];
  for (let edits = trails.length - 1; edits >= 0; edits--) {
    const before = trails[edits] as Map<number, number>;
    const k = x - y;
    const down = k === -edits || (k !== edits && (before.get(k - 1) ?? -1) < (before.get(k + 1) ?? -1));
    const fromK = down ? k + 1 : k - 1;
    const startX = edits === 0 ? 0 : (before.get(fromK) ?? 0);
    const startY = edits === 0 ? 0 : startX - fromK;
    while (x > startX && y > startY && (edits === 0 || x > (down ? startX : startX + 1) || (down && x > startX))) {
      x -= 1;
      y -= 1;
      steps.push({ sign: ' ', line: from[x] as string });
    }
    if (edits === 0) break;
    if (down) steps.push({ sign: '+', line: to[startY] as string });
    else steps.push({ sign: '-', line: from[startX] as string });
    [x, y] = [startX, startY];
  }
  return deletionsFirst(steps.reverse());
}

/** Within one run of changes, what goes stands before what comes. */
function deletionsFirst(steps: readonly Step[]): Step[] {
  const out: Step[] = [];
  let run: Step[] = [];
  const flush = (): void => {
    out.push(...run.filter(({ sign }) => sign === '-'), ...run.filter(({ sign }) => sign === '+'));
    run = [];
  };
  for (const step of steps) {
    if (step.sign === ' ') {
      flush();
      out.push(step);
    } else run.push(step);
  }
  flush();
  return out;
}
