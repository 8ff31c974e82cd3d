import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeSite } from '../../src/offline/build-service-worker.ts';
import { addressOf, fileOf } from '../../src/offline/file-of.ts';

const scope = 'https://example.org/course/';

test.each([
  ['https://example.org/course/', 'index.html'],
  ['https://example.org/course/ja/about/?x=1#places', 'ja/about/index.html'],
  ['https://example.org/course/ja/about', 'ja/about/index.html'],
  ['https://example.org/course/_astro/a.B1.js', '_astro/a.B1.js'],
  ['https://example.org/course/ja/%E3%81%82/', 'ja/あ/index.html'],
  ['https://example.org/course/%E3%81/', undefined],
  ['https://example.org/elsewhere/', undefined],
  ['https://example.com/course/', undefined],
])('%s is answered by %s', (address, file) => {
  expect(fileOf(address, scope)).toBe(file);
});

test('a file is kept under the address that leads to it', () => {
  for (const file of ['index.html', 'ja/about/index.html', '_astro/a.B1.js', '404.html']) expect(fileOf(addressOf(file, scope), scope)).toBe(file);
  expect(addressOf('ja/about/index.html', scope)).toBe('https://example.org/course/ja/about/');
});

test('the version changes with any file, and only names with a hash go without a digest', () => {
  const dist = mkdtempSync(join(tmpdir(), 'site-'));
  try {
    mkdirSync(join(dist, '_astro'));
    writeFileSync(join(dist, '_astro/a.B1.js'), 'one');
    writeFileSync(join(dist, 'index.html'), 'page');
    writeFileSync(join(dist, 'service-worker.js'), 'itself');
    const before = describeSite(dist);
    expect(before.files).toEqual({ '_astro/a.B1.js': [3], 'index.html': [4, expect.stringMatching(/^[0-9a-f]{12}$/u)] });
    writeFileSync(join(dist, 'index.html'), 'Page');
    expect(describeSite(dist).version).not.toBe(before.version);
  } finally {
    rmSync(dist, { recursive: true });
  }
});
