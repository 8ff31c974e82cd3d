import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What an instructor says, or a question of the guide: no words of the page. */
const SPOKEN = new Set(['どうなると思いますか', 'what do you expect?']);
const QUOTED = { ja: { guide: 'GuideJa', mark: /「([^」]*)」/gu }, en: { guide: 'GuideEn', mark: /“([^”]*)”/gu } } as const;

test.each(['ja', 'en'] as const)('every word that the facilitator’s guide quotes is a word that a page or the server shows, %s', (language) => {
  const { guide, mark } = QUOTED[language];
  const shown = [
    ...readdirSync('src/messages').flatMap((file) => (file.endsWith(`.${language}.ts`) || /^(?:status-board|guide)\.ts$/u.test(file) ? `src/messages/${file}` : [])),
    'src/local-server/words.ts',
  ]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const quoted = [...readFileSync(`src/layouts/workshop/${guide}.astro`, 'utf8').matchAll(mark)].map(([, words = '']) => words);
  expect(quoted.length).toBeGreaterThan(20);
  expect(quoted.filter((words) => !SPOKEN.has(words) && !shown.includes(words))).toEqual([]);
});
