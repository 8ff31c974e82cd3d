// Models iproute2 6.1's ip and ss and net-tools' netstat, as far as somebody looks at a machine's addresses, routes and listeners
// (cases traffic/who-listens-here, traffic/sockets-and-routes-again). Neighbours and sockets that are connected are not simulated.
import { isIPAddress } from '../api/ip-address.ts';
import type { IPFamily } from '../api/core-v1.ts';
import type { Process, Program, ProgramTable } from '../machine/process.ts';
import { addressesOf, gatewayOf, listenersAt } from '../network/machines.ts';
import type { Listener } from '../store/tables.ts';
import { BUSYBOX_BANNER, notSimulated, type Options, plain, readOptions, usesBusybox } from './options.ts';
import { locationOf } from './resolving.ts';

/** The words after a program's name, without its options. */
interface Asked {
  readonly flags: ReadonlySet<string>;
  readonly words: readonly string[];
}

/** ip's options may be cut short: `-br`, `-o`. */
const IP_OPTIONS = [
  '4',
  '6',
  'brief',
  'details',
  'human-readable',
  'json',
  'netns',
  'Numeric',
  'oneline',
  'pretty',
  'resolve',
  'statistics',
  'timestamp',
  'Version',
  'color',
  'family',
  'all',
  'iec',
  'help',
];

function readIPOptions(process: Process): Asked | number {
  const flags = new Set<string>();
  const words = process.argv.slice(1);
  while (words[0]?.startsWith('-')) {
    const word = (words.shift() as string).replace(/^-{1,2}/, '');
    const option = IP_OPTIONS.find((one) => one.startsWith(word));
    if (option === undefined || word === '') {
      process.err(`Option "-${word}" is unknown, try "ip -help".\n`);
      return 255;
    }
    if (!['4', '6', 'brief', 'oneline', 'Version', 'color', 'details', 'human-readable'].includes(option)) return notSimulated(process, `ip -${word}`);
    flags.add(option);
  }
  return { flags, words };
}

const OBJECTS =
  'address addrlabel amt fou help ila ioam l2tp link macsec maddress monitor mptcp mroute mrule neighbor neighbour netconf netns nexthop ntable ntbl route rule sr tap tcpmetrics token tunnel tuntap vrf xfrm'.split(
    ' ',
  );

const IP_USAGE = `${BUSYBOX_BANNER}

Usage: ip [OPTIONS] address|route|link|tunnel|neigh|rule [ARGS]

OPTIONS := -f[amily] inet|inet6|link | -o[neline]

ip addr add|del IFADDR dev IFACE | show|flush [dev IFACE] [to PREFIX]
ip route list|flush|add|del|change|append|replace|test ROUTE
ip link set IFACE [up|down] [arp on|off] [multicast on|off]
\t[promisc on|off] [mtu NUM] [name NAME] [qlen NUM] [address MAC]
\t[master IFACE | nomaster] [netns PID] [type TYPE ARGS]
ip tunnel add|change|del|show [NAME]
\t[mode ipip|gre|sit] [remote ADDR] [local ADDR] [ttl TTL]
ip neigh show|flush [to PREFIX] [dev DEV] [nud STATE]
ip rule [list] | add|del SELECTOR ACTION
`;

const isV6 = (address: string): boolean => address.includes(':');

const ip: Program = plain((process) => {
  const asked = readIPOptions(process);
  if (typeof asked === 'number') return asked;
  const { flags, words } = asked;
  if (flags.has('Version')) {
    process.out('ip utility, iproute2-6.1.0, libbpf 1.1.2\n');
    return 0;
  }
  const [typed = '', ...rest] = words;
  const object = typed === '' ? undefined : OBJECTS.find((one) => one.startsWith(typed));
  if (object === undefined && typed !== '') {
    process.err(usesBusybox(process) ? IP_USAGE : `Object ${JSON.stringify(typed)} is unknown, try "ip help".\n`);
    return 1;
  }
  if (object === 'address' || object === 'link') return showLinks(process, object, rest, flags);
  if (object === 'route') return showRoutes(process, rest, flags);
  if (object === 'rule' && (rest.length === 0 || ['show', 'list'].includes(rest[0] as string)) && !flags.has('6')) {
    process.out('0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n');
    return 0;
  }
  return notSimulated(process, `ip ${words.join(' ')}`.trim());
});

