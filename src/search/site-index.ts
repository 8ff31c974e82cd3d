import MiniSearch, { type Options, type SearchResult } from 'minisearch';
import type { Language } from '../messages/language.ts';
import { asWritten, romajiAsWritten } from './asked.ts';
import { fold, termsOf } from './terms.ts';

export type EntryKind = 'lesson' | 'exercise' | 'rule' | 'term' | 'path' | 'sheet' | 'command' | 'workshop';

/** One place of the site that can be found. */
export interface Entry {
  readonly id: string;
  readonly kind: EntryKind;
  /** The page's name. */
  readonly title: string;
  /** The part of the page, where it is not the whole. */
  readonly heading: string;
  readonly body: string;
  /** What else it is called: the other language's word, an id. */
  readonly also: string;
  /** Below `/ja/` or `/en/`, with the fragment. */
  readonly path: string;
}

/** What a hit shows. */
export type Hit = Pick<Entry, 'id' | 'kind' | 'title' | 'heading' | 'path'>;

const STORED = ['kind', 'title', 'heading', 'path'] as const;

/** How an index of a language reads words; writer and reader must agree. */
function optionsOf(language: Language): Options<Entry> {
  return {
    fields: ['title', 'heading', 'also', 'body'],
    storeFields: [...STORED],
    tokenize: (text) => [...termsOf(text, language)],
    processTerm: (term) => term,
  };
}

/** The index of these entries as JSON. */
export function writeIndex(entries: readonly Entry[], language: Language): string {
  const index = new MiniSearch(optionsOf(language));
  index.addAll(entries);
  return JSON.stringify(index);
}

export class SiteIndex {
  readonly #index: MiniSearch<Entry>;
  readonly #language: Language;

  constructor(json: string, language: Language) {
    this.#language = language;
    this.#index = MiniSearch.loadJSON(json, optionsOf(language));
  }

  /** The best places for what was typed, best first: with every word where there is such a place, else with any. Words may be unfinished or misspelt. */
  find(asked: string, most = 12): readonly Hit[] {
    const typed = asWritten(asked, this.#language);
    const strict = this.#search(typed, 'AND');
    if (strict.length > 0) return ordered(strict, typed, most);
    // Japanese that was typed before its keyboard was turned on.
    const romaji = this.#language === 'ja' ? romajiAsWritten(asked) : undefined;
    const meant = romaji === undefined ? [] : this.#search(romaji, 'AND');
    return meant.length > 0 && romaji !== undefined ? ordered(meant, romaji, most) : ordered(this.#search(typed, 'OR'), typed, most);
  }

  #search(typed: string, combineWith: 'AND' | 'OR') {
    return this.#index.search(typed, {
      combineWith,
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      // A word as it was typed comes before one like it, even in a title.
      weights: { fuzzy: 0.1, prefix: 0.375 },
      boost: { title: 4, also: 4, heading: 2 },
      // The steps of an agenda repeat what the exercises say of themselves.
      boostDocument: (_id, _term, stored) => (stored?.['kind'] === 'workshop' ? 0.5 : 1),
    });
  }
}

/** What is called exactly so comes before what speaks of it, and so does a term that begins so. */
function ordered(found: readonly SearchResult[], typed: string, most: number): readonly Hit[] {
  const named = fold(typed.trim());
  const isNamed = ({ title, heading, kind }: { readonly [field: string]: unknown }): boolean =>
    heading === '' && (kind === 'term' && named.length > 1 ? fold(String(title)).startsWith(named) : fold(String(title)) === named);
  return [...found.filter(isNamed), ...found.filter((one) => !isNamed(one))].slice(0, most).map(({ id, ...stored }) => ({
    id: String(id),
    kind: stored['kind'] as EntryKind,
    title: String(stored['title']),
    heading: String(stored['heading']),
    path: String(stored['path']),
  }));
}
