import {
  advance,
  clusterConfig,
  createCluster,
  grade,
  inspect,
  intervene,
  openSession,
  Part,
  PartMissing,
  placeOfVantage,
  runCommand,
  settleCluster,
} from '../engine/index.ts';
import type { ClusterState, CommandResult, LearnerRecord, TerminalSession, Transition, Verdict } from '../engine/index.ts';
import { normalizeAnswer, predictionFields, questionOf } from '../exercise/answers.ts';
import type { ExerciseBundle, ExerciseDefinition } from '../exercise/exercise.ts';
import { arrange, NO_ARRANGEMENT, type Arrangement } from '../scene/arrangement.ts';
import type { LabAction, TerminalKey, Texts } from './action.ts';
import { machineOf, terminalsOf, vantageOf, vantagesOf } from './exercise-place.ts';
import { changesObjects, entryOf, innerPlace, type HistoryEntry } from './history.ts';
import { joinVerdicts, openChecks, phaseAfter, verdictInPhase, type PhaseStanding } from './phases.ts';
import { foregroundOf, happen, happenTo, jobsLeftBy, type RunningLine } from './running-line.ts';
import { addMoments, advanceToEvent, LONGEST_WAIT_MS, type Moment } from './timeline.ts';

/** What a lab needs of an exercise: everything but its words and its answer. */
export type LabExercise = Pick<ExerciseBundle, 'slug' | 'definition' | 'given' | 'starter' | 'bank'>;

/** One learner's work on one exercise: plain data that survives JSON. Never changed in place. */
export interface LabSession extends PhaseStanding {
  readonly exercise: LabExercise;
  /** The cluster before the learner came. */
  readonly given: ClusterState;
  readonly cluster: ClusterState;
  readonly terminals: { readonly [key: TerminalKey]: TerminalSession };
  /** The editable files as the operator's directory has them. */
  readonly texts: Texts;
  readonly history: readonly HistoryEntry[];
  /** Lines that go on, in the order in which they began: at most one in the foreground of a terminal. */
  readonly running: readonly RunningLine[];
  /** As given. Of a prediction: what is being predicted, then, once predictions stand, what was seen. */
  readonly answers: { readonly [field: string]: string };
  /** What was predicted, as given. Absent until it stands; nothing can be run before, and nothing of it changes after. */
  readonly predictions?: { readonly [field: string]: string };
  /** How many hints are open. */
  readonly hints: number;
  /** What a learner would call a try: applies, commands that change objects, and, with nothing to edit, answers. */
  readonly attempts: number;
  readonly gaveUp: boolean;
  /** The work was handed in: from then on it stays as judged. */
  readonly handedIn: boolean;
  /** Absent until something was tried. */
  readonly verdict?: Verdict;
  /** Ideas behind predictions that turned out otherwise, by check, once what was seen is answered rightly. */
  readonly missed?: Verdict['feedback'];
  /** What happened since the lab was given, oldest first, with what it takes to go back there. */
  readonly moments: readonly Moment[];
  /** Everything done so far, oldest first; doing it again gives this session. */
  readonly log: readonly LabAction[];
  readonly arrangement: Arrangement;
}

/** More Pods than this are refused, as by a quota: a page has to answer within a moment. */
export const MOST_PODS = 200;
/** More files than this are not taken. */
export const MOST_FILES = 20;

/** A fresh lab: given applied and settled, then, where the exercise says so, the starter. */
export function openLab(exercise: LabExercise): LabSession {
  const { definition, given, starter } = exercise;
  const fresh = createCluster(clusterConfig(definition.cluster), definition.seed);
  const bare = settleCluster({ ...fresh, config: { ...fresh.config, mostPods: MOST_PODS } }).cluster;
  const begun = applyFiles(bare, definition.cluster.namespace, given);
  const settled = definition.applyStarter ? applyFiles(begun, definition.cluster.namespace, starter) : begun;
  const terminals: { [key: TerminalKey]: TerminalSession } = {};
  for (const key of terminalsOf(definition)) terminals[key] = openTerminal(exercise, key, starter);
  return {
    exercise,
    given: settled,
    cluster: settled,
    terminals,
    texts: starter,
    history: [],
    running: [],
    answers: {},
    hints: 0,
    attempts: 0,
    gaveUp: false,
    handedIn: false,
    phase: 0,
    phaseTries: 0,
    moments: [],
    log: [],
    arrangement: arrange(NO_ARRANGEMENT, settled, focusOf(exercise)),
  };
}

