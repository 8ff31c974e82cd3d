import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FolderTexts } from '../../src/exercise/load.ts';
import type { Breach } from './breach.ts';

const store = join(process.cwd(), 'node_modules/.cache/minato/texts-without-fault.json');
/** A change of any of these is a new way of reading. */
const rules = ['content/glossary.yaml', 'content/wording.yaml', 'content/words.txt', 'package-lock.json'].concat(
  ['japanese.ts', 'english.ts', 'prose.ts', 'language-laws.ts'].map((file) => `test/content/${file}`),
);

const hash = (...parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('base64');

function readStore(): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(readFileSync(store, 'utf8')) as string[]);
  } catch {
    return new Set();
  }
}

/** Leaves out texts that the same rules have read before without finding a fault. The tests read everything, every time. */
export async function readingOnlyNew(texts: FolderTexts, read: (texts: FolderTexts) => Promise<readonly Breach[]>): Promise<readonly Breach[]> {
  const way = hash(...rules.map((file) => readFileSync(file, 'utf8')));
  const keys = new Map(Object.entries(texts).map(([file, text]) => [file, hash(way, file, text)]));
  const known = readStore();
  const breaches = await read(Object.fromEntries(Object.entries(texts).filter(([file]) => !known.has(keys.get(file) ?? ''))));
  const faulty = new Set(breaches.map(({ file }) => file));
  const clean = [...keys].flatMap(([file, key]) => (faulty.has(file) ? [] : [key]));
  mkdirSync(dirname(store), { recursive: true });
  // Of texts that were not read now, what is known stays known.
  writeFileSync(store, JSON.stringify([...new Set([...clean, ...known])].slice(0, 5_000)));
  return breaches;
}
