/** Of every kind of exercise one, in the states that are worth a look: what is put on the device before its page opens. */
import { tasksOf } from '../../src/exercise/exam.ts';
import { examVersion, readExam, readExamTasks } from '../../src/exercise/exam-load.ts';
import { readExercises, type ExerciseFolder } from '../../src/exercise/load.ts';
import { runCode } from '../../src/exercise/run-code.ts';
import type { LabAction } from '../../src/lab/action.ts';
import { EXAM_KEY, type KeptExam } from '../../src/progress/exam.ts';
import { workKey, type SavedWork } from '../../src/progress/work.ts';
import { answersOf, performAnswer, starterAnswer, type Answer, type Outcome } from '../content/exercise-answers.ts';
import { actionsOf, drawTask } from '../content/exam-laws.ts';

export const STATES = ['begun', 'failing', 'passed'] as const;
export type State = (typeof STATES)[number];

/** A page as somebody left it. */
export interface Place {
  readonly kind: string;
  readonly state: State;
  /** Below the language's own address. */
  readonly path: string;
  readonly kept: { readonly [key: string]: string };
}

/** The exercises with the most to see of their kind. */
const SHOWN: { readonly [kind: string]: string } = {
  write: 'l07-e1-publish-on-30080',
  'faded-write': 'l01-e3-first-service',
  'break-fix': 'l02-e2-no-endpoints',
  terminal: 'l04-e4-from-ten-queries-to-two',
  predict: 'l05-e1-when-do-variables-appear',
  match: 'l01-e4-which-type',
  parsons: 'l02-e1-assemble-the-manifest',
  diagnose: 'l03-e2-two-ways-to-be-refused',
  migrate: 'l09-e3-prefer-the-same-zone',
  design: 'l13-e3-choose-the-pattern',
  capstone: 'l14-cap-rescue-the-flower-shop',
};

const EXAM_SEED = 4711;
const NOON = Date.UTC(2026, 10, 21, 12);

/** A learner does not write what an author notes in an answer: `#~ fails: …`. */
const unmarked = (texts: Answer['texts']): Answer['texts'] =>
  Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, text.replace(/^#~.*\n|[^\S\n]*#~.*$/gmu, '')]));

function outcomeOf(folder: ExerciseFolder, state: State): Outcome | undefined {
  if (state === 'begun') return undefined;
  const outcomes = answersOf(folder, state === 'passed' ? 'solution' : 'wrong').map((answer) =>
    performAnswer(folder, { ...answer, texts: unmarked(answer.texts) }),
  );
  return outcomes.find(({ verdict }) => verdict.passed === (state === 'passed')) ?? performAnswer(folder, starterAnswer(folder));
}

function labPlace(kind: string, folder: ExerciseFolder, state: State): Place {
  const { definition, slug, bank } = folder;
  const outcome = outcomeOf(folder, state);
  const drawn: readonly LabAction[] = bank ? [{ kind: 'draw', run: runCode(definition.seed) }] : [];
  const work: SavedWork = {
    format: 2,
    exercise: definition.id,
    savedAt: NOON,
    texts: outcome?.session.texts ?? {},
    actions: [...drawn, ...(outcome?.session.log ?? [])],
    passed: state === 'passed',
    gaveUp: false,
    explanation: '',
    passes: state === 'passed' ? [NOON] : [],
    ideas: {},
  };
  const isUntouched = outcome === undefined && drawn.length === 0;
  return { kind, state, path: `exercises/${slug}/`, kept: isUntouched ? {} : { [workKey(definition.id)]: JSON.stringify(work) } };
}

/** An exam whose tasks were done so: to be handed in, and then looked at task by task. */
function examPlace(state: State): Place {
  const { pools, forms } = readExam();
  const folders = readExamTasks();
  const tasks = tasksOf(
    forms.short,
    folders.map(({ task }) => task),
    EXAM_SEED,
  ).map(({ slug }) => {
    const drawn = drawTask(
      folders.find(({ task }) => task.slug === slug)!,
      pools,
      EXAM_SEED,
    );
    const { repair, wrong } = drawn.folder.source;
    const [mistaken = repair] = wrong;
    const actions = state === 'begun' ? [] : actionsOf(drawn, state === 'passed' ? repair : mistaken).filter(({ kind }) => kind !== 'hand-in');
    const applied = actions.find(({ kind }) => kind === 'apply');
    return { slug, texts: applied?.kind === 'apply' ? applied.texts : {}, actions };
  });
  const exam: KeptExam = {
    format: 1,
    kind: 'minato-exam',
    version: examVersion(),
    form: 'short',
    seed: EXAM_SEED,
    pass: 70,
    timer: { factor: 1, shown: true },
    begunAt: NOON,
    usedMs: 11 * 60_000,
    at: 0,
    tasks,
  };
  return { kind: 'exam', state, path: 'exam/', kept: { [EXAM_KEY]: JSON.stringify(exam) } };
}

/** Everything that is looked at; `kinds`: only these, of none all. */
export function placesToLookAt(kinds: readonly string[], states: readonly State[]): readonly Place[] {
  const exercises = readExercises();
  const missing = [...new Set(exercises.map(({ definition }) => definition.kind))].filter((kind) => SHOWN[kind] === undefined);
  if (missing.length > 0) throw new Error(`no exercise is chosen for ${missing.join(', ')}`);
  const wanted = (kind: string): boolean => kinds.length === 0 || kinds.includes(kind);
  return [
    ...Object.entries(SHOWN).flatMap(([kind, slug]) => {
      const folder = exercises.find((one) => one.slug === slug);
      if (!folder) throw new Error(`there is no exercise ${slug}`);
      return wanted(kind) ? states.map((state) => labPlace(kind, folder, state)) : [];
    }),
    ...(wanted('exam') ? states.map(examPlace) : []),
  ];
}
