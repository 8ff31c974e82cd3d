import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readReference, type ReferenceFolder } from '../../src/exercise/load.ts';
import { ruleDiagnostic } from '../../src/layouts/reference-rule.ts';
import { describeBreach } from './breach.ts';
import { exampleBreaches } from './example-laws.ts';
import { pageBreaches } from './reference-laws.ts';

const folders = readReference();
const referenceBreaches = (folder: ReferenceFolder) => [...pageBreaches(folder), ...exampleBreaches(folder)];

test('there are reference pages to judge', () => {
  expect(folders.length).toBeGreaterThanOrEqual(19);
});

test.each(folders.map((folder) => [folder.rule, folder] as const))('reference/%s is whole: the bad example breaks this rule, the good one none', (_, folder) => {
  expect(referenceBreaches(folder).map(describeBreach)).toEqual([]);
});

/** Rules that are mended by taking a field away, by another field in its place, or by another key. */
const AWAY = new Set(
  `active-deadline-in-template cluster-ip-of-other-family cluster-ips-differ-from-cluster-ip cluster-ips-of-one-family config-key-malformed env-value-and-source
  fqdn-without-dot generate-name-with-apply host-port-differs load-balancer-class-immutable load-balancer-without-provider mount-path-duplicate namespace-missing
  none-not-alone only-for-load-balancer probe-on-init-container readiness-grace-period resource-name-unknown rolling-update-with-on-delete
  rolling-update-with-recreate selector-operator-unknown selector-unused selector-values-not-allowed server-warning several-controllers several-volume-types
  sub-paths-contradict subset-without-addresses too-many-cluster-ips unknown-field unreadable-base64 value-duplicate`.split(/\s+/u),
);

/** Whether a document of these has the field of a complaint, e.g. `spec.ports[0].name`. */
function hasField(yaml: string, field: string): boolean {
  const keys = field.split(/[.[\]]+/u).filter((key) => key !== '').map((key) => (/^\d+$/u.test(key) ? Number(key) : key));
  return parseAllDocuments(yaml).some((document) => document.errors.length === 0 && document.hasIn(keys));
}

test('where a value is wrong, the good example shows a right one', () => {
  const dropped = folders.filter((folder) => {
    const field = ruleDiagnostic(folder)?.field;
    return field !== undefined && hasField(folder.files['bad.yaml'] ?? '', field) && !hasField(folder.files['good.yaml'] ?? '', field);
  });
  expect(new Set(dropped.map(({ rule }) => rule))).toEqual(AWAY);
});

describe('a broken page is named', () => {
  const folder = folders.find(({ rule }) => rule === 'selector-empty')!;
  const broken = (files: { readonly [file: string]: string | undefined }): readonly string[] =>
    referenceBreaches({ ...folder, files: Object.fromEntries(Object.entries({ ...folder.files, ...files }).filter((entry): entry is [string, string] => entry[1] !== undefined)) }).map(describeBreach);
  const good = folder.files['good.yaml'];
  const at = 'content/reference/selector-empty';

  test.each<[string, { readonly [file: string]: string | undefined }, string]>([
    ['a language is missing', { 'en.md': undefined }, `${at}/en.md:1: is missing: write it`],
    ['the bad example is good', { 'bad.yaml': good }, `${at}/bad.yaml:1: does not break selector-empty, but nothing: write an example that does`],
    ['the good example is bad', { 'good.yaml': folder.files['bad.yaml'] }, `${at}/good.yaml:1: breaks selector-empty: an example of how it should be breaks nothing; mend it`],
    ['a section is missing', { 'en.md': folder.files['en.md']?.replace(/^## .*\{#mend\}[\s\S]*/mu, '') }, `${at}/en.md:1: has the sections what, why: write what, why, mend, in this order`],
  ])('%s', (_, files, expected) => {
    expect(broken(files)).toContain(expected);
  });
});
