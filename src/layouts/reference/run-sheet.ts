import { within } from '../../exercise/load.ts';
import { cellsOf, type SheetFolder, type SheetPart } from '../../exercise/sheet.ts';
import { Stage, type CommandRecord } from '../stage.ts';

/** What stands in a cell: a command's record, code, or the words of a section. */
export type RunCell = CommandRecord | { readonly code: string } | { readonly words: string };

/** A part of a sheet whose commands have run: of `lines`, one cell in each row. */
export interface RunPart {
  readonly part: SheetPart;
  readonly rows: readonly { readonly id: string; readonly cells: readonly RunCell[] }[];
}

export interface RunSheet {
  readonly parts: readonly RunPart[];
  /** What did not go as `sheet.yaml` says; test/content demands that there is nothing. */
  readonly problems: readonly string[];
}

const done = new Map<string, RunSheet>();

/** Runs every command of a sheet, each part on a fresh cluster of its setting. The same every time, and once in a build. */
export function runSheet(folder: SheetFolder): RunSheet {
  const texts = JSON.stringify(folder);
  const known = done.get(texts) ?? run(folder);
  done.set(texts, known);
  return known;
}

function run({ sheet, files, path }: SheetFolder): RunSheet {
  const problems: string[] = [];
  const parts = sheet.parts.map((part): RunPart => {
    const setting = sheet.settings[part.setting];
    if (setting === undefined) throw new Error(`${path}/sheet.yaml: has no setting ${part.setting}`);
    const stage = new Stage(`${path}, part ${part.id}`, within(files, 'manifests'), setting);
    for (const line of setting.before ?? []) stage.run('operator', line, { exit: 0 });
    const cell = ({
      run: line,
      from = part.from,
      exit = 0,
      prints,
    }: {
      readonly run: string;
      readonly from?: string;
      readonly exit?: number;
      readonly prints?: readonly string[];
    }) => stage.run(from, line, { exit, prints });
    const rows =
      part.kind === 'lines'
        ? part.rows.map((row) => ({ id: row.id, cells: [cell(row)] }))
        : part.rows.map((row) => ({ id: row.id, cells: cellsOf(part, row).map(([, one]): RunCell => ('run' in one ? cell(one) : one)) }));
    problems.push(...stage.problems);
    return { part, rows };
  });
  return { parts, problems };
}
