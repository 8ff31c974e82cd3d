/** One line of a file that is put together: its words, and how far it is indented, in steps of two spaces. */
export interface ParsonsLine {
  readonly words: string;
  readonly indent: number;
}

const STEP = 2;
/** YAML of the course is never deeper. */
const DEEPEST = 12;

/** The lines of a text; empty ones are none. */
export function linesOf(text: string): readonly ParsonsLine[] {
  return text.split('\n').flatMap((line) => {
    const words = line.trim();
    return words === '' ? [] : [{ words, indent: Math.min(DEEPEST, Math.floor((line.length - line.trimStart().length) / STEP)) }];
  });
}

function textOf(lines: readonly ParsonsLine[]): string {
  return lines.map(({ words, indent }) => `${' '.repeat(indent * STEP)}${words}\n`).join('');
}

/** The text with two lines in each other's place; each keeps its indentation. */
export function swapLine(text: string, from: number, to: number): string {
  const lines = [...linesOf(text)];
  const [a, b] = [lines[from], lines[to]];
  if (!a || !b) return text;
  lines[from] = b;
  lines[to] = a;
  return textOf(lines);
}

/** The text with one line a step further in, or out. */
export function shiftLine(text: string, at: number, by: 1 | -1): string {
  return textOf(linesOf(text).map((line, i) => (i === at ? { ...line, indent: Math.max(0, Math.min(DEEPEST, line.indent + by)) } : line)));
}

export function withoutLine(text: string, at: number): string {
  return textOf(linesOf(text).filter((_, i) => i !== at));
}

/** The text with a line put before the one at `at`, indented as the line above it unless said otherwise. */
export function placeLine(text: string, words: string, at: number, indent?: number): string {
  const lines = [...linesOf(text)];
  lines.splice(at, 0, { words, indent: indent ?? lines[at - 1]?.indent ?? 0 });
  return textOf(lines);
}

/** Lines that are offered and do not stand in the text, each as often as it is left, in the order in which they are offered. */
export function unplacedLines(text: string, offered: readonly string[]): readonly string[] {
  const placed = linesOf(text).map(({ words }) => words);
  return offered.filter((line) => {
    const found = placed.indexOf(line);
    if (found >= 0) placed.splice(found, 1);
    return found < 0;
  });
}
