// Models kubectl pkg/cmd/portforward portforward.go (v0.37.1).
import type { Pod, Service } from '../../api/core-v1.ts';
import { parseIP } from '../../api/ip-address.ts';
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import { formatTime } from '../../clock/instant.ts';
import type { Wait } from '../../machine/process.ts';
import { locationOfPlace, addressesOf, machineKey } from '../../network/machines.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import { type Context, failUsage } from './command.ts';
import { fail } from './failure.ts';
import { isKubeletSilent, SILENT_KUBELET_PART } from './kubelet-part.ts';
import { hexadecimal, objectNamed, podFor } from './pod-of.ts';

/** A number of a container's port by its name. Models pkg/util LookupContainerPortNumberByName. */
function containerPort({ metadata, spec }: Pod, name: string): number {
  return (
    spec.containers.flatMap(({ ports = [] }) => ports).find((port) => port.name === name)?.containerPort ??
    fail(`Pod '${metadata.name}' does not have a named port '${name}'`)
  );
}

function servicePort({ metadata, spec }: Service, name: string): number {
  return (spec.ports ?? []).find((port) => (port.name ?? '') === name)?.port ?? fail(`Service '${metadata.name}' does not have a named port '${name}'`);
}

/** Both sides of a word; three sides are read as the first alone. Models splitPort. */
function sides(word: string): readonly string[] {
  const parts = word.split(':');
  return parts.length === 2 ? parts : parts.slice(0, 1);
}

const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text);

function refuseUDP(
  words: readonly string[],
  ports: readonly { readonly number: number; readonly protocol: string | undefined }[],
  byName: (name: string) => number,
): void {
  for (const word of words) {
    const [first = '', remote = first] = sides(word);
    const number = isNumber(remote) ? Number(remote) : byName(remote);
    const protocols = ports.filter((port) => port.number === number).map(({ protocol }) => protocol);
    if (protocols.includes('UDP') && !protocols.includes('TCP')) fail(`UDP protocol is not supported for ${remote}`);
  }
}

/** `local:remote` words with the remote side as a port of the Pod. */
function translate(object: KubernetesObject, pod: Pod, words: readonly string[]): string[] {
  if (object.kind !== 'Service') {
    refuseUDP(
      words,
      pod.spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort: number, protocol }) => ({ number, protocol }))),
      (name) => containerPort(pod, name),
    );
    return words.map((word) => {
      const [local = '', remote = local] = sides(word);
      if (remote === '') fail('remote port cannot be empty');
      const number = isNumber(remote) ? remote : String(containerPort(pod, remote));
      return local === remote ? number : `${local}:${number}`;
    });
  }
  const service = object as Service;
  const ports = service.spec.ports ?? [];
  refuseUDP(
    words,
    ports.map(({ port: number, protocol }) => ({ number, protocol })),
    (name) => servicePort(service, name),
  );
  return words.map((word) => {
    const [first = '', remote = first] = sides(word);
    const number = isNumber(remote) ? Number(remote) : servicePort(service, remote);
    const local = !isNumber(remote) && first === remote ? String(number) : first;
    const found = ports.find(({ port }) => port === number) ?? fail(`Service ${service.metadata.name} does not have a service port ${number}`);
    const target =
      service.spec.clusterIP === 'None' ? number : typeof found.targetPort === 'string' ? containerPort(pod, found.targetPort) : found.targetPort || number;
    return local === String(target) ? local : `${local}:${target}`;
  });
}

/** Where to listen, in the order of the words. Models client-go tools/portforward portforward.go parseAddresses (v0.37.1). */
function parseAddresses(words: readonly string[]): readonly string[] {
  const addresses = words.flatMap((word) => (word === 'localhost' ? ['127.0.0.1', '::1'] : parseIP(word) ? [word] : fail(`${word} is not a valid IP`)));
  return [...new Set(addresses)].sort();
}

/** A forwarded port: this side's and the Pod's. */
interface Forward {
  readonly local: number;
  readonly remote: number;
}

const joined = (address: string, port: number): string => `${address.includes(':') ? `[${address}]` : address}:${port}`;

/** Opens a port where it can be; says why where it can be nowhere. */
function open({ process }: Context, { local, remote }: Forward, addresses: readonly string[], pod: Pod): boolean {
  const { draft } = process;
  const location = locationOfPlace(draft, process.place) ?? { kind: 'control-plane' };
  const own = [...addressesOf(draft, location), '127.0.0.1', '::1', '0.0.0.0', '::'];
  const taken = draft.get('sockets', machineKey(location), `TCP/${local}`);
  const problems: string[] = [];
  const free = addresses.filter((address) => {
    const why = !own.includes(address)
      ? 'cannot assign requested address'
      : taken && (taken.address === undefined || taken.address.split(',').includes(address))
        ? 'address already in use'
        : '';
    if (why !== '') problems.push(`unable to create listener: Error listen tcp${address.includes(':') ? 6 : 4} ${joined(address, local)}: bind: ${why}`);
    return why === '';
  });
  if (free.length === 0) {
    process.err(`Unable to listen on port ${local}: Listeners failed to create with the following errors: [${problems.join(' ')}]\n`);
    return false;
  }
  const { namespace = '', name } = pod.metadata;
  const everywhere = free.some((address) => address === '0.0.0.0' || address === '::');
  const options = { namespace, pod: name, uid: pod.metadata.uid ?? '', port: remote };
  process.listen({ protocol: 'TCP', port: local, ...(everywhere ? {} : { address: free.join(',') }), server: 'port-forward', options });
  for (const address of free) process.out(`Forwarding from ${joined(address, local)} -> ${remote}\n`);
  return true;
}

