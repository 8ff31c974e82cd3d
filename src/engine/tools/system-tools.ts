// Small programs about the machine and its processes (coreutils 9.1, procps 4.0, util-linux; busybox 1.37.0).
import { findProgram } from '../machine/kernel.ts';
import type { Process, Program, ProgramTable, Running } from '../machine/process.ts';
import { BUILTINS } from '../machine/shell-builtins.ts';
import { exportedVariables, standardFiles } from '../machine/shell-program.ts';
import { Leave } from '../machine/shell-context.ts';
import { unescapeC } from '../machine/shell-tokens.ts';
import { Shell } from '../machine/shell.ts';
import { ShellError } from '../machine/shell-words.ts';
import { addressesOf } from '../network/machines.ts';
import { COMMAND_RUNNERS } from './command-runners.ts';
import { date } from './date.ts';
import { FILE_TOOLS } from './file-tools.ts';
import { plain, readOptions, usesBusybox } from './options.ts';
import { eachLine, inputsOf } from './text-input.ts';
import { hostsEntries, locationOf, resolveName } from './resolving.ts';

/** A program that a shell also has in itself. */
const builtin = (name: string): Program =>
  function* (process): Running {
    const shell = new Shell({
      dialect: usesBusybox(process) ? 'ash' : name === 'echo' || name === 'printf' ? 'bash' : process.machine.sh,
      name,
      files: process.files,
      variables: exportedVariables(process.env),
      positional: [],
    });
    try {
      return yield* (BUILTINS[name] as NonNullable<(typeof BUILTINS)[string]>)(shell, process.argv, { process, fds: standardFiles(process) });
    } catch (error) {
      if (error instanceof Leave) return error.count;
      if (!(error instanceof ShellError)) throw error;
      process.err(`${error.words.startsWith(`${name}: `) ? '' : `${name}: `}${error.words}\n`);
      return error.status;
    }
  };

const printenv: Program = plain((process) => {
  const names = process.argv.slice(1);
  if (names.length === 0) for (const [key, value] of Object.entries(process.env)) process.out(`${key}=${value}\n`);
  for (const name of names) if (process.env[name] !== undefined) process.out(`${process.env[name]}\n`);
  return names.every((name) => process.env[name] !== undefined) ? 0 : 1;
});

function* hostname(process: Process): Running {
  const options = readOptions(process, {
    short: 'fsidIA',
    long: { fqdn: 'f', long: 'f', short: 's', 'ip-address': 'i', 'all-ip-addresses': 'I', domain: 'd' },
  });
  if (typeof options === 'number') return options;
  const { hostname: name } = process.machine;
  if (options.args.length > 0) {
    process.err('hostname: you must be root to change the host name\n');
    return 1;
  }
  if (options.has('I')) process.out(`${addressesOf(process.draft, locationOf(process)).join(' ')} \n`);
  else if (options.has('i'))
    process.out(
      `${
        hostsEntries(process, name)
          .map(({ ip }) => ip)
          .join(' ') ||
        (addressesOf(process.draft, locationOf(process))[0] ?? '127.0.0.1')
      }\n`,
    );
  else if (options.has('s')) process.out(`${name.split('.')[0]}\n`);
  else if (options.has('f') || options.has('d')) {
    // getaddrinfo with AI_CANONNAME on the host name: /etc/hosts first.
    const entry = hostsEntries(process, name)[0];
    const found = entry ? entry.canonical : (yield* resolveName(process, name)).addresses.length > 0 ? name : undefined;
    if (found === undefined) {
      process.err('hostname: Name or service not known\n');
      return 1;
    }
    const domain = found.split('.').slice(1).join('.');
    if (!options.has('d')) process.out(`${found}\n`);
    else if (domain !== '') process.out(`${domain}\n`);
  } else process.out(`${name}\n`);
  return 0;
}

const which: Program = plain((process) => {
  let status = process.argv.length > 1 ? 0 : 1;
  for (const name of process.argv.slice(1)) {
    if (typeof findProgram({ ...process.machine, files: process.files }, name) === 'function')
      process.out(`${name.includes('/') ? name : `${usesBusybox(process) ? '/bin' : '/usr/bin'}/${name}`}\n`);
    else status = 1;
  }
  return status;
});

