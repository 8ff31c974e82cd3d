// Fields of a Pod that few people write. Models what pkg/apis/core/validation ValidatePodSpec asks of them (v1.37.1): volumes as devices,
// resize policies, scheduling gates, huge pages, and what goes with a Pod's system. Fetched with the first Pod that has one of them.
import type { Container, PodSpec } from '../api/core-v1.ts';
import { duplicate, forbidden, invalid, notFound, required, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { Json, JsonObject } from '../api/kubernetes-object.ts';
import { notAmong, oneOf } from './field-problems.ts';
import { invalidText, labelKeyProblems } from './text-problems.ts';

const textAt = (object: JsonObject, name: string): string => String(object[name] ?? '');
const listAt = (object: JsonObject, name: string): readonly JsonObject[] => (object[name] ?? []) as readonly JsonObject[];

/** What `volumes` are, by name. Models ValidateVolumeDevices. */
export function devicesProblems(container: Container, field: FieldPath, volumes: ReadonlyMap<string, JsonObject>): FieldError[] {
  const given = container as unknown as JsonObject;
  const mounts = listAt(given, 'volumeMounts');
  const names = new Set<string>();
  const paths = new Set<string>();
  return listAt(given, 'volumeDevices').flatMap((device, i) => {
    const at = index(field, i);
    const [name, path] = [textAt(device, 'name'), textAt(device, 'devicePath')];
    const errors: FieldError[] = [];
    const volume = volumes.get(name);
    if (!name) errors.push(required(child(at, 'name'), 'field-required'));
    if (names.has(name)) errors.push(invalid(child(at, 'name'), name, 'mount-path-duplicate'));
    if (!volume) errors.push(notFound(child(at, 'name'), name));
    else if (!volume.persistentVolumeClaim && !volume.ephemeral)
      errors.push(invalid(child(at, 'name'), name, 'setting-needs-another', { how: 'block-device' }));
    if (!path) errors.push(required(child(at, 'devicePath'), 'field-required'));
    if (paths.has(path)) errors.push(invalid(child(at, 'devicePath'), path, 'mount-path-duplicate'));
    if (path.split('/').includes('..')) errors.push(invalid(child(at, 'devicePath'), path, 'path-goes-up', { device: true }));
    else paths.add(path);
    if (mounts.some((mount) => textAt(mount, 'name') === name))
      errors.push(invalid(child(at, 'name'), name, 'settings-contradict', { how: 'device-name-mounted' }));
    if (mounts.some((mount) => textAt(mount, 'mountPath') === path))
      errors.push(invalid(child(at, 'devicePath'), path, 'settings-contradict', { how: 'device-path-mounted' }));
    if (name) names.add(name);
    return errors;
  });
}

/** Models validateResizePolicy; upstream names the list, not the item. */
export function resizeProblems(container: Container, field: FieldPath, podRestarts: string | undefined): FieldError[] {
  const seen = new Set<string>();
  return listAt(container as unknown as JsonObject, 'resizePolicy').flatMap((policy, i) => {
    const [resource, restart] = [textAt(policy, 'resourceName'), textAt(policy, 'restartPolicy')];
    const errors = seen.has(resource) ? [duplicate(index(field, i), resource)] : [];
    seen.add(resource);
    errors.push(...oneOf(field, resource, ['cpu', 'memory']), ...oneOf(field, restart, ['NotRequired', 'RestartContainer']));
    if (podRestarts === 'Never' && restart !== 'NotRequired') errors.push(invalid(field, restart, 'settings-contradict', { how: 'resize-and-never' }));
    return errors;
  });
}

/** Models validateSchedulingGates. */
export function gatesProblems(gates: Json, field: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return (gates as readonly JsonObject[]).flatMap((gate, i) => {
    const name = textAt(gate, 'name');
    const errors = invalidText(index(field, i), name, labelKeyProblems);
    if (seen.has(name)) errors.push(duplicate(index(field, i), name));
    seen.add(name);
    return errors;
  });
}

const LINUX_ONLY = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
const LINUX_ONLY_OF_CONTAINERS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

/** Models validateOS, validateLinux and validateWindows. */
export function systemProblems(spec: PodSpec, field: FieldPath): FieldError[] {
  const given = spec as unknown as JsonObject;
  const name = textAt(given['os'] as JsonObject, 'name');
  const os = child(field, 'os');
  if (!name) return [required(child(os, 'name'), 'field-required')];
  if (name !== 'linux' && name !== 'windows') return notAmong(os, name, ['linux', 'windows']);
  const contexts: { readonly path: FieldPath; readonly context: JsonObject; readonly names: readonly string[] }[] = [
    { path: child(field, 'securityContext'), context: (given['securityContext'] ?? {}) as JsonObject, names: LINUX_ONLY },
  ];
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'])
    listAt(given, list).forEach(({ securityContext }, i) =>
      contexts.push({
        path: child(index(child(field, list), i), 'securityContext'),
        context: (securityContext ?? {}) as JsonObject,
        names: LINUX_ONLY_OF_CONTAINERS,
      }),
    );
  if (name === 'linux')
    return contexts.flatMap(({ path, context }) =>
      context['windowsOptions'] ? [forbidden(child(path, 'windowsOptions'), 'settings-contradict', { how: 'linux' })] : [],
    );
  const refused = (path: FieldPath): FieldError => forbidden(path, 'settings-contradict', { how: 'windows' });
  const [first, ...others] = contexts.map(({ path, context, names }) =>
    names.filter((one) => context[one] !== undefined).map((one) => refused(child(path, one))),
  );
  const ofPod = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'].filter((one) =>
    one === 'hostPID' || one === 'hostIPC' ? given[one] === true : given[one] !== undefined,
  );
  return [...(first ?? []), ...ofPod.map((one) => refused(child(field, one))), ...others.flat()];
}
