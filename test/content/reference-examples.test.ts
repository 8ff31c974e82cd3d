import { describe, expect, test } from 'vitest';
import { readReference, type ReferenceFolder } from '../../src/exercise/load.ts';
import { describeBreach } from './breach.ts';
import { exampleBreaches } from './example-laws.ts';
import { pageBreaches } from './reference-laws.ts';

const folders = readReference();
const referenceBreaches = (folder: ReferenceFolder) => [...pageBreaches(folder), ...exampleBreaches(folder)];

test('there are reference pages to judge', () => {
  expect(folders.length).toBeGreaterThanOrEqual(19);
});

test.each(folders.map((folder) => [folder.rule, folder] as const))('reference/%s is whole: the bad example breaks this rule, the good one none', (_, folder) => {
  expect(referenceBreaches(folder).map(describeBreach)).toEqual([]);
});

describe('a broken page is named', () => {
  const folder = folders.find(({ rule }) => rule === 'selector-empty')!;
  const broken = (files: { readonly [file: string]: string | undefined }): readonly string[] =>
    referenceBreaches({ ...folder, files: Object.fromEntries(Object.entries({ ...folder.files, ...files }).filter((entry): entry is [string, string] => entry[1] !== undefined)) }).map(describeBreach);
  const good = folder.files['good.yaml'];
  const at = 'content/reference/selector-empty';

  test.each<[string, { readonly [file: string]: string | undefined }, string]>([
    ['a language is missing', { 'en.md': undefined }, `${at}/en.md:1: is missing: write it`],
    ['the bad example is good', { 'bad.yaml': good }, `${at}/bad.yaml:1: does not break selector-empty, but nothing: write an example that does`],
    ['the good example is bad', { 'good.yaml': folder.files['bad.yaml'] }, `${at}/good.yaml:1: breaks selector-empty: an example of how it should be breaks nothing; mend it`],
    ['a section is missing', { 'en.md': folder.files['en.md']?.replace(/^## .*\{#mend\}[\s\S]*/mu, '') }, `${at}/en.md:1: has the sections what, why: write what, why, mend, in this order`],
  ])('%s', (_, files, expected) => {
    expect(broken(files)).toContain(expected);
  });
});
