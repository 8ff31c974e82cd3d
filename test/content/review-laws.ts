import type { LessonFolder } from '../../src/exercise/load.ts';
import { isRightAnswer } from '../../src/exercise/review-items.ts';
import type { ReviewFolder } from '../../src/exercise/review-load.ts';
import { lineWith, type Breach } from './breach.ts';
import { plainFrontBreaches } from './structure-laws.ts';
import { wordsBreaches } from './words-laws.ts';

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
  return [
    ...breaches,
    ...wordsBreaches({ path, files, stands: 'questions stand', askedBy: 'items.yaml', wanted }, ({ file, text, sections }) => {
      const order = wanted.filter((id) => sections.some((one) => one.id === id));
      const early = sections.filter(({ id }) => wanted.includes(id)).find(({ id }, at) => id !== order[at]);
      return [
        ...sections.flatMap(({ id, body, line }) => {
          if (!wanted.includes(id) || ids.includes(id) === (body !== '')) return [];
          const why = ids.includes(id) ? `{#${id}} does not say why: write the reason below the question` : `{#${id}} is a choice: a heading alone; take the text below it away`;
          return [{ file, line, why }];
        }),
        ...(early ? [{ file, line: early.line, why: `{#${early.id}} stands too early: keep the order of items.yaml` }] : []),
        ...plainFrontBreaches(text, file),
      ];
    }),
  ];
}
