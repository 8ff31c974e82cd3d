// Models kubectl pkg/cmd/replace replace.go and cli-runtime pkg/resource helper.go Replace (v0.37.1).
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { requireFilenames, withoutResourceVersion } from './apply.ts';
import { type Context, type DryRun, dryRunOf, notSimulated } from './command.ts';
import { eachInfo } from './create-from-file.ts';
import { fail, Failure } from './failure.ts';
import { manifestOf, withLastApplied } from './last-applied.ts';
import { validationOf } from './manifest-files.ts';
import { dryRunSuffix, resultPrinter } from './print.ts';
import { type Info, visit } from './resource-builder.ts';
import { findObject, groupKind, postObject, putObject, removeFromServer } from './rest.ts';
import { sourced } from './sourced-failure.ts';
import { subresourceOf } from './subresource.ts';

/** `kubectl replace`, with and without `--force`. */
export function* replace(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const dryRun = dryRunOf(context);
  requireFilenames(context);
  const fieldValidation = validationOf(context);
  if (flags.integer('grace-period') >= 0 && !flags.on('force')) fail('--grace-period must have --force specified');
  if (flags.duration('timeout') !== 0 && !flags.on('force')) fail('--timeout must have --force specified');
  if (flags.on('force') && dryRun !== 'none') fail('--dry-run can not be used when --force is set');
  if (flags.changed('raw')) return notSimulated(context, 'kubectl replace --raw');
  const print = resultPrinter(context, dryRun);
  const options = { dryRun: dryRun === 'server', fieldManager: flags.text('field-manager') || 'kubectl-replace', fieldValidation, ...subresourceOf(context) };
  const withConfig = (info: Info): KubernetesObject => withLastApplied(manifestOf(info.object), flags.on('save-config')) as unknown as KubernetesObject;

  if (flags.on('force')) {
    // Standard input is read once for both.
    const input = flags.list('filename').includes('-') ? yield* process.input.readAll() : '';
    process.input.putBack(input);
    yield* removeAll(context, dryRun);
    process.input.putBack(input);
    const count = yield* eachInfo(context, (info) =>
      print(postObject(context, info.resource, info.namespace, withoutResourceVersion(withConfig(info)), options), 'replaced'),
    );
    if (count === 0) fail('no objects passed to replace');
    return 0;
  }
  yield* eachInfo(context, (info) => {
    const object = withConfig(info);
    print(dryRun === 'client' ? object : sourced('replacing', info.source, () => overwrite(context, info, object, options)), 'replaced');
  });
  return 0;
}

/** PUT under the version that is there now, unless the file names one of its own. */
function overwrite(
  context: Context,
  { resource, namespace, name }: Info,
  object: KubernetesObject,
  options: Parameters<typeof putObject>[5],
): KubernetesObject {
  const version = object.metadata?.resourceVersion || findObject(context, resource, namespace, name)?.metadata.resourceVersion;
  const body = version ? { ...object, metadata: { ...object.metadata, resourceVersion: version } } : object;
  return putObject(context, resource, namespace, name, body as unknown as Json, options);
}

/** Deletes what the files name, as far as it is there, and waits until it is gone. */
function* removeAll(context: Context, dryRun: DryRun): Generator<Wait, void, void> {
  const { flags, process } = context;
  const { parts } = yield* visit(context, { continueOnError: true, namesOnly: true, without: ['all', 'field-selector', 'all-namespaces'] });
  const grace = flags.integer('grace-period');
  const waiting: Info[] = [];
  for (const info of parts.flatMap(({ items }) => items)) {
    const { resource, namespace, name } = info;
    if (!findObject(context, resource, namespace, name)) continue;
    const gracePeriodSeconds = grace < 0 ? undefined : Math.max(grace, 1);
    removeFromServer(context, resource, namespace, name, {
      propagationPolicy: 'Background',
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    });
    const where = resource.namespaced ? ` from ${namespace} namespace` : '';
    process.out(
      flags.text('output') === 'name' ? `${groupKind(resource)}/${name}\n` : `${groupKind(resource)} "${name}" deleted${where}${dryRunSuffix(dryRun)}\n`,
    );
    waiting.push(info);
  }
  const gone = (): boolean => waiting.every(({ resource, namespace, name }) => !findObject(context, resource, namespace, name));
  if (gone()) return;
  const limit = flags.duration('timeout') || 300_000;
  yield { until: gone, deadline: process.draft.now + limit };
  if (!gone()) throw new Failure('timed out waiting for the condition');
}
