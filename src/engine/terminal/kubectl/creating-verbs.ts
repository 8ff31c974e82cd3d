import type { Verb } from './command.ts';
import { createFromFile } from './create-from-file.ts';
import { GENERATORS } from './create.ts';
import { MORE_GENERATORS } from './create-more.ts';

/** `create` with a file, and everything that it makes by itself, by path. */
export const CREATING_VERBS = { ...GENERATORS, ...MORE_GENERATORS, create: createFromFile } satisfies { readonly [path: string]: Verb };
