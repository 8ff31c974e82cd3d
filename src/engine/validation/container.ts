// Containers of all three sorts. Models pkg/apis/core/validation validateContainerCommon and what it calls (v1.37.1), in
// upstream's order. Not modelled: restart rules.
import type { Container, EnvVar } from '../api/core-v1.ts';
import { duplicate, forbidden, invalid, notFound, required, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { Json, JsonObject } from '../api/kubernetes-object.ts';
import { ENV_FIELDS, fieldRefProblems, resourceFieldProblems } from './downward-api.ts';
import { Part } from '../parts/part.ts';
import { localPathProblems, notAmong, oneOf, portNumberProblems, PROTOCOLS } from './field-problems.ts';
import { resourcesProblems } from './resource-requirements.ts';
import { containerContextProblems } from './security-context.ts';
import { configKeyProblems, dnsLabelProblems, dnsSubdomainProblems, envNameProblems, invalidText, portNameProblems } from './text-problems.ts';

/** What is asked of fields that few Pods have. */
export const RARE_POD_FIELDS_PART = new Part('rare-pod-fields', () => import('./rare-pod-fields.ts'));

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

const objectAt = (object: JsonObject | undefined, name: string): JsonObject | undefined => object?.[name] as JsonObject | undefined;
const textAt = (object: JsonObject, name: string): string => String(object[name] ?? '');

/** What every container must be, whichever list it is in; names of other containers are not looked at. */
export function containerProblems(
  container: Container,
  field: FieldPath,
  volumes: ReadonlyMap<string, JsonObject>,
  hostUsers: boolean,
  podRestarts: string | undefined,
): FieldError[] {
  const { name = '', image = '' } = container;
  const { volumeDevices, resizePolicy } = container as unknown as JsonObject;
  const at = (part: string): FieldPath => child(field, part);
  return [
    ...(name ? invalidText(at('name'), name, dnsLabelProblems) : [required(at('name'), 'field-required')]),
    ...(image ? [] : [required(at('image'), 'field-required')]),
    ...oneOf(at('terminationMessagePolicy'), container.terminationMessagePolicy, ['File', 'FallbackToLogsOnError']),
    ...containerPortsProblems(container, at('ports')),
    ...(container.env ?? []).flatMap((variable, i) => variableProblems(variable, index(at('env'), i))),
    ...envFromProblems(container.envFrom ?? [], at('envFrom')),
    ...mountsProblems(container, at('volumeMounts'), volumes),
    ...(volumeDevices ? RARE_POD_FIELDS_PART.content.devicesProblems(container, at('volumeDevices'), volumes) : []),
    ...oneOf(at('imagePullPolicy'), container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...resourcesProblems(container.resources ?? {}, at('resources')),
    ...(resizePolicy ? RARE_POD_FIELDS_PART.content.resizeProblems(container, at('resizePolicy'), podRestarts) : []),
    ...containerContextProblems(container.securityContext, at('securityContext'), hostUsers),
  ];
}

function containerPortsProblems({ ports = [] }: Container, field: FieldPath): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap(({ name, containerPort, hostPort, protocol }, i) => {
    const at = index(field, i);
    const errors: FieldError[] = [];
    if (name) {
      const malformed = invalidText(child(at, 'name'), name, portNameProblems);
      errors.push(...malformed);
      if (malformed.length === 0 && names.has(name)) errors.push(duplicate(child(at, 'name'), name, 'port-name-duplicate'));
      if (malformed.length === 0) names.add(name);
    }
    errors.push(...(containerPort ? portNumberProblems(child(at, 'containerPort'), containerPort) : [required(child(at, 'containerPort'), 'field-required')]));
    if (hostPort) errors.push(...portNumberProblems(child(at, 'hostPort'), hostPort));
    return [...errors, ...oneOf(child(at, 'protocol'), protocol, PROTOCOLS)];
  });
}

function variableProblems({ name = '', value = '', valueFrom }: EnvVar, field: FieldPath): FieldError[] {
  const errors = name ? invalidText(child(field, 'name'), name, envNameProblems) : [required(child(field, 'name'), 'field-required')];
  if (!valueFrom) return errors;
  const at = child(field, 'valueFrom');
  const given = SOURCES.filter((source) => valueFrom[source] !== undefined);
  for (const source of given) errors.push(...sourceProblems(source, valueFrom[source] as JsonObject, child(at, source)));
  if (given.length === 0) errors.push(invalid(at, '', 'source-missing', { sources: SOURCES }));
  else if (value !== '') errors.push(invalid(at, '', 'env-value-and-source'));
  else if (given.length > 1) errors.push(invalid(at, '', 'several-sources'));
  return errors;
}

function sourceProblems(source: string, given: JsonObject, field: FieldPath): FieldError[] {
  switch (source) {
    case 'fieldRef':
      return fieldRefProblems(given, field, ENV_FIELDS);
    case 'resourceFieldRef':
      return resourceFieldProblems(given, field, false);
    case 'configMapKeyRef':
    case 'secretKeyRef':
      return [
        ...invalidText(child(field, 'name'), textAt(given, 'name'), dnsSubdomainProblems),
        ...(given.key ? invalidText(child(field, 'key'), textAt(given, 'key'), configKeyProblems) : [required(child(field, 'key'), 'field-required')]),
      ];
    default:
      return [
        ...(given.key ? invalidText(child(field, 'key'), textAt(given, 'key'), envNameProblems) : [required(child(field, 'key'), 'field-required')]),
        ...(given.volumeName
          ? invalidText(child(field, 'volumeName'), textAt(given, 'volumeName'), dnsLabelProblems)
          : [required(child(field, 'volumeName'), 'field-required')]),
        ...(given.path
          ? localPathProblems(child(field, 'path'), textAt(given, 'path'), { relative: false })
          : [required(child(field, 'path'), 'field-required')]),
      ];
  }
}

function envFromProblems(sources: readonly JsonObject[], field: FieldPath): FieldError[] {
  return sources.flatMap((source, i) => {
    const at = index(field, i);
    const prefix = textAt(source, 'prefix');
    const errors = prefix ? invalidText(child(at, 'prefix'), prefix, envNameProblems) : [];
    const given = ['configMapRef', 'secretRef'].filter((name) => source[name] !== undefined);
    for (const name of given) {
      const ref = textAt(objectAt(source, name) as JsonObject, 'name');
      errors.push(...(ref ? invalidText(child(at, name, 'name'), ref, dnsSubdomainProblems) : [required(child(at, name, 'name'), 'field-required')]));
    }
    // Upstream names the list here, not the item.
    if (given.length === 0) errors.push(invalid(field, '', 'source-missing', { sources: ['configMapRef', 'secretRef'] }));
    else if (given.length > 1) errors.push(invalid(field, '', 'several-sources'));
    return errors;
  });
}

function mountsProblems({ volumeMounts: mounts = [], securityContext }: Container, field: FieldPath, volumes: ReadonlyMap<string, JsonObject>): FieldError[] {
  const isPrivileged = securityContext?.['privileged'] === true;
  const paths = new Set<Json>();
  return mounts.flatMap((mount, i) => {
    const at = index(field, i);
    const [name, mountPath] = [textAt(mount, 'name'), textAt(mount, 'mountPath')];
    const errors: FieldError[] = [];
    if (!name) errors.push(required(child(at, 'name'), 'field-required'));
    if (!volumes.has(name)) errors.push(notFound(child(at, 'name'), name));
    if (!mountPath) errors.push(required(child(at, 'mountPath'), 'field-required'));
    if (paths.has(mountPath)) errors.push(invalid(child(at, 'mountPath'), mountPath, 'mount-path-duplicate'));
    paths.add(mountPath);
    // Upstream names the list here, not the item.
    if (mount.subPath) errors.push(...localPathProblems(child(field, 'subPath'), textAt(mount, 'subPath')));
    if (mount.subPathExpr) {
      if (mount.subPath) errors.push(invalid(child(at, 'subPathExpr'), textAt(mount, 'subPathExpr'), 'sub-paths-contradict'));
      errors.push(...localPathProblems(child(field, 'subPathExpr'), textAt(mount, 'subPathExpr')));
    }
    return [...errors, ...propagationProblems(mount, field, isPrivileged)];
  });
}

/** Models validateMountPropagation and validateMountRecursiveReadOnly; upstream names the list, not the item. */
function propagationProblems({ mountPropagation, recursiveReadOnly, readOnly }: JsonObject, field: FieldPath, isPrivileged: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (typeof mountPropagation === 'string') {
    errors.push(...notAmong(child(field, 'mountPropagation'), mountPropagation, ['Bidirectional', 'HostToContainer', 'None']));
    if (mountPropagation === 'Bidirectional' && !isPrivileged)
      errors.push(forbidden(child(field, 'mountPropagation'), 'setting-needs-another', { how: 'bidirectional' }));
  }
  const at = child(field, 'recursiveReadOnly');
  if (recursiveReadOnly === 'Enabled' || recursiveReadOnly === 'IfPossible') {
    if (readOnly !== true) errors.push(forbidden(at, 'setting-needs-another', { how: 'recursive-read-only' }));
    if (mountPropagation !== undefined && mountPropagation !== 'None') errors.push(forbidden(at, 'settings-contradict', { how: 'recursive-propagation' }));
  } else if (typeof recursiveReadOnly === 'string') errors.push(...notAmong(at, recursiveReadOnly, ['Disabled', 'Enabled', 'IfPossible']));
  return errors;
}
