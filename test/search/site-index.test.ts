import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { siteEntries } from '../../src/search/entries.ts';
import { kanaOf } from '../../src/search/romaji.ts';
import { SiteIndex, writeIndex } from '../../src/search/site-index.ts';
import { fold, termsOf } from '../../src/search/terms.ts';
import { QUERIES } from './queries.ts';

describe('words as they are looked for', () => {
  it.each([
    ['ＫｕｂｅＰｒｏｘｙ', 'kubeproxy'],
    ['ｾﾚｸﾀｰ', 'せれくたー'],
    ['セレクター', 'せれくたー'],
  ])('%s is folded', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('a name of the API is found whole and by its parts', () => {
    expect(termsOf('Set spec.targetPort', 'en')).toEqual(['set', 'spec.targetport', 'spec', 'target', 'port']);
  });
});

describe('Japanese in Latin letters', () => {
  it.each([
    ['sa-bisu', 'さーびす'],
    ['heddoresu', 'へっどれす'],
    ['kontena', 'こんてな'],
    ["shin'you", 'しんよう'],
    ['Shoumeisho', 'しょうめいしょ'],
    ['matchi', 'まっち'],
    ['servfail', undefined],
    ['headless', undefined],
    ['dns', undefined],
  ])('%s is read', (typed, kana) => {
    expect(kanaOf(typed)).toBe(kana);
  });
});

const indexes = Object.fromEntries((['ja', 'en'] as const).map((language) => [language, { json: writeIndex(siteEntries(language), language) }])) as {
  readonly [language in 'ja' | 'en']: { readonly json: string };
};

describe.each(['ja', 'en'] as const)('the index in %s', (language) => {
  const entries = siteEntries(language);
  const index = new SiteIndex(indexes[language].json, language);

  test('has every kind, with words and places of their own', () => {
    expect(entries.length).toBeGreaterThan(150);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    expect(entries.filter(({ title, path }) => title === '' || path === '')).toEqual([]);
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['lesson', 'exercise', 'rule', 'term', 'path', 'sheet', 'command', 'workshop']));
  });

  test('is small enough to fetch on first use', () => {
    expect(brotliCompressSync(indexes[language].json).length).toBeLessThan(120 * 1024);
  });

  test('every page is found by its own name', () => {
    const lost = entries.filter(({ kind, title, id }) => kind !== 'lesson' && !index.find(title, 30).some((hit) => hit.id === id));
    expect(lost.map(({ id }) => id)).toEqual([]);
  });

  test('nothing typed throws', () => {
    for (const typed of ['', ' ', '*', '"', '(', '\u0000', '🚢', 'x'.repeat(10_000), '\\', 'a AND b', 'ー'.repeat(200)])
      expect(Array.isArray(index.find(typed))).toBe(true);
  });
});

describe('what is typed finds what is meant', () => {
  const found = (language: 'ja' | 'en', typed: string) => new SiteIndex(indexes[language].json, language).find(typed).map(({ id }) => id);

  it.each([
    ['ja', 'セレクタ', 'term:selector'],
    ['ja', 'せれくたー', 'term:selector'],
    ['ja', 'ｾﾚｸﾀｰ', 'term:selector'],
    ['ja', 'selector', 'term:selector'],
    ['ja', 'ｔａｒｇｅｔＰｏｒｔ', 'target-port-not-listened'],
    ['ja', '仮想IP', 'term:virtual-ip'],
    ['ja', 'L03-E2', 'L03-E2'],
    ['en', 'selctor', 'term:selector'],
    ['en', 'named por', 'term:named-port'],
    ['en', 'セレクター', 'term:selector'],
    ['en', 'node-port-taken', 'node-port-taken'],
    ['ja', '早見表 dig', 'sheet:dig'],
    ['ja', 'kubectl expose', 'sheet:kubectl#write-expose'],
    ['ja', '認定試験', 'path:certification'],
    ['en', 'essentials', 'path:essentials'],
    ['ja', '証明書', 'sheet:curl#names-certificate'],
    ['en', 'kubectl expose', 'sheet:kubectl#write-expose'],
    ['en', 'SRV record', 'sheet:dns-records#records-service-port'],
    ['en', 'PreferSameZone', 'sheet:ports-and-policies#distribution-same-zone'],
    ['ja', '進行表 半日', 'workshop:half-day'],
    ['ja', '講師の手引き', 'workshop:guide/'],
    ['en', 'half a day', 'workshop:half-day'],
    ['en', 'facilitator', 'workshop:guide/'],
    ['en', 'read one tcpdump line', 'workshop:external-name#tcpdump-line'],
    ['en', 'curl refused', 'sheet:curl#codes-refused'],
    ['ja', 'ヘッドレス', 'term:headless-service'],
    ['ja', 'ﾍｯﾄﾞﾚｽｻｰﾋﾞｽ', 'term:headless-service'],
    ['ja', 'エンドポイントスライス', 'term:endpointslice'],
    ['ja', 'れでぃねす', 'term:readiness-probe'],
    ['ja', 'サービスディスカバリ', 'term:service-discovery'],
    ['ja', 'ノードポート 範囲', 'node-port-out-of-range'],
    ['ja', 'バーチャルIP', 'term:virtual-ip'],
    ['ja', '名前解決できない', 'L04-E1'],
    ['ja', 'no endpoints available for service', 'L02-E2'],
    ['ja', 'Connection refused', 'L03-E2'],
    ['ja', 'i/o timeout', 'sheet:curl#codes-timeout'],
    ['en', 'connection refused', 'L03-E2'],
    ['en', 'preserve client source IP', 'L07-E4'],
    ['en', 'sticky sessions', 'term:session-affinity'],
    ['en', 'CrashLoopBackOff', 'L01-E2'],
  ] as const)('%s: %s', (language, typed, id) => {
    expect(found(language, typed)).toContain(id);
  });
});

describe.each(['ja', 'en'] as const)('things that people type, in %s', (language) => {
  const index = new SiteIndex(indexes[language].json, language);
  const queries = Object.entries(QUERIES[language]);

  test('are as many as there were', () => {
    expect(queries.length).toBe({ ja: 96, en: 89 }[language]);
  });

  test('find first what is meant', () => {
    const first = queries.map(([typed, meant]) => [typed, meant, index.find(typed)[0]?.id ?? 'nothing'] as const);
    expect(first.filter(([, meant, found]) => found !== meant)).toEqual([]);
  });

  // `npx vitest run test/search -u` writes the list anew.
  test('and what is found first is written down', async () => {
    const lines = queries.map(([typed]) => {
      const hits = index.find(typed, 1).map(({ title, heading, path }) => `[${heading === '' ? title : `${title}: ${heading}`}](/${language}/${path})`);
      return `- \`${typed}\` → ${hits.join('')}`;
    });
    await expect(`# ${language}\n\n${lines.join('\n')}\n`).toMatchFileSnapshot(`results.${language}.md`);
  });
});
