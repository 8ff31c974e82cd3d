// Models GNU sed 4.9 (sed/execute.c); busybox 1.37.0 where its words differ.
import type { Input, Process, Program, Running, Wait } from '../machine/process.ts';
import { readOptions, usesBusybox } from './options.ts';
import { parseSedScript, type Address, ScriptError, type SedCommand } from './sed-script.ts';
import { LONGEST_SPACE, substituted, unambiguous } from './sed-text.ts';
import { BUSY, inputsOf, isMounted, stepsOf } from './text-input.ts';

/** Where lines go: one that lacks its newline gets it when another follows. */
class LineOutput {
  #lacks = false;
  readonly #write: (text: string) => void;
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  put(text: string, newline: string): void {
    this.#write(`${this.#lacks ? '\n' : ''}${text}${newline}`);
    this.#lacks = newline === '';
  }
}

/** Lines of several files one after another; the next is looked at only when somebody asks whether there is one. */
class Lines {
  number = 0;
  name = '-';
  #ahead: string | undefined;
  #over = false;
  readonly #files: { readonly name: string; readonly input: Input }[];
  readonly #delimiter: string;

  constructor(files: readonly { readonly name: string; readonly input: Input }[], delimiter: string) {
    this.#files = [...files];
    this.#delimiter = delimiter;
  }

  *isLast(): Generator<Wait, boolean, void> {
    this.#ahead ??= yield* this.#read();
    return this.#ahead === undefined;
  }

  /** The next line with its end. */
  *next(): Generator<Wait, string | undefined, void> {
    const line = this.#ahead ?? (yield* this.#read());
    this.#ahead = undefined;
    if (line !== undefined) this.number++;
    return line;
  }

  *#read(): Generator<Wait, string | undefined, void> {
    while (!this.#over) {
      const [file] = this.#files;
      if (!file) {
        this.#over = true;
        break;
      }
      const line = this.#delimiter === '\n' ? yield* file.input.readRawLine() : yield* piece(file.input, this.#delimiter);
      if (line !== undefined) {
        this.name = file.name;
        return line;
      }
      this.#files.shift();
    }
    return undefined;
  }
}

function* piece(input: Input, delimiter: string): Generator<Wait, string | undefined, void> {
  const all = yield* input.readAll();
  if (all === '') return undefined;
  const end = all.indexOf(delimiter) + 1 || all.length;
  input.putBack(all.slice(end));
  return all.slice(0, end);
}

/** What a run writes to besides its output: `w` files by name. */
interface Surroundings {
  readonly process: Process;
  readonly quiet: boolean;
  readonly out: LineOutput;
  readonly delimiter: string;
  readonly width: number;
  readonly written: Map<string, LineOutput>;
}

