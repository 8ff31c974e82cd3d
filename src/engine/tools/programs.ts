import type { Program, ProgramTable } from '../machine/process.ts';
import { shell } from '../machine/shell-part.ts';
import { Part } from '../parts/part.ts';
import { BUSYBOX_BANNER, plain } from './options.ts';
import { sleep } from './sleep.ts';

/** Text, files, patterns, time and whatever else a script calls. */
export const COMMAND_TOOLS_PART = new Part<ProgramTable>('command-tools', async () => (await import('./command-tools.ts')).COMMAND_TOOLS);
/** grep, sed and awk. */
export const PATTERN_TOOLS_PART = new Part<ProgramTable>('pattern-tools', async () => (await import('./pattern-tools.ts')).PATTERN_TOOLS);
/** What looks at bytes, or holds two texts against each other. */
export const BYTE_TOOLS_PART = new Part<ProgramTable>('byte-tools', async () => (await import('./byte-tools.ts')).BYTE_TOOLS);
/** What asks for names. */
export const NAME_TOOLS_PART = new Part<ProgramTable>('name-tools', async () => (await import('./name-tools.ts')).NAME_TOOLS);
/** What speaks HTTP. */
export const TRAFFIC_TOOLS_PART = new Part<ProgramTable>('traffic-tools', async () => (await import('./traffic-tools.ts')).TRAFFIC_TOOLS);
/** What opens connections by hand, sends packets or watches them. */
export const PACKET_TOOLS_PART = new Part<ProgramTable>('packet-tools', async () => (await import('./packet-tools.ts')).PACKET_TOOLS);

/** The names of a part's programs, which it asks for when one of them starts. A test holds them against the part. */
export const PART_PROGRAMS = {
  'command-tools':
    '[ arch basename cat chmod clear column comm cp cut date dirname echo env expr false find fold head hostname id ifconfig ip kill ls mkdir mktemp mv netstat nl nohup nproc paste printenv printf ps pwd readlink realpath rev rm rmdir route seq shuf sort ss stat sync tac tail tee test time timeout touch tr true tty uname uniq watch wc which whoami xargs yes',
  'pattern-tools': 'awk egrep fgrep grep sed',
  'byte-tools': 'base64 cmp diff expand hexdump join md5sum od sha1sum sha256sum split xxd',
  'name-tools': 'busyboxNslookup dig getent host muslGetent nslookup',
  'traffic-tools': 'busyboxWget curl wget',
  'packet-tools': 'busyboxNc busyboxPing busyboxTelnet nc openssl ping tcpdump',
} as const;

function held(part: Part<ProgramTable>, name: string): Program {
  return (process) => (part.content[name] as Program)(process);
}

const naming = (name: string): Program => held(NAME_TOOLS_PART, name);
const traffic = (name: string): Program => held(TRAFFIC_TOOLS_PART, name);
const packets = (name: string): Program => held(PACKET_TOOLS_PART, name);

const COMMON: ProgramTable = {
  ...Object.fromEntries(PART_PROGRAMS['command-tools'].split(' ').map((name) => [name, held(COMMAND_TOOLS_PART, name)])),
  ...Object.fromEntries(PART_PROGRAMS['pattern-tools'].split(' ').map((name) => [name, held(PATTERN_TOOLS_PART, name)])),
  ...Object.fromEntries(PART_PROGRAMS['byte-tools'].split(' ').map((name) => [name, held(BYTE_TOOLS_PART, name)])),
  sleep,
};

/** What the machine has but this simulator does not run: said clearly when it is called. */
const unmodelledPrograms = (names: string): ProgramTable =>
  Object.fromEntries(
    names.split(' ').map((name) => [
      name,
      plain((process) => {
        process.notSimulated('program', { program: name }, `minato: ${name} is not simulated`);
        return 1;
      }),
    ]),
  );

