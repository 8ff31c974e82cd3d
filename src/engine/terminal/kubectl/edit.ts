// Models kubectl pkg/cmd/util/editor editoptions.go and editor.go (v0.37.1): kubectl edit of what the server has, and of what was
// applied last; not `--windows-line-endings`.
import { type APIResource, resourceOfKind } from '../../api/api-resources.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { parseManifests } from '../../yaml/parse-manifests.ts';
import { type Context, notSimulated, type Verb } from './command.ts';
import { exit, fail, Failure } from './failure.ts';
import { compactJSON, indentedJSON, isObject } from './go-value.ts';
import { LAST_APPLIED, manifestOf, originalConfiguration, withLastApplied } from './last-applied.ts';
import { validationOf } from './manifest-files.ts';
import { resultPrinter } from './print.ts';
import { type Info, infosOf } from './resource-builder.ts';
import { groupResource, sendPatch } from './rest.ts';
import { twoWayPatch } from './strategic-diff.ts';
import { subresourceOf } from './subresource.ts';
import { toYAML } from './yaml-text.ts';

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

const APPLIED_HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

/** An editor that never ends with a valid file is not opened more often than this. */
const MAX_ROUNDS = 20;

/** What one look at an edited file gave: it is to be opened again, with these reasons, or it is done. */
interface Round {
  readonly again: readonly string[];
}

/** `kubectl edit`. */
export const edit = editing(false);

/** `kubectl apply edit-last-applied`: what is edited is the annotation, and nothing else changes. */
export const editLastApplied = editing(true);

function editing(applied: boolean): Verb {
  return function* (context) {
    return yield* editAll(context, applied);
  };
}

function* editAll(context: Context, applied: boolean): Generator<Wait, number, void> {
  const { flags, process } = context;
  if (flags.changed('windows-line-endings')) return notSimulated(context, 'kubectl edit --windows-line-endings');
  validationOf(context);
  const found = yield* infosOf(context, { latest: true, everything: true, without: ['selector', 'all', 'field-selector', 'all-namespaces'] });
  const infos = applied ? found.flatMap(lastApplied) : found;
  if (infos.length === 0)
    fail(
      applied
        ? 'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`'
        : 'edit cancelled, no objects found',
    );
  // The form of the file, which the editor has to give back (editoptions.go; case kubectl-write/a-week-of-one-liners).
  const output = flags.text('output');
  if (!['', 'json', 'kyaml', 'yaml'].includes(output))
    fail(`unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,kyaml,yaml`);

  const json = output === 'json';
  const original = json ? `${indentedJSON(editable(infos))}\n` : toYAML(editable(infos));
  let file = '';
  let text = original;
  let reasons: readonly string[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const failed = reasons.length > 0;
    const before = text;
    if (file !== '') process.files.remove(file);
    file = `/tmp/kubectl-edit-${process.draft.draw(2 ** 32)}.${json ? 'json' : 'yaml'}`;
    process.files.write(file, (json ? '' : (applied ? APPLIED_HEADER : HEADER) + reasons.map((reason) => `${reason}#\n`).join('')) + withoutComments(text));
    const edited = yield* launchEditor(context, file, failed);
    text = edited;
    if (failed && contentOf(before) === contentOf(edited)) preserved(context, file, 'Edit cancelled, no valid changes were saved.');
    const read = readEdited(edited);
    if (!read) {
      reasons = refused(context, infos[0] as Info, ['<nil>: Invalid value: "The edited file failed validation"']);
      continue;
    }
    if (contentOf(original) === contentOf(edited)) {
      process.files.remove(file);
      process.err('Edit cancelled, no changes made.\n');
      return 0;
    }
    const unknown = read.find(({ apiVersion, kind }) => !resourceOfKind(String(apiVersion), String(kind)));
    if (unknown) {
      const { name = '', namespace = '' } = (unknown.metadata ?? {}) as { readonly name?: string; readonly namespace?: string };
      reasons = [
        `# The edited file had a syntax error: resource mapping not found for name: "${name}" namespace: "${namespace}" from "edited-file": no matches for kind "${String(unknown.kind)}" in version "${String(unknown.apiVersion)}"\n# ensure CRDs are installed first\n`,
      ];
      continue;
    }
    ({ again: reasons } = applied ? annotateAll(context, infos, read, file) : sendAll(context, infos, read, file));
    if (reasons.length === 0) {
      process.files.remove(file);
      return 0;
    }
  }
  return exit(notSimulated(context, 'an editor that never leaves a valid file'));
}

