// Models kubectl pkg/cmd/exec exec.go (v0.37.1) and what the kubelet answers.
import { isBareShell, isBash } from '../../images/container-input.ts';
import type { Wait } from '../../machine/process.ts';
import { isTyped } from './attach.ts';
import { type Context, failUsage } from './command.ts';
import { fail } from './failure.ts';
import { isKubeletSilent, SILENT_KUBELET_PART } from './kubelet-part.ts';
import { containerOf, hexadecimal, objectNamed, podFor } from './pod-of.ts';

/** `kubectl exec`. */
export function* exec(context: Context): Generator<Wait, number, void> {
  const { flags, args, process } = context;
  const { draft } = process;
  const withFile = flags.list('filename').length > 0;
  const command = flags.dash === 0 || flags.dash === 1 ? args.slice(flags.dash) : [];
  if (flags.dash !== 0 && flags.dash !== 1 && (args.length > 1 || (args.length > 0 && withFile)))
    failUsage(context, 'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
  const name = flags.dash === 0 ? '' : (args[0] ?? '');
  if (name === '' && !withFile) fail('pod, type/name or --filename must be specified');
  if (command.length === 0) fail('you must specify at least one command for the container');
  const pod = yield* podFor(context, yield* objectNamed(context, name));
  const { namespace = '', name: podName } = pod.metadata;
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed')
    fail(`cannot exec into a container in a completed pod; current phase is ${pod.status.phase}`);
  const container = containerOf(context, pod, flags.text('container'), flags.on('quiet'));
  const asked = flags.on('stdin') && flags.on('tty');
  const typed = asked && isTyped(context);
  if (asked && !typed && !flags.on('quiet')) process.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  if (!pod.spec.nodeName) fail(`unable to upgrade connection: pod ${podName} does not have a host assigned`);
  if (isKubeletSilent(context, pod) && !(yield* SILENT_KUBELET_PART.content.kubeletAnswers(context, pod))) return 130;
  const running = draft.get('containers', namespace, `${podName}/${container}`);
  if (!running || running.exited) fail(`unable to upgrade connection: container not found ("${container}")`);
  const place = { kind: 'pod', namespace, pod: podName, container } as const;
  const result = yield* process.spawn(command, {
    place,
    inherit: true,
    ...(flags.on('stdin') ? {} : { input: '' }),
  });
  if (result.unstarted !== undefined) {
    const id = hexadecimal(draft, 64);
    fail(
      `Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: ${result.unstarted}`,
    );
  }
  if (typed && isBareShell(command)) process.editor?.enter(place, { isBash: isBash(command) });
  // Nobody reads any more: kubectl is ended by the same signal, without a word.
  if (result.exitCode === 141) return 141;
  if (result.exitCode !== 0) process.err(`command terminated with exit code ${result.exitCode}\n`);
  return result.exitCode;
}