/** busybox has its own of these, which speak otherwise than GNU's. */
const OTHER_APPLETS = 'cmp expand hexdump od split xxd';
/** busybox as it is built here has none of the others. */
const NO_APPLETS = new Set(['printenv', 'column', 'comm', 'join', 'nohup', 'ss', ...OTHER_APPLETS.split(' ')]);
const COMMON_APPLETS: ProgramTable = Object.fromEntries(Object.entries(COMMON).filter(([name]) => !NO_APPLETS.has(name)));

/** busybox without what resolves names through the C library (test/conformance/clusters.md, "Images"). */
const APPLETS: ProgramTable = {
  ...unmodelledPrograms(
    `${OTHER_APPLETS} ar arp arping bc cal crond dd df dmesg du ed free ftpget ftpput halt httpd install killall less ln logger more mount nsenter patch pgrep pidof pkill pstree strings su tar telnetd tftp top traceroute traceroute6 tree truncate unzip uptime usleep vi wall gzip gunzip zcat`,
  ),
  ...COMMON_APPLETS,
  sh: shell('ash'),
  ash: shell('ash'),
  nslookup: naming('busyboxNslookup'),
};

const NETWORK_APPLETS: ProgramTable = {
  wget: traffic('busyboxWget'),
  nc: packets('busyboxNc'),
  telnet: packets('busyboxTelnet'),
  ping: packets('busyboxPing'),
  ping6: packets('busyboxPing'),
};

/** Busybox: every applet. */
export const BUSYBOX_PROGRAMS: ProgramTable = withBusybox({
  ...APPLETS,
  ...NETWORK_APPLETS,
});

/** Alpine: the same applets, which resolve as musl does there, and a getent linked with musl. */
export const ALPINE_PROGRAMS: ProgramTable = withBusybox({ ...APPLETS, ...NETWORK_APPLETS, getent: naming('muslGetent') });

/** Debian's tools: the operator's machine, nodes, hosts and most images. */
export const DEBIAN_PROGRAMS: ProgramTable = {
  ...unmodelledPrograms(
    'apt apt-get arp bc conntrack dd df dmesg du free git gzip iptables iptables-save ip6tables jq killall less ln lsof make more mount nft node nsenter perl pgrep pkill python3 scp ssh strace su systemctl tar top truncate uptime vi vim zcat unexpand cksum sha512sum strings chown chgrp groups logname hostid mkfifo nice stdbuf setsid install pathchk factor pr fmt numfmt tsort csplit users who w man gunzip bzip2 zip unzip file',
  ),
  ...COMMON,
  sh: shell('dash'),
  dash: shell('dash'),
  bash: shell('bash'),
  ...Object.fromEntries(['dig', 'getent', 'host', 'nslookup'].map((name) => [name, naming(name)])),
  ...Object.fromEntries(['curl', 'wget'].map((name) => [name, traffic(name)])),
  ...Object.fromEntries(['nc', 'openssl', 'ping', 'tcpdump'].map((name) => [name, packets(name)])),
  ping6: packets('ping'),
  netcat: packets('nc'),
  busybox: function* (process) {
    const [, name = '', ...args] = process.argv;
    const applet = Object.hasOwn(BUSYBOX_PROGRAMS, name) ? BUSYBOX_PROGRAMS[name] : undefined;
    if (applet) return yield* process.call(applet, [name, ...args], process.env, process.streams, process.files);
    process.err(`${name}: applet not found\n`);
    return 127;
  },
};

/** `busybox NAME …` runs an applet by name. */
function withBusybox(applets: ProgramTable): ProgramTable {
  return {
    ...applets,
    busybox: function* (process) {
      const [, name, ...args] = process.argv;
      if (name === undefined) {
        process.out(`${BUSYBOX_BANNER}\n`);
        process.notSimulated('program', { program: 'busybox' }, '');
        return 0;
      }
      const applet = Object.hasOwn(applets, name) ? applets[name] : undefined;
      if (applet) return yield* process.call(applet, [name, ...args], process.env, process.streams, process.files);
      process.err(`${name}: applet not found\n`);
      return 127;
    },
  };
}
