// Models kubectl pkg/cmd/logs logs.go (v0.37.1) and pkg/kubelet validateContainerLogStatus (v1.37.1).
import type { Pod } from '../../api/core-v1.ts';
import { formatTime, parseTime } from '../../clock/instant.ts';
import type { Wait } from '../../machine/process.ts';
import { COREFILE_PART } from '../../servers/corefile-part.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import type { ContainerRecord } from '../../store/tables.ts';
import { type Context, failUsage } from './command.ts';
import { fail, Failure, failStatus } from './failure.ts';
import { isKubeletSilent, SILENT_KUBELET_PART } from './kubelet-part.ts';
import { bestFirst, containerOf, objectNamed, podsBehind } from './pod-of.ts';
import { listObjects } from './rest.ts';
import { knownResource } from './create.ts';

const USAGE = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

interface Source {
  readonly pod: Pod;
  readonly container: string;
}

/** Why the kubelet has no log of a container yet; '' where it has one. */
function refusal({ pod, container }: Source, record: ContainerRecord | undefined): string {
  const status = [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.ephemeralContainerStatuses ?? []),
  ].find(({ name }) => name === container);
  const reason = status?.state?.waiting?.reason;
  // A container that could not be started has a log all the same: nothing was written to it.
  if (record || status?.lastState?.terminated || !pod.spec.nodeName) return '';
  const why =
    reason === 'ErrImagePull' ? "image can't be pulled" : reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : (reason ?? 'ContainerCreating');
  return `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${why}`;
}

/** What a container has written. That CoreDNS started with the cluster's own Corefile is kept nowhere. */
const logOf = (draft: ClusterDraft, record: ContainerRecord | undefined): ContainerRecord['log'] =>
  record?.argv[0] === '/coredns' && record.log.length === 0 && record.listeners.length > 0
    ? COREFILE_PART.content.firstLines(draft, record)
    : (record?.log ?? []);

/** From when on lines are wanted: read before anything is looked up (case kubectl-read/logs-of-many-voices). */
function beginning({ flags, process }: Context): number {
  const [text, since] = [flags.text('since-time'), flags.duration('since')];
  if (text !== '')
    return parseTime(text) ?? fail(`parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`);
  return since > 0 ? process.draft.now - Math.max(1000, Math.round(since / 1000) * 1000) : -Infinity;
}

