// Models kubectl pkg/polymorphichelpers updatepodspec.go and what the verbs of `set` share (v0.37.1).
import { decodeObject } from '../../api/decode.ts';
import type { Container } from '../../api/core-v1.ts';
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf } from './command.ts';
import { caught, fail, Failure, Failures } from './failure.ts';
import { compactJSON } from './go-value.ts';
import { resultPrinter } from './print.ts';
import { type Info, infosOrFail, type Visit, visit } from './resource-builder.ts';
import { putObject } from './rest.ts';

export interface PodTemplate {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly serviceAccountName?: string;
}

/** The Pod specification of an object, or `undefined` where its kind has none. */
export function podSpecOf({ kind, ...object }: KubernetesObject): PodTemplate | undefined {
  const { spec } = object as unknown as { readonly spec?: PodTemplate & { readonly template?: { readonly spec?: PodTemplate } } };
  return kind === 'Pod' ? spec : ['Deployment', 'ReplicaSet', 'StatefulSet'].includes(kind) ? spec?.template?.spec : undefined;
}

export function withPodSpec(object: KubernetesObject, podSpec: PodTemplate): KubernetesObject {
  const { spec } = object as unknown as { readonly spec: { readonly template?: object } };
  return (object.kind === 'Pod'
    ? { ...object, spec: podSpec }
    : { ...object, spec: { ...spec, template: { ...spec.template, spec: podSpec } } }) as unknown as KubernetesObject;
}

/** Models cli-runtime pkg/resource builder.go LocalResourceError (v0.37.1). */
const LOCAL_NEEDS_FILES = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** Everything a line of `set` names; with `--local` the files alone, as their Go types hold them. */
export function* named(context: Context, args: readonly string[]): Generator<Wait, Visit, void> {
  const { flags } = context;
  if (!flags.on('local')) return yield* visit(context, { args, everything: flags.on('all'), latest: true, continueOnError: true });
  if (args.length > 0 && ['set image', 'set resources'].includes(context.path)) fail(LOCAL_NEEDS_FILES);
  const found = yield* visit(context, { args: [], local: true, continueOnError: true });
  return { ...found, parts: found.parts.map((part) => ({ ...part, items: part.items.map((info) => ({ ...info, object: typedObject(info) })) })) };
}

function typedObject({ resource, object }: Info): KubernetesObject {
  const decoded = decodeObject(resource, object as unknown as Json, 'Ignore');
  return decoded.ok ? (decoded.object as unknown as KubernetesObject) : fail(decoded.status.message);
}

/** Changes the containers of everything named and stores what differs; nothing is said of what does not. */
export function* changeContainers(
  context: Context,
  resources: readonly string[],
  failed: string,
  operation: string,
  change: (container: Container, info: Info) => Container,
  check: (info: Info) => void,
  stopsAtMistake = false,
): Generator<Wait, number, void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const local = flags.on('local');
  const print = resultPrinter(context, dryRun);
  if (local && dryRun === 'server') fail('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
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
    if (failure && stopsAtMistake) continue;
    const changed: PodTemplate = {
      ...podSpec,
      containers: podSpec.containers.map((one) => change(one, info)),
      ...(podSpec.initContainers ? { initContainers: podSpec.initContainers.map((one) => change(one, info)) } : {}),
    };
    if (flags.on('list') || compactJSON(changed as unknown as Json) === compactJSON(podSpec as unknown as Json)) continue;
    const next = withPodSpec(object, changed);
    if (local || dryRun === 'client') {
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
    if (refused) failures.push(refused.status ? new Failure(`${failed} ${refused.text}`) : refused);
  }
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}

/** Container names that a `--containers` value means; `*` stands for anything. */
export const namePattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
