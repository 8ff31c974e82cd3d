import type { Check } from '../engine/index.ts';
import { fieldsOf, normalizeAnswer, questionOf, splitIds } from './answers.ts';
import type { ExerciseDefinition } from './exercise.ts';
import { hintSections } from './hint-sections.ts';

/** What a definition's parts say of each other that cannot be: by rule, what its sentence needs. */
export interface DefinitionFaults {
  readonly 'repeated-check': { readonly check: string };
  readonly 'phase-without-check': { readonly check: string; readonly checks: string };
  readonly 'check-not-in-one-phase': { readonly check: string };
  readonly 'phase-without-question': { readonly field: string };
  readonly 'explains-no-check': { readonly feedback: string; readonly check: string; readonly checks: string };
  readonly 'repeated-question': { readonly field: string };
  /** A question's choice, row or column. */
  readonly 'repeated-choice': { readonly field: string; readonly choice: string };
  readonly 'unread-question': { readonly field: string };
  readonly 'reads-no-field': { readonly check: string; readonly field: string; readonly fields: string };
  readonly 'accepts-no-choice': { readonly check: string; readonly accepted: string; readonly field: string; readonly choices: string };
  readonly 'accepts-what-never-comes': { readonly check: string; readonly accepted: string; readonly becomes: string };
  readonly 'parsons-not-editable': { readonly file: string };
  readonly 'parsons-indented': Record<never, never>;
  readonly 'parsons-lacks-line': { readonly file: string; readonly line: string; readonly offered: boolean };
}
export type DefinitionRule = keyof DefinitionFaults;

/** One fault, and the field of the definition that it is about. */
export type DefinitionFault = {
  readonly [R in DefinitionRule]: { readonly rule: R; readonly params: DefinitionFaults[R]; readonly path: readonly (string | number)[] };
}[DefinitionRule];

type Places = readonly { readonly check: Extract<Check, { kind: 'answer' }>; readonly path: readonly (string | number)[] }[];

/** Every check `answer` in a list of checks, those within others too. */
function answerChecks(checks: readonly Check[], path: readonly (string | number)[]): Places {
  return checks.flatMap((check, at): Places => {
    const here = [...path, at];
    if (check.kind === 'answer') return [{ check, path: here }];
    if (!('hold' in check)) return [];
    return Array.isArray(check.hold) ? answerChecks(check.hold, [...here, 'hold']) : answerChecks([check.hold as Check], [...here, 'hold']);
  });
}

type Read = Pick<ExerciseDefinition, 'checks' | 'phases' | 'feedback' | 'questions' | 'parsons' | 'editable'>;

/** Every fault of a definition that needs neither files nor an engine to be seen, in the order of its fields. */
export function definitionFaults(definition: Read): readonly DefinitionFault[] {
  return [...checkFaults(definition), ...answerFaults(definition), ...parsonsFaults(definition)];
}

function checkFaults({ checks, phases, feedback, questions }: Read): readonly DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const ids = checks.map(({ id }) => id);
  const known = new Set(ids);
  ids.forEach((check, at) => {
    if (ids.indexOf(check) !== at) faults.push({ rule: 'repeated-check', params: { check }, path: ['checks', at, 'id'] });
  });
  const phased = (phases ?? []).flatMap((phase) => phase.checks);
  phases?.forEach((phase, at) => {
    phase.checks.forEach((check, i) => {
      if (!known.has(check)) faults.push({ rule: 'phase-without-check', params: { check, checks: ids.join(', ') }, path: ['phases', at, 'checks', i] });
    });
    phase.questions?.forEach((field, i) => {
      if (!questions.some((question) => question.field === field))
        faults.push({ rule: 'phase-without-question', params: { field }, path: ['phases', at, 'questions', i] });
    });
  });
  for (const check of phases ? known : [])
    if (phased.filter((one) => one === check).length !== 1) faults.push({ rule: 'check-not-in-one-phase', params: { check }, path: ['phases'] });
  feedback.forEach(({ id, explains }, at) => {
    if (!known.has(explains))
      faults.push({ rule: 'explains-no-check', params: { feedback: id, check: explains, checks: ids.join(', ') }, path: ['feedback', at, 'explains'] });
  });
  return faults;
}

