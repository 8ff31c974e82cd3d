import { ContentError } from '../../src/exercise/content-error.ts';
import type { LessonFolder } from '../../src/exercise/load.ts';
import { isRightAnswer } from '../../src/exercise/review-items.ts';
import type { ReviewFolder } from '../../src/exercise/review-load.ts';
import { readSections } from '../../src/exercise/words.ts';
import { breachesOf, lineWith, type Breach } from './breach.ts';
import { plainFrontBreaches, proseBreaches } from './structure-laws.ts';

const FILES = ['items.yaml', 'ja.md', 'en.md'];

/** The laws of the questions of a lesson: each leads to a section that there is, is right as it says, and has its words in both languages. */
export function reviewBreaches({ path, items, files }: ReviewFolder, lessons: readonly LessonFolder[]): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (file: string, why: string, part?: string | RegExp): void => void breaches.push({ file: `${path}/${file}`, line: lineWith(files[file], part), why });
  for (const file of Object.keys(files)) if (!FILES.includes(file)) breach(file, `no such file is known among questions: there are ${FILES.join(', ')}; rename it, or delete it`);
  const lesson = lessons.find((one) => one.lesson.id === items[0]?.lesson);
  if (!lesson) breach('items.yaml', `there is no lesson ${items[0]?.lesson ?? ''}: name the folder after a lesson, such as l08`);

  const ids = items.map(({ question }) => question.field);
  for (const [at, item] of items.entries()) {
    const { field, choices = [], choose } = item.question;
    const place = new RegExp(`^- (?:\\{ )?id: ${field}\\b`, 'u');
    if (ids.indexOf(field) !== at) breach('items.yaml', `the question ${field} stands there twice: give one of them another id`, place);
    if (lesson && !lesson.lesson.sections.includes(item.section))
      breach('items.yaml', `${field} leads to the section ${item.section}, which ${lesson.path} has not: write one of ${lesson.lesson.sections.join(', ')}`, place);
    for (const right of choose === 'several' ? [item.right.join(' ')] : item.right)
      if (!isRightAnswer(item, right)) breach('items.yaml', `${field}: its own right answer "${right}" is not taken: mend \`right\`, \`text\` or \`ignore\``, place);
    const others = choices.length > 0 && choose !== 'several' ? choices.filter((choice) => !item.right.includes(choice)) : ['', 'nothing'];
    for (const other of others) if (isRightAnswer(item, other)) breach('items.yaml', `${field}: "${other}" is taken for right: mend \`right\` or \`ignore\``, place);
  }

  const wanted = items.flatMap(({ question: { field, choices = [] } }) => [field, ...choices.map((choice) => `${field}-${choice}`)]);
  for (const language of ['ja', 'en'] as const) {
    const file = `${language}.md`;
    const text = files[file];
    if (text === undefined) {
      breach(file, 'is missing: questions stand in both languages; write it');
      continue;
    }
    try {
      const { sections } = readSections(text, `${path}/${file}`);
      const found = sections.map(({ id }) => id);
      for (const id of wanted) if (!found.includes(id)) breach(file, `has no section {#${id}}: write "## The words {#${id}}"`);
      for (const { id, body, line } of sections) {
        const why = !wanted.includes(id)
          ? `has the section {#${id}}, which items.yaml does not ask for: mend the id, or take it out`
          : ids.includes(id)
            ? body === ''
              ? `{#${id}} does not say why: write the reason below the question`
              : undefined
            : body === ''
              ? undefined
              : `{#${id}} is a choice: a heading alone; take the text below it away`;
        if (why !== undefined) breaches.push({ file: `${path}/${file}`, line, why });
      }
      const order = wanted.filter((id) => found.includes(id));
      const early = found.filter((id) => wanted.includes(id)).find((id, at) => id !== order[at]);
      if (early !== undefined) breach(file, `{#${early}} stands too early: keep the order of items.yaml`, `{#${early}}`);
      breaches.push(...plainFrontBreaches(text, `${path}/${file}`), ...proseBreaches(text, `${path}/${file}`, language));
    } catch (problem) {
      if (!(problem instanceof ContentError)) throw problem;
      breaches.push(...breachesOf(problem));
    }
  }
  return breaches;
}
