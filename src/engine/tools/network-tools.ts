import type { ProgramTable } from '../machine/process.ts';
import { curl } from './curl.ts';
import { dig } from './dig.ts';
import { getent, muslGetent } from './getent.ts';
import { busyboxNslookup, host, nslookup } from './lookups.ts';
import { busyboxNc, nc } from './netcat.ts';
import { openssl } from './openssl.ts';
import { busyboxPing, ping } from './ping.ts';
import { tcpdump } from './tcpdump.ts';
import { busyboxWget, wget } from './wget.ts';

/** What asks for names and sends packets: Debian's programs by their names, the others with their make before it. */
export const NETWORK_TOOLS = {
  busyboxNc,
  busyboxNslookup,
  busyboxPing,
  busyboxWget,
  curl,
  dig,
  getent,
  host,
  muslGetent,
  nc,
  nslookup,
  openssl,
  ping,
  tcpdump,
  wget,
} satisfies ProgramTable;