/** Whether nothing can be run yet: there is something to predict, and it does not stand. */
export function awaitsPredictions({ exercise, predictions }: Pick<LabSession, 'exercise' | 'predictions'>): boolean {
  return predictions === undefined && predictionFields(exercise.definition).length > 0;
}

/** The session after one action, graded. Throws only where a part is missing and on bugs of ours; the session it began from stays good. */
export function takeAction(session: LabSession, action: LabAction): LabSession {
  if (action.kind === 'draw') return drawRun(session, action);
  const done = act(session, action);
  const seen = asksForVerdict(session, done) ? judged(done) : done;
  return { ...seen, arrangement: arrange(session.arrangement, seen.cluster, focusOf(seen.exercise)) };
}

/** The session after one action, with the verdict and the drawing of before. */
function act(session: LabSession, action: Exclude<LabAction, { kind: 'draw' }>): LabSession {
  return {
    ...perform('texts' in action ? { ...session, texts: { ...session.texts, ...action.texts } } : session, action),
    log: [...session.log, action],
  };
}

function asksForVerdict(before: LabSession, done: LabSession): boolean {
  const tried = done.handedIn || done.attempts > 0 || done.history.length > 0 || Object.keys(done.answers).length > 0;
  return tried && done.exercise.definition.checks.length > 0 && isJudged(before, done);
}

/** What only an exercise with a bank of faults asks for. */
export const DRAWN_RUN_PART = new Part('drawn-run', () => import('../exercise/drawn-run.ts'));

/** A fresh lab of the run that a code stands for; the same session where there is no such run. */
function drawRun(session: LabSession, action: Extract<LabAction, { kind: 'draw' }>): LabSession {
  const { drawExercise, readRunCode } = DRAWN_RUN_PART.content;
  const read = readRunCode(action.run);
  return 'seed' in read && session.exercise.bank ? { ...openLab(drawExercise(session.exercise, read.seed)), log: [action] } : session;
}

/** The code of a session's run and the files it began with; `undefined` where nothing is drawn. */
export function runOf({ exercise: { bank, definition, starter } }: LabSession): { readonly code: string; readonly starter: Texts } | undefined {
  return bank && { code: DRAWN_RUN_PART.content.runCode(definition.seed), starter };
}

/**
 * The session after several actions. Phases open by verdicts on the way; once all are open, and elsewhere, nobody reads any but the newest, and only that is
 * made. Throws as `takeAction` does.
 */
export function takeActions(before: LabSession, actions: readonly LabAction[]): LabSession {
  let session = before;
  let newest: LabSession | undefined;
  for (const action of actions) {
    const { phases = [] } = session.exercise.definition;
    if (action.kind === 'draw' || session.phase < phases.length) {
      session = takeAction(session, action);
      newest = undefined;
    } else {
      const done = act(session, action);
      if (asksForVerdict(session, done)) newest = done;
      session = { ...done, arrangement: arrange(session.arrangement, done.cluster, focusOf(done.exercise)) };
    }
  }
  if (!newest) return session;
  const { verdict, missed } = judged(newest);
  return { ...session, ...(verdict ? { verdict } : {}), ...(missed ? { missed } : {}) };
}

/** The session that these actions lead to. An action that fails is left out, and so is everything after it. */
export function replay(exercise: LabExercise, actions: readonly LabAction[]): LabSession {
  let session = openLab(exercise);
  try {
    return takeActions(session, actions);
  } catch (problem) {
    if (problem instanceof PartMissing) throw problem;
  }
  // One of them fails: as far as before it.
  for (const action of actions) {
    try {
      session = takeAction(session, action);
    } catch {
      break;
    }
  }
  return session;
}

/** The verdict before anything was tried: what a lab that begins with the broken packet shows. */
export function judgeGiven(session: LabSession): Verdict {
  return judge({ ...session, cluster: session.given, texts: session.exercise.starter, answers: {}, history: [] });
}

function judge(session: LabSession, checks = openChecks(session.exercise.definition, session)): Verdict {
  const { feedback, cluster: place } = session.exercise.definition;
  const { given, cluster, texts } = session;
  return grade(checks, feedback, {
    given,
    cluster,
    record: recordOf(session),
    diagnostics: () => inspect(texts, cluster, place.namespace).diagnostics,
  });
}

