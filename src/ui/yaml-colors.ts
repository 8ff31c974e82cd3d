/** Which part of a line of YAML this is: key, text, number, comment, punctuation or blank. */
export type YAMLPart = 'key' | 'text' | 'number' | 'comment' | 'mark' | 'blank';

export interface YAMLSegment {
  readonly text: string;
  readonly part: YAMLPart;
}

const LINE = /^(\s*)((?:-\s+)*)(?:((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:,[\]{}&*!|>"'%@`-][^:#]*?|[^\s#:]+?))(\s*:)(?=\s|$))?(.*)$/u;
const NUMBER = /^-?\d+(?:\.\d+)?$/u;

/** A line in coloured pieces that together are the line. A reader's aid, not a parser: block texts are taken for plain lines. */
export function colorLine(line: string): readonly YAMLSegment[] {
  const segments: YAMLSegment[] = [];
  const add = (text: string | undefined, part: YAMLPart): void => {
    if (text !== undefined && text !== '') segments.push({ text, part });
  };
  // A line that no manifest has is not taken apart: every piece is an element of the page.
  if (line.length > 1_000) return [{ text: line, part: 'text' }];
  if (/^\s*#/u.test(line)) return [{ text: line, part: 'comment' }];
  if (/^(?:---|\.\.\.)(?:\s|$)/u.test(line)) return [{ text: line, part: 'mark' }];
  const [, indent, dashes, key, colon, rest = ''] = LINE.exec(line) ?? [];
  add(indent, 'blank');
  add(dashes, 'mark');
  add(key, 'key');
  add(colon, 'mark');
  const comment = /(^|\s)#.*$/u.exec(rest);
  const value = comment ? rest.slice(0, comment.index) : rest;
  for (const piece of value.match(/"(?:[^"\\]|\\.)*"?|'[^']*'?|[{}[\],]|[^{}[\],"']+/gu) ?? []) {
    if (/^[{}[\],]$/u.test(piece)) add(piece, 'mark');
    else {
      const inner = /^(\s*[^\s:]+)(:)(\s.*)$/u.exec(piece);
      if (inner && /[{,]\s*$/u.test(segments.map(({ text }) => text).join(''))) {
        add(inner[1], 'key');
        add(inner[2], 'mark');
        add(inner[3], NUMBER.test(inner[3]?.trim() ?? '') ? 'number' : 'text');
      } else add(piece, NUMBER.test(piece.trim()) ? 'number' : piece.trim() === '' ? 'blank' : 'text');
    }
  }
  if (comment) add(rest.slice(comment.index), 'comment');
  return segments;
}

/** A problem's mark under a stretch of text. */
export interface Underline {
  readonly start: number;
  readonly end: number;
  readonly severity: 'error' | 'warning';
}

export interface PaintedLine {
  /** Offset of its first character in the text. */
  readonly start: number;
  readonly pieces: readonly (YAMLSegment & { readonly severity?: Underline['severity'] })[];
  /** The worst problem that begins in this line. */
  readonly worst?: Underline['severity'];
}

/** The lines of a text, coloured and underlined. Offsets are UTF-16 code units. */
export function paintLines(text: string, underlines: readonly Underline[]): readonly PaintedLine[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const from = start;
    start += line.length + 1;
    const here = underlines.filter((one) => one.start <= from + line.length && one.end > from);
    const begun = underlines.filter((one) => one.start >= from && one.start <= from + line.length);
    const worst = begun.some(({ severity }) => severity === 'error') ? 'error' : begun.length > 0 ? 'warning' : undefined;
    const pieces = here.length === 0 ? colorLine(line) : colorLine(line).flatMap((segment, i, all) => cutSegment(segment, from + lengthBefore(all, i), here));
    return { start: from, pieces, ...(worst ? { worst } : {}) };
  });
}

function lengthBefore(segments: readonly YAMLSegment[], index: number): number {
  return segments.slice(0, index).reduce((sum, { text }) => sum + text.length, 0);
}

function cutSegment(segment: YAMLSegment, start: number, underlines: readonly Underline[]): PaintedLine['pieces'] {
  const end = start + segment.text.length;
  const cuts = [...new Set([start, end, ...underlines.flatMap((one) => [one.start, one.end])])]
    .filter((cut) => cut >= start && cut <= end)
    .sort((a, b) => a - b);
  return cuts.slice(0, -1).map((cut, i) => {
    const covering = underlines.filter((one) => one.start <= cut && one.end > cut);
    const severity = covering.some((one) => one.severity === 'error') ? 'error' : covering.length > 0 ? 'warning' : undefined;
    return { text: segment.text.slice(cut - start, (cuts[i + 1] ?? end) - start), part: segment.part, ...(severity ? { severity } : {}) };
  });
}
