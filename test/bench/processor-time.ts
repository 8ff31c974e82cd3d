import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Takes away what earlier measurements left behind: nobody pays for another's rubbish. */
export function collectGarbage(): void {
  collect();
}

/** Milliseconds of the main thread's processor time that some work took: what a clock would show on a machine with nothing else to do. */
export function processorMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
