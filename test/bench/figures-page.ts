import { cpus, totalmem } from 'node:os';
import { resolveConfig, format } from 'prettier';

/** A table of the bench: its first row names the columns. */
export interface Section {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** What the figures were taken on, without naming anybody's machine. */
function machineClass(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${memory} GiB, ${process.platform}, Node ${process.versions.node}`;
}

/** FIGURES.md: every table of one run of the bench, with the command that makes it and the class of the machine. */
export async function figuresPage(sections: readonly Section[]): Promise<string> {
  const table = ([head = [], ...rows]: Section['rows']): string =>
    [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
  const text = [
    '# Figures',
    'One run of `npm run bench -- --write` after `npm run build`; nothing here is written by hand. What is wanted stands beside what was measured.',
    `On: ${machineClass()}; ${new Date().toISOString().slice(0, 10)}.`,
    ...sections.map(({ title, rows }) => `## ${title}\n\n${table(rows)}`),
  ].join('\n\n');
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser: 'markdown' });
}
