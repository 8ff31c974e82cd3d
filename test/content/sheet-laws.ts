import { within } from '../../src/exercise/load.ts';
import { sheetWords, type SheetFolder } from '../../src/exercise/sheet.ts';
import type { WordsSection } from '../../src/exercise/words.ts';
import { lineWith, type Breach } from './breach.ts';
import { plainFrontBreaches } from './structure-laws.ts';
import { wordsBreaches } from './words-laws.ts';

const FILES = ['sheet.yaml', 'ja.md', 'en.md'];

/** The laws of a reference sheet that need no engine: what it names is there, and both languages have words for every row, and for nothing else. */
export function sheetBreaches({ path, sheet, files }: SheetFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (file: string, why: string, part?: string | RegExp): void => void breaches.push({ file: `${path}/${file}`, line: lineWith(files[file], part), why });
  const settings = Object.keys(sheet.settings);
  for (const { id, setting } of sheet.parts)
    if (!settings.includes(setting)) breach('sheet.yaml', `the part ${id} has the setting ${setting}, which there is not: write one of ${settings.join(', ')}`, new RegExp(`setting: ${setting}\\b`, 'u'));
  const named = new Set(Object.values(sheet.settings).flatMap(({ given, beside = [] }) => [...given, ...beside]));
  const manifests = Object.keys(within(files, 'manifests'));
  for (const file of named) if (!manifests.includes(file)) breach('sheet.yaml', `names ${file}, which manifests/ has not: write it there, or take it out`, file);
  for (const file of Object.keys(files))
    if (file.startsWith('manifests/') ? !named.has(file.slice('manifests/'.length)) : !FILES.includes(file)) breach(file, 'nothing names this file: name it in a setting of sheet.yaml, or delete it');

  const written: (readonly WordsSection[])[] = [];
  breaches.push(
    ...wordsBreaches({ path, files, stands: 'a sheet stands', askedBy: 'sheet.yaml', wanted: sheetWords(sheet) }, ({ file, text, sections }) => {
      written.push(sections);
      const told = sections.filter(({ id, body }) => /^(column|cell)-/u.test(id) && body !== '');
      return [...told.map(({ id, line }) => ({ file, line, why: `{#${id}} is a heading alone: take the text below it away` })), ...plainFrontBreaches(text, file)];
    }),
  );
  const [ja, en] = written;
  if (!ja || !en || breaches.length > 0) return breaches;
  const early = en.find(({ id }, at) => id !== ja[at]?.id);
  if (early) breaches.push({ file: `${path}/en.md`, line: early.line, why: `{#${early.id}} stands elsewhere than in ja.md: keep one order` });
  else
    for (const [at, { id, body, line }] of en.entries())
      if ((body === '') !== (ja[at]?.body === '')) breaches.push({ file: `${path}/en.md`, line, why: `the note of {#${id}} stands in one language only: write it in both, or in neither` });
  return breaches;
}
