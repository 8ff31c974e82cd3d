// Models kubectl pkg/describe describe.go describePod, DescribePodTemplate and what they share (v0.37.1).
import type { Container, ContainerState, ContainerStatus, EnvVar, Event, Pod, PodTemplateSpec, Probe } from '../../api/core-v1.ts';
import type { Json, JsonObject, Labels } from '../../api/kubernetes-object.ts';
import { quantityValue } from '../../api/quantity.ts';
import { longTime, type Page } from './describe-page.ts';
import { since } from './durations.ts';
import { isObject } from './go-value.ts';

const at = (value: Json | undefined, ...keys: string[]): Json | undefined =>
  keys.reduce<Json | undefined>((one, key) => (isObject(one) ? one[key] : undefined), value);
const word = (value: Json | undefined): string => (value === undefined || value === null ? '' : String(value as string));

/** A path as Go's url.URL writes it. */
const escapedPath = (path: string): string => encodeURI(path).replace(/[?#[\]]/g, encodeURIComponent);

function describeProbe(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0, failureThreshold = 0, exec, httpGet, tcpSocket, grpc } = probe;
  const pace = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s successThreshold=${successThreshold} failureThreshold=${failureThreshold}`;
  if (exec) return `exec [${(exec.command ?? []).join(' ')}] ${pace}`;
  if (httpGet) {
    const { scheme = '', host = '', port, path = '' } = httpGet;
    const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    return `http-get ${scheme.toLowerCase()}://${address}${path && !path.startsWith('/') ? '/' : ''}${escapedPath(path)} ${pace}`;
  }
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${pace}`;
  return grpc ? `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${pace}` : `unknown ${pace}`;
}

function describeState(page: Page, title: string, { running, waiting, terminated }: ContainerState): void {
  if (running) {
    page.line(2, `${title}:\tRunning`);
    page.line(3, `Started:\t${longTime(running.startedAt)}`);
  } else if (terminated) {
    page.line(2, `${title}:\tTerminated`);
    page.fields(3, [
      ['Reason', terminated.reason || undefined],
      ['Message', (terminated.message as string | undefined) || undefined],
      ['Exit Code', terminated.exitCode],
      ['Signal', terminated.signal || undefined],
      ['Started', longTime(terminated.startedAt)],
      ['Finished', longTime(terminated.finishedAt)],
    ]);
  } else {
    page.line(2, `${title}:\tWaiting`);
    if (waiting?.reason) page.line(3, `Reason:\t${waiting.reason}`);
  }
}

const portText = (ports: Container['ports'] = [], key: 'containerPort' | 'hostPort'): string =>
  ports.map((port) => `${port[key] ?? 0}/${port.protocol ?? ''}${port.name ? ` (${port.name})` : ''}`).join(', ');

function describeQuantities(page: Page, title: string, quantities: Json | undefined): void {
  if (!isObject(quantities) || Object.keys(quantities).length === 0) return;
  page.line(2, `${title}:`);
  for (const name of Object.keys(quantities).sort()) page.line(3, `${name}:\t${word(quantities[name])}`);
}

/** What a downward API field of a Pod is. Models pkg/fieldpath ExtractFieldPathAsString (v1.37.1) for the fields env may name. */
function podField(pod: Pod, path: string): string {
  const key = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (key) return pod.metadata[key[1] as 'labels' | 'annotations']?.[key[2] as string] ?? '';
  return /^metadata\.(name|namespace|uid)$/.test(path) ? word(at(pod as unknown as Json, ...path.split('.'))) : '';
}

function describeVariable(page: Page, { name, value = '', valueFrom }: EnvVar, container: Container, pod: Pod | undefined): void {
  if (!valueFrom) return value.split('\n').forEach((part, i) => page.line(3, `${i === 0 ? `${name}:` : ''}\t${part}`));
  const optional = (from: Json): boolean => at(from, 'optional') === true;
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom as { readonly [key: string]: JsonObject | undefined };
  if (fieldRef)
    page.line(3, `${name}:\t${pod ? podField(pod, word(fieldRef['fieldPath'])) : ''} (${word(fieldRef['apiVersion'])}:${word(fieldRef['fieldPath'])})`);
  else if (resourceFieldRef) {
    const resource = word(resourceFieldRef['resource']);
    // Models pkg/util/resource ExtractContainerResourceValue: whole units of the divisor, rounded up.
    const units = (quantityValue(word(at(container.resources, ...resource.split('.')))) ?? 0) / (quantityValue(word(resourceFieldRef['divisor'])) || 1);
    const amount = units === 0 && /^limits\.(cpu|memory)$/.test(resource) ? 'node allocatable' : String(Math.ceil(units));
    page.line(3, `${name}:\t${amount} (${resource})`);
  } else if (secretKeyRef)
    page.line(3, `${name}:\t<set to the key '${word(secretKeyRef['key'])}' in secret '${word(secretKeyRef['name'])}'>\tOptional: ${optional(secretKeyRef)}`);
  else if (configMapKeyRef)
    page.line(
      3,
      `${name}:\t<set to the key '${word(configMapKeyRef['key'])}' of config map '${word(configMapKeyRef['name'])}'>\tOptional: ${optional(configMapKeyRef)}`,
    );
}

function describeContainers(page: Page, title: string, containers: readonly Container[], statuses: readonly ContainerStatus[], space: string, pod?: Pod): void {
  page.line(0, `${space}${title}:${containers.length === 0 ? ' <none>' : ''}`);
  for (const container of containers) {
    const status = statuses.find(({ name }) => name === container.name);
    page.line(1, `${space && ' '}${container.name}:`);
    const [ports, hostPorts] = [portText(container.ports, 'containerPort'), portText(container.ports, 'hostPort')];
    const seccomp = (container as { securityContext?: { seccompProfile?: { type: string; localhostProfile?: string } } }).securityContext?.seccompProfile;
    page.fields(2, [
      ['Container ID', status && (status.containerID ?? '')],
      ['Image', container.image ?? ''],
      ['Image ID', status && (status.imageID ?? '')],
      [ports.includes(',') ? 'Ports' : 'Port', ports || '<none>'],
      [hostPorts.includes(',') ? 'Host Ports' : 'Host Port', hostPorts || '<none>'],
      ['SeccompProfile', seccomp?.type],
      ['LocalhostProfile', seccomp?.localhostProfile],
    ]);
    for (const [name, words] of [
      ['Command', container.command],
      ['Args', container.args],
    ] as const) {
      if (!words?.length) continue;
      page.line(2, `${name}:`);
      for (const one of words) for (const part of one.split('\n')) page.line(3, part);
    }
    if (status) {
      describeState(page, 'State', status.state ?? {});
      if (status.lastState?.terminated) describeState(page, 'Last State', status.lastState);
      page.fields(2, [
        ['Ready', status.ready ? 'True' : 'False'],
        ['Restart Count', status.restartCount],
      ]);
    }
    describeQuantities(page, 'Limits', container.resources?.['limits']);
    describeQuantities(page, 'Requests', container.resources?.['requests']);
    page.fields(2, [
      ['Liveness', container.livenessProbe && describeProbe(container.livenessProbe)],
      ['Readiness', container.readinessProbe && describeProbe(container.readinessProbe)],
      ['Startup', container.startupProbe && describeProbe(container.startupProbe)],
    ]);
    if (container.envFrom?.length) {
      page.line(2, 'Environment Variables from:');
      for (const from of container.envFrom) {
        const [kind, of] = from['configMapRef'] ? ['ConfigMap', from['configMapRef']] : ['Secret', from['secretRef'] as Json];
        page.line(
          3,
          `${word(at(of, 'name'))}\t${kind}${from['prefix'] ? ` with prefix '${word(from['prefix'])}'` : ''}\tOptional: ${at(of, 'optional') === true}`,
        );
      }
    }
    page.line(2, `Environment:${container.env?.length ? '' : '\t<none>'}`);
    for (const variable of container.env ?? []) describeVariable(page, variable, container, pod);
    const mounts = [...(container.volumeMounts ?? [])].sort((a, b) => (word(a['mountPath']) < word(b['mountPath']) ? -1 : 1));
    page.line(2, `Mounts:${mounts.length > 0 ? '' : '\t<none>'}`);
    for (const mount of mounts)
      page.line(
        3,
        `${word(mount['mountPath'])} from ${word(mount['name'])} (${mount['readOnly'] === true ? 'ro' : 'rw'}${mount['subPath'] ? `,path="${word(mount['subPath'])}"` : ''})`,
      );
  }
}

function volumeLines(volume: JsonObject): (readonly [string, string | undefined])[] {
  const optional = (of: Json | undefined): string => String(at(of, 'optional') === true);
  const [kind, of] = Object.entries(volume).find(([key]) => key !== 'name') ?? ['', null];
  switch (kind) {
    case 'hostPath':
      return [
        ['Type', 'HostPath (bare host directory volume)'],
        ['Path', word(at(of, 'path'))],
        ['HostPathType', at(of, 'type') === undefined ? '<none>' : word(at(of, 'type'))],
      ];
    case 'emptyDir':
      return [
        ['Type', "EmptyDir (a temporary directory that shares a pod's lifetime)"],
        ['Medium', word(at(of, 'medium'))],
        ['SizeLimit', word(at(of, 'sizeLimit')) || '<unset>'],
      ];
    case 'configMap':
      return [
        ['Type', 'ConfigMap (a volume populated by a ConfigMap)'],
        ['Name', word(at(of, 'name'))],
        ['Optional', optional(of)],
      ];
    case 'secret':
      return [
        ['Type', 'Secret (a volume populated by a Secret)'],
        ['SecretName', word(at(of, 'secretName'))],
        ['Optional', optional(of)],
      ];
    case 'persistentVolumeClaim':
      return [
        ['Type', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'],
        ['ClaimName', word(at(of, 'claimName'))],
        ['ReadOnly', String(at(of, 'readOnly') === true)],
      ];
    case 'projected':
      return [
        ['Type', 'Projected (a volume that contains injected data from multiple sources)'],
        ...((at(of, 'sources') ?? []) as readonly JsonObject[]).flatMap((source): (readonly [string, string])[] => {
          const { secret, downwardAPI, configMap, serviceAccountToken } = source;
          if (secret)
            return [
              ['SecretName', word(at(secret, 'name'))],
              ['Optional', optional(secret)],
            ];
          if (downwardAPI) return [['DownwardAPI', 'true']];
          if (configMap)
            return [
              ['ConfigMapName', word(at(configMap, 'name'))],
              ['Optional', optional(configMap)],
            ];
          return serviceAccountToken ? [['TokenExpirationSeconds', word(at(serviceAccountToken, 'expirationSeconds'))]] : [];
        }),
      ];
    case 'downwardAPI':
      return [['Type', 'DownwardAPI (a volume populated by information about the pod)']];
    default:
      return [];
  }
}

function describeVolumes(page: Page, volumes: readonly JsonObject[] = [], space: string): void {
  page.line(0, `${space}Volumes:${volumes.length === 0 ? '\t<none>' : ''}`);
  for (const volume of volumes) {
    page.line(1, `${space && ' '}${word(volume['name'])}:`);
    const lines = volumeLines(volume);
    if (lines.length === 0) page.line(1, '<unknown>');
    page.fields(2, lines);
    if (!volume['downwardAPI']) continue;
    page.line(2, 'Items:');
    for (const item of (at(volume, 'downwardAPI', 'items') ?? []) as readonly JsonObject[])
      page.line(3, `${word(at(item, 'fieldRef', 'fieldPath')) || word(at(item, 'resourceFieldRef', 'resource'))} -> ${word(item['path'])}`);
  }
}

function tolerationLines(tolerations: Pod['spec']['tolerations'] = []): string[] {
  return [...tolerations]
    .sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0))
    .map(({ key = '', value, effect, operator, tolerationSeconds }) => {
      const what = `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}`;
      const exists = operator === 'Exists' && !value ? `${key || effect ? ' ' : ''}op=Exists` : '';
      return `${what}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
    });
}

