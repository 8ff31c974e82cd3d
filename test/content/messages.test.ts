import { describe, expect, test } from 'vitest';
import { findingsEn } from '../../src/messages/findings.en.ts';
import { findingsJa } from '../../src/messages/findings.ja.ts';
import { siteEn } from '../../src/messages/site.en.ts';
import { siteJa } from '../../src/messages/site.ja.ts';
import { shellEn } from '../../src/messages/shell.en.ts';
import { shellJa } from '../../src/messages/shell.ja.ts';
import { labMoreEn } from '../../src/messages/lab-more.en.ts';
import { labMoreJa } from '../../src/messages/lab-more.ja.ts';
import { labEn } from '../../src/messages/lab.en.ts';
import { labJa } from '../../src/messages/lab.ja.ts';
import { workshopEn } from '../../src/messages/workshop.en.ts';
import { workshopJa } from '../../src/messages/workshop.ja.ts';

/** Every leaf of a message tree: where it stands, and its words. Functions are called with plausible arguments. */
function leaves(value: unknown, path = ''): readonly { readonly path: string; readonly words: string }[] {
  if (typeof value === 'string') return [{ path, words: value }];
  if (typeof value === 'function') {
    try {
      return leaves((value as (...parameters: unknown[]) => unknown)(...Array.from({ length: value.length }, (_, index) => index + 2)), path);
    } catch {
      // It wants richer parameters than numbers: its words have tests of their own.
      return [];
    }
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

const japanese = /[\u3040-\u30ff\u3400-\u9fff]/u;

describe.each([
  ['terminal', shellJa, shellEn],
  ['pages', siteJa, siteEn],
  ['lab', labJa, labEn],
  ['lab, later', labMoreJa, labMoreEn],
  ['workshop', workshopJa, workshopEn],
])('the words of the %s', (_, ja, en) => {
  const inJapanese = leaves(ja);
  const inEnglish = leaves(en);

  test('are there, and stand in the same places', () => {
    expect(inJapanese.length).toBeGreaterThan(40);
    expect(inEnglish.map(({ path }) => path).sort()).toEqual(inJapanese.map(({ path }) => path).sort());
  });

  test('are never empty', () => {
    expect([...inJapanese, ...inEnglish].filter(({ words }) => words.trim() === '').map(({ path }) => path)).toEqual([]);
  });

  test('have no Japanese in English, except a name of the language', () => {
    expect(inEnglish.filter(({ words }) => japanese.test(words)).map(({ path, words }) => `${path}: ${words}`)).toEqual([]);
  });

  test('have no sentence of English in Japanese', () => {
    expect(
      inJapanese.filter(({ words }) => /[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+/u.test(words) && !japanese.test(words)).map(({ path, words }) => `${path}: ${words}`),
    ).toEqual([]);
  });

  test('have no typed space between Latin and Japanese', () => {
    const spaced = /[\u3040-\u30ff\u3400-\u9fff] [A-Za-z]|[A-Za-z] [\u3040-\u30ff\u3400-\u9fff]/u;
    expect(inJapanese.filter(({ words }) => spaced.test(words)).map(({ path, words }) => `${path}: ${words}`)).toEqual([]);
  });
});

test('what became of a query is told in the reader’s words, and names as they are', () => {
  const result = { id: 'c', kind: 'dns', passed: false, params: {}, evidence: { expected: ['NXDOMAIN'], actual: ['answered', 'answered'] } } as const;
  expect(findingsJa['other-outcome']({}, result)).toBe('求められている結果はNXDOMAIN、実際の結果は答えありです。');
  expect(findingsEn['other-outcome']({}, result)).toBe('Asked for: NXDOMAIN. Found: answered.');
  expect(findingsJa['name-not-resolved']({ name: 'api', outcome: 'timeout' }, result)).toContain('解決されていません(返事なし)');
  expect(findingsJa['name-not-resolved']({ name: 'api', outcome: 'constructor' }, result)).toContain('(constructor)');
});