/** Runs a script over lines; the status that `q` or `Q` ended with. */
function* runScript(
  commands: readonly SedCommand[],
  lines: Lines,
  { process, quiet, out, delimiter, width, written }: Surroundings,
): Generator<Wait, number | undefined, void> {
  let hold = '';
  let last: RegExp | undefined;
  let restarts = false;
  let space = '';
  let end = delimiter;
  let replaced = false;
  const reading = new Map<string, string[]>();
  const file = (name: string): LineOutput => written.get(name) ?? out;
  const matches = function* (address: Address): Generator<Wait, boolean, void> {
    switch (address.kind) {
      case 'line':
        return lines.number === address.line;
      case 'last':
        return yield* lines.isLast();
      case 'step':
        return address.step === 0 ? lines.number === address.first : lines.number >= address.first && (lines.number - address.first) % address.step === 0;
      case 'pattern':
        last = address.pattern ?? last;
        if (last) last.lastIndex = 0;
        return last?.test(space) ?? false;
      default:
        return false;
    }
  };
  const selects = function* ({ from, to, state }: SedCommand): Generator<Wait, boolean, void> {
    if (!from) return true;
    if (!to) return yield* matches(from);
    const { number } = lines;
    if (!state.open) {
      const fromStart = from.kind === 'line' && from.line === 0;
      if (!(fromStart ? number === 1 && state.until === 0 : yield* matches(from))) return false;
      const until =
        to.kind === 'line'
          ? to.line
          : to.kind === 'plus'
            ? number + to.count
            : to.kind === 'multiple'
              ? Math.ceil(number / (to.of || number)) * (to.of || number)
              : 0;
      state.until = to.kind === 'pattern' || to.kind === 'last' ? -1 : until;
      state.open = state.until < 0 ? !(to.kind === 'last' && (yield* lines.isLast())) : until > number;
      if (fromStart && (yield* matches(to))) state.open = false;
      return true;
    }
    if (state.until < 0) state.open = !(yield* matches(to));
    else {
      if (number >= state.until) state.open = false;
      return number <= state.until || (from.kind !== 'line' && (yield* matches(from)));
    }
    return true;
  };
  for (;;) {
    if (!restarts) {
      const line = yield* lines.next();
      if (line === undefined) return undefined;
      end = line.endsWith(delimiter) ? delimiter : '';
      space = end ? line.slice(0, -1) : line;
      replaced = false;
    }
    restarts = false;
    let prints = !quiet;
    let status: number | undefined;
    const after: (() => void)[] = [];
    const finish = (): void => {
      if (prints) out.put(space, end);
      for (const add of after.splice(0)) add();
    };
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at] as SedCommand;
      process.step(1 + stepsOf(space));
      if ((yield* selects(command)) === command.negated) {
        if (command.name === '{') at = (command.target as number) - 1;
        continue;
      }
      const { text = '' } = command;
      const jump = (): void => void (at = (command.target as number) - 1);
      switch (command.name) {
        case 's': {
          const pattern = command.pattern ?? last;
          if (!pattern) break;
          last = pattern;
          const result = substituted(space, pattern, command.replacement ?? [], command.flags ?? '');
          if (result === undefined) break;
          if (result.length > LONGEST_SPACE) return undefined;
          space = result;
          replaced = true;
          if (command.flags?.includes('p')) out.put(space, end || '\n');
          if (command.flags?.includes('w')) file(text).put(space, '\n');
          break;
        }
        case 'y':
          space = [...space].map((char) => command.map?.get(char) ?? char).join('');
          break;
        case 'p':
          out.put(space, end || '\n');
          break;
        case 'P':
          out.put(space.split(delimiter)[0] as string, delimiter);
          break;
        case 'l':
          for (const line of unambiguous(space, text === '' ? width : Number(text))) out.put(line, '\n');
          break;
        case '=':
          out.put(String(lines.number), '\n');
          break;
        case 'F':
          out.put(lines.name, '\n');
          break;
        case 'a':
          after.push(() => out.put(text.slice(0, -1), '\n'));
          break;
        case 'i':
          out.put(text.slice(0, -1), '\n');
          break;
        case 'r':
          after.push(() => {
            const read = process.files.read(text);
            if (read) out.put(read.replace(/\n$/, ''), read.endsWith('\n') ? '\n' : '');
          });
          break;
        case 'R': {
          let rest = reading.get(text);
          if (!rest) reading.set(text, (rest = (process.files.read(text) ?? '').match(/[^\n]*\n|[^\n]+$/g) ?? []));
          const line = rest.shift();
          if (line !== undefined) after.push(() => out.put(line.replace(/\n$/, ''), '\n'));
          break;
        }
        case 'w':
          file(text).put(space, '\n');
          break;
        case 'W':
          file(text).put(space.split('\n')[0] as string, '\n');
          break;
        case 'c':
          if (!command.to || command.negated || !command.state.open) out.put(text.slice(0, -1), '\n');
          prints = false;
          at = commands.length;
          break;
        case 'D':
          if (space.includes(delimiter)) {
            space = space.slice(space.indexOf(delimiter) + 1);
            restarts = true;
          }
          prints = false;
          at = commands.length;
          break;
        case 'd':
          prints = false;
          at = commands.length;
          break;
        case 'n':
        case 'N': {
          if (yield* lines.isLast()) {
            at = commands.length;
            status = -1;
            break;
          }
          if (command.name === 'n') finish();
          else for (const add of after.splice(0)) add();
          const line = (yield* lines.next()) as string;
          end = line.endsWith(delimiter) ? delimiter : '';
          const bare = end ? line.slice(0, -1) : line;
          space = command.name === 'n' ? bare : `${space}${delimiter}${bare}`;
          break;
        }
        case 'h':
          hold = space;
          break;
        case 'H':
          hold += `${delimiter}${space}`;
          break;
        case 'g':
          space = hold;
          end = delimiter;
          break;
        case 'G':
          space += `${delimiter}${hold}`;
          end = delimiter;
          break;
        case 'x':
          [space, hold] = [hold, space];
          end = delimiter;
          break;
        case 'z':
          space = '';
          break;
        case 'b':
          jump();
          break;
        case 't':
        case 'T':
          if (replaced === (command.name === 't')) jump();
          replaced = false;
          break;
        case 'q':
        case 'Q':
          status = Number(text);
          if (command.name === 'Q') return status;
          at = commands.length;
          break;
        default:
      }
    }
    finish();
    if (status !== undefined) return status < 0 ? undefined : status;
  }
}

