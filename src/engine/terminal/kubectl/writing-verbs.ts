import type { Verb } from './command.ts';
import { autoscale } from './autoscale.ts';
import { deleteVerb } from './delete.ts';
import { diff } from './diff.ts';
import { cordon, drain } from './drain.ts';
import { edit, editLastApplied } from './edit.ts';
import { expose } from './expose.ts';
import { changeMetadata } from './label.ts';
import { patch } from './patch.ts';
import { replace } from './replace.ts';
import { scale } from './scale.ts';
import { setLastApplied } from './set-last-applied.ts';
import { setEnv } from './set-env.ts';
import { setImage, setResources, setSelector, setServiceAccount } from './set.ts';
import { taint } from './taint.ts';

/** The commands that change objects, by path; but neither `apply` nor `create`. */
export const WRITING_VERBS = {
  annotate: changeMetadata('annotations'),
  'apply edit-last-applied': editLastApplied,
  'apply set-last-applied': setLastApplied,
  autoscale,
  cordon: cordon(true),
  delete: deleteVerb,
  diff,
  drain,
  edit,
  expose,
  label: changeMetadata('labels'),
  patch,
  replace,
  scale,
  'set env': setEnv,
  'set image': setImage,
  'set resources': setResources,
  'set selector': setSelector,
  'set serviceaccount': setServiceAccount,
  taint,
  uncordon: cordon(false),
} satisfies { readonly [path: string]: Verb };