function* yes(process: Process): Running {
  const line = `${process.argv.slice(1).join(' ') || 'y'}\n`;
  for (;;) {
    process.out(line);
    yield {};
  }
}

const ps: Program = plain((process) => {
  const { place, draft } = process;
  const main = process.recall(() => {
    const record = place.kind === 'pod' ? draft.get('containers', place.namespace, `${place.pod}/${place.container}`) : undefined;
    return (record?.became ?? record?.argv)?.join(' ') ?? '/sbin/init';
  });
  const own = process.argv.join(' ');
  if (usesBusybox(process)) process.out(`PID   USER     COMMAND\n    1 root     ${main}\n${String(process.pid + 6).padStart(5)} root     ${own}\n`);
  else if (process.argv.slice(1).some((word) => /^-?[a-zA-Z]*(ef|aux|A|e)/.test(word))) {
    const aux = /aux/.test(process.argv.join(' '));
    process.out(
      aux
        ? `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot           1  0.0  0.0   2576   900 ?        Ss   08:00   0:00 ${main}\nroot      ${String(process.pid + 6).padStart(6)}  0.0  0.0   8116  4000 ?        Rs   08:00   0:00 ${own}\n`
        : `UID          PID    PPID  C STIME TTY          TIME CMD\nroot           1       0  0 08:00 ?        00:00:00 ${main}\nroot      ${String(process.pid + 6).padStart(6)}       0  0 08:00 ?        00:00:00 ${own}\n`,
    );
  } else process.out(`    PID TTY          TIME CMD\n${String(process.pid + 6).padStart(7)} ?        00:00:00 ${process.argv[0]}\n`);
  return 0;
});

const uname: Program = plain((process) => {
  const flags = process.argv.slice(1).join('');
  const all = [
    ['s', 'Linux'],
    ['n', process.machine.hostname],
    ['r', '6.1.0-28-amd64'],
    ['v', '#1 SMP PREEMPT_DYNAMIC'],
    ['m', 'x86_64'],
    ['o', 'GNU/Linux'],
  ] as const;
  process.out(
    `${all
      .filter(([letter]) => (flags === '' ? letter === 's' : flags.includes('a') || flags.includes(letter)))
      .map(([, text]) => text)
      .join(' ')}\n`,
  );
  return 0;
});

function* paste(process: Process): Running {
  const options = readOptions(process, { short: 'sd:' });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  const between = [...unescapeC(options.value('d') ?? '\t')];
  const join = (cells: readonly string[]): string => cells.map((cell, i) => (i === 0 ? '' : (between[(i - 1) % between.length] ?? '')) + cell).join('');
  if (options.has('s')) {
    for (const input of inputs) {
      const lines: string[] = [];
      yield* eachLine([input], (line) => {
        lines.push(line.replace(/\n$/, ''));
      });
      process.out(`${join(lines)}\n`);
    }
    return failed ? 1 : 0;
  }
  if (failed) return 1;
  // A line of each at a time, until all are at their end; `-` named twice gives its lines in turn.
  for (;;) {
    const row: (string | undefined)[] = [];
    for (const { input } of inputs) row.push(yield* input.readLine());
    if (row.every((line) => line === undefined)) return 0;
    process.out(`${join(row.map((line) => (line ?? '').replace(/\n$/, '')))}\n`);
  }
}

export const SYSTEM_TOOLS = {
  ...COMMAND_RUNNERS,
  ...FILE_TOOLS,
  printenv,
  hostname,
  date,
  which,
  yes,
  ps,
  uname,
  paste,
  sync: plain(() => 0),
  clear: plain(() => 0),
  whoami: plain((process) => (process.out('root\n'), 0)),
  nproc: plain((process) => (process.out('2\n'), 0)),
  tty: plain((process) => (process.out('not a tty\n'), 1)),
  arch: plain((process) => (process.out('x86_64\n'), 0)),
  id: plain(
    (process) => (process.out(process.argv.includes('-u') ? '0\n' : process.argv.includes('-un') ? 'root\n' : 'uid=0(root) gid=0(root) groups=0(root)\n'), 0),
  ),
  echo: builtin('echo'),
  printf: builtin('printf'),
  test: builtin('test'),
  '[': builtin('['),
  true: plain(() => 0),
  false: plain(() => 1),
  pwd: plain((process) => (process.out(`${process.files.cwd}\n`), 0)),
} satisfies ProgramTable;
