// What needs a kubelet that has stopped answering (case faults/a-node-that-does-not-answer).
import type { Node, Pod } from '../../api/core-v1.ts';
import type { Wait } from '../../machine/process.ts';
import type { Context } from './command.ts';
import { fail, failStatus } from './failure.ts';
import { isKubeletSilent } from './kubelet-part.ts';

const HANDSHAKE_MS = 10_000;

/** Streams (exec, attach, port-forward, cp) wait until the kubelet answers again; false where somebody ends the command before. */
export function* kubeletAnswers(context: Context, pod: Pod): Generator<Wait, boolean, void> {
  const { process } = context;
  while (isKubeletSilent(context, pod) && !process.interrupted) yield { until: () => process.interrupted || !isKubeletSilent(context, pod), endless: true };
  return !process.interrupted;
}

/** Models pkg/registry/core/pod strategy.go LogLocation (v1.37.1). */
function* handshake(context: Context, pod: Pod, container: string): Generator<Wait, string, void> {
  const { flags, process } = context;
  const deadline = process.draft.now + HANDSHAKE_MS;
  yield { until: () => process.interrupted || !isKubeletSilent(context, pod), deadline };
  const node = process.draft.get('nodes', '', pod.spec.nodeName ?? '') as Node | undefined;
  const address = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  const tail = flags.changed('tail') ? flags.integer('tail') : flags.text('selector') !== '' ? 10 : -1;
  const asked = [
    ...(flags.on('follow') ? ['follow=true'] : []),
    ...(flags.integer('limit-bytes') > 0 ? [`limitBytes=${flags.integer('limit-bytes')}`] : []),
    ...(flags.on('previous') ? ['previous=true'] : []),
    ...(flags.duration('since') > 0 ? [`sinceSeconds=${Math.max(1, Math.round(flags.duration('since') / 1000))}`] : []),
    ...(flags.text('since-time') !== '' ? [`sinceTime=${encodeURIComponent(flags.text('since-time'))}`] : []),
    ...(tail >= 0 ? [`tailLines=${tail}`] : []),
    ...(flags.on('timestamps') ? ['timestamps=true'] : []),
  ];
  const path = `${pod.metadata.namespace ?? ''}/${pod.metadata.name}/${container}${asked.length > 0 ? `?${asked.join('&')}` : ''}`;
  return `Get "https://${address.includes(':') ? `[${address}]` : address}:10250/containerLogs/${path}": net/http: TLS handshake timeout`;
}

/** Ends `logs` where the kubelet does not answer in time; with --follow it is asked again until --pod-running-timeout, 20 s, is over. */
export function* refuseLogs(context: Context, pod: Pod, container: string): Generator<Wait, void, void> {
  for (const last of context.flags.on('follow') ? [false, true] : [true]) {
    const words = yield* handshake(context, pod, container);
    if (!isKubeletSilent(context, pod) || context.process.interrupted) return;
    if (!context.flags.on('follow')) failStatus({ code: 500, reason: 'Unknown', message: words });
    context.process.err(`${words}\n`);
    if (last) fail('context deadline exceeded');
  }
}