const USAGE = 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...';

/** What stands below the usage of GNU sed 4.9. */
const OPTIONS = `
  -n, --quiet, --silent
                 suppress automatic printing of pattern space
      --debug
                 annotate program execution
  -e script, --expression=script
                 add the script to the commands to be executed
  -f script-file, --file=script-file
                 add the contents of script-file to the commands to be executed
  --follow-symlinks
                 follow symlinks when processing in place
  -i[SUFFIX], --in-place[=SUFFIX]
                 edit files in place (makes backup if SUFFIX supplied)
  -l N, --line-length=N
                 specify the desired line-wrap length for the \`l' command
  --posix
                 disable all GNU extensions.
  -E, -r, --regexp-extended
                 use extended regular expressions in the script
                 (for portability use POSIX -E).
  -s, --separate
                 consider files as separate rather than as a single,
                 continuous long stream.
      --sandbox
                 operate in sandbox mode (disable e/r/w commands).
  -u, --unbuffered
                 load minimal amounts of data from the input files and flush
                 the output buffers more often
  -z, --null-data
                 separate lines by NUL characters
      --help     display this help and exit
      --version  output version information and exit

If no -e, --expression, -f, or --file option is given, then the first
non-option argument is taken as the sed script to interpret.  All
remaining arguments are names of input files; if no input files are
specified, then the standard input is read.

GNU sed home page: <https://www.gnu.org/software/sed/>.
General help using GNU software: <https://www.gnu.org/gethelp/>.
`;

