import { findProgram } from './kernel.ts';
import type { Running, Wait } from './process.ts';
import { assignList, declareLists, unaliased } from './shell-assigning.ts';
import { ABSENT_BUILTINS, BUILTINS, SPECIAL_BUILTINS } from './shell-builtins.ts';
import { runCompound } from './shell-compound.ts';
import { DescriptorFiles } from './descriptor-files.ts';
import { Leave, type Context, type Descriptor, type ShellOptions, type Variable } from './shell-context.ts';
import { expandText, expandWords, type ExpansionContext } from './shell-expansion.ts';
import { parseScript } from './shell-parser.ts';
import { redirect } from './shell-redirection.ts';
import type { AndOr, Command, List, Pipeline, Script } from './shell-syntax.ts';
import { ShellState } from './shell-state.ts';
import { formatDuration, notFound, quoteForTrace, ShellError, syntaxComplaint } from './shell-words.ts';
import { Pipe, TextOutput, textInput } from './streams.ts';

const NO_ALIASES: ReadonlyMap<string, string> = new Map();

/** A running shell: its variables, functions and options, and the interpreter of its commands. */
export class Shell extends ShellState implements ExpansionContext {
  /** Aliases as they were when the line was read: bash expands none in a script, and no shell those of the same line. */
  #inForce: ReadonlyMap<string, string> = NO_ALIASES;
  #tested = 0;
  #inTrap = false;
  /** Substitutions around this one. */
  #traceDepth = 0;
  /** Files of `<(…)` that the running command has. */
  #opened: { readonly path: string; readonly script?: Script }[] = [];
  #depth = 0;

  constructor(options: ShellOptions, parent?: Shell) {
    super(options, parent);
    if (parent) this.#inForce = parent.#inForce;
    this.#depth = parent ? parent.#depth + 1 : 0;
  }

  protected get asArithmetic(): ExpansionContext {
    return this;
  }

  /** A copy for a subshell: nothing it does is seen here. */
  clone(): Shell {
    if (this.#depth > 40) throw new ShellError('minato: subshells nested this deeply are not simulated', 2);
    const shell = new Shell(
      { dialect: this.dialect, name: this.name, files: this.files, variables: this.variables, positional: this.positional, lastExit: this.lastExit },
      this,
    );
    shell.isSubshell = true;
    return shell;
  }

  *substitute(script: Script): Generator<Wait, string, void> {
    const context = this.current as Context;
    const shell = this.clone();
    shell.#traceDepth = this.#traceDepth + 1;
    const output = new TextOutput();
    const into = { ...context, fds: new Map(context.fds).set(1, { output }) };
    this.lastExit = yield* shell.#guarded(into, () => shell.#script(script, into));
    this.current = context;
    return output.text;
  }

  *openProcess(script: Script, into: boolean): Generator<Wait, string, void> {
    const path = `/dev/fd/${63 - this.#opened.length}`;
    if (!(this.files instanceof DescriptorFiles)) this.files = new DescriptorFiles(this.files);
    this.files.write(path, into ? '' : yield* this.substitute(script));
    this.#opened.push({ path, ...(into ? { script } : {}) });
    return path;
  }

  /** After a command: what it wrote into `>(…)` is read there, and its files are gone. */
  *#closeProcesses(from: number, context: Context): Generator<Wait, void, void> {
    for (const { path, script } of this.#opened.splice(from)) {
      const text = this.files.read(path) ?? '';
      this.files.remove(path);
      if (!script) continue;
      const into = { ...context, fds: new Map(context.fds).set(0, { input: textInput(text) }) };
      const shell = this.clone();
      yield* shell.#guarded(into, () => shell.#script(script, into));
      this.current = context;
    }
  }

