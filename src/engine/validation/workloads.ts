// Deployments, ReplicaSets and StatefulSets. Models pkg/apis/apps/validation (v1.37.1), in upstream's order.
import type { Deployment, ReplicaSet, StatefulSet } from '../api/apps-v1.ts';
import { forbidden, invalid, notSupported, required, type FieldError } from '../api/field-error.ts';
import { child, type FieldPath } from '../api/field-path.ts';
import type { IntOrString, Json, JsonObject, KubernetesObject, LabelSelector } from '../api/kubernetes-object.ts';
import { matchesLabelSelector } from '../api/label-selector.ts';
import type { PodTemplateSpec } from '../api/core-v1.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { nonNegative, notAmong } from './field-problems.ts';
import { isUsableSelector, selectorValue, workloadSelectorProblems } from './label-selector.ts';
import { sortedMap, validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';
import { alwaysRestarts } from './pod-spec.ts';
import { podTemplateProblems } from './pod.ts';
import { dnsLabelProblems, dnsSubdomainProblems, invalidText, percentProblems } from './text-problems.ts';

const NO_TEMPLATE: PodTemplateSpec = { spec: { containers: [] } };

/** Whether two values print the same, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  const text = (value: unknown): string =>
    JSON.stringify(value ?? null, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
        : inner,
    );
  return text(a) === text(b);
}

/** A selector that is missing selects nothing, so it matches no template: two complaints. */
function selectorMismatch(selector: LabelSelector | undefined, template: PodTemplateSpec, field: FieldPath): FieldError[] {
  const labels = template.metadata?.labels;
  const isEmpty = selector && Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
  if (isEmpty || matchesLabelSelector(selector, labels)) return [];
  return [invalid(child(field, 'metadata', 'labels'), sortedMap(labels), 'selector-not-matching-template')];
}

function replicaSetTemplate(selector: LabelSelector | undefined, template: PodTemplateSpec, differences: VersionDifferences): FieldError[] {
  if (!isUsableSelector(selector)) return [invalid('spec.selector', selectorValue(selector as LabelSelector), 'selector-malformed', { kind: 'deployment' })];
  return [
    ...selectorMismatch(selector, template, 'spec.template'),
    ...podTemplateProblems(template, 'spec.template', differences),
    ...alwaysRestarts(template.spec ?? {}, 'spec.template.spec', 'ReplicaSet'),
  ];
}

/** The number a count or percentage stands for; words that are neither count as 0. */
function amount(value: IntOrString | undefined): number {
  if (typeof value === 'number') return value;
  return Number(/^\d+/.exec(value ?? '')?.[0] ?? 0);
}

function countOrPercent(field: FieldPath, value: IntOrString | undefined): FieldError[] {
  if (typeof value === 'string') return invalidText(field, value, percentProblems);
  return nonNegative(field, value);
}

function notOver100(field: FieldPath, value: IntOrString | undefined): FieldError[] {
  return typeof value === 'string' && percentProblems(value).length === 0 && amount(value) > 100 ? [invalid(field, value, 'percent-over-100')] : [];
}

function strategyProblems({ strategy }: Deployment['spec'], field: FieldPath): FieldError[] {
  const { type = '', rollingUpdate } = strategy ?? {};
  const at = child(field, 'rollingUpdate');
  if (type === 'Recreate') return rollingUpdate ? [forbidden(at, 'rolling-update-with-recreate')] : [];
  if (type !== 'RollingUpdate')
    return [notSupported(field, { Type: type, RollingUpdate: internalRollingUpdate(rollingUpdate) }, ['Recreate', 'RollingUpdate'])];
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const errors = [...countOrPercent(child(at, 'maxUnavailable'), maxUnavailable), ...countOrPercent(child(at, 'maxSurge'), maxSurge)];
  if (amount(maxUnavailable) === 0 && amount(maxSurge) === 0) errors.push(invalid(child(at, 'maxUnavailable'), maxUnavailable ?? 0, 'rolling-update-stuck'));
  return [...errors, ...notOver100(child(at, 'maxUnavailable'), maxUnavailable)];
}

function internalRollingUpdate(given: { readonly maxUnavailable?: IntOrString; readonly maxSurge?: IntOrString } | undefined): Json {
  return given ? { MaxUnavailable: given.maxUnavailable ?? 0, MaxSurge: given.maxSurge ?? 0 } : null;
}

function deploymentSpecProblems({ spec }: Deployment, differences: VersionDifferences): FieldError[] {
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  const errors = [
    ...nonNegative('spec.replicas', spec.replicas),
    ...workloadSelectorProblems(spec.selector, 'spec.selector', 'deployment'),
    ...replicaSetTemplate(spec.selector, spec.template ?? NO_TEMPLATE, differences),
    ...strategyProblems(spec, 'spec.strategy'),
    ...nonNegative('spec.minReadySeconds', minReadySeconds),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
  ];
  if (deadline !== undefined) {
    errors.push(...nonNegative('spec.progressDeadlineSeconds', deadline));
    if (deadline <= minReadySeconds) errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'progress-deadline-too-short'));
  }
  return errors;
}

