import { grade, inspect } from '../../src/engine/index.ts';
import { breakTexts, type Fault } from '../../src/exercise/faults.ts';
import { openLab, recordOf, takeAction } from '../../src/lab/session.ts';
import type { ExerciseFolder } from '../../src/exercise/load.ts';
import { lineWith, type Breach } from './breach.ts';
import { answersOf, exerciseOf, performAnswer, starterAnswer, type Outcome } from './exercise-answers.ts';

const lineHas = (text: string | undefined, part: string | RegExp): boolean => text !== undefined && (typeof part === 'string' ? text.includes(part) : text.split('\n').some((line) => part.test(line)));
const FAILS = /^#~ fails:/u;
const FEEDBACK = /^#~ (feedback|fails):/u;
const list = (ids: Iterable<string>): string => [...ids].sort().join(', ') || 'nothing';
const failedOf = ({ verdict }: Outcome): string[] => verdict.checks.filter(({ passed }) => !passed).map(({ id }) => id).sort();

/** What to do where the rules that are reported are not those that are marked; each is `file:line rule`. */
function markRemedy(reported: readonly string[], marked: readonly string[]): string {
  const told = (one: string, verb: string, place: string): string => one.replace(/^(.*):(\d+) (.*)$/u, `${verb} \`#~ $3\` ${place} line $2 of $1`);
  return [
    ...reported.filter((one) => !marked.includes(one)).map((one) => told(one, 'write', 'behind')),
    ...marked.filter((one) => !reported.includes(one)).map((one) => told(one, 'take', 'away from')),
  ].join(', ');
}

/**
 * The laws of architecture.md C that need the engine: the starter fails, every solution passes, every wrong answer fails
 * exactly what it names and reports exactly what it marks, no check is decoration, every signature is shown once, every
 * misconception has a wrong answer, and grading again gives the same.
 */
