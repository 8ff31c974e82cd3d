// awk as Debian 12 has it: mawk 1.3.4 20200120; the complaints of busybox 1.37.0 where a machine is one.
import type { Process, Program, Running } from '../machine/process.ts';
import { AwkRun } from './awk-interpreter.ts';
import { parseAwk } from './awk-parser.ts';
import { RunError } from './awk-state.ts';
import { ProgramError } from './awk-tokens.ts';
import { BUSYBOX_BANNER, usesBusybox } from './options.ts';

const USAGE = `Usage: mawk [Options] [Program] [file ...]

Program:
    The -f option value is the name of a file containing program text.
    If no -f option is given, a "--" ends option processing; the following
    parameters are the program text.

Options:
    -f program-file  Program  text is read from file instead of from the
                     command-line.  Multiple -f options are accepted.
    -F value         sets the field separator, FS, to value.
    -v var=value     assigns value to program variable var.
    --               unambiguous end of options.

    Implementation-specific options are prefixed with "-W".  They can be
    abbreviated:

    -W version       show version information and exit.
    -W dump          show assembler-like listing of program and exit.
    -W help          show this message and exit.
    -W interactive   set unbuffered output, line-buffered input.
    -W exec file     use file as program as well as last option.
    -W random=number set initial random seed.
    -W sprintf=number adjust size of sprintf buffer.
    -W posix_space   do not consider "\\n" a space.
    -W usage         show this message and exit.
`;

const VERSION = `mawk 1.3.4 20200120
Copyright 2008-2019,2020, Thomas E. Dickey
Copyright 1991-1996,2014, Michael D. Brennan

random-funcs:       srandom/random
regex-funcs:        internal
compiled limits:
sprintf buffer      8192
maximum-integer     2147483647
`;

/** `awk`: reads its options, the program, and runs it. */
export const awk: Program = function* (process: Process): Running {
  const busybox = usesBusybox(process);
  const assignments: string[] = [];
  const sources: string[] = [];
  const args = process.argv.slice(1);
  const fail = (words: string): number => {
    process.err(`awk: ${words}\n`);
    return 2;
  };
  while (/^-./.test(args[0] ?? '')) {
    const word = args.shift() as string;
    if (word === '--') break;
    const letter = word[1] as string;
    if (!'FvfW'.includes(letter)) {
      if (word === '-h' || busybox) {
        process.err(busybox ? `awk: invalid option -- '${letter}'\n` : USAGE);
        return busybox ? 1 : 2;
      }
      return fail(`not an option: ${word}`);
    }
    const value = word.length > 2 ? word.slice(2) : args.shift();
    if (value === undefined) return fail(busybox ? `option requires an argument -- '${letter}'` : `option -${letter} lacks argument`);
    if (letter === 'F') assignments.push(`FS=${busybox && value === 't' ? '\\t' : value}`);
    else if (letter === 'v') {
      if (!/^[A-Za-z_]\w*=/.test(value)) return fail(busybox ? `bad -v` : `improper assignment: -v ${value}`);
      assignments.push(value);
    } else if (letter === 'f') {
      const text = value === '-' || value === '/dev/stdin' ? yield* process.input.readAll() : process.files.read(value);
      if (text === undefined) return fail(busybox ? `${value}: No such file or directory` : `cannot open ${value} (No such file or directory)`);
      sources.push(text);
    } else {
      process.out(/^v/.test(value) ? VERSION : USAGE);
      return 0;
    }
  }
  const source = sources.length > 0 ? sources.join('\n') : args.shift();
  if (source === undefined) {
    if (busybox)
      process.err(
        `${BUSYBOX_BANNER}\n\nUsage: awk [OPTIONS] [AWK_PROGRAM] [FILE]...\n\n\t-v VAR=VAL\tSet variable\n\t-F SEP\t\tUse SEP as field separator\n\t-f/-E FILE\tRead program from FILE\n\t-e AWK_PROGRAM\n`,
      );
    else if (process.argv.length < 2) process.err(USAGE);
    return busybox ? 1 : 0;
  }
  let run: AwkRun | undefined;
  try {
    const program = parseAwk(source);
    run = new AwkRun(process, program, args);
    for (const text of assignments) run.assign(text);
    yield* run.run();
    return run.status;
  } catch (error) {
    if (!(error instanceof ProgramError) && !(error instanceof RunError)) throw error;
    if (error.message.startsWith('minato: ')) {
      process.notSimulated('tool-option', { option: `awk '${source}'` }, error.message);
      return 1;
    }
    if (busybox) {
      const unknown = error instanceof ProgramError && /never defined$/.test(error.message);
      process.err(
        `awk: ${unknown ? 'cmd. line:1: Call to undefined function' : error instanceof ProgramError ? 'cmd. line:1: Unexpected token' : error.message}\n`,
      );
      return 1;
    }
    return fail(error.message);
  }
};
