// What the API server takes and this simulator does not act upon (the rooms' READMEs, "Does not model") is said when it is written.
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Context } from './command.ts';
import { isObject } from './go-value.ts';

/** Of every container. Requests shape a Pod's class, not its place; hooks do `exec`, and `sleep` before the end. */
const CONTAINER_FIELDS = [
  'lifecycle.postStart.httpGet',
  'lifecycle.postStart.sleep',
  'lifecycle.preStop.httpGet',
  ...['liveness', 'readiness', 'startup'].flatMap((probe) => ['grpc', 'httpGet.host', 'tcpSocket.host'].map((action) => `${probe}Probe.${action}`)),
  'resources.requests',
  'securityContext.readOnlyRootFilesystem',
  'securityContext.runAsNonRoot',
  'securityContext.runAsUser',
];
/** Of a Pod's spec; `*` is every entry of a list. */
const POD_FIELDS = [
  ...['containers', 'initContainers'].flatMap((list) => CONTAINER_FIELDS.map((field) => `${list}.*.${field}`)),
  'affinity.podAffinity',
  'affinity.podAntiAffinity',
  'runtimeClassName',
  'securityContext.runAsNonRoot',
  'securityContext.runAsUser',
  'topologySpreadConstraints',
  'volumes.*.persistentVolumeClaim',
];
/** On the host network every port is one of the host anyway: the API server writes it there. */
const HOST_PORT = 'containers.*.ports.*.hostPort';
const STATEFUL_SET_FIELDS = ['spec.volumeClaimTemplates'];
/** Annotations by which a Service asks of its cloud what no controller here reads (controllers/cloud-balancers.ts). */
const CLOUD =
  /^(service\.beta\.kubernetes\.io|networking\.gke\.io|cloud\.google\.com)\/(?!(aws-load-balancer-(type|internal|scheme|nlb-target-type|name)|azure-load-balancer-internal|load-balancer-type)$)/;

/** Adds a note for every field of a written object that has no effect here. Nothing is printed: kubectl would say nothing. */
export function noteUnsimulated(context: Context, object: KubernetesObject): void {
  for (const what of unsimulatedFields(object)) context.process.notSimulated('field', { what: `${object.kind} ${what}` }, '');
}

function unsimulatedFields({ kind, metadata, ...object }: KubernetesObject): readonly string[] {
  const body = object as { readonly [field: string]: Json };
  if (kind === 'Service') return Object.keys(metadata.annotations ?? {}).flatMap((name) => (CLOUD.test(name) ? [`metadata.annotations[${name}]`] : []));
  const path = kind === 'Pod' ? 'spec' : ['Deployment', 'ReplicaSet', 'StatefulSet'].includes(kind) ? 'spec.template.spec' : undefined;
  if (path === undefined) return [];
  const [spec] = valuesAt(body as Json, path.split('.'));
  if (!isObject(spec)) return [];
  const fields = spec['hostNetwork'] === true ? POD_FIELDS : [...POD_FIELDS, HOST_PORT];
  // Here everybody is root and may write: who asks for just that has it.
  const has = (value: Json, field: string): boolean => valuesAt(value, field.split('.')).some((found) => found !== 0 && found !== false);
  return [
    ...STATEFUL_SET_FIELDS.filter((field) => has(body as Json, field)),
    ...fields.filter((field) => has(spec, field)).map((field) => `${path}.${field.replaceAll('.*', '[]')}`),
  ];
}

function valuesAt(value: Json | undefined, [first, ...rest]: readonly string[]): readonly Json[] {
  if (value === undefined) return [];
  if (first === undefined) return [value];
  if (first === '*') return Array.isArray(value) ? value.flatMap((each: Json) => valuesAt(each, rest)) : [];
  return isObject(value) ? valuesAt(value[first], rest) : [];
}

/** Adds a note where a kind is unknown because it is a custom resource's: kubectl says only that there is none. */
export function noteCustomResource({ process }: Context, apiVersion: string): void {
  const group = apiVersion.slice(0, apiVersion.indexOf('/'));
  if (group.includes('.') && (!group.endsWith('.k8s.io') || group.endsWith('gateway.networking.k8s.io')))
    process.notSimulated('custom-resource', { what: group }, '');
}
