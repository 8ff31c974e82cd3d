// Models kubectl pkg/cmd/debug debug.go and profiles.go (v0.37.1): ephemeral containers, copies of a Pod and Pods on a node, with every
// profile; not `--custom`.
import type { Container, Pod } from '../../api/core-v1.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import { NAME_LETTERS } from '../../controllers/template-hash.ts';
import type { Wait } from '../../machine/process.ts';
import { followContainer, isTyped } from './attach.ts';
import { type Context, notSimulated } from './command.ts';
import { knownResource } from './create.ts';
import { exit, fail } from './failure.ts';
import { allContainers } from './pod-of.ts';
import { infosOrFail, visit } from './resource-builder.ts';
import { getObject, postObject, putObject, removeFromServer } from './rest.ts';
import { IMAGE } from './run.ts';

/** Whose container it is: one more in a Pod that runs, one of a copy, or the only one of a Pod on a node. */
type Style = 'ephemeral' | 'copy' | 'node';

/** What a profile makes of the debugging container's rights, and whether a Pod on a node sees the node's file system and namespaces. */
interface Profile {
  readonly rights: (given: JsonObject | undefined, style: Style) => JsonObject | undefined;
  readonly mountsRoot: boolean;
  readonly usesHost: boolean;
}

/** `given` with more capabilities, told again where they are there already. */
function adding(given: JsonObject | undefined, ...capabilities: string[]): JsonObject {
  const { add = [], ...rest } = (given?.['capabilities'] ?? {}) as { readonly add?: readonly string[] };
  return { ...given, capabilities: { ...rest, add: [...add, ...capabilities] } };
}

