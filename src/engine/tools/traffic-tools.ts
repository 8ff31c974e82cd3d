import type { ProgramTable } from '../machine/process.ts';
import { curl } from './curl.ts';
import { busyboxNc, busyboxTelnet, nc } from './netcat.ts';
import { openssl } from './openssl.ts';
import { busyboxPing, ping } from './ping.ts';
import { tcpdump } from './tcpdump.ts';
import { busyboxWget, wget } from './wget.ts';

/** What sends packets, or watches them: Debian's programs by their names, busybox's with its name before them. */
export const TRAFFIC_TOOLS = { busyboxNc, busyboxPing, busyboxTelnet, busyboxWget, curl, nc, openssl, ping, tcpdump, wget } satisfies ProgramTable;
