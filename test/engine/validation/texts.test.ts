import { describe, expect, test } from 'vitest';
import { errorText } from '../../../src/engine/api/rule-words.ts';
import { localPathProblems, oneOf, portOrNameProblems } from '../../../src/engine/validation/field-problems.ts';
import { canonicalIPProblems, cidrProblems, cidrWarnings, endpointIPProblems, ipProblems, ipWarnings } from '../../../src/engine/validation/ip-problems.ts';
import {
  asPrefix,
  configKeyProblems,
  dns1035LabelProblems,
  dnsLabelProblems,
  dnsSubdomainProblems,
  envNameProblems,
  httpHeaderProblems,
  labelKeyProblems,
  labelValueProblems,
  percentProblems,
  portNameProblems,
  searchDomainProblems,
  type TextRule,
} from '../../../src/engine/validation/text-problems.ts';

const a = (count: number): string => 'a'.repeat(count);

describe('what can be wrong with a text', () => {
  const RULES: readonly (readonly [
    name: string,
    rule: TextRule,
    fine: readonly string[],
    wrong: readonly (readonly [text: string, ...problems: string[]])[],
  ])[] = [
    [
      'DNS label',
      dnsLabelProblems,
      ['a', '0', 'a-b', 'a--0', a(63)],
      [
        ['', 'not-dns-label'],
        ['-a', 'not-dns-label'],
        ['a-', 'not-dns-label'],
        ['A', 'not-dns-label'],
        ['a_b', 'not-dns-label'],
        ['a.b', 'dots-in-dns-label'],
        ['a..b', 'not-dns-label'],
        ['x\na', 'not-dns-label'],
        [a(64), 'text-too-long 63'],
        [`${a(64)}-`, 'text-too-long 63', 'not-dns-label'],
      ],
    ],
    [
      'DNS label as it was',
      dns1035LabelProblems,
      ['a', 'a0', 'a-b'],
      [
        ['0a', 'not-dns-1035-label'],
        ['a-', 'not-dns-1035-label'],
        ['', 'not-dns-1035-label'],
        [`0${a(63)}`, 'text-too-long 63', 'not-dns-1035-label'],
      ],
    ],
    [
      'DNS subdomain',
      dnsSubdomainProblems,
      ['a', 'a.b.0', 'a-b.c', a(253)],
      [
        ['a.', 'not-dns-subdomain'],
        ['.a', 'not-dns-subdomain'],
        ['a.-b', 'not-dns-subdomain'],
        ['a_b', 'not-dns-subdomain'],
        [a(254), 'text-too-long 253'],
      ],
    ],
    [
      'search domain',
      searchDomainProblems,
      ['a', '_a._b', 'a_b.c-d', '0'],
      [
        ['_', 'not-dns-search-domain'],
        ['a_', 'not-dns-search-domain'],
        ['a.__b', 'not-dns-search-domain'],
        ['', 'not-dns-search-domain'],
        ['A', 'not-dns-search-domain'],
        [`${a(254)}`, 'text-too-long 253'],
      ],
    ],
    [
      'name to be lengthened',
      asPrefix(dnsLabelProblems),
      ['a-', 'ab--', 'a'],
      [
        ['-', 'not-dns-label'],
        ['-a-', 'not-dns-label'],
        ['A-b', 'not-dns-label'],
      ],
    ],
    [
      'label key',
      labelKeyProblems,
      ['a', 'A_b.c-0', 'example.com/a', `${a(253)}/${a(63)}`],
      [
        ['', 'label-key-part-empty name part', 'label-key-malformed'],
        ['a/', 'label-key-part-empty name part', 'label-key-malformed'],
        ['/a', 'label-key-part-empty prefix part'],
        ['a/b/c', 'label-key-several-slashes'],
        ['Ex.com/a', 'not-dns-subdomain prefix part'],
        ['-a', 'label-key-malformed'],
        ['a.', 'label-key-malformed'],
        ['a b', 'label-key-malformed'],
        [a(64), 'text-too-long 63 bytes name part'],
        [`${a(254)}/b`, 'text-too-long 253 bytes prefix part'],
        [`x/${'é'.repeat(32)}`, 'text-too-long 63 bytes name part', 'label-key-malformed'],
      ],
    ],
    [
      'label value',
      labelValueProblems,
      ['', 'a', 'A_b.c-0', a(63)],
      [
        ['-', 'label-value-malformed'],
        ['a-', 'label-value-malformed'],
        ['a/b', 'label-value-malformed'],
        [a(64), 'text-too-long 63 bytes'],
      ],
    ],
    [
      'port name',
      portNameProblems,
      ['a', '0a', 'http-8080', a(15)],
      [
        ['', 'port-name-malformed characters', 'port-name-malformed no letter'],
        ['80', 'port-name-malformed no letter'],
        ['A0', 'port-name-malformed characters', 'port-name-malformed no letter'],
        ['a_b', 'port-name-malformed characters'],
        ['a--b', 'port-name-malformed two dashes'],
        ['-a', 'port-name-malformed dash at the edge'],
        ['a-', 'port-name-malformed dash at the edge'],
        [a(16), 'text-too-long 15'],
      ],
    ],
    [
      'variable',
      envNameProblems,
      ['', 'A', 'a b', '~', '<>', '!'],
      [
        ['a=b', 'env-name-malformed'],
        ['é', 'env-name-malformed'],
        ['a\tb', 'env-name-malformed'],
      ],
    ],
    [
      'key of a ConfigMap',
      configKeyProblems,
      ['a', '.a', 'A_b-c.d', a(253)],
      [
        ['', 'config-key-malformed'],
        ['.', "dots-at-start must not be '.'"],
        ['..', "dots-at-start must not be '..'"],
        ['..a', "dots-at-start must not start with '..'"],
        ['a/b', 'config-key-malformed'],
        [a(254), 'text-too-long 253'],
      ],
    ],
    [
      'header',
      httpHeaderProblems,
      ['X-A', '0'],
      [
        ['', 'http-header-malformed'],
        ['a b', 'http-header-malformed'],
        ['a:', 'http-header-malformed'],
      ],
    ],
    [
      'percentage',
      percentProblems,
      ['0%', '100%'],
      [
        ['', 'percent-malformed'],
        ['%', 'percent-malformed'],
        ['5', 'percent-malformed'],
        ['a5%', 'percent-malformed'],
        ['5%%', 'percent-malformed'],
        ['-5%', 'percent-malformed'],
      ],
    ],
  ];
  const told = (rule: TextRule, text: string): string[] =>
    rule(text).map(([id, params]) => {
      const { max, unit, part, how } = params as { readonly max?: number; readonly unit?: string; readonly part?: string; readonly how?: string };
      return [id, max, unit === 'bytes' ? unit : undefined, part, how].filter((word) => word !== undefined).join(' ');
    });

  test.each(RULES)('%s', (_, rule, fine, wrong) => {
    expect(fine.map((text) => [text, ...told(rule, text)])).toEqual(fine.map((text) => [text]));
    expect(wrong.map(([text]) => [text, ...told(rule, text)])).toEqual(wrong);
  });
});

