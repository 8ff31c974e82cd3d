// Models kubectl pkg/cmd/apply prune.go and pkg/util/prune prune.go (v0.37.1), without ApplySets.
import { API_RESOURCES, type APIResource } from '../../api/api-resources.ts';
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Context, DryRun } from './command.ts';
import { cascadeOf } from './delete.ts';
import { fail } from './failure.ts';
import { LAST_APPLIED } from './last-applied.ts';
import { resultPrinter } from './print.ts';
import type { Info } from './resource-builder.ts';
import { listObjects, removeFromServer } from './rest.ts';

/** What is looked at where `--prune-allowlist` names nothing. */
const USUAL =
  'core/v1/ConfigMap core/v1/Endpoints core/v1/PersistentVolumeClaim core/v1/Pod core/v1/ReplicationController core/v1/Secret core/v1/Service batch/v1/Job batch/v1/CronJob networking.k8s.io/v1/Ingress apps/v1/DaemonSet apps/v1/Deployment apps/v1/ReplicaSet apps/v1/StatefulSet core/v1/Namespace core/v1/PersistentVolume'.split(
    ' ',
  );

function resourceOf(kind: string): APIResource {
  const [group, version, name, ...more] = kind.split('/');
  if (name === undefined || more.length > 0) return fail(`invalid GroupVersionKind format: ${kind}, please follow <group/version/kind>`);
  const of = group === 'core' ? '' : group;
  return (
    API_RESOURCES.find((resource) => resource.group === of && resource.version === version && resource.kind === name) ??
    fail(`no matches for kind ${JSON.stringify(name)} in version ${JSON.stringify(of ? `${of}/${version}` : version)}`)
  );
}

/** The kinds of `--prune-allowlist`. */
export const allowed = ({ flags }: Context): readonly APIResource[] => flags.list('prune-allowlist').map(resourceOf);

/** What was applied once and is not among `applied`, in the namespaces that the files are of. */
export function* astray(
  context: Context,
  named: readonly APIResource[],
  infos: readonly Info[],
  applied: readonly KubernetesObject[],
): Generator<{ readonly resource: APIResource; readonly namespace: string; readonly object: KubernetesObject }, void, void> {
  if (named.length === 0)
    context.process.err(
      'W0101 00:00:00.000000       1 prune.go:71] Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.\n',
    );
  const kinds = named.length > 0 ? named : USUAL.map(resourceOf);
  const kept = new Set(applied.map(({ metadata }) => metadata.uid));
  const namespaces = new Set(infos.filter(({ resource }) => resource.namespaced).map(({ namespace }) => namespace));
  const places = [
    ...[...namespaces].flatMap((namespace) => kinds.filter(({ namespaced }) => namespaced).map((resource) => ({ resource, namespace }))),
    ...kinds.filter(({ namespaced }) => !namespaced).map((resource) => ({ resource, namespace: '' })),
  ];
  for (const place of places)
    for (const object of listObjects(context, place.resource, place.namespace, { selector: context.flags.text('selector') })) {
      const { uid, annotations = {} } = object.metadata;
      if (Object.hasOwn(annotations, LAST_APPLIED) && !kept.has(uid)) yield { ...place, object };
    }
}

/** The kinds that `apply --prune` looks at; ends the command where its flags do not go together. */
export function pruned(context: Context): readonly APIResource[] {
  const { flags } = context;
  const named = allowed(context);
  if (flags.on('force')) fail('--force cannot be used with --prune');
  if (!flags.on('all') && flags.text('selector') === '')
    fail(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  if (flags.on('server-side')) fail("--prune is in alpha and doesn't currently work on objects created by server-side apply");
  return named;
}

/** Deletes what is astray after an apply, and tells of it. */
export function prune(context: Context, named: readonly APIResource[], infos: readonly Info[], applied: readonly KubernetesObject[], dryRun: DryRun): void {
  const { flags } = context;
  const print = resultPrinter(context, dryRun);
  const gracePeriodSeconds = flags.integer('grace-period');
  const options = { propagationPolicy: cascadeOf(context), dryRun: dryRun === 'server', ...(gracePeriodSeconds >= 0 ? { gracePeriodSeconds } : {}) };
  for (const { resource, namespace, object } of astray(context, named, infos, applied)) {
    if (dryRun !== 'client') removeFromServer(context, resource, namespace, object.metadata.name, options);
    print(object, 'pruned');
  }
}
