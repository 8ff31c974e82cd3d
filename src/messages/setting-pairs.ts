import type { DiagnosticParams } from '../engine/index.ts';

type Contradiction = DiagnosticParams['settings-contradict']['how'];
type Need = DiagnosticParams['setting-needs-another']['how'];

/** The two settings that do not go together, as they are written. */
export const CONTRADICTING: { readonly [how in Contradiction]: readonly [string, string] } = {
  privileged: ['allowPrivilegeEscalation: false', 'privileged: true'],
  capability: ['allowPrivilegeEscalation: false', 'CAP_SYS_ADMIN'],
  'process-namespaces': ['shareProcessNamespace: true', 'hostPID: true'],
  'host-users': ['hostUsers: false', 'hostNetwork, hostPID, hostIPC'],
  'sysctl-network': ['sysctls', 'hostNetwork: true'],
  'sysctl-ipc': ['sysctls', 'hostIPC: true'],
  'seccomp-file': ['localhostProfile', 'seccompProfile.type'],
  'apparmor-file': ['localhostProfile', 'appArmorProfile.type'],
  'recursive-propagation': ['recursiveReadOnly', 'mountPropagation'],
  'field-and-resource': ['fieldRef', 'resourceFieldRef'],
  'label-key-and-selector': ['matchLabelKeys', 'labelSelector'],
  'label-key-both-ways': ['matchLabelKeys', 'mismatchLabelKeys'],
  'node-and-gates': ['nodeName', 'schedulingGates'],
  'resize-and-never': ['restartPolicy: RestartContainer', 'restartPolicy: Never'],
  'device-name-mounted': ['volumeDevices', 'volumeMounts'],
  'device-path-mounted': ['devicePath', 'mountPath'],
  windows: ['os.name: windows', 'hostPID, runAsUser'],
  linux: ['os.name: linux', 'windowsOptions'],
};

/** A setting, and what it needs beside it. */
export const NEEDED: { readonly [how in Need]: readonly [string, string] } = {
  'seccomp-type': ['seccompProfile', 'type'],
  'seccomp-file': ['type: Localhost', 'localhostProfile'],
  'apparmor-type': ['appArmorProfile', 'type'],
  'apparmor-file': ['type: Localhost', 'localhostProfile'],
  unmasked: ['procMount: Unmasked', 'hostUsers: false'],
  bidirectional: ['mountPropagation: Bidirectional', 'privileged: true'],
  'recursive-read-only': ['recursiveReadOnly', 'readOnly: true'],
  'label-keys': ['matchLabelKeys', 'labelSelector'],
  'downward-source': ['downwardAPI', 'fieldRef'],
  'ephemeral-later': ['ephemeralContainers', 'kubectl debug'],
  'block-device': ['volumeDevices', 'persistentVolumeClaim'],
  'huge-pages': ['hugepages-2Mi', 'cpu'],
};
