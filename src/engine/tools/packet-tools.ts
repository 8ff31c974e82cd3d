import type { ProgramTable } from '../machine/process.ts';
import { busyboxNc, busyboxTelnet, nc } from './netcat.ts';
import { openssl } from './openssl.ts';
import { busyboxPing, ping } from './ping.ts';
import { tcpdump } from './tcpdump.ts';

/** What opens connections by hand, sends packets or watches them: Debian's programs by their names, busybox's with its name before them. */
export const PACKET_TOOLS = { busyboxNc, busyboxPing, busyboxTelnet, nc, openssl, ping, tcpdump } satisfies ProgramTable;
