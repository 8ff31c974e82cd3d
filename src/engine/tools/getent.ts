// Models glibc 2.36 nss/getent.c: hosts, ahosts, ahostsv4, ahostsv6; and the getent of Alpine (musl), case resolvers/*.
import { ROOT_HOME } from '../api/machine-environment.ts';
import { familyOf, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { host } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { notSimulated, readOptions } from './options.ts';
import { BY_UDP_TOO, ONLY_BY_UDP, SERVICE_ALIASES, SERVICE_PORTS } from './service-ports.ts';
import { hostsEntries, resolutionError, resolveName, resolverContext } from './resolving.ts';

const DATABASES = 'ahosts ahostsv4 ahostsv6 aliases ethers group gshadow hosts initgroups netgroup networks passwd protocols rpc services shadow'.split(' ');

const TRY = "Try `getent --help' or `getent --usage' for more information.\n";
const HELP = `Usage: getent [OPTION...] database [key ...]
Get entries from administrative database.

  -i, --no-idn               disable IDN encoding
  -s, --service=CONFIG       Service configuration to be used
  -?, --help                 Give this help list
      --usage                Give a short usage message
  -V, --version              Print program version

Mandatory or optional arguments to long options are also mandatory or optional
for any corresponding short options.

Supported databases:
${DATABASES.join(' ')}

For bug reporting instructions, please see:
<https://bugs.debian.org>.
`;

/** `getent`. */
export const getent: Program = function* (process): Running {
  const options = readOptions(process, {
    short: 's:iV?',
    long: { service: 's', 'no-idn': 'i', version: 'V', help: '?' },
    knownLong: 'usage',
    usageExit: 64,
    usage: TRY.trimEnd(),
  });
  if (typeof options === 'number') return options;
  if (options.has('V')) {
    process.out('getent (Debian GLIBC 2.36-9+deb12u13) 2.36\n');
    return 0;
  }
  if (options.has('?')) {
    process.out(HELP);
    return 0;
  }
  const [database, ...keys] = options.args;
  if (database === undefined || !DATABASES.includes(database)) {
    process.err(database === undefined ? 'getent: wrong number of arguments\n' : `Unknown database: ${database}\n`);
    process.out(TRY);
    return 1;
  }
  // `-s files`, `-s hosts:dns`: only these are asked.
  const sources = options.value('s')?.split(':').at(-1) ?? 'files dns';
  const onlyFiles = sources === 'files';
  const files = sources.includes('files');
  let status = 0;
  if (database === 'passwd' || database === 'group') {
    const usual = database === 'group' ? 'root:x:0:\n' : `root:x:0:0:root:${ROOT_HOME}:/bin/bash\n`;
    const lines = (process.files.read(`/etc/${database}`) ?? usual).split('\n').filter((line) => line !== '');
    for (const line of lines) if (keys.length === 0 || keys.some((key) => line.split(':')[0] === key || line.split(':')[2] === key)) process.out(`${line}\n`);
    return keys.length === 0 || keys.every((key) => lines.some((line) => line.split(':')[0] === key || line.split(':')[2] === key)) ? 0 : 2;
  }
  if (database === 'services') return services(process, keys);
  if (database === 'protocols') return protocols(process, keys);
  // Files that are not there or empty hold nothing.
  if (['networks', 'ethers', 'aliases', 'netgroup'].includes(database)) return keys.length === 0 ? 0 : 2;
  if (!database.startsWith('ahosts') && database !== 'hosts') {
    process.notSimulated('tool-option', { option: `getent ${database}` }, `minato: getent ${database} is not simulated`);
    return 3;
  }
  if (keys.length === 0) {
    for (const line of (process.files.read('/etc/hosts') ?? '').split('\n')) {
      const [ip, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
      // gethostent gives IPv4 only: ::1 becomes 127.0.0.1.
      const four = ip === '::1' ? '127.0.0.1' : ip;
      if (four && names.length > 0 && familyOf(four) === 'IPv4') process.out(`${four.padEnd(15)} ${names.join(' ')}\n`);
    }
    return 0;
  }
  if (onlyFiles) {
    const missing = keys.filter((key) => hostsEntries(process, key).length === 0);
    if (missing.length > 0) return 2;
  }
  for (const key of keys) if (!(yield* database === 'hosts' ? hosts(process, key, files) : ahosts(process, key, database, files))) status = 2;
  return status;
};

/** gethostbyname2: AAAA with the whole search list, then A; an address is looked up backwards. */
function* hosts(process: Process, key: string, files: boolean): Generator<Wait, boolean, void> {
  if (parseIP(key)) return yield* backwards(process, key);
  const inFile = files ? hostsEntries(process, key) : [];
  if (inFile.length > 0) {
    const family = inFile.some(({ ip }) => familyOf(ip) === 'IPv6') ? 'IPv6' : 'IPv4';
    const first = inFile.find(({ ip }) => familyOf(ip) === family);
    if (first) process.out(`${first.ip.padEnd(15)} ${[first.canonical, ...first.aliases].join(' ')}\n`);
    return true;
  }
  for (const families of ['AAAA', 'A'] as const) {
    const { addresses, canonicalName, aliases } = yield* resolveName(process, key, families, files);
    if (addresses.length === 0) continue;
    for (const ip of addresses) process.out(`${ip.padEnd(15)} ${[canonicalName, ...aliases].join(' ')}\n`);
    return true;
  }
  return false;
}

function* backwards(process: Process, ip: string): Generator<Wait, boolean, void> {
  const line = (process.files.read('/etc/hosts') ?? '')
    .split('\n')
    .map((text) => text.replace(/#.*/, '').trim().split(/\s+/))
    .find(([first]) => first === ip);
  if (line) {
    process.out(`${ip.padEnd(15)} ${line.slice(1).join(' ')}\n`);
    return true;
  }
  const trace = yield* host(resolverContext(process), reverseName(parseIP(ip) as IPValue), 'PTR', { search: false });
  process.trace({ dns: { ...trace, resolver: 'glibc' } });
  const reply = trace.exchanges.at(-1)?.reply;
  const names = (reply?.answer ?? []).filter(({ type }) => type === 'PTR').map(({ rdata }) => rdata.replace(/\.$/, ''));
  if (names.length === 0) return false;
  process.out(`${ip.padEnd(15)} ${names.join(' ')}\n`);
  return true;
}

function* ahosts(process: Process, key: string, database: string, files: boolean): Generator<Wait, boolean, void> {
  let { addresses, canonicalName } = yield* resolveName(process, key, database === 'ahostsv4' ? 'A' : database === 'ahostsv6' ? 'AAAA' : 'both', files);
  if (database === 'ahostsv6' && addresses.length === 0) {
    // AI_V4MAPPED: without an IPv6 address the IPv4 ones are written as such.
    ({ addresses, canonicalName } = yield* resolveName(process, key, 'A', files));
    addresses = addresses.map((ip) => `::ffff:${ip}`);
  }
  for (const [index, ip] of addresses.entries()) {
    for (const [place, type] of ['STREAM', 'DGRAM', 'RAW'].entries())
      process.out(`${ip.padEnd(15)} ${type.padEnd(6)} ${index === 0 && place === 0 ? canonicalName : ''}\n`);
  }
  return addresses.length > 0;
}

function services(process: Process, keys: readonly string[]): number {
  let status = 0;
  for (const key of keys) {
    const [asked, by] = key.split('/');
    const [name = '', port] = Object.entries(SERVICE_PORTS).find(([one, number]) => one === asked || String(number) === asked) ?? [];
    const protocols = ONLY_BY_UDP.includes(name) ? ['udp'] : BY_UDP_TOO.includes(name) ? ['tcp', 'udp'] : ['tcp'];
    const protocol = by === undefined ? protocols[0] : protocols.find((one) => one === by);
    if (name === '' || protocol === undefined) status = 2;
    else process.out(`${name.padEnd(21)} ${port}/${protocol}${Object.hasOwn(SERVICE_ALIASES, name) ? ` ${SERVICE_ALIASES[name]}` : ''}\n`);
  }
  return status;
}

/** Of /etc/protocols, what somebody asks for. */
const PROTOCOLS: readonly (readonly [name: string, number: number, alias: string])[] = [
  ['ip', 0, 'IP'],
  ['icmp', 1, 'ICMP'],
  ['tcp', 6, 'TCP'],
  ['udp', 17, 'UDP'],
  ['ipv6', 41, 'IPv6'],
  ['ipv6-icmp', 58, 'IPv6-ICMP'],
  ['sctp', 132, 'SCTP'],
];

function protocols(process: Process, keys: readonly string[]): number {
  if (keys.length === 0) return notSimulated(process, 'getent protocols');
  let status = 0;
  for (const key of keys) {
    const found = PROTOCOLS.find(([name, number, alias]) => name === key || alias === key || String(number) === key);
    if (found) process.out(`${found[0].padEnd(21)} ${found[1]} ${found[2]}\n`);
    else status = 2;
  }
  return status;
}

/** Alpine's: `getent hosts|ahosts NAME` through musl's getaddrinfo. */
export const muslGetent: Program = function* (process): Running {
  const [, database, ...keys] = process.argv;
  if (keys.length === 0 || (database !== 'hosts' && database !== 'ahosts')) {
    process.err('usage: getent hosts|ahosts NAME\n');
    return 1;
  }
  let status = 0;
  for (const key of keys) {
    const { addresses, outcome } = yield* resolveName(process, key);
    if (addresses.length === 0) {
      process.err(`getent: ${key}: ${resolutionError(process, outcome)}\n`);
      status = 2;
    }
    for (const ip of database === 'hosts' ? addresses.slice(0, 1) : addresses) process.out(`${ip.padEnd(15)}  ${key}\n`);
  }
  return status;
};
