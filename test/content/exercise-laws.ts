import { grade, inspect } from '../../src/engine/index.ts';
import { recordOf, takeAction } from '../../src/lab/session.ts';
import type { ExerciseFolder } from '../../src/exercise/load.ts';
import { answersOf, performAnswer, starterAnswer, type Outcome } from './exercise-answers.ts';

/** A law that an exercise breaks: which file, and what to do about it. */
export interface Breach {
  readonly file: string;
  readonly why: string;
}

const list = (ids: Iterable<string>): string => [...ids].sort().join(', ') || 'nothing';
const failedOf = ({ verdict }: Outcome): string[] => verdict.checks.filter(({ passed }) => !passed).map(({ id }) => id).sort();

/**
 * The laws of architecture.md C that need the engine: the starter fails, every solution passes, every wrong answer fails
 * exactly what it names and reports exactly what it marks, no check is decoration, every signature is shown once, every
 * misconception has a wrong answer, and grading again gives the same.
 */
export function behaviourBreaches(folder: ExerciseFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (path: string, why: string): void => void breaches.push({ file: `${folder.path}/${path}`, why });
  const { checks, feedback, misconceptions } = folder.definition;
  const known = new Set(checks.map(({ id }) => id));

  const starter = performAnswer(folder, starterAnswer(folder));
  const failedOnce = new Set(failedOf(starter));
  if (failedOnce.size === 0) breach('starter', 'the starter passes every check: it must fail at least one');

  const solutions = answersOf(folder, 'solution');
  if (solutions.length === 0) breach('solution', 'there is no solution');
  for (const answer of solutions) {
    const outcome = performAnswer(folder, answer);
    if (answer.isEmpty) breach(answer.path, 'does nothing: it has no manifest, command or choice');
    if (!outcome.verdict.passed) breach(answer.path, `the solution fails ${list(failedOf(outcome))}`);
    if (outcome.errors.length > 0) breach(answer.path, `the solution has errors: ${list(outcome.errors)}`);
    if (JSON.stringify(takeAgain(outcome)) !== JSON.stringify(outcome.verdict)) breach(answer.path, 'grading the same work twice gives two verdicts');
  }

  const shown = new Set<string>();
  const wrong = answersOf(folder, 'wrong');
  for (const answer of wrong) {
    if (answer.marks.fails.length === 0) {
      breach(answer.path, 'no line `#~ fails: <check ids>` says which checks this wrong answer must fail');
      continue;
    }
    const strange = answer.marks.fails.filter((id) => !known.has(id));
    if (strange.length > 0) breach(answer.path, `\`#~ fails:\` names ${list(strange)}, which exercise.yaml does not have`);
    const outcome = performAnswer(folder, answer);
    const failed = failedOf(outcome);
    failed.forEach((id) => failedOnce.add(id));
    if (list(failed) !== list(answer.marks.fails)) breach(answer.path, `fails ${list(failed)}, but says it fails ${list(answer.marks.fails)}`);
    if (list(outcome.diagnostics) !== list(answer.marks.diagnostics)) breach(answer.path, `reports ${list(outcome.diagnostics)}, but marks ${list(answer.marks.diagnostics)}`);
    const said = outcome.verdict.feedback.map(({ id }) => id);
    said.forEach((id) => shown.add(id));
    if (list(said) !== list(answer.marks.feedback)) breach(answer.path, `gets the feedback ${list(said)}, but says ${list(answer.marks.feedback)}`);
  }
  if (wrong.length < 2) breach('wrong', `there are ${wrong.length} wrong answers: write at least two`);

  for (const { id } of checks) if (!failedOnce.has(id)) breach('exercise.yaml', `no starter and no wrong answer fails the check ${id}: it is decoration`);
  for (const { id } of feedback) if (!shown.has(id)) breach('exercise.yaml', `no wrong answer gets the feedback ${id}`);
  const shownIdeas = new Set(feedback.filter(({ id }) => shown.has(id)).map(({ misconception }) => misconception));
  for (const id of misconceptions) if (!shownIdeas.has(id)) breach('exercise.yaml', `no wrong answer shows the misconception ${id}`);
  return breaches;
}

function takeAgain({ session }: Outcome): Outcome['verdict'] {
  const again = takeAction(session, { kind: 'hint', number: 1 });
  const { exercise, given, cluster } = again;
  const { diagnostics } = inspect(session.texts, cluster, exercise.definition.cluster.namespace);
  return grade(exercise.definition.checks, exercise.definition.feedback, { given, cluster, record: recordOf(again), diagnostics });
}
