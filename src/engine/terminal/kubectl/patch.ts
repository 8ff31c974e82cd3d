// Models kubectl pkg/cmd/patch patch.go (v0.37.1).
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import type { PatchType } from '../../store/api-server.ts';
import { mergePatch } from '../../store/merge-patch.ts';
import { JSON_PATCH_PART } from '../../store/patching.ts';
import { mergeStrategically } from '../../store/strategic-merge.ts';
import { yamlToJSON } from '../../yaml/parse-manifests.ts';
import { type Context, dryRunOf, notSimulated } from './command.ts';
import { caught, exit, fail, Failure, failStatus } from './failure.ts';
import { compactJSON, isObject } from './go-value.ts';
import { readManifests } from './manifest-files.ts';
import { printerFor, resultPrinter } from './print.ts';
import { forEachInfo, type Info, visit } from './resource-builder.ts';
import { sendPatch } from './rest.ts';
import { SCALABLE } from './scale.ts';
import { throwAll } from './sourced-failure.ts';
import { subresourceOf } from './subresource.ts';

const TYPES: { readonly [word: string]: PatchType } = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** `kubectl patch`. */
export function* patch(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const dryRun = dryRunOf(context);
  const [text, file] = [flags.text('patch'), flags.text('patch-file')];
  if (text !== '' && file !== '') fail('cannot specify --patch and --patch-file together');
  if (text === '' && file === '') fail('must specify --patch or --patch-file containing the contents of the patch');
  const local = flags.on('local');
  if (local && context.args.length > 0) fail('cannot specify --local and server resources');
  if (local && dryRun === 'server') fail('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  const word = flags.text('type');
  const type: PatchType = TYPES[word.toLowerCase()] ?? fail(`--type must be one of [json merge strategic], not ${JSON.stringify(word)}`);
  const scaling = flags.text('subresource') === 'scale';
  const subresource = scaling ? {} : subresourceOf(context);

  const source = file === '' ? text : (context.process.files.read(file) ?? fail(`unable to read patch file: open ${file}: no such file or directory`));
  const read = readPatch(source, text);
  if (local) return yield* patchFiles(context, 'value' in read ? read.value : null, type);
  const found = yield* visit(context, { continueOnError: true, without: ['all', 'field-selector', 'all-namespaces', 'selector'] });
  // kubectl patch says nothing of a dry run (case kubectl-write/patch-replace-edges).
  const print = resultPrinter(context);
  const failures = forEachInfo(
    found,
    scaling
      ? (info) =>
          throwAsScale(
            caught(() => patchOne(info)),
            info,
          )
      : patchOne,
  );
  throwAll(failures);
  return 0;

  function patchOne({ resource, namespace, name, object }: Info): void {
    if (scaling && !SCALABLE.includes(resource.name))
      failStatus({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });
    if (!('value' in read)) refuseUnreadable();
    const sent =
      dryRun === 'client'
        ? patchHere(resource.kind, object, read.value, type)
        : sendPatch(context, resource, namespace, name, read.value, type, {
            dryRun: dryRun === 'server',
            fieldManager: flags.text('field-manager') || 'kubectl-patch',
            ...subresource,
          });
    if (!scaling) return print(sent.object, sent.changed ? 'patched' : 'patched (no change)');
    if (printerFor(context)) exit(notSimulated(context, 'the subresource scale in this form'));
    process.out(`scale.autoscaling/${name} patched${sent.changed ? '' : ' (no change)'}\n`);
  }
}

/** What is refused of a size is refused of a Scale (registry/apps/deployment/storage ScaleREST.Update, v1.37.1). */
function throwAsScale(failure: Failure | undefined, { name }: Info): void {
  if (failure?.status?.reason === 'Invalid') failStatus({ ...failure.status, details: { kind: 'Scale', name } }, failure.text);
  if (failure) throw failure;
}

/** `--local`: the files' objects as they stand, without a server and its namespaces. */
function* patchFiles(context: Context, value: Json, type: PatchType): Generator<Wait, number, void> {
  const print = resultPrinter(context);
  for (const item of yield* readManifests(context, context.flags.list('filename'), context.flags.on('recursive'))) {
    if (item instanceof Failure) throw item;
    const object = item.object as unknown as KubernetesObject;
    const { object: after, changed } = patchHere(object.kind, object, value, type);
    print(after, changed ? 'patched' : 'patched (no change)');
  }
  return 0;
}

/** JSON as it is, YAML as JSON. What only looks like JSON is sent all the same: the server refuses it. */
function readPatch(source: string, told: string): { readonly value: Json } | { readonly unreadable: true } {
  if (/^\s*\{/.test(source)) {
    try {
      return { value: JSON.parse(source) as Json };
    } catch {
      return { unreadable: true };
    }
  }
  const read = yamlToJSON(source);
  return 'value' in read ? read : fail(`unable to parse ${JSON.stringify(told)}: ${read.complaint}`);
}

// Models apiserver pkg/endpoints/handlers patch.go (v0.37.1): a body that is no JSON.
function refuseUnreadable(): never {
  return failStatus({ code: 400, reason: 'BadRequest', message: 'invalid JSON patch' });
}

/** The patch carried out by kubectl itself. */
function patchHere(
  kind: string,
  object: KubernetesObject,
  patchValue: Json,
  type: PatchType,
): { readonly object: KubernetesObject; readonly changed: boolean } {
  const before = object as unknown as JsonObject;
  let after: Json | undefined;
  if (type === TYPES.json) {
    const patched = JSON_PATCH_PART.content(before, patchValue);
    after = 'words' in patched ? fail(missingField(patched.words)) : patched.value;
  } else if (type === TYPES.merge) after = mergePatch(before, patchValue);
  else if (isObject(patchValue)) {
    const merged = mergeStrategically(kind, before, patchValue);
    if (!merged.ok) throw new Failure(merged.message);
    after = merged.merged;
  }
  if (after === undefined) return fail('invalid JSON document');
  return { object: after as unknown as KubernetesObject, changed: compactJSON(after) !== compactJSON(before) };
}

/** kubectl has words of its own for a key that is not there (patch.go getPatchedJSON). */
const missingField = (words: string): string => words.replace(/^.*doc is missing key: (.*)$/s, 'Object to be patched is missing field ($1)');
