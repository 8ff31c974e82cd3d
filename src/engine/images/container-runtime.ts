import type { Container, Pod } from '../api/core-v1.ts';
import type { DurationMs } from '../clock/instant.ts';
import { findProgram, Kernel, unstartedReason } from '../machine/kernel.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { fullImageName, imageID, keptPerImage, nodeImage } from '../store/node-images.ts';
import { TextOutput, textInput } from '../machine/streams.ts';
import type { ContainerRecord } from '../store/tables.ts';
import { containerMachine } from './container-machine.ts';
import { waitsForInput } from './container-input.ts';
import { argvOf, findImage, isKnownRepository } from './image-table.ts';
import { endContainer, runningContainer } from './container-signals.ts';
import { countingClock, LIMITS, runMain, startServer } from './main-process.ts';

/**
 * Whether a node can run an image, in containerd's words. `absent` is what PullImage answers (gRPC code and description);
 * `present` gives what a container's status shows as `image` and `imageID`.
 */
export type ImagePresence =
  | { readonly kind: 'present'; readonly name: string; readonly imageID: string }
  | { readonly kind: 'absent'; readonly code: 'NotFound' | 'Unknown'; readonly desc: string }
  /** The reference cannot be parsed: the kubelet's InvalidImageName. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** What the kubelet hands to a container: variables (Service links and `env`, in order) and the files it mounts, by absolute path. */
export interface ContainerSetup {
  readonly env: { readonly [name: string]: string };
  readonly files: { readonly [path: string]: string };
}

/** `exited` may be set already: a command that ends at once. `failed` is a StartError: exit code 128 and containerd's message. */
export type StartOutcome = { readonly kind: 'started' } | { readonly kind: 'failed'; readonly message: string };

/** The command's answer, or why it never ran (runc's words), or that it took longer than the limit. */
export type ExecOutcome =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly stdout: string; readonly stderr: string; readonly elapsedMs: DurationMs }
  | { readonly kind: 'unstarted'; readonly message: string }
  | { readonly kind: 'timeout' };

/** A reference's grammar (distribution/reference): lower-case path components, a tag, a digest. */
const REFERENCE =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,})?$/;

/** Whether a node has this image, can pull it, or cannot read its name. */
export const imagePresence = keptPerImage((config, image): ImagePresence => {
  const known = nodeImage(config, image);
  if (known && findImage(config, image)) return { kind: 'present', name: known.name, imageID: imageID(known) };
  if (!REFERENCE.test(image)) {
    const path = fullImageName(image)
      .replace(/^docker\.io\//, '')
      .replace(/:[^/]*$/, '');
    return {
      kind: 'invalid',
      reason: /[A-Z]/.test(path) ? `invalid reference format: repository name (${path}) must be lowercase` : 'invalid reference format',
    };
  }
  const name = fullImageName(image);
  const failed = `failed to pull and unpack image "${name}": failed to resolve reference "${name}": `;
  // Models containerd's docker resolver: an unknown tag of a known repository is 404, an unknown repository 401.
  if (isKnownRepository(config, name)) return { kind: 'absent', code: 'NotFound', desc: `${failed}${name}: not found` };
  return {
    kind: 'absent',
    code: 'Unknown',
    desc: `${failed}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
  };
});

/**
 * Starts a container's main process now: its row in `containers` (key `<pod>/<container>`) is written anew, with its
 * listeners and the output so far, and `exited` if it ended at once. A script that waits is scheduled (owner `process`).
 * After `failed` there is no row.
 */
export function startContainer(draft: ClusterDraft, pod: Pod, container: Container, setup: ContainerSetup): StartOutcome {
  const namespace = pod.metadata.namespace ?? '';
  const key = `${pod.metadata.name}/${container.name}`;
  const image = findImage(draft.config, container.image ?? '');
  const failed = (reason: string): StartOutcome => ({
    kind: 'failed',
    message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${reason}`,
  });
  const argv = image ? argvOf(image, container) : [];
  if (argv.length === 0) return failed('no command specified');
  draft.unschedule(`process/${namespace}/${key}`);
  const record: ContainerRecord = {
    podUID: pod.metadata.uid ?? '',
    image: container.image ?? '',
    argv,
    env: image?.env ? { ...image.env, ...setup.env } : setup.env,
    startedAt: draft.now,
    listeners: [],
    files: setup.files,
    log: [],
  };
  const place = { kind: 'pod', namespace, pod: pod.metadata.name, container: container.name } as const;
  const server = image && startServer(draft, place, image, record, container.workingDir);
  draft.set('containers', namespace, key, server ?? record, 'kubelet');
  if (server) return { kind: 'started' };
  const started = runMain(draft, namespace, pod.metadata.name, container.name);
  if (started === 'started' && waitsForInput(container, argv)) draft.set('containers', namespace, key, record, 'kubelet');
  if (started === 'started') return { kind: 'started' };
  draft.delete('containers', namespace, key, 'kubelet');
  return failed(started.unstarted);
}

/** Lets a main process go on whose scheduled event (owner `process`) is due, or whose wait for the cluster may be over. `about` is `<namespace>/<pod>/<container>`. */
export function wakeContainer(draft: ClusterDraft, about: string): void {
  const [namespace = '', pod = '', container = ''] = about.split('/');
  const record = runningContainer(draft, namespace, pod, container);
  const { wakeAt = Infinity, watches } = record?.continuation ?? {};
  if (!record?.stopping && wakeAt > draft.now && !watches) return;
  draft.unschedule(`process/${about}`);
  if (record?.stopping) endContainer(draft, namespace, pod, container, record.stopping.code);
  else if (record) runMain(draft, namespace, pod, container);
}

/**
 * Runs a command in a running container and gives its whole answer at this moment (exec probes, lifecycle hooks). No
 * time passes: what the command waits for is only added up (`elapsedMs`), and `timeout` is the answer once that exceeds
 * the limit.
 */
export function execInContainer(
  draft: ClusterDraft,
  namespace: string,
  pod: string,
  container: string,
  argv: readonly string[],
  limitMs: DurationMs = Infinity,
): ExecOutcome {
  const machine = containerMachine(draft, namespace, pod, container);
  if (!machine) return { kind: 'unstarted', message: 'container is not running' };
  const [name = ''] = argv;
  const found = findProgram(machine, name);
  if (typeof found !== 'function')
    return { kind: 'unstarted', message: `OCI runtime exec failed: exec failed: unable to start container process: ${unstartedReason(name, found)}` };
  const output = new TextOutput();
  const errors = new TextOutput();
  const clock = countingClock(draft);
  const kernel = new Kernel({
    draft,
    clock,
    limits: { ...LIMITS, totalMs: limitMs, endlessMs: Math.min(limitMs, 3_600_000) },
    session: { namespace },
    machineAt: () => machine,
    listen: () => undefined,
    trace: () => undefined,
    notSimulated: () => undefined,
  });
  const { exitCode, cut } = kernel.run(machine, found, argv, machine.env, { input: textInput(''), output, errors });
  if (cut === 'time' || cut === 'endless') return { kind: 'timeout' };
  return { kind: 'exited', exitCode, stdout: output.text, stderr: errors.text, elapsedMs: clock.elapsedMs };
}
