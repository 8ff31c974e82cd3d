/**
 * Writes the answer keys of the whole course into the folder keys/: `npm run keys`, or some lessons: `npm run keys -- L03 L04`.
 * They are for an instructor. No other command makes them, and neither the site nor its ZIP has them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadEveryPart } from '../src/engine/index.ts';
import { readCourse, readExercises } from '../src/exercise/load.ts';
import { keyWords } from '../src/messages/key-words.ts';
import { languages } from '../src/messages/language.ts';
import { escapeHTML, exerciseKey } from './keys/exercise-key.ts';
import { keyPage } from './keys/key-page.ts';

await loadEveryPart();
const wanted = process.argv.slice(2).map((id) => id.toUpperCase());

rmSync('keys', { recursive: true, force: true });
const exercises = readExercises();
const lessons = readCourse().lessons.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const today = new Date().toISOString().slice(0, 10);
for (const language of languages) {
  const t = keyWords(language);
  mkdirSync(`keys/${language}`, { recursive: true });
  for (const lesson of lessons) {
    const title = t.lesson(Number(lesson.id.slice(1)), lesson.title[language]);
    const own = exercises.filter(({ definition }) => definition.lesson === lesson.id);
    const keys: string[] = [];
    for (const folder of own) keys.push(await exerciseKey(folder, language));
    const head = `<p><a href="index.html">${t.back}</a></p><h1>${escapeHTML(title)}</h1><p>${t.lead}</p>`;
    writeFileSync(`keys/${language}/${lesson.slug}.html`, keyPage(language, `${t.title}: ${title}`, head + keys.join('\n')));
    console.log(`keys/${language}/${lesson.slug}.html: ${own.length}`);
  }
  const list = lessons
    .map(({ id, slug, title }) => `<li><a href="${slug}.html">${escapeHTML(t.lesson(Number(id.slice(1)), title[language]))}</a></li>`)
    .join('');
  writeFileSync(
    `keys/${language}/index.html`,
    keyPage(language, t.title, `<h1>${t.title}</h1><p>${t.lead}</p><p class="small">${t.made(today)}</p><ul>${list}</ul>`),
  );
}
