import type { PLAYGROUND_CHOICES } from '../progress/playground.ts';
import type { Language } from './language.ts';
import { playgroundEn } from './playground.en.ts';
import { playgroundJa } from './playground.ja.ts';

type Choices = { readonly [K in keyof typeof PLAYGROUND_CHOICES]: { readonly [V in (typeof PLAYGROUND_CHOICES)[K][number]]: string } };

/** About handing something on: as a link, or as a file. */
export interface ShareWords {
  readonly title: string;
  readonly lead: string;
  readonly link: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly tooLong: string;
  readonly save: string;
}

/** The words of the playground's own pane. */
export interface PlaygroundWords {
  readonly title: string;
  readonly lead: string;
  readonly coming: string;
  readonly cluster: {
    readonly title: string;
    readonly now: string;
    readonly fields: { readonly [K in keyof Choices]: string } & { readonly hairpin: string; readonly begin: string };
    readonly choices: Choices;
    /** Balancers where nothing is chosen. */
    readonly asPlace: string;
    readonly hairpin: { readonly on: string; readonly off: string };
    readonly begin: { readonly empty: string; readonly shop: string; readonly same: string };
    readonly make: string;
    readonly makeNote: string;
    readonly made: string;
  };
  readonly files: {
    readonly title: string;
    readonly name: string;
    readonly add: string;
    readonly remove: (file: string) => string;
    readonly added: (file: string) => string;
    readonly removed: (file: string) => string;
    readonly badName: string;
    readonly sameName: string;
    readonly tooMany: (most: number) => string;
  };
  readonly faults: {
    readonly title: string;
    readonly lead: string;
    readonly pod: string;
    readonly node: string;
    readonly zone: string;
    readonly none: string;
    readonly unready: string;
    /** Where a Pod has no readiness probe. */
    readonly noProbe: string;
    readonly crash: string;
    readonly kill: string;
    readonly nodeDown: string;
    readonly zoneDown: string;
    readonly dnsDown: string;
    readonly now: string;
    readonly nothing: string;
    readonly is: { readonly node: (name: string) => string; readonly pod: (name: string) => string; readonly dns: string };
    readonly undo: { readonly node: (name: string) => string; readonly pod: (name: string) => string; readonly dns: string };
    readonly done: string;
  };
  readonly share: ShareWords & {
    readonly open: string;
    readonly opened: string;
    readonly exercise: (title: string) => string;
    readonly refused: { readonly [why in 'too-large' | 'not-playground' | 'newer' | 'exercise']: string };
    readonly before: string;
    readonly keptAside: string;
    readonly notKept: string;
  };
}

/** The words of the playground in one language. */
export function playgroundWords(language: Language): PlaygroundWords {
  return language === 'ja' ? playgroundJa : playgroundEn;
}
