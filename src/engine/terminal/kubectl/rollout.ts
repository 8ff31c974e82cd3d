// Models kubectl pkg/cmd/rollout and pkg/polymorphichelpers (v0.37.1).
import type { ControllerRevision, Deployment, ReplicaSet, StatefulSet } from '../../api/apps-v1.ts';
import type { PodTemplateSpec } from '../../api/core-v1.ts';
import type { Json, KubernetesObject, Labels } from '../../api/kubernetes-object.ts';
import { formatTime } from '../../clock/instant.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf } from './command.ts';
import { Page } from './describe-page.ts';
import { replicaSetsOf } from './describe-kinds.ts';
import { describePodTemplate } from './describe-pod.ts';
import { caught, fail, Failure, Failures } from './failure.ts';
import { compactJSON } from './go-value.ts';
import { printerFor, resultPrinter } from './print.ts';
import { forEachInfo, type Info, visit, type Visit } from './resource-builder.ts';
import { groupResource, putObject, sendPatch } from './rest.ts';
import { alignColumns } from './tabwriter.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const CAUSE = 'kubernetes.io/change-cause';

function* named(context: Context): Generator<Wait, Visit, void> {
  if (context.args.length === 0 && context.flags.list('filename').length === 0) fail('required resource not specified');
  return yield* visit(context, { everything: true, latest: true, continueOnError: true });
}

const itemsOf = ({ parts }: Visit): Info[] => parts.flatMap(({ items }) => items);