/** Flags that do not go together; asked once what is named has been found. Models LogsOptions.Validate. */
function validate({ flags, args }: Context, named: string): void {
  if (flags.text('since-time') !== '' && flags.duration('since') !== 0) fail('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (flags.on('all-containers') && named !== '') fail(`--all-containers=true should not be specified with container name ${named}`);
  if (flags.changed('container') && args.length === 2) fail('only one of -c or an inline [CONTAINER] arg is allowed');
  if (flags.integer('limit-bytes') < 0) fail('--limit-bytes must be greater than 0');
  if (flags.duration('since') < 0) fail('--since must be greater than 0');
  if (flags.integer('tail') < -1) fail('--tail must be greater than or equal to -1');
}

/** `kubectl logs`. */
export function* logs(context: Context): Generator<Wait, number, void> {
  const { flags, args, process, namespace } = context;
  const { draft } = process;
  const selector = flags.text('selector');
  if ((args.length === 0 && selector === '') || args.length > 2) failUsage(context, USAGE);
  if (args.length === 1 && selector !== '') failUsage(context, 'only a selector (-l) or a POD name is allowed');
  const named = args[1] ?? flags.text('container');
  const from = beginning(context);

  let pods: Pod[];
  if (selector !== '') {
    pods = listObjects(context, knownResource('pods'), namespace, { selector }) as Pod[];
    if (pods.length === 0) process.err(`No resources found in ${namespace} namespace.\n`);
    validate(context, named);
  } else {
    try {
      const object = yield* objectNamed(context, args[0] as string);
      validate(context, named);
      if (object.kind === 'Pod') pods = [object as Pod];
      else {
        const behind = bestFirst(podsBehind(draft, object, 'get the logs from'));
        if (behind.length === 0) fail('timed out waiting for the condition');
        if (behind.length > 1 && !flags.on('all-pods')) process.err(`Found ${behind.length} pods, using pod/${(behind[0] as Pod).metadata.name}\n`);
        pods = flags.on('all-pods') ? behind : behind.slice(0, 1);
      }
    } catch (error) {
      const failure = error instanceof Failure ? error : (error as { readonly list?: readonly Failure[] }).list?.[0];
      if (failure?.status?.reason === 'NotFound') fail(`error from server (NotFound): ${failure.text} in namespace "${namespace}"`);
      throw error;
    }
  }
  const sources = pods.flatMap((pod): Source[] =>
    flags.on('all-containers')
      ? [...(pod.spec.initContainers ?? []), ...pod.spec.containers, ...(pod.spec.ephemeralContainers ?? [])].map(({ name }) => ({ pod, container: name }))
      : [{ pod, container: containerOf(context, pod, named, flags.on('all-pods')) }],
  );
  const follow = flags.on('follow');
  if (follow && sources.length > flags.integer('max-log-requests'))
    fail(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${flags.integer('max-log-requests')}, use --max-log-requests to increase the limit`,
    );
  const tail = flags.changed('tail') ? flags.integer('tail') : selector !== '' ? 10 : -1;
  const withPrefix = flags.on('prefix') || flags.on('all-pods');

  const recordOf = ({ pod, container }: Source): ContainerRecord | undefined =>
    draft.get('containers', pod.metadata.namespace ?? '', `${pod.metadata.name}/${container}`);
  // A log ends with the last of its bytes, one that is followed as well (kubelet kuberuntime/logs limitedWriter, v1.37.1).
  const leftOf = new Map(sources.map((source) => [source, flags.integer('limit-bytes') || Infinity]));
  const isFull = (source: Source): boolean => leftOf.get(source) === 0;
  const show = (source: Source, entries: ContainerRecord['log']): void => {
    const { pod, container } = source;
    let left = leftOf.get(source) as number;
    for (const { at, text } of entries) {
      const stamp = flags.on('timestamps') ? `${formatTime(at).slice(0, -1)}.${String(at % 1000).padStart(3, '0')}000000Z ` : '';
      const line = `${stamp}${text.endsWith('\n') ? text : `${text}\n`}`;
      const shown = left < line.length ? line.slice(0, left) : line;
      left -= shown.length;
      if (shown !== '') process.out(`${withPrefix ? `[pod/${pod.metadata.name}/${container}] ` : ''}${shown}`);
    }
    leftOf.set(source, left);
  };
  const seen = new Map<Source, number>();
  for (const source of sources) {
    const record = recordOf(source);
    const { container, pod } = source;
    if (isKubeletSilent(context, pod)) yield* SILENT_KUBELET_PART.content.refuseLogs(context, pod, container);
    if (flags.on('previous')) {
      const previous = draft
        .get('kubelet', pod.metadata.namespace ?? '', pod.metadata.name)
        ?.containers[container]?.previousLog?.filter(({ at }) => at >= from);
      if (previous) {
        show(source, tail < 0 ? previous : previous.slice(Math.max(0, previous.length - tail)));
        continue;
      }
      failStatus({ code: 400, reason: 'BadRequest', message: `previous terminated container "${container}" in pod "${pod.metadata.name}" not found` });
    }
    const why = refusal(source, record);
    if (why !== '' && !follow) {
      if (flags.on('ignore-errors')) process.out(`error: ${why}\n`);
      else failStatus({ code: 400, reason: 'BadRequest', message: why });
    }
    const lines = logOf(draft, record).filter(({ at }) => at >= from);
    show(source, tail < 0 ? lines : lines.slice(Math.max(0, lines.length - tail)));
    seen.set(source, record?.log.length ?? 0);
  }
  if (!follow) return 0;
  const open = (): Source[] =>
    sources.filter(
      (source) =>
        !isFull(source) &&
        !recordOf(source)?.exited &&
        draft.get('pods', source.pod.metadata.namespace ?? '', source.pod.metadata.name)?.metadata.uid === source.pod.metadata.uid,
    );
  const fresh = (): Source[] => sources.filter((source) => !isFull(source) && (recordOf(source)?.log.length ?? 0) > (seen.get(source) ?? 0));
  while (!process.interrupted && (open().length > 0 || fresh().length > 0)) {
    if (fresh().length === 0) yield { until: () => process.interrupted || fresh().length > 0 || open().length === 0, endless: true };
    for (const source of fresh()) {
      const log = recordOf(source)?.log ?? [];
      show(source, log.slice(seen.get(source) ?? 0));
      seen.set(source, log.length);
    }
  }
  return 0;
}