/** The `Pod Template:` section of a workload. */
export function describePodTemplate(page: Page, template: PodTemplateSpec | undefined): void {
  page.line(0, 'Pod Template:');
  const { metadata, spec } = template ?? {};
  page.labels('  Labels', metadata?.labels as Labels | undefined);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) page.annotations('  Annotations', metadata?.annotations as Labels);
  if (spec?.serviceAccountName) page.line(1, `Service Account:\t${spec.serviceAccountName}`);
  if (spec?.initContainers?.length) describeContainers(page, 'Init Containers', spec.initContainers, [], '  ');
  describeContainers(page, 'Containers', spec?.containers ?? [], [], '  ');
  describeVolumes(page, spec?.volumes, '  ');
  page.labels('  Node-Selectors', spec?.nodeSelector);
  page.lines('  Tolerations', tolerationLines(spec?.tolerations));
}

/** `Kind/name` of an object's controller. */
export function controllerOf({ metadata }: { readonly metadata: Pod['metadata'] }): string | undefined {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return owner && `${owner.kind}/${owner.name}`;
}

/** `BestEffort`, `Burstable` or `Guaranteed`, from the status or what the containers ask for. */
function qosClass(pod: Pod): string {
  return pod.status?.qosClass ?? (pod.spec.containers.some(({ resources }) => resources && Object.keys(resources).length > 0) ? 'Burstable' : 'BestEffort');
}