/** What `rollout status` says of a workload now, and whether that is the end. */
function statusOf(info: Info, object: KubernetesObject, revision: number): { readonly text: string; readonly done: boolean } {
  const { name } = object.metadata;
  const { generation = 0 } = object.metadata;
  const say = (text: string, done = false): { readonly text: string; readonly done: boolean } => ({ text: `${text}\n`, done });
  if (info.resource.name === 'deployments') {
    const { spec, status = {}, metadata } = object as Deployment;
    const now = Number(metadata.annotations?.[REVISION] ?? 0);
    if (revision > 0 && revision !== now) fail(`desired revision (${revision}) is different from the running revision (${now})`);
    if (generation > (status.observedGeneration ?? 0)) return say('Waiting for deployment spec update to be observed...');
    const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = status;
    if (status.conditions?.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded'))
      fail(`deployment "${name}" exceeded its progress deadline`);
    const waiting = `Waiting for deployment "${name}" rollout to finish: `;
    if (updatedReplicas < (spec.replicas ?? 0)) return say(`${waiting}${updatedReplicas} out of ${spec.replicas ?? 0} new replicas have been updated...`);
    if (replicas > updatedReplicas) return say(`${waiting}${replicas - updatedReplicas} old replicas are pending termination...`);
    if (availableReplicas < updatedReplicas) return say(`${waiting}${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
    return say(`deployment "${name}" successfully rolled out`, true);
  }
  const { spec, status } = object as StatefulSet;
  const { replicas = 0, updateStrategy } = spec;
  if (updateStrategy?.type !== 'RollingUpdate') fail('rollout status is only available for RollingUpdate strategy type');
  if (!status?.observedGeneration || generation > status.observedGeneration) return say('Waiting for statefulset spec update to be observed...');
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0, updateRevision = '', currentRevision = '' } = status;
  if (readyReplicas < replicas) return say(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  const rolling = updateStrategy?.rollingUpdate;
  if (rolling) {
    const wanted = replicas - (rolling.partition ?? 0);
    if (rolling.partition !== undefined && updatedReplicas < wanted)
      return say(`Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`);
    return say(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`, true);
  }
  if (updateRevision !== currentRevision)
    return say(`waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`);
  return say(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`, true);
}

/** Kinds that kubectl pkg/apps kind_visitor.go knows (v0.37.1) and that have neither history nor rollback. */
const VISITED = ['Pod', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'];

/** Says that a kind has none of what was asked for, or that kubectl does not know the kind. */
function refuseKind({ resource: { kind, group } }: Info, missing: string, asked: string): never {
  const shown = JSON.stringify(kind + (group ? `.${group}` : ''));
  return fail(
    VISITED.includes(kind)
      ? `no ${missing} has been implemented for ${shown}`
      : `error retrieving ${asked} for ${shown}, no visitor method exists for {${group} ${kind}}`,
  );
}

const isRolled = ({ resource }: Info): boolean => resource.name === 'deployments' || resource.name === 'statefulsets';

/** `kubectl rollout status`. */
export function* rolloutStatus(context: Context): Generator<Wait, number, void> {
  const { flags, process, namespace: shown } = context;
  const { draft } = process;
  const revision = flags.integer('revision');
  if (revision < 0) fail(`revision must be a positive integer: ${revision}`);
  const found = yield* named(context);
  if (found.failures.length > 0) throw new Failures(found.failures);
  for (const info of itemsOf(found)) {
    const { resource, namespace, name } = info;
    if (!isRolled(info)) fail(`no status viewer has been implemented for ${resource.kind}${resource.group ? `.${resource.group}` : ''}`);
    const timeout = flags.duration('timeout');
    const deadline = timeout > 0 ? draft.now + timeout : undefined;
    const current = (): KubernetesObject | undefined => draft.get(resource.name as 'deployments', namespace, name);
    let seen = current();
    for (;;) {
      if (!seen) fail('object has been deleted');
      const { text, done } = statusOf(info, seen, revision);
      process.out(text);
      if (done || (flags.changed('watch') && !flags.on('watch'))) break;
      const before = seen;
      while (current() === before && !process.interrupted && (deadline === undefined || draft.now < deadline))
        yield { ...(deadline === undefined ? {} : { deadline }), until: () => process.interrupted || current() !== before, interruptible: true };
      if (process.interrupted) return 1;
      if (current() === before) fail('timed out waiting for the condition');
      seen = current();
    }
  }
  if (itemsOf(found).length === 0) process.err(`No resources found in ${shown} namespace.\n`);
  return 0;
}

/** The Pod templates a workload had, by revision. */
function historyOf(
  { process }: Context,
  info: Info,
): { readonly revision: number; readonly template: PodTemplateSpec; readonly owner: ReplicaSet | ControllerRevision }[] {
  const { draft } = process;
  const list =
    info.resource.name === 'deployments'
      ? replicaSetsOf(draft, info.object as Deployment).all.map((set) => ({
          revision: Number(set.metadata.annotations?.[REVISION] ?? NaN),
          template: set.spec.template as PodTemplateSpec,
          owner: set as ReplicaSet | ControllerRevision,
        }))
      : draft
          .list('controllerrevisions', info.namespace)
          .filter(({ metadata }) => metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === info.object.metadata.uid))
          .map((one) => ({
            revision: one.revision,
            template: (one.data as unknown as { readonly spec: { readonly template: PodTemplateSpec } }).spec.template,
            owner: one as ReplicaSet | ControllerRevision,
          }));
  return list.filter(({ revision }) => !Number.isNaN(revision)).sort((a, b) => a.revision - b.revision);
}

/** `kubectl rollout history`. */
export function* rolloutHistory(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const revision = flags.integer('revision');
  if (revision < 0) fail(`revision must be a positive integer: ${revision}`);
  const printer = printerFor(context);
  const found = yield* named(context);
  const failures = forEachInfo(found, (info) => {
    if (!isRolled(info)) refuseKind(info, 'history viewer', 'history');
    const history = historyOf(context, info);
    const one = history.find((entry) => entry.revision === revision);
    if (revision > 0 && history.length > 0 && !one) fail('unable to find the specified revision');
    if (printer) {
      for (const { owner } of one ? [one] : history) process.out(printer(owner));
      return;
    }
    let text: string;
    if (history.length === 0) text = 'No rollout history found.';
    else if (one) {
      const cause = one.owner.metadata.annotations?.[CAUSE];
      const page = new Page(process.draft.now);
      describePodTemplate(
        page,
        cause
          ? { ...one.template, metadata: { ...one.template.metadata, annotations: { ...one.template.metadata?.annotations, [CAUSE]: cause } } }
          : one.template,
      );
      text = page.raw();
    } else
      text = alignColumns(
        `REVISION\tCHANGE-CAUSE\n${history.map((entry) => `${entry.revision}\t${entry.owner.metadata.annotations?.[CAUSE] || '<none>'}\n`).join('')}`,
        2,
      );
    const { resource, name } = info;
    process.out(`${resource.kind.toLowerCase()}.${resource.group}/${name} ${revision > 0 ? `with revision #${revision}` : ''}\n${text}\n`);
  });
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}

const WITHOUT_HASH = 'pod-template-hash';

/** A stored template as a workload has it: a StatefulSet's revision is a patch that replaces. */
function withoutHash(stored: PodTemplateSpec): PodTemplateSpec {
  const { $patch: _, ...template } = stored as PodTemplateSpec & { readonly $patch?: string };
  const { [WITHOUT_HASH]: __, ...labels } = (template.metadata?.labels ?? {}) as { [key: string]: string };
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** Annotations that stay the Deployment's own. Models rollback.go annotationsToSkip. */
const KEPT = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** `kubectl rollout undo`. */
export function* rolloutUndo(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const found = yield* named(context);
  const failures = forEachInfo(found, (info) => {
    const { resource, namespace, name, object } = info;
    if (object.metadata.annotations && Object.hasOwn(object.metadata.annotations, KEPT[0] as string))
      process.err(
        `Warning: resource ${resource.name}/${name} was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
      );
    if (!isRolled(info)) refuseKind(info, 'rollbacker', 'rollbacker');
    const wanted = flags.integer('to-revision');
    const history = historyOf(context, info);
    const isDeployment = resource.name === 'deployments';
    if (wanted < 0) fail(`unable to find specified revision ${wanted} in history`);
    if (wanted === 0 && history.length < 2) fail(isDeployment ? `no rollout history found for deployment "${name}"` : 'no last revision to roll back to');
    const target = wanted === 0 ? history.at(-2) : history.find(({ revision }) => revision === wanted);
    if (!target) return fail(`unable to find specified revision ${wanted} in history`);
    if (dryRun === 'client') {
      const page = new Page(process.draft.now);
      describePodTemplate(page, target.template);
      return print(object, `${isDeployment ? '' : 'will roll back to '}${page.raw()}`);
    }
    const { spec } = object as Deployment;
    if (spec.paused) fail("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
    const template = withoutHash(target.template);
    if (compactJSON(template as unknown as Json) === compactJSON(withoutHash(spec.template) as unknown as Json))
      return print(object, `skipped rollback (current template already matches revision ${wanted})`);
    const own = object.metadata.annotations ?? {};
    const old = target.owner.metadata.annotations ?? {};
    const annotations: Labels = Object.fromEntries([
      ...Object.entries(own).filter(([key]) => KEPT.includes(key)),
      ...Object.entries(old).filter(([key]) => !KEPT.includes(key)),
    ]);
    const next = isDeployment
      ? { ...object, metadata: { ...object.metadata, annotations }, spec: { ...spec, template } }
      : { ...object, spec: { ...spec, template } };
    const refused = caught(
      () => void putObject(context, resource, namespace, name, next as unknown as Json, { dryRun: dryRun === 'server', fieldManager: 'kubectl-rollout' }),
    );
    if (refused) fail(`failed restoring revision ${wanted}: ${refused.text}`);
    print(object, 'rolled back');
  });
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}

