import { findProgram } from './kernel.ts';
import type { FileSystem, Output, Running, Streams, Wait } from './process.ts';
import { BUILTINS, SPECIAL_BUILTINS } from './shell-builtins.ts';
import { runCompound } from './shell-compound.ts';
import { Leave, NOWHERE, type Context, type Descriptor, type Job, type Journal, type ShellOptions, type Variable } from './shell-context.ts';
import { expandText, expandWords, type ExpansionContext } from './shell-expansion.ts';
import { parseScript } from './shell-parser.ts';
import { redirect } from './shell-redirection.ts';
import type { AndOr, Command, Dialect, List, Pipeline, Script, Word } from './shell-syntax.ts';
import { complaintPrefix, formatDuration, notFound, quoteForTrace, ShellError, syntaxComplaint } from './shell-words.ts';
import { Pipe, TextOutput, textInput } from './streams.ts';

const NO_ALIASES: ReadonlyMap<string, string> = new Map();

/** A running shell: its variables, functions and options, and the interpreter of its commands. */
export class Shell implements ExpansionContext {
  readonly dialect: Dialect;
  readonly name: string;
  files: FileSystem;
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, Command>;
  positional: readonly string[];
  lastExit: number;
  jobs: readonly Job[];
  lastBackground: number | undefined;
  readonly traps: Map<string, string>;
  readonly aliases: Map<string, string>;
  readonly flags: Set<string>;
  line = 1;
  loops = 0;
  calls: Map<string, Variable | undefined>[] = [];
  /** What a complaint about a line names as its origin: `-c`, or `eval`. */
  within = '-c';
  readonly #journal: Journal | undefined;
  /** Aliases as they were when the line was read: bash expands none in a script, and no shell those of the same line. */
  #inForce: ReadonlyMap<string, string> = NO_ALIASES;
  readonly #interactive: boolean;
  #current: Context | undefined;
  #tested = 0;
  #depth = 0;

  constructor({ dialect, name, files, variables, positional, lastExit = 0, aliases, journal, jobs = [] }: ShellOptions, parent?: Shell) {
    this.dialect = dialect;
    this.name = name;
    this.files = files;
    this.variables = new Map(variables);
    this.positional = positional;
    this.lastExit = lastExit;
    this.functions = new Map(parent?.functions);
    this.traps = new Map();
    this.jobs = jobs;
    this.#interactive = aliases !== undefined || (parent !== undefined && parent.#interactive);
    this.aliases = new Map(parent?.aliases ?? Object.entries(aliases ?? {}));
    if (parent) this.#inForce = parent.#inForce;
    this.flags = new Set(parent?.flags);
    this.#journal = journal;
    this.#depth = parent ? parent.#depth + 1 : 0;
    this.line = parent?.line ?? 1;
    this.loops = 0;
  }

  /** Whether somebody types into this shell. */
  get isTyped(): boolean {
    return this.#interactive;
  }

  get globs(): boolean {
    return !this.flags.has('noglob');
  }

  get unsetIsError(): boolean {
    return this.flags.has('nounset');
  }

