// Models kubectl pkg/cmd/attach attach.go (v0.37.1).
import type { Pod } from '../../api/core-v1.ts';
import { endInput, isBareShell, isBash } from '../../images/container-input.ts';
import type { Wait } from '../../machine/process.ts';
import type { Context } from './command.ts';
import { fail, Failure } from './failure.ts';
import { allContainers, containerOf, objectNamed, podFor } from './pod-of.ts';

const RECORDED =
  'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n';

interface Following {
  /** What was printed before comes first. */
  readonly fromStart: boolean;
  readonly quiet: boolean;
  readonly stdin: boolean;
}

/** Whether what this command reads is typed by a person. */
export const isTyped = ({ process }: Context): boolean => process.editor?.keyboard === process.input;

/**
 * Whoever typed this is in the container's own shell now, which ends with it (`leaving`: the words after that); where nobody types, its
 * input is over, and it ends at once. False where no shell waits for input. Models attach.go reattachMessage.
 */
export function enterShell(context: Context, { metadata: { namespace = '', name }, spec }: Pod, container: string, removed = false): boolean {
  const { flags, process } = context;
  const { argv, exited } = process.draft.get('containers', namespace, `${name}/${container}`) ?? {};
  if (!flags.on('stdin') || exited || !isBareShell(argv ?? [])) return false;
  if (!isTyped(context) || !flags.on('tty')) {
    endInput(process.draft, namespace, name, container);
    return false;
  }
  const again = `'kubectl attach ${name} -c ${container} -i -t'`;
  const told =
    flags.on('quiet') || (spec.restartPolicy ?? 'Always') !== 'Always'
      ? ''
      : spec.containers.some((one) => one.name === container)
        ? `Session ended, resume using ${again} command when the pod is running\n`
        : `Session ended, the ephemeral container will not be restarted but may be reattached using ${again} if it is still running\n`;
  const leaving = ['sh', '-c', `printf %s "$1"${removed ? '; kubectl delete pod "$2" --namespace "$3" --wait=false' : ''}`, 'sh', told, name, namespace];
  process.editor?.enter({ kind: 'pod', namespace, pod: name, container }, { isMain: true, isBash: isBash(argv), leaving });
  return true;
}

/** Prints what a container's process prints, each stream on its own, until it has ended. */
export function* followContainer(context: Context, pod: Pod, container: string, { fromStart, quiet, stdin }: Following): Generator<Wait, void, void> {
  const { process } = context;
  const { draft } = process;
  const { namespace = '', name } = pod.metadata;
  const record = () => draft.get('containers', namespace, `${name}/${container}`);
  const over = (): boolean => record()?.exited !== undefined || draft.get('pods', namespace, name) === undefined;
  let shown = fromStart ? 0 : (record()?.log.length ?? 0);
  if (!quiet && !over()) process.err(`${RECORDED}${stdin ? "If you don't see a command prompt, try pressing enter.\n" : ''}`);
  if (enterShell(context, pod, container)) return;
  for (;;) {
    const log = record()?.log ?? [];
    for (const { stream, text } of log.slice(shown)) (stream === 'stderr' ? process.err : process.out).call(process, text.endsWith('\n') ? text : `${text}\n`);
    shown = log.length;
    if (over() || process.interrupted) return;
    yield { until: () => over() || process.interrupted || (record()?.log.length ?? 0) > shown, endless: true };
  }
}

/** `kubectl attach`. */
export function* attach(context: Context): Generator<Wait, number, void> {
  const { args, flags } = context;
  if (args.length === 0) fail('at least 1 argument is required for attach');
  if (args.length > 2) fail('expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ' + `${args.length}: ${args.join(' ')}`);
  if (flags.duration('pod-running-timeout') <= 0) fail('--pod-running-timeout must be higher than zero');
  const pod = yield* podFor(context, yield* objectNamed(context, args.length === 2 ? args.join('/') : (args[0] as string)));
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed')
    fail(`cannot attach a container in a completed pod; current phase is ${pod.status.phase}`);
  let container = '';
  try {
    container = containerOf(context, pod, flags.text('container'), flags.on('quiet'));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    fail(`cannot attach to the container: ${error.text}`);
  }
  const of = allContainers(pod).find(({ name }) => name === container) as { readonly tty?: boolean } | undefined;
  if (flags.on('tty') && !of?.tty && !flags.on('quiet')) context.process.err(`error: Unable to use a TTY - container ${container} did not allocate one\n`);
  yield* followContainer(context, pod, container, { fromStart: false, quiet: flags.on('quiet'), stdin: true });
  return 0;
}
