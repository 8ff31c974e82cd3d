import { readFileSync } from 'node:fs';
import type { CaseOutcome } from './run.ts';

/** One recorded command that the engine does not answer yet as the real programs did. */
export interface NotYet {
  /** `<area>/<case>`. */
  readonly case: string;
  readonly command: string;
  /** Which of several equal command lines of the case, counted from 1. */
  readonly occurrence: number;
  /** Shown on the page about fidelity; a reason that is missing in one language fails the tests. */
  readonly reason: { readonly en: string; readonly ja: string };
}

const file = new URL('not-yet.json', import.meta.url);

/** The committed list. It may only shrink. */
export function readNotYet(): readonly NotYet[] {
  return JSON.parse(readFileSync(file, 'utf8')) as NotYet[];
}

const keyOf = ({ case: name, command, occurrence }: Omit<NotYet, 'reason'>): string => `${name}\n${command}\n${occurrence}`;

export interface RatchetVerdict {
  /** Commands that fail and are not on the list: something that worked is broken. */
  readonly broken: readonly { readonly command: string; readonly line: number; readonly reason: string }[];
  /** Commands on the list that pass: their lines must leave it. */
  readonly mended: readonly NotYet[];
  /** Lines of the list that name no command of this case. */
  readonly unknown: readonly NotYet[];
}

/** Compares one case's outcome with the list. */
export function compareWithRatchet(outcome: CaseOutcome, list: readonly NotYet[]): RatchetVerdict {
  const listed = new Map(list.filter((entry) => entry.case === outcome.name).map((entry) => [keyOf(entry), entry]));
  const seen = new Map<string, number>();
  const broken: { command: string; line: number; reason: string }[] = [];
  const mended: NotYet[] = [];
  for (const { command, line, ok, reason } of outcome.commands) {
    const occurrence = (seen.get(command) ?? 0) + 1;
    seen.set(command, occurrence);
    const key = keyOf({ case: outcome.name, command, occurrence });
    const entry = listed.get(key);
    listed.delete(key);
    if (ok && entry) mended.push(entry);
    if (!ok && !entry) broken.push({ command, line, reason });
  }
  return { broken, mended, unknown: [...listed.values()] };
}

/** The list without what passes now and, for the very first list of new cases, with what fails. Sorted as the cases are. */
export function nextNotYet(outcomes: readonly CaseOutcome[], list: readonly NotYet[], admit: boolean): NotYet[] {
  const reasons = new Map(list.map((entry) => [keyOf(entry), entry.reason]));
  return outcomes.flatMap(({ name, commands }) => {
    const seen = new Map<string, number>();
    return commands.flatMap(({ command, ok, reason }) => {
      const occurrence = (seen.get(command) ?? 0) + 1;
      seen.set(command, occurrence);
      if (ok) return [];
      const known = reasons.get(keyOf({ case: name, command, occurrence }));
      if (known === undefined && !admit) return [];
      return [{ case: name, command, occurrence, reason: known ?? { en: reason.split('\n')[0] ?? '', ja: '' } }];
    });
  });
}