function replicaSetSpecProblems({ spec }: ReplicaSet, differences: VersionDifferences): FieldError[] {
  return [
    ...nonNegative('spec.replicas', spec.replicas),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...workloadSelectorProblems(spec.selector, 'spec.selector', 'deployment'),
    ...replicaSetTemplate(spec.selector, spec.template ?? NO_TEMPLATE, differences),
  ];
}

interface WithSelector extends KubernetesObject {
  readonly spec: { readonly selector: LabelSelector };
}

const selectorChanged = (object: WithSelector, before: WithSelector): FieldError[] =>
  same(selectorValue(object.spec.selector ?? {}), selectorValue(before.spec.selector ?? {}))
    ? []
    : [invalid('spec.selector', object.spec.selector ? selectorValue(object.spec.selector) : null, 'field-immutable')];

export const validateDeploymentCreate = (deployment: Deployment, differences: VersionDifferences): FieldError[] => [
  ...validateObjectMeta(deployment, true, dnsSubdomainProblems),
  ...deploymentSpecProblems(deployment, differences),
];

export const validateDeploymentUpdate = (deployment: Deployment, before: Deployment, differences: VersionDifferences): FieldError[] => [
  ...validateObjectMetaUpdate(deployment, before),
  ...deploymentSpecProblems(deployment, differences),
  ...selectorChanged(deployment, before),
];

export const validateReplicaSetCreate = (replicaSet: ReplicaSet, differences: VersionDifferences): FieldError[] => [
  ...validateObjectMeta(replicaSet, true, dnsSubdomainProblems),
  ...replicaSetSpecProblems(replicaSet, differences),
];

export const validateReplicaSetUpdate = (replicaSet: ReplicaSet, before: ReplicaSet, differences: VersionDifferences): FieldError[] => [
  ...validateObjectMetaUpdate(replicaSet, before),
  ...replicaSetSpecProblems(replicaSet, differences),
  ...selectorChanged(replicaSet, before),
];

function updateStrategyProblems({ updateStrategy }: StatefulSet['spec'], field: FieldPath): FieldError[] {
  const { type = '', rollingUpdate } = updateStrategy ?? {};
  const at = child(field, 'rollingUpdate');
  const value: Json = rollingUpdate ? { Partition: rollingUpdate.partition ?? 0, MaxUnavailable: rollingUpdate.maxUnavailable ?? null } : null;
  if (type === '') return [required(field, 'field-required')];
  if (type === 'OnDelete') return rollingUpdate ? [invalid(at, value, 'rolling-update-with-on-delete')] : [];
  if (type !== 'RollingUpdate') return [invalid(field, { Type: type, RollingUpdate: value }, 'value-not-one-of', { values: ['RollingUpdate', 'OnDelete'] })];
  if (!rollingUpdate) return [];
  const { partition, maxUnavailable } = rollingUpdate;
  const errors = nonNegative(child(at, 'partition'), partition);
  if (maxUnavailable === undefined) return errors;
  errors.push(...countOrPercent(child(at, 'maxUnavailable'), maxUnavailable));
  if (amount(maxUnavailable) === 0) errors.push(invalid(child(at, 'maxUnavailable'), maxUnavailable, 'max-unavailable-zero'));
  return [...errors, ...notOver100(child(at, 'maxUnavailable'), maxUnavailable)];
}

