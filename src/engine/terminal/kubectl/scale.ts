// Models kubectl pkg/cmd/scale scale.go and pkg/scale (v0.37.1).
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf } from './command.ts';
import { fail, Failures, failStatus } from './failure.ts';
import { resultPrinter } from './print.ts';
import { visit } from './resource-builder.ts';
import { sendPatch } from './rest.ts';

/** Resources whose size is a subresource of their own. */
export const SCALABLE = ['deployments', 'replicasets', 'statefulsets', 'replicationcontrollers'];

/** `kubectl scale`. */
export function* scale(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const { draft } = process;
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const replicas = flags.integer('replicas');
  const expected = flags.integer('current-replicas');
  const version = flags.text('resource-version');
  if (replicas < 0) fail('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  if (expected < -1) fail('The --current-replicas must specify an integer of -1 or greater');
  const found = yield* visit(context, { latest: true, everything: flags.on('all'), continueOnError: true });
  const infos = found.parts.flatMap(({ items }) => items);
  if (version && infos.length > 1) fail('cannot use --resource-version with multiple resources');
  if (infos.length === 0) {
    if (found.failures.length > 0) throw new Failures(found.failures);
    fail('no objects passed to scale');
  }
  for (const { resource, namespace, name, object } of infos) {
    const resized = (): KubernetesObject => ({ ...object, spec: { ...(object as unknown as { readonly spec?: object }).spec, replicas } }) as KubernetesObject;
    if (dryRun === 'client') {
      print(resized(), 'scaled');
      continue;
    }
    if (!SCALABLE.includes(resource.name)) failStatus({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });
    const size = (object as unknown as { readonly spec: { readonly replicas?: number } }).spec.replicas ?? 0;
    if (expected !== -1 && size !== expected) fail(`Expected replicas to be ${expected}, was ${size}`);
    if (version && object.metadata.resourceVersion !== version)
      fail(`Expected resource version to be ${version}, was ${object.metadata.resourceVersion ?? ''}`);
    sendPatch(context, resource, namespace, name, { spec: { replicas } } as Json, 'application/merge-patch+json', {
      dryRun: dryRun === 'server',
      fieldManager: 'kubectl',
      subresource: 'scale',
    });
    const timeout = flags.duration('timeout');
    if (timeout > 0 && dryRun === 'none') {
      const deadline = draft.now + timeout;
      const synced = (): boolean => (draft.get(resource.name as 'deployments', namespace, name)?.status?.replicas ?? 0) === replicas;
      while (!synced() && draft.now < deadline && !process.interrupted) yield { deadline, until: synced };
      if (!synced()) fail(`timed out waiting for "${name}" to be synced`);
    }
    print(resized(), 'scaled');
  }
  if (found.failures.length > 0) throw new Failures(found.failures);
  return 0;
}