/** An object as it was applied last; none where nothing says so. */
function lastApplied(info: Info): Info[] {
  const original = originalConfiguration(info.object);
  return original ? [{ ...info, object: original as unknown as KubernetesObject }] : [];
}

/** One object alone, several as a List, without managed fields. */
function editable(infos: readonly Info[]): Json {
  const items = infos.map(({ object }) => {
    const { managedFields: _, ...metadata } = object.metadata;
    return { ...object, metadata } as unknown as Json;
  });
  return items.length === 1 ? (items[0] as Json) : { apiVersion: 'v1', items, kind: 'List', metadata: {} };
}

/** Runs KUBE_EDITOR, or EDITOR, on the file; gives what stands in it then. */
function* launchEditor({ process }: Context, file: string, failed: boolean): Generator<Wait, string, void> {
  const editor = process.env.KUBE_EDITOR || process.env.EDITOR || 'vi';
  const shell = editor.includes(' ') && /["'\\]/.test(editor);
  const words = shell ? [process.env.SHELL || '/bin/bash', '-c', editor] : editor.split(' ');
  const argv = shell ? [...words.slice(0, 2), `${editor} ${JSON.stringify(file)}`] : [...words, file];
  if (/^(vi|vim|nano|emacs|ed)$/.test(editor)) {
    if (process.editor) {
      process.editor.open(file);
      yield { until: () => process.editor?.path === undefined, endless: true };
      return process.files.read(file) ?? '';
    }
    process.notSimulated(
      'kubectl',
      { what: editor },
      `minato: an interactive editor is not simulated: set KUBE_EDITOR to a command such as 'sed -i s/old/new/'`,
    );
    return exit(1);
  }
  const { exitCode, stdout, stderr } = yield* process.spawn(argv);
  process.out(stdout);
  process.err(stderr);
  if (exitCode === 127) return fail(`unable to launch the editor ${JSON.stringify(words.join(' '))}`);
  if (exitCode !== 0 && failed) return preservedFailure(file, words);
  if (exitCode !== 0) return fail(`there was a problem with the editor ${JSON.stringify(words.join(' '))}`);
  return process.files.read(file) ?? '';
}

function preservedFailure(file: string, words: readonly string[]): never {
  return fail(
    `A copy of your changes has been stored to ${JSON.stringify(file)}\nerror: there was a problem with the editor ${JSON.stringify(words.join(' '))}`,
  );
}

function preserved({ process }: Context, file: string, words: string): never {
  process.err(`A copy of your changes has been stored to ${JSON.stringify(file)}\n`);
  return fail(words);
}

const withoutComments = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n');

/** What a file says, without its comments and its manner of writing. */
function contentOf(text: string): string {
  const read = parseManifests(text)[0];
  return read?.value === undefined ? withoutComments(text) : compactJSON(read.value);
}

/** The objects of an edited file; `undefined` where it cannot be read. */
function readEdited(text: string): JsonObject[] | undefined {
  const values: Json[] = [];
  for (const { value, complaint } of parseManifests(text)) {
    if (complaint !== undefined || value === undefined) return undefined;
    if (value !== null) values.push(value);
  }
  if (values.length === 0) return undefined;
  const objects = values.flatMap((value) => (isObject(value) && Array.isArray(value.items) ? (value.items as readonly Json[]) : [value]));
  return objects.every((object) => isObject(object) && typeof object.kind === 'string' && typeof object.apiVersion === 'string')
    ? (objects as JsonObject[])
    : undefined;
}

/** Writes every edited configuration into its object's annotation. Nobody's uid is in it, so all are compared with the first. */
function annotateAll(context: Context, infos: readonly Info[], edited: readonly JsonObject[], file: string): Round {
  const { flags } = context;
  const print = resultPrinter(context);
  for (const given of edited) {
    const object = given as unknown as KubernetesObject;
    const text = compactJSON(given);
    if (text === compactJSON(infos[0]?.object as unknown as Json)) {
      print(object, 'skipped');
      continue;
    }
    const { name } = (given.metadata ?? {}) as { readonly name?: Json };
    const resource = resourceOfKind(object.apiVersion, object.kind) as APIResource;
    const patch = { metadata: { annotations: { [LAST_APPLIED]: text } } };
    try {
      sendPatch(context, resource, resource.namespaced ? context.namespace : '', typeof name === 'string' ? name : '', patch, 'application/merge-patch+json', {
        fieldManager: flags.text('field-manager') || 'kubectl-client-side-apply',
        fieldValidation: validationOf(context),
      });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      context.process.err(`A copy of your changes has been stored to ${JSON.stringify(file)}\n`);
      throw error;
    }
    print(object, 'edited');
  }
  return { again: [] };
}

/** Sends a patch for every object that was changed. */
function sendAll(context: Context, infos: readonly Info[], edited: readonly JsonObject[], file: string): Round {
  const { flags, process } = context;
  const print = resultPrinter(context);
  const again: string[] = [];
  for (const given of edited) {
    const uid = (given.metadata as JsonObject | undefined)?.uid;
    const info = infos.find(({ object }) => object.metadata.uid === uid);
    if (!info) {
      process.err(`A copy of your changes has been stored to ${JSON.stringify(file)}\n`);
      fail('no original object found for the edited one');
    }
    const { managedFields: _, ...metadata } = info.object.metadata;
    const before = { ...info.object, metadata } as unknown as JsonObject;
    const after = flags.on('save-config') ? withLastApplied(manifestOf(given as unknown as KubernetesObject), true) : given;
    if (compactJSON(before) === compactJSON(after)) {
      print(info.object, 'skipped');
      continue;
    }
    const named = (object: JsonObject): string =>
      compactJSON([object.apiVersion ?? null, object.kind ?? null, (object.metadata as JsonObject | undefined)?.name ?? null]);
    if (named(before) !== named(after)) preserved(context, file, 'At least one of apiVersion, kind and name was changed');
    const patch = twoWayPatch(info.resource.kind, before, after);
    if (flags.on('output-patch')) process.out(`Patch: ${compactJSON(patch)}\n`);
    try {
      print(
        sendPatch(context, info.resource, info.namespace, info.name, patch, 'application/strategic-merge-patch+json', {
          fieldManager: flags.text('field-manager') || 'kubectl-edit',
          fieldValidation: validationOf(context),
          ...subresourceOf(context),
        }).object,
        'edited',
      );
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      again.push(...refusedBy(context, info, error, file));
    }
  }
  return { again };
}

/** What a refusal means for the edit: another try, or the end. Models editResults.addError. */
function refusedBy(context: Context, info: Info, { status, text }: Failure, file: string): string[] {
  const { process } = context;
  const named = `${groupResource(info.resource)} ${JSON.stringify(info.name)}`;
  if (status?.reason === 'Invalid')
    return refused(
      context,
      info,
      (status.causes ?? []).map(({ field = '', message }) => `${field}: ${message}`),
    );
  if (status?.reason === 'NotFound') {
    process.err(`error: ${named} could not be found on the server\nThe edits you made on deleted resources have been saved to ${JSON.stringify(file)}\n`);
  } else {
    process.err(`error: ${named} could not be patched: ${text}\nYou can run \`kubectl replace -f ${file}\` to try this update again.\n`);
  }
  return exit(1);
}

function refused({ process }: Context, { resource, name }: Info, causes: readonly string[]): string[] {
  process.err(`error: ${groupResource(resource)} ${JSON.stringify(name)} is invalid\n`);
  const commented = (text: string): string => text.replaceAll('\n', '\n# ');
  return [`# ${groupResource(resource)} ${JSON.stringify(name)} was not valid:\n${causes.map((cause) => `# * ${commented(cause)}\n`).join('')}`];
}
