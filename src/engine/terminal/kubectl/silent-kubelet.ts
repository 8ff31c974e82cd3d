// What needs a kubelet that has stopped answering (case faults/a-node-that-does-not-answer).
import type { Node, Pod } from '../../api/core-v1.ts';
import { isNodeDown } from '../../controllers/kubelet/kubelet.ts';
import type { Wait } from '../../machine/process.ts';
import type { Context } from './command.ts';

const HANDSHAKE_MS = 10_000;

const isSilent = ({ process: { draft } }: Context, { spec }: Pod): boolean => spec.nodeName !== undefined && isNodeDown(draft, spec.nodeName);

/** Streams (exec, attach, port-forward, cp) wait until the kubelet answers again; false where somebody ends the command before. */
export function* kubeletAnswers(context: Context, pod: Pod): Generator<Wait, boolean, void> {
  const { process } = context;
  while (isSilent(context, pod) && !process.interrupted) yield { until: () => process.interrupted || !isSilent(context, pod), endless: true };
  return !process.interrupted;
}

/** Why a log is not to be had; `undefined` where the kubelet answers. Models pkg/registry/core/pod strategy.go LogLocation (v1.37.1). */
export function* logRefusal(context: Context, pod: Pod, container: string): Generator<Wait, string | undefined, void> {
  const { flags, process } = context;
  if (!isSilent(context, pod)) return undefined;
  const deadline = process.draft.now + HANDSHAKE_MS;
  yield { until: () => process.interrupted || !isSilent(context, pod), deadline };
  if (!isSilent(context, pod) || process.interrupted) return undefined;
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
