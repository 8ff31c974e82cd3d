// Models kubectl pkg/cmd/cp cp.go (v0.37.1), one file at a time; of directories it says that they are not simulated.
import { containerMachine } from '../../images/container-machine.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, notSimulated } from './command.ts';
import { fail } from './failure.ts';
import { isKubeletSilent, SILENT_KUBELET_PART } from './kubelet-part.ts';
import { containerOf, objectNamed } from './pod-of.ts';
import type { Pod } from '../../api/core-v1.ts';

interface FileSpec {
  readonly namespace: string;
  readonly pod: string;
  readonly path: string;
}

function parseSpec({ namespace }: Context, text: string): FileSpec {
  const at = text.indexOf(':');
  if (at < 0) return { namespace: '', pod: '', path: text };
  const words = text.slice(0, at).split('/');
  const path = text.slice(at + 1);
  if (at === 0 || words.length > 2) fail('filespec must match the canonical format: [[namespace/]pod:]file/path');
  if (path === '') fail('filepath can not be empty');
  return words.length === 2 ? { namespace: words[0] as string, pod: words[1] as string, path } : { namespace, pod: words[0] as string, path };
}

/** `kubectl cp`. */
export function* cp(context: Context): Generator<Wait, number, void> {
  const { args, flags, process } = context;
  if (args.length !== 2) fail('source and destination are required');
  const [from, to] = args.map((text) => parseSpec(context, text)) as [FileSpec, FileSpec];
  if (from.pod !== '' && to.pod !== '') fail('one of src or dest must be a local file specification');
  if (from.pod === '' && to.pod === '') fail('one of src or dest must be a remote file specification');
  const there = from.pod === '' ? to : from;
  if (from.pod === '' && process.files.kind(from.path) === undefined) fail(`${from.path} doesn't exist in local filesystem`);
  const pod = (yield* objectNamed({ ...context, namespace: there.namespace }, there.pod)) as Pod;
  // What is copied out of a Pod has both of its streams on standard output (copyFromPod: ErrOut is o.Out; case kubectl-read/looked-at-from-every-side).
  const container = containerOf(context, pod, flags.text('container'), false, from.pod === '' ? 'err' : 'out');
  if (isKubeletSilent(context, pod) && !(yield* SILENT_KUBELET_PART.content.kubeletAnswers(context, pod))) return 130;
  const place = { kind: 'pod', namespace: there.namespace, pod: there.pod, container } as const;
  const base = from.path.replace(/\/+$/, '').replace(/^.*\//, '');
  const isDirectory = function* (path: string): Generator<Wait, boolean, void> {
    return (yield* process.spawn(['test', '-d', path], { place })).exitCode === 0;
  };
  if (from.pod === '' ? process.files.kind(from.path) === 'directory' : yield* isDirectory(from.path))
    return notSimulated(context, 'kubectl cp of a directory');
  if (from.pod === '') {
    const path = (yield* isDirectory(to.path)) ? `${to.path.replace(/\/$/, '')}/${base}` : to.path;
    const { exitCode, stderr } = yield* process.spawn(['sh', '-c', 'cat > "$1"', 'sh', path], { place, input: process.files.read(from.path) ?? '' });
    if (exitCode === 0) return 0;
    process.err(
      stderr === '' ? '' : `tar: ${path.replace(/\/[^/]*$/, '')}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n`,
    );
    process.err('command terminated with exit code 2\n');
    return 2;
  }
  const { exitCode, stdout } = yield* process.spawn(['cat', from.path], { place });
  const busybox = containerMachine(process.draft, there.namespace, there.pod, container)?.sh === 'ash';
  if (exitCode !== 0 && busybox) {
    process.out(`tar: ${from.path}: No such file or directory\ntar: error exit delayed from previous errors\n`);
    return 0;
  }
  if (from.path.startsWith('/')) process.out(`tar: ${busybox ? "removing leading '/'" : "Removing leading `/'"} from member names\n`);
  if (exitCode !== 0) {
    process.out(`tar: ${from.path}: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n`);
    return 0;
  }
  process.files.write(process.files.kind(to.path) === 'directory' ? `${to.path.replace(/\/$/, '')}/${base}` : to.path, stdout);
  return 0;
}
