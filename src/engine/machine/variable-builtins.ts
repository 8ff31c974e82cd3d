import { elementsOf, entriesOf } from './shell-arrays.ts';
import type { Context, Variable } from './shell-context.ts';
import type { Running } from './process.ts';
import { doubleQuoted, quoted } from './parameter-forms.ts';
import type { Shell } from './shell.ts';
import { ShellError } from './shell-words.ts';

const NAME = /^[A-Za-z_]\w*$/;
const REFERENCE = /^[A-Za-z_]\w*(?:\[[\s\S]*\])?$/;

/** Why a word is no variable's name. */
export const identifier = (shell: Shell, command: string, text: string): ShellError =>
  shell.dialect === 'bash'
    ? new ShellError(`${command}: \`${text}': not a valid identifier`, 1)
    : new ShellError(`${command}: ${shell.dialect === 'ash' ? 'line 0: ' : ''}${text.replace(/=.*/s, '')}: bad variable name`, 2);

/** A variable as `declare -p` writes it. */
function declaration(name: string, variable: Variable): string {
  const { value, elements, exported, change } = variable;
  const letters = `${elements ? (elements.associative ? 'A' : 'a') : ''}${change === 'integer' ? 'i' : ''}${variable.readonly ? 'r' : ''}${exported ? 'x' : ''}${change === 'lower' ? 'l' : change === 'upper' ? 'u' : ''}`;
  const list = elements && entriesOf(elements).map(([key, text]) => `[${/^[\w-]+$/.test(key) ? key : doubleQuoted(key)}]=${doubleQuoted(text)}`);
  const text = list ? `=(${list.join(' ')}${elements.associative && list.length > 0 ? ' ' : ''})` : value === undefined ? '' : `=${doubleQuoted(value)}`;
  return `declare -${letters || '-'} ${name}${text}`;
}

const sorted = (shell: Shell): (readonly [string, Variable])[] => [...shell.variables].sort(([a], [b]) => (a < b ? -1 : 1));

function listVariables(shell: Shell, context: Context, command: string, which: (variable: Variable) => boolean): number {
  for (const [name, variable] of sorted(shell))
    if (which(variable))
      shell
        .output(context)
        .write(shell.dialect === 'bash' ? `${declaration(name, variable)}\n` : `${command} ${name}='${(variable.value ?? '').replaceAll("'", "'\\''")}'\n`);
  return 0;
}

/** What `set` alone writes of a variable. */
export function assignmentLine(name: string, { value, elements }: Variable): string {
  if (elements) {
    const list = entriesOf(elements).map(([key, text]) => `[${key}]=${doubleQuoted(text)}`);
    return `${name}=(${list.join(' ')}${elements.associative && list.length > 0 ? ' ' : ''})`;
  }
  return `${name}=${/^[\w@%+=:,./-]*$/.test(value ?? '') ? (value ?? '') : quoted(value ?? '')}`;
}