function statefulSetSpecProblems({ spec }: StatefulSet, differences: VersionDifferences): FieldError[] {
  const { podManagementPolicy = '', persistentVolumeClaimRetentionPolicy: retention, selector } = spec;
  const template = spec.template ?? NO_TEMPLATE;
  const errors: FieldError[] = [];
  if (podManagementPolicy === '') errors.push(required('spec.podManagementPolicy', 'field-required'));
  else if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel') {
    errors.push(invalid('spec.podManagementPolicy', podManagementPolicy, 'value-not-one-of', { values: ['OrderedReady', 'Parallel'] }));
  }
  errors.push(...updateStrategyProblems(spec, 'spec.updateStrategy'));
  if (retention) {
    for (const name of ['whenDeleted', 'whenScaled'] as const) {
      errors.push(...notAmong(child('spec.persistentVolumeClaimRetentionPolicy', name), retention[name] ?? '', ['Retain', 'Delete']));
    }
  }
  errors.push(...nonNegative('spec.replicas', spec.replicas), ...nonNegative('spec.minReadySeconds', spec.minReadySeconds));
  errors.push(...nonNegative('spec.ordinals.start', spec.ordinals?.start));
  if (spec.serviceName) errors.push(...invalidText('spec.serviceName', spec.serviceName, dnsLabelProblems));
  errors.push(...workloadSelectorProblems(selector, 'spec.selector', 'statefulset'));
  if (isUsableSelector(selector)) {
    // Names of hosts are the controller's to give; volumes of claims are made for every Pod.
    const { hostname: _, subdomain: __, ...podSpec } = template.spec ?? {};
    const claims = (spec.volumeClaimTemplates ?? []).map((claim) => String((claim as unknown as KubernetesObject).metadata?.name ?? ''));
    const volumes = [
      ...claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
      ...(podSpec.volumes ?? []).filter(({ name }) => !claims.includes(String(name))),
    ];
    const checked: PodTemplateSpec = { ...template, spec: { ...podSpec, containers: podSpec.containers, ...(volumes.length > 0 ? { volumes } : {}) } };
    errors.push(...selectorMismatch(selector, template, 'spec.template'), ...podTemplateProblems(checked, 'spec.template', differences));
  } else errors.push(invalid('spec.selector', selectorValue(selector as LabelSelector), 'selector-malformed', { kind: 'statefulset' }));
  return [...errors, ...alwaysRestarts(template.spec ?? {}, 'spec.template.spec', 'StatefulSet')];
}

export function validateStatefulSetCreate(set: StatefulSet, differences: VersionDifferences): FieldError[] {
  return [...validateObjectMeta(set, true, dnsLabelProblems), ...statefulSetSpecProblems(set, differences)];
}

/** Claims as Go's internal types write them. Models pkg/apis/core/types.go PersistentVolumeClaim (v1.37.1). */
function claimsValue(claims: readonly JsonObject[] | undefined): Json {
  if (!claims) return null;
  return claims.map((claim) => {
    const part = (name: string): JsonObject => (claim[name] ?? {}) as JsonObject;
    const [metadata, spec, status] = [part('metadata'), part('spec'), part('status')];
    const resources = (spec.resources ?? {}) as JsonObject;
    return {
      ...metadata,
      Spec: {
        AccessModes: spec.accessModes ?? null,
        Selector: spec.selector ? selectorValue(spec.selector as LabelSelector) : null,
        Resources: { Limits: resources.limits ?? null, Requests: resources.requests ?? null },
        VolumeName: spec.volumeName ?? '',
        StorageClassName: spec.storageClassName ?? null,
        VolumeMode: spec.volumeMode ?? null,
        DataSource: spec.dataSource ? upperNames(spec.dataSource) : null,
        DataSourceRef: spec.dataSourceRef ? upperNames(spec.dataSourceRef) : null,
        VolumeAttributesClassName: spec.volumeAttributesClassName ?? null,
      },
      Status: {
        Phase: status.phase ?? '',
        AccessModes: null,
        Capacity: null,
        Conditions: null,
        AllocatedResources: null,
        AllocatedResourceStatuses: null,
        CurrentVolumeAttributesClassName: null,
        ModifyVolumeStatus: null,
        HealthStatus: null,
      },
    };
  });
}

const upperNames = (value: Json): Json => ({
  APIGroup: null,
  ...Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, inner]) => [name === 'apiGroup' ? 'APIGroup' : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, inner]),
  ),
});

/** What of a StatefulSet's spec can change before 1.37, where one complaint speaks of all other fields. */
const MUTABLE = ['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'];

export function validateStatefulSetUpdate(set: StatefulSet, before: StatefulSet, differences: VersionDifferences): FieldError[] {
  const all = [...validateObjectMetaUpdate(set, before), ...statefulSetSpecProblems(set, differences)];
  if (!differences.immutableFieldsOfStatefulSetNamed) {
    const rest = ({ spec }: StatefulSet): object => Object.fromEntries(Object.entries(spec).filter(([name]) => !MUTABLE.includes(name)));
    return same(rest(set), rest(before)) ? all : [...all, forbidden('spec', 'stateful-set-spec-immutable')];
  }
  const immutable = (field: string, given: Json, stored: Json): FieldError[] =>
    same(given, stored) ? [] : [invalid(child('spec', field), given, 'field-immutable')];
  return [
    ...all,
    ...(set.spec.selector ? selectorChanged(set, before) : []),
    ...immutable('volumeClaimTemplates', claimsValue(set.spec.volumeClaimTemplates), claimsValue(before.spec.volumeClaimTemplates)),
    ...immutable('serviceName', set.spec.serviceName ?? '', before.spec.serviceName ?? ''),
    ...immutable('podManagementPolicy', set.spec.podManagementPolicy ?? '', before.spec.podManagementPolicy ?? ''),
  ];
}
