import type { ComplaintId, ComplaintParams, SyntaxKind, ValueKind } from '../exercise/custom/complaint.ts';
import type { CustomContent } from '../exercise/custom/custom-schema.ts';
import type { SchemaSaying } from '../exercise/schema.ts';
import { customEn } from './custom.en.ts';
import { customJa } from './custom.ja.ts';
import type { Language } from './language.ts';
import type { ShareWords } from './playground.ts';

/** Why something that came from elsewhere was not opened at all. */
export type CustomRefusal =
  'link-too-long' | 'link-unreadable' | 'file-too-large' | 'file-unreadable' | 'not-fetched' | 'never-read' | 'never-ends' | 'not-run';

/** The words of the page for exercises that others have made. */
export interface CustomWords {
  readonly title: string;
  readonly lead: string;
  readonly coming: string;
  readonly text: string;
  readonly drop: string;
  readonly pick: string;
  readonly open: string;
  readonly example: (title: string) => string;
  readonly shipped: string;
  readonly formatLink: string;
  readonly checking: string;
  readonly complaintsTitle: (count: number) => string;
  readonly line: (line: number) => string;
  readonly unchanged: string;
  readonly refused: { readonly [why in CustomRefusal]: string };
  /** Beside every custom exercise. */
  readonly mark: string;
  readonly markNote: string;
  readonly otherLanguage: { readonly [language in Language]: string };
  readonly opened: string;
  readonly notes: { readonly title: string; readonly starterPasses: string; readonly solutionFails: (solution: number, checks: string) => string };
  readonly share: ShareWords;
  readonly notKept: string;
  readonly complaints: { readonly [I in ComplaintId]: (params: ComplaintParams[I]) => string };
  readonly syntax: { readonly [kind in SyntaxKind]: string };
  readonly values: { readonly [kind in ValueKind]: string };
  readonly forms: { readonly [form in SchemaSaying]: string };
  readonly format: {
    readonly title: string;
    readonly lead: string;
    readonly ways: { readonly title: string; readonly file: string; readonly link: string; readonly folder: string };
    readonly fieldsTitle: string;
    readonly fields: { readonly [field in keyof CustomContent]-?: string };
    readonly checks: string;
    readonly limitsTitle: string;
    readonly limits: (most: {
      readonly characters: string;
      readonly objects: number;
      readonly pods: number;
      readonly checks: number;
      readonly hours: number;
      readonly signs: number;
      readonly deep: number;
    }) => readonly string[];
    readonly markdown: string;
    readonly schemaTitle: string;
    readonly schema: string;
    readonly exampleTitle: string;
    readonly example: string;
    readonly back: string;
  };
}

/** The words of custom exercises in one language. */
export function customWords(language: Language): CustomWords {
  return language === 'ja' ? customJa : customEn;
}

/** One complaint as a sentence: what is wrong, and what to do. */
export function sayComplaint<I extends ComplaintId>(words: CustomWords, id: I, params: ComplaintParams[I]): string {
  return words.complaints[id](params);
}
