import type { ProgramTable } from '../machine/process.ts';
import { dig } from './dig.ts';
import { getent, muslGetent } from './getent.ts';
import { host } from './host.ts';
import { busyboxNslookup, nslookup } from './nslookup.ts';

/** What asks for names: Debian's programs by their names, the others with their make before it. */
export const NAME_TOOLS = { busyboxNslookup, dig, getent, host, muslGetent, nslookup } satisfies ProgramTable;
