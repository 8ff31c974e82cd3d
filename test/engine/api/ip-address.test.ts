import { describe, expect, it } from 'vitest';
import { addressAt, addressOfReverseName, canonicalIP, formatIP, isInCIDR, parseCIDR, parseIP, reverseName } from '../../../src/engine/api/ip-address.ts';

describe('addresses have one spelling (net/netip, RFC 5952)', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['010.0.0.1', undefined],
    ['256.1.1.1', undefined],
    ['1.2.3', undefined],
    ['1.2.3.4.5', undefined],
    ['1..2.3', undefined],
    ['1.2.3.4 ', undefined],
    ['', undefined],
    ['::', '::'],
    ['FD00:10:96::0632', 'fd00:10:96::632'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    ['::ffff:01.2.3.4', undefined],
    ['1::2::3', undefined],
    ['fd00--1', undefined],
  ])('%s → %s', (text, expected) => {
    expect(canonicalIP(text)).toBe(expected);
  });

  it.each([
    ['10.244.3.1', '10.244.0.0/16', true],
    ['10.245.3.1', '10.244.0.0/16', false],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['255.255.255.255', '128.0.0.0/1', true],
    ['1.2.3.5', '1.2.3.4/32', false],
    ['1.2.3.4', '1.2.3.4/33', false],
    ['1.2.3.4', '1.2.3.4/07', false],
    ['fd00::1', 'fd00::/64', true],
    ['fd00:0:0:1::1', 'fd00::/64', false],
    ['::1', '0.0.0.0/0', false],
  ])('%s in %s: %s', (ip, cidr, expected) => {
    expect(isInCIDR(ip, cidr)).toBe(expected);
  });

  it('names backwards lead back', () => {
    for (const ip of ['10.96.60.1', 'fd00:10:96::632', '::']) expect(addressOfReverseName(reverseName(parseIP(ip)!))).toEqual(parseIP(ip));
    expect(reverseName(parseIP('10.96.60.1')!)).toBe('1.60.96.10.in-addr.arpa.');
    expect(addressOfReverseName('60.96.10.in-addr.arpa.')).toBeUndefined();
  });

  it('counts from a network’s first address', () => {
    expect(formatIP(addressAt(parseCIDR('10.244.1.77/24')!, 300))).toBe('10.244.2.44');
  });
});
