// Models kubectl pkg/polymorphichelpers and pkg/cmd/util/podcmd (v0.37.1): the Pod and the container behind what was named.
import type { Container, Pod } from '../../api/core-v1.ts';
import type { KubernetesObject, LabelSelector, Labels } from '../../api/kubernetes-object.ts';
import { matchesLabelSelector } from '../../api/label-selector.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, failUsage } from './command.ts';
import { fail, Failure } from './failure.ts';
import { infosOrFail, visit } from './resource-builder.ts';

/** The one object a word such as `web-a`, `pod/web-a` or `deploy/web` names; Pods where it names no kind. */
export function* objectNamed(context: Context, word: string): Generator<Wait, KubernetesObject, void> {
  const infos = infosOrFail(
    yield* visit(context, { args: word.includes('/') ? [word] : ['pods', word], without: ['selector', 'field-selector', 'filename', 'all-namespaces'] }),
  );
  return infos[0]?.object ?? fail('expected a resource');
}

/** Which Pods an object selects, or why it selects none. Models SelectorsForObject. */
export function podsBehind(draft: ClusterDraft, object: KubernetesObject, doing: string): Pod[] {
  const { kind, metadata } = object;
  const go = `*v1.${kind}`;
  const { selector } = (object as unknown as { readonly spec?: { readonly selector?: LabelSelector | Labels } }).spec ?? {};
  let wanted: LabelSelector | undefined;
  if (kind === 'Service') {
    if (!selector || Object.keys(selector).length === 0)
      fail(`cannot ${doing} ${go}: invalid service '${metadata.name}': Service is defined without a selector`);
    wanted = { matchLabels: selector as Labels };
  } else if (['Deployment', 'ReplicaSet', 'StatefulSet'].includes(kind)) wanted = selector as LabelSelector;
  else fail(`cannot ${doing} ${go}: selector for ${go} not implemented`);
  return draft.list('pods', metadata.namespace).filter(({ metadata: { labels } }) => matchesLabelSelector(wanted, labels));
}

const isReady = ({ status }: Pod): boolean => (status?.conditions ?? []).some(({ type, status: one }) => type === 'Ready' && one === 'True');
const PHASES = ['Pending', 'Unknown', 'Running'];
const restarts = ({ status }: Pod): number => Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));

/** The best Pod first: assigned, running, ready, seldom restarted, old. Models podutils ActivePods and ByLogging. */
export function bestFirst(pods: readonly Pod[]): Pod[] {
  const rank = (pod: Pod): number[] => [pod.spec.nodeName ? 0 : 1, -PHASES.indexOf(pod.status?.phase ?? ''), isReady(pod) ? 0 : 1, restarts(pod)];
  return [...pods].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    const at = x.findIndex((value, i) => value !== y[i]);
    return at >= 0 ? (x[at] as number) - (y[at] as number) : (a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1;
  });
}

/** The Pod to attach to; waits for one where a workload has none yet. */
export function* podFor(context: Context, object: KubernetesObject): Generator<Wait, Pod, void> {
  if (object.kind === 'Pod') return object as Pod;
  const { process, flags } = context;
  const find = (): Pod | undefined => bestFirst(podsBehind(process.draft, object, 'attach to'))[0];
  const deadline = process.draft.now + flags.duration('pod-running-timeout');
  if (flags.duration('pod-running-timeout') <= 0) failUsage(context, '--pod-running-timeout must be higher than zero');
  let found = find();
  while (!found && process.draft.now < deadline && !process.interrupted) {
    yield { deadline, until: () => find() !== undefined || process.interrupted };
    found = find();
  }
  return found ?? fail('timed out waiting for the condition');
}

/** So many random hexadecimal digits, as container runtimes name things. */
export const hexadecimal = (draft: ClusterDraft, digits: number): string => Array.from({ length: digits }, () => '0123456789abcdef'[draft.draw(16)]).join('');

export const allContainers = ({ spec }: Pod): Container[] => [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];

/** `web, sidecar, setup (init)`. */
function containerNames({ spec }: Pod): string {
  return [
    ...spec.containers.map(({ name }) => name),
    ...(spec.ephemeralContainers ?? []).map(({ name }) => `${name} (ephem)`),
    ...(spec.initContainers ?? []).map(({ name }) => `${name} (init)`),
  ].join(', ');
}

/** The container of that name, or the default one; a choice among several is told on standard error, or where else a command tells it. */
export function containerOf(context: Context, pod: Pod, name: string, quiet = false, stream: 'err' | 'out' = 'err'): string {
  const wanted = name || (pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'] ?? '');
  if (wanted !== '') {
    if (!allContainers(pod).some((one) => one.name === wanted))
      throw new Failure(`container ${wanted} is not valid for pod ${pod.metadata.name} out of: ${containerNames(pod)}`);
    return wanted;
  }
  const first = pod.spec.containers[0]?.name ?? '';
  if (!quiet && allContainers(pod).length > 1) context.process[stream](`Defaulted container "${first}" out of: ${containerNames(pod)}\n`);
  return first;
}
