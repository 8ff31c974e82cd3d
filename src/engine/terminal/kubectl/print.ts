// Models cli-runtime pkg/genericclioptions print_flags.go (v0.37.1).
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import { Part } from '../../parts/part.ts';
import type { Context, DryRun } from './command.ts';

/** The formats of `-o`: JSON, YAML, jsonpath, go-template, columns of one's own. */
export const OUTPUT_FORMATS_PART = new Part('kubectl-output-formats', async () => (await import('./output-formats.ts')).formatPrinter);

/** What a printer makes of one object (or List). */
export type Printer = (object: KubernetesObject) => string;

/** `deployment.apps/web`: kind, group and name as `-o name` prints them. */
export function nameOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const slash = apiVersion.indexOf('/');
  return `${kind.toLowerCase()}${slash < 0 ? '' : `.${apiVersion.slice(0, slash)}`}/${metadata.name || '<unknown>'}`;
}

/** The printer of `-o` and `--template`; `undefined` where neither asks for one (and for `wide`). `ofGet`: columns of one's own are allowed too. */
export function printerFor(context: Context, ofGet = false): Printer | undefined {
  const format = context.flags.text('output');
  if (format === '' && context.flags.text('template') === '') return undefined;
  return ofGet && format === 'wide' ? undefined : OUTPUT_FORMATS_PART.content(context, ofGet);
}

/** What follows the operation's word in a dry run. */
export const dryRunSuffix = (dryRun: DryRun): string => (dryRun === 'client' ? ' (dry run)' : dryRun === 'server' ? ' (server dry run)' : '');

/** The commands that make a printer for every object, since its words differ: no line parts the YAML of two. */
const PRINTER_EACH = /^(autoscale|(un)?cordon|drain|edit|label|patch|rollout|taint)\b/;

/** Prints what a writing verb did to one object: `service/web created`, or the object where `-o` asks for it. */
export function resultPrinter(context: Context, dryRun: DryRun = 'none'): (object: KubernetesObject, operation: string) => void {
  let printer = printerFor(context);
  return (object, operation) => {
    context.process.out(printer ? printer(object) : `${nameOf(object)} ${operation}${dryRunSuffix(dryRun)}\n`);
    if (PRINTER_EACH.test(context.path)) printer = printerFor(context);
  };
}
