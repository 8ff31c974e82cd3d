// Models kubectl pkg/cmd/label label.go and pkg/cmd/annotate annotate.go (v0.37.1).
import type { Json, KubernetesObject, Labels } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf } from './command.ts';
import { fail, Failures } from './failure.ts';
import { resultPrinter } from './print.ts';
import { forEachInfo, type Info, visit } from './resource-builder.ts';
import { sendPatch } from './rest.ts';
import { labelValueMistakes } from './selectors.ts';

/** Words before the first `k=v` or `k-`, and from there on. Models cmdutil.GetResourcesAndPairs. */
export function resourcesAndPairs(args: readonly string[], kind: string): { readonly resources: readonly string[]; readonly pairs: readonly string[] } {
  const isPair = (word: string): boolean => (word.includes('=') && !word.startsWith('=')) || (word.endsWith('-') && word !== '-');
  const first = args.findIndex(isPair);
  if (first < 0) return { resources: args, pairs: [] };
  const stray = args.slice(first).find((word) => !isPair(word));
  if (stray !== undefined) fail(`all resources must be specified before ${kind} changes: ${stray}`);
  return { resources: args.slice(0, first), pairs: args.slice(first) };
}

interface Wanted {
  readonly set: Labels;
  readonly remove: readonly string[];
}

function labelsWanted(pairs: readonly string[]): Wanted {
  const set: { [key: string]: string } = {};
  const remove: string[] = [];
  for (const pair of pairs) {
    if (pair.includes('=')) {
      const parts = pair.split('=');
      if (parts.length !== 2) fail(`invalid label spec: ${pair}`);
      const mistakes = labelValueMistakes(parts[1] as string);
      if (mistakes.length > 0) fail(`invalid label value: ${JSON.stringify(pair)}: ${mistakes.join(';')}`);
      set[parts[0] as string] = parts[1] as string;
    } else remove.push(pair.slice(0, -1));
  }
  if (remove.some((key) => Object.hasOwn(set, key))) fail('can not both modify and remove a label in the same command');
  return { set, remove };
}

function annotationsWanted(pairs: readonly string[]): Wanted {
  const set: { [key: string]: string } = {};
  const remove: string[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at > 0) set[pair.slice(0, at)] = pair.slice(at + 1);
    else remove.push(pair.slice(0, -1));
  }
  const both = remove.filter((key) => Object.hasOwn(set, key));
  if (both.length > 0) fail(`can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`);
  return { set, remove };
}

/** `kubectl label` and `kubectl annotate`. */
export function changeMetadata(field: 'labels' | 'annotations') {
  const isLabel = field === 'labels';
  return function* (context: Context): Generator<Wait, number, void> {
    const { flags, process } = context;
    const dryRun = dryRunOf(context);
    const { resources, pairs } = resourcesAndPairs(context.args, isLabel ? 'label' : 'annotation');
    const wanted = isLabel ? labelsWanted(pairs) : annotationsWanted(pairs);
    const listing = flags.on('list');
    if (listing && flags.text('output') !== '') fail('--list and --output may not be specified together');
    if (flags.on('all') && flags.text('selector') !== '') fail('cannot set --all and --selector at the same time');
    if (flags.on('all') && flags.text('field-selector') !== '') fail('cannot set --all and --field-selector at the same time');
    const local = flags.on('local');
    if (resources.length === 0 && flags.list('filename').length === 0)
      fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (pairs.length === 0 && !listing) fail(`at least one ${isLabel ? 'label' : 'annotation'} update is required`);
    const print = resultPrinter(context, dryRun);
    const found = yield* visit(
      context,
      local ? { args: [], local, continueOnError: true } : { args: resources, everything: flags.on('all'), latest: true, continueOnError: true },
    );
    const version = flags.text('resource-version');
    if (version && !found.singleItemImplied) fail('--resource-version may only be used with a single resource');
    const failures = forEachInfo(found, change);
    if (failures.length > 0) throw new Failures(failures);
    return 0;

    function change({ resource, namespace, name, object }: Info): void {
      const current = object.metadata[field] ?? {};
      const tried = local || dryRun === 'client' || listing;
      if (isLabel && !tried) for (const key of wanted.remove) if (!Object.hasOwn(current, key)) process.out(`label ${JSON.stringify(key)} not found.\n`);
      const clashes = flags.on('overwrite')
        ? []
        : Object.keys(wanted.set).filter(
            (key) => Object.hasOwn(current, key) && current[key] !== wanted.set[key] && (isLabel || key !== 'kubernetes.io/change-cause'),
          );
      const already = clashes.map((key) => `'${key}' already has a value (${current[key] as string})`);
      if (already.length > 0)
        fail(
          isLabel
            ? already.map((one) => `${one}, and --overwrite is false`).join('\n')
            : `--overwrite is false but found the following declared annotation(s): ${already.join('; ')}`,
        );
      const added = Object.keys(wanted.set).filter((key) => current[key] !== wanted.set[key]);
      const removed = wanted.remove.filter((key) => Object.hasOwn(current, key));
      const next = Object.fromEntries(Object.entries({ ...current, ...wanted.set }).filter(([key]) => !wanted.remove.includes(key)));
      let shown: KubernetesObject = { ...object, metadata: { ...object.metadata, [field]: next } };
      if (!tried && (!isLabel || added.length > 0 || removed.length > 0)) {
        const patch = {
          metadata: {
            [field]: Object.fromEntries([...added.map((key) => [key, wanted.set[key] as string]), ...removed.map((key) => [key, null])]),
            ...(version ? { resourceVersion: version } : {}),
          },
        };
        const answer = sendPatch(
          context,
          resource,
          namespace,
          name,
          (added.length + removed.length > 0 || version ? patch : {}) as Json,
          'application/merge-patch+json',
          { dryRun: dryRun === 'server', fieldManager: flags.text('field-manager') || (isLabel ? 'kubectl-label' : 'kubectl-annotate') },
        );
        if (!isLabel) shown = answer.object;
      }
      if (listing) {
        if (!found.singleItemImplied) process.out(`Listing ${field} for ${resource.kind}.${resource.group}/${name}:\n`);
        for (const key of Object.keys(next).sort()) process.out(`${found.singleItemImplied ? '' : ' '}${key}=${next[key] as string}\n`);
        return;
      }
      print(
        shown,
        !isLabel
          ? 'annotated'
          : added.length > 0 && removed.length > 0
            ? 'modified'
            : added.length > 0
              ? 'labeled'
              : removed.length > 0
                ? 'unlabeled'
                : 'not labeled',
      );
    }
  };
}
