/** Linux' signals by their numbers; 0 is the shell's own EXIT. */
export const SIGNALS: readonly string[] =
  'EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** Those that end nobody who says nothing of them. */
export const HARMLESS = new Set(['CHLD', 'CONT', 'URG', 'WINCH']);

/** What bash's `trap -l` and `kill -l` print: five in a row, those of real time as well. */
export function signalTable(): string {
  const realTime = (number: number): string => {
    const [base, steps] = number < 50 ? ['RTMIN+', number - 34] : ['RTMAX-', 64 - number];
    return steps === 0 ? base.slice(0, -1) : `${base}${steps}`;
  };
  const cells = Array.from({ length: 64 }, (_, i) => i + 1)
    .filter((number) => number < 32 || number > 33)
    .map((number) => `${String(number).padStart(2)}) SIG${SIGNALS[number] ?? realTime(number)}`);
  return cells.map((cell, i) => `${cell}${i % 5 === 4 ? '\n' : '\t'}`).join('') + '\n';
}
