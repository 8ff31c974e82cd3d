// Models kubectl pkg/cmd/autoscale autoscale.go (v0.37.1): what would be made; a cluster without metrics scales nothing by itself.
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { canonicalQuantity } from '../../api/quantity.ts';
import { type Context, dryRunOf } from './command.ts';
import { knownResource, storeGenerated } from './create.ts';
import { fail, Failures } from './failure.ts';
import { resultPrinter } from './print.ts';
import { forEachInfo, visit } from './resource-builder.ts';

const SCALED = ['deployments', 'replicasets', 'statefulsets', 'replicationcontrollers'];

/** `kubectl autoscale`. */
export function* autoscale(context: Context): Generator<Wait, number, void> {
  const { flags } = context;
  const [min, max] = [flags.integer('min'), flags.integer('max')];
  if (max < 1) fail(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min) fail(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  const cpu = flags.text('cpu') || (flags.changed('cpu-percent') && flags.integer('cpu-percent') >= 0 ? `${flags.integer('cpu-percent')}%` : '');
  const metric = (name: string, text: string): object => ({
    resource: {
      name,
      target:
        text.endsWith('%') || /^\d+$/.test(text)
          ? { averageUtilization: parseInt(text, 10), type: 'Utilization' }
          : { averageValue: text, type: 'AverageValue' },
    },
    type: 'Resource',
  });
  const metrics = [...(cpu ? [metric('cpu', cpu)] : []), ...(flags.text('memory') ? [metric('memory', flags.text('memory'))] : [])];
  for (const [name, text] of [
    ['cpu', cpu],
    ['memory', flags.text('memory')],
  ])
    if (text && !/^\d+%?$/.test(text) && 'error' in canonicalQuantity(text)) fail(`invalid resource ${name} value: ${text}`);
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const failures = forEachInfo(yield* visit(context, { continueOnError: true, without: ['selector', 'all-namespaces'] }), ({ resource, name, object }) => {
    if (!SCALED.includes(resource.name))
      fail(
        `cannot autoscale a ${resource.kind}: could not find scale subresource for /${resource.version}, Resource=${resource.name} in discovery information`,
      );
    const spec = {
      maxReplicas: max,
      ...(metrics.length > 0 ? { metrics } : {}),
      ...(min > 0 ? { minReplicas: min } : {}),
      scaleTargetRef: { apiVersion: object.apiVersion, kind: object.kind, name },
    };
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: flags.text('name') || name },
      spec,
      status: { currentMetrics: null, desiredReplicas: 0 },
    } as unknown as KubernetesObject;
    print(
      storeGenerated(context, { resource: knownResource('horizontalpodautoscalers', 'autoscaling'), object: scaler }),
      dryRun === 'client' ? 'created' : 'autoscaled',
    );
  });
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}