/** `export`, `readonly`, `local`, `declare` and `typeset`. */
export function declareVariables(shell: Shell, [command = '', ...args]: readonly string[], context: Context): number {
  const bash = shell.dialect === 'bash';
  const isFlag = (word: string): boolean => /^-[a-zA-Z]+$/.test(word) || (bash && /^\+[a-zA-Z]+$/.test(word));
  const ofFlags = (sign: string): string =>
    shell.dialect === 'bash' || command === 'export' || command === 'readonly' ? args.filter((word) => isFlag(word) && word[0] === sign).join('') : '';
  const on = ofFlags('-');
  const off = ofFlags('+');
  const words = on === '' && off === '' ? args : args.filter((word) => !isFlag(word));
  const declares = command === 'local' || command === 'declare' || command === 'typeset';
  const locals = shell.calls.at(-1);
  const odd = bash ? /[^-+aAifrxpglut]/.exec(on + off)?.[0] : undefined;
  if (odd !== undefined && declares) {
    if ('Fn'.includes(odd)) throw new ShellError(`minato: ${command} -${odd} is not simulated`, 1);
    shell.complain(context, `${command}: -${odd}: invalid option`);
    throw new ShellError(
      `${command}: usage: ${command} ${command === 'local' ? '[option] name[=value] ...' : '[-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]'}`,
      2,
    );
  }
  if (on.includes('f') && bash) throw new ShellError(`minato: ${command} -f is not simulated`, 1);
  if (command === 'local' && !locals)
    throw new ShellError(bash ? 'local: can only be used in a function' : `local: ${shell.dialect === 'ash' ? 'line 0: ' : ''}not in a function`, bash ? 1 : 2);
  if (words.length === 0) {
    if (command === 'local') return 0;
    const wanted = {
      a: on.includes('a'),
      A: on.includes('A'),
      r: on.includes('r') || command === 'readonly',
      x: on.includes('x') || command === 'export',
      i: on.includes('i'),
    };
    if (declares && on === '') {
      for (const [name, variable] of sorted(shell)) shell.output(context).write(`${assignmentLine(name, variable)}\n`);
      return 0;
    }
    return listVariables(
      shell,
      context,
      command,
      ({ exported, elements, change, readonly: fixed }) =>
        (!wanted.x || exported) &&
        (!wanted.r || (fixed ?? false)) &&
        (!wanted.a || elements?.associative === false) &&
        (!wanted.A || elements?.associative === true) &&
        (!wanted.i || change === 'integer'),
    );
  }
  if (on.includes('p') && declares) {
    let status = 0;
    for (const name of words) {
      const known = shell.variables.get(name);
      if (known) shell.output(context).write(`${declaration(name, known)}\n`);
      else {
        shell.complain(context, `${command}: ${name}: not found`);
        status = 1;
      }
    }
    return status;
  }
  let status = 0;
  for (const word of words) {
    const equals = /^([A-Za-z_]\w*(?:\[[^\]]*\])?)(\+?)=/.exec(word);
    const target = equals?.[1] ?? word;
    const value = equals ? word.slice(equals[0].length) : undefined;
    if (!REFERENCE.test(target) || (equals?.[2] && !bash)) {
      const error = identifier(shell, command, word);
      if (!bash) throw error;
      shell.complain(context, error.words);
      status = 1;
      continue;
    }
    const name = target.replace(/\[[\s\S]*/, '');
    if (declares && locals && !on.includes('g') && !locals.has(name)) {
      locals.set(name, shell.variables.get(name));
      if (bash && !shell.variables.get(name)?.readonly) shell.variables.delete(name);
    }
    const known = shell.variables.get(name);
    if (known?.readonly && (value !== undefined || off.includes('r')))
      throw new ShellError(`${bash ? `${command}: ` : ''}${name}: ${bash ? 'readonly variable' : 'is read only'}`, bash ? 1 : 2);
    const isArray = on.includes('a') || on.includes('A');
    const change = on.includes('i') ? 'integer' : on.includes('u') ? 'upper' : on.includes('l') ? 'lower' : known?.change;
    const elements = isArray ? (known?.elements ?? { ...elementsOf(known), associative: on.includes('A') }) : known?.elements;
    shell.variables.set(name, {
      value: elements ? undefined : known?.value,
      exported:
        off.includes('x') || (command === 'export' && on.includes('n')) ? false : command === 'export' || on.includes('x') || (known?.exported ?? false),
      ...(elements ? { elements } : {}),
      ...(change && !off.includes('i') ? { change } : {}),
    });
    if (value !== undefined) shell.set(target, equals?.[2] ? (shell.get(target) ?? '') + value : value);
    if (command === 'readonly' || on.includes('r') || known?.readonly)
      shell.variables.set(name, { ...(shell.variables.get(name) as Variable), readonly: true });
  }
  return status;
}