/** Hardware addresses here are made of the first address, as Docker's are; the link-local address is made of them (RFC 4291, appendix A). */
function hardwareOf(first: string): { readonly mac: string; readonly linkLocal: string } {
  const bytes = [2, 0x42, ...(isV6(first) ? [0, 0, 0, 0] : first.split('.').map(Number))];
  const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const groups = [(a ^ 2) * 256 + b, c * 256 + 0xff, 0xfe00 + d, e * 256 + f];
  return {
    mac: bytes.map(hex).join(':'),
    linkLocal: `fe80::${groups
      .map((group) => group.toString(16))
      .join(':')
      .replace(/^0:/, '')}`,
  };
}

function showLinks(process: Process, object: 'address' | 'link', rest: readonly string[], flags: ReadonlySet<string>): number {
  const words = [...rest];
  if (words[0] !== undefined && ['show', 'list', 'lst'].some((one) => one.startsWith(words[0] as string))) words.shift();
  else if (words[0] !== undefined && !['dev', 'up', 'scope'].includes(words[0])) {
    const changed = words[words.indexOf('dev') + 1];
    if (['add', 'del', 'delete', 'change', 'replace'].includes(words[0]) && words.includes('dev') && !['lo', 'eth0'].includes(changed ?? '')) {
      process.err(`Cannot find device ${JSON.stringify(changed ?? '')}\n`);
      return 1;
    }
    if (['add', 'del', 'delete', 'change', 'replace', 'flush', 'save', 'set'].includes(words[0])) return notSimulated(process, `ip ${object} ${words[0]}`);
    process.err(`Command ${JSON.stringify(words[0])} is unknown, try "ip ${object} help".\n`);
    return 255;
  }
  if (words[0] === 'dev') words.shift();
  const [device] = words;
  if (device !== undefined && !['lo', 'eth0'].includes(device)) {
    process.err(`Device ${JSON.stringify(device)} does not exist.\n`);
    return 1;
  }
  const own = addressesOf(process.draft, locationOf(process));
  const { mac, linkLocal } = hardwareOf(own[0] ?? '');
  const busybox = usesBusybox(process);
  const mode = object === 'link' ? 'mode DEFAULT ' : '';
  const links = [
    {
      name: 'lo',
      shown: 'lo',
      flags: '<LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue',
      state: 'UNKNOWN',
      tail: 'qlen 1000',
      hardware: 'link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
      addresses: [
        ['127.0.0.1/8', 'scope host lo'],
        ['::1/128', 'scope host '],
      ],
    },
    {
      name: 'eth0',
      shown: 'eth0@if4',
      flags: `<BROADCAST,MULTICAST,UP,LOWER_UP${busybox ? ',M-DOWN' : ''}> mtu 1500 qdisc noqueue`,
      state: 'UP',
      tail: '',
      hardware: `link/ether ${mac} brd ff:ff:ff:ff:ff:ff${busybox ? '' : ' link-netnsid 0'}`,
      addresses: [
        ...own.map((address) =>
          isV6(address)
            ? [`${address}/64`, `scope global ${busybox ? 'noprefixroute flags 02' : 'nodad noprefixroute'} `]
            : [`${address}/24`, `brd ${address.replace(/\d+$/, '255')} scope global noprefixroute eth0`],
        ),
        [`${linkLocal}/64`, 'scope link '],
      ],
    },
  ];
  for (const [index, link] of links.entries()) {
    if (device !== undefined && link.name !== device) continue;
    const addresses =
      object === 'link' ? [] : link.addresses.filter(([address = '']) => (flags.has('6') ? isV6(address) : flags.has('4') ? !isV6(address) : true));
    if (flags.has('brief')) {
      process.out(
        `${link.shown.padEnd(16)} ${link.state.padEnd(14)} ${object === 'link' ? `${link.hardware.split(' ')[1]} ${link.flags.split(' ')[0]} ` : addresses.map(([address]) => `${address} `).join('')}\n`,
      );
      continue;
    }
    if (flags.has('oneline') && object === 'address') {
      for (const [address = '', scope] of addresses)
        process.out(`${index + 1}: ${link.name}    inet${isV6(address) ? '6' : ''} ${address} ${scope}\\       valid_lft forever preferred_lft forever\n`);
      continue;
    }
    const family = flags.has('4') || flags.has('6');
    process.out(
      busybox
        ? `${index + 1}: ${link.shown}: ${link.flags} ${link.tail}\n`
        : `${index + 1}: ${link.shown}: ${link.flags} state ${link.state} ${mode}group default ${link.tail}${family && link.name !== 'lo' ? ' link-netnsid 0' : ''}\n`,
    );
    if (!family) process.out(`    ${link.hardware}\n`);
    for (const [address = '', scope] of addresses)
      process.out(`    inet${isV6(address) ? '6' : ''} ${address} ${scope}\n       valid_lft forever preferred_lft forever\n`);
  }
  return 0;
}

