// After a server-side apply: what client-side apply owned goes over to the new manager, so that fields that left the file leave the
// object. Models kubectl pkg/cmd/apply apply.go saveLastApplyAnnotationIfNecessary, migrateToSSAIfNecessary and client-go
// util/csaupgrade upgrade.go (v0.37.1).
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import { fieldsV1, pathsOf } from '../../store/field-set.ts';
import type { Context } from './command.ts';
import { Failure } from './failure.ts';
import { LAST_APPLIED } from './last-applied.ts';
import type { Info } from './resource-builder.ts';
import { sendPatch } from './rest.ts';

const NOTE = `f:metadata\nf:annotations\nf:${LAST_APPLIED}`;

/** The managers that wrote client-side apply's note by an operation. */
function ownersOfNote({ metadata }: KubernetesObject, operation: 'Apply' | 'Update'): JsonObject[] {
  return (metadata.managedFields ?? []).filter((entry) => entry.operation === operation && pathsOf((entry.fieldsV1 ?? {}) as JsonObject).has(NOTE));
}

/** The entries with those of one client-side manager in that of `manager`. */
function upgraded(entries: readonly JsonObject[], clientSide: Json | undefined, manager: string): readonly JsonObject[] {
  const isOld = (entry: JsonObject): boolean => entry.manager === clientSide && entry.operation === 'Update' && !entry.subresource;
  let at = entries.findIndex((entry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource);
  if (at < 0) at = entries.findIndex(isOld);
  if (at < 0) return entries;
  const target = { ...entries[at], operation: 'Apply', manager } as JsonObject;
  const old = entries.find((entry) => isOld(entry) && entry.apiVersion === target.apiVersion);
  const fields = [target, ...(old ? [old] : [])].flatMap((entry) => [...pathsOf((entry.fieldsV1 ?? {}) as JsonObject)]);
  const all = entries.map((entry, index) => (index === at ? { ...target, fieldsV1: fieldsV1(new Set(fields)) } : entry));
  return all.filter((entry) => !isOld(entry));
}

/** What is stored in the end. What goes wrong on the way is a warning: the object was applied already. */
export function afterMigration(
  context: Context,
  info: Info,
  applied: KubernetesObject,
  { manager, dryRun }: { readonly manager: string; readonly dryRun: boolean },
  applyAgain: () => KubernetesObject,
): KubernetesObject {
  const { resource, namespace, name } = info;
  let object = applied;
  const tried = (words: string, act: () => KubernetesObject): boolean => {
    try {
      object = act();
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      context.process.err(`Warning: ${words} This is non-fatal and will be retried next time you apply. Error: ${error.text}\n`);
      return false;
    }
  };
  const note = object.metadata.annotations?.[LAST_APPLIED];
  if (manager === 'kubectl' && note !== undefined && ownersOfNote(object, 'Apply').length === 0) {
    const { apiVersion, kind } = resource;
    const only = { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}), annotations: { [LAST_APPLIED]: note } } };
    const keep = (): KubernetesObject =>
      sendPatch(context, resource, namespace, name, only, 'application/apply-patch+yaml', { dryRun, fieldManager: 'kubectl-last-applied' }).object;
    if (!tried(`failed to migrate ${LAST_APPLIED} for Server-Side Apply.`, keep)) return object;
  }
  const { managedFields = [], resourceVersion = '' } = object.metadata;
  const names = new Set(ownersOfNote(object, 'Update').map((entry) => entry.manager));
  const entries = [...names].reduce<readonly JsonObject[]>((all, clientSide) => upgraded(all, clientSide, manager), managedFields);
  if (entries === managedFields) return object;
  const patch = [
    { op: 'replace', path: '/metadata/managedFields', value: entries },
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
  ];
  const migrate = (): KubernetesObject =>
    sendPatch(context, resource, namespace, name, patch, 'application/json-patch+json', { dryRun, fieldManager: manager }).object;
  if (tried('server rejected managed fields migration to Server-Side Apply.', migrate))
    tried('failed to re-apply configuration after performing Server-Side Apply migration.', applyAgain);
  return object;
}
