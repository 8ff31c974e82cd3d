import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ContentError } from '../../src/exercise/content-error.ts';
import { readCourse, readExercise, readExercises, readGlossary, readLessons, readReference, type ExerciseFolder } from '../../src/exercise/load.ts';
import { runSession } from '../../src/layouts/lesson/run-session.ts';
import { describeBreach, type Breach } from './breach.ts';
import { hintBreaches } from './hint-laws.ts';
import { questionBreaches } from './question-laws.ts';
import { lessonBreaches, lessonSkeleton, structureBreaches } from './structure-laws.ts';

const exercises = readExercises();
const lessons = readLessons();
const course = readCourse();
const rules = new Set(readReference().map(({ rule }) => rule));
const terms = new Set(Object.keys(readGlossary()));
const exerciseIds = new Set(exercises.map(({ definition }) => definition.id));
const said = (breaches: readonly Breach[]): readonly string[] => breaches.map(describeBreach);

test('content was read', () => {
  expect(exercises.length).toBeGreaterThanOrEqual(3);
  expect(lessons.length).toBeGreaterThanOrEqual(1);
  expect(rules.size).toBeGreaterThanOrEqual(19);
  expect(exercises.reduce((sum, { files }) => sum + Object.keys(files).length, 0)).toBeGreaterThan(60);
});

describe.each(exercises.map((folder) => [folder.slug, folder] as const))('exercise %s', (_, folder) => {
  test('its folder is whole and both languages say the same things', () => {
    expect(said(structureBreaches(folder))).toEqual([]);
  });

  test('its third hint says the deciding fact', () => {
    expect(said(hintBreaches(folder))).toEqual([]);
  });
});

describe.each(lessons.map((folder) => [folder.slug, folder] as const))('lesson %s', (_, folder) => {
  test('both languages have one skeleton, and what it names exists', () => {
    expect(said(lessonBreaches(folder, exerciseIds, rules, terms))).toEqual([]);
  });

  test('it is in the course, with its id', () => {
    expect(course.lessons.find(({ slug }) => slug === folder.slug)?.id).toBe(folder.lesson.id);
  });

  test.each(Object.keys(folder.lesson.sessions))('the session %s runs as the text says', (session) => {
    const { problems, records } = runSession(folder, session);
    expect(problems).toEqual([]);
    expect(records.length).toBeGreaterThan(0);
  });
});

describe('the plan of the course', () => {
  test('has fourteen lessons or more, with ids and slugs in order, each needing earlier ones', () => {
    expect(course.lessons.length).toBeGreaterThanOrEqual(14);
    expect(course.lessons.map(({ id }) => id)).toEqual(Array.from({ length: course.lessons.length }, (_, index) => `L${String(index + 1).padStart(2, '0')}`));
    const seen = new Set<string>();
    for (const { id, slug, needs } of course.lessons) {
      expect(slug.slice(0, 2)).toBe(id.slice(1));
      expect(
        needs.filter((need) => !seen.has(need)),
        `${id} needs a later lesson`,
      ).toEqual([]);
      seen.add(id);
    }
  });
});

describe('the pages of rules', () => {
  test('every rule that a wrong answer marks has one', () => {
    const marked = exercises.flatMap(({ files, path }) =>
      Object.entries(files).flatMap(([file, text]) =>
        [...text.matchAll(/\S.*#~ (?<ids>[a-z-]+(?:, [a-z-]+)*)$/gmu)].flatMap(({ groups }) =>
          (groups?.['ids'] ?? '').split(', ').map((rule) => ({ rule, file: `${path}/${file}` })),
        ),
      ),
    );
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.filter(({ rule }) => !rules.has(rule)).map(({ rule, file }) => `${file}: content/reference/${rule}/ is missing`)).toEqual([]);
  });
});

/* A small exercise that is whole, written to the disk and then broken in one place. */
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const whole: Readonly<Record<string, string>> = {
  'exercise.yaml': `id: L99-E1
lesson: L99
kind: write
difficulty: 1
minutes: 1
scaffold: free
seeds: []
misconceptions: [M06]
seed: 1
cluster: { base: three-nodes, namespace: default }
terminal: operator
editable: [web.yaml]
readOnly: [pods.yaml]
applyStarter: true
questions: []
checks:
  - { id: answers, kind: tcp, from: default/client, host: web, port: 80, outcome: open }
feedback:
  - { id: swapped, misconception: M06, explains: answers, when: [{ id: shut, kind: tcp, from: default/client, host: web, port: 80, outcome: reset }] }
hints: 1
`,
  'ja.md': ['story', 'task', 'check-answers', 'ask-answers', 'feedback-swapped', 'hint-1', 'explain', 'done'].reduce(
    (text, id) => `${text}## 見出し {#${id}}\n\n本文です。\n\n`,
    '---\ntitle: 題\nsummary: 要約です。\n---\n\n',
  ),
  'en.md': ['story', 'task', 'check-answers', 'ask-answers', 'feedback-swapped', 'hint-1', 'explain', 'done'].reduce(
    (text, id) => `${text}## Heading {#${id}}\n\nText.\n\n`,
    '---\ntitle: Title\nsummary: Summary.\n---\n\n',
  ),
  'design.md': '| M06 | `swapped` |\n',
  'given/pods.yaml': 'kind: Pod\n',
  'starter/web.yaml': 'kind: Service\n',
  'solution/right/web.yaml': 'kind: Service\n',
  'wrong/swapped.yaml': '#~ fails: answers\nkind: Service\n',
};

