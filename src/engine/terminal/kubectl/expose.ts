// Models kubectl pkg/cmd/expose expose.go and pkg/polymorphichelpers (v0.37.1).
import type { Pod, PodSpec, Service } from '../../api/core-v1.ts';
import type { JsonObject, KubernetesObject, LabelSelector, Labels } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf } from './command.ts';
import { knownResource, storeGenerated } from './create.ts';
import { caught, fail, Failures } from './failure.ts';
import { withOverrides } from './overrides.ts';
import { resultPrinter } from './print.ts';
import { forEachInfo, type Info, visit } from './resource-builder.ts';

/** `a=1,b=2` as a map. */
export function parsePairs(text: string): Labels {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const parts = pair.split('=');
      if (parts.length !== 2) fail(`unexpected label spec: ${pair}`);
      if (parts[0] === '') fail('unexpected empty label key');
      return parts as [string, string];
    }),
  );
}

const podSpecOf = (object: KubernetesObject): PodSpec =>
  object.kind === 'Pod' ? (object as Pod).spec : (object as unknown as { readonly spec: { readonly template: { readonly spec: PodSpec } } }).spec.template.spec;

/** Ports of an object with their protocols, in order, each number once. */
function portsOf(object: KubernetesObject): Map<number, string[]> {
  const all =
    object.kind === 'Service'
      ? ((object as Service).spec.ports ?? []).map(({ port, protocol }) => ({ port, protocol }))
      : podSpecOf(object).containers.flatMap(({ ports = [] }) => ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol })));
  const ports = new Map<number, string[]>();
  for (const { port, protocol = 'TCP' } of all) ports.set(port, [...new Set([...(ports.get(port) ?? []), protocol])]);
  return ports;
}

function selectorOf(object: KubernetesObject): Labels {
  const { kind, metadata } = object;
  const introspect = (): Labels => {
    if (kind === 'Pod')
      return metadata.labels && Object.keys(metadata.labels).length > 0 ? metadata.labels : fail('the pod has no labels and cannot be exposed');
    const { selector } = (object as unknown as { readonly spec: { readonly selector?: Labels | LabelSelector } }).spec;
    if (kind === 'Service') return (selector as Labels | undefined) ?? fail('the service has no pod selector set');
    const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as LabelSelector;
    if (Object.keys(matchLabels).length === 0) fail(`invalid ${kind.toLowerCase()}: no selectors, therefore cannot be exposed`);
    if (matchExpressions.length > 0)
      fail(
        `couldn't convert expressions - "${`[${matchExpressions.map(({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(' ')}]}`).join(' ')}]`}" to map-based selector format`,
      );
    return matchLabels;
  };
  let labels: Labels = {};
  const failure = caught(() => {
    labels = introspect();
  });
  return failure ? fail(`couldn't retrieve selectors via --selector flag or introspection: ${failure.text}`) : labels;
}

/** What was derived from one object: kubectl does not derive it anew from the next one. */
interface Derived {
  selector: Labels;
  port: string;
  ports: string;
  protocols: ReadonlyMap<number, readonly string[]>;
  labels: Labels | undefined;
}

const isEmpty = (labels: Labels | undefined): boolean => Object.keys(labels ?? {}).length === 0;

const EXPOSED = ['replicationcontrollers', 'services', 'pods', 'deployments', 'replicasets'];

function serviceFor({ flags }: Context, { resource, name, object }: Info, derived: Derived): KubernetesObject {
  if (!EXPOSED.includes(resource.name)) fail(`cannot expose a ${resource.kind}${resource.group ? `.${resource.group}` : ''}`);
  if (!flags.text('selector') && isEmpty(derived.selector)) derived.selector = selectorOf(object);
  const own = portsOf(object);
  const clusterIP = flags.text('cluster-ip');
  if (derived.port === '') {
    if (own.size === 0 && clusterIP !== 'None') fail("couldn't find port via --port flag or introspection");
    derived[own.size > 1 ? 'ports' : 'port'] = [...own.keys()].join(',');
  }
  if (own.size > 0) derived.protocols = own;
  if (isEmpty(derived.labels)) derived.labels = object.metadata.labels;
  const selector = flags.text('selector') ? parsePairs(flags.text('selector')) : derived.selector;
  if (isEmpty(selector)) fail('selector must be specified');
  const labels = flags.text('labels') ? parsePairs(flags.text('labels')) : derived.labels;
  const text = derived.ports || derived.port;
  const ports = text === '' ? [] : text.split(',');
  const asked = flags.text('protocol');
  const servicePorts = ports.flatMap((text, i): JsonObject[] => {
    if (!/^[+-]?\d+$/.test(text)) fail(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
    const port = Number(text);
    const protocols = asked ? [asked] : (derived.protocols.get(port) ?? ['TCP']);
    return protocols.map((protocol) => ({
      ...(ports.length > 1 || protocols.length > 1 ? { name: `port-${i + 1}${protocols.length > 1 ? `-${protocol.toLowerCase()}` : ''}` } : {}),
      protocol,
      port,
    }));
  });
  const target = flags.text('target-port');
  const type = flags.text('type');
  const affinity = flags.text('session-affinity');
  if (affinity && affinity !== 'None' && affinity !== 'ClientIP') fail(`unknown session affinity: ${affinity}`);
  const spec = {
    ...(servicePorts.length > 0
      ? {
          ports: servicePorts.map((one) => ({
            ...one,
            targetPort: target === '' ? (one['port'] as number) : /^[+-]?\d+$/.test(target) ? Number(target) : target,
          })),
        }
      : {}),
    selector,
    ...(clusterIP ? { clusterIP } : {}),
    ...(type ? { type } : {}),
    ...(flags.text('external-ip') ? { externalIPs: [flags.text('external-ip')] } : {}),
    ...(affinity ? { sessionAffinity: affinity } : {}),
    ...(type === 'LoadBalancer' && flags.text('load-balancer-ip') ? { loadBalancerIP: flags.text('load-balancer-ip') } : {}),
  };
  const metadata = { name: flags.text('name') || name.slice(0, 63), ...(isEmpty(labels) ? {} : { labels }) };
  return { apiVersion: 'v1', kind: 'Service', metadata, spec, status: { loadBalancer: {} } } as unknown as KubernetesObject;
}

/** `kubectl expose`. */
export function* expose(context: Context): Generator<Wait, number, void> {
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const resource = knownResource('services');
  const derived: Derived = { selector: {}, port: context.flags.text('port'), ports: '', protocols: new Map(), labels: undefined };
  const errors = forEachInfo(yield* visit(context, { continueOnError: true, without: ['selector'] }), (info) => {
    const object = withOverrides(context, resource, serviceFor(context, info, derived));
    print(storeGenerated(context, { resource, object, fieldManager: 'kubectl-expose' }), 'exposed');
  });
  if (errors.length > 0) throw new Failures(errors);
  return 0;
}
