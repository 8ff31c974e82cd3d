import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FolderTexts } from '../../src/exercise/load.ts';
import type { Breach } from './breach.ts';

const store = join(process.cwd(), 'node_modules/.cache/minato/without-fault.json');
/** A change of any of these is a new way of reading. */
const rules = ['content/glossary.yaml', 'content/wording.yaml', 'content/words.txt', 'package-lock.json'].concat(
  ['japanese.ts', 'english.ts', 'prose.ts', 'language-laws.ts', 'language-reader.ts'].map((file) => `test/content/${file}`),
);

const hash = (...parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('base64');

/** What the cluster of an exercise or of a lesson's terminal is made of: a change in any of it is another cluster. */
const made = ['src/engine', 'src/lab', 'src/scene', 'src/exercise', 'src/layouts/lesson', 'test/content'];
const madeOf = ['src/layouts/stage.ts', 'package-lock.json'];
let engine: string | undefined;
function engineKey(): string {
  engine ??= hash(
    ...madeOf.map((file) => readFileSync(file, 'utf8')),
    ...made.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .sort()
        .flatMap((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    ),
  );
  return engine;
}

function readStore(): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(readFileSync(store, 'utf8')) as string[]);
  } catch {
    return new Set();
  }
}

/** Of texts and folders that were not read now, what is known stays known. */
function remember(clean: readonly string[]): void {
  mkdirSync(dirname(store), { recursive: true });
  writeFileSync(store, JSON.stringify([...new Set([...clean, ...readStore()])].slice(0, 5_000)));
}

/** Leaves out texts that the same rules have read before without finding a fault. The tests read everything, every time. */
export async function readingOnlyNew(texts: FolderTexts, read: (texts: FolderTexts) => Promise<readonly Breach[]>): Promise<readonly Breach[]> {
  const way = hash(...rules.map((file) => readFileSync(file, 'utf8')));
  const keys = new Map(Object.entries(texts).map(([file, text]) => [file, hash(way, file, text)]));
  const known = readStore();
  const unread = Object.fromEntries(Object.entries(texts).filter(([file]) => !known.has(keys.get(file) ?? '')));
  const breaches = Object.keys(unread).length === 0 ? [] : await read(unread);
  const faulty = new Set(breaches.map(({ file }) => file));
  remember([...keys].flatMap(([file, key]) => (faulty.has(file) ? [] : [key])));
  return breaches;
}

/** Texts of the content below `root`. */
export interface Unread {
  readonly root: string;
  readonly texts: FolderTexts;
}

/** What `languageBreaches` says of texts, from a thread of its own: reading takes as long as trying every answer, and goes on beside it. */
export function readElsewhere(unread: Unread): Promise<readonly Breach[]> {
  const reader = new Worker(new URL('./language-reader.ts', import.meta.url), { workerData: unread });
  return new Promise((resolve, reject) => {
    reader.once('message', resolve);
    reader.once('error', reject);
  });
}

/** Leaves out a folder whose answers the same engine has tried before without finding a fault. The tests try all of them, every time. */
export function tryingOnlyNew(path: string, files: FolderTexts, attempt: () => readonly Breach[]): readonly Breach[] {
  const key = hash(engineKey(), path, ...Object.entries(files).flat());
  if (readStore().has(key)) return [];
  const breaches = attempt();
  if (breaches.length === 0) remember([key]);
  return breaches;
}
