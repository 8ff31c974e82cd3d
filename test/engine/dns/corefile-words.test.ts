import { describe, expect, it } from 'vitest';
import { executeTemplate } from '../../../src/engine/dns/corefile-template.ts';
import { durationOf, integerOf, upstreamsOf, webServer, zonesOfKey } from '../../../src/engine/dns/corefile-words.ts';
import { AROUND } from '../../support/corefile-server.ts';

describe('words of a Corefile', () => {
  it.each([
    ['.', [['.', 53]]],
    ['A.Test', [['a.test.', 53]]],
    ['a.test:5300', [['a.test.', 5300]]],
    ['dns://a.test', [['a.test.', 53]]],
    ['tls://a.test', [['a.test.', 853]]],
    ['quic://a.test', [['a.test.', 853]]],
    ['https://a.test', [['a.test.', 443]]],
    ['grpc://a.test:99', [['a.test.', 99]]],
    ['grpc://a.test', [['a.test.', 443]]],
    ['10.0.0.0/8', [['10.in-addr.arpa.', 53]]],
    ['10.1.0.0/16:99', [['1.10.in-addr.arpa.', 99]]],
    ['10.1.2.3/32', [['3.2.1.10.in-addr.arpa.', 53]]],
    [
      '10.1.0.0/15',
      [
        ['0.10.in-addr.arpa.', 53],
        ['1.10.in-addr.arpa.', 53],
      ],
    ],
    [
      '10.1.2.130/23',
      [
        ['2.1.10.in-addr.arpa.', 53],
        ['3.1.10.in-addr.arpa.', 53],
      ],
    ],
    ['10.1.2.128/30', [128, 129, 130, 131].map((last) => [`${last}.2.1.10.in-addr.arpa.`, 53])],
    ['fd00::/8', [['d.f.ip6.arpa.', 53]]],
    ['fd00:1::/32', [['1.0.0.0.0.0.d.f.ip6.arpa.', 53]]],
    [
      'fd00::/7',
      [
        ['c.f.ip6.arpa.', 53],
        ['d.f.ip6.arpa.', 53],
      ],
    ],
    ['fd00:10:96::/110', [0, 1, 2, 3].map((nibble) => [`${nibble}.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa.`, 53])],
    ['a/b', [['a/b.', 53]]],
  ] as [string, [string, number][]][])('%s is the zones %j', (key, zones) => {
    expect(zonesOfKey(key).map(({ name, port }) => [name, port])).toEqual(zones);
  });
  it.each(['a.test:', 'dns://a.test:'])('%s lacks a port', (key) => {
    expect(() => zonesOfKey(key)).toThrow('error inspecting server blocks: expecting data after last colon: "a.test:"');
  });
  it.each([
    ['1h2m3s4ms', 3_723_004],
    ['+2s', 2000],
    ['.5s', 500],
    ['1.s', 1000],
    ['5000us', 5],
    ['5000µs', 5],
    ['5000000ns', 5],
    ['-0', 0],
    ['+0', 0],
  ])('the duration %s is %d ms', (text, ms) => {
    expect(durationOf(text)).toBeCloseTo(ms, 6);
  });
  it.each(['', 's', '-s', '.', 'x5s', '00x'])('%j is no duration', (text) => {
    expect(() => durationOf(text)).toThrow('time: ');
  });
  it.each([
    ['12', 12],
    ['+12', 12],
    ['-12', -12],
  ])('the number %s is %d', (text, value) => {
    expect(integerOf(text)).toBe(value);
  });
  it.each(['', '1a', 'a1', '--1', '1.5'])('%j is no number', (text) => {
    expect(() => integerOf(text)).toThrow(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  });
  it.each([
    [':99', { port: 99 }],
    ['0.0.0.0:99', { port: 99 }],
    ['[::]:99', { port: 99 }],
    ['[fd00::1]:99', { port: 99, address: 'fd00::1' }],
    ['[::1]:99', { port: 99, address: '::1' }],
    ['localhost:99', { port: 99, address: '127.0.0.1' }],
    ['10.0.0.1:99', { port: 99, address: '10.0.0.1' }],
  ])('a web server at %s', (text, server) => {
    expect(webServer(text)).toEqual(server);
  });
  it.each([
    ['192.0.2.1', '192.0.2.1', 53],
    ['192.0.2.1:99', '192.0.2.1', 99],
    ['dns://192.0.2.1', '192.0.2.1', 53],
    ['tls://192.0.2.1', '192.0.2.1', 853],
    ['https://192.0.2.1', '192.0.2.1', 443],
    ['fd00::1', 'fd00::1', 53],
    ['fd00::1%eth0', 'fd00::1', 53],
    ['[fd00::1]', 'fd00::1', 53],
    ['[fd00::1]:99', 'fd00::1', 99],
    ['/etc/resolv.conf', '192.0.2.53', 53],
    ['dns.test', '192.0.2.7', 53],
    ['tls://dns.test', '192.0.2.7', 853],
    ['dns.test:99', '192.0.2.7', 99],
  ])('the upstream %s is %s:%d', (text, ip, port) => {
    expect(upstreamsOf(text, AROUND)).toEqual([{ ip, port }]);
  });
  it.each(['a b', '-x?', 'a/b'])('%j is no upstream', (text) => {
    expect(() => upstreamsOf(text, AROUND)).toThrow(`not an IP address, file, or valid domain: ${JSON.stringify(text)}`);
  });
});

describe('templates of records', () => {
  const DATA = { Name: 'a.b.test.', Match: ['a', 'b'], Group: { g: '10', 0: 'a' }, Type: 'A' };
  it.each([
    ['{{.Name}} {{.Type}} x', 'a.b.test. A x'],
    ['{{.Name}} \n {{- .Type -}} \n x', 'a.b.test.Ax'],
    ['a {{-7}} b', 'a -7 b'],
    ['{{ .Group.g }}', '10'],
    ['{{ .Group.none }}', '<no value>'],
    ['{{ index .Group "g" }}', '10'],
    ['{{ index .Match 0 }}', 'a'],
    ['{{ printf "%d%%" 5 }}', '5%'],
    ['{{ printf "%% %s" .Type }}', '% A'],
    ['{{ printf "%v-%s" .Type }}', 'A-'],
    ['{{ printf "%4d/%04d/%2d" 12 5 123 }}', '  12/0005/123'],
    ['{{ printf "%x" 255 }}', 'ff'],
    ['{{ printf "%04x" (parseInt "ff" 16 64) }}', '00ff'],
    ['{{ "text" }}', 'text'],
    ['{{ -7 }}', '-7'],
    ['no braces', 'no braces'],
  ])('%s is %j', (text, result) => {
    expect(executeTemplate(text, DATA)).toBe(result);
  });
  it.each([
    ['{{ .Missing }}', '.Missing'],
    ['{{ Name }}', 'Name'],
    ['{{ toUpper .Name }}', 'toUpper'],
    ['{{ index .Match 2 }}', 'index .Match 2'],
    ['{{ index .Name 0 }}', 'index .Name 0'],
    ['{{ printf "%2001s" "x" }}', 'a width of 2001'],
    ['x'.repeat(2001), 'more than 2000 characters'],
  ])('%s is not simulated', (text, what) => {
    expect(() => executeTemplate(text, DATA)).toThrow(`template: not simulated: ${what}`);
  });
  it('takes the longest text and the widest field', () => {
    expect(executeTemplate('x'.repeat(2000), DATA)).toHaveLength(2000);
    expect(executeTemplate('{{ printf "%2000s" "x" }}', DATA)).toHaveLength(2000);
  });
});
