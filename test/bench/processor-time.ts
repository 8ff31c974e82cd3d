import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Takes away what earlier measurements left behind: nobody pays for another's rubbish. */
export function collectGarbage(): void {
  collect();
}

/** The clock of processor time moves in ticks of up to 4 ms: what is quicker than several of them is done as often as makes them. */
export const SEVERAL_TICKS_MS = 24;

/** Milliseconds of the main thread's processor time that some work took: what a clock would show on a machine with nothing else to do. */
export function processorMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
