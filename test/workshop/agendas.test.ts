import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readExercises, readLessons } from '../../src/exercise/load.ts';
import { AGENDA_LIMIT, beginsAt, exercisesOf, type Known } from '../../src/workshop/agenda.ts';
import { readAgendaText } from '../../src/workshop/agenda-text.ts';
import { readAgendas } from '../../src/workshop/read-course-facts.ts';

const agendas = readAgendas();
const minutesOf = new Map(readExercises().map(({ definition }) => [definition.id, definition.minutes]));
const lessons = new Map(readLessons().map(({ lesson }) => [lesson.id, lesson.sections]));

test('the agendas are there, and each is its own', () => {
  expect(agendas.map(({ id, minutes }) => [id, minutes])).toEqual([
    ['ninety-minutes', 90],
    ['half-day', 240],
    ['external-name', 90],
    ['troubleshooting-hour', 60],
  ]);
});

test('ninety minutes begin their steps at these minutes', () => {
  const [ninety] = agendas;
  expect(ninety?.steps.map((step, index) => `${beginsAt(ninety, index)} ${step.exercises.join('+') || step.id}`)).toEqual([
    '0 welcome',
    '5 L01-E1',
    '13 L02-E2',
    '28 L03-E1',
    '38 L03-E2',
    '50 break',
    '55 L04-E1',
    '67 L04-E2',
    '77 L06-E3',
    '87 exit-ticket',
  ]);
  expect(ninety?.before).toEqual(['L01-E4']);
  expect(ninety?.steps.flatMap(({ stretch }) => stretch).sort()).toEqual(['L06-E1', 'L14-E4']);
});

describe.each(agendas.map((agenda) => [agenda.id, agenda] as const))('%s', (_, agenda) => {
  test('fills its slot to the minute', () => {
    expect(agenda.slack + agenda.steps.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(agenda.minutes);
  });

  test('gives every step the time that its exercises take', () => {
    const short = agenda.steps.filter(({ exercises, instead, minutes }) =>
      [exercises, instead].some((ids) => ids.reduce((sum, id) => sum + (minutesOf.get(id) ?? 0), 0) > minutes && !ids.includes('L14-CAP')),
    );
    expect(short.map(({ id }) => id)).toEqual([]);
  });

  test('does no exercise twice, and leads to sections that exist', () => {
    const all = agenda.steps.flatMap(({ exercises, instead }) => [...exercises, ...instead]);
    expect(all).toEqual([...new Set(all)]);
    expect(exercisesOf(agenda).every((id) => minutesOf.has(id))).toBe(true);
    for (const { lesson } of agenda.steps) {
      const [id = '', section] = lesson?.split('#') ?? [];
      if (section !== undefined) expect(lessons.get(id)).toContain(section);
    }
  });

  test('says everything in both languages, each in its own words', () => {
    const japanese = /[\u3040-\u30ff\u3400-\u9fff]/u;
    for (const words of [agenda.title, agenda.lead, ...agenda.steps.flatMap(({ title, notes, say, ask }) => [title, notes, say, ask])]) {
      if (!words) continue;
      expect(words.en, words.en).not.toMatch(japanese);
      expect(words.ja, words.ja).toMatch(japanese);
      // Sentences that fit on a wall and in a breath.
      for (const sentence of words.ja.split(/[。\n]/u)) expect(sentence.length, sentence).toBeLessThanOrEqual(100);
    }
  });
});

describe('an agenda of one’s own', () => {
  const known: Known = { exercises: new Set(['L01-E1', 'L02-E2']), lessons: new Set(['L02']) };
  const text = (steps: string, top = 'id: mine\ntitle: My room\nminutes: 10'): string => `${top}\nsteps:\n${steps}`;
  const step = '  - { id: a, title: One, minutes: 10, mode: you-do, exercises: [L01-E1] }';
  const problems = (given: string): readonly string[] => {
    const read = readAgendaText(given, known);
    return 'problems' in read ? read.problems.map(({ line, rule, path }) => `${line} ${path.join('.')} ${rule}`) : [];
  };

  test('is read from YAML and from JSON alike; one text serves both languages', () => {
    const yaml = readAgendaText(text(step), known);
    const json = readAgendaText(
      JSON.stringify({ id: 'mine', title: 'My room', minutes: 10, steps: [{ id: 'a', title: 'One', minutes: 10, mode: 'you-do', exercises: ['L01-E1'] }] }),
      known,
    );
    expect(yaml).toEqual(json);
    expect('agenda' in yaml && yaml.agenda.title).toEqual({ ja: 'My room', en: 'My room' });
  });

  test.each([
    ['no YAML', 'id: [', ['1  syntax']],
    ['nothing', '', ['1  not-a-map', '1 steps missing', '1 id missing', '1 title missing', '1 minutes missing']],
    ['a wrong sum', text(step, 'id: mine\ntitle: x\nminutes: 12'), ['3 minutes minutes-differ']],
    ['an unknown exercise', text(`${step.replace('L01-E1', 'L99-E1')}`), ['5 steps.0.exercises.0 no-such-exercise']],
    ['an unknown field', text(`${step}\n  - { id: b, titel: x, minutes: 1, mode: i-do }`), ['6 steps.1.titel unknown-field', '6 steps.1.title missing']],
    ['an unknown mode', text(step.replace('you-do', 'they-do')), ['5 steps.0.mode not-mode']],
    ['the same id twice', text(`${step}\n${step}`), ['6 steps.1.id twice']],
    ['the same exercise twice', text(step.replace('[L01-E1]', '[L01-E1, L02-E2, L01-E1]')), ['5 steps.0.exercises.2 twice']],
    ['an unknown lesson', text(step.replace('exercises:', 'lesson: L03#x, exercises:')), ['5 steps.0.lesson no-such-lesson']],
    ['minutes in words', text(step.replace('minutes: 10', 'minutes: ten')), ['5 steps.0.minutes not-minutes']],
    ['one language only', text(step.replace('title: One', 'title: { ja: 一 }')), ['5 steps.0.title not-words']],
  ])('with %s is refused, line by line', (_, given, expected) => {
    expect(problems(given)).toEqual(expected);
  });

  test('that is hostile is refused in a moment', () => {
    const bomb = `a: &a [${'x,'.repeat(50)}]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`},`.repeat(30)}]`).join('\n')}`;
    const began = performance.now();
    expect(problems(bomb)).toEqual(['1  syntax']);
    expect(readAgendaText('['.repeat(AGENDA_LIMIT.characters), known)).toEqual({
      problems: [{ rule: 'syntax', said: 'nested too deeply', path: [], line: 1 }],
    });
    expect(problems('{a: '.repeat(10_000)).length).toBeGreaterThan(0);
    expect(problems(`id: "${'x'.repeat(AGENDA_LIMIT.characters)}"`)).toEqual(['1  too-long']);
    expect(problems('__proto__: { id: x }\nid: mine\ntitle: x\nminutes: 1\nsteps: []').length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('is what the template of the page is', () => {
    expect(readFileSync('content/agendas/ninety-minutes.yaml', 'utf8').length).toBeLessThan(AGENDA_LIMIT.characters);
  });
});