export function behaviourBreaches(folder: ExerciseFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  /** `path` is a file, or the folder of an answer: then its first file that has `part`. */
  const breach = (path: string, why: string, part?: string | RegExp): void => {
    const inside = Object.keys(folder.files).filter((file) => file === path || file.startsWith(`${path}/`));
    const file = inside.find((one) => part !== undefined && lineHas(folder.files[one], part)) ?? (inside.length === 1 ? inside[0] : undefined) ?? path;
    breaches.push({ file: `${folder.path}/${file}`, line: lineWith(folder.files[file], part), why });
  };
  const { checks, feedback, misconceptions } = folder.definition;
  const known = new Set(checks.map(({ id }) => id));

  const starter = performAnswer(folder, starterAnswer(folder));
  const failedOnce = new Set(failedOf(starter));
  if (failedOnce.size === 0) breach('starter', 'the starter passes every check: take from it what the learner is to write');

  const solutions = answersOf(folder, 'solution');
  if (solutions.length === 0) breach('solution', 'there is no solution: write one as solution/<name>/');
  for (const answer of solutions) {
    const outcome = performAnswer(folder, answer);
    if (answer.isEmpty) breach(answer.path, 'does nothing: give it a manifest, session.txt or answers.yaml');
    if (!outcome.verdict.passed) breach(answer.path, `the solution fails ${list(failedOf(outcome))}: mend the solution, or the check if it asks too much`);
    if (outcome.errors.length > 0) breach(answer.path, `the solution has errors: ${list(outcome.errors)}: a right answer is one that the API server takes`);
    if (JSON.stringify(takeAgain(outcome)) !== JSON.stringify(outcome.verdict)) breach(answer.path, 'grading the same work twice gives two verdicts: a check must not change what it looks at');
  }

  for (const { fault, failed } of faultsAlone(folder)) {
    failed.forEach((id) => failedOnce.add(id));
    if (list(failed) !== list(fault.breaks)) breach(`faults/${fault.id}.yaml`, `alone, it breaks ${list(failed)}, but says ${list(fault.breaks)}: mend the edit, the checks or \`breaks\``, /^breaks:/u);
  }

  const shown = new Set<string>();
  const wrong = answersOf(folder, 'wrong');
  for (const answer of wrong) {
    if (answer.marks.fails.length === 0) {
      breach(answer.path, 'no line `#~ fails: <check ids>` says which checks this wrong answer must fail: write it as the first line');
      continue;
    }
    const strange = answer.marks.fails.filter((id) => !known.has(id));
    if (strange.length > 0) breach(answer.path, `\`#~ fails:\` names ${list(strange)}: exercise.yaml has ${list(known)}`, FAILS);
    const outcome = performAnswer(folder, answer);
    const failed = failedOf(outcome);
    failed.forEach((id) => failedOnce.add(id));
    if (failed.length === 0) breach(answer.path, `this wrong answer passes: a check must see the fault, or the answer belongs into solution/; it says it fails ${list(answer.marks.fails)}`, FAILS);
    else if (list(failed) !== list(answer.marks.fails)) breach(answer.path, `fails ${list(failed)}, but says it fails ${list(answer.marks.fails)}: mend the answer, the checks or the line`, FAILS);
    if (list(outcome.diagnostics) !== list(answer.marks.diagnostics))
      breach(answer.path, `reports ${list(outcome.diagnostics)}, but marks ${list(answer.marks.diagnostics)}: ${markRemedy(outcome.diagnostics, answer.marks.diagnostics)}`, /\S.*#~ /u);
    const said = outcome.verdict.feedback.map(({ id }) => id);
    said.forEach((id) => shown.add(id));
    if (list(said) !== list(answer.marks.feedback)) breach(answer.path, `gets the feedback ${list(said)}, but says ${list(answer.marks.feedback)}: mend \`when\` in exercise.yaml or the line \`#~ feedback:\``, FEEDBACK);
  }
  if (wrong.length < 2) breach('wrong', `there are ${wrong.length} wrong answers: write at least two`);

  for (const { id } of checks) if (!failedOnce.has(id)) breach('exercise.yaml', `no starter and no wrong answer fails the check ${id}: it is decoration; write a wrong answer that fails it, or take it out`, new RegExp(`id: ${id}\\b`, 'u'));
  for (const { id } of feedback) if (!shown.has(id)) breach('exercise.yaml', `no wrong answer gets the feedback ${id}: write one that does, or take it out`, new RegExp(`id: ${id}\\b`, 'u'));
  const shownIdeas = new Set(feedback.filter(({ id }) => shown.has(id)).map(({ misconception }) => misconception));
  for (const id of misconceptions) if (!shownIdeas.has(id)) breach('exercise.yaml', `no wrong answer shows the misconception ${id}: write one whose feedback has it, or take it out`, 'misconceptions:');
  return breaches;
}

/** What fails of a shop that has a single fault; what is answered is left out, because nobody was asked. */
function faultsAlone(folder: ExerciseFolder): readonly { readonly fault: Fault; readonly failed: readonly string[] }[] {
  const { bank } = folder;
  if (!bank) return [];
  const judged = folder.definition.checks.filter(({ kind }) => kind !== 'answer');
  return bank.faults.map((fault) => {
    const { given, cluster } = openLab({ ...exerciseOf(folder), starter: breakTexts(bank.healthy, [fault]) });
    const { checks } = grade(judged, [], { given, cluster, record: { answers: {}, commands: [] }, diagnostics: () => [] });
    return { fault, failed: checks.filter(({ passed }) => !passed).map(({ id }) => id) };
  });
}

function takeAgain({ session }: Outcome): Outcome['verdict'] {
  const again = takeAction(session, { kind: 'hint', number: 1 });
  const { exercise, given, cluster } = again;
  const { diagnostics } = inspect(session.texts, cluster, exercise.definition.cluster.namespace);
  // A copy: of a cluster that was judged before, nothing is found out again.
  return grade(exercise.definition.checks, exercise.definition.feedback, { given, cluster: { ...cluster }, record: recordOf(again), diagnostics: () => diagnostics });
}
