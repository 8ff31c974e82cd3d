// Small programs about the machine, its processes and its files (coreutils 9.1, procps 4.0, util-linux; busybox 1.37.0).
import { civilTime, parseTime } from '../clock/instant.ts';
import { findProgram } from '../machine/kernel.ts';
import type { Process, Program, ProgramTable, Running } from '../machine/process.ts';
import { BUILTINS } from '../machine/shell-builtins.ts';
import { exportedVariables, standardFiles } from '../machine/shell-program.ts';
import { Leave } from '../machine/shell-context.ts';
import { Shell } from '../machine/shell.ts';
import { ShellError } from '../machine/shell-words.ts';
import { addressesOf } from '../network/machines.ts';
import { BUSYBOX_BANNER, notSimulated, readOptions } from './options.ts';
import { eachLine, inputsOf } from './text-input.ts';
import { hostsEntries, locationOf, resolveName } from './resolving.ts';

const isBusybox = ({ machine }: Process): boolean => machine.sh === 'ash';

/** A program that a shell also has in itself. */
const builtin = (name: string): Program =>
  function* (process): Running {
    const shell = new Shell({
      dialect: isBusybox(process) ? 'ash' : name === 'echo' || name === 'printf' ? 'bash' : process.machine.sh,
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

const UNITS: { readonly [unit: string]: number } = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `2`, `0.5s`, `1m`, `infinity`. */
function duration(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Infinity;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match ? Math.round(Number(match[1]) * (UNITS[match[2] as string] as number)) : undefined;
}

function* sleep(process: Process): Running {
  const words = process.argv.slice(1);
  const [called = 'sleep'] = process.argv;
  const bad = words.filter((word) => duration(word) === undefined);
  if (words.length === 0 || bad.length > 0) {
    if (isBusybox(process))
      process.err(
        words.length === 0
          ? `${BUSYBOX_BANNER}\n\nUsage: sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays\n`
          : `sleep: invalid number '${bad[0]}'\n`,
      );
    else
      process.err(
        `${words.length === 0 ? `${called}: missing operand\n` : bad.map((word) => (word.startsWith('-') && word.length > 1 ? `${called}: invalid option -- '${word[1]}'\n` : `${called}: invalid time interval '${word}'\n`)).join('')}Try '${called} --help' for more information.\n`,
      );
    return 1;
  }
  const total = words.reduce((sum, word) => sum + (duration(word) as number), 0);
  if (total > 0) yield Number.isFinite(total) ? { deadline: process.now + total } : { until: () => false };
  return 0;
}

const commandMissing = (process: Process, tool: string, name: string): number => {
  const found = findProgram({ ...process.machine, files: process.files }, name);
  if (isBusybox(process)) process.err(`${tool}: can't execute '${name}': No such file or directory\n`);
  else
    process.err(
      tool === 'env' || tool === 'xargs'
        ? `${tool}: ${tool === 'env' ? `'${name}'` : name}: ${found === undefined ? 'No such file or directory' : 'Permission denied'}\n`
        : `${tool}: failed to run command '${name}': ${found === undefined ? 'No such file or directory' : 'Permission denied'}\n`,
    );
  return found === undefined ? 127 : 126;
};

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
      isBusybox(process) ? `${BUSYBOX_BANNER}\n\nUsage: timeout [-s SIG] [-k KILL_SECS] SECS PROG ARGS\n` : "Try 'timeout --help' for more information.\n",
    );
    return isBusybox(process) ? 1 : 125;
  }
  const ms = duration(limit);
  if (ms === undefined) {
    process.err(
      isBusybox(process) ? `timeout: invalid number '${limit}'\n` : `timeout: invalid time interval '${limit}'\nTry 'timeout --help' for more information.\n`,
    );
    return 125;
  }
  const child = process.start(command);
  if (child.unstarted !== undefined) return commandMissing(process, 'timeout', command[0] as string);
  yield { until: () => child.exitCode !== undefined, ...(ms > 0 && Number.isFinite(ms) ? { deadline: process.now + ms } : {}) };
  if (child.exitCode !== undefined) return child.exitCode;
  const kill = /^(SIG)?KILL$|^9$/i.test(options.value('s') ?? '');
  child.kill(kill ? 'KILL' : /^(SIG)?INT$|^2$/i.test(options.value('s') ?? '') ? 'INT' : 'TERM');
  return kill ? 137 : isBusybox(process) ? 143 : 124;
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

const printenv: Program = plain((process) => {
  const names = process.argv.slice(1);
  if (names.length === 0) for (const [key, value] of Object.entries(process.env)) process.out(`${key}=${value}\n`);
  for (const name of names) if (process.env[name] !== undefined) process.out(`${process.env[name]}\n`);
  return names.every((name) => process.env[name] !== undefined) ? 0 : 1;
});

/** A program that neither waits nor starts another. */
function plain(run: (process: Process) => number): Program {
  // eslint-disable-next-line require-yield -- a generator by its type only
  return function* (process) {
    return run(process);
  };
}

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
    process.out(`${options.has('d') ? found.split('.').slice(1).join('.') : found}\n`);
  } else process.out(`${name}\n`);
  return 0;
}

