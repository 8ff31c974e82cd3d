import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { hastenTokenizer, type Tokenizer } from './morphemes.ts';
import { quickSplit, type Paragraph, type Split, type TextNode } from './sentences.ts';

const load = createRequire(import.meta.url);
const text = readFileSync('content/lessons/03-clusterip-and-ports/ja.mdx', 'utf8');

test('the tokenizer of the rules is kuromoji, only quicker', async () => {
  const { builder } = load('kuromoji') as { builder(options: object): { build(done: (error: unknown, tokenizer: Tokenizer) => void): void } };
  const plain = await new Promise<Tokenizer>((resolve) => builder({ dicPath: process.env['KUROMOJIN_DIC_PATH'] }).build((_, tokenizer) => resolve(tokenizer)));
  await hastenTokenizer();
  const quick = await (load('kuromojin') as { getTokenizer(): Promise<Tokenizer> }).getTokenizer();
  expect(quick.viterbi_builder.build).not.toBe(plain.viterbi_builder.build);
  const strange = ['', '。', 'ー', 'ﾃｽﾄ', '𠮷野家で𩸽を食べた。', 'ギリシャのΩと、キリルのЖと、éと100万円。', 'kube-proxyはClusterIPへのパケットをDNATする', 'かかかかかかかかかかかか'];
  for (const sentence of [...strange, ...text.split(/\n|(?<=。)/u)]) expect(quick.tokenizeForSentence(sentence), sentence).toEqual(plain.tokenizeForSentence(sentence));
});

test('the sentences of the rules are sentence-splitter’s, only quicker', async () => {
  for (const file of Object.keys(load.cache)) if (file.includes('/sentence-splitter/')) Reflect.deleteProperty(load.cache, file);
  const { splitAST: plain } = load('sentence-splitter') as { readonly splitAST: Split };
  const quick = quickSplit(plain);
  const { parse } = load('@textlint/markdown-to-ast') as { parse(markdown: string): TextNode };
  const english = readFileSync('content/lessons/03-clusterip-and-ports/en.mdx', 'utf8');
  const paragraphs = (node: TextNode): readonly Paragraph[] => (/^(Paragraph|Header)$/u.test(node.type) ? [node as Paragraph] : (node.children ?? []).flatMap(paragraphs));
  // The tree hangs together both ways: it is compared downwards.
  const seen = (node: TextNode): unknown => JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'parent' ? undefined : value)));
  for (const paragraph of paragraphs(parse(`${text}\n\n${english}\n\n# Mr. Fuji、e.g. 港。\n行が\n続く。U.S.A. と Yahoo! だ。「中。の」文\n`)))
    for (const options of [{}, { SeparatorParser: { separatorCharacters: ['?', '!', '。'] } }]) expect(seen(quick(paragraph, options))).toEqual(seen(plain(paragraph, options)));
});