/** `unset`: variables, elements of arrays, and functions; bash passes over what can be none of them. */
export function unset(shell: Shell, args: readonly string[]): number {
  for (const name of args) {
    if (name === '-v' || name === '-f' || name === '-n') continue;
    if (!(shell.dialect === 'bash' ? REFERENCE : NAME).test(name)) {
      if (shell.dialect !== 'bash') throw identifier(shell, 'unset', name);
      continue;
    }
    const isVariable = shell.variables.has(name.replace(/\[[\s\S]*/, ''));
    if (!args.includes('-f') && isVariable) {
      if (/\[[@*]\]$/.test(name)) shell.variables.delete(name.slice(0, -3));
      else shell.unset(name);
    }
    if (args.includes('-f') || (!args.includes('-v') && !isVariable && shell.dialect === 'bash')) shell.functions.delete(name);
  }
  return 0;
}

/** The letters of `read` that take a value, by shell. */
const READ_VALUES = { bash: 'adinNptu', dash: 'p', ash: 'dnptu' } as const;
const READ_FLAGS = { bash: 'ers', dash: 'r', ash: 'rs' } as const;

/** `read`: a line, or less of one, into variables. */
export function* read(shell: Shell, argv: readonly string[], context: Context): Running {
  const { dialect } = shell;
  const given = new Map<string, string>();
  let at = 1;
  options: for (; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === '--') {
      at++;
      break;
    }
    if (!/^-./.test(word)) break;
    for (let place = 1; place < word.length; place++) {
      const letter = word[place] as string;
      if (READ_FLAGS[dialect].includes(letter)) given.set(letter, '');
      else if (READ_VALUES[dialect].includes(letter)) {
        given.set(letter, word.slice(place + 1) || (argv[++at] ?? ''));
        continue options;
      } else if (dialect === 'bash') {
        shell.complain(context, `read: -${letter}: invalid option`);
        throw new ShellError('read: usage: read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]', 2);
      } else throw new ShellError(dialect === 'dash' ? `read: Illegal option -${letter}` : `read: line 0: illegal option -${letter}`, 2);
    }
  }
  const names = argv.slice(at);
  if (names.length === 0 && dialect === 'dash') throw new ShellError('read: arg count', 2);
  const bad = names.find((name) => !(dialect === 'bash' ? REFERENCE : NAME).test(name));
  if (bad !== undefined) throw dialect === 'ash' ? new ShellError(`read: '${bad}': bad variable name`, 1) : identifier(shell, 'read', bad);
  const raw = given.has('r');
  const input = context.fds.get(Number(given.get('u') ?? 0))?.input ?? shell.streams(context).input;
  const exactly = given.has('N');
  const most = Number(given.get('n') ?? given.get('N') ?? Infinity);
  const delimiter = exactly ? undefined : (given.get('d') ?? '\n').slice(0, 1) || '\0';
  // 1. What belongs to it, character by character; what a backslash stands before is itself.
  const chars: { readonly char: string; readonly escaped: boolean }[] = [];
  let ended = most === 0;
  while (!ended) {
    const line = yield* input.readRawLine();
    if (line === undefined) break;
    let used = 0;
    for (; used < line.length && !ended; used++) {
      const char = line[used] as string;
      if (char === '\\' && !raw && used + 1 < line.length) {
        used++;
        if (line[used] !== '\n') chars.push({ char: line[used] as string, escaped: true });
      } else if (char === delimiter) ended = true;
      else chars.push({ char, escaped: false });
      if (chars.length >= most) ended = true;
    }
    if (used < line.length) input.putBack(line.slice(used));
  }
  // 2. Split at IFS: into the names, the last of which takes the rest.
  const all = chars.map(({ char }) => char).join('');
  const array = given.get('a');
  if (exactly || (names.length === 0 && array === undefined)) {
    shell.set(names[0] ?? 'REPLY', all);
    for (const name of names.slice(1)) shell.set(name, '');
    return ended ? 0 : 1;
  }
  const ifs = shell.get('IFS') ?? ' \t\n';
  const separates = (index: number): boolean =>
    index < chars.length && !(chars[index] as { escaped: boolean }).escaped && ifs.includes((chars[index] as { char: string }).char);
  const blank = (index: number): boolean => separates(index) && ' \t\n'.includes((chars[index] as { char: string }).char);
  const text = (from: number, to: number): string => all.slice(from, to);
  let place = 0;
  while (blank(place)) place++;
  const take = (): string => {
    const from = place;
    while (place < chars.length && !separates(place)) place++;
    const field = text(from, place);
    while (blank(place)) place++;
    if (separates(place) && !blank(place)) {
      place++;
      while (blank(place)) place++;
    }
    return field;
  };
  if (array !== undefined) {
    const values: string[] = [];
    while (place < chars.length) values.push(take());
    shell.setList(array, values);
    return ended ? 0 : 1;
  }
  for (const [index, name] of names.entries()) {
    if (index < names.length - 1) shell.set(name, take());
    else {
      let end = chars.length;
      while (end > place && blank(end - 1)) end--;
      const from = place;
      // a single separator after the only field left goes with it
      let first = from;
      while (first < end && !separates(first)) first++;
      shell.set(name, text(from, first === end - 1 && first > from ? first : end));
    }
  }
  return ended ? 0 : 1;
}