  /** Runs a whole text, line by line, as `sh -c` does, and the EXIT trap after it. */
  *runText(text: string, context: Context): Running {
    const script = parseScript(text, this.dialect);
    const status = yield* this.#guarded(context, () => this.#script(this.flags.has('noexec') ? { ...script, lines: [] } : script, context));
    const trap = this.traps.get('EXIT');
    if (trap === undefined) return status;
    this.traps.delete('EXIT');
    this.lastExit = status;
    try {
      yield* this.#script(parseScript(trap, this.dialect), context);
    } catch (error) {
      if (error instanceof Leave && error.how === 'exit') return error.count;
      if (!(error instanceof Leave)) throw error;
    }
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
      this.complain(context, error.words, undefined, error.origin);
      return error.status;
    }
  }

  *#script({ lines, problem, openDocuments = [] }: Script, context: Context): Running {
    // bash reads a here-document before what it belongs to runs
    if (this.dialect === 'bash')
      for (const { delimiter, from, line } of openDocuments)
        this.complain(context, `warning: here-document at line ${from} delimited by end-of-file (wanted \`${delimiter}')`, line);
    for (const line of lines) {
      if (this.aliases.size > 0 && (this.isTyped || this.dialect !== 'bash')) this.#inForce = new Map(this.aliases);
      this.lastExit = yield* this.list(line, context);
    }
    if (!problem) return this.lastExit;
    const { text, status } = syntaxComplaint(this.dialect, this.name, problem, this.within);
    // A bash that somebody types into counts no lines and repeats none.
    this.errors(context).write(
      this.isTyped && this.dialect === 'bash'
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
    const shell = this.clone();
    const fds = new Map(context.fds).set(0, { input: textInput('') });
    const job = context.process.fork((process) => shell.#guarded({ process, fds }, () => shell.#andOr(item, { process, fds })), this.streams(context));
    const number = Math.max(0, ...this.jobs.map((one) => one.number)) + 1;
    this.jobs = [...this.jobs, { number, child: job, source: item.source }];
    this.lastBackground = job.pid;
    if (this.isTyped && this.dialect === 'bash' && this.#depth === 0) this.errors(context).write(`[${number}] ${job.pid}\n`);
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
    if (only && commands.length === 1 && !negated && !timed) {
      const status = yield* this.command(only, context);
      if (only.kind === 'simple' || only.kind === 'subshell' || only.kind === 'condition' || only.kind === 'arithmetic') this.pipeStatuses = [status];
      return yield* this.#tellStatus(status, context);
    }
    if (negated) this.#tested++;
    const startedAt = context.process.now;
    let status = 0;
    try {
      if (commands.length === 1 && only) status = yield* this.command(only, context);
      else if (commands.length > 1) status = yield* this.#stages(commands, context);
    } finally {
      if (negated) this.#tested--;
    }
    if (commands.length < 2) this.pipeStatuses = [status];
    const elapsedMs = context.process.now - startedAt;
    if (timed)
      this.errors(context).write(
        timed === 'posix'
          ? `real ${(elapsedMs / 1000).toFixed(2)}\nuser 0.00\nsys 0.00\n`
          : `\nreal\t${formatDuration(elapsedMs)}\nuser\t0m0.000s\nsys\t0m0.000s\n`,
      );
    return negated ? (this.lastExit = Number(status === 0)) : yield* this.#tellStatus(status, context);
  }

  /** `$?` after a pipeline; with `set -e` a failure that nothing tests ends the shell. */
  *#tellStatus(status: number, context: Context): Running {
    this.lastExit = status;
    for (let name = this.pending.shift(); name !== undefined; name = this.pending.shift()) yield* this.#runTrap(name, context);
    if (status === 0 || this.#tested > 0) return status;
    if (!this.#inTrap && (this.called.length === 0 || this.flags.has('errtrace'))) {
      this.#inTrap = true;
      yield* this.#runTrap('ERR', context);
      this.#inTrap = false;
    }
    if (this.flags.has('errexit')) throw new Leave('exit', status);
    return status;
  }

  /** What was laid down for a signal or a happening; the status stays as it was. */
  *#runTrap(name: string, context: Context): Generator<Wait, void, void> {
    const status = this.lastExit;
    yield* this.evaluate(this.traps.get(name) ?? '', context, this.within);
    this.lastExit = status;
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
          from?.closeReader(process.unreadFrom(Infinity));
          try {
            return yield* shell.#guarded({ process, fds }, () => shell.command(command, { process, fds }));
          } finally {
            from?.closeReader(process.unreadFrom(from.written));
            to?.closeWriter();
          }
        },
        this.streams({ ...context, fds }),
      );
    });
    yield { until: () => children.every(({ exitCode }) => exitCode !== undefined) };
    this.pipeStatuses = children.map(({ exitCode }) => exitCode ?? 0);
    const failed = this.flags.has('pipefail') ? children.findLast(({ exitCode }) => exitCode !== 0) : undefined;
    return (failed ?? children.at(-1))?.exitCode ?? 0;
  }

  /** One command of any shape, with its redirections. */
  *command(command: Command, context: Context): Running {
    this.current = context;
    const open = this.#opened.length;
    const status = yield* this.#command(command, context);
    if (this.#opened.length > open) yield* this.#closeProcesses(open, context);
    return status;
  }

  *#command(command: Command, context: Context): Running {
    if (command.kind === 'simple') return yield* this.#simple(command, context);
    if (command.kind === 'function') {
      this.functions.set(command.name, command);
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
      this.current = context;
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
    const shell = this.clone();
    shell.#tested = this.#tested;
    return yield* shell.#guarded(context, () => shell.list(body, context));
  }

  *#simple(command: Extract<Command, { kind: 'simple' }>, context: Context): Running {
    context.process.step();
    this.line = command.line;
    if (this.traps.has('DEBUG') && !this.#inTrap && (this.called.length === 0 || this.flags.has('functrace'))) {
      this.#inTrap = true;
      yield* this.#runTrap('DEBUG', context);
      this.#inTrap = false;
    }
    const argv = yield* expandWords(this, unaliased(command.words, this.#inForce, this.dialect));
    this.current = context;
    const [name] = argv;
    const assigned = command.assignments.length > 0 ? yield* this.#assign(command, name !== undefined, context) : NOTHING_ASSIGNED;
    if (this.flags.has('xtrace')) {
      const assignments = Object.entries(assigned).map(([key, value]) => `${key}=${quoteForTrace(value, this.dialect)}`);
      for (const one of argv.length === 0 && this.dialect === 'bash'
        ? assignments
        : [[...assignments, ...argv.map((word) => quoteForTrace(word, this.dialect))].join(' ')])
        this.traceLine(context, one);
    }
    const { process } = context;
    // What a builtin does to the shell itself is done again whenever the shell is brought to where it was.
    const isUnit =
      name !== undefined &&
      !this.functions.has(name) &&
      (!Object.hasOwn(BUILTINS, name) || OBSERVERS.has(name) || (command.redirects.length > 0 && WRITERS.has(name)));
    if (!isUnit) return yield* this.#perform(command, argv, assigned, context);
    return yield* process.unit((fds) => this.#perform(command, argv, assigned, { ...context, fds }), context.fds);
  }

  /** What `set -x` shows, with a sign more for every substitution around it. */
  traceLine(context: Context, text: string): void {
    if (this.flags.has('xtrace')) this.errors(context).write(`${'+'.repeat(this.dialect === 'bash' ? this.#traceDepth + 1 : 1)} ${text}\n`);
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
    if (name === 'exec' && argv.length === 1) {
      const fds = context.fds as Map<number, Descriptor>;
      for (const fd of [...fds.keys()]) if (!inner.fds.has(fd)) fds.delete(fd);
      for (const [fd, descriptor] of inner.fds) fds.set(fd, descriptor);
    }
    this.current = inner;
    const body = this.functions.get(name);
    if (command.declared) return yield* declareLists(this, command.declared, argv, inner);
    return yield* body ? this.#callFunction(body.body, argv, assigned, inner) : this.execute(argv, assigned, inner);
  }

  *#assign(
    { assignments }: Extract<Command, { kind: 'simple' }>,
    forCommand: boolean,
    context: Context,
  ): Generator<Wait, { readonly [name: string]: string }, void> {
    const assigned: { [name: string]: string } = {};
    for (const assignment of assignments) {
      const { name, append, value } = assignment;
      if (assignment.elements) {
        yield* assignList(this, assignment);
        continue;
      }
      const target = assignment.index ? `${name}[${yield* expandText(this, assignment.index)}]` : name;
      const text = yield* expandText(this, value);
      this.current = context;
      const sum = append && this.variables.get(name)?.change === 'integer';
      assigned[target] = append ? (sum ? `${this.get(target) ?? 0}+(${text})` : (this.get(target) ?? '') + text) : text;
      if (!forCommand) this.set(target, assigned[target]);
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
    this.called.push(argv[0] as string);
    this.positional = argv.slice(1);
    context.process.enter();
    // A function does not inherit the RETURN trap; one that it sets itself runs when it ends, and stays.
    const returning = this.flags.has('functrace') ? undefined : this.traps.get('RETURN');
    if (returning !== undefined) this.traps.delete('RETURN');
    try {
      let status: number;
      try {
        status = yield* this.command(body, context);
      } catch (error) {
        if (!(error instanceof Leave) || error.how !== 'return') throw error;
        status = error.count;
      }
      if (this.traps.has('RETURN')) yield* this.#runTrap('RETURN', context);
      return status;
    } catch (error) {
      if (error instanceof ShellError) error.origin ??= this.origin;
      throw error;
    } finally {
      context.process.leave();
      if (returning !== undefined && !this.traps.has('RETURN')) this.traps.set('RETURN', returning);
      this.positional = positional;
      this.calls.pop();
      this.called.pop();
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
    if (builtin && !ABSENT_BUILTINS[this.dialect].includes(name)) {
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

/** Builtins that only look at files. */
const OBSERVERS = new Set(['test', '[']);

/** Builtins that complain where standard output is closed. */
const WRITERS = new Set(['echo', 'printf', 'pwd']);
