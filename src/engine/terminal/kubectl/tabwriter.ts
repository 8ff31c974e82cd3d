// Models Go text/tabwriter with a space as padding.

/**
 * Text whose cells end at tabs, as aligned columns. A column is made of consecutive lines that have the cell; the last
 * cell of a line belongs to none. `padding` stands between columns, `minimum` counts the padding in.
 */
export function alignColumns(text: string, padding: number, minimum = 0): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths: number[] = [];
  let out = '';
  const write = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const line = lines[i] as string[];
      out += line
        .map((cell, j) => (j < widths.length && j < line.length - 1 ? cell.padEnd(cell.length - [...cell].length + (widths[j] as number)) : cell))
        .join('');
      if (i < lines.length - 1) out += '\n';
    }
  };
  const format = (from: number, to: number): void => {
    const column = widths.length;
    let begin = from;
    for (let i = from; i < to; i++) {
      if (column >= (lines[i] as string[]).length - 1) continue;
      write(begin, i);
      begin = i;
      let width = minimum;
      for (; i < to && column < (lines[i] as string[]).length - 1; i++)
        width = Math.max(width, [...((lines[i] as string[])[column] as string)].length + padding);
      widths.push(width);
      format(begin, i);
      widths.pop();
      begin = i;
      i -= 1;
    }
    write(begin, to);
  };
  format(0, lines.length);
  return out;
}

/** kubectl's tables: three spaces between columns, none narrower than six. */
export const alignTable = (text: string): string => alignColumns(text, 3, 6);