/** Questions and the checks that read them fit: each question is read by a check, and no check waits for what nobody can answer. */
function answerFaults({ questions, checks, feedback }: Read): readonly DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const fields = questions.map(({ field }) => field);
  const asked = answerChecks(checks, ['checks']);
  fields.forEach((field, at) => {
    if (fields.indexOf(field) !== at) faults.push({ rule: 'repeated-question', params: { field }, path: ['questions', at, 'field'] });
    if (!asked.some(({ check }) => check.field.split('/')[0] === field))
      faults.push({ rule: 'unread-question', params: { field }, path: ['questions', at, 'field'] });
  });
  questions.forEach((question, at) => {
    for (const list of ['rows', 'columns', 'choices'] as const)
      question[list]?.forEach((choice, i, all) => {
        if (all.indexOf(choice) !== i) faults.push({ rule: 'repeated-choice', params: { field: question.field, choice }, path: ['questions', at, list, i] });
      });
  });
  const signatures = feedback.flatMap(({ when }, at) => answerChecks(when, ['feedback', at, 'when']));
  for (const { check, path } of [...asked, ...signatures]) {
    const { id, field, accepted = [], exactly = [], includes = [], inOrder = [], among = [], cells, asGiven } = check;
    const table = cells ?? asGiven?.of;
    const question = questionOf({ questions }, field);
    const known = question ? fieldsOf(question) : [];
    for (const cell of table ? Object.keys(table).map((cell) => `${field}/${cell}`) : [field])
      if (!known.includes(cell))
        faults.push({ rule: 'reads-no-field', params: { check: id, field: cell, fields: questions.flatMap(fieldsOf).join(', ') }, path: [...path, 'field'] });
    if (!question) continue;
    const one = [...accepted, ...Object.values(cells ?? {}).flat()];
    const words = [...exactly, ...includes, ...among, ...inOrder.flat()];
    const { choices } = question;
    if (choices) {
      const wholes = question.choose === 'order' ? one.flatMap(splitIds) : one;
      const strange = [...wholes, ...words].filter((choice) => !choices.includes(choice));
      if (strange.length > 0)
        faults.push({
          rule: 'accepts-no-choice',
          params: { check: id, accepted: strange.join(', '), field: question.field, choices: choices.join(', ') },
          path,
        });
      continue;
    }
    for (const text of [...one, ...words]) {
      const becomes = normalizeAnswer(question, text);
      if (becomes !== text) faults.push({ rule: 'accepts-what-never-comes', params: { check: id, accepted: text, becomes }, path });
    }
  }
  return faults;
}

function parsonsFaults({ parsons, editable }: Read): readonly DefinitionFault[] {
  if (!parsons) return [];
  const faults: DefinitionFault[] = [];
  if (!editable.includes(parsons.file)) faults.push({ rule: 'parsons-not-editable', params: { file: parsons.file }, path: ['parsons', 'file'] });
  if (parsons.lines.some((line) => line.trim() !== line)) faults.push({ rule: 'parsons-indented', params: {}, path: ['parsons', 'lines'] });
  return faults;
}

/** What a text that is built from given lines has and the lines do not offer. */
export function parsonsTextFaults({ parsons }: Pick<ExerciseDefinition, 'parsons'>, file: string, text: string): readonly DefinitionFault[] {
  if (!parsons) return [];
  const left = [...parsons.lines];
  const written = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return written.flatMap((line): DefinitionFault[] => {
    const at = left.indexOf(line);
    if (at < 0) return [{ rule: 'parsons-lacks-line', params: { file, line, offered: parsons.lines.includes(line) }, path: ['parsons', 'lines'] }];
    left.splice(at, 1);
    return [];
  });
}

/**
 * Ids of the sections that an exercise's words must have: in a course all of them, elsewhere those without which something has no words.
 */
export function sectionsOf({
  checks,
  feedback,
  phases,
  questions,
  hints,
  drawn,
}: Pick<ExerciseDefinition, 'checks' | 'drawn' | 'feedback' | 'phases' | 'questions' | 'hints'>): {
  readonly needed: readonly string[];
  readonly usual: readonly string[];
} {
  return {
    needed: [
      'task',
      ...Array.from({ length: hints }, (_, at) => hintSections({ drawn, phases }, at + 1)).flat(),
      ...checks.map(({ id }) => `check-${id}`),
      ...feedback.map(({ id }) => `feedback-${id}`),
      ...(phases ?? []).map(({ id }) => `phase-${id}`),
      ...questions.flatMap(({ field, choices = [], rows = [], columns = [] }) => [
        `question-${field}`,
        ...choices.map((choice) => `choice-${field}-${choice}`),
        ...rows.map((row) => `row-${field}-${row}`),
        ...columns.map((column) => `column-${field}-${column}`),
      ]),
    ],
    usual: ['story', 'explain', 'done', ...checks.map(({ id }) => `ask-${id}`)],
  };
}
