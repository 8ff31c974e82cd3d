import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { predictionFields } from '../../src/exercise/answers.ts';
import { contentRoot, readExercises, readFolder, readLessons, within } from '../../src/exercise/load.ts';
import type { Language } from '../../src/messages/language.ts';
import { readAnswer } from '../content/exercise-answers.ts';
import { asShown, HINTS, readWalk, wordsOf, wordsWritten } from '../content/walk.ts';
import { answer, applyFiles, openExercise, openHints, printed, runLine } from './learner.ts';

/*
 * A learner who opens hints 1 to 3 and no more comes to a right answer. Hints are opened by their buttons; nothing is written into a
 * file that the page did not show before (task, hints, given files, what was printed, or the lesson up to here); every question is
 * answered for the reason that walk.yaml gives, and that reason is read from the hint, or from the terminal, as it stands on the page.
 * `npm test` tries one exercise of every seventh; `npm run walk:hints` all of them, each in both languages.
 */
const all = process.env['MINATO_WALK'] === 'hints';
const exercises = readExercises().filter(({ bank }) => !bank);
const lessons = readLessons();
const sheets = Object.values(readFolder(join(contentRoot, 'sheets'))).join('\n');
const glossary = readFileSync(join(contentRoot, 'glossary.yaml'), 'utf8');

/** What a learner of this exercise has read before: its lesson and those before it, with their manifests, the sheets, the glossary. */
const readBefore = (lesson: string): string =>
  [sheets, glossary, ...lessons.filter((one) => one.lesson.id <= lesson).flatMap(({ files }) => Object.values(files))].join('\n');

for (const [i, folder] of exercises.entries()) {
  if (!all && i % 7 !== 0) continue;
  const { definition, files, slug } = folder;
  for (const language of (all ? ['ja', 'en'] : [i % 2 === 0 ? 'ja' : 'en']) as Language[])
    test(`${definition.id} by its hints 1 to ${HINTS} alone, ${language}`, async ({ page }) => {
      test.setTimeout(180_000);
      const walk = readWalk(folder)!;
      const way = readAnswer(folder, `solution/${walk.follows}`);
      await page.clock.install();
      await openExercise(page, slug, language);
      const hints = (await openHints(page, HINTS)).map(asShown);
      const given = { ...within(files, 'given'), ...within(files, 'starter') };
      const task = asShown(await page.locator('.pane-task').innerText());
      let shown = [task, ...hints, ...Object.values(given)].join('\n');

      const predicted = new Set(predictionFields(definition));
      const answers = Object.entries(way.answers);
      for (const [field, choice] of answers) if (predicted.has(field)) await answer(page, folder, language, field, choice);
      if (predicted.size > 0) await page.getByRole('button', { name: language === 'ja' ? '予想を決める' : 'Set my predictions' }).click();

      if (Object.keys(way.texts).length > 0) {
        const known = `${shown}\n${readBefore(definition.lesson)}`;
        const unseen = wordsWritten(way.texts, given).filter((word) => !known.includes(word));
        expect([...new Set(unseen)], 'is written, and was shown nowhere').toEqual([]);
        await applyFiles(page, way.texts, definition);
      }
      for (const { terminal, line } of way.commands) await runLine(page, terminal, line);
      shown += `\n${await printed(page)}`;

      const seen = asShown(shown);
      for (const [field, told] of Object.entries(walk.told)) {
        if (told === 'shown') {
          const values = answers.filter(([name]) => name === field || name.startsWith(`${field}/`)).flatMap(([, value]) => wordsOf(value));
          expect(
            values.filter((value) => !seen.includes(value)),
            `${field} is answered, and was shown nowhere`,
          ).toEqual([]);
        } else if ('shown' in told) expect(seen, field).toContain(asShown(told.shown));
        else expect(hints[told.hint - 1], field).toContain(asShown(told[language]));
      }
      for (const [field, choice] of answers) await answer(page, folder, language, field, choice);
      await expect(page.locator('.success')).toBeVisible({ timeout: 30_000 });
    });
}
