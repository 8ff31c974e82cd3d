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

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly position?: { readonly start: { readonly line: number } } | undefined;
  readonly children?: readonly Node[];
}

/** Lines of running text in which a quotation mark or an apostrophe stands as on a typewriter; in code it is meant so. */
const straightQuotes = ({ type, value = '', position, children = [] }: Node): readonly { readonly line: number; readonly around: string }[] => [
  ...(type === 'text' ? [...value.matchAll(/.{0,12}["'].{0,12}/gu)].map(({ 0: around, index }) => ({ line: (position?.start.line ?? 1) + (value.slice(0, index).match(/\n/gu) ?? []).length, around })) : []),
  ...children.flatMap(straightQuotes),
];

/** Lines in which a quotation mark is turned the wrong way: one that closes where nothing was said, one that opens where nothing follows. */
const turnedQuotes = (markdown: string): readonly { readonly line: number; readonly around: string }[] =>
  [...markdown.matchAll(/(?<![^\s(])”.{0,12}|.{0,12}“(?!\S)/gu)].map(({ 0: around, index }) => ({ line: markdown.slice(0, index).split('\n').length, around }));

/**
 * American spelling, no word twice, `a` and `an` as they are spoken, one space between sentences, quotation marks of print. `words` are those of the field
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
    const tree = processor.parse(text);
    await processor.run(tree, text);
    const inPrint = [...straightQuotes(tree), ...turnedQuotes(markdown)];
    const marks = inPrint.map(({ line, around }) => ({ file, line: lines[line - 1] ?? 1, why: `“ ” and ’ in running text, not "${around.trim()}"` }));
    const found = text.messages
      .filter(({ actual, source }) => source !== 'retext-spell' || !isName.test(actual ?? ''))
      .map(({ actual, line, reason, source }) => ({
        file,
        line: lines[(line ?? 1) - 1] ?? 1,
        why: source === 'retext-spell' ? `no American dictionary has "${actual ?? ''}": mend it, or add it to content/words.txt if it is the field's own word` : reason,
      }));
    return [...found, ...marks];
  };
}
