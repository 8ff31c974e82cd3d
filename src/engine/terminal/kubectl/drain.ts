// Models kubectl pkg/cmd/drain and pkg/drain (v0.37.1).
import type { Node, Pod } from '../../api/core-v1.ts';
import type { Json } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf, failUsage, notSimulated, warn } from './command.ts';
import { fail } from './failure.ts';
import { resultPrinter } from './print.ts';
import { type Info, infosOrFail, visit } from './resource-builder.ts';
import { removeFromServer, sendPatch } from './rest.ts';
import { knownResource } from './create.ts';
import { parseLabelSelector } from './selectors.ts';

function* nodesNamed(context: Context): Generator<Wait, Info[], void> {
  const { args, flags, path } = context;
  if (args.length === 0 && !flags.changed('selector')) failUsage(context, `USAGE: ${path} NODE [flags]`);
  if (args.length > 0 && flags.text('selector') !== '') failUsage(context, 'error: cannot specify both a node name and a --selector option');
  const infos = infosOrFail(
    yield* visit(
      context,
      args.length === 0 ? { args: ['nodes'] } : { args: args.every((word) => word.includes('/')) ? args : ['nodes', ...args], without: ['selector'] },
    ),
  );
  const stranger = infos.find(({ resource }) => resource.name !== 'nodes');
  if (stranger)
    fail(`error: expected resource of type node, got "${stranger.resource.group}/${stranger.resource.version}, Resource=${stranger.resource.name}"`);
  return infos;
}

function cordonAll(context: Context, infos: readonly Info[], desired: boolean): void {
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  for (const { resource, name, object } of infos) {
    if (((object as Node).spec?.unschedulable ?? false) === desired) {
      print(object, desired ? 'already cordoned' : 'already uncordoned');
      continue;
    }
    if (dryRun !== 'client')
      sendPatch(context, resource, '', name, { spec: { unschedulable: desired || null } } as Json, 'application/strategic-merge-patch+json', {
        dryRun: dryRun === 'server',
        fieldManager: 'kubectl-cordon',
      });
    print(object, desired ? 'cordoned' : 'uncordoned');
  }
}

/** `kubectl cordon` and `kubectl uncordon`. */
export function cordon(desired: boolean) {
  return function* (context: Context): Generator<Wait, number, void> {
    cordonAll(context, yield* nodesNamed(context), desired);
    return 0;
  };
}

/** `kubectl drain`: Pods leave by deletion; disruption budgets are not simulated. */
export function* drain(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const { draft } = process;
  const dryRun = dryRunOf(context);
  const selector = parseLabelSelector(flags.text('pod-selector'));
  if (!selector.ok) fail('--pod-selector=<pod_selector> must be a valid label selector');
  const infos = yield* nodesNamed(context);
  const print = resultPrinter(context, dryRun);
  cordonAll(context, infos, true);
  const undrained: { readonly name: string; readonly mistakes: readonly string[]; readonly text: string }[] = [];
  for (const { name, object } of infos) {
    const pods: Pod[] = draft.list('pods').filter((pod) => pod.spec.nodeName === name && selector.ok && selector.matches(pod.metadata.labels));
    const running = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
    // Each Pod is told of once: where its volumes are in the way nobody asks whether it has a controller. Models filters.go filterPods.
    const local = flags.on('delete-emptydir-data')
      ? []
      : running.filter(({ spec }) => (spec.volumes ?? []).some((volume) => Object.hasOwn(volume, 'emptyDir')));
    const unmanaged = running.filter((pod) => !local.includes(pod) && !pod.metadata.ownerReferences?.some(({ controller }) => controller));
    const namesOf = (some: readonly Pod[]): string => some.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`).join(', ');
    const mistakes = [
      ...(local.length > 0 ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${namesOf(local)}`] : []),
      ...(unmanaged.length > 0 && !flags.on('force') ? [`cannot delete Pods that declare no controller (use --force to override): ${namesOf(unmanaged)}`] : []),
    ];
    if (mistakes.length > 0) {
      const text = mistakes.length === 1 ? (mistakes[0] as string) : `[${mistakes.join(', ')}]`;
      process.err(`error: unable to drain node "${name}" due to error: ${text}, continuing command...\n`);
      undrained.push({ name, mistakes, text });
      continue;
    }
    if (unmanaged.length > 0) warn(context, `deleting Pods that declare no controller: ${namesOf(unmanaged)}`);
    if (flags.on('disable-eviction')) return notSimulated(context, 'the flag --disable-eviction');
    for (const { metadata } of pods)
      process.out(`evicting pod ${metadata.namespace ?? ''}/${metadata.name}${dryRun === 'none' ? '' : ` (${dryRun === 'server' ? 'server ' : ''}dry run)`}\n`);
    if (dryRun === 'none') {
      const grace = flags.integer('grace-period');
      for (const { metadata } of pods)
        removeFromServer(context, knownResource('pods'), metadata.namespace ?? '', metadata.name, grace >= 0 ? { gracePeriodSeconds: grace } : {});
      const deadline = flags.duration('timeout') > 0 ? draft.now + flags.duration('timeout') : draft.now + 168 * 3_600_000;
      for (const pod of pods) {
        const gone = (): boolean => draft.get('pods', pod.metadata.namespace ?? '', pod.metadata.name)?.metadata.uid !== pod.metadata.uid;
        while (!gone() && draft.now < deadline && !process.interrupted) yield { deadline, until: () => gone() || process.interrupted };
        if (process.interrupted) return 130;
        if (!gone())
          fail(
            `error when waiting for pod "${pod.metadata.name}" in namespace "${pod.metadata.namespace ?? ''}" to terminate: global timeout reached: ${flags.text('timeout')}`,
          );
        print(pod, 'evicted');
      }
    }
    print(object, 'drained');
  }
  if (undrained.length > 0) {
    // A list in a list of one: kubectl prints what is inside without `error: `.
    const lines = undrained.length === 1 ? undrained.flatMap(({ mistakes }) => mistakes) : undrained.map(({ text }) => text);
    process.err(`There are pending nodes to be drained:\n${undrained.map(({ name }) => ` ${name}\n`).join('')}${lines.map((line) => `${line}\n`).join('')}`);
    return 1;
  }
  return 0;
}
