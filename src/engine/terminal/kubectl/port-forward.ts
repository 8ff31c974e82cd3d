// Models kubectl pkg/cmd/portforward portforward.go (v0.37.1).
import type { Pod, Service } from '../../api/core-v1.ts';
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { locationOfPlace, machineKey } from '../../network/machines.ts';
import { type Context, failUsage } from './command.ts';
import { fail } from './failure.ts';
import { objectNamed, podFor } from './pod-of.ts';

/** A number of a container's port by its name. Models pkg/util LookupContainerPortNumberByName. */
function containerPort({ metadata, spec }: Pod, name: string): number {
  return (
    spec.containers.flatMap(({ ports = [] }) => ports).find((port) => port.name === name)?.containerPort ??
    fail(`Pod '${metadata.name}' does not have a named port '${name}'`)
  );
}

function servicePort({ metadata, spec }: Service, name: string): number {
  return (spec.ports ?? []).find((port) => port.name === name)?.port ?? fail(`Service '${metadata.name}' does not have a named port '${name}'`);
}

const isNumber = (text: string): boolean => /^[+-]?\d+$/.test(text);

function refuseUDP(
  words: readonly string[],
  ports: readonly { readonly number: number; readonly protocol: string | undefined }[],
  byName: (name: string) => number,
): void {
  for (const word of words) {
    const remote = word.includes(':') ? (word.split(':')[1] as string) : word;
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
      const [local = '', remote = local] = word.split(':').length === 2 ? word.split(':') : [word, word];
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
    const [first = '', remote = first] = word.split(':').length === 2 ? word.split(':') : [word, word];
    const number = isNumber(remote) ? Number(remote) : servicePort(service, remote);
    const local = !isNumber(remote) && first === remote ? String(number) : first;
    const found = ports.find(({ port }) => port === number) ?? fail(`Service ${service.metadata.name} does not have a service port ${number}`);
    const target =
      service.spec.clusterIP === 'None' ? number : typeof found.targetPort === 'string' ? containerPort(pod, found.targetPort) : found.targetPort || number;
    return local === String(target) ? local : `${local}:${target}`;
  });
}

/** `kubectl port-forward`: what it refuses, then sockets on the loopback that lead to the Pod's own, until it is ended or the Pod is. */
export function* portForward(context: Context): Generator<Wait, number, void> {
  const { args, process, namespace } = context;
  if (args.length < 2) failUsage(context, 'TYPE/NAME and list of ports are required for port-forward');
  const object = yield* objectNamed(context, args[0] as string);
  const pod = yield* podFor(context, object);
  const ports = translate(object, pod, args.slice(1));
  const now = process.draft.get('pods', namespace, pod.metadata.name) ?? pod;
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
  const forwards = ports.map((text) => {
    const [local = '', remote = local] = text.split(':');
    return { local: Number(local) || 30_000 + process.draft.draw(10_000), remote: Number(remote) };
  });
  const machine = machineKey(locationOfPlace(process.draft, process.place) ?? { kind: 'control-plane' });
  const connections = (local: number): number => Number(process.draft.get('sockets', machine, `TCP/${local}`)?.options?.['connections'] ?? 0);
  for (const { local, remote } of forwards) {
    if (process.draft.get('sockets', machine, `TCP/${local}`)) {
      const inUse = (family: string, address: string): string =>
        `unable to create listener: Error listen ${family} ${address}:${local}: bind: address already in use`;
      process.out(
        `Unable to listen on port ${local}: Listeners failed to create with the following errors: [${inUse('tcp4', '127.0.0.1')} ${inUse('tcp6', '[::1]')}]\n`,
      );
      fail(`unable to listen on any of the requested ports: [{${local} ${remote}}]`);
    }
    process.listen({
      protocol: 'TCP',
      port: local,
      address: '127.0.0.1',
      server: 'port-forward',
      options: { namespace, pod: pod.metadata.name, port: remote },
    });
    process.out(`Forwarding from 127.0.0.1:${local} -> ${remote}\nForwarding from [::1]:${local} -> ${remote}\n`);
  }
  const seen = forwards.map(() => 0);
  const isGone = (): boolean => process.draft.get('pods', namespace, pod.metadata.name)?.metadata.uid !== pod.metadata.uid;
  for (;;) {
    yield { until: () => isGone() || forwards.some(({ local }, index) => connections(local) > (seen[index] as number)), endless: true };
    for (const [index, { local }] of forwards.entries())
      for (; (seen[index] as number) < connections(local); seen[index] = (seen[index] as number) + 1) process.out(`Handling connection for ${local}\n`);
    if (isGone()) fail('lost connection to pod');
  }
}
