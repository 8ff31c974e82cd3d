import { describe, expect, it } from 'vitest';
import { expandURL } from '../../../src/engine/tools/curl-globs.ts';

const urls = (pattern: string): readonly string[] => {
  const found = expandURL(pattern);
  if ('words' in found) throw new Error(found.words);
  return found.map(({ url }) => url);
};

describe('the URLs one pattern stands for', () => {
  it.each([
    ['http://web/', ['http://web/']],
    ['http://[::1]:80/[1-3]', ['http://[::1]:80/1', 'http://[::1]:80/2', 'http://[::1]:80/3']],
    ['http://{a,b}/[08-12:2]', ['http://a/08', 'http://a/10', 'http://a/12', 'http://b/08', 'http://b/10', 'http://b/12']],
    ['http://web/[a-e:2]', ['http://web/a', 'http://web/c', 'http://web/e']],
    ['http://web/\\{x\\}', ['http://web/{x}']],
  ])('%s', (pattern, expected) => {
    expect(urls(pattern)).toEqual(expected);
  });

  // curl 7.88.1 of Debian 12 said so.
  it.each([
    ['http://[::1', 'bad range specification', 9],
    ['http://a[1-', 'bad range', 12],
    ['http://a[1-3', 'bad range', 12],
    ['http://a/[x', 'bad range', 11],
    ['http://a{b', 'unmatched brace', 9],
    ['http://a]b', 'unmatched close brace/bracket', 9],
    ['http://a/{}', 'empty string within braces', 11],
  ])('%s is none', (pattern, words, position) => {
    expect(expandURL(pattern)).toEqual({ words, position });
  });
});
