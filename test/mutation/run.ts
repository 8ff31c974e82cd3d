/**
 * `npm run mutation -- [--room dns] [--sample 150] [--seed 1] [--budget 3000]`: how many small changes of a room its tests notice. Mutants are Stryker's; they
 * are drawn by the seed, `--sample 0` takes all. Of the tests that pass through a mutant, those come first that pass through most of its file in the least time, until they have
 * had `budget` milliseconds of processor time: a score is therefore no higher than with all tests. Every survivor is printed with its place.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '../fuzz/command-lines.ts';
import type { Answer, Order, Survey } from './judge.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import { ROOMS, type RoomName } from './rooms.ts';

const { values } = parseArgs({ options: { room: { type: 'string' }, sample: { type: 'string' }, seed: { type: 'string' }, budget: { type: 'string' } } });
const sample = Number(values.sample ?? 150);
const seed = Number(values.seed ?? 1);
const budget = Number(values.budget ?? 3000);
const root = join(import.meta.dirname, '../..');

/** A judge that is asked one thing at a time, and replaced when it does not answer. */
class Judge {
  readonly #room: RoomName;
  readonly #awake: string | undefined;
  #child: ChildProcess | undefined;

  constructor(room: RoomName, awake?: string) {
    this.#room = room;
    this.#awake = awake;
  }

  #next(wanted: Answer['kind'], ms: number): Promise<Answer | 'hung'> {
    const child = this.#child;
    return new Promise((resolve) => {
      const done = (answer: Answer | 'hung'): void => {
        clearTimeout(timer);
        child?.removeAllListeners('message').removeAllListeners('exit');
        resolve(answer);
      };
      const timer = setTimeout(() => done('hung'), ms);
      child?.on('message', (answer: Answer) => answer.kind === wanted && done(answer));
      child?.on('exit', () => done('hung'));
    });
  }

  /** The answer, or `hung` where none came in time. */
  async ask(order: Order, ms: number): Promise<Answer | 'hung'> {
    if (!this.#child) {
      const given = this.#awake === undefined ? [this.#room] : [this.#room, this.#awake];
      this.#child = fork(join(import.meta.dirname, 'judge.ts'), given, {
        execArgv: ['--experimental-strip-types', '--no-warnings'],
        stdio: ['ignore', 'ignore', this.#awake === undefined ? 'inherit' : 'ignore', 'ipc'],
      });
      if ((await this.#next('ready', 600_000)) === 'hung') return this.#lost();
    }
    this.#child?.send(order);
    const answer = await this.#next(order.kind === 'survey' ? 'survey' : 'judged', ms);
    return answer === 'hung' ? this.#lost() : answer;
  }

  #lost(): 'hung' {
    this.end();
    return 'hung';
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

function drawn(mutants: readonly Mutant[]): readonly Mutant[] {
  if (sample === 0 || mutants.length <= sample) return mutants;
  const draw = seeded(seed);
  const left = [...mutants];
  return Array.from({ length: sample }, () => left.splice(draw(left.length), 1)[0] as Mutant).sort((a, b) => Number(a.id) - Number(b.id));
}

/** The numbers of the tests to ask, the likeliest to notice soon first; `breadth`: how many mutants of the file each passes through. */
function chosenTests({ tests }: Survey, covering: readonly number[], breadth: ReadonlyMap<number, number>): readonly number[] {
  let left = budget;
  const ms = (number: number): number => (tests[number]?.ms ?? 0) + 2;
  const worth = (number: number): number => (breadth.get(number) ?? 0) / ms(number);
  return covering
    .toSorted((a, b) => worth(b) - worth(a))
    .filter((number, i) => {
      if (i > 0 && ms(number) > left) return false;
      left -= ms(number);
      return true;
    });
}

const place = (mutant: Mutant): string => {
  const text = readFileSync(mutant.file, 'utf8').split('\n')[mutant.line - 1]?.trim() ?? '';
  return `${relative(root, mutant.file)}:${mutant.line} ${mutant.mutator} → ${mutant.replacement.replace(/\s+/gu, ' ').slice(0, 100)}\n      ${text.slice(0, 160)}`;
};

async function judgeRoom(room: RoomName): Promise<void> {
  const began = performance.now();
  const { mutants } = await mutantsOf(room);
  const judge = new Judge(room);
  const surveyed = await judge.ask({ kind: 'survey' }, 1_800_000);
  if (surveyed === 'hung' || surveyed.kind !== 'survey') throw new Error(`the tests of ${room} do not pass`);
  const { survey } = surveyed;
  const loading = new Set(survey.loading);
  const byFile = new Map<string, Map<number, number>>();
  for (const { id, file } of mutants) {
    const breadth = byFile.get(file) ?? new Map<number, number>();
    for (const number of survey.covering[id] ?? []) breadth.set(number, (breadth.get(number) ?? 0) + 1);
    byFile.set(file, breadth);
  }
  const chosen = drawn(mutants);
  console.log(`${room}: ${mutants.length} mutants, ${chosen.length} drawn, ${survey.tests.length} tests`);
  const tally = { killed: 0, hung: 0, survived: 0, untouched: 0 };
  for (const mutant of chosen) {
    const covering = survey.covering[mutant.id] ?? [];
    const atLoad = covering.length === 0 && loading.has(mutant.id);
    if (covering.length === 0 && !atLoad) {
      tally.untouched += 1;
      console.log(`  untouched ${place(mutant)}`);
      continue;
    }
    const breadth = byFile.get(mutant.file) ?? new Map<number, number>();
    const tests = chosenTests(survey, atLoad ? [...breadth.keys()] : covering, breadth);
    const order = { kind: 'judge', mutant: mutant.id, tests, hitLimit: (survey.hits[mutant.id] ?? 1000) * 100 + 1000 } as const;
    // What is read once, when its module is loaded, is wrong from the beginning in a process of its own.
    const own = atLoad ? new Judge(room, mutant.id) : judge;
    const answer = await own.ask(order, budget * 20 + 60_000);
    if (own !== judge) own.end();
    if (answer === 'hung') tally.hung += 1;
    else if (answer.kind === 'judged' && answer.killedBy !== null) tally.killed += 1;
    else {
      tally.survived += 1;
      console.log(`  survived  ${place(mutant)}`);
    }
  }
  judge.end();
  const noticed = tally.killed + tally.hung;
  console.log(
    `${room}: ${((100 * noticed) / chosen.length).toFixed(1)} % noticed (${tally.killed} by a failing test, ${tally.hung} by never ending; ${tally.survived} survived, ${tally.untouched} untouched by any test; seed ${seed}, ${((performance.now() - began) / 1000).toFixed(0)} s)`,
  );
}

const rooms = values.room === undefined ? (Object.keys(ROOMS) as RoomName[]) : [values.room as RoomName];
for (const room of rooms) {
  if (!(room in ROOMS)) throw new Error(`no mutants are made of ${room}; there are ${Object.keys(ROOMS).join(', ')}`);
  await judgeRoom(room);
}
