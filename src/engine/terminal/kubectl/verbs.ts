import type { Verb } from './command.ts';
import { GENERATORS } from './create.ts';
import { deleteVerb } from './delete.ts';
import { describe } from './describe.ts';
import { expose } from './expose.ts';
import { FILE_VERBS } from './file-verbs.ts';
import { get } from './get.ts';
import { changeMetadata } from './label.ts';

/** What each command does, by its path. */
export const VERBS: { readonly [path: string]: Verb } = {
  ...FILE_VERBS,
  ...GENERATORS,
  annotate: changeMetadata('annotations'),
  delete: deleteVerb,
  describe,
  expose,
  get,
  label: changeMetadata('labels'),
};
