import type { Container, HTTPGetAction, Pod, Probe } from '../../api/core-v1.ts';
import type { IntOrString } from '../../api/kubernetes-object.ts';
import type { Instant } from '../../clock/instant.ts';
import { execInContainer } from '../../images/container-runtime.ts';
import { answerHTTP } from '../../servers/answer.ts';
import { tlsCertificate } from '../../servers/certificate.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import { drawUID } from '../../store/objects.ts';
import type { KubeletContainer, KubeletPod, Listener, ProbeRecord } from '../../store/tables.ts';
import { recordEvent } from '../events.ts';
import { containersOf } from './runtime.ts';

const PROBE_KINDS = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
type ProbeKind = (typeof PROBE_KINDS)[number];

const TITLES: { readonly [K in ProbeKind]: string } = { startupProbe: 'Startup', livenessProbe: 'Liveness', readinessProbe: 'Readiness' };
/** A container that is not ready is also probed whenever its Pod is synchronized: every second on the recorded clusters. */
const SYNC_MS = 1000;

/** `errored`: the probe itself could not be made, which counts neither way. */
type Outcome = { readonly passed: true } | { readonly passed: false; readonly message: string; readonly errored?: true };

/** A container whose due probes have run; `kill` says which of them asks for its restart. */
export interface Probed {
  readonly known: KubeletContainer;
  readonly kill?: 'liveness' | 'startup';
}

/** Runs the probes of a running container that are due. Models kubernetes pkg/kubelet/prober/worker.go (v1.37.1). */
export function runProbes(draft: ClusterDraft, pod: Pod, record: KubeletPod, container: Container, from: KubeletContainer, startedAt: Instant): Probed {
  let known = from;
  for (const kind of PROBE_KINDS) {
    const probe = container[kind];
    if (!probe || !isRun(kind, pod, known)) continue;
    const firstDue = startedAt + (probe.initialDelaySeconds ?? 0) * 1000;
    const before: ProbeRecord = known.probes[kind] ?? { passed: kind === 'livenessProbe', run: 0, lastPassed: false, dueAt: Math.max(draft.now, firstDue) };
    if (before.dueAt > draft.now) {
      if (known.probes[kind] !== before) known = { ...known, probes: { ...known.probes, [kind]: before } };
      continue;
    }
    const outcome = runProbe(draft, pod, record, container, probe, kind === 'readinessProbe' && readinessFails(draft, pod));
    if (!outcome.passed)
      recordEvent(
        draft,
        pod,
        { component: 'kubelet', host: record.node },
        'Warning',
        'Unhealthy',
        `${TITLES[kind]} probe ${outcome.errored ? 'errored and resulted in unknown state' : 'failed'}: ${outcome.message}`,
        fieldPathOf(pod, container),
      );
    const period = (probe.periodSeconds ?? 10) * 1000;
    if (!outcome.passed && outcome.errored) {
      known = {
        ...known,
        probes: { ...known.probes, [kind]: { ...before, dueAt: draft.now + Math.min(period, kind === 'readinessProbe' ? SYNC_MS : Infinity) } },
      };
      continue;
    }
    const run = before.lastPassed === outcome.passed ? before.run + 1 : 1;
    const threshold = outcome.passed ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
    const passed = run >= threshold ? outcome.passed : before.passed;
    const dueAt = draft.now + (kind === 'readinessProbe' && !passed ? Math.min(period, SYNC_MS) : period);
    known = { ...known, probes: { ...known.probes, [kind]: { passed, run, lastPassed: outcome.passed, dueAt } } };
    if (kind === 'startupProbe' && passed) known = { ...known, started: true };
    if (kind === 'readinessProbe') known = { ...known, ready: passed };
    if (kind !== 'readinessProbe' && !outcome.passed && run >= threshold) return { known, kill: kind === 'startupProbe' ? 'startup' : 'liveness' };
  }
  const ready = known.started && (container.readinessProbe ? known.probes.readinessProbe?.passed === true : true);
  return { known: ready === known.ready ? known : { ...known, ready } };
}

