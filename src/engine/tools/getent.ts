// Models glibc 2.36 nss/getent.c: hosts, ahosts, ahostsv4, ahostsv6; and the getent of Alpine (musl), case resolvers/*.
import { ROOT_HOME } from '../api/machine-environment.ts';
import { familyOf, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { host } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { readOptions } from './options.ts';
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
  // `-s files`, `-s hosts:files`: only the files are asked.
  const onlyFiles = options.value('s')?.split(':').at(-1) === 'files';
  let status = 0;
  if (database === 'passwd' || database === 'group') {
    const usual = database === 'group' ? 'root:x:0:\n' : `root:x:0:0:root:${ROOT_HOME}:/bin/bash\n`;
    const lines = (process.files.read(`/etc/${database}`) ?? usual).split('\n').filter((line) => line !== '');
    for (const line of lines) if (keys.length === 0 || keys.some((key) => line.split(':')[0] === key || line.split(':')[2] === key)) process.out(`${line}\n`);
    return keys.length === 0 || keys.every((key) => lines.some((line) => line.split(':')[0] === key || line.split(':')[2] === key)) ? 0 : 2;
  }
  if (database === 'services') return services(process, keys);
  // Files that are not there or empty hold nothing.
  if (['networks', 'ethers', 'aliases', 'netgroup'].includes(database)) return keys.length === 0 ? 0 : 2;
  if (!database.startsWith('ahosts') && database !== 'hosts') {
    process.notSimulated('tool-option', { option: `getent ${database}` }, `minato: getent ${database} is not simulated`);
    return 3;
  }
  if (keys.length === 0) {
    for (const line of (process.files.read('/etc/hosts') ?? '').split('\n')) {
      const [ip, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
      if (ip && names.length > 0) process.out(`${ip.padEnd(15)} ${names.join(' ')}\n`);
    }
    return 0;
  }
  if (onlyFiles) {
    const missing = keys.filter((key) => hostsEntries(process, key).length === 0);
    if (missing.length > 0) return 2;
  }
  for (const key of keys) if (!(yield* database === 'hosts' ? hosts(process, key) : ahosts(process, key, database))) status = 2;
  return status;
};

/** gethostbyname2: AAAA with the whole search list, then A; an address is looked up backwards. */
function* hosts(process: Process, key: string): Generator<Wait, boolean, void> {
  if (parseIP(key)) return yield* backwards(process, key);
  const inFile = hostsEntries(process, key);
  if (inFile.length > 0) {
    const family = inFile.some(({ ip }) => familyOf(ip) === 'IPv6') ? 'IPv6' : 'IPv4';
    for (const { ip, canonical, aliases } of inFile) if (familyOf(ip) === family) process.out(`${ip.padEnd(15)} ${[canonical, ...aliases].join(' ')}\n`);
    return true;
  }
  for (const families of ['AAAA', 'A'] as const) {
    const { addresses, canonicalName, aliases } = yield* resolveName(process, key, families);
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

function* ahosts(process: Process, key: string, database: string): Generator<Wait, boolean, void> {
  let { addresses, canonicalName } = yield* resolveName(process, key, database === 'ahostsv4' ? 'A' : database === 'ahostsv6' ? 'AAAA' : 'both');
  if (database === 'ahostsv6' && addresses.length === 0) {
    // AI_V4MAPPED: without an IPv6 address the IPv4 ones are written as such.
    ({ addresses, canonicalName } = yield* resolveName(process, key, 'A'));
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
    const [name, port] = Object.entries(SERVICE_PORTS).find(([one, number]) => one === key.split('/')[0] || String(number) === key.split('/')[0]) ?? [];
    if (name === undefined) status = 2;
    else process.out(`${name.padEnd(21)} ${port}/tcp${Object.hasOwn(SERVICE_ALIASES, name) ? ` ${SERVICE_ALIASES[name]}` : ''}\n`);
  }
  return status;
}

/** Names of /etc/services that matter here (Debian's netbase). */
export const SERVICE_PORTS: { readonly [name: string]: number } = {
  echo: 7,
  discard: 9,
  daytime: 13,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  tftp: 69,
  gopher: 70,
  finger: 79,
  http: 80,
  kerberos: 88,
  pop3: 110,
  sunrpc: 111,
  ntp: 123,
  imap2: 143,
  snmp: 161,
  ldap: 389,
  https: 443,
  submission: 587,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  socks: 1080,
  openvpn: 1194,
  'ms-sql-s': 1433,
  mysql: 3306,
  svn: 3690,
  epmd: 4369,
  sip: 5060,
  'xmpp-client': 5222,
  postgresql: 5432,
  amqp: 5672,
  x11: 6000,
  redis: 6379,
  'http-alt': 8080,
  'bacula-dir': 9101,
  'zabbix-agent': 10050,
};

/** The service name that getservbyport gives for a port. */
export function serviceName(port: number): string | undefined {
  return Object.entries(SERVICE_PORTS).find(([, number]) => number === port)?.[0];
}

/** Other names of a service. */
const SERVICE_ALIASES: { readonly [name: string]: string } = {
  http: 'www',
  smtp: 'mail',
  pop3: 'pop-3',
  sunrpc: 'portmapper',
  kerberos: 'kerberos5 krb5 kerberos-sec',
  imap2: 'imap',
};

/** The port that getservbyname gives for a name. */
export const servicePort = (name: string): number | undefined => (Object.hasOwn(SERVICE_PORTS, name) ? SERVICE_PORTS[name] : undefined);

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