const says = (errors: readonly Parameters<typeof errorText>[0][]): string =>
  errors.map((error) => `${error.rule}: ${errorText(error).replace(/^f: /, '')}`).join('; ') || 'fine';

test.each<[string, boolean, string]>([
  ['10.0.0.1', true, 'fine'],
  ['2001:DB8::0:1', true, 'fine'],
  ['10.0.0.01', true, 'ip-with-leading-zeros: Invalid value: "10.0.0.01": must not have leading 0s'],
  ['10.0.0.01', false, 'fine'],
  ['::ffff:10.0.0.1', true, 'ip-v4-mapped: Invalid value: "::ffff:10.0.0.1": must not be an IPv4-mapped IPv6 address'],
  ['::ffff:10.0.0.1', false, 'fine'],
  ['::fffe:10.0.0.1', true, 'fine'],
  ['10.0.0', true, 'ip-malformed: Invalid value: "10.0.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
  ['', false, 'ip-malformed: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
])('the address %s, strictly %s: %s', (text, strict, expected) => {
  expect(says(ipProblems('f', text, strict))).toBe(expected);
  expect(says(ipProblems('f', text, strict, ['10.9.9.9', text]))).toBe('fine');
});

test.each<[string, boolean, string]>([
  ['10.0.0.0/8', true, 'fine'],
  ['::/0', true, 'fine'],
  ['10.0.0.1/8', true, 'cidr-with-host-bits: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length'],
  ['10.0.0.1/8', false, 'fine'],
  ['10.0.0.0/08', true, 'ip-with-leading-zeros: Invalid value: "10.0.0.0/08": must not have leading 0s in IP or prefix length'],
  ['010.0.0.0/8', false, 'fine'],
  ['::ffff:10.0.0.0/104', true, 'ip-v4-mapped: Invalid value: "::ffff:10.0.0.0/104": must not have an IPv4-mapped IPv6 address'],
  ['::fffe:10.0.0.0/104', true, 'fine'],
  ['10.0.0.0', true, 'cidr-malformed: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
  ['10.0.0.0/33', true, 'cidr-malformed: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
])('the network %s, strictly %s: %s', (text, strict, expected) => {
  expect(says(cidrProblems('f', text, strict))).toBe(expected);
  expect(says(cidrProblems('f', text, strict, ['10.9.9.0/24', text]))).toBe('fine');
});

test.each([
  ['2001:db8::1', 'fine'],
  ['2001:DB8::1', 'ip-not-canonical: Invalid value: "2001:DB8::1": must be in canonical form ("2001:db8::1")'],
  ['10.0.0.01', 'ip-with-leading-zeros: Invalid value: "10.0.0.01": must not have leading 0s'],
])('an address that has one spelling, %s: %s', (text, expected) => {
  expect(says(canonicalIPProblems('f', text))).toBe(expected);
});

test.each([
  ['10.0.0.1', 'fine'],
  ['0.0.0.1', 'fine'],
  ['0.0.0.0', 'unspecified (0.0.0.0)'],
  ['::', 'unspecified (::)'],
  ['127.255.0.1', 'in the loopback range (127.0.0.0/8, ::1/128)'],
  ['::1', 'in the loopback range (127.0.0.0/8, ::1/128)'],
  ['::2', 'fine'],
  ['128.0.0.1', 'fine'],
  ['169.254.1.1', 'in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['169.253.1.1', 'fine'],
  ['febf::1', 'in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['fec0::1', 'fine'],
  ['224.0.0.9', 'in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
  ['224.0.1.9', 'fine'],
  ['ff02::9', 'in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
])('an endpoint may not be %s: %s', (text, expected) => {
  expect(says(endpointIPProblems('f', text)).replace(/^ip-in-special-range: Invalid value: "[^"]*": may not be /, '')).toBe(expected);
});

test.each([
  ['10.0.0.1', []],
  ['2001:db8::1', []],
  ['nonsense', []],
  ['10.0.0.01', ['f: non-standard IP address "10.0.0.01" is invalid: use "10.0.0.1"']],
  ['::ffff:10.0.0.1', ['f: non-standard IP address "::ffff:10.0.0.1" is invalid: use "10.0.0.1"']],
  ['2001:DB8::1', ['f: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")']],
])('warns of the address %s: %j', (text, warnings) => {
  expect(ipWarnings('f', text)).toEqual(warnings);
});

test.each([
  ['10.0.0.0/8', []],
  ['2001:db8::/32', []],
  ['nonsense', []],
  ['10.0.0.1/8', ['f: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)']],
  ['2001:db8::1/32', ['f: CIDR value "2001:db8::1/32" is ambiguous in this context (should be "2001:db8::/32" or "2001:db8::1/128"?)']],
  ['010.0.0.0/8', ['f: non-standard CIDR value "010.0.0.0/8" is invalid: use "10.0.0.0/8"']],
  ['2001:DB8::/32', ['f: IPv6 CIDR value "2001:DB8::/32" should be in RFC 5952 canonical format ("2001:db8::/32")']],
])('warns of the network %s: %j', (text, warnings) => {
  expect(cidrWarnings('f', text)).toEqual(warnings);
});

test.each<[string, object, string]>([
  ['a/b', {}, 'fine'],
  ['..a', {}, 'fine'],
  ['/a', {}, 'path-not-relative'],
  ['/a', { relative: false }, 'fine'],
  ['/../a', {}, 'path-not-relative path-goes-up'],
  ['a/..', { relative: false }, 'path-goes-up'],
  ['..a', { reserved: true }, 'dots-at-start'],
  ['..', { reserved: true }, 'path-goes-up'],
  ['a/..b', { reserved: true }, 'fine'],
])('the path %s with %j: %s', (path, options, expected) => {
  expect(
    localPathProblems('f', path, options)
      .map(({ rule }) => rule)
      .join(' ') || 'fine',
  ).toBe(expected);
});

test('a word is required before it is one of those that are known, a port is a number or a name', () => {
  expect([undefined, '', 'b', 'a'].map((word) => says(oneOf('f', word, ['a', 'c'])))).toEqual([
    'field-required: Required value',
    'field-required: Required value',
    'value-not-supported: Unsupported value: "b": supported values: "a", "c"',
    'fine',
  ]);
  expect(
    [0, 1, 65535, 65536, 'http', '80'].map((port) =>
      portOrNameProblems('f', port)
        .map(({ rule }) => rule)
        .join(),
    ),
  ).toEqual(['port-out-of-range', '', '', 'port-out-of-range', '', 'port-name-malformed']);
});