const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

function formatDate(format: string, at: number): string {
  const t = civilTime(at);
  const two = (value: number, filler = '0'): string => String(value).padStart(2, filler);
  const values: { readonly [letter: string]: string } = {
    Y: String(t.year),
    m: two(t.month),
    d: two(t.day),
    H: two(t.hour),
    M: two(t.minute),
    S: two(t.second),
    s: String(Math.floor(at / 1000)),
    N: `${String(t.millisecond).padStart(3, '0')}000000`,
    y: two(t.year % 100),
    e: two(t.day, ' '),
    I: two(t.hour % 12 || 12),
    p: t.hour < 12 ? 'AM' : 'PM',
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
    A: DAYS[t.weekday] as string,
    a: (DAYS[t.weekday] as string).slice(0, 3),
    B: MONTHS[t.month - 1] as string,
    b: (MONTHS[t.month - 1] as string).slice(0, 3),
    h: (MONTHS[t.month - 1] as string).slice(0, 3),
    u: String(t.weekday || 7),
    w: String(t.weekday),
  };
  const whole: { readonly [letter: string]: string } = { F: '%Y-%m-%d', T: '%H:%M:%S', D: '%m/%d/%y', R: '%H:%M', c: '%a %b %e %T %Y', r: '%I:%M:%S %p' };
  return format
    .replace(/%([FTDRcr])/g, (_, letter: string) => whole[letter] as string)
    .replace(/%([FTD])/g, (_, letter: string) => whole[letter] as string)
    .replace(/%-?([a-zA-Z%])/g, (all, letter: string) => (all.startsWith('%-') ? (values[letter] ?? all).replace(/^[0 ]/, '') : (values[letter] ?? all)));
}

const date: Program = plain((process) => {
  const options = readOptions(
    process,
    { short: 'uRI:d:', known: 's:r:f:', long: { utc: 'u', date: 'd', universal: 'u', rfc3339: 'I', 'rfc-3339': 'I', 'iso-8601': 'I', 'rfc-email': 'R' } },
    process.argv.map((word) => (word === '-I' || word === '--iso-8601' ? '-Idate' : /^-I./.test(word) ? word : word)),
  );
  if (typeof options === 'number') return options;
  const given = options.value('d');
  const at = given === undefined || given === 'now' ? process.now : /^@\d+$/.test(given) ? Number(given.slice(1)) * 1000 : parseTime(given);
  if (at === undefined) {
    if (/^[\w\s+:-]+$/.test(given as string)) return notSimulated(process, `date -d '${given}'`);
    process.err(`date: invalid date '${given}'\n`);
    return 1;
  }
  const [format] = options.args;
  if (format !== undefined && !format.startsWith('+')) {
    process.err(isBusybox(process) ? `date: invalid date '${format}'\n` : `date: invalid date '${format}'\n`);
    return 1;
  }
  const iso: { readonly [how: string]: string } = {
    date: '%Y-%m-%d',
    seconds: '%Y-%m-%dT%H:%M:%S+00:00',
    minutes: '%Y-%m-%dT%H:%M+00:00',
    hours: '%Y-%m-%dT%H+00:00',
  };
  process.out(
    `${formatDate(format?.slice(1) ?? (options.has('I') ? (iso[options.value('I') || 'date'] ?? '%Y-%m-%d') : options.has('R') ? '%a, %d %b %Y %H:%M:%S +0000' : '%a %b %e %H:%M:%S %Z %Y'), at)}\n`,
  );
  return 0;
});

