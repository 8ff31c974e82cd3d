import type { FolderTexts } from '../../src/exercise/load.ts';
import type { Breach } from './breach.ts';

/** Marks, in a new exercise or lesson, what is still to be written; behind it stands what. */
export const UNWRITTEN = '✎';

/** Every place that a scaffold has left to its author. */
export function unwrittenBreaches(path: string, files: FolderTexts): readonly Breach[] {
  return Object.entries(files).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => {
      const [, what] = line.split(UNWRITTEN);
      if (what === undefined) return [];
      return [{ file: `${path}/${file}`, line: index + 1, why: `still to be written: ${what.replace(/<\/\w+>.*|\{#.*|\[#.*/u, '').trim()}` }];
    }),
  );
}
