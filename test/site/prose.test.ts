import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentRoot } from '../../src/exercise/load.ts';
import { describeBreach } from '../content/breach.ts';
import { englishRules } from '../content/english.ts';
import { japaneseBreaches } from '../content/japanese.ts';

const dist = join(import.meta.dirname, '../../dist');
/** Pages whose prose stands in components, which no law of the content reads. */
const PAGES = ['about/', 'about/fidelity/', 'about/coverage/', 'workshop/guide/', 'workshop/custom/format/', 'offline/'];

/** The paragraphs of a page's main part as Markdown; code and what is in the other language stand as code. */
function paragraphs(html: string): readonly string[] {
  const main = /<main\b[^]*<\/main>/u.exec(html)?.[0] ?? '';
  return main
    .replace(/<(script|style|svg|pre|template|table)\b[^]*?<\/\1>/gu, '\n\n')
    .replace(/<(code|kbd|bdi)\b[^]*?<\/\1>|<(\w+)[^>]* lang="[^"]*"[^>]*>[^]*?<\/\2>/gu, '`x`')
    .replace(/<\/?(?:a|b|em|i|strong|span|abbr|small|time)\b[^>]*>/gu, '')
    .replace(/\s+/gu, ' ')
    .split(/<[^>]*>/u)
    .map((part) =>
      part
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
        .replace(/「[^「」]*か」/gu, '「x」')
        .replace(/\bja\b/gu, '`x`')
        .trim(),
    )
    .filter((part) => part !== '');
}
const pages = (language: string) =>
  PAGES.map((page) => ({ file: `${language}/${page}index.html`, said: paragraphs(readFileSync(join(dist, language, page, 'index.html'), 'utf8')) }));
/** Whole ones: labels and phrases are none. What somebody is asked stands in quotes, and is no weak phrase. */
const SENTENCES = /[^。]+。/gu;
const prose = (said: readonly string[]) => ({ markdown: said.map((part) => `${part}\n\n`).join(''), lines: [] });

test('what the pages about the site and the guide say is Japanese as the course writes it', async () => {
  const read = pages('ja').map(({ file, said }) => ({ file, said: said.flatMap((part) => part.match(SENTENCES) ?? []) }));
  expect(read.flatMap(({ said }) => said).length).toBeGreaterThan(200);
  for (const { file, said } of read) expect((await japaneseBreaches(prose(said), file)).map(describeBreach)).toEqual([]);
}, 60_000);

test('and English as the course writes it', async () => {
  const english = englishRules(readFileSync(join(contentRoot, 'words.txt'), 'utf8'));
  const read = pages('en').map(({ file, said }) => ({ file, said: said.filter((part) => part.includes(' ')) }));
  expect(read.flatMap(({ said }) => said).length).toBeGreaterThan(200);
  for (const { file, said } of read) expect((await english(prose(said), file)).map(describeBreach)).toEqual([]);
}, 60_000);