export function describePod(page: Page, pod: Pod, events: readonly Event[] | undefined): void {
  const { metadata, spec, status = {} } = pod;
  const more = spec as unknown as {
    readonly priority?: number;
    readonly priorityClassName?: string;
    readonly readinessGates?: readonly { readonly conditionType: string }[];
  };
  page.fields(0, [
    ['Name', metadata.name],
    ['Namespace', metadata.namespace],
    ['Priority', more.priority],
    ['Priority Class Name', more.priorityClassName || undefined],
    ['Service Account', spec.serviceAccountName || undefined],
    ['Node', spec.nodeName ? `${spec.nodeName}/${status.hostIP ?? ''}` : '<none>'],
    ['Start Time', status.startTime ? longTime(status.startTime) : undefined],
  ]);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  const leaving = metadata.deletionTimestamp && status.phase !== 'Failed' && status.phase !== 'Succeeded';
  page.fields(0, [
    ['Status', leaving ? `Terminating (lasts ${since(page.now, metadata.deletionTimestamp)})` : (status.phase ?? '')],
    ['Termination Grace Period', leaving ? `${metadata.deletionGracePeriodSeconds ?? 0}s` : undefined],
    ['Reason', status.reason || undefined],
    ['Message', status.message || undefined],
    ['IP', status.podIP ?? ''],
  ]);
  page.line(0, `IPs:${status.podIPs?.length ? '' : '\t<none>'}`);
  for (const { ip } of status.podIPs ?? []) page.line(1, `IP:\t${ip}`);
  page.fields(0, [['Controlled By', controllerOf(pod)]]);
  if (spec.initContainers?.length) describeContainers(page, 'Init Containers', spec.initContainers, status.initContainerStatuses ?? [], '', pod);
  describeContainers(page, 'Containers', spec.containers, status.containerStatuses ?? [], '', pod);
  if (spec.ephemeralContainers?.length)
    describeContainers(
      page,
      'Ephemeral Containers',
      spec.ephemeralContainers,
      (status as { readonly ephemeralContainerStatuses?: readonly ContainerStatus[] }).ephemeralContainerStatuses ?? [],
      '',
      pod,
    );
  const conditions = status.conditions ?? [];
  if (more.readinessGates?.length) {
    page.line(0, 'Readiness Gates:\n  Type\tStatus');
    for (const { conditionType } of more.readinessGates)
      page.line(1, `${conditionType} \t${conditions.find(({ type }) => type === conditionType)?.status ?? '<none>'} `);
  }
  if (conditions.length > 0) {
    page.line(0, 'Conditions:\n  Type\tStatus');
    for (const one of conditions) page.line(1, `${one.type} \t${one.status} `);
  }
  describeVolumes(page, spec.volumes, '');
  page.line(0, `QoS Class:\t${qosClass(pod)}`);
  page.labels('Node-Selectors', spec.nodeSelector);
  page.lines('Tolerations', tolerationLines(spec.tolerations));
  page.events(events);
}