function* xargs(process: Process): Running {
  const options = readOptions(process, {
    short: 'n:I:rtd:0',
    known: 'P:L:s:xpE:a:',
    long: { 'max-args': 'n', 'no-run-if-empty': 'r', replace: 'I', null: '0', verbose: 't', delimiter: 'd' },
    posix: true,
  });
  if (typeof options === 'number') return options;
  const command = options.args.length > 0 ? options.args : ['echo'];
  const text = yield* process.input.readAll();
  const replace = options.value('I');
  const words =
    replace !== undefined || options.has('d') || options.has('0')
      ? text
          .split(options.has('0') ? '\0' : options.has('d') ? (options.value('d') as string).replace('\\n', '\n') : '\n')
          .map((line) => (replace === undefined ? line : line.trim()))
          .filter((line) => line !== '')
      : (text.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []).map((word) => word.replace(/^(["'])([\s\S]*)\1$/, '$2'));
  if (words.length === 0 && (options.has('r') || replace !== undefined || isBusybox(process))) return 0;
  const size = replace === undefined ? Number(options.value('n') ?? Infinity) : 1;
  let status = 0;
  for (let at = 0; at === 0 || at < words.length; at += size) {
    const some = words.slice(at, at + size);
    const argv = replace === undefined ? [...command, ...some] : command.map((word) => word.replaceAll(replace, some[0] ?? ''));
    if (options.has('t')) process.err(`${argv.join(' ')}\n`);
    const { exitCode, unstarted } = yield* process.spawn(argv, { inherit: true, input: '' });
    if (unstarted !== undefined) return commandMissing(process, 'xargs', argv[0] as string);
    if (exitCode === 255) return 124;
    if (exitCode !== 0) status = 123;
    if (!Number.isFinite(size)) break;
  }
  return status;
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
    yield { deadline: process.now + seconds * 1000, until: () => false };
  }
}

const which: Program = plain((process) => {
  let status = process.argv.length > 1 ? 0 : 1;
  for (const name of process.argv.slice(1)) {
    if (typeof findProgram({ ...process.machine, files: process.files }, name) === 'function')
      process.out(`${name.includes('/') ? name : `${isBusybox(process) ? '/bin' : '/usr/bin'}/${name}`}\n`);
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
  const record = place.kind === 'pod' ? draft.get('containers', place.namespace, `${place.pod}/${place.container}`) : undefined;
  const main = record?.argv.join(' ') ?? '/sbin/init';
  const own = process.argv.join(' ');
  if (isBusybox(process))
    process.out(`PID   USER     TIME  COMMAND\n    1 root      0:00 ${main}\n${String(process.pid + 6).padStart(5)} root      0:00 ${own}\n`);
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

const ls: Program = plain((process) => {
  const options = readOptions(process, {
    short: 'la1AdhFrtR',
    known: 'BbcCDfGgHIiKkLmNnoOpqQsSTuUvwXxZ',
    long: { all: 'a', 'almost-all': 'A', directory: 'd', 'human-readable': 'h' },
    usageExit: 2,
  });
  if (typeof options === 'number') return options;
  const { files } = process;
  const paths = options.args.length > 0 ? options.args : ['.'];
  let status = 0;
  const when = formatDate('%b %e %H:%M', process.now);
  const row = (path: string, name: string): string => {
    const directory = files.kind(path) === 'directory';
    if (!options.has('l')) return `${name}${options.has('F') && directory ? '/' : ''}\n`;
    return `${directory ? 'drwxr-xr-x' : '-rw-r--r--'} ${directory ? 2 : 1} root root ${String(directory ? 4096 : (files.read(path) ?? '').length).padStart(5)} ${when} ${name}\n`;
  };
  const sorted = paths.filter((path) => {
    if (files.kind(path) !== undefined) return true;
    status = isBusybox(process) ? 1 : 2;
    process.err(isBusybox(process) ? `ls: ${path}: No such file or directory\n` : `ls: cannot access '${path}': No such file or directory\n`);
    return false;
  });
  const single = sorted.filter((path) => files.kind(path) === 'file' || options.has('d'));
  for (const path of single) process.out(row(path, path));
  for (const [index, path] of sorted.filter((one) => !single.includes(one)).entries()) {
    if (paths.length > 1) process.out(`${index > 0 || single.length > 0 ? '\n' : ''}${path}:\n`);
    const names = files.list(path).filter((name) => options.has('a') || options.has('A') || !name.startsWith('.'));
    const shown = [...(options.has('a') ? ['.', '..'] : []), ...names];
    if (options.has('r')) shown.reverse();
    if (options.has('l')) process.out(`total ${names.length * 4}\n`);
    for (const name of shown) process.out(row(`${path}/${name}`, name));
  }
  return status;
});

/** A tool that does something to each path it is given. */
const pathTool = (short: string, known: string, act: (process: Process, path: string, has: (letter: string) => boolean) => string | undefined): Program =>
  plain((process) => {
    const options = readOptions(process, { short, known, long: { recursive: 'r', force: 'f', parents: 'p', verbose: 'v' } });
    if (typeof options === 'number') return options;
    const [tool] = process.argv;
    if (options.args.length === 0 && !options.has('f')) {
      process.err(
        isBusybox(process)
          ? `${BUSYBOX_BANNER}\n\nUsage: ${tool} FILE...\n`
          : `${tool}: missing ${tool === 'touch' ? 'file ' : ''}operand\nTry '${tool} --help' for more information.\n`,
      );
      return 1;
    }
    let status = 0;
    for (const path of options.args) {
      const complaint = act(process, path, options.has);
      if (complaint === undefined) continue;
      status = 1;
      process.err(`${tool}: ${complaint}\n`);
    }
    return status;
  });

const parentExists = ({ files }: Process, path: string): boolean => files.kind(`${files.resolve(path)}/..`) === 'directory';
const NONE = 'No such file or directory';

const touch = pathTool('acmr:t:d:', 'fh', (process, path) => {
  if (process.files.kind(path) !== undefined) return undefined;
  if (!parentExists(process, path)) return isBusybox(process) ? `${path}: ${NONE}` : `cannot touch '${path}': ${NONE}`;
  process.files.write(path, '');
  return undefined;
});

const rm = pathTool('rRfvid', 'I', (process, path, has) => {
  const kind = process.files.kind(path);
  const cannot = isBusybox(process) ? "can't remove" : 'cannot remove';
  if (kind === undefined) return has('f') ? undefined : `${cannot} '${path}': ${NONE}`;
  if (kind === 'directory' && !has('r') && !has('R')) return isBusybox(process) ? `'${path}' is a directory` : `${cannot} '${path}': Is a directory`;
  process.files.remove(path);
  return undefined;
});

const mkdir = pathTool('pvm:', '', (process, path, has) => {
  const kind = process.files.kind(path);
  const cannot = isBusybox(process) ? "can't create directory" : 'cannot create directory';
  if (kind !== undefined) return has('p') && kind === 'directory' ? undefined : `${cannot} '${path}': File exists`;
  if (!has('p') && !parentExists(process, path)) return `${cannot} '${path}': ${NONE}`;
  process.files.makeDirectory(path);
  return undefined;
});

const copyTool = (moves: boolean): Program =>
  plain((process) => {
    const options = readOptions(process, { short: 'rRfpavni', known: 'bdHlLPsStTux' });
    if (typeof options === 'number') return options;
    const { files } = process;
    const [tool] = process.argv;
    const target = options.args.at(-1);
    const sources = options.args.slice(0, -1);
    if (target === undefined || sources.length === 0) {
      process.err(
        `${tool}: missing ${target === undefined ? 'file operand' : `destination file operand after '${target}'`}\nTry '${tool} --help' for more information.\n`,
      );
      return 1;
    }
    let status = 0;
    for (const source of sources) {
      const text = files.read(source);
      const into = files.kind(target) === 'directory' ? `${target.replace(/\/$/, '')}/${source.split('/').pop()}` : target;
      if (text === undefined || !parentExists(process, into)) {
        status = 1;
        process.err(
          text === undefined
            ? files.kind(source) === 'directory'
              ? `${tool}: -r not specified; omitting directory '${source}'\n`
              : isBusybox(process)
                ? `${tool}: can't ${moves ? 'rename' : 'stat'} '${source}': ${NONE}\n`
                : `${tool}: cannot stat '${source}': ${NONE}\n`
            : `${tool}: cannot create regular file '${into}': ${NONE}\n`,
        );
        continue;
      }
      files.write(into, text);
      if (moves) files.remove(source);
    }
    return status;
  });

const nameTool = (change: (path: string, suffix: string | undefined) => string): Program =>
  plain((process) => {
    const [, path, suffix] = process.argv;
    if (path === undefined) {
      process.err(`${process.argv[0]}: missing operand\nTry '${process.argv[0]} --help' for more information.\n`);
      return 1;
    }
    process.out(`${change(path, suffix)}\n`);
    return 0;
  });

function ip(process: Process): number {
  const words = process.argv.slice(1).filter((word) => !word.startsWith('-'));
  const [object = '', ...rest] = words;
  const six = process.argv.includes('-6');
  const own = addressesOf(process.draft, locationOf(process));
  if ('address'.startsWith(object) && object !== '' && (rest.length === 0 || 'show'.startsWith(rest[0] as string) || rest[0] === 'list')) {
    const flags =
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n    inet6 ::1/128 scope host \n       valid_lft forever preferred_lft forever\n';
    const isV6 = (address: string): boolean => address.includes(':');
    if (!rest.includes('eth0')) process.out(six ? flags.replace(/ {4}inet 127[^\n]*\n[^\n]*\n/, '') : flags);
    process.out(
      `2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000\n    link/ether 02:42:0a:f4:00:03 brd ff:ff:ff:ff:ff:ff link-netnsid 0\n`,
    );
    for (const address of own)
      if (!six || isV6(address))
        process.out(
          `    inet${isV6(address) ? '6' : ''} ${address}/${isV6(address) ? 64 : 24} ${isV6(address) ? 'scope global ' : `brd ${address.replace(/\d+$/, '255')} scope global eth0`}\n       valid_lft forever preferred_lft forever\n`,
        );
    return 0;
  }
  if ('route'.startsWith(object) && object.startsWith('r')) {
    const [first = ''] = own.filter((address) => !address.includes(':'));
    const gateway = first.replace(/\d+$/, '1');
    process.out(`default via ${gateway} dev eth0 \n${first.replace(/\d+$/, '0')}/24 dev eth0 proto kernel scope link src ${first} \n`);
    return 0;
  }
  return notSimulated(process, `ip ${words.join(' ')}`.trim());
}

function* nohup(process: Process): Running {
  const [, name, ...args] = process.argv;
  const program = name === undefined ? undefined : findProgram(process.machine, name);
  if (name === undefined || typeof program !== 'function') {
    process.err(
      name === undefined ? "nohup: missing operand\nTry 'nohup --help' for more information.\n" : `nohup: failed to run command '${name}': ${NONE}\n`,
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
  if (isBusybox(process)) process.err(`real\t${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`);
  else
    process.err(
      `0.00user 0.00system ${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, '0')}elapsed 0%CPU (0avgtext+0avgdata 2000maxresident)k\n0inputs+0outputs (0major+100minor)pagefaults 0swaps\n`,
    );
  return exitCode;
}

function* paste(process: Process): Running {
  const options = readOptions(process, { short: 'sd:' });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  const delimiter = options.value('d') ?? '\t';
  const lines: string[] = [];
  yield* eachLine(inputs, (line) => {
    lines.push(line.replace(/\n$/, ''));
  });
  process.out(options.has('s') ? `${lines.join(delimiter)}\n` : lines.map((line) => `${line}\n`).join(''));
  return failed ? 1 : 0;
}

/** What the machine has but this simulator does not run: said clearly when it is called. */
export const unmodelledPrograms = (names: string): ProgramTable =>
  Object.fromEntries(
    names.split(' ').map((name) => [
      name,
      plain((process) => {
        process.notSimulated('program', { program: name }, `minato: ${name} is not simulated`);
        return 1;
      }),
    ]),
  );

export const SYSTEM_TOOLS: ProgramTable = {
  sleep,
  timeout,
  env,
  printenv,
  hostname,
  date,
  xargs,
  watch,
  which,
  yes,
  ps,
  uname,
  ls,
  touch,
  rm,
  mkdir,
  nohup,
  paste,
  time,
  ip: plain(ip),
  cp: copyTool(false),
  mv: copyTool(true),
  rmdir: rm,
  chmod: plain(() => 0),
  sync: plain(() => 0),
  clear: plain(() => 0),
  whoami: plain((process) => (process.out('root\n'), 0)),
  nproc: plain((process) => (process.out('2\n'), 0)),
  tty: plain((process) => (process.out('not a tty\n'), 1)),
  arch: plain((process) => (process.out('x86_64\n'), 0)),
  id: plain(
    (process) => (process.out(process.argv.includes('-u') ? '0\n' : process.argv.includes('-un') ? 'root\n' : 'uid=0(root) gid=0(root) groups=0(root)\n'), 0),
  ),
  basename: nameTool((path, suffix) => {
    const name = path.replace(/\/+$/, '').split('/').pop() || '/';
    return suffix !== undefined && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  }),
  dirname: nameTool((path) => path.replace(/\/+$/, '').replace(/\/*[^/]*$/, '') || (path.startsWith('/') ? '/' : '.')),
  realpath: plain((process) => (process.out(`${process.files.resolve(process.argv[1] ?? '.')}\n`), 0)),
  echo: builtin('echo'),
  printf: builtin('printf'),
  test: builtin('test'),
  '[': builtin('['),
  true: plain(() => 0),
  false: plain(() => 1),
  pwd: plain((process) => (process.out(`${process.files.cwd}\n`), 0)),
};
