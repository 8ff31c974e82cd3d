import { parse } from 'yaml';
import { inspect, type Verdict } from '../../src/engine/index.ts';
import type { LabAction, TerminalKey } from '../../src/lab/action.ts';
import { openLab, takeAction, type LabExercise, type LabSession } from '../../src/lab/session.ts';
import { entriesOf, within, type ExerciseFolder } from '../../src/exercise/load.ts';

/** A line of an author's answer that says what must happen: `#~ fails: …`, `#~ feedback: …`, or `… #~ rule-id`. */
export interface Marks {
  readonly fails: readonly string[];
  readonly feedback: readonly string[];
  /** `file:line rule-id`, lines counted from 1. */
  readonly diagnostics: readonly string[];
}

/** One right or wrong answer of an exercise as its author wrote it. */
export interface Answer {
  /** Path below the exercise's folder: `wrong/recreated`. */
  readonly path: string;
  readonly texts: { readonly [file: string]: string };
  readonly commands: readonly { readonly terminal: TerminalKey; readonly line: string }[];
  readonly answers: { readonly [field: string]: string };
  readonly marks: Marks;
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

export const exerciseOf = ({ slug, definition, files }: ExerciseFolder): LabExercise => ({ slug, definition, given: within(files, 'given'), starter: within(files, 'starter') });

/** The answers below `solution/` or `wrong/`, in the order of names. */
export function answersOf(folder: ExerciseFolder, kind: 'solution' | 'wrong'): readonly Answer[] {
  return entriesOf(folder.files, kind).map((entry) => readAnswer(folder, `${kind}/${entry}`));
}

/** The learner who applies the starter as it is. */
export const starterAnswer = (folder: ExerciseFolder): Answer => ({ path: 'starter', texts: within(folder.files, 'starter'), commands: [], answers: {}, marks: { fails: [], feedback: [], diagnostics: [] } });

/** Reads a file or a folder of manifests, `session.txt` and `answers.yaml`. */
export function readAnswer(folder: ExerciseFolder, path: string): Answer {
  const single = folder.files[path];
  const first = folder.definition.editable[0] ?? '';
  const files = single === undefined ? within(folder.files, path) : { [first]: single };
  const texts = Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'session.txt' && name !== 'answers.yaml'));
  const lines = Object.values(files).flatMap((text) => text.split('\n'));
  const named = (word: string): readonly string[] => lines.flatMap((line) => (line.startsWith(`#~ ${word}:`) ? line.slice(word.length + 4).split(',').map((id) => id.trim()) : []));
  const diagnostics = Object.entries(texts).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, i) => {
      const marked = /\S.*#~ (.+)$/.exec(line);
      return marked?.[1] ? marked[1].split(',').map((id) => `${file}:${i + 1} ${id.trim()}`) : [];
    }),
  );
  return { path, texts, commands: readCommands(files['session.txt'] ?? ''), answers: (parse(files['answers.yaml'] ?? '{}') ?? {}) as Answer['answers'], marks: { fails: named('fails'), feedback: named('feedback'), diagnostics } };
}

function readCommands(text: string): Answer['commands'] {
  let terminal: TerminalKey = 'operator';
  const commands: { terminal: TerminalKey; line: string }[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('@ in ')) terminal = line.slice(5).trim() === '-' ? 'operator' : line.slice(5).trim();
    else commands.push({ terminal, line });
  }
  return commands;
}

/** Does in a lab what the answer says: its manifests are applied, its commands typed, its choices made; then grades. */
export function performAnswer(folder: ExerciseFolder, answer: Answer): Outcome {
  const actions: LabAction[] = [
    ...(Object.keys(answer.texts).length > 0 ? [{ kind: 'apply' as const, texts: answer.texts }] : []),
    ...answer.commands.map(({ terminal, line }) => ({ kind: 'run' as const, terminal, line, texts: {} })),
    ...Object.entries(answer.answers).map(([field, choice]) => ({ kind: 'answer' as const, field, choice })),
  ];
  const session = actions.reduce((session, action) => takeAction(session, action), openLab(exerciseOf(folder)));
  if (!session.verdict) throw new Error(`${folder.path}/${answer.path} does nothing: it has no manifest, command or choice`);
  const { diagnostics } = inspect(session.texts, session.cluster);
  const lineOf = (file: string, offset: number): number => (session.texts[file] ?? '').slice(0, offset).split('\n').length;
  return {
    session,
    verdict: session.verdict,
    diagnostics: diagnostics.filter(({ file }) => answer.texts[file] !== undefined).map(({ file, id, span }) => `${file}:${lineOf(file, span.start)} ${id}`).sort(),
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ file, id }) => `${file} ${id}`),
  };
}
