import { within, type LessonFolder } from '../../exercise/load.ts';
import { Stage, type CommandRecord } from '../stage.ts';

export interface SessionRecord {
  readonly prompt: string;
  readonly records: readonly CommandRecord[];
  /** What the capture beside the commands has printed when it was stopped. */
  readonly heard?: CommandRecord;
  /** What did not go as `lesson.yaml` says; test/content demands that there is nothing. */
  readonly problems: readonly string[];
}

/** Runs a session of `lesson.yaml` on a fresh cluster with its manifests applied. The same every time. */
export function runSession(folder: LessonFolder, name: string): SessionRecord {
  const session = folder.lesson.sessions[name];
  if (session === undefined) throw new Error(`${folder.path}/lesson.yaml: has no session ${name}`);
  const { from, listening, commands } = session;
  const stage = new Stage(`session ${name}`, within(folder.files, 'manifests'), session);
  if (listening !== undefined) stage.listen();
  const records = commands.map(({ run, exit }) => stage.run(from, run, { exit }));
  const silent = records.filter(({ output }) => output.length === 0).map(({ line }) => `session ${name}: ${line}: printed nothing`);
  const heard = listening === undefined ? {} : { heard: stage.heard(from, listening) };
  return { prompt: stage.prompt(from), records, ...heard, problems: [...stage.problems, ...silent] };
}
