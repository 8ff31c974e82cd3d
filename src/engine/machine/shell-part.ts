import { Part } from '../parts/part.ts';
import type { Program } from './process.ts';
import type { Builtin } from './shell-builtins.ts';
import type { Dialect } from './shell-syntax.ts';

/** The shells: grammar, expansion, built-in commands. */
export const SHELL = new Part('shell', () => import('./shell-program.ts'));

/** Builtins about variables, options and jobs. */
export const BUILTINS_PART = new Part<{ readonly [name: string]: Builtin }>(
  'shell-builtins',
  async () => (await import('./fetched-builtins.ts')).FETCHED_BUILTINS,
);

/** Regular expressions, which few lines need. */
export const PATTERNS_PART = new Part('patterns', () => import('./regular-expression.ts'));

/** `sh`, `bash`, `ash`, `dash`. */
export function shell(dialect: Dialect): Program {
  return (process) => SHELL.content.shellProgram(dialect)(process);
}
