/**
 * The process in which mutants are judged: loads a room with all its mutants asleep, runs every test once to see which mutants it passes through, and then,
 * as its parent asks, runs with one mutant awake the tests that pass through it until one fails.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { globSync, readFileSync } from 'node:fs';
import type { CollectedTest } from './collected-tests.ts';
import { mutantsOf } from './mutants.ts';
import { ROOMS, type RoomName } from './rooms.ts';

/** What Stryker's instrumented code reads and writes. */
interface Switchboard {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  hitCount: number | undefined;
  hitLimit: number | undefined;
  mutantCoverage: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

/** Which tests there are: how much processor time each took, and how often each passes through which mutants. */
export interface Survey {
  readonly tests: readonly { readonly name: string; readonly ms: number }[];
  /** By mutant, the numbers of the tests. */
  readonly covering: Readonly<Record<string, readonly number[]>>;
  readonly hits: Readonly<Record<string, number>>;
  /** Passed through while the modules were loaded. */
  readonly loading: readonly string[];
}

/** What the parent asks: every test once, or one mutant against these tests. */
export type Order =
  { readonly kind: 'survey' } | { readonly kind: 'judge'; readonly mutant: string; readonly tests: readonly number[]; readonly hitLimit: number };
/** What the parent is told; `killedBy` is the test that failed. */
export type Answer =
  | { readonly kind: 'ready'; readonly count: number }
  | { readonly kind: 'survey'; readonly survey: Survey }
  | { readonly kind: 'judged'; readonly mutant: string; readonly killedBy: string | null };

const room = process.argv[2] as RoomName;
/** A mutant that is switched on before anything is loaded. */
const awake = process.argv[3];
const board: Switchboard = {
  activeMutant: awake,
  currentTestId: undefined,
  hitCount: undefined,
  hitLimit: undefined,
  mutantCoverage: { static: {}, perTest: {} },
};

/** Counts the tests that were run: what was remembered before is of another test, maybe with another mutant awake. */
let round = 0;
/** What the engine remembers beside its objects, begun anew by every test: without it, a mutant would be told what was found out before it woke. */
class Forgetful<K extends WeakKey, V> extends WeakMap<K, V> {
  #round = round;
  #kept = new WeakMap<K, V>();
  get #now(): WeakMap<K, V> {
    if (this.#round !== round) [this.#round, this.#kept] = [round, new WeakMap()];
    return this.#kept;
  }
  override get(key: K): V | undefined {
    return this.#now.get(key);
  }
  override has(key: K): boolean {
    return this.#now.has(key);
  }
  override set(key: K, value: V): this {
    this.#now.set(key, value);
    return this;
  }
  override delete(key: K): boolean {
    return this.#now.delete(key);
  }
}
Object.assign(globalThis, { __stryker__: board, __Forgetful__: Forgetful });

const root = join(import.meta.dirname, '../..');
const standIn = pathToFileURL(join(import.meta.dirname, 'collected-tests.ts')).href;
const engine = pathToFileURL(join(root, 'src/engine/')).href;
const { sources } = await mutantsOf(room);
const byUrl = new Map([...sources].map(([file, source]) => [pathToFileURL(file).href, source]));
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vitest' && context.parentURL !== standIn ? { url: standIn, shortCircuit: true } : next(specifier, context),
  load: (url, context, next) => {
    if (!url.startsWith(engine)) return next(url, context);
    const source = byUrl.get(url) ?? readFileSync(fileURLToPath(url), 'utf8');
    return { format: 'module-typescript', source: source.replaceAll('new WeakMap', 'new __Forgetful__'), shortCircuit: true };
  },
});

await import('../every-part.ts');
const { beginnings, collected } = await import('./collected-tests.ts');
for (const folder of ROOMS[room].tests)
  for (const file of globSync(`${folder}/**/*.test.ts`, { cwd: root }).sort()) await import(pathToFileURL(join(root, file)).href);
for (const begin of beginnings) await begin();
const tests: CollectedTest[] = [...collected, ...(await ROOMS[room].sessions())];

async function fails({ run }: CollectedTest): Promise<boolean> {
  round += 1;
  try {
    await run();
    return false;
  } catch {
    return true;
  }
}

function processorTime(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

async function survey(): Promise<Survey> {
  const seen: Survey['tests'][number][] = [];
  for (const [number, one] of tests.entries()) {
    board.currentTestId = String(number);
    const began = process.cpuUsage();
    if (await fails(one)) throw new Error(`without any mutant this fails: ${one.name}`);
    seen.push({ name: one.name, ms: processorTime(began) });
  }
  board.currentTestId = undefined;
  const covering: Record<string, number[]> = {};
  const hits: Record<string, number> = {};
  for (const [number, counts] of Object.entries(board.mutantCoverage.perTest)) {
    for (const [mutant, count] of Object.entries(counts)) {
      (covering[mutant] ??= []).push(Number(number));
      hits[mutant] = Math.max(hits[mutant] ?? 0, count);
    }
  }
  return { tests: seen, covering, hits, loading: Object.keys(board.mutantCoverage.static) };
}

async function killerOf(order: Order & { kind: 'judge' }): Promise<string | null> {
  board.activeMutant = order.mutant;
  try {
    for (const number of order.tests) {
      board.hitCount = 0;
      board.hitLimit = order.hitLimit;
      const one = tests[number];
      if (one && (await fails(one))) return one.name;
    }
    return null;
  } finally {
    board.activeMutant = undefined;
  }
}

const answer = (what: Answer): void => void process.send?.(what);
process.on('message', (order: Order) => {
  void (async () => {
    if (order.kind === 'survey') answer({ kind: 'survey', survey: await survey() });
    else answer({ kind: 'judged', mutant: order.mutant, killedBy: await killerOf(order) });
  })();
});
answer({ kind: 'ready', count: tests.length });
