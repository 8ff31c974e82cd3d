import { apply } from './apply.ts';
import type { Verb } from './command.ts';
import { createFromFile } from './create-from-file.ts';
import { diff } from './diff.ts';
import { edit } from './edit.ts';
import { patch } from './patch.ts';
import { replace } from './replace.ts';
import { viewLastApplied } from './view-last-applied.ts';

/** The commands that write what files or patches say. */
export const FILE_VERBS: { readonly [path: string]: Verb } = {
  apply,
  'apply view-last-applied': viewLastApplied,
  create: createFromFile,
  diff,
  edit,
  patch,
  replace,
};
