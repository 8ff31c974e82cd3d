import { describe, expect, test } from 'vitest';
import { within } from '../../src/exercise/load.ts';
import { readSheets, sheetWords } from '../../src/exercise/sheet.ts';
import { readSections } from '../../src/exercise/words.ts';
import { runSheet } from '../../src/layouts/reference/run-sheet.ts';
import { proseBreaches } from './structure-laws.ts';

const sheets = readSheets();

test('the sheets are there, in their order', () => {
  expect(sheets.map(({ slug }) => slug)).toEqual(['service-types', 'dns-records', 'ports-and-policies', 'which-command', 'kubectl', 'dig', 'curl']);
  expect(sheets.map(({ sheet }) => sheet.order)).toEqual(sheets.map((_, index) => index + 1));
});

describe.each(sheets.map((folder) => [folder.slug, folder] as const))('%s', (_, folder) => {
  test('every command ends and prints in the simulator as sheet.yaml says', () => {
    const { parts, problems } = runSheet(folder);
    expect(problems).toEqual([]);
    expect(parts.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.filter((cell) => 'line' in cell))).length).toBeGreaterThan(10);
  });

  test('both languages have words for every row, and for nothing else', () => {
    const wanted = [...sheetWords(folder.sheet)].sort();
    const [ja, en] = (['ja', 'en'] as const).map((language) => {
      const text = folder.files[`${language}.md`] ?? '';
      expect(proseBreaches(text, `${folder.path}/${language}.md`, language)).toEqual([]);
      return readSections(text, `${folder.path}/${language}.md`).sections;
    });
    expect(ja?.map(({ id }) => id).sort()).toEqual(wanted);
    expect(en?.map(({ id }) => id)).toEqual(ja?.map(({ id }) => id));
    // A note stands in both languages or in neither.
    expect(en?.map(({ id, body }) => `${id} ${body !== ''}`)).toEqual(ja?.map(({ id, body }) => `${id} ${body !== ''}`));
    for (const { id, body } of ja ?? []) if (/^(column|cell)-/u.test(id)) expect(body, id).toBe('');
  });

  test('no file is there that nothing names', () => {
    const named = Object.values(folder.sheet.settings).flatMap(({ given, beside = [] }) => [...given, ...beside]);
    expect(Object.keys(within(folder.files, 'manifests')).sort()).toEqual([...new Set(named)].sort());
    expect(Object.keys(folder.files).filter((file) => !file.startsWith('manifests/'))).toEqual(['en.md', 'ja.md', 'sheet.yaml']);
  });
});

test('a command that ends otherwise, or prints something else, is reported', () => {
  const [folder] = sheets;
  if (!folder) throw new Error('there is no sheet');
  const setting = Object.keys(folder.sheet.settings)[0] ?? '';
  const part = { id: 'x', kind: 'lines', setting, from: 'operator', output: 'open' } as const;
  const rows = [
    { id: 'a', run: 'kubectl get service missing' },
    { id: 'b', run: 'echo one', prints: ['two'] },
  ];
  const { problems } = runSheet({ ...folder, slug: 'changed', sheet: { ...folder.sheet, parts: [{ ...part, rows }] } });
  expect(problems).toEqual([
    expect.stringContaining('kubectl get service missing: ended with 1, not 0'),
    expect.stringContaining('echo one: does not print "two"'),
  ]);
});
