import type { Glossary, Wording } from '../../src/exercise/schema.ts';
import type { FolderTexts } from '../../src/exercise/load.ts';
import { lineAt, type Breach } from './breach.ts';
import { englishRules } from './english.ts';
import { japaneseBreaches } from './japanese.ts';
import { languageOf, proseOf, proseOfData, withoutCode, type Language, type Prose } from './prose.ts';
import { proseBreaches } from './structure-laws.ts';

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

/** The laws of language for files of content by path, texts and data: terms, technical Japanese, American English. `words` is content/words.txt. */
export async function languageBreaches(files: FolderTexts, glossary: Glossary, wording: Wording, words: string): Promise<readonly Breach[]> {
  const rules = english.get(words) ?? englishRules(words);
  english.set(words, rules);
  const breaches: Breach[] = [];
  for (const [file, text] of Object.entries(files)) {
    const language = languageOf(file);
    const judge = (own: Language, prose: Prose): Promise<readonly Breach[]> => (own === 'ja' ? japaneseBreaches(prose, file) : rules(prose, file));
    if (language === undefined) {
      for (const own of ['ja', 'en'] as const) {
        const prose = proseOfData(text, own);
        const seen = [...wordingBreaches(prose.markdown, file, own, glossary, wording), ...proseBreaches(prose.markdown, file, own)];
        breaches.push(...seen.map((breach) => ({ ...breach, line: prose.lines[breach.line - 1] ?? 1 })), ...(await judge(own, prose)));
      }
      continue;
    }
    breaches.push(...wordingBreaches(text, file, language, glossary, wording));
    const prose = proseOf(text, (id) => glossary[id]?.[language] ?? id);
    breaches.push(...(await judge(language, prose)));
  }
  return breaches;
}
