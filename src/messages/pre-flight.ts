import type { Language } from './language.ts';
import { preFlightEn } from './pre-flight.en.ts';
import { preFlightJa } from './pre-flight.ja.ts';

/** How a check of the machine came out; `untried` until somebody does what it waits for. */
export type Standing = 'fine' | 'limited' | 'broken' | 'untried';

/** Every check, in the order of the page, and what each of its findings means. */
export const PRE_FLIGHT = {
  browser: { all: 'fine', old: 'broken' },
  worker: { started: 'fine', slow: 'limited', failed: 'broken' },
  'self-test': { same: 'fine', differs: 'broken', failed: 'broken' },
  'plain-editor': { types: 'fine', failed: 'broken' },
  editor: { opens: 'fine', failed: 'limited' },
  storage: { keeps: 'fine', little: 'limited', refused: 'limited' },
  'service-worker': { active: 'fine', coming: 'limited', 'no-https': 'limited', refused: 'limited' },
  cache: { everything: 'fine', some: 'limited', unknown: 'limited' },
  clipboard: { there: 'fine', copied: 'fine', 'old-way': 'limited', failed: 'limited' },
  fonts: { there: 'fine', latin: 'limited', japanese: 'broken' },
  width: { wide: 'fine', narrow: 'limited', 'too-narrow': 'limited' },
  backslash: { untried: 'untried', typed: 'fine', yen: 'limited', other: 'limited' },
  ime: { untried: 'untried', off: 'fine', on: 'limited' },
} as const satisfies { readonly [check: string]: { readonly [finding: string]: Standing } };

export type PreFlightCheck = keyof typeof PRE_FLIGHT;

/** The words of the pre-flight page. `{…}` stand for what only the page knows. */
export interface PreFlightWords {
  readonly title: string;
  readonly lead: string;
  readonly withoutScript: string;
  /** While a check runs. */
  readonly running: string;
  readonly standings: { readonly [one in Standing]: string };
  /** `{fine}`, `{limited}`, `{broken}`, `{untried}`: how many of each. */
  readonly summary: string;
  readonly checks: {
    readonly [C in PreFlightCheck]: { readonly title: string; readonly says: { readonly [F in keyof (typeof PRE_FLIGHT)[C]]: string } };
  };
  /** How much more may be kept: `{megabytes}`. */
  readonly room: string;
  readonly key: { readonly label: string; readonly note: string };
  readonly report: {
    readonly title: string;
    readonly lead: string;
    readonly copy: string;
    readonly again: string;
    readonly copied: string;
    readonly notCopied: string;
  };
}

/** The words of the pre-flight page in one language. */
export function preFlightWords(language: Language): PreFlightWords {
  return language === 'ja' ? preFlightJa : preFlightEn;
}
