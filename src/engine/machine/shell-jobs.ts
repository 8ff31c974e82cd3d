import type { Child, Running } from './process.ts';
import { Leave, type Context } from './shell-context.ts';
import { ShellError } from './shell-words.ts';
import type { Shell } from './shell.ts';

/** The job that `%1`, `%%` (the last) or a process id names. */
function jobNamed(shell: Shell, text: string): Child | undefined {
  if (/^%[%+]?$/.test(text)) return shell.jobs.at(-1)?.child;
  const number = Number(text.replace('%', ''));
  return shell.jobs.find(({ number: own, child }) => (text.startsWith('%') ? own : child.pid) === number)?.child;
}

/** `wait`: until the named jobs have ended, or all. */
export function* waitFor(shell: Shell, argv: readonly string[], context: Context): Running {
  const wanted = argv.slice(1).filter((arg) => arg !== '-n');
  if (wanted.length === 0) {
    const { jobs } = shell;
    yield { until: () => jobs.every(({ child }) => child.exitCode !== undefined) };
    shell.jobs = [];
    return 0;
  }
  let last = 0;
  for (const text of wanted) {
    const job = jobNamed(shell, text);
    if (!job) {
      if (shell.dialect === 'bash') throw new ShellError(`wait: pid ${text} is not a child of this shell`, 127);
      return 127;
    }
    yield { until: () => job.exitCode !== undefined };
    last = job.exitCode ?? 0;
    // Models dash jobs.c dowait: of a job that is waited for by name it says which signal ended it.
    const ended = { 137: 'Killed', 143: 'Terminated' }[last];
    if (ended && shell.dialect !== 'bash') shell.errors(context).write(`${ended}\n`);
  }
  return last;
}

const SIGNALS = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, PIPE: 13, ALRM: 14, TERM: 15, CHLD: 17, CONT: 18, STOP: 19 };

/** `kill`: signals to jobs of this shell. */
export function kill(shell: Shell, args: readonly string[], context: Context): number {
  if (args[0] === '-l') {
    const [, asked] = args;
    const listed = Object.entries(SIGNALS).find(([name, number]) => [name, `SIG${name}`, String(number), String(number + 128)].includes(asked ?? ''));
    shell
      .output(context)
      .write(`${asked === undefined ? Object.keys(SIGNALS).join(' ') : /^\d/.test(asked) ? (listed?.[0] ?? asked) : (listed?.[1] ?? asked)}\n`);
    return 0;
  }
  let signal = 'TERM';
  const targets: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '-s' || arg === '-n') signal = args[++at] ?? '';
    else if (/^-[A-Z0-9]+$/i.test(arg) && targets.length === 0) signal = arg.slice(1);
    else targets.push(arg);
  }
  if (targets.length === 0) {
    if (shell.dialect === 'ash') throw new ShellError('you need to specify whom to kill', 1);
    throw new ShellError(
      shell.dialect === 'bash'
        ? 'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]'
        : 'kill: Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]',
      2,
    );
  }
  const named = signal.replace(/^SIG/i, '').toUpperCase();
  if (!/^\d+$/.test(named) && !Object.hasOwn(SIGNALS, named) && shell.dialect === 'bash')
    throw new ShellError(`kill: ${signal}: invalid signal specification`, 1);
  const as = named === 'KILL' || named === '9' ? 'KILL' : named === 'INT' || named === '2' ? 'INT' : 'TERM';
  let result = 0;
  for (const text of targets) {
    const job = jobNamed(shell, text) ?? (/^\d+$/.test(text) ? context.process.running(Number(text)) : undefined);
    const main = text === '1' ? context.process.machine.signalMain : undefined;
    if (named === '0' && ((job && job.exitCode === undefined) || main || text === shell.get('$'))) continue;
    // Models dash 0.5.12 jobs.c killcmd: a job is its process group, and without job control there is none.
    const inNoGroup = job && text.startsWith('%') && shell.dialect === 'dash' && !shell.isTyped;
    if (job && job.exitCode === undefined && !inNoGroup) job.kill(as);
    else if (main) main(named);
    else if (text === String(context.process.pid) && named !== '0') throw new Leave('exit', 128 + { INT: 2, KILL: 9, TERM: 15 }[as]);
    else {
      result = text.startsWith('%') && shell.dialect === 'dash' && !job ? 2 : 1;
      shell.complain(
        context,
        shell.dialect === 'bash'
          ? `kill: ${text.startsWith('%') ? `${text}: no such job` : /^\d+$/.test(text) ? `(${text}) - No such process` : `${text}: arguments must be process or job IDs`}`
          : shell.dialect === 'dash'
            ? text.startsWith('%') && !job
              ? `kill: No such job: ${text}`
              : 'kill: No such process\n'
            : /^[-%]?\d+$/.test(text)
              ? `can't kill pid ${text}: No such process`
              : `invalid number '${text}'`,
      );
    }
  }
  return result;
}

/** `fg`, `bg`, `disown`: a script has no job control, and that of a typed shell says it is not simulated. */
export const controlJobs =
  (name: 'fg' | 'bg' | 'disown') =>
  (shell: Shell): never => {
    if (shell.isTyped && shell.jobs.length > 0) throw new ShellError(`minato: ${name} is not simulated`, 1);
    if (shell.dialect !== 'bash') throw new ShellError(`${name}: No current job`, 2);
    throw new ShellError(name === 'disown' ? 'disown: current: no such job' : `${name}: no job control`, 1);
  };

/** `jobs`: those that still run. */
export function listJobs(shell: Shell, args: readonly string[], context: Context): number {
  const running = shell.jobs.filter(({ child }) => child.exitCode === undefined);
  for (const [index, { number, child, source }] of running.entries()) {
    const mark = index === running.length - 1 ? '+' : index === running.length - 2 ? '-' : ' ';
    shell
      .output(context)
      .write(
        args[0] === '-p'
          ? `${child.pid}\n`
          : `[${number}]${mark} ${args[0] === '-l' ? String(child.pid).padStart(5) : ''} ${'Running'.padEnd(24)}${source} &\n`,
      );
  }
  return 0;
}