/** Startup probes until one has passed, the others after that; a Pod that ends is not asked whether it lives. */
const isRun = (kind: ProbeKind, pod: Pod, known: KubeletContainer): boolean =>
  (kind === 'startupProbe') !== known.started && (kind !== 'livenessProbe' || pod.metadata.deletionTimestamp === undefined);

/** When a container is probed next, or Infinity. */
export function nextProbeAt(pod: Pod, known: KubeletContainer): Instant {
  if (!known.state.running) return Infinity;
  let first = Infinity;
  for (const kind of PROBE_KINDS) if (isRun(kind, pod, known)) first = Math.min(first, known.probes[kind]?.dueAt ?? Infinity);
  return first;
}

/** Whether any container of a Pod is ever probed. */
export const hasProbes = ({ spec }: Pod): boolean => spec.containers.some(hasProbe) || spec.initContainers?.some(hasProbe) === true;

const hasProbe = (container: Container): boolean => PROBE_KINDS.some((kind) => container[kind]);

/** `spec.containers{web}`: how events name a container. */
export function fieldPathOf({ spec }: Pod, { name }: Container): string {
  const list = spec.containers.some((one) => one.name === name)
    ? 'containers'
    : spec.initContainers?.some((one) => one.name === name)
      ? 'initContainers'
      : 'ephemeralContainers';
  return `spec.${list}{${name}}`;
}

/** Where it stands that a Pod's programs answer as if they were not ready: by UID, so that a Pod of the same name is not meant. */
export const unreadyFact = ({ metadata }: Pod): string => `unready/${metadata.uid ?? ''}`;

/** Whether readiness probes of a Pod fail because somebody outside wants it so. */
export function readinessFails(draft: ClusterDraft, pod: Pod): boolean {
  return draft.get('facts', 'kubelet', unreadyFact(pod)) !== undefined;
}

// `unready`: a program that is alive answers as one that is not ready: 503, a closed port, an exit status without words.
function runProbe(draft: ClusterDraft, pod: Pod, record: KubeletPod, container: Container, probe: Probe, unready: boolean): Outcome {
  const { exec, httpGet, tcpSocket, timeoutSeconds = 1 } = probe;
  const ip = (pod.spec.hostNetwork === true ? pod.status?.podIP : record.podIPs[0]) ?? '';
  const action = httpGet ?? tcpSocket;
  if (action) {
    const port = portNumber(action.port, container);
    if (port === undefined) return { passed: false, errored: true, message: `port "${action.port}" not found` };
    const host = action.host ?? ip;
    if (httpGet) return unready ? refusedHTTP(503) : probeHTTP(draft, pod, record, httpGet, ip, host, port);
    return !unready && listenerOf(draft, pod, ip, port, host) ? { passed: true } : { passed: false, message: refusedDial(host, port) };
  }
  if (unready) return { passed: false, message: '' };
  if (exec) return probeExec(draft, pod, container, exec.command ?? [], timeoutSeconds);
  return {
    passed: false,
    message: `timeout: failed to connect service "${joinHostPort(ip, probe.grpc?.port ?? 0)}" within ${timeoutSeconds}s: context deadline exceeded`,
  };
}

function probeExec(draft: ClusterDraft, pod: Pod, container: Container, command: readonly string[], timeoutSeconds: number): Outcome {
  const outcome = execInContainer(draft, pod.metadata.namespace ?? '', pod.metadata.name, container.name, command, timeoutSeconds * 1000);
  switch (outcome.kind) {
    case 'exited':
      return outcome.exitCode === 0 ? { passed: true } : { passed: false, message: outcome.stdout + outcome.stderr };
    case 'unstarted':
      return {
        passed: false,
        errored: true,
        message: `rpc error: code = Unknown desc = failed to exec in container: failed to start exec "${`${drawUID(draft)}${drawUID(draft)}`.replaceAll('-', '')}": ${outcome.message}`,
      };
    // The recorded clusters' runtime says nothing here (containerd: `command "sleep 3" timed out`).
    case 'timeout':
      return { passed: false, message: '' };
  }
}

