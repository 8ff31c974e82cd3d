// How CoreDNS v1.14.7 reads single words of a Corefile: plugin/normalize.go, plugin/pkg/cidr, plugin/pkg/parse, and Go's own packages.
import { bitLength, networkAddress, parseCIDR, parseIP, reverseName, type CIDRValue } from '../api/ip-address.ts';
import { normal } from './corefile-rewrite.ts';
import { CorefileError } from './corefile-syntax.ts';

/** Where a plugin answers HTTP. */
export interface WebServer {
  readonly address?: string;
  readonly port: number;
}

/** What a setup needs of the Pod: its files, and its resolver for upstreams that are named. */
export interface Around {
  readonly read: (path: string) => string | undefined;
  /** Throws `CorefileError` where there are none. */
  readonly addressesOf: (name: string) => readonly string[];
}

/** A zone with its port, as an address of a server block or an argument writes it: a reverse zone may be a network. */
export function zonesOfKey(key: string): { readonly name: string; readonly port: number }[] {
  const [, transport, rest = ''] = /^(?:([a-z0-9]+):\/\/)?(.*)$/s.exec(key) as RegExpExecArray;
  if (rest.endsWith(':')) throw new CorefileError(`error inspecting server blocks: expecting data after last colon: ${JSON.stringify(rest)}`);
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/s.exec(rest) as RegExpExecArray;
  const network = host.includes('/') ? parseCIDR(host) : undefined;
  const known = { tls: 853, quic: 853, https: 443, grpc: 443 }[transport ?? ''] ?? 53;
  const names = network ? reverseZones(network) : [normal(host)];
  return names.map((name) => ({ name, port: port === undefined ? known : Number(port) }));
}

/** Models plugin/pkg/cidr: the zones of a network, on the next border between labels. */
function reverseZones(network: CIDRValue): string[] {
  const { family, prefixLength } = network;
  const step = family === 'IPv4' ? 8 : 4;
  const total = bitLength(family);
  const whole = Math.ceil(prefixLength / step);
  const count = 2 ** (whole * step - prefixLength);
  const shift = BigInt(total - whole * step);
  const first = networkAddress(network).bits;
  return Array.from({ length: count }, (_, i) => {
    const name = reverseName({ family, bits: first + (BigInt(i) << shift) });
    return normal(
      name
        .split('.')
        .slice(total / step - whole)
        .join('.'),
    );
  });
}

/** Models Go's time.ParseDuration; milliseconds. */
export function durationOf(text: string): number {
  const quoted = JSON.stringify(text);
  if (/^[-+]?0$/.test(text)) return 0;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)/.test(text)) throw new CorefileError(`time: invalid duration ${quoted}`);
  const units: { readonly [unit: string]: number } = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let sum = 0;
  for (const [, value = '', unit = ''] of text.matchAll(/([\d.]+)([^\d.]*)/g)) {
    if (unit === '') throw new CorefileError(`time: missing unit in duration ${quoted}`);
    if (units[unit] === undefined) throw new CorefileError(`time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`);
    sum += Number(value) * units[unit];
  }
  return text.startsWith('-') ? -sum : sum;
}

/** Models Go's strconv.Atoi. */
export function integerOf(text: string): number {
  if (!/^[-+]?\d+$/.test(text)) throw new CorefileError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** Models Go's net.SplitHostPort. */
export function webServer(text: string): WebServer {
  const [, host = '', port] = /^(.*):(\d*)$/.exec(text) ?? [];
  if (port === undefined) throw new CorefileError(`address ${text}: missing port in address`);
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const address = bare === 'localhost' ? '127.0.0.1' : bare;
  return { port: Number(port), ...(address === '' || /^[0.:]+$/.test(address) ? {} : { address }) };
}

/** Models plugin/pkg/parse HostPortOrFile and forward/resolve.go: an address, or a file of nameservers. */
export function upstreamsOf(text: string, { read, addressesOf }: Around): { readonly ip: string; readonly port: number }[] {
  const [, transport = 'dns', rest = ''] = /^(?:([a-z0-9]+):\/\/)?(.*)$/s.exec(text) as RegExpExecArray;
  if (!['dns', 'tls', 'https'].includes(transport)) throw new CorefileError(`'${transport}' is not supported as a destination protocol in forward: ${text}`);
  const known = { dns: 53, tls: 853, https: 443 }[transport] as number;
  const whole = rest.replace(/^\[(.*)\]$/, '$1').replace(/%.*/, '');
  if (parseIP(whole)) return [{ ip: whole, port: known }];
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(rest) ?? [];
  if (parseIP(host)) return [{ ip: host, port: Number(port) }];
  const file = read(rest);
  if (file !== undefined) return [...file.matchAll(/^nameserver\s+(\S+)/gm)].map(([, ip = '']) => ({ ip, port: 53 }));
  const name = host || rest;
  if (!/^[\w.-]+$/.test(name)) throw new CorefileError(`not an IP address, file, or valid domain: ${JSON.stringify(text)}`);
  return addressesOf(name).map((ip) => ({ ip, port: port === '' ? known : Number(port) }));
}
