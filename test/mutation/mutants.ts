import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

/** One small change of one file, asleep until it is switched on by its id. */
export interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  /** What stands there instead. */
  readonly replacement: string;
}

/** A room's files as they are loaded, with every mutant in them asleep. */
export interface MutatedRoom {
  readonly mutants: readonly Mutant[];
  /** By absolute path: the file with all its mutants in it. */
  readonly sources: ReadonlyMap<string, string>;
}

const silent = () => undefined;
const logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
};

/** Every mutant that Stryker's mutators make of a room of the engine. */
export async function mutantsOf(room: string): Promise<MutatedRoom> {
  const folder = join(import.meta.dirname, '../../src/engine', room);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
  const files = names.map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }));
  const made = await new Instrumenter(logger).instrument(files, { plugins: null, excludedMutations: [], ignorers: [] });
  return {
    mutants: made.mutants.map(({ id, fileName, location, mutatorName, replacement }) => ({
      id,
      file: fileName,
      // The instrumenter counts lines from 0.
      line: location.start.line + 1,
      mutator: mutatorName,
      replacement,
    })),
    sources: new Map(made.files.map(({ name, content }) => [name, content])),
  };
}
