import type { ProgramTable } from '../machine/process.ts';
import { DATA_TOOLS } from './data-tools.ts';
import { NETWORK_STATE } from './network-state.ts';
import { SYSTEM_TOOLS } from './system-tools.ts';
import { TEXT_TOOLS } from './text-tools.ts';

/** What a script calls besides network tools, by name. */
export const COMMAND_TOOLS = { ...TEXT_TOOLS, ...SYSTEM_TOOLS, ...DATA_TOOLS, ...NETWORK_STATE } satisfies ProgramTable;
