// Models cli-runtime pkg/resource builder.go FilenameParam and visitor.go StreamVisitor (v0.37.1), kubectl pkg/validation schema.go.
import { metadataProblem } from '../../api/decode.ts';
import type { Json, JsonObject } from '../../api/kubernetes-object.ts';
import type { FileSystem, Wait } from '../../machine/process.ts';
import { MAX_FILE_BYTES, parseManifests } from '../../yaml/parse-manifests.ts';
import { type Context, notSimulated } from './command.ts';
import { exit, fail, Failure, Failures } from './failure.ts';
import { compactJSON, isObject } from './go-value.ts';
import { listProblems } from './list-validation.ts';

/** One object of a file, as JSON (sigs.k8s.io/yaml), with the name errors call it by: a path, or `STDIN`. */
export interface ManifestItem {
  readonly source: string;
  readonly object: JsonObject;
}

const EXTENSIONS = /\.(json|yaml|yml)$/;

/**
 * Everything `-f` names, in the order kubectl visits it: files, directories (with `recursive` below them too), globs, `-`.
 * What cannot be read stands in its place as a failure. A path that does not exist ends the command.
 */
export function* readManifests(context: Context, filenames: readonly string[], recursive: boolean): Generator<Wait, (ManifestItem | Failure)[], void> {
  const { files, input } = context.process;
  const sources: { readonly name: string; readonly text?: string }[] = [];
  const missing: Failure[] = [];
  for (const filename of filenames) {
    if (filename === '-') sources.push({ name: 'STDIN', text: yield* input.readAll() });
    else if (/^https?:\/\//.test(filename)) exit(notSimulated(context, 'reading a manifest from the web'));
    else for (const path of expandGlob(files, filename)) findFiles(files, path, recursive, sources, missing);
  }
  if (missing.length > 0) throw new Failures(missing);
  return sources.flatMap(({ name, text }) => readDocuments(context, name, text ?? files.read(name) ?? ''));
}

function findFiles(files: FileSystem, path: string, recursive: boolean, sources: { readonly name: string }[], missing: Failure[]): void {
  const kind = files.kind(path);
  if (kind === undefined) missing.push(new Failure(`the path ${JSON.stringify(path)} does not exist`));
  if (kind === 'file') sources.push({ name: path });
  if (kind !== 'directory') return;
  const before = sources.length;
  const walk = (directory: string): void => {
    for (const name of files.list(directory)) {
      const inner = directory === '.' ? name : `${directory.replace(/\/$/, '')}/${name}`;
      if (files.kind(inner) === 'directory') {
        if (recursive) walk(inner);
      } else if (EXTENSIONS.test(name)) sources.push({ name: inner });
    }
  };
  walk(path);
  if (sources.length === before && missing.length === 0)
    missing.push(new Failure(`error reading [${path}]: recognized file extensions are [.json .yaml .yml]`));
}

/** A pattern's matches in its directory; without one, the name itself. */
function expandGlob(files: FileSystem, path: string): readonly string[] {
  if (!/[*?[]/.test(path) || files.kind(path) !== undefined) return [path];
  const slash = path.lastIndexOf('/') + 1;
  const form = path
    .slice(slash)
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const matches = files
    .list(path.slice(0, slash) || '.')
    .filter((name) => new RegExp(`^${form}$`).test(name))
    .map((name) => path.slice(0, slash) + name);
  return matches.length > 0 ? matches : [path];
}

/** The objects of one stream up to the first thing that ends it; lists give their items. */
function readDocuments(context: Context, source: string, text: string): (ManifestItem | Failure)[] {
  const checked = context.flags.text('validate') !== '' && validationOf(context) !== 'Ignore';
  const items: (ManifestItem | Failure)[] = [];
  for (const { value, complaint, problems } of parseManifests(text)) {
    if (complaint !== undefined) return [...items, new Failure(`error parsing ${source}: ${complaint}`)];
    if (value === undefined) {
      if (problems[0]?.id === 'yaml-too-large') notSimulated(context, `a file of more than ${MAX_FILE_BYTES / 1024} KB`);
      return [...items, new Failure('')];
    }
    if (value === null) continue;
    const invalid = checked ? validationProblem(value) : undefined;
    if (invalid !== undefined)
      return [
        ...items,
        new Failure(
          `error validating ${JSON.stringify(source)}: error validating data: ${invalid}; if you choose to ignore these errors, turn validation off with --validate=false`,
        ),
      ];
    items.push(...objectsOf(value, source));
  }
  return items;
}

/** kubectl's own check: an object names its type; a List's items fit theirs. Other fields are the server's business. */
function validationProblem(value: Json): string | undefined {
  const named = typeProblems(value);
  const problems = named.length === 0 && isObject(value) && value.kind === 'List' && value.apiVersion === 'v1' ? listProblems(value, typeProblems) : named;
  return problems.length > 1 ? `[${[...new Set(problems)].join(', ')}]` : problems[0];
}

function typeProblems(value: Json): string[] {
  if (!isObject(value)) return ['invalid object to validate'];
  return ['apiVersion', 'kind'].flatMap((name) => {
    const given = value[name];
    return given === undefined || given === null ? [`${name} not set`] : typeof given === 'string' ? [] : [`${name} isn't string type`];
  });
}

function objectsOf(value: Json, source: string): (ManifestItem | Failure)[] {
  const undecodable = (words: string): Failure => new Failure(`unable to decode ${JSON.stringify(source)}: ${words}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const given = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    return [undecodable(`json: cannot unmarshal ${given} into Go value of type unstructured.detector`)];
  }
  const object = value as JsonObject;
  if (typeof object.kind !== 'string' || object.kind === '') return [undecodable(`Object 'Kind' is missing in '${compactJSON(object)}'`)];
  if (Array.isArray(object.items) && object.kind.endsWith('List')) {
    // Items of a ServiceList need not say what they are. Models apimachinery unstructured helpers.go decodeToList (v0.37.1).
    const inferred = object.kind === 'List' ? {} : { apiVersion: object.apiVersion as Json, kind: object.kind.slice(0, -'List'.length) };
    return (object.items as readonly Json[]).flatMap((item) =>
      objectsOf(isObject(item) && !item.kind && !item.apiVersion ? { ...item, ...inferred } : item, source),
    );
  }
  const problem = metadataProblem(object);
  return problem ? [undecodable(problem.words)] : [{ source, object }];
}

/** The value of `--validate`. Models kubectl pkg/cmd/util GetValidationDirective (v0.37.1). */
export function validationOf({ flags }: Context): 'Strict' | 'Warn' | 'Ignore' {
  const value = flags.text('validate');
  if (['strict', '1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return 'Strict';
  if (['ignore', '0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return 'Ignore';
  if (value === 'warn') return 'Warn';
  return fail(`invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`);
}
