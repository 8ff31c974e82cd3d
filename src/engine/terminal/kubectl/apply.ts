// Models kubectl pkg/cmd/apply apply.go and patcher.go (v0.37.1).
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { Part } from '../../parts/part.ts';
import { mergeStrategically } from '../../store/strategic-merge.ts';
import { type Context, type DryRun, dryRunOf, failUsage, notSimulated } from './command.ts';
import { caught, exit, fail, Failure, failStatus, unreadBeside } from './failure.ts';
import { compactJSON, isObject } from './go-value.ts';
import { LAST_APPLIED, manifestOf, modifiedConfiguration, originalConfiguration } from './last-applied.ts';
import { validationOf } from './manifest-files.ts';
import { resultPrinter } from './print.ts';
import { visit, type Info } from './resource-builder.ts';
import { findObject, postObject, removeFromServer, sendPatch } from './rest.ts';
import { sourced, throwAll, withSource } from './sourced-failure.ts';
import { NoPatch, threeWayPatch } from './strategic-diff.ts';

const RESOLVE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

/** What few commands ask of apply: what becomes of fields when it changes sides, and `--prune`. */
export const FURTHER_APPLY_PART = new Part('kubectl-further-apply', () => import('./further-apply.ts'));

interface Applied {
  readonly object: KubernetesObject;
  readonly operation: string;
}

/** `kubectl apply`. */
export function* apply(context: Context): Generator<Wait, number, void> {
  const { flags } = context;
  if (context.args.length > 0) failUsage(context, `Unexpected args: [${context.args.join(' ')}]`);
  const dryRun = dryRunOf(context);
  requireFilenames(context);
  validationOf(context);
  checkFlags(context, dryRun);
  const toPrune = flags.on('prune') ? FURTHER_APPLY_PART.content.pruned(context) : undefined;
  const output = flags.text('output');
  const whole = output !== '' && output !== 'name';
  const print = resultPrinter(context, dryRun);

  // 1. Everything that can be read.
  const { parts, failures } = yield* visit(context, { continueOnError: true, without: ['all', 'field-selector', 'all-namespaces'] });
  const infos = parts.flatMap(({ items }) => items);
  const errors: Failure[] = [];
  if (infos.length === 0 && failures.length === 0) fail('no objects passed to apply');

  // 2. One after the other; a refusal does not hold up the rest.
  const done: KubernetesObject[] = [];
  for (const info of infos) {
    const failure = caught(() => {
      const { object, operation } = applyOne(context, info, dryRun);
      done.push(object);
      if (!whole) print(object, operation);
    });
    if (failure) errors.push(failure);
  }
  throwAll([...unreadBeside(failures, errors), ...errors]);
  if (whole && done.length > 0) print(done.length === 1 ? (done[0] as KubernetesObject) : listOf(done), '');
  if (toPrune) FURTHER_APPLY_PART.content.prune(context, toPrune, infos, done, dryRun);
  return 0;
}

/** `kind: List` of several objects, as kubectl prints them together. */
function listOf(items: readonly KubernetesObject[]): KubernetesObject {
  return { apiVersion: 'v1', items, kind: 'List', metadata: {} } as unknown as KubernetesObject;
}

/** Ends the command where neither `-f` nor `-k` is given, or `-k` is. */
export function requireFilenames(context: Context): void {
  const { flags } = context;
  if (flags.text('kustomize') !== '' && flags.list('filename').length > 0) fail('only one of -f or -k can be specified');
  if (flags.text('kustomize') !== '') exit(notSimulated(context, 'kustomize (-k)'));
  if (flags.list('filename').length === 0) fail('must specify one of -f and -k');
}

