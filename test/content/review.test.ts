import { describe, expect, test } from 'vitest';
import { readCourse, readLessons } from '../../src/exercise/load.ts';
import { choicesShown, interleaved, isRightAnswer } from '../../src/exercise/review-items.ts';
import { readReviewItems } from '../../src/exercise/review-load.ts';
import { readSections } from '../../src/exercise/words.ts';

const folders = readReviewItems();
const items = folders.flatMap((folder) => folder.items);

test('every lesson has at least three questions, and no id stands twice', () => {
  for (const { id } of readCourse().lessons) expect(items.filter(({ lesson }) => lesson === id).length, id).toBeGreaterThanOrEqual(3);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
});

test.each(folders.map((folder) => [folder.path, folder] as const))('%s has its words in both languages, and leads to a section that there is', (_, { path, items: own, files }) => {
  const wanted = own.flatMap(({ question: { field, choices = [] } }) => [field, ...choices.map((choice) => `${field}-${choice}`)]);
  for (const language of ['ja', 'en']) {
    const { sections } = readSections(files[`${language}.md`] ?? '', `${path}/${language}.md`);
    expect(sections.map(({ id }) => id)).toEqual(wanted);
    // What is asked is explained; a choice is a heading alone.
    for (const { id, body } of sections) expect(body !== '', `${path}/${language}.md ${id}`).toBe(own.some(({ question }) => question.field === id));
  }
  for (const { lesson, section } of own) expect(readLessons().find((one) => one.lesson.id === lesson)?.lesson.sections, lesson).toContain(section);
});

test('the right answers are right, and the others are not', () => {
  for (const item of items) {
    const { choices, choose } = item.question;
    for (const right of choose === 'several' ? [item.right.join(' ')] : item.right) expect(isRightAnswer(item, right), item.id).toBe(true);
    for (const other of choices?.filter((choice) => choose === 'several' || !item.right.includes(choice)) ?? ['', 'nothing', '1']) expect(isRightAnswer(item, other), item.id).toBe(false);
  }
});

test('choices stand in another order from showing to showing, all of them, and in the same one for the same showing', () => {
  for (const item of items.filter(({ question, ordered }) => question.choices && !ordered)) {
    const shown = Array.from({ length: 24 }, (_, showing) => choicesShown(item, showing));
    for (const order of shown) expect([...order].sort()).toEqual([...item.question.choices!].sort());
    for (const place of item.question.choices!.keys()) expect(shown.some((order) => order[place] === item.right[0]), `${item.id}: right at ${place}`).toBe(true);
    expect(choicesShown(item, 7)).toEqual(shown[7]);
  }
});

test('choices whose order says something keep it, and those that speak of the others are such', () => {
  const ofOthers = folders.flatMap(({ items: own, files, path }) =>
    (['ja', 'en'] as const).flatMap((language) =>
      readSections(files[`${language}.md`] ?? '', path).sections.flatMap(({ id, heading }) =>
        /^(どちらも|どれも|すべて|both\b|all\b|none\b|neither\b)/iu.test(heading) ? own.filter(({ question }) => question.choices?.some((choice) => id === `${question.field}-${choice}`)) : [],
      ),
    ),
  );
  expect(ofOthers.length).toBeGreaterThan(0);
  for (const item of ofOthers) {
    expect(item.ordered, item.id).toBe(true);
    for (const showing of [0, 1, 2]) expect(choicesShown(item, showing)).toEqual(item.question.choices);
  }
});

describe('what was typed', () => {
  const item = (id: string) => items.find((one) => one.id === id)!;
  test.each([
    ['L01-default-type', ' clusterip ', true],
    ['L03-called', '８０', true],
    ['L03-called', '080', true],
    ['L03-called', '8080', false],
    ['L04-next-door', 'api.prod', true],
    ['L04-next-door', '`api.prod`', true],
    // With a dot at its end it is absolute, and no such name exists.
    ['L04-next-door', 'api.prod.', false],
    ['L06-list', 'endpointslices', true],
    ['L09-remembered', '10,800', true],
  ])('%s: %j', (id, given, right) => {
    expect(isRightAnswer(item(id), given)).toBe(right);
  });
});

test('questions of one lesson do not stand together while there are others', () => {
  const of = (lesson: string, id: string) => ({ lesson, id });
  expect(interleaved([of('a', '1'), of('a', '2'), of('a', '3'), of('b', '4'), of('c', '5'), of('b', '6')]).map(({ id }) => id)).toEqual(['1', '4', '5', '2', '6', '3']);
  expect(interleaved([])).toEqual([]);
});
