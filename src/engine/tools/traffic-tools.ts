import type { ProgramTable } from '../machine/process.ts';
import { curl } from './curl.ts';
import { busyboxWget, wget } from './wget.ts';

/** What speaks HTTP: Debian's programs by their names, busybox's with its name before them. */
export const TRAFFIC_TOOLS = { busyboxWget, curl, wget } satisfies ProgramTable;