  get(name: string): string | undefined {
    switch (name) {
      case '?':
        return String(this.lastExit);
      case '$':
        return String(this.#current?.process.pid ?? 1);
      case '!':
        return this.lastBackground === undefined ? undefined : String(this.lastBackground);
      case '#':
        return String(this.positional.length);
      case '0':
        return this.name;
      case '-':
        return '';
      case 'PWD':
        return this.files.cwd;
      case 'RANDOM':
        return this.dialect === 'dash' ? undefined : String(this.#current?.process.draft.draw(32_768) ?? 0);
      default:
        if (isPositional(name)) return this.positional[Number(name) - 1];
        return this.variables.get(name)?.value;
    }
  }

  set(name: string, value: string): void {
    const known = this.variables.get(name);
    if (known?.readonly)
      throw new ShellError(this.dialect === 'bash' ? `${name}: readonly variable` : `${name}: is read only`, this.dialect === 'bash' ? 1 : 2);
    this.variables.set(name, { value, exported: known?.exported ?? this.flags.has('allexport') });
  }

  work(steps: number): void {
    this.#current?.process.step(steps);
  }

  /** A copy for a subshell: nothing it does is seen here. */
  clone(journal?: Journal): Shell {
    if (this.#depth > 40) throw new ShellError('minato: subshells nested this deeply are not simulated', 2);
    return new Shell(
      { dialect: this.dialect, name: this.name, files: this.files, variables: this.variables, positional: this.positional, lastExit: this.lastExit, journal },
      this,
    );
  }

  environment(): { readonly [name: string]: string } {
    const env: { [name: string]: string } = {};
    for (const [name, { value, exported }] of this.variables) if (exported) env[name] = value;
    return env;
  }

  complain(context: Context, words: string, line = this.line): void {
    const bare = words.startsWith('minato: ') || (this.dialect === 'bash' && /^\w+: usage: /.test(words));
    const prefix = this.#interactive && this.dialect === 'bash' ? `${this.name}: ` : complaintPrefix(this.dialect, this.name, line);
    this.errors(context).write(`${bare ? '' : prefix}${words}\n`);
  }

  errors({ fds }: Context): Output {
    return fds.get(2)?.output ?? NOWHERE;
  }

  output({ fds }: Context): Output {
    return fds.get(1)?.output ?? NOWHERE;
  }

  streams({ fds }: Context): Streams {
    return { input: fds.get(0)?.input ?? textInput(''), output: fds.get(1)?.output ?? NOWHERE, errors: fds.get(2)?.output ?? NOWHERE };
  }

  *substitute(script: Script): Generator<Wait, string, void> {
    const context = this.#current as Context;
    const shell = this.clone();
    const output = new TextOutput();
    const into = (target: Output): Context => ({ ...context, fds: new Map(context.fds).set(1, { output: target }) });
    const run = (target: Output): Running => shell.#guarded(into(target), () => shell.#script(script, into(target)));
    this.lastExit = yield* this.#journal ? this.#journal.unit(run, output) : run(output);
    this.#current = context;
    return output.text;
  }

  /** Runs a whole text, line by line, as `sh -c` does, and the EXIT trap after it. */
  *runText(text: string, context: Context): Running {
    const status = yield* this.#guarded(context, () => this.#script(parseScript(text, this.dialect), context));
    const trap = this.traps.get('EXIT');
    if (trap === undefined) return status;
    this.traps.delete('EXIT');
    this.lastExit = status;
    yield* this.#guarded(context, () => this.#script(parseScript(trap, this.dialect), context));
    return status;
  }

  /** Runs text as part of this shell (eval, source): `exit` in it leaves the shell. */
  *evaluate(text: string, context: Context, within: string): Running {
    const before = this.within;
    this.within = within;
    context.process.enter();
    try {
      return yield* this.#script(parseScript(text, this.dialect), context);
    } finally {
      context.process.leave();
      this.within = before;
    }
  }

  /** A shell's outermost level: what would leave it becomes its status. */
  *#guarded(context: Context, run: () => Running): Running {
    try {
      return yield* run();
    } catch (error) {
      if (error instanceof Leave) return error.how === 'exit' || error.how === 'return' ? error.count : this.lastExit;
      if (!(error instanceof ShellError)) throw error;
      this.complain(context, error.words);
      return error.status;
    }
  }

  *#script({ lines, problem }: Script, context: Context): Running {
    for (const line of lines) {
      if (this.aliases.size > 0 && (this.#interactive || this.dialect !== 'bash')) this.#inForce = new Map(this.aliases);
      this.lastExit = yield* this.list(line, context);
    }
    if (!problem) return this.lastExit;
    const { text, status } = syntaxComplaint(this.dialect, this.name, problem, this.within);
    // A bash that somebody types into counts no lines and repeats none.
    this.errors(context).write(
      this.#interactive && this.dialect === 'bash'
        ? text.replace(/^bash: (?:-c|eval): line \d+: (?:`.*\n)?/gm, (start) => (start.endsWith('\n') ? '' : 'bash: '))
        : text,
    );
    if (problem.kind === 'not-simulated') context.process.notSimulated('shell-feature', { feature: problem.what }, '');
    return status;
  }

  *list(list: List, context: Context): Running {
    for (const item of list) {
      if (item.background) this.lastExit = this.#background(item, context);
      else this.lastExit = yield* item.rest.length > 0 ? this.#andOr(item, context) : this.#pipeline(item.first, context);
    }
    return this.lastExit;
  }

  #background(item: AndOr, context: Context): number {
    const journal = this.#journal?.beside();
    const shell = this.clone(journal);
    const fds = new Map(context.fds).set(0, { input: textInput('') });
    if (journal) for (const [number, { output }] of context.fds) if (output) fds.set(number, { output: journal.output(output) });
    const job = context.process.fork((process) => shell.#guarded({ process, fds }, () => shell.#andOr(item, { process, fds })), this.streams(context));
    const number = Math.max(0, ...this.jobs.map((one) => one.number)) + 1;
    this.jobs = [...this.jobs, { number, child: job, source: item.source }];
    this.lastBackground = job.pid;
    if (this.#interactive && this.dialect === 'bash') this.errors(context).write(`[${number}] ${job.pid}\n`);
    return 0;
  }

  *#andOr({ first, rest }: AndOr, context: Context): Running {
    if (rest.length === 0) return yield* this.#pipeline(first, context);
    this.#tested++;
    let status: number;
    try {
      status = yield* this.#pipeline(first, context);
    } finally {
      this.#tested--;
    }
    for (const [index, { operator, pipeline }] of rest.entries()) {
      if ((operator === '&&') !== (status === 0)) continue;
      const last = index === rest.length - 1;
      if (!last) this.#tested++;
      try {
        status = yield* this.#pipeline(pipeline, context);
      } finally {
        if (!last) this.#tested--;
      }
    }
    return status;
  }

  *#pipeline({ negated, timed, commands }: Pipeline, context: Context): Running {
    const [only] = commands;
    if (only && commands.length === 1 && !negated && !timed) return this.#tellStatus(yield* this.command(only, context));
    if (negated) this.#tested++;
    const startedAt = context.process.now;
    let status = 0;
    try {
      if (commands.length === 1 && only) status = yield* this.command(only, context);
      else if (commands.length > 1) {
        const run = (output: Output): Running => this.#stages(commands, { ...context, fds: new Map(context.fds).set(1, { output }) });
        status = yield* this.#journal ? this.#journal.unit(run, this.output(context)) : run(this.output(context));
      }
    } finally {
      if (negated) this.#tested--;
    }
    if (timed) this.errors(context).write(`\nreal\t${formatDuration(context.process.now - startedAt)}\nuser\t0m0.000s\nsys\t0m0.000s\n`);
    return negated ? (this.lastExit = Number(status === 0)) : this.#tellStatus(status);
  }

  /** `$?` after a pipeline; with `set -e` a failure that nothing tests ends the shell. */
  #tellStatus(status: number): number {
    this.lastExit = status;
    if (status !== 0 && this.#tested === 0 && this.flags.has('errexit')) throw new Leave('exit', status);
    return status;
  }

  *#stages(commands: readonly Command[], context: Context): Running {
    let input: Pipe | undefined;
    const children = commands.map((command, index) => {
      const from = input;
      const to = index < commands.length - 1 ? new Pipe() : undefined;
      input = to;
      const shell = this.clone();
      const fds = new Map(context.fds);
      if (from) fds.set(0, { input: from });
      if (to) fds.set(1, { output: to });
      return context.process.fork(
        function* (process): Running {
          try {
            return yield* shell.#guarded({ process, fds }, () => shell.command(command, { process, fds }));
          } finally {
            from?.closeReader();
            to?.closeWriter();
          }
        },
        this.streams({ ...context, fds }),
      );
    });
    yield { until: () => children.every(({ exitCode }) => exitCode !== undefined) };
    const failed = this.flags.has('pipefail') ? children.findLast(({ exitCode }) => exitCode !== 0) : undefined;
    return (failed ?? children.at(-1))?.exitCode ?? 0;
  }

  /** One command of any shape, with its redirections. */
  *command(command: Command, context: Context): Running {
    this.#current = context;
    if (command.kind === 'simple') return yield* this.#simple(command, context);
    if (command.kind === 'function') {
      this.functions.set(command.name, command.body);
      return 0;
    }
    if ('line' in command) this.line = command.line;
    let inner = context;
    try {
      if (command.redirects.length > 0) inner = yield* redirect(this, command.redirects, context);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      this.complain(context, error.words);
      return error.status;
    }
    context.process.enter();
    try {
      return yield* runCompound(this, command, inner);
    } finally {
      context.process.leave();
      this.#current = context;
    }
  }

  /** A list whose failure is an answer, not a failure (`set -e`). */
  *condition(list: List, context: Context): Running {
    this.#tested++;
    try {
      return yield* this.list(list, context);
    } finally {
      this.#tested--;
    }
  }

  /** A list in a shell of its own. */
  *subshell(body: List, context: Context): Running {
    const shell = this.clone(this.#journal);
    shell.#tested = this.#tested;
    return yield* shell.#guarded(context, () => shell.list(body, context));
  }

  *#simple(command: Extract<Command, { kind: 'simple' }>, context: Context): Running {
    context.process.step();
    this.line = command.line;
    const argv = yield* expandWords(this, this.#unaliased(command.words));
    this.#current = context;
    const [name] = argv;
    const assigned = command.assignments.length > 0 ? yield* this.#assign(command, name !== undefined, context) : NOTHING_ASSIGNED;
    if (this.flags.has('xtrace'))
      this.errors(context).write(
        `+ ${[...Object.entries(assigned).map(([key, value]) => `${key}=${quoteForTrace(value)}`), ...argv.map(quoteForTrace)].join(' ')}\n`,
      );
    if (!this.#journal) return yield* this.#perform(command, argv, assigned, context);
    const perform = (output: Output): Running =>
      this.#perform(command, argv, assigned, output === this.output(context) ? context : { ...context, fds: new Map(context.fds).set(1, { output }) });
    const observes =
      command.redirects.length > 0 || (name !== undefined && !this.functions.has(name) && (!Object.hasOwn(BUILTINS, name) || name === 'test' || name === '['));
    if (!observes || name === 'read' || name === 'exec') return yield* perform(this.output(context));
    return yield* this.#journal.unit(perform, this.output(context));
  }

  /** A command's words with its alias in the place of its name. An alias for more than one simple command says that it is not simulated. */
  #unaliased(words: readonly Word[], seen: readonly string[] = []): readonly Word[] {
    const [first, ...rest] = words;
    const only = this.#inForce.size > 0 && first?.length === 1 ? first[0] : undefined;
    const value = only?.kind === 'text' && !only.quoted && !seen.includes(only.text) ? this.#inForce.get(only.text) : undefined;
    if (only?.kind !== 'text' || value === undefined) return words;
    const { lines, problem } = parseScript(value, this.dialect);
    const command = lines[0]?.[0]?.first.commands[0];
    const simple = !problem && lines.length === 1 && lines[0]?.length === 1 && lines[0][0]?.rest.length === 0 && lines[0][0].first.commands.length === 1;
    if (!simple || command?.kind !== 'simple' || command.redirects.length + command.assignments.length > 0)
      throw new ShellError(`minato: the alias ${only.text}='${value}' is not simulated`, 2);
    return this.#unaliased([...command.words, ...rest], [...seen, only.text]);
  }

  *#perform(command: Extract<Command, { kind: 'simple' }>, argv: readonly string[], assigned: { readonly [name: string]: string }, context: Context): Running {
    const [name] = argv;
    let inner: Context;
    try {
      inner = command.redirects.length > 0 ? yield* redirect(this, command.redirects, context) : context;
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      this.complain(context, error.words);
      if (name !== undefined && SPECIAL_BUILTINS.has(name) && this.dialect !== 'bash') throw new Leave('exit', error.status);
      return error.status;
    }
    if (name === undefined)
      return command.words.length > 0 || command.assignments.some(({ value }) => value.some(({ kind }) => kind === 'command')) ? this.lastExit : 0;
    if (name === 'exec' && argv.length === 1) for (const [fd, descriptor] of inner.fds) (context.fds as Map<number, Descriptor>).set(fd, descriptor);
    this.#current = inner;
    const body = this.functions.get(name);
    return yield* body ? this.#callFunction(body, argv, assigned, inner) : this.execute(argv, assigned, inner);
  }

  *#assign(
    { assignments }: Extract<Command, { kind: 'simple' }>,
    forCommand: boolean,
    context: Context,
  ): Generator<Wait, { readonly [name: string]: string }, void> {
    const assigned: { [name: string]: string } = {};
    for (const { name, append, value } of assignments) {
      const text = yield* expandText(this, value);
      this.#current = context;
      assigned[name] = append ? (this.get(name) ?? '') + text : text;
      if (!forCommand) this.set(name, assigned[name]);
    }
    return assigned;
  }

  *#callFunction(body: Command, argv: readonly string[], assigned: { readonly [name: string]: string }, context: Context): Running {
    const { positional } = this;
    const locals = new Map<string, Variable | undefined>();
    for (const [name, value] of Object.entries(assigned)) {
      locals.set(name, this.variables.get(name));
      this.variables.set(name, { value, exported: true });
    }
    this.calls.push(locals);
    this.positional = argv.slice(1);
    context.process.enter();
    try {
      return yield* this.command(body, context);
    } catch (error) {
      if (error instanceof Leave && error.how === 'return') return error.count;
      throw error;
    } finally {
      context.process.leave();
      this.positional = positional;
      this.calls.pop();
      for (const [name, before] of locals) {
        if (before) this.variables.set(name, before);
        else this.variables.delete(name);
      }
    }
  }

  /** A builtin or a program by name, with its arguments: what `command` runs. */
  *execute(argv: readonly string[], assigned: { readonly [name: string]: string }, context: Context): Running {
    const [name = ''] = argv;
    const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
    if (builtin && !ABSENT[this.dialect].includes(name)) {
      const before = assigned === NOTHING_ASSIGNED ? [] : Object.keys(assigned).map((key) => [key, this.variables.get(key)] as const);
      if (before.length > 0) for (const [key, value] of Object.entries(assigned)) this.set(key, value);
      try {
        const status = yield* builtin(this, argv, context);
        if (!WRITERS.has(name) || context.fds.get(1)?.output) return status;
        this.complain(
          context,
          this.dialect === 'ash'
            ? `write error: Bad file descriptor`
            : this.dialect === 'dash'
              ? `${name}: ${name}: I/O error`
              : `${name}: write error: Bad file descriptor`,
        );
        return 1;
      } catch (error) {
        if (!(error instanceof ShellError)) throw error;
        this.complain(context, error.words);
        if (SPECIAL_BUILTINS.has(name) && this.dialect !== 'bash') throw new Leave('exit', error.status);
        return error.status;
      } finally {
        for (const [key, value] of before) {
          if (value) this.variables.set(key, value);
          else this.variables.delete(key);
        }
      }
    }
    const { process } = context;
    const program = findProgram({ ...process.machine, files: this.files }, name);
    if (typeof program !== 'function') {
      const { words, status } = notFound(this.dialect, name, program ?? (name.includes('/') ? 'missing-path' : 'missing'));
      this.complain(context, words);
      return status;
    }
    const env = { ...this.environment(), ...assigned };
    return yield* process.call(program, argv, env, this.streams(context), this.files);
  }
}

/** What a command without assignments before it has there. */
const NOTHING_ASSIGNED: { readonly [name: string]: string } = {};

/** Whether a parameter is positional: a variable's name never begins with a digit. */
function isPositional(name: string): boolean {
  const code = name.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** Builtins of bash that the others do not have. */
const ABSENT: { readonly [dialect in Dialect]: readonly string[] } = {
  bash: [],
  dash: ['let', 'source', 'declare', 'typeset', 'disown'],
  ash: ['declare', 'typeset', 'disown'],
};
/** Builtins that complain where standard output is closed. */
const WRITERS = new Set(['echo', 'printf', 'pwd']);