/** An exam is judged once: when it is handed in. What was handed in stays as judged. */
function isJudged(before: LabSession, { exercise, handedIn }: LabSession): boolean {
  return !before.handedIn && (handedIn || exercise.definition.kind !== 'exam');
}

/** Exams and runs end by being handed in. */
const isHandedIn = ({ kind, drawn }: ExerciseDefinition): boolean => kind === 'exam' || drawn !== undefined;

/** The verdict, once every phase that it passes has opened the next one and what that begins with has happened. */
function judged(given: LabSession): LabSession {
  const { definition } = given.exercise;
  let session = given;
  let whole = judge(session);
  for (let open = phaseAfter(definition, session, whole); open > session.phase; open = phaseAfter(definition, session, whole)) {
    session = { ...session, phase: session.phase + 1, phaseTries: session.attempts };
    for (const intervention of definition.phases?.[session.phase]?.begins ?? []) session = passed(session, intervene(session.cluster, intervention));
    // Opening a phase changes nothing of what was judged, but by what it begins with.
    const opened = openChecks(definition, session).filter(({ id }) => definition.phases?.[session.phase]?.checks.includes(id));
    whole = session.cluster === given.cluster ? joinVerdicts(whole, judge(session, opened)) : judge(session);
  }
  const verdict = verdictInPhase(definition, session, session.handedIn ? Infinity : session.attempts, whole);
  return { ...session, verdict, ...missedIn(session, verdict) };
}

/** Ideas behind predictions that turned out otherwise. */
function missedIn(session: LabSession, verdict: Verdict): Pick<LabSession, 'missed'> {
  const { predictions } = session;
  if (!predictions) return {};
  const passed = new Set(verdict.checks.filter((check) => check.passed).map(({ id }) => id));
  const { feedback } = judge({ ...session, answers: { ...session.answers, ...predictions } });
  return { missed: feedback.filter(({ explains }) => passed.has(explains)) };
}

/** What grading reads of a learner's doings. A prediction that does not stand yet is no answer. */
export function recordOf(session: LabSession): LearnerRecord {
  const { definition } = session.exercise;
  const open = new Set(awaitsPredictions(session) ? predictionFields(definition) : []);
  const answers = Object.entries(session.answers).flatMap(([field, given]) => {
    const question = questionOf(definition, field);
    return question && !open.has(field) ? [[field, normalizeAnswer(question, given)] as const] : [];
  });
  const commands = session.history.map(({ terminal, inside = terminal, line, exitCode, output, packets, dns }) => ({
    line,
    ...(inside.includes('/') ? { pod: machineOf(vantageOf(inside)) } : {}),
    exitCode,
    output: output.map(({ text }) => text).join(''),
    packets,
    dns,
  }));
  return { answers: Object.fromEntries(answers), commands };
}

/** The predictions stand, if there is one for every field. What was seen is answered afresh. */
function commit(session: LabSession): LabSession {
  const fields = predictionFields(session.exercise.definition);
  const { answers } = session;
  if (!awaitsPredictions(session) || fields.some((field) => (answers[field] ?? '') === '')) return session;
  const predicted = new Set(fields);
  return {
    ...session,
    predictions: Object.fromEntries(fields.map((field) => [field, answers[field] ?? ''])),
    answers: Object.fromEntries(Object.entries(answers).filter(([field]) => !predicted.has(field))),
  };
}

/** What the drawing shows besides the exercise's namespace: the places that checks and terminals speak from. */
export function focusOf({ definition }: LabExercise): { readonly namespace: string; readonly vantages: readonly string[] } {
  return { namespace: definition.cluster.namespace, vantages: [...new Set([...vantagesOf(definition.checks), definition.terminal])] };
}

/** What would show the outcome waits for the predictions. */
const SHOWS_OUTCOME: ReadonlySet<LabAction['kind']> = new Set(['apply', 'run', 'advance', 'wait', 'intervene']);