/** `mapfile` and `readarray`: all lines into an array. */
export function* mapfile(shell: Shell, argv: readonly string[], context: Context): Running {
  const given = new Map<string, string>();
  const names: string[] = [];
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === '-t') given.set('t', '');
    else if (/^-[dnOsuCc]/.test(word)) given.set(word[1] as string, word.slice(2) || (argv[++at] ?? ''));
    else if (/^-./.test(word)) {
      shell.complain(context, `${argv[0]}: ${word.slice(0, 2)}: invalid option`);
      throw new ShellError(`${argv[0]}: usage: ${argv[0]} [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]`, 2);
    } else names.push(word);
  }
  if (given.has('C')) throw new ShellError(`minato: ${argv[0]} -C is not simulated`, 1);
  const input = context.fds.get(Number(given.get('u') ?? 0))?.input ?? shell.streams(context).input;
  const delimiter = given.get('d') ?? '\n';
  const all = yield* input.readAll();
  const pieces = all === '' ? [] : all.split(delimiter || '\0');
  const whole = pieces.map((piece, at) => (at < pieces.length - 1 ? piece + (given.has('t') ? '' : delimiter) : piece));
  if (whole.at(-1) === '') whole.pop();
  const skipped = Number(given.get('s') ?? 0);
  const count = Number(given.get('n') ?? 0) || Infinity;
  const lines = whole.slice(skipped, skipped + count);
  const name = names[0] ?? 'MAPFILE';
  if (!NAME.test(name)) throw identifier(shell, argv[0] as string, name);
  const origin = given.get('O');
  if (origin === undefined) shell.setList(name, lines);
  else for (const [at, line] of lines.entries()) shell.set(`${name}[${Number(origin) + at}]`, line);
  return 0;
}

/** `getopts`: the next option of the arguments. */
export function getopts(shell: Shell, args: readonly string[], context: Context): number {
  const [letters = '', name = '', ...own] = args;
  if (args.length < 2)
    throw new ShellError(
      shell.dialect === 'bash'
        ? 'getopts: usage: getopts optstring name [arg ...]'
        : `getopts: ${shell.dialect === 'dash' ? 'Usage' : 'usage'}: getopts optstring var [arg]`,
      2,
    );
  const words = own.length > 0 ? own : shell.positional;
  const index = Math.max(1, Number(shell.get('OPTIND') ?? 1) || 1);
  const place = shell.optionPlace.index === index ? shell.optionPlace.place : 1;
  const word = words[index - 1];
  const silent = letters.startsWith(':');
  const finish = (letter: string, value: string | undefined, nextIndex: number, nextPlace: number): number => {
    shell.set(name, letter);
    if (value === undefined) shell.variables.delete('OPTARG');
    else shell.set('OPTARG', value);
    shell.set('OPTIND', String(nextIndex));
    shell.optionPlace = { index: nextIndex, place: nextPlace };
    return 0;
  };
  if (word === undefined || !/^-./.test(word) || word === '--') {
    finish('?', undefined, word === '--' ? index + 1 : index, 1);
    return 1;
  }
  const letter = word[place] as string;
  const known = letters.indexOf(letter);
  const last = place + 1 >= word.length;
  const [nextIndex, nextPlace] = last ? [index + 1, 1] : [index, place + 1];
  const tell = (bash: string, dash: string): void => {
    if (silent || shell.get('OPTERR') === '0') return;
    shell.errors(context).write(shell.dialect === 'bash' ? `${shell.name}: ${bash}\n` : shell.dialect === 'dash' ? `${dash}\n` : `sh: ${bash}\n`);
  };
  if (known < 0 || letter === ':') {
    tell(`illegal option -- ${letter}`, `Illegal option -${letter}`);
    return finish('?', silent ? letter : undefined, nextIndex, nextPlace);
  }
  if (letters[known + 1] !== ':') return finish(letter, shell.dialect === 'bash' ? undefined : '', nextIndex, nextPlace);
  if (!last) return finish(letter, word.slice(place + 1), index + 1, 1);
  const value = words[index];
  if (value !== undefined) return finish(letter, value, index + 2, 1);
  tell(`option requires an argument -- ${letter}`, `No arg for -${letter} option`);
  return finish(silent ? ':' : '?', silent ? letter : undefined, index + 1, 1);
}
