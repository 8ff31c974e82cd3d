import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { creditOf, drawExam, EXAM_FORMS, EXAM_TOPICS, tasksOf, type ExamBundle } from '../../src/exercise/exam.ts';
import { bundleExam, examVersion, readExam, readExamTasks } from '../../src/exercise/exam-load.ts';
import { readExercises, readMisconceptions } from '../../src/exercise/load.ts';
import { readSections } from '../../src/exercise/words.ts';
import { fill } from '../../src/exercise/variant.ts';
import { drawTask, examBreaches } from './exam-laws.ts';
import { PROOF, PROVEN_SEEDS } from './task-laws.ts';

const { pools, forms } = readExam();
const folders = readExamTasks();
/** Seeds that every run of the tests draws; `npm run exam:prove` draws two hundred. */
const SAMPLE = [1, 2, 3, 4711, 123_456, 6_000_000];

describe('the tasks of the exam', () => {
  test('there are enough of each topic, so that two exams differ', () => {
    const counts = Object.fromEntries(EXAM_TOPICS.map((topic) => [topic, folders.filter(({ task }) => task.topic === topic).length]));
    for (const [topic, least] of Object.entries({ membership: 4, dns: 3, readiness: 2, 'node-port': 1, policy: 1, headless: 1, external: 2, mixed: 2 }))
      expect(counts[topic], topic).toBeGreaterThanOrEqual(least);
  });

  test('as they stand are proven on two hundred seeds each: run `npm run exam:prove` after a change', () => {
    const proof = JSON.parse(readFileSync(PROOF, 'utf8')) as { version: string; tasks: Record<string, number> };
    expect(proof).toEqual({ version: examVersion(), tasks: Object.fromEntries(folders.map(({ task }) => [task.slug, PROVEN_SEEDS])) });
  });

  test.each(folders.map((folder) => [folder.task.slug, folder] as const))('%s has exactly one repair, and every part of it is needed', (_, folder) => {
    const breaches = SAMPLE.flatMap((seed) => examBreaches(drawTask(folder, pools, seed)).map((why) => `seed ${seed}: ${why}`));
    expect(breaches).toEqual([]);
  });

  test.each(folders.map((folder) => [folder.task.slug, folder] as const))('%s is drawn otherwise by another seed', (_, folder) => {
    const texts = SAMPLE.map((seed) => JSON.stringify(drawTask(folder, pools, seed).bundle));
    expect(new Set(texts).size).toBe(SAMPLE.length);
  });

  test.each(folders.map((folder) => [folder.task.slug, folder] as const))('%s has all of its words in both languages', (_, { files, path, task, source }) => {
    const bundle = drawTask(folders.find((one) => one.path === path)!, pools, 1).bundle;
    const { checks, questions, feedback } = bundle.definition;
    const wanted = [
      'story',
      'task',
      ...questions.flatMap(({ field, rows = [], choices = [] }) => [
        `question-${field}`,
        ...rows.map((row) => `row-${field}-${row}`),
        ...choices.map((choice) => `choice-${field}-${choice}`),
      ]),
      ...checks.map(({ id }) => `check-${id}`),
      ...feedback.map(({ id }) => `feedback-${id}`),
    ];
    for (const language of ['ja', 'en']) {
      const { sections, title, summary } = readSections(files[`${language}.md`] ?? '', `${path}/${language}.md`);
      expect(sections.map(({ id }) => id).sort()).toEqual([...wanted].sort());
      const said = JSON.stringify(fill([title, summary, sections], drawTask(folders.find((one) => one.path === path)!, pools, 1).values));
      expect(said.match(/\{[a-z][a-zA-Z]*(?:\.[a-z]+)?\}/gu)).toBeNull();
    }
    const exercises = new Set(readExercises().map(({ definition }) => definition.id));
    expect(task.revisit.filter((id) => !exercises.has(id))).toEqual([]);
    const ideas = new Set(feedback.flatMap(({ misconception }) => misconception ?? []));
    expect([...ideas].sort()).toEqual([...source.misconceptions].sort());
    expect(source.misconceptions.filter((id) => !(id in readMisconceptions()))).toEqual([]);
  });
});

describe('a broken task is named with the reason', () => {
  const folder = folders.find(({ task }) => task.slug === 'one-link-broken')!;
  const broken = (change: object) => examBreaches(drawTask({ ...folder, source: { ...folder.source, ...change } }, pools, 1));
  test.each([
    ['a repair that is none', { repair: { values: {}, commands: ['kubectl get pods'], answers: {} } }, /^the repair fails answers, survives/u],
    ['a part that nobody needs', { repair: { ...folder.source.repair, commands: ['kubectl get pods'] } }, /^the repair passes without kubectl get pods$/u],
    ['a guard that does not hold', { guards: ['answers', ...folder.source.guards] }, /^from the start same-service, deployment-untouched hold; the guards are answers/u],
    ['a wrong repair that is right', { wrong: [{ id: 'right', values: folder.source.repair.values, commands: [], answers: {} }] }, /^the wrong repair right passes$/u],
  ])('%s', (_, change, said) => {
    expect(broken(change)).toContainEqual(expect.stringMatching(said));
  });
});

describe('an exam', () => {
  const bundles: Record<'ja' | 'en', ExamBundle> = {} as never;
  test('is the same in both languages, and carries no answers', async () => {
    bundles.ja = await bundleExam('ja');
    bundles.en = await bundleExam('en');
    for (const form of EXAM_FORMS)
      for (const seed of SAMPLE) {
        const [ja, en] = [drawExam(bundles.ja, { form, seed }), drawExam(bundles.en, { form, seed })];
        expect(ja.map(({ definition, given, starter }) => ({ definition, given, starter }))).toEqual(en.map(({ definition, given, starter }) => ({ definition, given, starter })));
        expect(ja.map(({ words }) => words)).not.toEqual(en.map(({ words }) => words));
      }
    for (const part of ['"repair"', '"wrong"', '"facts"', '"solution']) expect(JSON.stringify(bundles)).not.toContain(part);
  });

  test('has the tasks of its form, none twice', () => {
    const tasks = folders.map(({ task }) => task);
    for (const form of EXAM_FORMS)
      for (let seed = 1; seed <= 200; seed++) {
        const drawn = tasksOf(forms[form], tasks, seed);
        expect(new Set(drawn.map(({ slug }) => slug)).size).toBe(forms[form].parts.reduce((sum, part) => sum + part.tasks, 0));
        for (const { topics, tasks: many } of forms[form].parts) expect(drawn.filter(({ topic }) => topics.includes(topic)).length).toBeGreaterThanOrEqual(many);
      }
    expect(forms.long.parts.reduce((sum, part) => sum + part.tasks, 0)).toBe(12);
    expect(forms.short.parts.reduce((sum, part) => sum + part.tasks, 0)).toBe(6);
  });

  test('gives credit for what is reached, takes it for what is spoiled, and none for what was there', () => {
    const checks = (...passed: boolean[]) => passed.map((one, i) => ({ id: 'abcd'[i] ?? '', passed: one }));
    expect(creditOf(['d'], checks(true, true, true, true))).toBe(1);
    expect(creditOf(['c', 'd'], checks(true, false, true, true))).toBe(0.5);
    expect(creditOf(['c', 'd'], checks(true, true, false, true))).toBe(0.5);
    expect(creditOf(['c', 'd'], checks(false, false, true, true))).toBe(0);
    expect(creditOf(['c', 'd'], checks(true, false, false, false))).toBe(0);
  });
});
