import dictionary from 'dictionary-en';
import remarkParse from 'remark-parse';
import remarkRetext from 'remark-retext';
import { ParseEnglish } from 'parse-english';
import retextIndefiniteArticle from 'retext-indefinite-article';
import retextRepeatedWords from 'retext-repeated-words';
import retextSentenceSpacing from 'retext-sentence-spacing';
import retextSpell from 'retext-spell';
import { unified } from 'unified';
import { VFile } from 'vfile';
import type { Breach } from './breach.ts';
import type { Prose } from './prose.ts';

/** Words of an API, of acronyms and of addresses: `clusterIPs`, `DNS`, `resolv.conf`. The glossary holds those that can go wrong. */
const isName = /\p{Lu}.*\p{Lu}|\p{Ll}\p{Lu}|\p{L}[\d./=-]|\d\p{L}/u;

/**
 * American spelling, no word twice, `a` and `an` as they are spoken, one space between sentences. `words` are those of the field
 * that no dictionary has, one a line. Suggestions are left out (with 0 for the most of them the package makes 30): they cost as much as everything else together.
 */
export function englishRules(words: string): (prose: Prose, file: string) => Promise<readonly Breach[]> {
  const processor = unified()
    .use(remarkParse)
    .use(remarkRetext, ParseEnglish)
    .use(retextRepeatedWords)
    .use(retextIndefiniteArticle)
    .use(retextSentenceSpacing)
    .use(retextSpell, { dictionary, personal: words, max: -1 });
  return async ({ markdown, lines }, file) => {
    const text = new VFile({ path: file, value: markdown });
    await processor.run(processor.parse(text), text);
    return text.messages
      .filter(({ actual, source }) => source !== 'retext-spell' || !isName.test(actual ?? ''))
      .map(({ actual, line, reason, source }) => ({
        file,
        line: lines[(line ?? 1) - 1] ?? 1,
        why: source === 'retext-spell' ? `no American dictionary has "${actual ?? ''}": mend it, or add it to content/words.txt if it is the field's own word` : reason,
      }));
  };
}
