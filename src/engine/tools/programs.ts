import type { Program, ProgramTable } from '../machine/process.ts';
import { shellProgram } from '../machine/shell-program.ts';
import { curl } from './curl.ts';
import { dig } from './dig.ts';
import { getent, muslGetent } from './getent.ts';
import { busyboxNslookup, host, nslookup } from './lookups.ts';
import { busyboxNc, nc } from './netcat.ts';
import { openssl } from './openssl.ts';
import { PATTERN_TOOLS } from './pattern-tools.ts';
import { busyboxPing, ping } from './ping.ts';
import { SYSTEM_TOOLS, unmodelledPrograms } from './system-tools.ts';
import { tcpdump } from './tcpdump.ts';
import { TEXT_TOOLS } from './text-tools.ts';
import { busyboxWget, wget } from './wget.ts';

/** busybox as it is built here has no printenv. */
const { printenv, ...SYSTEM_APPLETS } = SYSTEM_TOOLS;

const COMMON: ProgramTable = { ...TEXT_TOOLS, ...PATTERN_TOOLS, ...SYSTEM_APPLETS };

/** busybox without what resolves names through the C library (test/conformance/clusters.md, "Images"). */
const APPLETS: ProgramTable = {
  ...unmodelledPrograms(
    'ar arp arping base64 bc cal cmp comm crond dd df diff dmesg du ed expand expr find fold free ftpget ftpput halt hexdump httpd ifconfig install kill killall less ln logger md5sum mktemp more mount netstat nsenter od patch pgrep pidof pkill pstree readlink route sha1sum sha256sum split stat strings su tar telnet telnetd tftp top traceroute traceroute6 tree truncate unzip uptime usleep vi wall xxd gzip gunzip zcat',
  ),
  ...COMMON,
  sh: shellProgram('ash'),
  ash: shellProgram('ash'),
  nslookup: busyboxNslookup,
};

/** Busybox: every applet. */
export const BUSYBOX_PROGRAMS: ProgramTable = withBusybox({ ...APPLETS, wget: busyboxWget, nc: busyboxNc, ping: busyboxPing, ping6: busyboxPing });

/** Alpine: those applets that musl has no part in, and a getent linked with musl. */
export const ALPINE_PROGRAMS: ProgramTable = withBusybox({ ...APPLETS, getent: muslGetent });

/** Debian's tools: the operator's machine, nodes, hosts and most images. */
export const DEBIAN_PROGRAMS: ProgramTable = {
  ...unmodelledPrograms(
    'apt apt-get arp awk-doc base64 bc cmp column comm conntrack crictl dd df diff dmesg du expr find fold free ftp git gzip hexdump ifconfig ipset iptables iptables-save ip6tables jobs join jq kill killall less ln lsof lynx make md5sum mktemp more mount mtr nano netstat nft node nmap nsenter od perl pgrep pkill python3 readlink rsync ruby scp sha256sum shuf split ssh stat strace su sudo systemctl tar telnet top traceroute tree truncate uptime vi vim whois xxd zcat iftop ethtool ss',
  ),
  ...COMMON,
  sh: shellProgram('dash'),
  dash: shellProgram('dash'),
  bash: shellProgram('bash'),
  printenv: printenv as Program,
  curl,
  dig,
  getent,
  host,
  nc,
  nslookup,
  openssl,
  ping,
  tcpdump,
  wget,
  ping6: ping,
  netcat: nc,
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
      const [, name = '', ...args] = process.argv;
      const applet = Object.hasOwn(applets, name) ? applets[name] : undefined;
      if (applet) return yield* process.call(applet, [name, ...args], process.env, process.streams, process.files);
      process.err(`${name}: applet not found\n`);
      return 127;
    },
  };
}
