import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentRoot, readFolder, readGlossary, readWording } from '../../src/exercise/load.ts';
import { describeBreach, lineWith } from './breach.ts';
import { languageBreaches, wordingBreaches } from './language-laws.ts';
import { languageOf } from './prose.ts';
import { UNWRITTEN } from './unwritten-laws.ts';

const glossary = readGlossary();
const wording = readWording();
const words = readFileSync(join(contentRoot, 'words.txt'), 'utf8');
const texts = Object.fromEntries(
  Object.entries(readFolder(contentRoot)).flatMap(([path, text]) => (languageOf(path) !== undefined && !text.includes(UNWRITTEN) ? [[`content/${path}`, text]] : [])),
);

/** Files of data that say something to readers. */
const data = ['course.yaml', 'glossary.yaml', 'misconceptions.yaml', 'objectives.yaml', 'paths.yaml', 'real-cluster.json', ...['agendas', 'custom'].flatMap((folder) => readdirSync(join(contentRoot, folder)).map((file) => `${folder}/${file}`))];

test('every text of the course is written as we write', async () => {
  expect(Object.keys(texts).length).toBeGreaterThan(300);
  expect((await languageBreaches(texts, glossary, wording, words)).map(describeBreach)).toEqual([]);
}, 180_000);

test('so are the words that stand in data', async () => {
  const files = Object.fromEntries(data.map((file) => [`content/${file}`, readFileSync(join(contentRoot, file), 'utf8')]));
  expect((await languageBreaches(files, glossary, wording, words)).map(describeBreach)).toEqual([]);
  // What stands under other keys than those of the languages is not read: of these a word is missing in every dictionary.
  const said = { 'content/x.yaml': 'id: teh\nnever: { en: [teh] }\nmeans:\n  ja: サーバです。\n  en: |\n    One.\n\n    Teh end.\n' };
  expect((await languageBreaches(said, glossary, wording, words)).map(({ line, why }) => `${line} ${why.slice(0, 40)}`)).toEqual([
    expect.stringContaining('4 "サーバ" is written'),
    expect.stringContaining('8 no American dictionary has "Teh"'),
  ]);
}, 60_000);

/** A module of messages without what is code in its sentences, and without ids. */
const inMessages = (module: string): string =>
  module.replace(/\\`[^`\n]*\\`|`[\w.:/=$ -]+`|'[a-z]+(?:[- ][\w]+)*'(?= ?[:=?)])|(?<==== )'[^']*'|^ +[a-z]\w*(?=: )/gmu, (code) => ' '.repeat(code.length)).replaceAll('`', "'");

test('the words of pages, labs and diagnostics use the same terms', () => {
  const folder = join(process.cwd(), 'src/messages');
  const files = readdirSync(folder).filter((file) => /\.(ja|en)\.ts$/u.test(file));
  expect(files.length).toBeGreaterThan(10);
  const breaches = files.flatMap((file) =>
    wordingBreaches(inMessages(readFileSync(join(folder, file), 'utf8')), `src/messages/${file}`, file.includes('.ja.') ? 'ja' : 'en', glossary, wording),
  );
  // Brackets and quotation marks of labels follow the look of the page, not that of running text.
  expect(breaches.map(describeBreach).filter((said) => !/"\P{L}" is written/u.test(said))).toEqual([]);
});

test('the words that no dictionary has stand in order, each once', () => {
  const lines = words.trim().split('\n');
  expect(lines).toEqual([...new Set(lines)].sort((a, b) => a.localeCompare(b, 'en')));
});

test('a pattern says which word it means', () => {
  const text = 'ここで\nクラスタのサーバを見ます。';
  expect(wordingBreaches(text, 'x/ja.md', 'ja', glossary, wording).map(describeBreach)).toEqual([
    'x/ja.md:2: "クラスタ" is written "クラスター" here',
    'x/ja.md:2: "サーバ" is written "サーバー" here',
  ]);
  expect(lineWith(text, 'クラスタ')).toBe(2);
});