// Models kubernetes pkg/probe/http (v1.37.1), with the words of Go's net/http client.
function probeHTTP(draft: ClusterDraft, pod: Pod, record: KubeletPod, action: HTTPGetAction, ip: string, host: string, port: number): Outcome {
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const path = action.path ?? '/';
  const url = `${scheme}://${joinHostPort(host, port)}${path.startsWith('/') ? '' : '/'}${path}`;
  const failed = (what: string): Outcome => ({ passed: false, message: `Get "${url}": ${what}` });
  const found = listenerOf(draft, pod, ip, port, host);
  if (!found) return failed(refusedDial(host, port));
  const at = { kind: 'pod', namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, node: record.node } as const;
  const speaksTLS = tlsCertificate(found) !== undefined;
  if (scheme === 'https' && !speaksTLS) return failed('http: server gave HTTP response to HTTPS client');
  const hostHeader = action.httpHeaders?.find(({ name }) => name.toLowerCase() === 'host')?.value;
  const others = (action.httpHeaders ?? []).filter(({ name }) => name.toLowerCase() !== 'host');
  const has = (name: string): boolean => others.some((header) => header.name.toLowerCase() === name);
  const response = answerHTTP(draft, at, found, {
    method: 'GET',
    path: path.startsWith('/') ? path : `/${path}`,
    headers: [
      ['Host', hostHeader ?? joinHostPort(host, port)],
      ...(has('user-agent') ? [] : [['User-Agent', 'kube-probe/1.37'] as const]),
      ...(has('accept') ? [] : [['Accept', '*/*'] as const]),
      ...others.map(({ name, value }) => [name, value] as const),
      ['Connection', 'close'],
    ],
    body: '',
    clientIP: draft.config.nodes.find(({ name }) => name === pod.spec.nodeName)?.ips[0] ?? '',
    clientPort: 32768 + draft.draw(28232),
    ...(scheme === 'https' ? { tls: true } : {}),
  });
  if ('kind' in response) {
    switch (response.kind) {
      case 'closed':
        return failed('EOF');
      case 'silent':
        return failed('context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
      case 'not-http':
        return failed(`net/http: HTTP/1.x transport connection broken: malformed HTTP response ${JSON.stringify(response.bytes)}`);
    }
  }
  return response.status >= 200 && response.status < 400 ? { passed: true } : refusedHTTP(response.status);
}

const refusedHTTP = (status: number): Outcome => ({ passed: false, message: `HTTP probe failed with statuscode: ${status}` });
const refusedDial = (host: string, port: number): string => `dial tcp ${joinHostPort(host, port)}: connect: connection refused`;

/** What of the Pod listens there. An address that is not the Pod's own is nobody's: a probe of another host is not modelled. */
function listenerOf(draft: ClusterDraft, pod: Pod, ip: string, port: number, host: string): Listener | undefined {
  if (host !== ip) return undefined;
  for (const row of containersOf(draft, pod)) {
    if (row.exited) continue;
    const listener = row.listeners.find((one) => one.protocol === 'TCP' && one.port === port && (one.address === undefined || one.address === ip));
    if (listener) return listener;
  }
  return undefined;
}

/** Nothing where no port of this container has the name: another's is not meant. Models pkg/probe ResolveContainerPort (v1.37.1; before, a number in quotes was one). */
const portNumber = (port: IntOrString, { ports }: Container): number | undefined =>
  typeof port === 'number' ? port : ports?.find(({ name }) => name === port)?.containerPort;

const joinHostPort = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
