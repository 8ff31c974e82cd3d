import { HARMLESS, SIGNALS, signalTable } from './signals.ts';
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

/** `kill`: signals to jobs of this shell. */
export function kill(shell: Shell, args: readonly string[], context: Context): number {
  if (args[0] === '-l') {
    const [, asked] = args;
    const number = SIGNALS.findIndex((name, i) => i > 0 && [name, `SIG${name}`, String(i), String(i + 128)].includes(asked ?? ''));
    const one = number < 0 ? asked : /^\d/.test(asked ?? '') ? SIGNALS[number] : number;
    const all = shell.dialect === 'bash' ? signalTable() : `0\n${SIGNALS.slice(1).join('\n')}\n`;
    shell.output(context).write(asked === undefined ? all : `${one}\n`);
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
  if (!/^\d+$/.test(named) && !SIGNALS.includes(named) && shell.dialect === 'bash') throw new ShellError(`kill: ${signal}: invalid signal specification`, 1);
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
    else if (text === String(context.process.pid) && named !== '0') signalSelf(shell, named);
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

/** A signal of the shell to itself: its trap runs after this command; without one it is the end. */
function signalSelf(shell: Shell, signal: string): void {
  const name = SIGNALS[Number(signal)] ?? signal;
  const trap = name === 'KILL' || name === 'STOP' ? undefined : shell.traps.get(name);
  if (trap) shell.pending.push(name);
  if (trap !== undefined || HARMLESS.has(name)) return;
  if (shell.dialect !== 'bash') shell.traps.delete('EXIT'); // only bash does what is left to do when a signal ends it
  throw new Leave('exit', 128 + SIGNALS.indexOf(name));
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
