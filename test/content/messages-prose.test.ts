import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { contentRoot } from '../../src/exercise/load.ts';
import { describeBreach } from './breach.ts';
import { englishRules } from './english.ts';
import { japaneseBreaches } from './japanese.ts';

const root = join(import.meta.dirname, '../..');
/** The whole sentences of a Japanese text; a label or a phrase behind the last of them is none. */
const sentencesOf = (text: string): readonly string[] => text.match(/[^。]+。/gu)?.map((one) => one.trim()) ?? [];
const japanese = /[\u3040-\u30ff\u3400-\u9fff]/u;
/** What a shell takes is no English. */
const COMMAND = /^(?:kubectl|tcpdump) /u;
const english = englishRules(readFileSync(join(contentRoot, 'words.txt'), 'utf8'));

/** Everything that a module of messages says, with its line; what is filled in stands as code. */
function said(name: string, text: string): readonly { readonly words: string; readonly line: number }[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: { readonly words: string; readonly line: number }[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    const words = ts.isStringLiteralLike(node) ? node.text : ts.isTemplateExpression(node) ? node.head.text + node.templateSpans.map(({ literal }) => `\`x\`${literal.text}`).join('') : '';
    if (words !== '') found.push({ words, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

/** Names that messages cannot put into backticks: of the languages, how a file's name ends, and what a script says in a terminal between its quotes. */
const NAMED = /\bja\b|(?<= )\.yaml\b|'`x`'/gu;
const modules = readdirSync(join(root, 'src/messages')).filter((name) => name.endsWith('.ts'));

/** Sentences as one text, and the line of the module that each of its lines stands in. */
const prose = (spoken: readonly { readonly words: string; readonly line: number }[]) => ({
  markdown: spoken.map(({ words }) => `${words.replace(NAMED, '`x`').replaceAll('\n', ' ')}\n\n`).join(''),
  lines: spoken.flatMap(({ line }) => [line, line]),
});

type Spoken = ReturnType<typeof said>;
const inJapanese = (all: Spoken): Spoken => all.flatMap(({ words, line }) => sentencesOf(words).filter((one) => japanese.test(one)).map((one) => ({ words: one, line })));
const inEnglish = (all: Spoken): Spoken => all.filter(({ words }) => !japanese.test(words) && !COMMAND.test(words) && /\p{L}{2,}[,;]? \p{Ll}{2,}/u.test(words));

test.each([
  { language: 'Japanese', of: inJapanese, judge: japaneseBreaches },
  { language: 'English', of: inEnglish, judge: english },
])('the messages are $language as the course writes it', async ({ of, judge }) => {
  const spoken = modules.map((name) => ({ file: `src/messages/${name}`, all: of(said(name, readFileSync(join(root, 'src/messages', name), 'utf8'))) }));
  expect(spoken.flatMap(({ all }) => all).length).toBeGreaterThan(1500);
  const breaches = [];
  for (const { file, all } of spoken) breaches.push(...(await judge(prose(all), file)));
  expect(breaches.map(describeBreach)).toEqual([]);
}, 120_000);

test('what no dictionary has, a straight apostrophe outside code, and what is said twice in a sentence, is found in its line', async () => {
  const module = "export const x = {\n  a: 'teh end',\n  b: (n) => `${n}で始まるアドレスで、ここで開いてください。残り`,\n  c: (n) => `The page\\'s \\`'code'\\` and “${n}” end.`,\n  d: '”Some quote.” And “\\`x\\`”.',\n};\n";
  const spoken = said('x.ts', module);
  expect((await english(prose(inEnglish(spoken)), 'x.ts')).map(describeBreach)).toEqual([
    expect.stringContaining('x.ts:2: no American dictionary has "teh"'),
    "x.ts:4: “ ” and ’ in running text, not \"The page's\"",
    'x.ts:5: “ ” and ’ in running text, not "”Some quote.”"',
  ]);
  expect((await japaneseBreaches(prose(inJapanese(spoken)), 'x.ts')).map(describeBreach)).toEqual([expect.stringContaining('x.ts:3: ')]);
});