function checkFlags(context: Context, dryRun: DryRun): void {
  const { flags } = context;
  const serverSide = flags.on('server-side');
  if (flags.on('force-conflicts') && !serverSide) fail('--force-conflicts only works with --server-side');
  if (dryRun === 'client' && serverSide) fail("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (serverSide && flags.on('force')) fail('--force cannot be used with --server-side');
  if (dryRun === 'server' && flags.on('force')) fail('--dry-run=server cannot be used with --force');
  if (flags.on('all') && flags.text('selector') !== '') fail('cannot set --all and --selector at the same time');
  if (flags.text('subresource') !== '' && !serverSide) fail('--subresource can only be specified for --server-side');
  if (flags.text('subresource') !== '') exit(notSimulated(context, 'kubectl apply --subresource'));
}

function applyOne(context: Context, info: Info, dryRun: DryRun): Applied {
  const { flags } = context;
  const generateName = info.object.metadata?.generateName;
  if (info.name === '' && generateName) fail(`from ${generateName}: cannot use generate name with apply`);
  if (flags.on('server-side')) return applyOnServer(context, info, dryRun);
  const modified = modifiedConfiguration(manifestOf(info.object), true);
  const current = currentOf(context, info);
  if (!current) {
    const object = withoutNulls(modified) as unknown as KubernetesObject;
    if (dryRun === 'client') return { object, operation: 'created' };
    const created = sourced('creating', info.source, () => create(context, info, object, dryRun));
    return { object: created, operation: 'created' };
  }
  if (originalConfiguration(current) === undefined) {
    context.process.err(
      `Warning: resource ${info.resource.name}/${info.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  }
  const patch = patchTo(context, info, current, modified);
  const unchanged = Object.keys(patch).length === 0;
  const object = unchanged ? current : patched(context, info, current, patch, modified, dryRun);
  if (object.metadata.deletionTimestamp) context.process.err(`Warning: Detected changes to resource ${info.name} which is currently being deleted.\n`);
  return { object, operation: unchanged ? 'unchanged' : 'configured' };
}

/** The three-way patch; where there can be none, kubectl tries its three ways one after the other and tells everything. */
export function patchTo({ process }: Context, info: Info, current: KubernetesObject, modified: JsonObject): JsonObject {
  const { resource, source } = info;
  const original = originalConfiguration(current);
  try {
    return threeWayPatch(resource.kind, original ?? {}, modified, current as unknown as JsonObject);
  } catch (error) {
    if (!(error instanceof NoPatch)) throw error;
    for (const spec of ['openapi v3', 'openapi']) process.err(`warning: error calculating patch from ${spec} spec: ${error.message}\n`);
    const texts = [
      original === undefined ? '' : (current.metadata.annotations?.[LAST_APPLIED] ?? ''),
      `${compactJSON(modified)}\n`,
      `${compactJSON(current as unknown as Json)}\n`,
    ];
    const told = `creating patch with:\noriginal:\n${texts[0] as string}\nmodified:\n${texts[1] as string}\ncurrent:\n${texts[2] as string}\nfor: ${error.message}`;
    throw withSource(withSource(new Failure(told), 'patching', source), `applying patch:\n\nto:\n${describeInfo(info)}\nfor:`, source);
  }
}

function describeInfo({ resource, name, namespace }: Info): string {
  const { group, version, kind } = resource;
  const of = `${group}/${version}`;
  return `Resource: "${of}, Resource=${resource.name}", GroupVersionKind: "${of}, Kind=${kind}"\nName: "${name}", Namespace: "${namespace}"`;
}

function currentOf(context: Context, info: Info): KubernetesObject | undefined {
  const { resource, namespace, name, source } = info;
  return sourced(`retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`, source, () => {
    if (name === '') fail('resource name may not be empty');
    return findObject(context, resource, namespace, name);
  });
}

function create(context: Context, { resource, namespace }: Info, object: KubernetesObject, dryRun: DryRun): KubernetesObject {
  return postObject(context, resource, namespace, withoutResourceVersion(object), {
    dryRun: dryRun === 'server',
    fieldManager: context.flags.text('field-manager') || 'kubectl-client-side-apply',
    fieldValidation: validationOf(context),
  });
}

/** Requests that create never carry a version. Models cli-runtime pkg/resource helper.go Create (v0.37.1). */
export function withoutResourceVersion(object: KubernetesObject): Json {
  const { resourceVersion: _, ...metadata } = (object.metadata ?? {}) as Partial<KubernetesObject['metadata']>;
  return { ...object, metadata } as unknown as Json;
}

/** The object after the patch: sent, or for a dry run of the client carried out here. */
function patched(context: Context, info: Info, current: KubernetesObject, patch: JsonObject, modified: JsonObject, dryRun: DryRun): KubernetesObject {
  const { resource, namespace, name, source } = info;
  if (dryRun === 'client') {
    const merged = mergeStrategically(resource.kind, current as unknown as JsonObject, patch);
    return merged.ok ? (merged.merged as unknown as KubernetesObject) : fail(`applying patch locally: ${merged.message}`);
  }
  try {
    return sendPatch(context, resource, namespace, name, patch, 'application/strategic-merge-patch+json', {
      dryRun: dryRun === 'server',
      fieldManager: context.flags.text('field-manager') || 'kubectl-client-side-apply',
      fieldValidation: validationOf(context),
    }).object;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (context.flags.on('force') && (error.status?.reason === 'Invalid' || error.status?.reason === 'Conflict'))
      return recreated(context, info, current, modified);
    const told = withSource(error, 'patching', source);
    throw withSource(told, `applying patch:\n${compactJSON(patch)}\nto:\n${describeInfo(info)}\nfor:`, source);
  }
}

/** `--force`: deleted and made again; the old one comes back where the new one is refused. */
function recreated(context: Context, info: Info, current: KubernetesObject, modified: JsonObject): KubernetesObject {
  const { resource, namespace, name } = info;
  removeFromServer(context, resource, namespace, name, { propagationPolicy: 'Background' });
  try {
    return create(context, info, modified as unknown as KubernetesObject, 'none');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    create(context, info, current, 'none');
    throw error;
  }
}

function applyOnServer(context: Context, info: Info, dryRun: DryRun): Applied {
  const { flags } = context;
  const { resource, namespace, name } = info;
  if (name === '') fail('resource name may not be empty');
  if (flags.changed('field-manager') && flags.text('field-manager') === '') {
    const cause = { type: 'FieldValueRequired', field: 'fieldManager', message: 'Required value: is required for apply patch' };
    failStatus({ code: 422, reason: 'Invalid', message: '', details: { kind: 'PatchOptions', name: '' }, causes: [cause] });
  }
  const manager = flags.text('field-manager') || 'kubectl';
  const apply = (): KubernetesObject =>
    sendPatch(context, resource, namespace, name, info.object as unknown as Json, 'application/apply-patch+yaml', {
      dryRun: dryRun === 'server',
      fieldManager: manager,
      force: flags.on('force-conflicts'),
      fieldValidation: validationOf(context),
    }).object;
  try {
    const object = apply();
    return {
      object: FURTHER_APPLY_PART.content.afterMigration(context, info, object, { manager, dryRun: dryRun === 'server' }, apply),
      operation: 'serverside-applied',
    };
  } catch (error) {
    if (error instanceof Failure && error.status?.reason === 'Conflict') fail(`${error.text}\n${RESOLVE}`);
    throw error;
  }
}

/** A copy without nulls, as a first apply sends it. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, withoutNulls(inner)]),
  );
}
