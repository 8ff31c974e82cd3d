// Models kubectl pkg/cmd/describe describe.go (v0.37.1).
import type { APIResource } from '../../api/api-resources.ts';
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import type { Context } from './command.ts';
import { eventsAbout, Page } from './describe-page.ts';
import {
  describeAnything,
  describeConfigMap,
  describeDeployment,
  describeEndpoints,
  describeEndpointSlice,
  describeIPAddress,
  describeNamespace,
  describeReplicaSet,
  describeSecret,
  describeService,
  describeServiceAccount,
  describeServiceCIDR,
  describeStatefulSet,
} from './describe-kinds.ts';
import { describeNode } from './describe-node.ts';
import { describePod } from './describe-pod.ts';
import { fail, Failure, Failures } from './failure.ts';
import { resourceNamed, visit } from './resource-builder.ts';
import { listObjects, notFoundStatus } from './rest.ts';

function described(context: Context, resource: APIResource, object: KubernetesObject, withEvents: boolean): string {
  const { draft } = context.process;
  const page = new Page(draft.now);
  const one = object as never;
  const events = withEvents
    ? eventsAbout(draft, object, resource.name === 'pods', resource.name === 'nodes' ? [object.metadata.uid ?? '', object.metadata.name] : undefined)
    : undefined;
  switch (resource.name) {
    case 'pods':
      describePod(page, one, events);
      break;
    case 'services':
      describeService(
        page,
        one,
        events,
        draft
          .list('endpointslices', object.metadata.namespace)
          .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === object.metadata.name),
      );
      break;
    case 'nodes':
      describeNode(page, one, events, draft);
      break;
    case 'deployments':
      describeDeployment(page, one, events, draft);
      break;
    case 'replicasets':
      describeReplicaSet(page, one, events, draft);
      break;
    case 'statefulsets':
      describeStatefulSet(page, one, events, draft);
      break;
    default:
      (SIMPLE[resource.name] ?? describeAnything)(page, one, events);
  }
  return page.text();
}

const SIMPLE: { readonly [resource: string]: (page: Page, object: never, events: ReturnType<typeof eventsAbout> | undefined) => void } = {
  configmaps: describeConfigMap,
  endpoints: describeEndpoints,
  endpointslices: describeEndpointSlice,
  ipaddresses: describeIPAddress,
  namespaces: describeNamespace,
  secrets: describeSecret,
  serviceaccounts: describeServiceAccount,
  servicecidrs: describeServiceCIDR,
};

/** `kubectl describe`. */
export function* describe(context: Context): Generator<Wait, number, void> {
  const { args, flags, namespace, process } = context;
  if (args.length === 0 && flags.list('filename').length === 0 && !flags.text('kustomize'))
    fail('You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n');
  const { parts, failures } = yield* visit(context, { everything: true, continueOnError: true });
  const infos = parts.flatMap(({ items }) => items);
  const alone = failures.length === 0 && infos.length <= 1;
  const withEvents = flags.changed('show-events') ? flags.on('show-events') : alone;
  const [failure] = failures;
  if (failures.length === 1 && failure?.status?.reason === 'NotFound' && args.length === 2) {
    if (args[0]?.includes('/')) throw failure;
    // What begins with a name is looked for among one kind only (describe.go DescribeMatchingResources).
    if (args[0]?.includes(',')) fail('you may only specify a single resource type');
    const resource = resourceNamed(args[0] as string);
    const matching = listObjects(context, resource, flags.on('all-namespaces') ? undefined : namespace).filter(({ metadata }) =>
      metadata.name.startsWith(args[1] as string),
    );
    if (matching.length === 0) throw failure;
    for (const object of matching) process.out(`${described(context, resource, object, withEvents)}\n`);
    return 0;
  }
  const errors = [...failures];
  infos.forEach(({ resource, namespace: where, name, object, source }, i) => {
    const current = source === undefined ? object : context.process.draft.get(resource.name as 'services', where, name);
    if (!current) return void errors.push(new Failure(notFoundStatus(resource, name).message, notFoundStatus(resource, name)));
    process.out((i > 0 ? '\n\n' : '') + described(context, resource, current, withEvents));
  });
  if (infos.length === 0 && errors.length === 0)
    process.err(flags.on('all-namespaces') ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
  if (errors.length > 0) throw new Failures(errors);
  return 0;
}
