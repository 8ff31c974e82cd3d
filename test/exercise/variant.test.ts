import { describe, expect, test } from 'vitest';
import { drawFrom } from '../../src/exercise/run-code.ts';
import { drawValues, fill, fillText } from '../../src/exercise/variant.ts';

const pools = {
  names: ['a', 'b', 'c'],
  apps: [
    { is: 'shop-api', near: 'shopapi' },
    { is: 'till-api', near: 'tillapi' },
  ],
};

describe('values', () => {
  test('of one pool are never the same', () => {
    const rules = { one: { from: 'names' }, two: { from: 'names' }, three: { from: 'names' } };
    for (let seed = 1; seed < 50; seed++) expect(Object.values(drawValues(rules, pools, drawFrom(seed))).sort()).toEqual(['a', 'b', 'c']);
  });

  test('follow from values above them, and from what stands instead of those', () => {
    const rules = {
      fault: { pick: ['left', 'right'] },
      app: { from: 'apps' },
      said: { by: 'fault', of: { left: '{app.near}', '*': '{app.is}' } },
      line: { text: 'app: {said}' },
    };
    const { app } = drawValues(rules, pools, drawFrom(1)) as { app: { is: string; near: string } };
    expect(drawValues(rules, pools, drawFrom(1), { fault: 'left' })).toEqual({ fault: 'left', app, said: app.near, line: `app: ${app.near}` });
    expect(drawValues(rules, pools, drawFrom(1), { said: 'other' })).toMatchObject({ app, said: 'other', line: 'app: other' });
  });

  test('that cannot be drawn are a mistake of the author', () => {
    expect(() => drawValues({ one: { from: 'apps' }, two: { from: 'apps' }, three: { from: 'apps' } }, pools, drawFrom(1))).toThrow(
      'nothing is left in the pool apps for three',
    );
    expect(() => drawValues({ fault: { pick: ['a', 'b'] }, of: { by: 'fault', of: { c: 1 } } }, pools, drawFrom(1))).toThrow('of is nothing where fault is');
  });
});

describe('filling', () => {
  const values = { port: 8080, none: '', app: { is: 'shop-api', near: 'shopapi' } };
  test('keeps numbers where a name stands alone, and reaches keys', () => {
    expect(fill({ port: '{port}', url: 'http://{app.is}:{port}/', '{app.is}': ['{app.near}', 1, true, null] }, values)).toEqual({
      port: 8080,
      url: 'http://shop-api:8080/',
      'shop-api': ['shopapi', 1, true, null],
    });
  });
  test.each([
    ['{port}', '8080'],
    ['{ port }', '{ port }'],
    ['{app}', '{app}'],
    ['{port.is}', '{port.is}'],
    ['{unknown} {.items}', '{unknown} {.items}'],
    ['a:\n  {none}\nb: {none}\n  {port}\n', 'a:\nb: \n  8080\n'],
  ])('%j is the text %j', (text, filled) => {
    expect(fillText(text, values)).toBe(filled);
  });
});
