// Models kubectl pkg/cmd/set set_image.go, set_resources.go, set_serviceaccount.go and set_selector.go (v0.37.1).
import { canonicalQuantity } from '../../api/quantity.ts';
import type { Json, KubernetesObject, Labels } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf } from './command.ts';
import { fail, Failure, Failures } from './failure.ts';
import { resourcesAndPairs } from './label.ts';
import { changeContainers, named, namePattern, podSpecOf, withPodSpec } from './pod-template.ts';
import { resultPrinter } from './print.ts';
import { forEachInfo, infosOrFail } from './resource-builder.ts';
import { sendPatch } from './rest.ts';
import { parseLabelSelector, type Requirement } from './selectors.ts';

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
    'failed to patch image update to pod template:',
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

const GO_OPERATORS: { readonly [operator: string]: string } = { in: 'In', notin: 'NotIn', '!=': 'NotIn', exists: 'Exists', '!': 'DoesNotExist' };

/** `kubectl set selector`. */
export function* setSelector(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const text = args.at(-1);
  if (text === undefined) return fail('one selector is required');
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) fail(`couldn't parse the selector string ${JSON.stringify(text)}: ${parsed.error}`);
  const isPlain = ({ operator }: Requirement): boolean => operator === '=' || operator === '==';
  const expressions = parsed.requirements.filter((one) => !isPlain(one));
  const selector: Labels = Object.fromEntries(parsed.requirements.filter(isPlain).map(({ key, values }) => [key, values[0] as string]));
  const found = yield* named(context, args.slice(0, -1));
  const failures = forEachInfo(found, ({ resource, namespace, name, object }) => {
    if (resource.name !== 'services') fail('setting a selector is only supported for Services');
    if (expressions.length > 0)
      fail(
        `match expression [${expressions.map(({ key, operator, values }) => `{${key} ${GO_OPERATORS[operator] ?? operator} [${values.join(' ')}]}`).join(' ')}] not supported on this object`,
      );
    const { spec } = object as unknown as { readonly spec: { readonly selector?: Labels } };
    if (dryRun === 'client' || flags.on('local')) return print({ ...object, spec: { ...spec, selector } } as unknown as KubernetesObject, 'selector updated');
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

/** `kubectl set serviceaccount`. */
export function* setServiceAccount(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const account = args.at(-1) ?? fail('serviceaccount is required');
  const found = yield* named(context, args.slice(0, -1));
  const failures = forEachInfo(found, ({ resource, namespace, name, object }) => {
    const podSpec = podSpecOf(object);
    if (!podSpec) throw new Failure(`error: ${resource.name}/${name} the object is not a pod or does not have a pod template: *v1.${resource.kind}\n`);
    const changed = withPodSpec(object, { ...podSpec, serviceAccountName: account });
    if (dryRun === 'client' || flags.on('local')) return print(changed, 'serviceaccount updated');
    const specPatch = { spec: { serviceAccountName: account } };
    const patch = resource.name === 'pods' ? specPatch : { spec: { template: specPatch } };
    const options = { dryRun: dryRun === 'server', fieldManager: flags.text('field-manager') || 'kubectl-set' };
    try {
      print(sendPatch(context, resource, namespace, name, patch, 'application/strategic-merge-patch+json', options).object, 'serviceaccount updated');
    } catch (error) {
      throw error instanceof Failure && error.status ? new Failure(`failed to patch ServiceAccountName ${error.text}`) : error;
    }
  });
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}
