import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DoPieces, Piece } from './pieces.ts';

const store = join(process.cwd(), 'node_modules/.cache/minato/without-fault.json');
const MOST_KEPT = 5_000;

/** A change of any of these is a new way of reading. */
const readWith = ['content/glossary.yaml', 'content/wording.yaml', 'content/words.txt', 'package-lock.json'].concat(
  ['japanese.ts', 'morphemes.ts', 'sentences.ts', 'english.ts', 'prose.ts', 'language-laws.ts', 'pieces.ts'].map((file) => `test/content/${file}`),
);
/** What the cluster of an exercise or of a lesson's terminal is made of: a change in any of it is another cluster. */
const madeOf = ['src/layouts/stage.ts', 'src/layouts/reference/run-sheet.ts', 'package-lock.json'];
const madeIn = ['src/engine', 'src/lab', 'src/scene', 'src/exercise', 'src/layouts/lesson', 'test/content'];

const hash = (...parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('base64');
const read = (file: string): string => readFileSync(file, 'utf8');

/** By kind: what a piece of it is judged with. */
function judgedWith(): { readonly [kind in Piece['kind']]: string } {
  const modules = madeIn.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .sort()
      .flatMap((file) => [file, read(join(folder, file))]),
  );
  const engine = hash(...madeOf.map(read), ...modules);
  return { language: hash(...readWith.map(read)), answers: engine, fault: engine, terminals: engine, examples: engine, sheet: engine, task: engine, custom: engine };
}

function readStore(): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(read(store)) as string[]);
  } catch {
    return new Set();
  }
}

/** Leaves out pieces in which the same engine and the same rules have found no fault before. The tests do all of them, every time. */
export const doingOnlyNew =
  (doAll: DoPieces): DoPieces =>
  async (root, pieces) => {
    const judged = judgedWith();
    const keys = pieces.map(({ kind, path, files }) => hash(judged[kind], path, ...Object.entries(files).flat()));
    const known = readStore();
    const unknown = [...pieces.keys()].filter((index) => !known.has(keys[index] ?? ''));
    const found = unknown.length === 0 ? [] : await doAll(root, unknown.map((index) => pieces[index] as Piece));
    const breaches = pieces.map((_, index) => found[unknown.indexOf(index)] ?? []);
    // Of what was not asked for now, what is known stays known.
    const clean = keys.filter((_, index) => breaches[index]?.length === 0);
    mkdirSync(dirname(store), { recursive: true });
    writeFileSync(store, JSON.stringify([...new Set([...clean, ...known])].slice(0, MOST_KEPT)));
    return breaches;
  };
