import type { Verb } from './command.ts';
import { describe } from './describe.ts';
import { FILE_VERBS } from './file-verbs.ts';
import { get } from './get.ts';

/** What each command does, by its path. */
export const VERBS: { readonly [path: string]: Verb } = { ...FILE_VERBS, describe, get };
