// Models kubectl pkg/cmd/create create.go (v0.37.1).
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { requireFilenames, withoutResourceVersion } from './apply.ts';
import { type Context, type DryRun, dryRunOf, failUsage, notSimulated } from './command.ts';
import { fail } from './failure.ts';
import { manifestOf, withLastApplied } from './last-applied.ts';
import { validationOf } from './manifest-files.ts';
import { resultPrinter } from './print.ts';
import { forEachInfo, type Info, visit } from './resource-builder.ts';
import { postObject } from './rest.ts';
import { sourced, throwAll } from './sourced-failure.ts';

/** `kubectl create -f`. */
export function* createFromFile(context: Context): Generator<Wait, number, void> {
  const { flags } = context;
  if (context.args.length > 0) failUsage(context, `Unexpected args: [${context.args.join(' ')}]`);
  const dryRun = dryRunOf(context);
  const fieldValidation = validationOf(context);
  requireFilenames(context);
  for (const name of ['edit', 'raw']) if (flags.changed(name)) return notSimulated(context, `kubectl create --${name}`);
  const print = resultPrinter(context, dryRun);
  const count = yield* eachInfo(context, (info) => {
    const object = withLastApplied(manifestOf(info.object), flags.on('save-config')) as unknown as KubernetesObject;
    print(dryRun === 'client' ? object : sourced('creating', info.source, () => created(context, info, object, dryRun, fieldValidation)), 'created');
  });
  if (count === 0) fail('no objects passed to create');
  return 0;
}

function created(
  context: Context,
  { resource, namespace }: Info,
  object: KubernetesObject,
  dryRun: DryRun,
  fieldValidation: 'Strict' | 'Warn' | 'Ignore',
): KubernetesObject {
  return postObject(context, resource, namespace, withoutResourceVersion(object), {
    dryRun: dryRun === 'server',
    fieldManager: context.flags.text('field-manager') || 'kubectl-create',
    fieldValidation,
  });
}

/** Does something with every object of the files; one that fails does not hold up the rest. Gives how many there were. */
export function* eachInfo(context: Context, step: (info: Info) => void): Generator<Wait, number, void> {
  let count = 0;
  const errors = forEachInfo(yield* visit(context, { continueOnError: true, without: ['all', 'field-selector', 'all-namespaces'] }), (info) => {
    count += 1;
    step(info);
  });
  throwAll(errors);
  return count;
}
