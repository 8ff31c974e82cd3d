// Models kubectl pkg/cmd/debug debug.go and profiles.go (v0.37.1): ephemeral containers with every profile, copies of a Pod and Pods on a
// node with the profile `general`; not `--custom`.
import type { Container, Pod, PodSpec } from '../../api/core-v1.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import { NAME_LETTERS } from '../../controllers/template-hash.ts';
import type { Wait } from '../../machine/process.ts';
import { followContainer, isTyped } from './attach.ts';
import { type Context, notSimulated } from './command.ts';
import { knownResource } from './create.ts';
import { exit, fail } from './failure.ts';
import { allContainers } from './pod-of.ts';
import { infosOrFail, visit } from './resource-builder.ts';
import { getObject, postObject, putObject } from './rest.ts';

/** What a profile lets an ephemeral container do. */
const PROFILES: { readonly [profile: string]: JsonObject | undefined } = {
  legacy: undefined,
  general: { capabilities: { add: ['SYS_PTRACE'] } },
  baseline: undefined,
  netadmin: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
  restricted: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  sysadmin: { privileged: true },
};
const NO_PROCESSES = "If you don't see processes from this container it may be because the container runtime doesn't support this feature.";

const suffix = ({ process: { draft } }: Context): string => Array.from({ length: 5 }, () => NAME_LETTERS[draft.draw(NAME_LETTERS.length)]).join('');

/** `kubectl debug`. */
export function* debug(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  const copyTo = flags.text('copy-to');
  const image = flags.text('image');
  const command = flags.dash < 0 ? [] : args.slice(flags.dash);
  const names = flags.dash < 0 ? args : args.slice(0, flags.dash);
  const setImage = flags.list('set-image');
  if (copyTo === '') {
    if (image === '') fail('you must specify --image when not using --copy-to.');
    for (const name of ['replace', 'same-node', 'set-image']) if (flags.changed(name)) fail(`--${name} may only be used with --copy-to.`);
  } else if (image === '' && setImage.length === 0 && command.length === 0) fail('you must specify --image, --set-image or command arguments.');
  else if (flags.text('target') !== '') fail('--target is incompatible with --copy-to. Use --share-processes instead.');
  if (names.length === 0 && flags.list('filename').length === 0) fail('NAME or filename is required for debug');
  if (flags.on('tty') && !flags.on('stdin')) fail('-i/--stdin is required for containers with -t/--tty=true');
  const profile = flags.text('profile');
  if (!Object.hasOwn(PROFILES, profile)) fail(`unknown profile: ${profile}`);
  if (profile === 'legacy')
    context.process.err(
      '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".\n',
    );
  if (flags.text('custom') !== '') return notSimulated(context, 'kubectl debug --custom');
  const infos = infosOrFail(
    yield* visit(context, { args: names[0]?.includes('/') ? names : ['pods', ...names], without: ['selector', 'field-selector', 'all-namespaces'] }),
  );
  let last = 0;
  for (const { object } of infos) {
    if (profile !== 'general' && (object.kind === 'Node' || copyTo !== ''))
      return notSimulated(context, `kubectl debug --profile=${profile} ${object.kind === 'Node' ? 'of a node' : 'with --copy-to'}`);
    if (object.kind === 'Node') last = yield* onNode(context, object.metadata.name, command);
    else if (object.kind !== 'Pod')
      fail(`"${object.apiVersion.includes('/') ? object.apiVersion : `/${object.apiVersion}`}, Kind=${object.kind}" not supported by debug`);
    else last = yield* copyTo === '' ? withEphemeral(context, object as Pod, command) : asCopy(context, object as Pod, command);
  }
  return last;
}