function showRoutes(process: Process, rest: readonly string[], flags: ReadonlySet<string>): number {
  const { draft } = process;
  const at = locationOf(process);
  const words = rest[0] !== undefined && ['show', 'list'].some((one) => one.startsWith(rest[0] as string)) ? rest.slice(1) : rest;
  if (at.kind === 'node' && words.length === 0 && !flags.has('6')) return showNodeRoutes(process, at.node);
  if (at.kind !== 'pod' || (flags.has('6') && words.length > 0)) return notSimulated(process, `ip ${flags.has('6') ? '-6 ' : ''}route`);
  if (flags.has('6')) {
    const six = addressesOf(draft, at).some(isV6) ? gatewayAt(process, 'IPv6') : undefined;
    const busybox = usesBusybox(process);
    const way = busybox ? 'dev eth0  metric 1024 \n' : 'dev eth0 metric 1024 pref medium\n';
    const local = busybox ? 'fe80::/64 dev eth0  metric 256 \n' : 'fe80::/64 dev eth0 proto kernel metric 256 pref medium\n';
    process.out(six === undefined ? local : `${six} ${way}${six.replace(/1$/, '')}/64 via ${six} ${way}${local}default via ${six} ${way}`);
    return 0;
  }
  const first = addressesOf(draft, at).find((address) => !isV6(address));
  const gateway = gatewayAt(process);
  if (first === undefined) return 0;
  if (words[0] === 'get' && words[1] !== undefined) {
    if (!isIPAddress(words[1]) && !usesBusybox(process)) {
      process.err(`Error: any valid prefix is expected rather than ${JSON.stringify(words[1])}.\n`);
      return 1;
    }
    if (!usesBusybox(process) && (words[1].startsWith('127.') || words[1] === first)) {
      process.out(`local ${words[1]} dev lo src ${words[1]} uid 0 \n    cache <local> \n`);
      return 0;
    }
    const way = `${words[1]} ${words[1] === gateway ? '' : `via ${gateway} `}dev eth0`;
    process.out(usesBusybox(process) ? `${way}  src ${first} \n` : `${way} src ${first} uid 0 \n    cache \n`);
    return 0;
  }
  const lines = [`default via ${gateway} dev eth0 `, `${gateway.replace(/\d+$/, '0')}/24 via ${gateway} dev eth0 `, `${gateway} dev eth0 scope link `];
  const isOfDevice = words[0] === 'dev' && words[1] === 'eth0' && words.length === 2;
  if (words[0] !== undefined && words[0] !== 'default' && !isOfDevice) return notSimulated(process, `ip route ${words.join(' ')}`);
  process.out(
    lines
      .map((line) => (isOfDevice ? line.replace('dev eth0 ', '') : line))
      .slice(0, words[0] === 'default' ? 1 : undefined)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return 0;
}

/** A node's routes, in the order of what they lead to: each of its Pods by its own cable, the other nodes' Pods by those nodes. */
function showNodeRoutes(process: Process, name: string): number {
  const { draft } = process;
  const { nodes } = draft.config;
  const ofFour = (list: readonly string[]): string => list.find((one) => !isV6(one)) ?? '';
  const own = ofFour(nodes.find((node) => node.name === name)?.ips ?? []);
  const network = own.replace(/\d+$/, '');
  const others = nodes.flatMap(({ name: other, podCIDRs, ips }) => (other === name ? [] : [[ofFour(podCIDRs), `via ${ofFour(ips)} dev eth0`]]));
  const cables = draft.namespacesOf('pods').flatMap((namespace) =>
    draft.list('pods', namespace).flatMap(({ spec, status, metadata }) => {
      const ip = ofFour((status?.podIPs ?? []).map((one) => one.ip));
      return spec.nodeName !== name || spec.hostNetwork || ip === '' ? [] : [[ip, `dev veth${(metadata.uid ?? '').slice(0, 8)}`]];
    }),
  );
  const number = ([to = '']: readonly string[]): number => to.split(/[./]/).reduce((sum, part) => sum * 256 + Number(part), 0) / (to.includes('/') ? 256 : 1);
  const rows = [...others, ...cables, [`${network}0/24`, `dev eth0 proto kernel scope link src ${own}`]].sort((a, b) => number(a) - number(b));
  process.out(`default via ${network}1 dev eth0 \n${rows.map((row) => `${row.join(' ')} \n`).join('')}`);
  return 0;
}

/** A Pod's gateway, from its node. */
function gatewayAt(process: Process, family: IPFamily = 'IPv4'): string {
  const at = locationOf(process);
  const node = at.kind === 'pod' ? process.draft.config.nodes.find(({ name }) => name === at.node) : undefined;
  return (node && gatewayOf(node, family)) ?? '';
}

/** `route`, and `netstat -r` with other columns: a Pod's three routes are shown, not changed. */
function listRoutes(process: Process, numeric: boolean, isNetstat: boolean): number {
  const gateway = gatewayAt(process);
  const net = gateway.replace(/\d+$/, '0');
  const [head, cells] = isNetstat ? ['  MSS Window  irtt Iface', '    0 0          0 eth0'] : ['Metric Ref    Use Iface', '0      0        0 eth0'];
  const rows = [
    ['Destination', 'Gateway', 'Genmask', 'Flags', head],
    [numeric ? '0.0.0.0' : 'default', gateway, '0.0.0.0', 'UG', cells],
    [net, gateway, '255.255.255.0', 'UG', cells],
    [gateway, numeric ? '0.0.0.0' : isNetstat || !usesBusybox(process) ? '0.0.0.0' : '*', '255.255.255.255', 'UH', cells],
  ].map(([to = '', via = '', mask = '', flags = '', rest = '']) => `${to.padEnd(15)} ${via.padEnd(15)} ${mask.padEnd(15)} ${flags.padEnd(5)} ${rest}\n`);
  process.out(`Kernel IP routing table\n${rows.join('')}`);
  return 0;
}

const route: Program = plain((process) => {
  const words = process.argv.slice(1);
  if (words.some((word) => word !== '-n') || locationOf(process).kind !== 'pod') return notSimulated(process, `route ${words.join(' ')}`.trim());
  return listRoutes(process, words.length > 0, false);
});

/** `ifconfig` of busybox and of net-tools: nothing counts what goes through. */
const ifconfig: Program = plain((process) => {
  const [device, more] = process.argv.slice(1).filter((word) => word !== '-a');
  if (more !== undefined || locationOf(process).kind !== 'pod') return notSimulated(process, `ifconfig ${process.argv.slice(1).join(' ')}`.trim());
  if (device !== undefined && device !== 'eth0' && device !== 'lo') {
    process.err(`${usesBusybox(process) ? 'ifconfig: ' : ''}${device}: error fetching interface information: Device not found\n`);
    return 1;
  }
  const own = addressesOf(process.draft, locationOf(process));
  const { mac, linkLocal } = hardwareOf(own[0] ?? '');
  if (!usesBusybox(process)) {
    const counted = ['RX', 'TX'].map((way) => {
      const [gap, tail] = way === 'RX' ? ['  ', 'frame 0'] : [' ', 'carrier 0  collisions 0'];
      return `        ${way} packets 0  bytes 0 (0.0 B)\n        ${way} errors 0  dropped 0${gap}overruns 0  ${tail}\n`;
    });
    const six = (address: string, scope: string): string => `        inet6 ${address}  prefixlen 64  scopeid ${scope}\n`;
    const four = own.flatMap((address) =>
      isV6(address) ? [] : [`        inet ${address}  netmask 255.255.255.0  broadcast ${address.replace(/\d+$/, '255')}\n`],
    );
    const sixes = own.filter(isV6).map((address) => six(address, '0x0<global>'));
    if (device !== 'lo')
      process.out(
        `eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n${[...four, ...sixes].join('')}${six(linkLocal, '0x20<link>')}        ether ${mac}  txqueuelen 0  (Ethernet)\n${counted.join('')}\n`,
      );
    if (device !== 'eth0')
      process.out(
        `lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n        inet 127.0.0.1  netmask 255.0.0.0\n        inet6 ::1  prefixlen 128  scopeid 0x10<host>\n        loop  txqueuelen 1000  (Local Loopback)\n${counted.join('')}\n`,
      );
    return 0;
  }
  const counters = (queue: string): string =>
    `          RX packets:0 errors:0 dropped:0 overruns:0 frame:0\n          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:${queue} \n          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n\n`;
  const [first] = own.filter((address) => !isV6(address));
  if (device !== 'lo')
    process.out(
      `eth0      Link encap:Ethernet  HWaddr ${mac.toUpperCase()}  \n${first === undefined ? '' : `          inet addr:${first}  Bcast:${first.replace(/\d+$/, '255')}  Mask:255.255.255.0\n`}${own
        .filter(isV6)
        .map((address) => `          inet6 addr: ${address}/64 Scope:Global\n`)
        .join('')}          inet6 addr: ${linkLocal}/64 Scope:Link\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n${counters('0')}`,
    );
  if (device !== 'eth0')
    process.out(
      `lo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0\n          inet6 addr: ::1/128 Scope:Host\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n${counters('1000')}`,
    );
  return 0;
});

/** A socket that listens, as ss and netstat list it. */
interface Listening {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  readonly backlog: number;
}

const isSix = (address: string): boolean => address === '*' || isV6(address);

/** What listens here, of the protocols and the family that options ask for: servers in Go take both families with one socket. */
function listening(process: Process, options: Options): Listening[] {
  const listeners = process.recall(() => listenersAt(process.draft, locationOf(process)));
  return listeners.flatMap((one: Listener): Listening[] => {
    const protocol = one.protocol === 'UDP' ? 'udp' : 'tcp';
    const ours = one.options?.['received'] !== undefined;
    const backlog = protocol === 'udp' ? 0 : ours ? 1 : one.server === 'nginx' ? 511 : 4096;
    const addresses = one.address?.split(',') ?? [(ours && !one.options?.['six']) || one.server === 'nginx' ? '0.0.0.0' : '*'];
    const isAsked = options.has(protocol === 'tcp' ? 't' : 'u') || options.has('t') === options.has('u');
    return addresses
      .filter((address) => isAsked && !options.has(isSix(address) ? '4' : '6'))
      .map((address) => ({ protocol, address, port: one.port, backlog }));
  });
}

const SS_STATES = 'established syn-sent syn-recv fin-wait-1 fin-wait-2 time-wait close-wait last-ack listening closing'.split(' ');
const SS_USAGE = 'Usage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]';

const ss: Program = plain((process) => {
  const options = readOptions(process, {
    short: 'ltunaH46Vp',
    known: 'hroemTisbEZzN0MSdwxKOf:A:D:F:',
    long: { listening: 'l', tcp: 't', udp: 'u', numeric: 'n', all: 'a', processes: 'p', 'no-header': 'H', ipv4: '4', ipv6: '6', version: 'V' },
    knownLong:
      'help resolve options extended memory threads info tipcinfo summary tos cgroup bpf events context contexts net= packet mptcp sctp dccp raw unix tipc vsock xdp family= kill oneline inet-sockopt query= socket= diag= filter=',
    usageExit: 255,
    usage: SS_USAGE,
  });
  if (typeof options === 'number') return options;
  if (options.has('V')) {
    process.out('ss utility, iproute2-6.1.0\n');
    return 0;
  }
  // Connected sockets are not simulated: of the states only `listening` has any.
  const [, state, rest] = /^state (\S+)(?: (.*))?$/.exec(options.args.join(' ')) ?? [];
  if (state !== undefined && !SS_STATES.includes(state)) return notSimulated(process, `ss state ${state}`);
  const filter = (state === undefined ? options.args.join(' ') : (rest ?? '')).replace(/^\( ?(.*?) ?\)$/, '$1');
  const port = /^sport (?:=|eq) :?(\d+)$/.exec(filter)?.[1];
  if (filter !== '' && port === undefined && (state === undefined || state === 'listening')) return notSimulated(process, `ss '${filter}'`);
  const both = options.has('t') === options.has('u');
  const shown =
    (state === undefined && (options.has('l') || options.has('a'))) || state === 'listening'
      ? listening(process, options)
          .filter((one) => port === undefined || one.port === Number(port))
          .filter(({ protocol }) => state === undefined || protocol === 'tcp')
          .sort((a, b) => (a.protocol < b.protocol ? 1 : a.protocol > b.protocol ? -1 : 0))
      : [];
  const rows = shown.map(({ protocol, address, port: own, backlog }) => {
    const any = address === '*' ? '*' : isV6(address) ? '[::]' : '0.0.0.0';
    return [
      protocol,
      protocol === 'tcp' ? 'LISTEN' : 'UNCONN',
      '0',
      String(backlog),
      `${isV6(address) ? `[${address}]` : address}:`,
      String(own),
      `${any}:`,
      '*',
    ] as const;
  });
  const headers = options.has('H')
    ? ['', '', '', '', '', '', '', '']
    : ['Netid', 'State', 'Recv-Q', 'Send-Q', 'Local Address:', 'Port', 'Peer Address:', 'Port'];
  const width = (at: number, least = 0): number => Math.max(least, (headers[at] as string).length, ...rows.map((row) => (row[at] as string).length));
  const widths = headers.map((_, at) => width(at, at === 2 || at === 3 ? 6 : 0));
  const line = (cells: readonly string[], last: string): string => {
    const [netid, shownState, received, sent, local, localPort, peer, peerPort] = cells.map((cell, at) =>
      at === 4 || at === 6 ? cell.padStart(widths[at] as number) : cell.padEnd(widths[at] as number),
    );
    return `${both ? `${netid} ` : ''}${state === undefined ? `${shownState} ` : ''}${received} ${sent} ${local}${localPort} ${peer}${peerPort}${last}\n`;
  };
  if (!options.has('n') && rows.length > 0) return notSimulated(process, 'ss without -n');
  if (options.has('p') && rows.length > 0) return notSimulated(process, 'ss -p of sockets that listen');
  if (!options.has('H')) process.out(line(headers, 'Process'));
  for (const row of rows) process.out(line(row, options.has('H') ? '' : '       '));
  return 0;
});

const netstat: Program = plain((process) => {
  const options = readOptions(process, {
    short: 'rltuna46p',
    known: 'igMsvWeocFCNZUxw',
    long: { listening: 'l', tcp: 't', udp: 'u', numeric: 'n', all: 'a', route: 'r', programs: 'p' },
    knownLong:
      'interfaces groups masquerade statistics verbose wide extend timers continuous symbolic fib cache unix raw numeric-hosts numeric-ports numeric-users help version',
    usageExit: 3,
    usage: 'usage: netstat [-vWeenNcCF] [<Af>] -r         netstat {-V|--version|-h|--help}',
  });
  if (typeof options === 'number') return options;
  if (options.has('r') && locationOf(process).kind === 'pod') return listRoutes(process, options.has('n'), true);
  const busybox = usesBusybox(process);
  const rows = (options.has('l') || options.has('a') ? listening(process, options) : []).sort((a, b) =>
    a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : 0,
  );
  if (options.has('r') || !options.has('n') || !(options.has('t') || options.has('u')) || (options.has('p') && (busybox || rows.length > 0)))
    return notSimulated(process, process.argv.join(' '));
  const what = options.has('l') ? 'only servers' : options.has('a') ? 'servers and established' : 'w/o servers';
  const width = busybox ? 12 : 11;
  process.out(
    `Active Internet connections (${what})\nProto Recv-Q Send-Q Local Address           Foreign Address         ${'State'.padEnd(width)}${options.has('p') ? ' PID/Program name    ' : ''}\n`,
  );
  for (const { protocol, address, port } of rows) {
    const six = isSix(address);
    const own = `${address === '*' ? '::' : address}:${port}`;
    process.out(
      `${`${protocol}${six && !busybox ? '6' : ''}`.padEnd(5)}      0      0 ${own.padEnd(23)} ${(six ? ':::*' : '0.0.0.0:*').padEnd(23)} ${(protocol === 'tcp' ? 'LISTEN' : '').padEnd(width)}\n`,
    );
  }
  return 0;
});

/** Programs that show a machine's network, by name. */
export const NETWORK_STATE = { ip, ss, netstat, ifconfig, route } satisfies ProgramTable;
