import { expect, test } from 'vitest';
import { parseFieldSelector, parseLabelSelector } from '../../../../src/engine/terminal/kubectl/selectors.ts';

const OBJECTS: { readonly [name: string]: { readonly [label: string]: string } } = {
  web: { app: 'web', track: 'stable' },
  canary: { app: 'web', track: 'canary' },
  db: { app: 'db', size: '10' },
  bare: {},
};

const chosen = (selector: string): string => {
  const parsed = parseLabelSelector(selector);
  return parsed.ok
    ? Object.keys(OBJECTS)
        .filter((name) => parsed.matches(OBJECTS[name]))
        .join(' ')
    : `! ${parsed.error}`;
};

test.each<[selector: string, result: string]>([
  ['', 'web canary db bare'],
  ['app=web', 'web canary'],
  ['app==web,track!=canary', 'web'],
  ['track!=canary', 'web db bare'],
  ['app in (web, db)', 'web canary db'],
  ['track notin (stable)', 'canary db bare'],
  ['track', 'web canary'],
  ['!track', 'db bare'],
  [' ! track , app ', 'db'],
  ['size>9', 'db'],
  ['size<9', ''],
  ['app=', ''],
  ['app in ()', ''],
  ['app in web', "! unable to parse requirement: found 'web' expected: '('"],
  ['app in (web', "! unable to parse requirement: found '', expected: ',' or ')'"],
  ['app web', "! unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt"],
  ['app=web,', "! found '', expected: identifier after ','"],
  ['=web', "! found '=', expected: !, identifier, or 'end of string'"],
  ['app=web track', "! found 'track', expected: ',' or 'end of string'"],
])('labels: %s', (selector, result) => {
  expect(chosen(selector)).toBe(result);
});

test('fields that a resource does not offer are refused in the words of its kind', () => {
  expect(parseFieldSelector('pods', 'spec.hostname=x')).toEqual({ ok: false, error: 'field label not supported: spec.hostname' });
  expect(parseFieldSelector('deployments', 'spec.replicas=1')).toEqual({
    ok: false,
    error: '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
  });
  expect(parseFieldSelector('pods', 'status.phase')).toEqual({ ok: false, error: "invalid selector: 'status.phase'; can't understand 'status.phase'" });
});
