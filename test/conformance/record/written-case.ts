import type { Result, Stream } from '../txtar.ts';

const READS_AS_MORE = /^(?:\\|[$@] |-- .+ --$|\[(?:stderr|any order|one of|or|blank|no newline|exit \d+)\]$)/u;

function formatStream({ lines, anyOrder, newline }: Stream): string[] {
  const end = lines.findLastIndex((line) => line !== '') + 1;
  const body = lines.map((line, i) => {
    if (i >= end) return '[blank]';
    return READS_AS_MORE.test(line) || (/^#(?: |$)/u.test(line) && lines[i - 1] === '') ? `\\${line}` : line;
  });
  return [...(anyOrder ? ['[any order]'] : []), ...body, ...(newline ? [] : ['[no newline]'])];
}

/** The lines below a command that say this result, as FORMAT.md has them. */
export function formatResult({ stdout, stderr, exit }: Result): string[] {
  const errors = formatStream(stderr);
  return [...formatStream(stdout), ...(errors.length > 0 ? ['[stderr]', ...errors] : []), ...(exit === 0 ? [] : [`[exit ${exit}]`])];
}

/** The text of a case with other outputs below these commands (by their line, from 1) and another source; every other byte stays. */
export function withBodies(text: string, bodies: ReadonlyMap<number, readonly string[]>, source: string): string {
  const lines = text.split('\n');
  const ends = (line: string, i: number): boolean => /^(?:[$@] |-- .+ --$)/u.test(line) || (/^#(?: |$)/u.test(line) && lines[i - 1] === '');
  for (const [line, body] of [...bodies].sort(([a], [b]) => b - a)) {
    let end = lines.findIndex((one, i) => i >= line && ends(one, i));
    if (end < 0) end = lines.length;
    while (end > line && lines[end - 1] === '') end -= 1;
    lines.splice(line, end - line, ...body);
  }
  const said = lines.findIndex((line) => line.startsWith('# source: '));
  lines.splice(Math.max(0, said), said < 0 ? 0 : 1, `# source: ${source}`);
  return lines.join('\n');
}
