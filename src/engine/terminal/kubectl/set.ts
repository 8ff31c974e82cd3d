// Models kubectl pkg/cmd/set set_image.go, set_env.go and set_selector.go (v0.37.1).
import type { Container, EnvVar } from '../../api/core-v1.ts';
import { canonicalQuantity } from '../../api/quantity.ts';
import type { Json, KubernetesObject, Labels } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf, notSimulated, warn } from './command.ts';
import { caught, exit, fail, Failure, Failures } from './failure.ts';
import { compactJSON } from './go-value.ts';
import { resourcesAndPairs } from './label.ts';
import { resultPrinter } from './print.ts';
import { forEachInfo, type Info, infosOrFail, visit } from './resource-builder.ts';
import { putObject, sendPatch } from './rest.ts';
import { parseLabelSelector, type Requirement } from './selectors.ts';

interface PodTemplate {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
}

/** The Pod specification of an object, or `undefined` where its kind has none. */
function podSpecOf({ kind, ...object }: KubernetesObject): PodTemplate | undefined {
  const { spec } = object as unknown as { readonly spec?: PodTemplate & { readonly template?: { readonly spec?: PodTemplate } } };
  return kind === 'Pod' ? spec : ['Deployment', 'ReplicaSet', 'StatefulSet'].includes(kind) ? spec?.template?.spec : undefined;
}

function withPodSpec(object: KubernetesObject, podSpec: PodTemplate): KubernetesObject {
  const { spec } = object as unknown as { readonly spec: { readonly template?: object } };
  return (object.kind === 'Pod'
    ? { ...object, spec: podSpec }
    : { ...object, spec: { ...spec, template: { ...spec.template, spec: podSpec } } }) as unknown as KubernetesObject;
}

const named = (context: Context, args: readonly string[]): ReturnType<typeof visit> =>
  visit(context, { args, all: context.flags.on('all'), everything: context.flags.on('all'), latest: true, continueOnError: true });

/** Changes the containers of everything named and stores what differs; nothing is said of what does not. */
function* changeContainers(
  context: Context,
  resources: readonly string[],
  failed: string,
  operation: string,
  change: (container: Container, info: Info) => Container,
  check: (info: Info) => void,
): Generator<Wait, number, void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  if (flags.on('local')) exit(notSimulated(context, 'the flag --local'));
  const infos = infosOrFail(yield* named(context, resources));
  const failures: Failure[] = [];
  for (const info of infos) {
    const { resource, namespace, name, object } = info;
    const podSpec = podSpecOf(object);
    if (!podSpec) {
      failures.push(new Failure(`error: ${resource.name}/${name} the object is not a pod or does not have a pod template: *v1.${resource.kind}\n`));
      continue;
    }
    const failure = caught(() => check(info));
    if (failure) failures.push(failure);
    const changed: PodTemplate = {
      ...podSpec,
      containers: podSpec.containers.map((one) => change(one, info)),
      ...(podSpec.initContainers ? { initContainers: podSpec.initContainers.map((one) => change(one, info)) } : {}),
    };
    if (flags.on('list') || compactJSON(changed as unknown as Json) === compactJSON(podSpec as unknown as Json)) continue;
    const next = withPodSpec(object, changed);
    if (dryRun === 'client') {
      print(next, operation);
      continue;
    }
    const refused = caught(() =>
      print(
        putObject(context, resource, namespace, name, next as unknown as Json, {
          dryRun: dryRun === 'server',
          fieldManager: flags.text('field-manager') || 'kubectl-set',
        }),
        operation,
      ),
    );
    if (refused) failures.push(refused.status ? new Failure(`${failed}: ${refused.text}`) : refused);
  }
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}

