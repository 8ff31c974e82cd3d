import type { Instant } from '../clock/instant.ts';
import type { Child, FileSystem, Input, Output, Process } from './process.ts';
import type { Elements } from './shell-arrays.ts';
import type { Command, Dialect } from './shell-syntax.ts';

/** What a file descriptor leads to. */
export interface Descriptor {
  readonly input?: Input;
  readonly output?: Output;
}

/** Where a command runs: which process it belongs to, and its open files. */
export interface Context {
  readonly process: Process;
  readonly fds: ReadonlyMap<number, Descriptor>;
}

/** A variable, and who sees it. */
export interface Variable {
  /** Absent where it is only declared. */
  readonly value: string | undefined;
  readonly exported: boolean;
  readonly readonly?: boolean;
  /** bash's arrays; `value` is nothing then. */
  readonly elements?: Elements;
  /** What a value becomes when it is assigned (bash's `declare -i`, `-u`, `-l`). */
  readonly change?: 'integer' | 'upper' | 'lower';
}

/** A function: what it runs, and as it was typed. */
export interface ShellFunction {
  readonly body: Command;
  readonly source: string;
}

/** How `break`, `continue`, `return` and `exit` leave what they are in. */
export class Leave extends Error {
  readonly how: 'break' | 'continue' | 'return' | 'exit';
  /** Loops left to leave, or the status. */
  readonly count: number;
  constructor(how: Leave['how'], count: number) {
    super(how);
    this.how = how;
    this.count = count;
  }
}

/** Out of the innermost loop, and to its next round. Made once: an error costs its stack, and loops make many. */
export const BREAK = new Leave('break', 1);
export const CONTINUE = new Leave('continue', 1);

/** Where what is written is read by nobody. */
export const NOWHERE: Output = { write: () => undefined };

/** A background job: its number, the process, and the words it was started with. */
export interface Job {
  readonly number: number;
  readonly child: Child;
  readonly source: string;
}

export interface ShellOptions {
  readonly dialect: Dialect;
  /** `$0`, and what complaints begin with. */
  readonly name: string;
  readonly files: FileSystem;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly positional: readonly string[];
  readonly lastExit?: number;
  /** Functions of lines before. */
  readonly functions?: ReadonlyMap<string, ShellFunction> | undefined;
  readonly options?: readonly string[] | undefined;
  readonly pipeStatuses?: readonly number[] | undefined;
  /** When the shell began, for `$SECONDS`. */
  readonly startedAt?: Instant;
  /** Present in a shell that somebody types into: there bash expands aliases as well. */
  readonly aliases?: { readonly [name: string]: string } | undefined;
  /** Background jobs of lines before. */
  readonly jobs?: readonly Job[];
}
