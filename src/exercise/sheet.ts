import { join } from 'node:path';
import { z } from 'astro/zod';
import { contentRoot, foldersOf, readFolder, readYAML, textIn, type FolderTexts } from './load.ts';
import { clusterProfile, file, vantage } from './schema.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/u, 'must consist of small letters, digits and hyphens');
const line = z.string().min(1);
const prints = z.array(z.string().min(1)).min(1).readonly();

const settingSchema = z.strictObject({
  /** Manifests of the sheet's folder `manifests/`, applied in this order before anything runs. */
  given: z.array(file).readonly(),
  /** Lines of an operator's shell that run before, unshown. */
  before: z.array(line).readonly().exactOptional(),
  /** Further manifests beside the shell, for lines that apply them. */
  beside: z.array(file).readonly().exactOptional(),
  /** Absent: the recorded cluster. */
  cluster: clusterProfile.exactOptional(),
  namespace: z.string().min(1),
  seed: z.int().min(1),
});

/** A command, where it runs, the status it must end with (0), and texts that its output must have. */
const commandSchema = z.strictObject({ run: line, from: vantage.exactOptional(), exit: z.int().exactOptional(), prints: prints.exactOptional() });

const linesSchema = z.strictObject({
  id,
  kind: z.literal('lines'),
  setting: id,
  from: vantage,
  /** What a command printed stands open (it is the point) or folded. */
  output: z.enum(['open', 'folded']),
  rows: z
    .array(z.strictObject({ id, ...commandSchema.shape }))
    .min(1)
    .readonly(),
});

const tableSchema = z.strictObject({
  id,
  kind: z.literal('table'),
  setting: id,
  from: vantage,
  columns: z.array(id).min(2).readonly(),
  rows: z
    .array(
      z.strictObject({
        id,
        /** One line for every column that has no cell of its own; `{column}` stands for the column's id. */
        each: z
          .strictObject({
            run: line,
            from: vantage.exactOptional(),
            exits: z.record(id, z.int()).exactOptional(),
            prints: z.record(id, prints).exactOptional(),
          })
          .exactOptional(),
        /** By column: a command, or code as it is. Columns with neither have words. */
        cells: z.record(id, z.union([commandSchema, z.strictObject({ code: line })])).exactOptional(),
      }),
    )
    .min(1)
    .readonly(),
});

/** `content/sheets/<slug>/sheet.yaml`: everything of a reference sheet without words. Outputs are never written: they are run. */
export const sheetSchema = z.strictObject({
  order: z.int().min(1),
  settings: z.record(id, settingSchema),
  parts: z
    .array(z.discriminatedUnion('kind', [linesSchema, tableSchema]))
    .min(1)
    .readonly(),
});
export type Sheet = z.infer<typeof sheetSchema>;
export type SheetPart = Sheet['parts'][number];
export type SheetSetting = Sheet['settings'][string];

export interface SheetFolder {
  readonly slug: string;
  readonly path: string;
  readonly sheet: Sheet;
  readonly files: FolderTexts;
}

/** One reference sheet. */
export function readSheet(folder: string, path: string): SheetFolder {
  const files = readFolder(folder);
  return { slug: path.split('/').at(-1) ?? path, path, files, sheet: readYAML(textIn(files, 'sheet.yaml', path), `${path}/sheet.yaml`, sheetSchema) };
}

/** The reference sheets in their order. */
export function readSheets(root: string = contentRoot): readonly SheetFolder[] {
  return foldersOf('sheets', root)
    .map((name) => readSheet(join(root, 'sheets', name), `content/sheets/${name}`))
    .sort((a, b) => a.sheet.order - b.sheet.order);
}

/** What stands in one cell of a table: a command with `{column}` filled in, code, or words of this section. */
export type SheetCell = z.infer<typeof commandSchema> | { readonly code: string } | { readonly words: string };

/** The cells of a table's row, by column. */
export function cellsOf(
  part: Extract<SheetPart, { kind: 'table' }>,
  row: (typeof part)['rows'][number],
): readonly (readonly [column: string, cell: SheetCell])[] {
  return part.columns.map((column) => {
    const own = row.cells?.[column];
    if (own) return [column, own] as const;
    if (!row.each) return [column, { words: `cell-${part.id}-${row.id}-${column}` }] as const;
    const { run, from, exits, prints } = row.each;
    const exit = exits?.[column];
    const text = prints?.[column];
    const command = { run: run.replaceAll('{column}', column), ...(from && { from }), ...(exit !== undefined && { exit }), ...(text && { prints: text }) };
    return [column, command] as const;
  });
}

/** The ids of the sections that a sheet's words have, in no order: `part-…` and `row-…` may have a body, the others are headings alone. */
export function sheetWords({ parts }: Sheet): readonly string[] {
  return parts.flatMap((part) => [
    `part-${part.id}`,
    ...part.rows.map((row) => `row-${part.id}-${row.id}`),
    ...(part.kind === 'lines'
      ? []
      : [
          ...part.columns.map((column) => `column-${part.id}-${column}`),
          ...part.rows.flatMap((row) => cellsOf(part, row).flatMap(([, cell]) => ('words' in cell ? [cell.words] : []))),
        ]),
  ]);
}