const PROFILES: { readonly [profile: string]: Profile } = {
  legacy: { rights: (given) => given, mountsRoot: true, usesHost: true },
  general: { rights: (given, style) => (style === 'node' ? undefined : adding(given, 'SYS_PTRACE')), mountsRoot: true, usesHost: true },
  baseline: { rights: () => undefined, mountsRoot: false, usesHost: false },
  netadmin: { rights: (given) => adding(given, 'NET_ADMIN', 'NET_RAW'), mountsRoot: false, usesHost: true },
  restricted: {
    rights: () => ({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
    mountsRoot: false,
    usesHost: false,
  },
  sysadmin: { rights: (given) => ({ ...given, privileged: true }), mountsRoot: true, usesHost: true },
};

const suffix = ({ process: { draft } }: Context): string => Array.from({ length: 5 }, () => NAME_LETTERS[draft.draw(NAME_LETTERS.length)]).join('');

/** `kubectl debug`. */
export function* debug(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  const command = flags.dash < 0 ? [] : args.slice(flags.dash);
  const names = flags.dash < 0 ? args : args.slice(0, flags.dash);
  const profile = profileOf(context);
  validate(context, names, command);
  if (flags.text('custom') !== '') return notSimulated(context, 'kubectl debug --custom');
  const infos = infosOrFail(
    yield* visit(context, { args: names[0]?.includes('/') ? names : ['pods', ...names], without: ['selector', 'field-selector', 'all-namespaces'] }),
  );
  let last = 0;
  for (const { object } of infos) {
    if (object.kind === 'Node') last = yield* onNode(context, object.metadata.name, profile, command);
    else if (object.kind !== 'Pod')
      fail(`"${object.apiVersion.includes('/') ? object.apiVersion : `/${object.apiVersion}`}, Kind=${object.kind}" not supported by debug`);
    else
      last = yield* flags.text('copy-to') === '' ? withEphemeral(context, object as Pod, profile, command) : asCopy(context, object as Pod, profile, command);
  }
  return last;
}

/** The profile that is asked for, before anything else is looked at. */
function profileOf({ flags }: Context): Profile {
  const name = flags.text('profile');
  return Object.hasOwn(PROFILES, name) ? (PROFILES[name] as Profile) : fail(`unknown profile: ${name}`);
}

/** Models DebugOptions.Validate, in its order. */
function validate({ flags, process }: Context, names: readonly string[], command: readonly string[]): void {
  const [image, target, policy] = [flags.text('image'), flags.text('target'), flags.text('image-pull-policy')];
  const copies = flags.text('copy-to') !== '';
  const images = setImages(flags.list('set-image'));
  if (flags.changed('attach') && flags.on('attach') && image === '' && flags.text('container') === '')
    fail('you must specify --container or create a new container using --image in order to attach.');
  if (copies) {
    if (image === '' && images.size === 0 && command.length === 0) fail('you must specify --image, --set-image or command arguments.');
    if (command.length > 0 && flags.text('container') === '' && image === '')
      fail('you must specify an existing container or a new image when specifying args.');
  } else {
    for (const name of ['replace', 'same-node']) if (flags.on(name)) fail(`--${name} may only be used with --copy-to.`);
    if (images.size > 0) fail('--set-image may only be used with --copy-to.');
    if (image === '') fail('you must specify --image when not using --copy-to.');
  }
  if (image !== '' && !IMAGE.test(image)) fail(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (names.length === 0 && flags.list('filename').length === 0) fail('NAME or filename is required for debug');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy)) fail(`invalid image pull policy: ${policy}`);
  for (const [name, one] of images)
    if (!IMAGE.test(one)) fail(`invalid image name ${JSON.stringify(one)} for container ${JSON.stringify(name)}: invalid reference format`);
  if (target !== '') {
    if (copies) fail('--target is incompatible with --copy-to. Use --share-processes instead.');
    if (!flags.on('quiet'))
      process.out(
        `Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      );
  }
  if (flags.on('tty') && !flags.on('stdin')) fail('-i/--stdin is required for containers with -t/--tty=true');
  if (flags.text('profile') === 'legacy')
    process.err(
      '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, for example "--profile=general".\n',
    );
}

/** `a=b,c=d`: a flag of pairs, several of which may stand in one word. Models pflag string_to_string.go. */
const pairsOf = (words: readonly string[]): readonly string[] => words.flatMap((word) => (word.split('=').length > 2 ? word.split(',') : [word]));

/** Images by the names of their containers; `*` is for all others. */
function setImages(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pairsOf(words).map((pair) => {
      const [container = '', image = ''] = pair.split('=');
      return [container, image];
    }),
  );
}

/** What the flags say of the container, whether it is a new one or stands in the copy already. */
function described({ flags }: Context, command: readonly string[]): JsonObject {
  const env = pairsOf(flags.list('env')).map((text) => {
    const at = text.indexOf('=');
    if (at <= 0) fail(`invalid env: ${text}`);
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
  const [image, policy] = [flags.text('image'), flags.text('image-pull-policy')];
  return {
    ...(image ? { image } : {}),
    ...(policy ? { imagePullPolicy: policy } : {}),
    ...(command.length === 0 ? {} : flags.on('arguments-only') ? { args: [...command] } : { command: [...command], args: null }),
    ...(env.length > 0 ? { env } : {}),
    stdin: flags.on('stdin'),
    tty: flags.on('tty'),
  };
}

/** A container that was not there before. */
const newContainer = (context: Context, name: string, command: readonly string[]): JsonObject => ({
  name,
  terminationMessagePolicy: 'File',
  ...described(context, command),
});

/** The container with the rights that the profile gives. */
function entitled(container: JsonObject, profile: Profile, style: Style): JsonObject {
  const { securityContext, ...rest } = container;
  const rights = profile.rights(securityContext as JsonObject | undefined, style);
  return rights ? { ...rest, securityContext: rights } : rest;
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

/** Rights that a Pod's own user has not got are told. Models displayWarning. */
function warn({ process }: Context, { securityContext }: JsonObject, { spec }: Pod): void {
  const { runAsUser, privileged, capabilities } = (securityContext ?? {}) as {
    readonly runAsUser?: number;
    readonly privileged?: boolean;
    readonly capabilities?: { readonly add?: readonly string[] };
  };
  const user = (spec.securityContext as JsonObject | undefined)?.['runAsUser'];
  if (!user || runAsUser === 0 || (privileged !== true && !capabilities?.add?.length)) return;
  process.err(
    'Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".\n',
  );
}

function* withEphemeral(context: Context, pod: Pod, profile: Profile, command: readonly string[]): Generator<Wait, number, void> {
  const { flags } = context;
  const { namespace = '', name } = pod.metadata;
  const container = containerName(context, pod);
  const target = flags.text('target');
  const ephemeral = pod.spec.ephemeralContainers ?? [];
  if (ephemeral.some((one) => one.name === container)) return exit(notSimulated(context, `changing the ephemeral container ${JSON.stringify(container)}`));
  const added = { ...entitled(newContainer(context, container, command), profile, 'ephemeral'), ...(target ? { targetContainerName: target } : {}) };
  warn(context, added, pod);
  const changed = { ...pod, spec: { ...pod.spec, ephemeralContainers: [...ephemeral, added as unknown as Container] } };
  putObject(context, knownResource('pods'), namespace, name, changed as unknown as Json, { subresource: 'ephemeralcontainers' });
  return yield* attached(context, namespace, name, container);
}

function* asCopy(context: Context, pod: Pod, profile: Profile, command: readonly string[]): Generator<Wait, number, void> {
  const { flags } = context;
  const { namespace = '', labels, annotations } = pod.metadata;
  const { nodeName, ephemeralContainers: _, ...kept } = pod.spec as unknown as JsonObject;
  const images = setImages(flags.list('set-image'));
  const copied: JsonObject = {
    ...kept,
    ...(flags.changed('share-processes') ? { shareProcessNamespace: flags.on('share-processes') } : {}),
    ...(flags.on('same-node') && nodeName ? { nodeName } : {}),
  };
  const containers = pod.spec.containers.map((container): JsonObject => {
    const image = images.get(container.name) ?? images.get('*');
    return { ...(container as unknown as JsonObject), ...(image ? { image } : {}) };
  });
  const metadata = { name: flags.text('copy-to'), namespace };
  const create = (more: JsonObject, spec: JsonObject): KubernetesObject => {
    const made = postObject(context, knownResource('pods'), namespace, { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, ...more }, spec } as Json);
    if (flags.on('replace')) removeFromServer(context, knownResource('pods'), namespace, pod.metadata.name, { gracePeriodSeconds: 0 });
    return made;
  };

  const asked = flags.text('container');
  const known = allContainers(pod).some((one) => one.name === asked);
  if (!known && flags.text('image') === '') {
    if (images.size === 0) fail('you must specify image when creating new container');
    // Nothing is added, so no profile is asked either: labels and probes stay.
    create({ ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) }, { ...copied, containers });
    return 0;
  }
  const name = known ? asked : containerName(context, pod);
  const changed = (container: JsonObject): JsonObject =>
    container['name'] === name ? entitled({ ...container, ...described(context, command) }, profile, 'copy') : container;
  const all = known ? containers.map(changed) : [...containers, entitled(newContainer(context, name, command), profile, 'copy')];
  const legacy = flags.text('profile') === 'legacy';
  const keeps = (flag: string): boolean => flags.on(flag) || (legacy && flag !== 'keep-labels');
  const spec: JsonObject = {
    ...(legacy ? {} : { shareProcessNamespace: true }),
    ...copied,
    containers: all.map(({ livenessProbe, readinessProbe, startupProbe, ...rest }) => ({
      ...rest,
      ...(keeps('keep-liveness') && livenessProbe ? { livenessProbe } : {}),
      ...(keeps('keep-readiness') && readinessProbe ? { readinessProbe } : {}),
      ...(keeps('keep-startup') && startupProbe ? { startupProbe } : {}),
    })),
    initContainers: keeps('keep-init-containers') ? ((copied['initContainers'] as readonly JsonObject[] | undefined)?.map(changed) ?? null) : null,
  };
  warn(context, all.find((one) => one['name'] === name) ?? {}, pod);
  const made = create(
    {
      ...(keeps('keep-labels') && !legacy && labels ? { labels } : {}),
      ...(keeps('keep-annotations') && annotations ? { annotations } : {}),
    },
    spec,
  );
  return yield* attached(context, namespace, made.metadata.name, name);
}

function* onNode(context: Context, node: string, { rights, mountsRoot, usesHost }: Profile, command: readonly string[]): Generator<Wait, number, void> {
  const { flags, process, namespace } = context;
  const container = flags.text('container') || 'debugger';
  const name = `node-debugger-${node}-${suffix(context)}`;
  if (!flags.on('quiet')) process.out(`Creating debugging pod ${name} with container ${container} on node ${node}.\n`);
  const securityContext = rights(undefined, 'node');
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
    spec: {
      containers: [
        {
          ...newContainer(context, container, command),
          ...(securityContext ? { securityContext } : {}),
          ...(mountsRoot ? { volumeMounts: [{ name: 'host-root', mountPath: '/host' }] } : {}),
        },
      ],
      nodeName: node,
      ...(usesHost ? { hostNetwork: true, hostPID: true, hostIPC: true } : {}),
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
      ...(mountsRoot ? { volumes: [{ name: 'host-root', hostPath: { path: '/' } }] } : {}),
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
