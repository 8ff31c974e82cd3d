import type { FileSystem, Output, Streams } from './process.ts';
import { NOWHERE, type Context, type Job, type ShellFunction, type ShellOptions, type Variable } from './shell-context.ts';
import type { Dialect } from './shell-syntax.ts';
import { ShellVariables } from './shell-variables.ts';
import { complaintPrefix } from './shell-words.ts';
import { textInput } from './streams.ts';

/** What rounds of a loop have changed in a shell, as plain data, and the status of the last of them. */
export interface StandingState {
  readonly status: number;
  readonly variables: readonly (readonly [name: string, Variable])[];
  readonly values: Pick<ShellState, 'positional' | 'lastExit' | 'pipeStatuses' | 'line' | 'optionPlace'> & { readonly lastBackground?: number };
}

/** A shell at the beginning of a loop, to which its later state is compared. */
export interface Standing {
  /** `undefined`: something has changed that is no plain data. */
  save(status: number): StandingState | undefined;
  /** @returns the status of the last round */
  restore(state: StandingState): number;
}

/** What a shell has beside its variables: functions, options, traps, jobs, and where it writes. */
export abstract class ShellState extends ShellVariables {
  readonly dialect: Dialect;
  readonly name: string;
  files: FileSystem;
  readonly functions: Map<string, ShellFunction>;
  positional: readonly string[];
  lastExit: number;
  jobs: readonly Job[];
  lastBackground: number | undefined;
  readonly traps: Map<string, string>;
  /** Signals that came while a command ran, and whose traps are due after it. */
  readonly pending: string[] = [];
  readonly aliases: Map<string, string>;
  /** Whether somebody types into this shell. */
  readonly isTyped: boolean;
  readonly flags: Set<string>;
  line = 1;
  loops = 0;
  isSubshell = false;
  calls: Map<string, Variable | undefined>[] = [];
  /** Where `getopts` goes on: the word and the letter in it. */
  optionPlace = { index: 1, place: 1 };
  /** What a complaint about a line names as its origin: `-c`, or `eval`. */
  within = '-c';

  constructor(
    { dialect, name, files, variables, positional, lastExit = 0, aliases, jobs = [], functions, startedAt, options, pipeStatuses }: ShellOptions,
    parent?: ShellState,
  ) {
    super(variables);
    this.dialect = dialect;
    this.name = name;
    this.files = files;
    this.positional = positional;
    this.lastExit = lastExit;
    this.functions = new Map(parent?.functions ?? functions);
    this.startedAt = parent ? parent.startedAt : startedAt;
    this.called.push(...(parent?.called ?? []));
    if (parent) this.calls = [...parent.calls];
    this.traps = new Map();
    this.jobs = jobs;
    this.isTyped = aliases !== undefined || (parent?.isTyped ?? false);
    this.aliases = new Map(parent?.aliases ?? Object.entries(aliases ?? {}));
    this.flags = new Set(parent?.flags ?? options);
    if (pipeStatuses ?? parent) this.pipeStatuses = pipeStatuses ?? (parent as ShellState).pipeStatuses;
    this.line = parent?.line ?? 1;
  }

  get globs(): boolean {
    return !this.flags.has('noglob');
  }

  get unsetIsError(): boolean {
    return this.flags.has('nounset');
  }

  get keepsFiles(): boolean {
    return this.flags.has('noclobber');
  }

  get nullGlob(): boolean {
    return this.flags.has('nullglob');
  }

  standing(): Standing {
    const before = new Map(this.variables);
    const marks = (): readonly unknown[] => {
      const { files, calls, functions, flags, traps, aliases, jobs } = this;
      return [files, ...calls.map(({ size }) => size), ...functions.values(), ...flags, ...[...traps].flat(), ...[...aliases].flat(), ...jobs];
    };
    const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((one, index) => one === b[index]);
    const marked = marks();
    return {
      save: (status) => {
        const names = [...this.variables.keys()];
        const variables = [...this.variables].filter(([name, variable]) => before.get(name) !== variable);
        if (!same(marks(), marked) || !same(names.slice(0, before.size), [...before.keys()])) return undefined;
        if (variables.some(([, { value }]) => value === undefined)) return undefined;
        const { positional, lastExit, pipeStatuses, line, optionPlace, lastBackground } = this;
        const values = { positional, lastExit, pipeStatuses, line, optionPlace, ...(lastBackground === undefined ? {} : { lastBackground }) };
        return { status, variables, values };
      },
      restore: ({ status, variables, values }) => {
        for (const [name, variable] of variables) this.variables.set(name, variable);
        Object.assign(this, values);
        return status;
      },
    };
  }

  work(steps: number): void {
    this.current?.process.step(steps);
  }

  /** What a complaint names: of a function of `bash -c`, which has no file, where functions come from otherwise. */
  get origin(): string {
    return this.dialect === 'bash' && this.called.length > 0 && this.within !== '' ? 'environment' : this.name;
  }

  complain(context: Context, words: string, line = this.line, origin = this.origin): void {
    const bare = words.startsWith('minato: ') || (this.dialect === 'bash' && /^\w+: usage: /.test(words));
    const evaluated = this.dialect === 'dash' && this.within === 'eval' ? 'eval: ' : '';
    const prefix = this.isTyped && this.dialect === 'bash' ? `${this.name}: ` : complaintPrefix(this.dialect, origin, line) + evaluated;
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
}
