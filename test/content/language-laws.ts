import type { Glossary, Wording } from '../../src/exercise/schema.ts';
import type { FolderTexts } from '../../src/exercise/load.ts';
import { lineAt, type Breach } from './breach.ts';
import { englishRules } from './english.ts';
import { japaneseBreaches } from './japanese.ts';
import { proseOf, withoutCode } from './prose.ts';

type Language = 'ja' | 'en';

/** The language of a file of content with words for readers; none for all others. */
export function languageOf(path: string): Language | undefined {
  return /(?:^|\/)(?<language>ja|en)\.mdx?$/u.exec(path)?.groups?.['language'] as Language | undefined;
}

/** What is written one way and never another, of the glossary and of wording.yaml alike. */
function waysOf(glossary: Glossary, wording: Wording, language: Language): readonly { readonly write: string; readonly pattern: RegExp }[] {
  const terms = Object.values(glossary).map((term) => ({ write: term[language], never: term.never?.[language] ?? [] }));
  return [...terms, ...wording[language]].flatMap(({ write, never }) => never.map((pattern) => ({ write, pattern: new RegExp(pattern, 'gu') })));
}

/** Terms written another way, anywhere outside code. */
export function wordingBreaches(text: string, file: string, language: Language, glossary: Glossary, wording: Wording): readonly Breach[] {
  const prose = withoutCode(text);
  return waysOf(glossary, wording, language).flatMap(({ write, pattern }) =>
    [...prose.matchAll(pattern)].map((match) => ({ file, line: lineAt(prose, match.index), why: `"${match[0]}" is written "${write}" here` })),
  );
}

/** The dictionary is read once for each list of words. */
const english = new Map<string, ReturnType<typeof englishRules>>();

/** The laws of language for files of content by path: terms, technical Japanese, American English. `words` is content/words.txt. */
export async function languageBreaches(files: FolderTexts, glossary: Glossary, wording: Wording, words: string): Promise<readonly Breach[]> {
  const rules = english.get(words) ?? englishRules(words);
  english.set(words, rules);
  const breaches: Breach[] = [];
  for (const [file, text] of Object.entries(files)) {
    const language = languageOf(file);
    if (language === undefined) continue;
    breaches.push(...wordingBreaches(text, file, language, glossary, wording));
    const prose = proseOf(text, (id) => glossary[id]?.[language] ?? id);
    breaches.push(...(await (language === 'ja' ? japaneseBreaches(prose, file) : rules(prose, file))));
  }
  return breaches;
}