/**
 * `kubectl port-forward`: what it refuses, then sockets on this machine that lead to one Pod's own loopback. It goes on until it is
 * ended, or (case port-forward-to-nobody) until a connection finds nobody there: that the Pod has gone is not noticed before.
 */
export function* portForward(context: Context): Generator<Wait, number, void> {
  const { args, process, namespace, flags } = context;
  const { draft } = process;
  if (args.length < 2) failUsage(context, 'TYPE/NAME and list of ports are required for port-forward');
  if (flags.duration('pod-running-timeout') <= 0) failUsage(context, '--pod-running-timeout must be higher than zero');
  const object = yield* objectNamed(context, args[0] as string);
  const pod = yield* podFor(context, object);
  const ports = translate(object, pod, args.slice(1));
  const now = draft.get('pods', namespace, pod.metadata.name) ?? pod;
  if (now.status?.phase !== 'Running') fail(`unable to forward port because pod is not running. Current status=${now.status?.phase ?? ''}`);
  for (const text of ports) {
    const [local = '', remote = local] = text.split(':');
    for (const [side, word] of [
      ['local', local || '0'],
      ['remote', remote],
    ] as const) {
      if (!/^\d+$/.test(word)) fail(`error parsing ${side} port '${word}': strconv.ParseUint: parsing ${JSON.stringify(word)}: invalid syntax`);
      if (Number(word) > 65535) fail(`error parsing ${side} port '${word}': strconv.ParseUint: parsing ${JSON.stringify(word)}: value out of range`);
    }
    if (Number(remote) === 0) fail('remote port must be > 0');
  }
  const addresses = parseAddresses(flags.list('address'));
  const forwards = ports.map((text): Forward => {
    const [local = '', remote = local] = text.split(':');
    return { local: Number(local) || 30_000 + draft.draw(10_000), remote: Number(remote) };
  });
  if (isKubeletSilent(context, pod) && !(yield* SILENT_KUBELET_PART.content.kubeletAnswers(context, pod))) return 130;
  const opened = forwards.filter((forward) => open(context, forward, addresses, pod));
  if (opened.length === 0) fail(`unable to listen on any of the requested ports: [${forwards.map(({ local, remote }) => `{${local} ${remote}}`).join(' ')}]`);
  const machine = machineKey(locationOfPlace(draft, process.place) ?? { kind: 'control-plane' });
  const socket = (local: number): { readonly connections?: unknown; readonly failed?: unknown } => draft.get('sockets', machine, `TCP/${local}`)?.options ?? {};
  const seen = new Map<number, number>();
  const unseen = (local: number): number => Number(socket(local).connections ?? 0) - (seen.get(local) ?? 0);
  for (;;) {
    yield { until: () => opened.some(({ local }) => unseen(local) > 0), endless: true };
    for (const { local, remote } of opened) {
      for (let left = unseen(local); left > 0; left--) process.out(`Handling connection for ${local}\n`);
      seen.set(local, Number(socket(local).connections ?? 0));
      const failed = socket(local).failed;
      if (!failed) continue;
      process.err(
        `${klogHeader(context)} portforward.go:549] "An error occurred forwarding" err=${JSON.stringify(`error forwarding port ${remote} to pod ${refusal(draft, remote, failed === 'gone')}`)} localPort=${local} remotePort=${remote}\n`,
      );
      // Whoever connected hears of it first.
      yield {};
      yield {};
      fail('lost connection to pod');
    }
  }
}

/** What the container runtime says of a port that nobody serves (case port-forward-to-nobody), and of a Pod's sandbox that is no more (containerd 2, internal/cri/store). */
function refusal(draft: ClusterDraft, port: number, isGone: boolean): string {
  const id = hexadecimal(draft, 64);
  if (isGone) return `${id}, uid : failed to find sandbox "${id}" in store: not found`;
  const refused = (family: 4 | 6, address: string): string =>
    `IPv${family}${family === 4 ? ':' : ''} dial tcp${family} ${address}:${port}: connect: connection refused `;
  const namespace = `cni-${hexadecimal(draft, 8)}-${hexadecimal(draft, 4)}-${hexadecimal(draft, 4)}-${hexadecimal(draft, 4)}-${hexadecimal(draft, 12)}`;
  return `${id}, uid : failed to execute portforward in network namespace "/var/run/netns/${namespace}": failed to connect to localhost:${port} inside namespace "${id}", ${refused(4, '127.0.0.1')}${refused(6, '[::1]')}`;
}

/** `E1121 14:52:01.000000      12`: how klog begins a line. Models k8s.io/klog/v2 formatHeader. */
function klogHeader({ process }: Context): string {
  const [, month = '', day = '', time = ''] = /^\d+-(\d+)-(\d+)T([\d:]+)/.exec(formatTime(process.now)) ?? [];
  return `E${month}${day} ${time}.${String(process.now % 1000).padStart(3, '0')}000 ${String(process.pid).padStart(7)}`;
}