function perform(session: LabSession, action: Exclude<LabAction, { kind: 'draw' }>): LabSession {
  if (SHOWS_OUTCOME.has(action.kind) && awaitsPredictions(session)) return session;
  const isExam = session.exercise.definition.kind === 'exam';
  switch (action.kind) {
    case 'apply':
      return { ...type(session, 'operator', applyWords(session.exercise.definition.editable)), attempts: session.attempts + 1 };
    case 'run': {
      const done = type(session, action.terminal, action.line);
      return changedBy(session, done) ? { ...done, attempts: session.attempts + 1 } : done;
    }
    case 'stop': {
      const line = foregroundOf(session, action.terminal);
      return line ? happenTo(session, line, { signal: 'INT' }) : session;
    }
    case 'save': {
      const line = foregroundOf(session, action.terminal);
      if (!line) return session;
      const done = happenTo(session, line, { saved: action.text });
      return (done.history[line.number - 1]?.changes.length ?? 0) > 0 ? { ...done, attempts: session.attempts + 1 } : done;
    }
    case 'answer':
      return {
        ...session,
        answers: { ...session.answers, [action.field]: action.choice },
        attempts: session.attempts + (isTry(session, action.field, action.choice) ? 1 : 0),
      };
    case 'commit':
      return commit(session);
    case 'hint':
      return { ...session, hints: Math.max(session.hints, Math.min(action.number, session.exercise.definition.hints)) };
    case 'advance':
      return passed(session, advance(session.cluster, Math.max(0, Math.min(action.ms, LONGEST_WAIT_MS))));
    case 'wait': {
      if (action.until === 'quiet') return passed(session, settleCluster(session.cluster));
      const { cluster, transitions } = advanceToEvent(session.cluster);
      return happen({ ...session, cluster, moments: addMoments(session.moments, transitions) }, ...transitions.map((transition) => ({ transition })));
    }
    case 'intervene':
      return passed(session, intervene(session.cluster, action.intervention));
    case 'files':
      return withFiles(session, action.files);
    case 'hand-in':
      return { ...session, handedIn: isHandedIn(session.exercise.definition) };
    case 'give-up':
      return isExam ? session : { ...session, gaveUp: true };
  }
}

/** A session whose editable files are these; what a dropped one said is forgotten. */
function withFiles({ exercise, ...session }: LabSession, files: readonly string[]): LabSession {
  const editable = [...new Set(files)].slice(0, MOST_FILES);
  return {
    ...session,
    exercise: { ...exercise, definition: { ...exercise.definition, editable } },
    texts: Object.fromEntries(editable.map((file) => [file, session.texts[file] ?? ''])),
  };
}

function passed(session: LabSession, { cluster, transition }: { readonly cluster: ClusterState; readonly transition: Transition }): LabSession {
  return happen({ ...session, cluster, moments: addMoments(session.moments, [transition]) }, { transition });
}

/** Whether the command that was just typed changed objects. */
function changedBy(before: LabSession, { history }: LabSession): boolean {
  const entry = history.at(-1);
  return history.length > before.history.length && (entry?.changes.length ?? 0) > 0;
}

/** An answer is a try where nothing can be edited; a prediction that does not stand yet is none. */
function isTry(session: LabSession, field: string, choice: string): boolean {
  return session.exercise.definition.editable.length === 0 && !awaitsPredictions(session) && choice !== '' && session.answers[field] !== choice;
}

/** What a learner may need to hear beside the tools' own words. */
function notesOf({ world, exitCode }: CommandResult, key: TerminalKey, line: string): CommandResult['notSimulated'] {
  const notes: { id: string; params: { [name: string]: string } }[] = [];
  if (vantageOf(key) !== 'operator' && exitCode === 127 && /^\s*(?:kubectl|k)\b/.test(line)) notes.push({ id: 'kubectl-elsewhere', params: {} });
  const pods = Object.values(world.cluster.tables.pods ?? {}).reduce((sum, rows) => sum + Object.keys(rows).length, 0);
  if (pods >= MOST_PODS) notes.push({ id: 'pods-full', params: { most: String(MOST_PODS) } });
  return notes;
}

/** The shell of a terminal as it stands, with the editor's files in the operator's directory. */
export function shellOf(session: LabSession, key: TerminalKey): TerminalSession {
  const shell = session.terminals[key] ?? openTerminal(session.exercise, key, session.texts);
  return vantageOf(key) === 'operator' ? { ...shell, files: { ...shell.files, ...session.texts } } : shell;
}

