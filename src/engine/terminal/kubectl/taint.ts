// Models kubectl pkg/cmd/taint taint.go and utils.go (v0.37.1).
import type { Node } from '../../api/core-v1.ts';
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf, failUsage } from './command.ts';
import { fail, Failure, Failures } from './failure.ts';
import { resultPrinter } from './print.ts';
import { findResource, forEachInfo, visit } from './resource-builder.ts';
import { sendPatch } from './rest.ts';
import { labelKeyMistakes, labelValueMistakes } from './selectors.ts';

type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** `key=value:effect`, `key:effect`, `key`. */
function readTaint(context: Context, text: string): { readonly key: string; readonly value?: string; readonly effect: string } {
  const wrong = (words = ''): never => failUsage(context, `invalid taint spec: ${text}${words}`);
  const parts = text.split(':');
  if (parts.length > 2) wrong();
  const [pair = '', effect = ''] = parts;
  if (parts.length === 2 && !EFFECTS.includes(effect)) failUsage(context, `invalid taint effect: ${effect}, unsupported taint effect`);
  const [key = '', value, ...rest] = parts.length === 2 ? pair.split('=') : [pair];
  if (rest.length > 0) wrong();
  const mistakes = value === undefined ? [] : labelValueMistakes(value);
  if (mistakes.length > 0) wrong(`, ${mistakes.join('; ')}`);
  const unfit = labelKeyMistakes(key);
  if (unfit.length > 0) wrong(`, ${unfit.join('; ')}`);
  return { key, ...(value ? { value } : {}), effect };
}

/** `kubectl taint`. */
export function* taint(context: Context): Generator<Wait, number, void> {
  const { flags, args } = context;
  const isTaint = (word: string): boolean => /[=:]|-$/.test(word);
  const first = args.findIndex(isTaint);
  const resources = first < 0 ? args : args.slice(0, first);
  const specs = first < 0 ? [] : args.slice(first);
  const stray = specs.find((word) => !isTaint(word));
  if (stray !== undefined) fail(`all resources must be specified before taint changes: ${stray}`);
  if (resources.length < 1) fail('one or more resources must be specified as <resource> <name>');
  if (specs.length < 1) fail('at least one taint update is required');
  const add: Taint[] = [];
  const remove: { readonly key: string; readonly effect: string }[] = [];
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      remove.push(readTaint(context, spec.slice(0, -1)));
      continue;
    }
    const read = readTaint(context, spec);
    if (read.effect === '') failUsage(context, `invalid taint spec: ${spec}`);
    if (add.some(({ key, effect }) => key === read.key && effect === read.effect))
      failUsage(context, `duplicated taints with the same key and effect: {${read.key} ${read.value ?? ''} ${read.effect} <nil>}`);
    add.push(read as Taint);
  }
  const all = flags.on('all');
  const resourceType = (resources[0] as string).toLowerCase();
  // Models kubectl pkg/explain SplitAndParseResourceRequest: what stands before the first dot.
  const [word = ''] = resourceType.split('.');
  const kind = findResource(word)?.kind;
  if (!kind) throw new Failure(`the server doesn't have a resource type ${JSON.stringify(word)}`, undefined, 1, true);
  if (kind !== 'Node') fail(`invalid resource type ${resourceType}, only node types are supported`);
  const both = remove.filter((one) => add.some(({ key, effect }) => key === one.key && (one.effect === '' || one.effect === effect)));
  if (both.length > 0)
    fail(`can not both modify and remove the following taint(s) in the same command: ${both.map(({ key, effect }) => `${key}=${effect}`).join(', ')}`);
  if (all && flags.text('selector') !== '') fail("setting 'all' parameter with a non empty selector is prohibited");
  if (!all && flags.text('selector') === '' && resources.length < 2) fail("at least one resource name must be specified since 'all' parameter is not set");
  const dryRun = dryRunOf(context);
  // kubectl taint says nothing of a dry run (case kubectl-write/scale-and-autoscale).
  const print = resultPrinter(context);
  const found = yield* visit(context, {
    args: all || flags.text('selector') !== '' ? ['nodes'] : ['nodes', ...resources.slice(1)],
    all,
    continueOnError: true,
    latest: true,
  });
  const failures = forEachInfo(found, ({ resource, name, object }) => {
    const old = (object as Node).spec?.taints ?? [];
    const overwrite = flags.on('overwrite');
    const known = add.filter((one) => old.some(({ key, effect }) => key === one.key && effect === one.effect)).map(({ key }) => key);
    if (!overwrite && known.length > 0) fail(`node ${name} already has ${known.join(',')} taint(s) with same effect(s) and --overwrite is false`);
    let taints = [...add, ...old.filter((one) => !add.some(({ key, effect }) => key === one.key && effect === one.effect))];
    const added = taints.length !== old.length;
    let deleted = false;
    const missing: string[] = [];
    for (const one of remove) {
      const kept = taints.filter(({ key, effect }) => key !== one.key || (one.effect !== '' && effect !== one.effect));
      if (kept.length === taints.length) missing.push(`taint ${JSON.stringify(one.effect ? `${one.key}:${one.effect}` : one.key)} not found`);
      else deleted = true;
      taints = kept;
    }
    if (missing.length > 0) fail(missing.length === 1 ? (missing[0] as string) : `[${missing.join(', ')}]`);
    const operation = overwrite || (added && deleted) ? 'modified' : added ? 'tainted' : 'untainted';
    if (dryRun === 'client') {
      print({ ...object, spec: { ...(object as Node).spec, taints } } as KubernetesObject, operation);
      return;
    }
    const patch = { spec: { taints: taints.length > 0 ? taints : null } } as unknown as Json;
    const options = { dryRun: dryRun === 'server', fieldManager: flags.text('field-manager') || 'kubectl-taint' };
    print(sendPatch(context, resource, '', name, patch, 'application/merge-patch+json', options).object, operation);
  });
  if (failures.length > 0) throw new Failures(failures);
  return 0;
}
