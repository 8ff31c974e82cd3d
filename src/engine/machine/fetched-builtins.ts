import { DIRECTORY_BUILTINS } from './directory-stack.ts';
import { select } from './menu.ts';
import { atOnce } from './at-once.ts';
import { setOptions, shopt, trap } from './option-builtins.ts';
import { RARER_BUILTINS } from './rarer-builtins.ts';
import { type Builtin, plain } from './shell-builtins.ts';
import { controlJobs, kill, listJobs, waitFor } from './shell-jobs.ts';
import { declareVariables, getopts, mapfile, read, unset } from './variable-builtins.ts';

const declaring: Builtin = (shell, argv, context) => atOnce(() => declareVariables(shell, argv, context));

/** Builtins about variables, options and jobs, and the rarer ones. */
export const FETCHED_BUILTINS: { readonly [name: string]: Builtin } = {
  ...Object.fromEntries(['export', 'readonly', 'local', 'declare', 'typeset'].map((name) => [name, declaring])),
  unset: plain(unset),
  read,
  mapfile,
  readarray: mapfile,
  getopts: plain(getopts),
  set: plain(setOptions),
  shopt: plain(shopt),
  trap: plain(trap),
  wait: waitFor,
  kill: plain(kill),
  jobs: plain(listJobs),
  fg: plain(controlJobs('fg')),
  bg: plain(controlJobs('bg')),
  disown: plain(controlJobs('disown')),
  ...RARER_BUILTINS,
  ...DIRECTORY_BUILTINS,
  select,
};
