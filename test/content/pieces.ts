import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExam, readExamTask, SHARED_GIVEN } from '../../src/exercise/exam-load.ts';
import { readExercise, readFolder, readGlossary, readLesson, readWording, type FolderTexts, type LessonFolder } from '../../src/exercise/load.ts';
import { readSheet } from '../../src/exercise/sheet.ts';
import type { Breach } from './breach.ts';

/**
 * What takes time, and needs nothing of the rest: every answer of an exercise, one of its drawn faults, every terminal of a lesson, the examples of a rule's
 * page, the commands of a sheet, a task of the exam that is not proven, a custom exercise, the language of a text.
 */
export interface Piece {
  readonly kind: 'answers' | 'fault' | 'terminals' | 'examples' | 'sheet' | 'task' | 'custom' | 'language';
  /** Of the folder, the fault or the file: `content/exercises/l02-e2-no-endpoints`. */
  readonly path: string;
  readonly files: FolderTexts;
}

/** Breaches of each of the pieces, in their order. */
export type DoPieces = (root: string, pieces: readonly Piece[]) => Promise<readonly (readonly Breach[])[]>;

/** One after the other, here. */
export const doHere: DoPieces = async (root, pieces) => {
  const breaches: (readonly Breach[])[] = [];
  for (const piece of pieces) breaches.push(await doPiece(root, piece));
  return breaches;
};

/** The breaches of one piece of the content below `root`. What it is judged with is loaded when the first of its kind comes. */
export async function doPiece(root: string, { kind, path, files }: Piece): Promise<readonly Breach[]> {
  if (kind === 'language') {
    const { languageBreaches } = await import('./language-laws.ts');
    const { glossary, wording, words } = dictionaries(root);
    return languageBreaches(files, glossary, wording, words);
  }
  const { loadEveryPart } = await import('../../src/engine/index.ts');
  await loadEveryPart();
  const [folder = '', fault = ''] = path.split(FAULTS);
  const onDisk = join(root, folder.slice('content/'.length));
  if (kind === 'terminals') return terminalBreaches(readLesson(onDisk, folder));
  if (kind === 'examples') {
    const { exampleBreaches } = await import('./example-laws.ts');
    return exampleBreaches({ rule: folder.split('/').at(-1) ?? folder, path: folder, files });
  }
  if (kind === 'sheet') {
    const { commandBreaches } = await import('./command-laws.ts');
    return commandBreaches(readSheet(onDisk, folder));
  }
  if (kind === 'task') {
    const { drawnBreaches } = await import('./exam-laws.ts');
    return drawnBreaches(readExamTask(onDisk, folder, readFolder(join(root, 'exam', SHARED_GIVEN)), 1), readExam(root).pools);
  }
  if (kind === 'custom') {
    const { customFileBreaches } = await import('./custom-file-laws.ts');
    return customFileBreaches(path, files[path] ?? '');
  }
  const { answerBreaches, faultBreaches } = await import('./exercise-laws.ts');
  const exercise = readExercise(onDisk, folder);
  return kind === 'fault' ? faultBreaches(exercise, fault.replace(/\.yaml$/u, '')) : answerBreaches(exercise);
}

/** Below it, in an exercise's folder, stands a file for every fault that can be drawn. */
export const FAULTS = '/faults/';

interface Dictionaries {
  readonly root: string;
  readonly glossary: ReturnType<typeof readGlossary>;
  readonly wording: ReturnType<typeof readWording>;
  readonly words: string;
}
let opened: Dictionaries | undefined;

function dictionaries(root: string): Dictionaries {
  if (opened?.root !== root) opened = { root, glossary: readGlossary(root), wording: readWording(root), words: readFileSync(join(root, 'words.txt'), 'utf8') };
  return opened;
}

async function terminalBreaches(folder: LessonFolder): Promise<readonly Breach[]> {
  const { runSession } = await import('../../src/layouts/lesson/run-session.ts');
  const text = (folder.files['lesson.yaml'] ?? '').split('\n');
  return Object.keys(folder.lesson.sessions).flatMap((name) => {
    const line = text.findIndex((one) => one.trimEnd() === `  ${name}:`) + 1;
    return runSession(folder, name).problems.map((problem) => ({ file: `${folder.path}/lesson.yaml`, line, why: `${problem}: mend the commands or the manifests` }));
  });
}
