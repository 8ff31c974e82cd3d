import type { ProgramTable } from '../machine/process.ts';
import { shellProgram } from '../machine/shell-program.ts';

/** Debian's tools: the operator's machine, nodes, hosts and most images. */
export const DEBIAN_PROGRAMS: ProgramTable = { sh: shellProgram('dash'), dash: shellProgram('dash'), bash: shellProgram('bash') };
export const BUSYBOX_PROGRAMS: ProgramTable = { sh: shellProgram('ash'), ash: shellProgram('ash') };
export const ALPINE_PROGRAMS: ProgramTable = BUSYBOX_PROGRAMS;