/**
 * Types a line into a terminal (or starts a program by its words), and waits, as a person would, for what it set going. Lines that
 * go on see what it did; a terminal whose command goes on takes no other.
 */
function type(session: LabSession, key: TerminalKey, command: string | readonly string[]): LabSession {
  if (foregroundOf(session, key) && typeof command === 'string') return session;
  const line = typeof command === 'string' ? command : command.join(' ');
  const typedInto = shellOf(session, key);
  // A button's words are the operator's own, whatever shell is open in front of them.
  const inFront = typeof command === 'string' ? undefined : typedInto.outer && typedInto;
  const shell = inFront ? { ...outermost(inFront), files: inFront.files } : typedInto;
  const typedBefore = session.history.filter(({ terminal }) => terminal === key).map((entry) => entry.line);
  const began = { cluster: session.cluster, session: { ...shell, history: [...typedBefore, line] } };
  const result = runCommand(began, command, { capture: session.running.length > 0, afterwards: [] });
  const settled = changesObjects(result.transition) ? settleCluster(result.world.cluster) : undefined;
  const number = session.history.length + 1;
  const inside = innerPlace(shell);
  const next = inFront ?? result.world.session;
  const entry = entryOf(
    { ...result, world: { ...result.world, session: next } },
    {
      number,
      terminal: key,
      line,
      ...(inside ? { inside } : {}),
      notes: notesOf(result, inside ?? key, line),
      ...(settled ? { after: settled.transition } : {}),
    },
  );
  const typed: LabSession = {
    ...session,
    cluster: settled?.cluster ?? result.world.cluster,
    terminals: { ...session.terminals, [key]: next },
    texts: vantageOf(key) === 'operator' ? editedTexts(session, result.world.session.files) : session.texts,
    history: [...session.history, entry],
    moments: addMoments(session.moments, [result.transition, ...(settled ? [settled.transition] : [])]),
  };
  const after = settled ? [{ transition: settled.transition }] : [];
  const heard = happen(typed, { transition: result.transition, packets: result.captured ?? [] }, ...after);
  const signalled = result.signals.reduce((done, signal) => {
    const hit = done.running.find(({ terminal, jobs }) => terminal === key && signal.pid !== undefined && jobs.includes(signal.pid));
    return hit ? happenTo(done, hit, signal) : done;
  }, heard);
  if (!result.running) return signalled;
  const left = {
    number,
    terminal: key,
    line: command,
    inForeground: result.running === 'foreground',
    jobs: jobsLeftBy(result, shell),
    began,
    happenings: after,
  };
  return { ...signalled, running: [...signalled.running, left] };
}

const outermost = ({ outer, ...shell }: TerminalSession): TerminalSession => (outer ? outermost(outer.session) : shell);

/** What a tool wrote into the editable files (`kubectl get -o yaml > stock.yaml`, `sed -i`) is what the editor shows. */
function editedTexts({ exercise, texts }: LabSession, files: Texts): Texts {
  const edited = exercise.definition.editable.filter((file) => files[file] !== undefined && files[file] !== texts[file]);
  return edited.length === 0 ? texts : { ...texts, ...Object.fromEntries(edited.map((file) => [file, files[file] as string])) };
}

function openTerminal({ definition, starter, given }: LabExercise, key: TerminalKey, texts: Texts): TerminalSession {
  const vantage = vantageOf(key);
  const readable = Object.fromEntries(definition.readOnly.map((file) => [file, starter[file] ?? given[file] ?? '']));
  const session = openSession(placeOfVantage(vantage), vantage === 'operator' ? { ...readable, ...texts } : {});
  return { ...session, memory: {}, namespace: definition.cluster.namespace, ...(vantage === 'operator' ? { aliases: { k: 'kubectl' } } : {}) };
}

function applyWords(files: readonly string[]): readonly string[] {
  return ['kubectl', 'apply', ...files.flatMap((file) => ['-f', file])];
}

/** One file after the other, each settled: a namespace's ServiceAccount must be there before its Pods are. */
function applyFiles(cluster: ClusterState, namespace: string, files: Texts): ClusterState {
  let state = cluster;
  for (const name of Object.keys(files).sort()) {
    const session = { ...openSession({ kind: 'operator' }, files), namespace };
    state = settleCluster(runCommand({ cluster: state, session }, applyWords([name])).world.cluster).cluster;
  }
  return state;
}
