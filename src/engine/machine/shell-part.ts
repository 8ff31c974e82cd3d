import { Part } from '../parts/part.ts';
import type { Program } from './process.ts';
import type { Journal } from './shell-context.ts';
import type { Dialect } from './shell-syntax.ts';

/** The shells: grammar, expansion, built-in commands. */
export const SHELL = new Part('shell', () => import('./shell-program.ts'));

/** `sh`, `bash`, `ash`, `dash`. @param journal where what a waiting script did is kept */
export function shell(dialect: Dialect, journal?: Journal): Program {
  return (process) => SHELL.content.shellProgram(dialect, journal)(process);
}
