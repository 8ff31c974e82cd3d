// Security contexts of Pods and containers. Models pkg/apis/core/validation ValidateSecurityContext, validatePodSpecSecurityContext
// and what they call (v1.37.1), in upstream's order. Not modelled: options of Windows.
import { duplicate, invalid, notSupported, required, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { Json, JsonObject } from '../api/kubernetes-object.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { localPathProblems, notAmong } from './field-problems.ts';

const MAX_ID = 2147483647;
const PROFILES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

const objectAt = (object: JsonObject | undefined, name: string): JsonObject | undefined => object?.[name] as JsonObject | undefined;

function idProblems(field: FieldPath, id: Json | undefined): FieldError[] {
  return typeof id === 'number' && (id < 0 || id > MAX_ID) ? [invalid(field, id, 'number-out-of-range', { min: 0, max: MAX_ID })] : [];
}

/** Models validateSeccompProfileField. */
function seccompProblems(profile: JsonObject | undefined, field: FieldPath): FieldError[] {
  if (!profile) return [];
  const { type = '', localhostProfile: file } = profile as { readonly type?: string; readonly localhostProfile?: string };
  const at = child(field, 'localhostProfile');
  const errors =
    type === ''
      ? [required(child(field, 'type'), 'setting-needs-another', { how: 'seccomp-type' })]
      : PROFILES.includes(type)
        ? []
        : [notSupported(child(field, 'type'), type, PROFILES)];
  if (type !== 'Localhost') {
    if (file !== undefined) errors.push(invalid(at, { Type: type, LocalhostProfile: file }, 'settings-contradict', { how: 'seccomp-file' }));
  } else if (file === undefined) errors.push(required(at, 'setting-needs-another', { how: 'seccomp-file' }));
  else errors.push(...localPathProblems(at, file));
  return errors;
}

/** Models ValidateAppArmorProfileField. */
function appArmorProblems(profile: JsonObject | undefined, field: FieldPath): FieldError[] {
  if (!profile) return [];
  const { type = '', localhostProfile: file } = profile as { readonly type?: string; readonly localhostProfile?: string };
  const at = child(field, 'localhostProfile');
  if (type === '') return [required(child(field, 'type'), 'setting-needs-another', { how: 'apparmor-type' })];
  if (!PROFILES.includes(type)) return [notSupported(child(field, 'type'), type, PROFILES)];
  if (type !== 'Localhost') return file === undefined ? [] : [invalid(at, file, 'settings-contradict', { how: 'apparmor-file' })];
  if (file !== undefined && file.trim() !== file) return [invalid(at, file, 'text-padded')];
  return file ? [] : [required(at, 'setting-needs-another', { how: 'apparmor-file' })];
}

/** The internal type as Go writes it in JSON. */
function internalContext(context: JsonObject): Json {
  const capabilities = objectAt(context, 'capabilities');
  const seccomp = objectAt(context, 'seccompProfile');
  const apparmor = objectAt(context, 'appArmorProfile');
  const linux = objectAt(context, 'seLinuxOptions');
  const profile = (given: JsonObject | undefined): Json => (given ? { Type: given['type'] ?? '', LocalhostProfile: given['localhostProfile'] ?? null } : null);
  return {
    Capabilities: capabilities ? { Add: capabilities['add'] ?? null, Drop: capabilities['drop'] ?? null } : null,
    Privileged: context['privileged'] ?? null,
    SELinuxOptions: linux ? { User: linux['user'] ?? '', Role: linux['role'] ?? '', Type: linux['type'] ?? '', Level: linux['level'] ?? '' } : null,
    WindowsOptions: null,
    RunAsUser: context['runAsUser'] ?? null,
    RunAsGroup: context['runAsGroup'] ?? null,
    RunAsNonRoot: context['runAsNonRoot'] ?? null,
    ReadOnlyRootFilesystem: context['readOnlyRootFilesystem'] ?? null,
    AllowPrivilegeEscalation: context['allowPrivilegeEscalation'] ?? null,
    ProcMount: context['procMount'] ?? null,
    SeccompProfile: profile(seccomp),
    AppArmorProfile: profile(apparmor),
  };
}

/** A container's own context. `hostUsers`: the Pod shares the users of its node. */
export function containerContextProblems(context: JsonObject | undefined, field: FieldPath, hostUsers: boolean): FieldError[] {
  if (!context) return [];
  const at = (name: string): FieldPath => child(field, name);
  const errors = [...idProblems(at('runAsUser'), context['runAsUser']), ...idProblems(at('runAsGroup'), context['runAsGroup'])];
  const mount = context['procMount'];
  if (typeof mount === 'string') {
    errors.push(...notAmong(at('procMount'), mount, ['Default', 'Unmasked']));
    if (hostUsers && mount === 'Unmasked') errors.push(invalid(at('procMount'), mount, 'setting-needs-another', { how: 'unmasked' }));
  }
  errors.push(...seccompProblems(objectAt(context, 'seccompProfile'), at('seccompProfile')));
  if (context['allowPrivilegeEscalation'] === false) {
    if (context['privileged'] === true) errors.push(invalid(field, internalContext(context), 'settings-contradict', { how: 'privileged' }));
    const added = (objectAt(context, 'capabilities')?.['add'] ?? []) as readonly string[];
    for (const name of added) if (name === 'CAP_SYS_ADMIN') errors.push(invalid(field, internalContext(context), 'settings-contradict', { how: 'capability' }));
  }
  return [...errors, ...appArmorProblems(objectAt(context, 'appArmorProfile'), at('appArmorProfile'))];
}

/** Models validateSysctls. */
function sysctlsProblems(sysctls: readonly JsonObject[], spec: JsonObject, field: FieldPath): FieldError[] {
  const names = new Set<string>();
  return sysctls.flatMap((sysctl, i) => {
    const at = child(index(field, i), 'name');
    const name = String(sysctl['name'] ?? '');
    const errors: FieldError[] = [];
    if (name === '') errors.push(required(at, 'field-required'));
    else if (name.length > 253 || !SYSCTL.test(name)) errors.push(invalid(at, name, 'sysctl-name-malformed'));
    else if (names.has(name)) errors.push(duplicate(at, name));
    names.add(name);
    const dotted = name.replaceAll('/', '.');
    if (spec['hostNetwork'] === true && dotted.startsWith('net.')) errors.push(invalid(at, name, 'settings-contradict', { how: 'sysctl-network' }));
    else if (spec['hostIPC'] === true && /^(kernel\.(sem$|shm|msg)|fs\.mqueue\.)/.test(dotted))
      errors.push(invalid(at, name, 'settings-contradict', { how: 'sysctl-ipc' }));
    return errors;
  });
}

/** The context that holds for the whole Pod. */
export function podContextProblems(context: JsonObject | undefined, spec: JsonObject, field: FieldPath, { seLinuxMount }: VersionDifferences): FieldError[] {
  if (!context) return [];
  const at = (name: string): FieldPath => child(field, name);
  const word = (name: string, supported: readonly string[]): FieldError[] =>
    typeof context[name] === 'string' ? notAmong(at(name), context[name], supported) : [];
  return [
    ...['fsGroup', 'runAsUser', 'runAsGroup'].flatMap((name) => idProblems(at(name), context[name])),
    ...((context['supplementalGroups'] ?? []) as readonly Json[]).flatMap((id, i) => idProblems(index(at('supplementalGroups'), i), id)),
    ...sysctlsProblems((context['sysctls'] ?? []) as readonly JsonObject[], spec, at('sysctls')),
    ...word('fsGroupChangePolicy', ['Always', 'OnRootMismatch']),
    ...seccompProblems(objectAt(context, 'seccompProfile'), at('seccompProfile')),
    ...appArmorProblems(objectAt(context, 'appArmorProfile'), at('appArmorProfile')),
    ...word('supplementalGroupsPolicy', ['Merge', 'Strict']),
    ...word('seLinuxChangePolicy', seLinuxMount ? ['MountOption', 'Recursive'] : ['Recursive']),
  ];
}
