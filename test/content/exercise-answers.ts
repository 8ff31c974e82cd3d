import { inspect, type Verdict } from '../../src/engine/index.ts';
import type { LabAction } from '../../src/lab/action.ts';
import { answerActions } from '../../src/lab/reference-actions.ts';
import { judgeGiven, openLab, takeActions, type LabExercise, type LabSession } from '../../src/lab/session.ts';
import type { WrittenAnswer } from '../../src/exercise/exercise.ts';
import { drawFaults, type FaultBank } from '../../src/exercise/faults.ts';
import { entriesOf, within, type ExerciseFolder } from '../../src/exercise/load.ts';
import { readWrittenAnswer } from '../../src/exercise/written-answer.ts';

/** A line of an author's answer that says what must happen: `#~ fails: …`, `#~ feedback: …`, or `… #~ rule-id`. */
export interface Marks {
  readonly fails: readonly string[];
  readonly feedback: readonly string[];
  /** `file:line rule-id`, lines counted from 1. */
  readonly diagnostics: readonly string[];
}

/** One right or wrong answer of an exercise as its author wrote it. */
export interface Answer extends WrittenAnswer {
  /** Path below the exercise's folder: `wrong/recreated`. */
  readonly path: string;
  readonly marks: Marks;
  /** It holds no manifest, command or choice. */
  readonly isEmpty: boolean;
}

/** What became of an answer. */
export interface Outcome {
  readonly session: LabSession;
  readonly verdict: Verdict;
  /** `file:line rule-id` of the files that the answer itself brings. */
  readonly diagnostics: readonly string[];
  /** Ids of errors in any of the learner's files. */
  readonly errors: readonly string[];
}

export const exerciseOf = ({ slug, definition, bank, files }: ExerciseFolder): LabExercise => ({
  slug,
  definition,
  given: within(files, 'given'),
  starter: within(files, 'starter'),
  ...(bank ? { bank } : {}),
});

/** The answers below `solution/` or `wrong/`, in the order of names. */
export function answersOf(folder: ExerciseFolder, kind: 'solution' | 'wrong'): readonly Answer[] {
  return entriesOf(folder.files, kind).map((entry) => readAnswer(folder, `${kind}/${entry}`));
}

/** The learner who applies the starter as it is. */
export const starterAnswer = (folder: ExerciseFolder): Answer => ({ path: 'starter', texts: within(folder.files, 'starter'), commands: [], answers: {}, marks: { fails: [], feedback: [], diagnostics: [] }, isEmpty: false });

/** Reads a file or a folder of manifests, `session.txt` and `answers.yaml`. */
export function readAnswer(folder: ExerciseFolder, path: string): Answer {
  const single = folder.files[path];
  const first = folder.definition.editable[0] ?? '';
  const files = single === undefined ? within(folder.files, path) : { [first]: single };
  const { texts, commands, answers } = readWrittenAnswer(files);
  const lines = Object.values(files).flatMap((text) => text.split('\n'));
  const named = (word: string): readonly string[] => lines.flatMap((line) => (line.startsWith(`#~ ${word}:`) ? line.slice(word.length + 4).split(',').map((id) => id.trim()) : []));
  const diagnostics = Object.entries(texts).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, i) => {
      const marked = /\S.*#~ (.+)$/.exec(line);
      return marked?.[1] ? marked[1].split(',').map((id) => `${file}:${i + 1} ${id.trim()}`) : [];
    }),
  );
  const isEmpty = [texts, commands, answers].every((part) => Object.keys(part).length === 0);
  return { path, texts, commands, answers, marks: { fails: named('fails'), feedback: named('feedback'), diagnostics }, isEmpty };
}

const opened = new WeakMap<ExerciseFolder, LabSession>();

/** A fresh lab of the exercise: made once, since nothing ever changes one. */
export function freshLab(folder: ExerciseFolder): LabSession {
  const fresh = opened.get(folder) ?? openLab(exerciseOf(folder));
  opened.set(folder, fresh);
  return fresh;
}

/** Does in a lab what the answer says: predicts, applies its manifests, types its commands, answers; then grades. */
export function performAnswer(folder: ExerciseFolder, answer: Answer): Outcome {
  const actions = folder.bank && answer.path !== 'starter' ? repairing(folder, folder.bank, answer) : answerActions(folder.definition, answer);
  const session = takeActions(freshLab(folder), actions);
  const { diagnostics } = inspect(session.texts, session.cluster, folder.definition.cluster.namespace);
  const lineOf = (file: string, offset: number): number => (session.texts[file] ?? '').slice(0, offset).split('\n').length;
  return {
    session,
    verdict: session.verdict ?? judgeGiven(session),
    diagnostics: diagnostics.filter(({ file }) => answer.texts[file] !== undefined).map(({ file, id, span }) => `${file}:${lineOf(file, span.start)} ${id}`).sort(),
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ file, id }) => `${file} ${id}`),
  };
}

/**
 * An answer to an exercise whose faults are drawn says only where it differs from the healthy shop: what is drawn is repaired first.
 * Whoever applies twice more hears the reasons of the newest phase.
 */
function repairing(folder: ExerciseFolder, bank: FaultBank, answer: Answer): readonly LabAction[] {
  const run = (terminal: string, line: string): LabAction => ({ kind: 'run', terminal, line, texts: {} });
  const again: LabAction = { kind: 'apply', texts: {} };
  const healthy = readAnswer(folder, `solution/${entriesOf(folder.files, 'solution')[0] ?? ''}`);
  return [
    ...drawFaults(bank, folder.definition.seed).flatMap(({ repair = [] }) => repair.map((line) => run('operator', line))),
    ...Object.entries({ ...healthy.answers, ...answer.answers }).map(([field, choice]) => ({ kind: 'answer' as const, field, choice })),
    { kind: 'apply', texts: { ...bank.healthy, ...answer.texts } },
    ...answer.commands.map(({ terminal, line }) => run(terminal, line)),
    again,
    again,
  ];
}