/** `kubectl set image`. */
export function* setImage(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  const { resources, pairs } = resourcesAndPairs(args, 'image');
  const wrong = pairs.filter((pair) => !pair.includes('='));
  if (wrong.length > 0) fail(`invalid image format: ${wrong.join(', ')}`);
  const images: Labels = Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  const mistakes = [
    ...(flags.on('all') && flags.text('selector') ? ['cannot set --all and --selector at the same time'] : []),
    ...(resources.length === 0 && flags.list('filename').length === 0
      ? ['one or more resources must be specified as <resource> <name> or <resource>/<name>']
      : []),
    ...(pairs.length === 0 ? ['at least one image update is required'] : []),
    ...(Object.keys(images).length > 1 && Object.hasOwn(images, '*')
      ? ['all containers are already specified by *, but saw more than one container_name=container_image pairs']
      : []),
  ];
  if (mistakes.length > 0) {
    if (!(flags.on('all') && flags.text('selector'))) infosOrFail(yield* named(context, resources));
    throw new Failures(mistakes.map((text) => new Failure(text)));
  }
  return yield* changeContainers(
    context,
    resources,
    'failed to patch image update to pod template',
    'image updated',
    (container) => {
      const image = Object.hasOwn(images, container.name) ? images[container.name] : images['*'];
      return image === undefined ? container : { ...container, image };
    },
    ({ object }) => {
      const spec = podSpecOf(object);
      const names = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(({ name }) => name);
      const missing = Object.keys(images).filter((name) => name !== '*' && !names.includes(name));
      if (missing.length > 0) throw new Failure(missing.map((name) => `error: unable to find container named ${JSON.stringify(name)}`).join('\n'));
    },
  );
}

/** `kubectl set env`. */
export function* setEnv(context: Context): Generator<Wait, number, void> {
  const { flags, args, process } = context;
  if (flags.on('all') && flags.text('selector')) fail('cannot set --all and --selector at the same time');
  const isPair = (word: string): boolean => /^[^=/]+=/.test(word) || word.endsWith('-');
  const first = args.findIndex(isPair);
  const resources = first < 0 ? args : args.slice(0, first);
  const pairs = [...flags.list('env'), ...(first < 0 ? [] : args.slice(first))];
  if (first >= 0 && !args.slice(first).every(isPair)) fail(`all resources must be specified before environment changes: ${args.join(' ')}`);
  if (resources.length === 0 && flags.list('filename').length === 0) fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (flags.on('list') && flags.text('output')) fail('--list and --output may not be specified together');
  if (flags.text('from')) exit(notSimulated(context, 'the flag --from'));
  if (flags.list('keys').length > 0) fail('when specifying --keys, a configmap or secret must be provided with --from');
  const set: EnvVar[] = [];
  const remove: string[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at >= 0) set.push({ name: `${flags.text('prefix')}${pair.slice(0, at)}`, value: pair.slice(at + 1) });
    else if (pair === '-') exit(notSimulated(context, 'variables from standard input'));
    else if (pair.endsWith('-')) remove.push(pair.slice(0, -1));
    else fail(`unknown environment variable: ${pair}`);
  }
  if (remove.some((name) => set.some((one) => one.name === name))) fail('can not both modify and remove the same environment variable in the same command');
  const pattern = namePattern(flags.text('containers'));
  const wanted = ({ name }: Container): boolean => pattern.test(name);
  return yield* changeContainers(
    context,
    resources,
    'failed to patch env update to pod template',
    'env updated',
    (container, { object }) => {
      if (!wanted(container)) return container;
      const kept = (container.env ?? []).filter(({ name }) => !remove.includes(name)).map((one) => set.find(({ name }) => name === one.name) ?? one);
      const env = [...kept, ...set.filter(({ name }) => !kept.some((one) => one.name === name))];
      if (flags.on('list')) {
        process.out(`# ${object.kind} ${object.metadata.name}, container ${container.name}\n`);
        for (const { name, value = '', valueFrom } of env)
          process.out(
            valueFrom
              ? `# ${name} from ${sourceText(valueFrom as { readonly [key: string]: { readonly [key: string]: string } | undefined })}\n`
              : `${name}=${value}\n`,
          );
        return container;
      }
      const { env: _, ...rest } = container;
      return env.length > 0 ? { ...rest, env } : rest;
    },
    ({ object }) => {
      const spec = podSpecOf(object);
      const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
      if (!all.some(wanted))
        warn(context, `${object.kind}/${object.metadata.name} does not have any containers matching ${JSON.stringify(flags.text('containers'))}`);
      const clash = flags.on('overwrite')
        ? undefined
        : set.find(({ name }) => all.some((container) => wanted(container) && container.env?.some((one) => one.name === name)));
      if (clash) fail(`'${clash.name}' already has a value, and --overwrite is false`);
    },
  );
}

/** `cpu=100m,memory=64Mi` as a map of canonical quantities. */
function quantities(text: string): Labels {
  return Object.fromEntries(
    (text === '' ? [] : text.split(',')).map((pair) => {
      const parts = pair.split('=');
      if (parts.length !== 2) fail(`invalid argument syntax ${pair}, expected <resource>=<value>`);
      const read = canonicalQuantity(parts[1] as string);
      return [parts[0] as string, 'quantity' in read ? read.quantity : fail(read.error)];
    }),
  );
}

