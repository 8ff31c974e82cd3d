export const STATUSES = ['working', 'help', 'done'] as const;
export type Status = (typeof STATUSES)[number];

/** What a learner tells the room. */
export interface Report {
  /** Drawn by the learner's page, known to it alone: whoever has it changes this line of the board. */
  readonly person: string;
  readonly nickname: string;
  readonly status: Status;
  /** Its id, such as `L02-E2`. */
  readonly exercise: string;
}

/** A learner takes the own line off the board. */
export interface Leave {
  readonly person: string;
  readonly leave: true;
}

/** A line of the board as the instructor sees it, without what would let anybody change it. */
export interface BoardLine {
  readonly nickname: string;
  readonly status: Status;
  readonly exercise: string;
  /** Seconds since it was told. */
  readonly ago: number;
}

/** People on one board. A room is far smaller; the bound is there for whoever invents people. */
export const PEOPLE = 200;
/** Unicode code points. */
export const NICKNAME_LENGTH = 20;

// Letters, marks, digits, signs, spaces and the joiner of composed emoji: nothing that turns, hides or breaks a line.
const NICKNAME = /^(?:[\p{L}\p{M}\p{N}\p{P}\p{S} ]|\u200d)+$/u;

/** What was posted, or the key that is not as it must be. */
export function readReport(value: unknown): Report | Leave | { readonly wrong: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { wrong: '{}' };
  const { person, nickname, status, exercise, leave, ...others } = value as { readonly [key: string]: unknown };
  const [other] = Object.keys(others);
  if (other !== undefined) return { wrong: other.slice(0, 40) };
  if (typeof person !== 'string' || !/^[0-9a-f]{16,32}$/u.test(person)) return { wrong: 'person' };
  if (leave !== undefined) return leave === true ? { person, leave } : { wrong: 'leave' };
  const known = STATUSES.find((one) => one === status);
  if (known === undefined) return { wrong: 'status' };
  if (typeof exercise !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/u.test(exercise)) return { wrong: 'exercise' };
  const name = typeof nickname === 'string' ? nickname.normalize('NFC').trim() : '';
  if (!NICKNAME.test(name) || [...name].length > NICKNAME_LENGTH) return { wrong: 'nickname' };
  return { person, nickname: name, status: known, exercise };
}

/** Who does what, in memory only. Nothing of it is ever written anywhere. */
export class StatusBoard {
  readonly #people = new Map<string, Report & { readonly at: number }>();

  get size(): number {
    return this.#people.size;
  }

  /** The newest word of a person stands instead of the one before; `false` when the board is full. `now` in milliseconds. */
  report(report: Report, now: number): boolean {
    if (!this.#people.has(report.person) && this.#people.size >= PEOPLE) return false;
    this.#people.set(report.person, { ...report, at: now });
    return true;
  }

  leave(person: string): void {
    this.#people.delete(person);
  }

  erase(): void {
    this.#people.clear();
  }

  /** Everybody, in the order in which they came. */
  lines(now: number): readonly BoardLine[] {
    return [...this.#people.values()].map(({ nickname, status, exercise, at }) => ({ nickname, status, exercise, ago: Math.floor((now - at) / 1000) }));
  }
}
