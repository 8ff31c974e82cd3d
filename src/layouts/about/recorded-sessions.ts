// What the conformance tests compare, counted from the same files: test/conformance fails unless exactly the listed
// commands differ, so the figures below hold for every build that passed.
import type { NotYet } from '../../../test/conformance/ratchet.ts';
import { parseCase } from '../../../test/conformance/txtar.ts';
import { readFolder } from '../../exercise/load.ts';
import { recordedAreas, type RecordedArea } from '../../messages/fidelity.ts';

/** Path below test/conformance → text. Sessions of earlier versions, below `versions`, are no part of the figures. */
const files = readFolder(`${process.cwd()}/test/conformance`);

export interface AreaFigures {
  readonly area: RecordedArea;
  readonly sessions: number;
  readonly commands: number;
  /** Commands that are answered as the real programs did. */
  readonly same: number;
}

/** Every recorded command that is answered differently, and why. */
export const differences = JSON.parse(files['not-yet.json'] as string) as readonly NotYet[];

/** The figures of every area; throws if there is a session of an area that the page has no words for. */
export function readFigures(): readonly AreaFigures[] {
  const sessions = Object.entries(files).filter(([path]) => path.startsWith('cases/') && path.endsWith('.txtar'));
  const of = (area: string) => sessions.filter(([path]) => path.startsWith(`cases/${area}/`));
  const stray = sessions.find(([path]) => !recordedAreas.some((area) => path.startsWith(`cases/${area}/`)));
  if (stray) throw new Error(`src/messages/fidelity.ts has no words for the area of test/conformance/${stray[0]}`);
  return recordedAreas.map((area) => {
    const commands = of(area).flatMap(([, text]) => parseCase(text).items.filter(({ type }) => type === 'command')).length;
    return { area, sessions: of(area).length, commands, same: commands - differences.filter((one) => one.case.startsWith(`${area}/`)).length };
  });
}
