// Models kubectl pkg/cmd/apply apply_view_last_applied.go (v0.37.1).
import type { Json } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { type Context, failUsage } from './command.ts';
import { fail } from './failure.ts';
import { originalConfiguration } from './last-applied.ts';
import { infosOf } from './resource-builder.ts';
import { toYAML } from './yaml-text.ts';

/** `kubectl apply view-last-applied`. */
export function* viewLastApplied(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  // A selector is always set here, if only an empty one (case kubectl-write/what-apply-remembers).
  if (flags.on('all')) fail("setting 'all' parameter but found a non empty selector. ");
  const infos = yield* infosOf(context, { latest: true, without: ['field-selector', 'all-namespaces'] });
  const configurations: Json[] = [];
  for (const { object, name, source } of infos) {
    const applied = originalConfiguration(object);
    if (applied) configurations.push(applied);
    // Without a file Go's error is nil here, so nothing is told.
    else if (source !== undefined) fail(`error when no last-applied-configuration annotation found on resource: ${name}\n ${JSON.stringify(source)}: <nil>`);
  }
  const output = flags.text('output');
  for (const configuration of configurations) {
    if (output !== 'yaml' && output !== 'json') failUsage(context, `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
    process.out(output === 'yaml' ? toYAML(configuration) : `${JSON.stringify(configuration, null, 2)}\n`);
  }
  return 0;
}