function broken(changes: Readonly<Record<string, string | undefined>>, slug = 'l99-e1-broken'): ExerciseFolder {
  const root = mkdtempSync(join(tmpdir(), 'minato-content-'));
  folders.push(root);
  for (const [file, text] of Object.entries({ ...whole, ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return readExercise(root, `content/exercises/${slug}`);
}

describe('a broken folder is named with its file and the reason', () => {
  const at = 'content/exercises/l99-e1-broken';
  test('the whole one has nothing to complain about', () => {
    expect(said(structureBreaches(broken({})))).toEqual([]);
  });
  test.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['a language is missing', { 'en.md': undefined }, `${at}/en.md:1: is missing`],
    [
      'a hint is missing in one language',
      { 'en.md': whole['en.md']?.replace(/## Heading \{#hint-1\}\n\nText\.\n\n/u, '') },
      `${at}/en.md:1: has no section {#hint-1}`,
    ],
    [
      'a hint is empty',
      { 'ja.md': whole['ja.md']?.replace('## 見出し {#hint-1}\n\n本文です。', '## 見出し {#hint-1}\n') },
      `${at}/ja.md:26: the section {#hint-1} is empty`,
    ],
    [
      'a section nothing asks for',
      { 'ja.md': `${whole['ja.md']}## 余り {#hint-2}\n\n本文です。\n` },
      `${at}/ja.md:38: has the section {#hint-2}, which nothing asks for`,
    ],
    ['a heading without an id', { 'en.md': `${whole['en.md']}## Extra\n\nText.\n` }, `${at}/en.md:38: "## Extra" must end with an id: {#id}`],
    ['front matter without a title', { 'ja.md': whole['ja.md']?.replace('title: 題\n', '') }, `${at}/ja.md:1: front matter: title`],
    ['a summary with Markdown', { 'ja.md': whole['ja.md']?.replace('要約です。', '要約は`clusterIP`です。') }, `${at}/ja.md:3: is shown as it is written, with \``],
    ['an unknown file', { 'notes.txt': 'x' }, `${at}/notes.txt:1: no such file is known in an exercise`],
    ['a starter is missing', { 'starter/web.yaml': undefined }, `${at}/starter/web.yaml:1: is missing, but exercise.yaml lets the learner edit it`],
    ['a read-only file is missing', { 'given/pods.yaml': undefined }, `${at}/given/pods.yaml:1: is missing, but exercise.yaml shows it read-only`],
    [
      'a wrong answer that design.md does not explain',
      { 'design.md': 'M06\n' },
      `${at}/design.md:1: does not say which misconception wrong/swapped.yaml shows: write \`swapped\` into the table`,
    ],
    [
      'feedback that explains no check',
      { 'exercise.yaml': whole['exercise.yaml']?.replace('explains: answers', 'explains: answer') },
      `${at}/exercise.yaml:19: the feedback swapped explains answer, which is no check`,
    ],
    ['a question no check reads', { 'exercise.yaml': whole['exercise.yaml']?.replace('questions: []', 'questions: [{ field: why, choices: [a, b] }]') }, `${at}/exercise.yaml:15: no check reads the answer to why`],
    [
      'a check of a question that is not asked',
      { 'exercise.yaml': whole['exercise.yaml']?.replace('feedback:', '  - { id: why, kind: answer, field: why, accepted: [a] }\nfeedback:') },
      `${at}/exercise.yaml:18: the check why reads why, which no question asks for`,
    ],
    [
      'an accepted choice that is none',
      { 'exercise.yaml': whole['exercise.yaml']?.replace('questions: []', 'questions: [{ field: why, rows: [r], choices: [a, b] }]').replace('feedback:', '  - { id: why, kind: answer, field: why, cells: { r: [c] } }\nfeedback:') },
      `${at}/exercise.yaml:18: the check why accepts c, which is no choice of why`,
    ],
    [
      'an accepted text that never comes',
      { 'exercise.yaml': whole['exercise.yaml']?.replace('questions: []', 'questions: [{ field: why, text: line, ignore: [case] }]').replace('feedback:', '  - { id: why, kind: answer, field: why, accepted: [Web] }\nfeedback:') },
      `${at}/exercise.yaml:18: the check why accepts "Web", which never comes: what is typed is compared as "web"`,
    ],
    [
      'a solution that the lines cannot build',
      { 'exercise.yaml': whole['exercise.yaml']?.replace('hints: 1', "parsons: { file: web.yaml, lines: ['kind: Pod'] }\nhints: 1") },
      `${at}/exercise.yaml:20: solution/right/web.yaml has the line "kind: Service", which parsons does not offer`,
    ],
    [
      'a typed space between Latin and Japanese',
      { 'ja.md': whole['ja.md']?.replace('本文です。', 'Service を直します。') },
      `${at}/ja.md:8: a space between Latin and Japanese`,
    ],
  ])('%s', (_, changes, expected) => {
    expect(said(structureBreaches(broken(changes)))).toContainEqual(expect.stringContaining(expected));
  });

  test('the id does not fit the folder', () => {
    expect(said(structureBreaches(broken({}, 'l98-e1-broken')))).toContain(
      'content/exercises/l98-e1-broken/exercise.yaml:1: the folder l98-e1-broken must begin with the id L99-E1 in small letters: rename it, or mend the id',
    );
  });

  test.each<[string, string, RegExp]>([
    ['a misspelt field', 'hints: 1\nhint: 2', /exercise\.yaml:1: the file: .*"hint"/u],
    ['an unknown kind of check', 'kind: tpc', /exercise\.yaml:17: checks\.0/u],
    ['no YAML at all', 'checks: [', /exercise\.yaml:1: /u],
  ])('%s in exercise.yaml stops the reading', (_, text, expected) => {
    const yaml = text.startsWith('kind')
      ? (whole['exercise.yaml'] ?? '').replace('kind: tcp', text)
      : text.startsWith('checks')
        ? text
        : (whole['exercise.yaml'] ?? '').replace('hints: 1', text);
    expect(() => broken({ 'exercise.yaml': yaml })).toThrow(ContentError);
    expect(() => broken({ 'exercise.yaml': yaml })).toThrow(expected);
  });
});

describe('a lesson that drifts apart is named', () => {
  const lesson = lessons.find(({ lesson }) => lesson.id === 'L03');
  const withText = (file: string, change: (text: string) => string | undefined): readonly string[] => {
    if (lesson === undefined) throw new Error('there is no lesson');
    const changed = Object.fromEntries(
      Object.entries({ ...lesson.files, [file]: change(lesson.files[file] ?? '') }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    return said(lessonBreaches({ ...lesson, files: changed }, exerciseIds, rules, terms));
  };
  test('a language is missing', () => {
    expect(withText('en.mdx', () => undefined)).toContain(`${lesson?.path}/en.mdx:1: is missing: a lesson stands in both languages; write it`);
  });
  test('a heading has another id', () => {
    expect(withText('en.mdx', (text) => text.replace('[#rewrite]', '[#rewriting]'))).toContainEqual(
      expect.stringMatching(/en\.mdx:\d+: differs from ja\.mdx at part \d+: ja has heading rewrite, en has heading rewriting/u),
    );
  });
  test('a component has another property', () => {
    expect(withText('en.mdx', (text) => text.replace('number={2}', 'number={3}'))).toContainEqual(
      expect.stringContaining('<Figure name="rewrite" number={2}>'),
    );
  });
  test('an exercise does not exist', () => {
    expect(withText('ja.mdx', (text) => text.replace('L03-E1', 'L03-E9'))).toContainEqual(expect.stringContaining('there is no exercise L03-E9'));
  });
  describe('a question of its text', () => {
    const ofQuestions = (change: (text: string) => string): readonly string[] => said(questionBreaches({ ...lesson!, files: { ...lesson!.files, 'ja.mdx': change(lesson!.files['ja.mdx'] ?? '') } }));
    test('without a right choice, or with two', () => {
      expect(ofQuestions((text) => text.replace(' right>', '>'))).toContainEqual(expect.stringMatching(/ja\.mdx:\d+: the question membership has no right choice: write `right` on one/u));
      expect(ofQuestions((text) => text.replace('<Choice id="names">', '<Choice id="names" right>'))).toContainEqual(expect.stringContaining('the question membership has 2 right choices'));
    });
    test('with one choice, or one twice', () => {
      expect(ofQuestions((text) => text.replace(/<Choice id="names">.*\n/u, ''))).toContainEqual(expect.stringContaining('the question membership leaves nothing to choose'));
      expect(ofQuestions((text) => text.replace('id="names"', 'id="labels"'))).toContainEqual(expect.stringContaining('the question membership has the choice labels twice'));
    });
    test('is not answered by the place of its choice', () => {
      const first = (text: string) => text.replace(/(<Choice (?:(?! right>).)*\n)(<Choice .* right>.*\n)/gu, '$2$1');
      expect(ofQuestions(first)).toEqual([`${lesson?.path}/ja.mdx:1: all its 4 questions have the right choice in the same place: put some elsewhere, in both languages`]);
      for (const one of lessons) expect(questionBreaches(one)).toEqual([]);
    });
  });
  test('the skeleton is what the laws compare', () => {
    expect(lessonSkeleton('## 題 [#a]\n\n<Figure name="x" number={1}>図</Figure>\n\n[本](https://example.com)\n')).toEqual([
      'heading a',
      '<Figure name="x" number={1}>',
      'link https://example.com',
    ]);
  });
});
