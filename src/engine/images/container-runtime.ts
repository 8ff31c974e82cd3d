import type { Container, Pod } from '../api/core-v1.ts';
import type { DurationMs, Instant } from '../clock/instant.ts';
import type { ClusterConfig } from '../store/cluster-config.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

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
  | { readonly kind: 'exited'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'unstarted'; readonly message: string }
  | { readonly kind: 'timeout' };

/** Whether a node has this image, can pull it, or cannot read its name. */
export function imagePresence(config: ClusterConfig, image: string): ImagePresence {
  void config;
  return { kind: 'present', name: image, imageID: image };
}

/**
 * Starts a container's main process now: its row in `containers` (key `<pod>/<container>`) is written anew, with its
 * listeners and the output so far, and `exited` if it ended at once. A script that waits is scheduled (owner `process`).
 * After `failed` there is no row.
 */
export function startContainer(draft: ClusterDraft, pod: Pod, container: Container, setup: ContainerSetup): StartOutcome {
  draft.set(
    'containers',
    pod.metadata.namespace ?? '',
    `${pod.metadata.name}/${container.name}`,
    { podUID: pod.metadata.uid ?? '', image: container.image ?? '', argv: [...(container.command ?? []), ...(container.args ?? [])], env: setup.env, startedAt: draft.now, listeners: [], files: setup.files, log: [] },
    'kubelet',
  );
  return { kind: 'started' };
}

/** Lets a script go on whose scheduled event (owner `process`) is due. `about` is `<namespace>/<pod>/<container>`. */
export function wakeContainer(draft: ClusterDraft, about: string): void {
  void draft;
  void about;
}

/**
 * Sends a signal to a container's main process. `exited`: its row says so now. `exiting`: it will end by itself at a
 * moment that is scheduled. `ignored`: pid 1 without a handler never gets SIGTERM. `gone`: nothing was running.
 */
export function signalContainer(draft: ClusterDraft, namespace: string, pod: string, container: string, signal: 'TERM' | 'KILL'): { readonly kind: 'exited' | 'ignored' | 'gone' } | { readonly kind: 'exiting'; readonly at: Instant } {
  void draft;
  void namespace;
  void pod;
  void container;
  void signal;
  return { kind: 'gone' };
}

/**
 * Runs a command in a running container and gives its whole answer at this moment (exec probes, lifecycle hooks). No
 * time passes: what the command waits for is only added up, and `timeout` is the answer once that exceeds the limit.
 */
export function execInContainer(draft: ClusterDraft, namespace: string, pod: string, container: string, argv: readonly string[], limitMs: DurationMs = Infinity): ExecOutcome {
  void draft;
  void namespace;
  void pod;
  void container;
  void argv;
  void limitMs;
  return { kind: 'exited', exitCode: 0, stdout: '', stderr: '' };
}
