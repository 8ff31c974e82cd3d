import { describe, expect, test } from 'vitest';
import { readGlossary } from '../../src/exercise/load.ts';
import { markPhrases } from '../../src/phrases/mark-phrases.ts';
import { phrasesOf, wordPattern } from '../../src/phrases/phrases.ts';

const terms = wordPattern(Object.values(readGlossary()).map(({ ja }) => ja));
const page = (body: string): string => `<!DOCTYPE html><html lang="ja"><head><title>名前空間をまたいで呼ぶ</title></head><body>${body}</body></html>`;
const marked = (body: string): string => markPhrases(page(body), terms);

describe('a title by its phrases', () => {
  test.each([
    ['トラフィックの行き先を決める', ['トラフィックの', '行き先を', '決める']],
    // A term stays whole, which the model alone would part.
    ['すべての名前空間で引く', ['すべての', '名前空間で', '引く']],
    // A line may end behind a comma anyway.
    ['誰も中継しない。名前がPodを指す', ['誰も', '中継しない。名前が', 'Podを', '指す']],
    ['短い題名だ', ['短い題名だ']],
    ['', ['']],
  ])('%s', (text, phrases) => {
    expect(phrasesOf(text, terms)).toEqual(phrases);
  });

  test('a word of signs is a word, not a pattern', () => {
    expect('a.b [c] (d) a+b'.match(wordPattern(['a.b', '[c]', '(d)', 'a+b']))).toEqual(['a.b', '[c]', '(d)', 'a+b']);
    expect(wordPattern(['a.b']).test('axb')).toBe(false);
  });
});

describe('a page', () => {
  test('has its titles, cells and short texts marked, and nothing else', () => {
    expect(marked('<h2 id="x">トラフィックの行き先を決める</h2><p>トラフィックの行き先を決める</p>')).toBe(
      page('<h2 id="x">トラフィックの<wbr>行き先を<wbr>決める</h2><p>トラフィックの行き先を決める</p>'),
    );
    // Its pieces would be items of a flexible box, with gaps between them.
    expect(marked('<a class="first button">次のレッスンへ進みます</a>')).not.toContain('<wbr>');
    expect(marked('<nav class="contents"><ul><li>行き先を決めること</li></ul></nav>')).toContain('行き先を<wbr>決める<wbr>こと');
  });

  test('a phrase is found across what stands within a line; code, and what stays whole, are not parted', () => {
    expect(marked('<h3>名前を<b>Pod</b>の中から引く</h3>')).toBe(page('<h3>名前を<wbr><b>Pod</b>の<wbr>中から<wbr>引く</h3>'));
    expect(marked('<h3><code>行き先を決めること</code>と<span class="unbroken">行き先を決めること</span></h3>')).not.toContain('決める<wbr>');
  });

  test('a script finds its island as it was made', () => {
    const island = '<astro-island><h2>トラフィックの行き先を決める</h2></astro-island>';
    expect(marked(island)).toBe(page(island));
  });

  test('what is written as an entity stays so, and the place behind it is right', () => {
    expect(marked('<h2>A&amp;Bの行き先を決める</h2>')).toBe(page('<h2>A&amp;Bの<wbr>行き先を<wbr>決める</h2>'));
  });
});
