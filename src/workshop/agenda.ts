import type { Language } from '../messages/language.ts';

/** The same words in every language of the course. */
export type BothLanguages = { readonly [language in Language]: string };

/** Who acts: the instructor shows, all do it together, everybody does it alone. */
export const MODES = ['i-do', 'we-do', 'you-do'] as const;
export type Mode = (typeof MODES)[number];

/** One step of an agenda: exercises with their time, or, without any, an activity of the room. */
export interface AgendaStep {
  /** The fragment of its address. */
  readonly id: string;
  readonly title: BothLanguages;
  readonly minutes: number;
  readonly mode: Mode;
  /** What everybody does. */
  readonly exercises: readonly string[];
  /** Other exercises that fit into the same time: the room chooses. */
  readonly instead: readonly string[];
  /** For those who are ready early. */
  readonly stretch: readonly string[];
  /** What of a lesson is read or shown: `L02#worked`. */
  readonly lesson?: string;
  /** What the room sees. */
  readonly say?: BothLanguages;
  /** Questions to the room, one a line. */
  readonly ask?: BothLanguages;
  /** What only the instructor sees. */
  readonly notes: BothLanguages;
}

/** A plan for a room: steps that fill a slot to the minute. */
export interface Agenda {
  readonly id: string;
  readonly title: BothLanguages;
  readonly lead: BothLanguages;
  /** The slot, in minutes: the steps and the slack together. */
  readonly minutes: number;
  /** Minutes that no step needs. */
  readonly slack: number;
  /** Exercises that are sent the day before. */
  readonly before: readonly string[];
  readonly steps: readonly AgendaStep[];
}

/** What is wrong at a place of an agenda: a rule and its parameters. Words are in `src/messages`. */
export type AgendaComplaint =
  | { readonly rule: 'not-a-map' | 'not-a-list' | 'missing' | 'not-words' | 'not-minutes' | 'not-mode' | 'not-an-id' | 'not-a-section' }
  | { readonly rule: 'unknown-field'; readonly name: string; readonly known: readonly string[] }
  | { readonly rule: 'no-such-exercise' | 'no-such-lesson' | 'twice'; readonly name: string }
  | { readonly rule: 'too-long' | 'too-many'; readonly most: number }
  | { readonly rule: 'minutes-differ'; readonly slot: number; readonly sum: number }
  /** The text is no YAML; the parser's own words. */
  | { readonly rule: 'syntax'; readonly said: string };

/** Where in the value: names and places from 0. */
export type ValuePath = readonly (string | number)[];
export type AgendaProblem = AgendaComplaint & { readonly path: ValuePath };

/** What an agenda may name. */
export interface Known {
  readonly exercises: ReadonlySet<string>;
  readonly lessons: ReadonlySet<string>;
}

/** More than this is not read. */
export const AGENDA_LIMIT = { characters: 60_000, steps: 40, exercises: 12, words: 2_000, minutes: 600 } as const;

const AGENDA_FIELDS = ['id', 'title', 'lead', 'minutes', 'slack', 'before', 'steps'] as const;
const STEP_FIELDS = ['id', 'title', 'minutes', 'mode', 'exercises', 'instead', 'stretch', 'lesson', 'say', 'ask', 'notes'] as const;
const NO_WORDS: BothLanguages = { ja: '', en: '' };

/** Reads one value after the other and keeps every complaint; a value that is wrong reads as something harmless. */
class Reading {
  readonly problems: AgendaProblem[] = [];
  readonly #known: Known;

  constructor(known: Known) {
    this.#known = known;
  }

  complain(path: ValuePath, complaint: AgendaComplaint): void {
    this.problems.push({ ...complaint, path });
  }

