// Models kubectl pkg/cmd/apply apply_set_last_applied.go (v0.37.1).
import type { Json } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, dryRunOf } from './command.ts';
import { fail, failStatus } from './failure.ts';
import { compactJSON } from './go-value.ts';
import { LAST_APPLIED, originalConfiguration } from './last-applied.ts';
import { resultPrinter } from './print.ts';
import { infosOf } from './resource-builder.ts';
import { findObject, notFoundStatus, sendPatch } from './rest.ts';

/** `kubectl apply set-last-applied`: the annotation says what the files say. */
export function* setLastApplied(context: Context): Generator<Wait, number, void> {
  const { flags } = context;
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const changes = (yield* infosOf(context, { without: ['all', 'selector', 'field-selector', 'all-namespaces'] })).flatMap((info) => {
    const { resource, namespace, name, object } = info;
    const current = findObject(context, resource, namespace, name) ?? failStatus(notFoundStatus(resource, name));
    if (originalConfiguration(current) === undefined && !flags.on('create-annotation'))
      fail(`no last-applied-configuration annotation found on resource: ${name}, to create the annotation, run the command with --create-annotation`);
    // The file as it is, unlike what apply itself writes: no empty annotations, no newline.
    const text = compactJSON(object as unknown as Json);
    if (current.metadata.annotations?.[LAST_APPLIED]?.trimEnd() !== text) return [{ info, current, text }];
    context.process.out(`set-last-applied ${name}: no changes required.\n`);
    return [];
  });
  for (const { info, current, text } of changes) {
    const { resource, namespace, name } = info;
    const patch = { metadata: { annotations: { [LAST_APPLIED]: text } } };
    const object =
      dryRun === 'client'
        ? current
        : sendPatch(context, resource, namespace, name, patch, 'application/merge-patch+json', {
            dryRun: dryRun === 'server',
            fieldManager: 'kubectl-client-side-apply',
          }).object;
    print(object, 'configured');
  }
  return 0;
}