/** `kubectl rollout pause`, `resume` and `restart`: one field of each workload. */
export function changeRollout(operation: 'paused' | 'resumed' | 'restarted') {
  return function* (context: Context): Generator<Wait, number, void> {
    const { process, flags, namespace: shown } = context;
    const print = resultPrinter(context);
    const found = yield* named(context);
    const failures: Failure[] = [...found.failures];
    const infos = itemsOf(found);
    if (infos.length === 0 && failures.length === 0) process.err(`No resources found in ${shown} namespace.\n`);
    for (const info of infos) {
      const { resource, namespace, name, object } = info;
      const { paused = false } = (object as Deployment).spec ?? {};
      const refuse = (why: string): void => void failures.push(new Failure(`error: ${groupResource(resource)} "${name}" ${why}`));
      const isDeployment = resource.name === 'deployments';
      if (operation === 'restarted' ? !isRolled(info) : !isDeployment)
        refuse(`${operation === 'paused' ? 'pausing' : operation === 'resumed' ? 'resuming' : 'restarting'} is not supported`);
      else if (operation === 'paused' && paused) refuse('is already paused');
      else if (operation === 'resumed' && !paused) refuse('is not paused');
      else if (operation === 'restarted' && paused) refuse("can't restart paused deployment (run rollout resume first)");
      else {
        const patch: Json =
          operation === 'restarted'
            ? { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': formatTime(process.draft.now) } } } } }
            : { spec: { paused: operation === 'paused' ? true : null } };
        const refused = caught(() => {
          const { object: next, changed } = sendPatch(context, resource, namespace, name, patch, 'application/strategic-merge-patch+json', {
            fieldManager: flags.text('field-manager') || 'kubectl-rollout',
          });
          if (!changed && operation === 'restarted')
            throw new Failure(
              `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
            );
          print(next, operation);
        });
        if (refused) failures.push(refused.status ? new Failure(`failed to patch: ${refused.text}`) : refused);
      }
    }
    if (failures.length > 0) throw new Failures(failures);
    return 0;
  };
}