  map(value: unknown, path: ValuePath, known: readonly string[]): { readonly [name: string]: unknown } {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.complain(path, { rule: 'not-a-map' });
      return {};
    }
    for (const name of Object.keys(value)) if (!known.includes(name)) this.complain([...path, name], { rule: 'unknown-field', name, known });
    return value as { readonly [name: string]: unknown };
  }

  list(value: unknown, path: ValuePath, most: number): readonly unknown[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.complain(path, { rule: 'not-a-list' });
      return [];
    }
    if (value.length > most) this.complain(path, { rule: 'too-many', most });
    return value.slice(0, most);
  }

  minutes(value: unknown, path: ValuePath, least = 1): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= AGENDA_LIMIT.minutes) return value;
    this.complain(path, { rule: value === undefined ? 'missing' : 'not-minutes' });
    return 0;
  }

  /** A text for both languages, or one of each. */
  words(value: unknown, path: ValuePath): BothLanguages {
    if (value === undefined) this.complain(path, { rule: 'missing' });
    const isPair = typeof value === 'object' && value !== null && !Array.isArray(value);
    const { ja, en } = isPair ? this.map(value, path, ['ja', 'en']) : { ja: value, en: value };
    if (value === undefined) return NO_WORDS;
    if (typeof ja !== 'string' || typeof en !== 'string' || ja.trim() === '' || en.trim() === '') {
      this.complain(path, { rule: 'not-words' });
      return NO_WORDS;
    }
    if (Math.max(ja.length, en.length) > AGENDA_LIMIT.words) this.complain(path, { rule: 'too-long', most: AGENDA_LIMIT.words });
    return { ja, en };
  }

  id(value: unknown, path: ValuePath): string {
    if (typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,39}$/u.test(value)) return value;
    this.complain(path, { rule: value === undefined ? 'missing' : 'not-an-id' });
    return '';
  }

  exercises(value: unknown, path: ValuePath): readonly string[] {
    const found = new Set<string>();
    for (const [index, one] of this.list(value, path, AGENDA_LIMIT.exercises).entries()) {
      const name = String(one);
      if (!this.#known.exercises.has(name)) this.complain([...path, index], { rule: 'no-such-exercise', name: name.slice(0, 40) });
      else if (found.has(name)) this.complain([...path, index], { rule: 'twice', name });
      found.add(name);
    }
    return [...found];
  }

  lesson(value: unknown, path: ValuePath): string | undefined {
    if (value === undefined) return undefined;
    const [, lesson] = /^(L\d\d)(?:#[a-z0-9-]+)?$/u.exec(typeof value === 'string' ? value : '') ?? [];
    if (lesson === undefined) this.complain(path, { rule: 'not-a-section' });
    else if (!this.#known.lessons.has(lesson)) this.complain(path, { rule: 'no-such-lesson', name: lesson });
    else return value as string;
    return undefined;
  }
}

/** An agenda out of a value of YAML or JSON, or everything that is wrong with it. Any value gives an answer. */
export function readAgenda(value: unknown, known: Known): { readonly agenda: Agenda } | { readonly problems: readonly AgendaProblem[] } {
  const reading = new Reading(known);
  const top = reading.map(value, [], AGENDA_FIELDS);
  const steps = reading.list(top['steps'], ['steps'], AGENDA_LIMIT.steps).map((step, index) => readStep(reading, step, ['steps', index]));
  if (steps.length === 0 && (top['steps'] === undefined || Array.isArray(top['steps']))) reading.complain(['steps'], { rule: 'missing' });
  const agenda: Agenda = {
    id: reading.id(top['id'], ['id']),
    title: reading.words(top['title'], ['title']),
    lead: top['lead'] === undefined ? NO_WORDS : reading.words(top['lead'], ['lead']),
    minutes: reading.minutes(top['minutes'], ['minutes']),
    slack: top['slack'] === undefined ? 0 : reading.minutes(top['slack'], ['slack'], 0),
    before: reading.exercises(top['before'], ['before']),
    steps,
  };
  for (const [index, { id }] of steps.entries())
    if (id !== '' && steps.findIndex((step) => step.id === id) < index) reading.complain(['steps', index, 'id'], { rule: 'twice', name: id });
  const sum = agenda.slack + steps.reduce((minutes, step) => minutes + step.minutes, 0);
  // A sum says nothing while its parts are wrong.
  if (reading.problems.length === 0 && sum !== agenda.minutes) reading.complain(['minutes'], { rule: 'minutes-differ', slot: agenda.minutes, sum });
  return reading.problems.length === 0 ? { agenda } : { problems: reading.problems };
}

function readStep(reading: Reading, value: unknown, path: ValuePath): AgendaStep {
  const step = reading.map(value, path, STEP_FIELDS);
  const at = (name: (typeof STEP_FIELDS)[number]): ValuePath => [...path, name];
  const mode = MODES.find((one) => one === step['mode']);
  if (mode === undefined) reading.complain(at('mode'), { rule: step['mode'] === undefined ? 'missing' : 'not-mode' });
  const lesson = reading.lesson(step['lesson'], at('lesson'));
  return {
    id: reading.id(step['id'], at('id')),
    title: reading.words(step['title'], at('title')),
    minutes: reading.minutes(step['minutes'], at('minutes')),
    mode: mode ?? 'we-do',
    exercises: reading.exercises(step['exercises'], at('exercises')),
    instead: reading.exercises(step['instead'], at('instead')),
    stretch: reading.exercises(step['stretch'], at('stretch')),
    ...(lesson === undefined ? {} : { lesson }),
    ...(step['say'] === undefined ? {} : { say: reading.words(step['say'], at('say')) }),
    ...(step['ask'] === undefined ? {} : { ask: reading.words(step['ask'], at('ask')) }),
    notes: step['notes'] === undefined ? NO_WORDS : reading.words(step['notes'], at('notes')),
  };
}

/** Every exercise of an agenda, in the order in which the room meets them, each once. */
export function exercisesOf({ before, steps }: Agenda): readonly string[] {
  return [...new Set([...before, ...steps.flatMap(({ exercises, instead, stretch }) => [...exercises, ...instead, ...stretch])])];
}

/** Minutes from the beginning of the agenda to the beginning of a step. */
export function beginsAt({ steps }: Agenda, index: number): number {
  return steps.slice(0, index).reduce((sum, { minutes }) => sum + minutes, 0);
}
