import type { Instant } from '../clock/instant.ts';
import type { Output, Running } from '../machine/process.ts';
import type { Journal } from '../machine/shell-context.ts';
import { TextOutput } from '../machine/streams.ts';
import type { ScriptLane } from '../store/tables.ts';

/** How many commands of a waiting script are remembered; after that it sleeps for ever (README, "does not model"). */
const LONGEST_JOURNAL = 2000;

/** The script must wait until a moment: it is run again then, with what it did so far replayed. */
export class Suspended extends Error {
  readonly wakeAt: Instant;
  constructor(wakeAt: Instant) {
    super('suspended');
    this.wakeAt = wakeAt;
  }
}

interface Lane {
  readonly results: (readonly [exitCode: number, stdout: string])[];
  replayed: number;
  begun: Instant | undefined;
  /** Characters written since the last answer, and how many of them before the script last slept. */
  written: number;
  skip: number;
}

/** Where a lane writes: nothing of what it wrote before. */
class LaneOutput implements Output {
  readonly raw: Output;
  readonly #lane: Lane;

  constructor(raw: Output, lane: Lane) {
    this.raw = raw;
    this.#lane = lane;
  }

  write(text: string): void {
    const lane = this.#lane;
    if (lane.replayed < lane.results.length) return;
    const from = Math.max(0, Math.min(text.length, lane.skip - lane.written));
    lane.written += text.length;
    if (from < text.length) this.raw.write(text.slice(from));
  }
}

/**
 * What a main process's script and its background jobs did so far, a lane for each. A command that is known is not run
 * again; one that was under way when the script slept begins anew, with its first wait and its output shortened by what it
 * had already. When a command ends after time went by, everything sleeps until then.
 */
export class ScriptJournal {
  readonly #lanes = new Map<string, Lane>();
  readonly #now: () => Instant;
  readonly #startedAt: Instant;
  /** The main process has ended: nobody waits for its jobs. */
  over = false;

  constructor(known: { readonly [lane: string]: ScriptLane }, now: () => Instant) {
    this.#now = now;
    this.#startedAt = now();
    for (const [name, { results, begun, written = 0 }] of Object.entries(known))
      this.#lanes.set(name, { results: [...results], replayed: 0, begun, written: 0, skip: written });
  }

  /** Whether no more commands can be remembered. */
  get isFull(): boolean {
    return [...this.#lanes.values()].reduce((sum, { results }) => sum + results.length, 0) > LONGEST_JOURNAL;
  }

  /** Everything as plain data. */
  get lanes(): { readonly [lane: string]: ScriptLane } {
    return Object.fromEntries(
      [...this.#lanes].map(([name, { results, begun, written, skip }]): [string, ScriptLane] => [
        name,
        { results, ...(begun === undefined ? {} : { begun }), ...(written + skip === 0 ? {} : { written: Math.max(written, skip) }) },
      ]),
    );
  }

  /** The journal of the script itself (``), or of a job. */
  journal(name = ''): Journal {
    const lane = this.lane(name);
    let jobs = 0;
    return {
      beside: () => this.journal(`${name}/${jobs++}`),
      output: (output) => new LaneOutput(output instanceof LaneOutput ? output.raw : output, lane),
      unit: (run, output) => this.#unit(lane, run, output),
    };
  }

  private lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (!lane) this.#lanes.set(name, (lane = { results: [], replayed: 0, begun: undefined, written: 0, skip: 0 }));
    return lane;
  }

  *#unit(lane: Lane, run: (output: Output) => Running, output: Output): Running {
    const known = lane.results[lane.replayed];
    if (known) {
      lane.replayed++;
      if (output instanceof TextOutput) output.write(known[1]);
      return known[0];
    }
    const kept = new TextOutput();
    const tee: Output = output instanceof TextOutput ? { write: (text) => (kept.write(text), output.write(text)) } : output;
    let past = lane.begun === undefined ? 0 : this.#now() - lane.begun;
    lane.begun ??= this.#now();
    const running = run(tee);
    let next = running.next();
    while (!next.done) {
      const wait = next.value;
      yield past > 0 && wait.deadline !== undefined ? { ...wait, deadline: Math.max(this.#now(), wait.deadline - past) } : wait;
      past = 0;
      next = running.next();
    }
    lane.results.push([next.value, kept.text]);
    lane.replayed++;
    lane.begun = undefined;
    lane.written = lane.skip = 0;
    if (!this.over && (this.#now() > this.#startedAt || this.isFull)) throw new Suspended(this.#now());
    return next.value;
  }
}
