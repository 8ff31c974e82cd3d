import type { Instant } from '../clock/instant.ts';
import type { Input, Journal, Rounds, Running, Wait } from '../machine/process.ts';
import type { Descriptor } from '../machine/shell-context.ts';
import { BrokenPipe, Pipe } from '../machine/streams.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { ProcessFact, ProcessLane } from '../store/tables.ts';

/** How much of a main process is remembered; after that it sleeps for ever (README, "does not model"). */
const MOST_FACTS = 20_000;
/** Facts are kept in pieces of this many, so that one more copies little. */
const PIECE = 64;

interface Lane {
  readonly facts: ProcessFact[];
  /** Facts before this one were taken up already. */
  at: number;
  /** Units under way, one within another. */
  depth: number;
  /** Loops begun outside of them. */
  loops: number;
  /** Whole pieces as they were last handed out. */
  kept: (readonly ProcessFact[])[];
  /** How much had been written to its process when it ended (Infinity before): brought back, it may come earlier or later within that instant. */
  closed: number;
}

/**
 * What the processes of a container's main program were told by the world, a lane for each. The same program told the same
 * things at the same moments comes to the same place: so what runs is plain data between two drafts. Of a command that has
 * ended only its end is kept.
 */
export class ScriptJournal implements Journal {
  lane = '';
  readonly clock: { at: Instant };
  readonly #draft: ClusterDraft;
  readonly #lanes = new Map<string, Lane>();
  #next = 1;
  /** Inside an answer, or while something known is written again: nothing of that is a fact of its own. */
  #within: 'answer' | 'repetition' | undefined;

  constructor(draft: ClusterDraft, startedAt: Instant, known: { readonly [lane: string]: ProcessLane }) {
    this.#draft = draft;
    this.clock = { at: startedAt };
    for (const [name, pieces] of Object.entries(known)) {
      const last = pieces.at(-1)?.[0];
      const closed = last && 'closed' in last ? last.closed : Infinity;
      const facts = (closed < Infinity ? pieces.slice(0, -1) : pieces).flat();
      this.#lanes.set(name, { facts, at: 0, depth: 0, loops: 0, kept: pieces.filter(({ length }) => length === PIECE), closed });
      // A process that was told nothing yet has a name all the same.
      const named = facts.map((fact) => ('forked' in fact ? Number(fact.forked) : 0));
      this.#next = Math.max(this.#next, Number(name) + 1, ...named.map((one) => one + 1));
    }
  }

  get present(): Instant {
    return this.#draft.now;
  }

  get isFull(): boolean {
    let sum = 0;
    for (const { facts } of this.#lanes.values()) sum += facts.length;
    return sum > MOST_FACTS;
  }

  /** Everything as plain data. */
  get lanes(): { readonly [lane: string]: ProcessLane } {
    return Object.fromEntries(
      [...this.#lanes].map(([name, { facts, kept, closed }]) => {
        while ((kept.length + 1) * PIECE <= facts.length) kept.push(facts.slice(kept.length * PIECE, (kept.length + 1) * PIECE));
        return [
          name,
          [...kept, ...(facts.length > kept.length * PIECE ? [facts.slice(kept.length * PIECE)] : []), ...(closed < Infinity ? [[{ closed }]] : [])],
        ];
      }),
    );
  }