/** `kubectl set resources`. */
export function* setResources(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  if (flags.on('all') && flags.text('selector')) fail('cannot set --all and --selector at the same time');
  if (!flags.text('limits') && !flags.text('requests')) fail('you must specify an update to requests or limits (in the form of --requests/--limits)');
  const limits = quantities(flags.text('limits'));
  const requests = quantities(flags.text('requests'));
  const pattern = namePattern(flags.text('containers'));
  return yield* changeContainers(
    context,
    args,
    'failed to patch resources update to pod template',
    'resource requirements updated',
    (container) => {
      if (!pattern.test(container.name)) return container;
      const merged = (kind: string, wanted: Labels): object =>
        Object.keys(wanted).length > 0 ? { [kind]: { ...(container.resources?.[kind] as object | undefined), ...wanted } } : {};
      return { ...container, resources: { ...container.resources, ...merged('limits', limits), ...merged('requests', requests) } };
    },
    ({ object }) => {
      if (!(podSpecOf(object)?.containers ?? []).some(({ name }) => pattern.test(name)))
        fail(`error: unable to find container named ${flags.text('containers')}`);
    },
  );
}

/** Container names that a `--containers` value means; `*` stands for anything. */
const namePattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );

/** Models pkg/cmd/set/env GetEnvVarRefString. */
function sourceText({
  configMapKeyRef,
  secretKeyRef,
  fieldRef,
  resourceFieldRef,
}: {
  readonly [key: string]: { readonly [key: string]: string } | undefined;
}): string {
  if (configMapKeyRef) return `configmap ${configMapKeyRef['name'] ?? ''}, key ${configMapKeyRef['key'] ?? ''}`;
  if (secretKeyRef) return `secret ${secretKeyRef['name'] ?? ''}, key ${secretKeyRef['key'] ?? ''}`;
  if (fieldRef) return `field path ${fieldRef['fieldPath'] ?? ''}`;
  return resourceFieldRef
    ? `resource field ${resourceFieldRef['containerName'] ? `container ${resourceFieldRef['containerName']} ` : ''}${resourceFieldRef['resource'] ?? ''}`
    : 'invalid valueFrom';
}

const GO_OPERATORS: { readonly [operator: string]: string } = { in: 'In', notin: 'NotIn', '!=': 'NotIn', exists: 'Exists', '!': 'DoesNotExist' };

/** `kubectl set selector`. */
export function* setSelector(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  if (flags.on('local')) exit(notSimulated(context, 'the flag --local'));
  const text = args.at(-1);
  if (text === undefined) return fail('one selector is required');
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) fail(`couldn't parse the selector string ${JSON.stringify(text)}: ${parsed.error}`);
  const isPlain = ({ operator }: Requirement): boolean => operator === '=' || operator === '==';
  const expressions = parsed.requirements.filter((one) => !isPlain(one));
  const selector: Labels = Object.fromEntries(parsed.requirements.filter(isPlain).map(({ key, values }) => [key, values[0] as string]));
  const found = yield* visit(context, { args: args.slice(0, -1), all: flags.on('all'), everything: flags.on('all'), latest: true, continueOnError: true });
  const failures = forEachInfo(found, ({ resource, namespace, name, object }) => {
    if (resource.name !== 'services') fail('setting a selector is only supported for Services');
    if (expressions.length > 0)
      fail(
        `match expression [${expressions.map(({ key, operator, values }) => `{${key} ${GO_OPERATORS[operator] ?? operator} [${values.join(' ')}]}`).join(' ')}] not supported on this object`,
      );
    const { spec } = object as unknown as { readonly spec: { readonly selector?: Labels } };
    if (dryRun === 'client') return print({ ...object, spec: { ...spec, selector } } as unknown as KubernetesObject, 'selector updated');
    const patch = {
      spec: {
        selector: {
          ...Object.fromEntries(
            Object.keys(spec.selector ?? {})
              .filter((key) => !Object.hasOwn(selector, key))
              .map((key) => [key, null]),
          ),
          ...selector,
        },
      },
      ...(flags.text('resource-version') ? { metadata: { resourceVersion: flags.text('resource-version') } } : {}),
    };
    print(
      sendPatch(context, resource, namespace, name, patch as Json, 'application/strategic-merge-patch+json', {
        dryRun: dryRun === 'server',
        fieldManager: flags.text('field-manager') || 'kubectl-set',
      }).object,
      'selector updated',
    );
  });
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}
