// Models kubectl pkg/cmd/diff diff.go (v0.37.1) and the `diff -u -N` it runs.
import type { APIResource } from '../../api/api-resources.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import { formatTime } from '../../clock/instant.ts';
import type { Wait } from '../../machine/process.ts';
import { FURTHER_APPLY_PART, patchTo, requireFilenames, withoutResourceVersion } from './apply.ts';
import { type Context, failUsage, notSimulated } from './command.ts';
import { fail, Failure, Failures, wordsOf } from './failure.ts';
import { isObject } from './go-value.ts';
import { manifestOf, modifiedConfiguration } from './last-applied.ts';
import { type Info, infosOf } from './resource-builder.ts';
import { findObject, postObject, sendPatch } from './rest.ts';
import { sourced } from './sourced-failure.ts';
import { unifiedHunks } from '../../tools/unified-diff.ts';
import { toYAML } from './yaml-text.ts';

/** `kubectl diff`: exit status 1 where something would change, 2 where it could not be told. */
export function* diff(context: Context): Generator<Wait, number, void> {
  try {
    return yield* compare(context);
  } catch (error) {
    if (!(error instanceof Failure || error instanceof Failures)) throw error;
    context.process.err(wordsOf(error).text);
    return 2;
  }
}

function* compare(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  if (context.args.length > 0) failUsage(context, `Unexpected args: [${context.args.join(' ')}]`);
  requireFilenames(context);
  if (flags.on('force-conflicts') && !flags.on('server-side')) fail('--force-conflicts only works with --server-side');
  const { allowed, astray } = FURTHER_APPLY_PART.content;
  const toPrune = flags.on('prune') ? allowed(context) : undefined;
  if ((process.env.KUBECTL_EXTERNAL_DIFF ?? '') !== '') return notSimulated(context, 'KUBECTL_EXTERNAL_DIFF');
  const infos = yield* infosOf(context, { without: ['all', 'field-selector', 'all-namespaces'] });

  // 1. Both versions of every object, as the two directories would hold them.
  const files = new Map<string, { readonly live: string | undefined; readonly merged: string | undefined }>();
  const visited: KubernetesObject[] = [];
  const pathOf = ({ group, version, kind }: APIResource, namespace: string, name: string): string =>
    `${group ? `${group}.` : ''}${version}.${kind}.${namespace}.${name}`;
  for (const info of infos) {
    const { resource, namespace, name } = info;
    const live = findObject(context, resource, namespace, name);
    if (live) visited.push(live);
    const merged = mergedObject(context, info, live);
    const [from, to] = resource.name === 'secrets' && !flags.on('show-secrets') ? masked(live, merged) : [live, merged];
    files.set(pathOf(resource, namespace, name), { live: from && shown(context, from), merged: shown(context, to) });
    if (live?.metadata.deletionTimestamp) process.err(`Warning: Detected changes to resource ${name} which is currently being deleted.\n`);
  }

  if (toPrune)
    for (const { resource, namespace, object } of astray(context, toPrune, infos, visited))
      files.set(pathOf(resource, namespace, object.metadata.name), { live: shown(context, object), merged: undefined });

  // 2. What `diff -u -N` prints of them.
  const directories = [`/tmp/LIVE-${process.draft.draw(2 ** 32)}`, `/tmp/MERGED-${process.draft.draw(2 ** 32)}`] as const;
  const now = formatTime(process.draft.now).replace('T', ' ').replace('Z', '.000000000 +0000');
  let different = false;
  for (const [path, { live, merged }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const hunks = unifiedHunks(live ?? '', merged ?? '', process.step);
    if (hunks === '') continue;
    different = true;
    const [from, to] = directories.map((directory) => `${directory}/${path}`) as [string, string];
    const at = (text: string | undefined): string => (text === undefined ? '1970-01-01 00:00:00.000000000 +0000' : now);
    process.out(`diff -u -N ${from} ${to}\n--- ${from}\t${at(live)}\n+++ ${to}\t${at(merged)}\n${hunks}`);
  }
  return different ? 1 : 0;
}

/** The object as the server would have it after apply; nothing is stored. */
function mergedObject(context: Context, info: Info, live: KubernetesObject | undefined): KubernetesObject {
  const { flags } = context;
  const { resource, namespace, name, source } = info;
  const serverSide = flags.on('server-side');
  const options = { dryRun: true, fieldManager: flags.text('field-manager') || (serverSide ? 'kubectl' : 'kubectl-client-side-apply') };
  if (serverSide)
    try {
      const force = flags.on('force-conflicts');
      return sendPatch(context, resource, namespace, name, info.object as unknown as Json, 'application/apply-patch+yaml', { ...options, force }).object;
    } catch (error) {
      // Models diff.go Differ.Diff: it tries again, lastly without a lock, and says so.
      if (error instanceof Failure && error.status?.reason === 'Conflict')
        context.process.err(
          `W0101 00:00:00.000000       1 diff.go:723] Object (${resource.apiVersion.includes('/') ? '' : '/'}${resource.apiVersion}, Kind=${resource.kind}: ${name}) keeps changing, diffing without lock\n`,
        );
      throw error;
    }
  if (!live) return postObject(context, resource, namespace, withoutResourceVersion(info.object), options);
  const patch = patchTo(context, info, live, modifiedConfiguration(manifestOf(info.object), false));
  if (Object.keys(patch).length === 0) return live;
  return sourced('patching', source, () => sendPatch(context, resource, namespace, name, patch, 'application/strategic-merge-patch+json', options).object);
}

function shown({ flags }: Context, object: KubernetesObject): string {
  const { managedFields, ...metadata } = object.metadata;
  return toYAML({ ...object, metadata: flags.on('show-managed-fields') && managedFields ? object.metadata : metadata } as unknown as Json);
}

/** Values of Secrets never show: `***`, or before and after where they differ. */
function masked(live: KubernetesObject | undefined, merged: KubernetesObject): [KubernetesObject | undefined, KubernetesObject] {
  const dataOf = (object: KubernetesObject | undefined): JsonObject => {
    const data = (object as unknown as JsonObject | undefined)?.data;
    return isObject(data) ? data : {};
  };
  const [before, after] = [dataOf(live), dataOf(merged)];
  const mask = (mine: JsonObject, other: JsonObject, changed: string): JsonObject =>
    Object.fromEntries(Object.keys(mine).map((name) => [name, Object.hasOwn(other, name) && other[name] !== mine[name] ? changed : '***']));
  const put = (object: KubernetesObject, data: JsonObject): KubernetesObject =>
    Object.keys(data).length > 0 ? ({ ...object, data } as unknown as KubernetesObject) : object;
  return [live && put(live, mask(before, after, '*** (before)')), put(merged, mask(after, before, '*** (after)'))];
}