  recall<T>(ask: () => T): T {
    if (this.#within === 'repetition') return undefined as T;
    if (this.#within) return ask();
    const lane = this.#laneOf(this.lane);
    const known = lane.facts[lane.at];
    if (known) {
      lane.at++;
      return ('said' in known ? known.said : undefined) as T;
    }
    const said = this.#unremembered(ask);
    lane.facts.push(said === undefined ? {} : { said });
    lane.at++;
    return said;
  }

  #unremembered<T>(ask: () => T): T {
    this.#within = 'answer';
    try {
      return ask();
    } finally {
      this.#within = undefined;
    }
  }

  fork(): string {
    const lane = this.#laneOf(this.lane);
    const known = lane.facts[lane.at++];
    if (known && 'forked' in known) return known.forked;
    const forked = String(this.#next++);
    lane.facts.push({ forked });
    return forked;
  }

  wokeAt(name: string): Instant {
    const { facts, at } = this.#laneOf(name);
    const next = facts[at];
    return next && 'woke' in next ? next.woke : Infinity;
  }

  unreadFrom(written: number): number {
    const lane = this.#laneOf(this.lane);
    if (lane.closed === Infinity) lane.closed = written;
    return lane.closed;
  }

  isWoken(name: string, ask: () => boolean): boolean {
    const lane = this.#laneOf(name);
    if (lane.at < lane.facts.length) {
      if (this.wokeAt(name) > this.clock.at) return false;
    } else {
      if (this.clock.at < this.present || !this.#unremembered(ask)) return false;
      lane.facts.push({ woke: this.clock.at });
    }
    lane.at++;
    return true;
  }

  *unit(run: (fds: ReadonlyMap<number, Descriptor>) => Running, fds: ReadonlyMap<number, Descriptor>, isOver: (lane: string) => boolean): Running {
    const lane = this.#laneOf(this.lane);
    const from = lane.at;
    const known = lane.facts[from];
    const input = fds.get(0)?.input;
    const { depth } = lane;
    // The end of one that ran within this one is not this one's.
    if (known && 'done' in known && (known.done.depth ?? 0) === depth) {
      lane.at++;
      const { at, status, wrote = [], read = 0 } = known.done;
      if (at > this.clock.at) yield { deadline: at } satisfies Wait;
      if (input instanceof Pipe) input.skip(read);
      this.#within = 'repetition';
      try {
        for (const [fd, text] of wrote)
          try {
            fds.get(fd)?.output?.write(text);
          } catch (error) {
            // It did arrive then: of two that write at one instant the other may have come first now.
            if (!(error instanceof BrokenPipe)) throw error;
          }
      } finally {
        this.#within = undefined;
      }
      return status;
    }
    const wrote: [fd: number, text: string][] = [];
    const teed = new Map(fds);
    for (const [fd, { output, ...others }] of fds) {
      if (!output || output instanceof LogOutput) continue;
      teed.set(fd, {
        ...others,
        output: {
          write(text) {
            output.write(text);
            const last = wrote.at(-1);
            if (last?.[0] === fd) last[1] += text;
            else wrote.push([fd, text]);
          },
        },
      });
    }
    const consumed = input instanceof Pipe ? input.consumed : 0;
    let status: number;
    lane.depth++;
    try {
      status = yield* run(teed);
    } finally {
      lane.depth--;
    }
    const forked = this.#forkedIn(lane.facts.slice(from, lane.at));
    if (!forked.every(isOver)) return status;
    for (const name of forked) this.#lanes.delete(name);
    const read = input instanceof Pipe ? input.consumed - consumed : 0;
    lane.facts.splice(from, lane.at - from, {
      done: { at: this.clock.at, status, ...(depth > 0 ? { depth } : {}), ...(wrote.length > 0 ? { wrote } : {}), ...(read > 0 ? { read } : {}) },
    });
    lane.kept.length = Math.min(lane.kept.length, Math.floor(from / PIECE));
    lane.at = from + 1;
    return status;
  }

  rounds(fds: ReadonlyMap<number, Descriptor>, isOver: (lane: string) => boolean): Rounds | undefined {
    const lane = this.#laneOf(this.lane);
    // Within a unit its end is what is kept; who reads or writes a pipe or a file stands somewhere in it.
    if (lane.depth > 0 || ![...fds.values()].every(({ input, output }) => isNowhere(input) && (!output || output instanceof LogOutput))) return undefined;
    const loop = ++lane.loops;
    let from = lane.at;
    const { clock } = this;
    const fold = (state: unknown): void => {
      const forked = this.#forkedIn(lane.facts.slice(from, lane.at));
      if (!forked.every(isOver)) return;
      for (const name of forked) this.#lanes.delete(name);
      lane.facts.splice(from, lane.at - from, { round: { at: clock.at, loop, loops: lane.loops, state } });
      lane.kept.length = Math.min(lane.kept.length, Math.floor(from / PIECE));
      lane.at = from + 1;
    };
    return function* (save, restore) {
      const known = lane.facts[lane.at];
      if (known && 'round' in known && known.round.loop === loop) {
        from = lane.at++;
        lane.loops = known.round.loops;
        if (known.round.at > clock.at) yield { deadline: known.round.at } satisfies Wait;
        restore(known.round.state);
      } else if (lane.at > from + 1 && lane.at === lane.facts.length) {
        const state = save();
        if (state !== undefined) fold(state);
      }
    };
  }

  #forkedIn(facts: readonly ProcessFact[]): readonly string[] {
    return facts.flatMap((fact) => ('forked' in fact ? [fact.forked, ...this.#forkedIn(this.#laneOf(fact.forked).facts)] : []));
  }

  #laneOf(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (!lane) this.#lanes.set(name, (lane = { facts: [], at: 0, depth: 0, loops: 0, kept: [], closed: Infinity }));
    return lane;
  }
}

/** Whether there is nothing to read, now and later. */
const isNowhere = (input: Input | undefined): boolean => !input || (input instanceof Pipe && input.isNothing);

/** The container's log: what was written there is not written again. */
export class LogOutput {
  readonly #journal: ScriptJournal;
  readonly #write: (text: string) => void;

  constructor(journal: ScriptJournal, write: (text: string) => void) {
    this.#journal = journal;
    this.#write = write;
  }

  write(text: string): void {
    this.#journal.recall(() => this.#write(text));
  }
}
