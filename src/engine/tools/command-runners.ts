// Programs that wait, or run another program: how long, how often, with which words and variables (coreutils 9.1, findutils,
// procps 4.0; busybox 1.37.0).
import { findProgram } from '../machine/kernel.ts';
import type { Process, ProgramTable, Running } from '../machine/process.ts';
import { commandMissing } from './command-missing.ts';
import { BUSYBOX_BANNER, plain, readOptions, usesBusybox } from './options.ts';
import { duration } from './sleep.ts';
import { xargs } from './xargs.ts';

/** `kill` as a program of its own: of what runs in a container it reaches pid 1 alone. Models procps 4.0 and busybox 1.37 kill. */
function kill({ argv, machine, err, running }: Process): number {
  let signal = 'TERM';
  let status = 0;
  for (const [index, word] of argv.slice(1).entries()) {
    if (word.startsWith('-') && index === 0) signal = word.replace(/^-(SIG)?/, '').toUpperCase();
    else if (word === '1' && machine.signalMain) machine.signalMain(signal);
    else if (running(Number(word))) running(Number(word))?.kill(/^(KILL|9)$/.test(signal) ? 'KILL' : 'TERM');
    else {
      status = 1;
      err(machine.sh === 'ash' ? `kill: can't kill pid ${word}: No such process\n` : `kill: (${word}): No such process\n`);
    }
  }
  return status;
}

function* timeout(process: Process): Running {
  const options = readOptions(process, {
    short: 's:k:v',
    known: '',
    long: { signal: 's', 'kill-after': 'k', 'preserve-status': 'v', foreground: 'v', verbose: 'v' },
    posix: true,
    usageExit: 125,
    busyboxUsage: 'timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS',
  });
  if (typeof options === 'number') return options;
  const [limit, ...command] = options.args;
  if (limit === undefined || command.length === 0) {
    process.err(
      usesBusybox(process) ? `${BUSYBOX_BANNER}\n\nUsage: timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS\n` : "Try 'timeout --help' for more information.\n",
    );
    return usesBusybox(process) ? 1 : 125;
  }
  const ms = duration(limit);
  if (ms === undefined) {
    process.err(
      usesBusybox(process) ? `timeout: invalid number '${limit}'\n` : `timeout: invalid time interval '${limit}'\nTry 'timeout --help' for more information.\n`,
    );
    return 125;
  }
  const child = process.start(command);
  if (child.unstarted !== undefined) return commandMissing(process, 'timeout', command[0] as string);
  yield { until: () => child.exitCode !== undefined, ...(ms > 0 && Number.isFinite(ms) ? { deadline: process.now + ms } : {}) };
  if (child.exitCode !== undefined) return child.exitCode;
  const kill = /^(SIG)?KILL$|^9$/i.test(options.value('s') ?? '');
  child.kill(kill ? 'KILL' : /^(SIG)?INT$|^2$/i.test(options.value('s') ?? '') ? 'INT' : 'TERM');
  return kill ? 137 : usesBusybox(process) ? 143 : 124;
}

function* env(process: Process): Running {
  const options = readOptions(process, {
    short: 'iu:0C:S:',
    known: '',
    long: { 'ignore-environment': 'i', unset: 'u', null: '0' },
    posix: true,
    usageExit: 125,
  });
  if (typeof options === 'number') return options;
  const variables: { [name: string]: string } = options.has('i') ? {} : { ...process.env };
  for (const [letter, name] of options.given) if (letter === 'u') delete variables[name];
  const words = [...options.args];
  while (/^[^=]+=/.test(words[0] ?? '')) {
    const word = words.shift() as string;
    variables[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
  }
  const [name] = words;
  if (name === undefined) {
    for (const [key, value] of Object.entries(variables)) process.out(`${key}=${value}${options.has('0') ? '\0' : '\n'}`);
    return 0;
  }
  const program = findProgram({ ...process.machine, files: process.files }, name);
  if (typeof program !== 'function') return commandMissing(process, 'env', name);
  return yield* process.call(program, words, variables, process.streams, process.files);
}

function* watch(process: Process): Running {
  const options = readOptions(process, {
    short: 'n:txdeg',
    known: 'bcpqr',
    long: { interval: 'n', 'no-title': 't', exec: 'x', differences: 'd' },
    posix: true,
  });
  if (typeof options === 'number') return options;
  if (options.args.length === 0) {
    process.err('watch: no command given\n');
    return 1;
  }
  const seconds = Math.max(0.1, Number(options.value('n') ?? 2) || 2);
  for (;;) {
    if (!options.has('t')) process.out(`Every ${seconds.toFixed(1)}s: ${options.args.join(' ')}\n\n`);
    const argv = options.has('x') ? options.args : ['sh', '-c', options.args.join(' ')];
    const { stdout, stderr } = yield* process.spawn(argv);
    process.out(stdout + stderr);
    yield { deadline: process.now + seconds * 1000, endless: true };
  }
}

function* nohup(process: Process): Running {
  const [, name, ...args] = process.argv;
  const program = name === undefined ? undefined : findProgram(process.machine, name);
  if (name === undefined || typeof program !== 'function') {
    process.err(
      name === undefined
        ? "nohup: missing operand\nTry 'nohup --help' for more information.\n"
        : `nohup: failed to run command '${name}': No such file or directory\n`,
    );
    return name === undefined ? 125 : 127;
  }
  return yield* process.call(program, [name, ...args], process.env, process.streams, process.files);
}

/** `time COMMAND`, where it is a program and not the shell's own word. */
function* time(process: Process): Running {
  const startedAt = process.now;
  const argv = process.argv.slice(1).filter((word, index) => index > 0 || word !== '-p');
  const { exitCode, unstarted } = argv.length === 0 ? { exitCode: 0, unstarted: undefined } : yield* process.spawn(argv, { inherit: true });
  if (unstarted !== undefined) return commandMissing(process, 'time', argv[0] as string);
  const seconds = (process.now - startedAt) / 1000;
  if (usesBusybox(process)) process.err(`real\t${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`);
  else
    process.err(
      `0.00user 0.00system ${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, '0')}elapsed 0%CPU (0avgtext+0avgdata 2000maxresident)k\n0inputs+0outputs (0major+100minor)pagefaults 0swaps\n`,
    );
  return exitCode;
}

/** Programs that wait or run another, by name. */
export const COMMAND_RUNNERS = {
  kill: plain(kill),
  timeout,
  env,
  xargs,
  watch,
  nohup,
  time,
} satisfies ProgramTable;
