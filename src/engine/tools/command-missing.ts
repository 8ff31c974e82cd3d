import { findProgram } from '../machine/kernel.ts';
import type { Process } from '../machine/process.ts';
import { usesBusybox } from './options.ts';

/** Says that a tool's command cannot be started; the exit status that follows. */
export const commandMissing = (process: Process, tool: string, name: string): number => {
  const found = findProgram({ ...process.machine, files: process.files }, name);
  if (usesBusybox(process)) process.err(`${tool}: can't execute '${name}': No such file or directory\n`);
  else
    process.err(
      tool === 'env' || tool === 'xargs'
        ? `${tool}: ${tool === 'env' ? `'${name}'` : name}: ${found === undefined ? 'No such file or directory' : 'Permission denied'}\n`
        : `${tool}: failed to run command '${name}': ${found === undefined ? 'No such file or directory' : 'Permission denied'}\n`,
    );
  return found === undefined ? 127 : 126;
};