/** What GNU sed complains about, and how busybox says it. */
const BUSYBOX_WORDS: readonly (readonly [gnu: RegExp, busybox: string])[] = [
  [/^unterminated .*$/, "unmatched '/'"],
  [/^unknown command: `(.*)'$/, 'unsupported command $1'],
  [/^unknown option to.*$/, 'bad option in substitution expression'],
  [/^can't find label for jump to `(.*)'$/, "can't find label for jump to '$1'"],
  [/^unexpected `}'$/, 'unexpected }'],
  [/^unmatched `{'$/, 'unmatched {'],
  [/^strings for `y'.*$/, 'y command strings have different lengths'],
  [/^unexpected `,'$/, 'no address after comma'],
  [/^expected \\ after.*$/, 'expected \\ after a, c or i'],
];
const busyboxWords = (message: string): string => BUSYBOX_WORDS.reduce((words, [gnu, busybox]) => words.replace(gnu, busybox), message);

export const sed: Program = function* (process: Process): Running {
  // -i and --in-place take their suffix only when it is attached.
  let suffix = '';
  const argv = process.argv.map((word) => {
    const attached = /^-i(?=.)([^]*)$/.exec(word)?.[1] ?? /^--in-place=([^]*)$/.exec(word)?.[1];
    if (attached !== undefined) suffix = attached;
    return attached !== undefined || word === '--in-place' ? '-i' : word;
  });
  if (argv.includes('--version') && !usesBusybox(process)) {
    process.out('sed (GNU sed) 4.9\n');
    return 0;
  }
  if (argv.includes('--help') && !usesBusybox(process)) {
    process.out(`${USAGE}\n${OPTIONS}E-mail bug reports to: <bug-sed@gnu.org>.\n`);
    return 0;
  }
  const options = readOptions(
    process,
    {
      short: 'nEre:isf:ul:z',
      long: {
        quiet: 'n',
        silent: 'n',
        'regexp-extended': 'E',
        expression: 'e',
        file: 'f',
        separate: 's',
        unbuffered: 'u',
        'null-data': 'z',
        'line-length': 'l',
      },
      knownLong: 'debug posix sandbox follow-symlinks help',
      usage: USAGE,
    },
    argv,
  );
  if (typeof options === 'number') return options;
  const busybox = usesBusybox(process);
  const files = [...options.args];
  const scripts: { readonly name: string; readonly text: string }[] = [];
  for (const [letter, value] of options.given) {
    if (letter === 'e') scripts.push({ name: `-e expression #${scripts.length + 1}`, text: value });
    if (letter !== 'f') continue;
    const text = value === '-' ? yield* process.input.readAll() : process.files.read(value);
    if (text === undefined) {
      process.err(busybox ? `sed: ${value}: No such file or directory\n` : `sed: couldn't open file ${value}: No such file or directory\n`);
      return 1;
    }
    scripts.push({ name: `file ${value}`, text: text.replace(/\n$/, '') });
  }
  if (scripts.length === 0) {
    const script = files.shift();
    if (script === undefined) {
      process.err(usesBusybox(process) ? `${USAGE}\n` : `${USAGE}\n${OPTIONS}`);
      return 1;
    }
    scripts.push({ name: '-e expression #1', text: script });
  }
  const parse = (): SedCommand[] => parseSedScript(scripts.map(({ text }) => text).join('\n'), options.has('E') || options.has('r'), !busybox);
  let commands: SedCommand[];
  try {
    commands = parse();
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    process.err(`sed: ${busybox ? busyboxWords(error.message) : placed(scripts, error)}\n`);
    return 1;
  }
  const quiet = options.has('n') || commands[0]?.name === '#n';
  const delimiter = options.has('z') ? '\0' : '\n';
  const missing = busybox ? 1 : 2;
  const written = new Map<string, LineOutput>();
  for (const { name, text = '', flags = '' } of commands) {
    if (!'wW'.includes(name) && !(name === 's' && flags.includes('w'))) continue;
    if (text === '/dev/stdout') continue;
    if (text === '/dev/stderr') {
      written.set(text, new LineOutput((more) => process.err(more)));
      continue;
    }
    let whole = '';
    process.files.write(text, '');
    written.set(text, new LineOutput((more) => process.files.write(text, (whole += more))));
  }
  const width = Number(options.value('l') ?? 70);
  const inPlace = options.has('i');
  const { inputs, failed } = inputsOf(process, files);
  if (!busybox && files.some((name) => process.files.kind(name) === 'directory')) return 4;
  let status = 0;
  const runs = inPlace || options.has('s') ? inputs.map((input) => [input]) : [inputs];
  for (const [index, run] of runs.entries()) {
    if (index > 0 || inPlace) commands = parse();
    let text = '';
    const out = new LineOutput(inPlace ? (more) => (text += more) : (more) => process.out(more));
    const lines = new Lines(run, delimiter);
    const ended = yield* runScript(commands, lines, { process, quiet, out, delimiter, width, written });
    const name = run[0]?.name ?? '';
    if (inPlace) {
      if (ended !== undefined) for (let rest = yield* lines.next(); rest !== undefined; rest = yield* lines.next()) text += rest;
      if (suffix !== '') process.files.write(suffix.includes('*') ? suffix.replaceAll('*', name) : name + suffix, process.files.read(name) ?? '');
      if (isMounted(process, name)) {
        const drawn = Array.from({ length: 6 }, () => process.draw(36).toString(36)).join('');
        const path = process.files.resolve(name);
        process.err(
          busybox ? `sed: can't move '${path}${drawn}' to '${name}': ${BUSY}\n` : `sed: cannot rename ${path.replace(/[^/]*$/, 'sed')}${drawn}: ${BUSY}\n`,
        );
        status = busybox ? 1 : 4;
        if (!busybox) break;
      } else process.files.write(name, text);
    }
    if (ended !== undefined) {
      status = ended;
      break;
    }
  }
  return failed && status === 0 ? missing : status;
};

/** A complaint with the place it is about: the expression (or file and line) and the character in it. */
function placed(scripts: readonly { readonly name: string; readonly text: string }[], { at, message }: ScriptError): string {
  if (at < 0) return message;
  let from = 0;
  for (const [index, { name, text }] of scripts.entries()) {
    if (at <= from + text.length || index === scripts.length - 1) {
      const isFile = name.startsWith('file ');
      return isFile ? `${name} line ${text.slice(0, at - from).split('\n').length}: ${message}` : `${name}, char ${Math.max(0, at - from)}: ${message}`;
    }
    from += text.length + 1;
  }
  return message;
}