/** The container that the flags describe, by its name. */
function describedContainer({ flags }: Context, name: string, command: readonly string[]): JsonObject {
  const env = flags.list('env').map((text) => {
    const at = text.indexOf('=');
    if (at <= 0) fail(`invalid env: ${text}`);
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
  return {
    name,
    ...(flags.text('image') ? { image: flags.text('image') } : {}),
    ...(flags.text('image-pull-policy') ? { imagePullPolicy: flags.text('image-pull-policy') } : {}),
    ...(command.length > 0 ? { [flags.on('arguments-only') ? 'args' : 'command']: [...command] } : {}),
    ...(env.length > 0 ? { env } : {}),
    resources: {},
    ...(flags.on('stdin') ? { stdin: true } : {}),
    ...(flags.on('tty') ? { tty: true } : {}),
    terminationMessagePolicy: 'File',
  };
}

/** The name asked for, or one that no container has; told on standard output. */
function containerName(context: Context, pod: Pod): string {
  const { flags, process } = context;
  if (flags.text('container') !== '') return flags.text('container');
  const taken = new Set(allContainers(pod).map(({ name }) => name));
  let name = `debugger-${suffix(context)}`;
  while (taken.has(name)) name = `debugger-${suffix(context)}`;
  if (!flags.on('quiet')) process.out(`Defaulting debug container name to ${name}.\n`);
  return name;
}

function* withEphemeral(context: Context, pod: Pod, command: readonly string[]): Generator<Wait, number, void> {
  const { flags, process } = context;
  const { namespace = '', name } = pod.metadata;
  const container = containerName(context, pod);
  const target = flags.text('target');
  if (target !== '' && !flags.on('quiet')) process.out(`Targeting container ${JSON.stringify(target)}. ${NO_PROCESSES}\n`);
  const ephemeral = pod.spec.ephemeralContainers ?? [];
  if (ephemeral.some((one) => one.name === container)) return exit(notSimulated(context, `changing the ephemeral container ${JSON.stringify(container)}`));
  const securityContext = PROFILES[flags.text('profile')];
  const added = {
    ...describedContainer(context, container, command),
    ...(securityContext ? { securityContext } : {}),
    ...(target ? { targetContainerName: target } : {}),
  };
  const changed = { ...pod, spec: { ...pod.spec, ephemeralContainers: [...ephemeral, added as unknown as Container] } };
  putObject(context, knownResource('pods'), namespace, name, changed as unknown as Json, { subresource: 'ephemeralcontainers' });
  return yield* attached(context, namespace, name, container);
}

function* asCopy(context: Context, pod: Pod, command: readonly string[]): Generator<Wait, number, void> {
  const { flags } = context;
  const { namespace = '' } = pod.metadata;
  const { nodeName, ephemeralContainers: _, ...kept } = pod.spec;
  const images = new Map(
    flags.list('set-image').map((pair) => {
      const [container = '', image = ''] = pair.split('=');
      return [container, image];
    }),
  );
  const strip = (container: Container): Container => {
    const { livenessProbe, readinessProbe, startupProbe, ...rest } = container;
    const image = images.get(container.name) ?? images.get('*');
    return {
      ...rest,
      ...(image ? { image } : {}),
      ...(flags.on('keep-liveness') && livenessProbe ? { livenessProbe } : {}),
      ...(flags.on('keep-readiness') && readinessProbe ? { readinessProbe } : {}),
      ...(flags.on('keep-startup') && startupProbe ? { startupProbe } : {}),
    };
  };
  let containers = kept.containers.map(strip);
  let name = flags.text('container');
  const known = containers.some((one) => one.name === name);
  if (flags.text('image') !== '' || command.length > 0) {
    if (name === '' && flags.text('image') === '') name = containers[0]?.name ?? '';
    else if (!known) name = containerName(context, pod);
    const described = describedContainer(context, name, command) as unknown as Container;
    const own = containers.find((one) => one.name === name);
    containers = own
      ? containers.map((one) => (one === own ? { ...one, ...described } : one))
      : [...containers, { ...described, securityContext: PROFILES['general'] } as Container];
  }
  const shares = flags.on('share-processes');
  const spec = {
    ...kept,
    containers,
    ...(flags.on('same-node') && nodeName ? { nodeName } : {}),
    ...(shares || flags.changed('share-processes') ? { shareProcessNamespace: shares } : {}),
  } as PodSpec;
  if (!flags.on('keep-init-containers')) delete (spec as { initContainers?: unknown }).initContainers;
  const metadata = {
    name: flags.text('copy-to'),
    namespace,
    ...(flags.on('keep-labels') && pod.metadata.labels ? { labels: pod.metadata.labels } : {}),
    ...(flags.on('keep-annotations') && pod.metadata.annotations ? { annotations: pod.metadata.annotations } : {}),
  };
  const made = postObject(context, knownResource('pods'), namespace, { apiVersion: 'v1', kind: 'Pod', metadata, spec } as unknown as Json);
  if (flags.on('replace')) return exit(notSimulated(context, 'kubectl debug --replace'));
  return yield* attached(context, namespace, made.metadata.name, name);
}

function* onNode(context: Context, node: string, command: readonly string[]): Generator<Wait, number, void> {
  const { flags, process, namespace } = context;
  const container = flags.text('container') || 'debugger';
  const name = `node-debugger-${node}-${suffix(context)}`;
  if (!flags.on('quiet')) process.out(`Creating debugging pod ${name} with container ${container} on node ${node}.\n`);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
    spec: {
      containers: [{ ...describedContainer(context, container, command), volumeMounts: [{ name: 'host-root', mountPath: '/host' }] }],
      nodeName: node,
      hostNetwork: true,
      hostPID: true,
      hostIPC: true,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
      volumes: [{ name: 'host-root', hostPath: { path: '/' } }],
    },
  };
  postObject(context, knownResource('pods'), namespace, pod as unknown as Json);
  return yield* attached(context, namespace, name, container);
}

/** With `-i` or `--attach`: what the container prints, until it has ended. */
function* attached(context: Context, namespace: string, name: string, container: string): Generator<Wait, number, void> {
  const { flags, process } = context;
  if (!(flags.changed('attach') ? flags.on('attach') : flags.on('stdin'))) return 0;
  const { draft } = process;
  const state = () => {
    const { status } = (draft.get('pods', namespace, name) ?? {}) as Partial<Pod>;
    const all = [...(status?.containerStatuses ?? []), ...(status?.ephemeralContainerStatuses ?? [])];
    return all.find((one) => one.name === container)?.state;
  };
  const begun = (): boolean => process.interrupted || state()?.running !== undefined || state()?.terminated !== undefined;
  while (!begun()) yield { until: begun, deadline: draft.now + 60_000 };
  const pod = getObject(context, knownResource('pods'), namespace, name) as KubernetesObject as Pod;
  yield* followContainer(context, pod, container, { fromStart: true, quiet: flags.on('quiet'), stdin: flags.on('stdin') });
  if (flags.on('tty') && !flags.on('quiet') && !isTyped(context)) process.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return 0;
}
