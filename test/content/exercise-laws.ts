import { grade, inspect } from '../../src/engine/index.ts';
import { breakTexts } from '../../src/exercise/faults.ts';
import { openLab, recordOf, takeAction } from '../../src/lab/session.ts';
import { within, type ExerciseFolder } from '../../src/exercise/load.ts';
import { lineAt, lineWith, type Breach } from './breach.ts';
import { answersOf, exerciseOf, freshLab, performAnswer, starterAnswer, type Answer, type Outcome } from './exercise-answers.ts';

const lineHas = (text: string | undefined, part: string | RegExp): boolean => text !== undefined && (typeof part === 'string' ? text.includes(part) : text.split('\n').some((line) => part.test(line)));
const FAILS = /^#~ fails:/u;
const FEEDBACK = /^#~ (feedback|fails):/u;
const list = (ids: Iterable<string>): string => [...ids].sort().join(', ') || 'nothing';
const failedOf = ({ verdict }: Outcome): string[] => verdict.checks.filter(({ passed }) => !passed).map(({ id }) => id).sort();

/** Rules that are reported and not marked, or marked and not reported, each in its line of the answer; each rule is `file:line rule`. */
function markBreaches({ files, path: folder }: ExerciseFolder, { path, marks }: Answer, reported: readonly string[]): readonly Breach[] {
  const told = (one: string, say: (rule: string) => string): Breach => {
    const { file = '', line = '1', rule = '' } = /^(?<file>.*):(?<line>\d+) (?<rule>.*)$/u.exec(one)?.groups ?? {};
    return { file: `${folder}/${files[path] === undefined ? `${path}/${file}` : path}`, line: Number(line), why: say(rule) };
  };
  return [
    ...reported.filter((one) => !marks.diagnostics.includes(one)).map((one) => told(one, (rule) => `the editor complains about this line: write \`#~ ${rule}\` behind it`)),
    ...marks.diagnostics.filter((one) => !reported.includes(one)).map((one) => told(one, (rule) => `the editor has no complaint ${rule} about this line: take \`#~ ${rule}\` away`)),
  ];
}

/**
 * The laws of architecture.md C that need the engine: the starter fails, every solution passes, every wrong answer fails
 * exactly what it names and reports exactly what it marks, no check is decoration, every signature is shown once, every
 * misconception has a wrong answer, and grading again gives the same. What a fault says that it breaks is taken at its word, which `faultBreaches` holds it to.
 */
export function answerBreaches(folder: ExerciseFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  /** `path` is a file, or the folder of an answer: then its first file that has `part`. */
  const breach = (path: string, why: string, part?: string | RegExp): void => {
    const inside = Object.keys(folder.files).filter((file) => file === path || file.startsWith(`${path}/`));
    const file = inside.find((one) => part !== undefined && lineHas(folder.files[one], part)) ?? (inside.length === 1 ? inside[0] : undefined) ?? path;
    breaches.push({ file: `${folder.path}/${file}`, line: lineWith(folder.files[file], part), why });
  };
  const { checks, feedback, misconceptions } = folder.definition;
  const known = new Set(checks.map(({ id }) => id));

  const refused = givenBreaches(folder);
  if (refused.length > 0) return refused;
  const starter = performAnswer(folder, starterAnswer(folder));
  const failedOnce = new Set(failedOf(starter));
  if (failedOnce.size === 0) breach('starter', 'the starter passes every check: take from it what the learner is to write');

  const solutions = answersOf(folder, 'solution');
  if (solutions.length === 0) breach('solution', 'there is no solution: write one as solution/<name>/');
  for (const answer of solutions) {
    const outcome = performAnswer(folder, answer);
    breaches.push(...typedBreaches(folder, answer, outcome));
    if (answer.isEmpty) breach(answer.path, 'does nothing: give it a manifest, session.txt or answers.yaml');
    if (!outcome.verdict.passed) breach(answer.path, `the solution fails ${list(failedOf(outcome))}: mend the solution, or the check if it asks too much`);
    if (outcome.errors.length > 0) breach(answer.path, `the solution has errors: ${list(outcome.errors)}: a right answer is one that the API server takes`);
    if (JSON.stringify(takeAgain(outcome)) !== JSON.stringify(outcome.verdict)) breach(answer.path, 'grading the same work twice gives two verdicts: a check must not change what it looks at');
  }

  for (const { breaks } of folder.bank?.faults ?? []) breaks.forEach((id) => failedOnce.add(id));

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
    breaches.push(...markBreaches(folder, answer, outcome.diagnostics), ...typedBreaches(folder, answer, outcome));
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

/** Every manifest that is given is one that the API server takes: whatever else fails follows from one that is not. */
function givenBreaches(folder: ExerciseFolder): readonly Breach[] {
  const given = within(folder.files, 'given');
  const { diagnostics } = inspect(given, freshLab(folder).given, folder.definition.cluster.namespace);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ file, id, span }) => ({ file: `${folder.path}/given/${file}`, line: lineAt(given[file] ?? '', span.start), why: `is not taken by the API server (${id}): mend the manifest` }));
}

/** Lines of an answer's session that no shell knows, each in its line. */
function typedBreaches({ files, path: folder }: ExerciseFolder, { path }: Answer, { session }: Outcome): readonly Breach[] {
  const text = files[`${path}/session.txt`];
  return session.history
    .filter(({ exitCode, line }) => exitCode === 127 && text?.split('\n').includes(line))
    .map(({ line }) => ({ file: `${folder}/${path}/session.txt`, line: (text ?? '').split('\n').indexOf(line) + 1, why: `there is no command ${line.split(' ')[0] ?? ''} at this place: mend the line, or \`@ in\` above it` }));
}

/** Everything of an exercise that needs the engine: its answers, and each of its faults. */
export const behaviourBreaches = (folder: ExerciseFolder): readonly Breach[] => [
  ...answerBreaches(folder),
  ...(folder.bank?.faults ?? []).flatMap(({ id }) => faultBreaches(folder, id)),
];

/** A shop whose only fault is this one fails what the fault says; what is answered is left out, because nobody was asked. */
export function faultBreaches(folder: ExerciseFolder, id: string): readonly Breach[] {
  const { bank, definition, files, path } = folder;
  const fault = bank?.faults.find((one) => one.id === id);
  if (!bank || !fault) return [];
  const { given, cluster } = openLab({ ...exerciseOf(folder), starter: breakTexts(bank.healthy, [fault]) });
  const judged = definition.checks.filter(({ kind }) => kind !== 'answer');
  const { checks } = grade(judged, [], { given, cluster, record: { answers: {}, commands: [] }, diagnostics: () => [] });
  const failed = checks.filter(({ passed }) => !passed).map((check) => check.id);
  if (list(failed) === list(fault.breaks)) return [];
  const file = `faults/${id}.yaml`;
  return [{ file: `${path}/${file}`, line: lineWith(files[file], /^breaks:/u), why: `alone, it breaks ${list(failed)}, but says ${list(fault.breaks)}: mend the edit, the checks or \`breaks\`` }];
}

function takeAgain({ session }: Outcome): Outcome['verdict'] {
  const again = takeAction(session, { kind: 'hint', number: 1 });
  const { exercise, given, cluster } = again;
  const { diagnostics } = inspect(session.texts, cluster, exercise.definition.cluster.namespace);
  // A copy: of a cluster that was judged before, nothing is found out again.
  return grade(exercise.definition.checks, exercise.definition.feedback, { given, cluster: { ...cluster }, record: recordOf(again), diagnostics: () => diagnostics });
}
