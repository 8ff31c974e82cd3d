// Models kubectl pkg/cmd/get (v0.37.1).
import { goJSON } from '../../api/go-text.ts';
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import { tableOfKind } from './columns.ts';
import { type Context, failUsage } from './command.ts';
import { exit, fail, Failure, Failures } from './failure.ts';
import { parseDuration } from './flags.ts';
import { sorted } from './go-value.ts';
import { labelsText } from './label-text.ts';
import { printerFor } from './print.ts';
import { GET_RAW_PART } from './raw-part.ts';
import { type Info, infosOrFail, type Part, visit, type Visit } from './resource-builder.ts';
import { groupKind } from './rest.ts';
import { parseFieldSelector, parseLabelSelector } from './selectors.ts';
import { sortObjects } from './sort-by.ts';
import { alignTable } from './tabwriter.ts';

/** How tables of `get` are decorated. */
interface TableOptions {
  readonly wide: boolean;
  readonly withNamespace: boolean;
  readonly withKind: boolean;
  readonly noHeaders: boolean;
  readonly labels: readonly string[];
  readonly showLabels: boolean;
}

const firstLine = (cell: string): string => {
  const at = cell.search(/[\n\r\f]/);
  return at < 0 ? cell : `${cell.slice(0, at)}...`;
};

/** Lines of one kind's table, cells separated by tabs: the header (unless unwanted) and one line an object. */
export function tableLines(context: Context, infos: readonly Info[], options: TableOptions, events?: readonly string[]): string[] {
  const [first] = infos;
  if (!first) return [];
  const { resource } = first;
  // What the server is not asked to print has a name and an age.
  const table = tableOfKind(context.flags.changed('server-print') && !context.flags.on('server-print') ? '' : resource.name);
  const shown = (cells: readonly string[]): string[] => cells.filter((_, i) => options.wide || !table.wide[i]);
  const nameAt = table.names.indexOf('Name');
  const withNamespace = options.withNamespace && resource.namespaced;
  const header = [
    ...(events ? ['EVENT'] : []),
    ...(withNamespace ? ['NAMESPACE'] : []),
    ...shown(table.names).map((name) => name.toUpperCase()),
    ...options.labels.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
    ...(options.showLabels ? ['LABELS'] : []),
  ];
  const lines = infos.map(({ object }, i) => {
    const cells = table.row(object, context.process.draft.now);
    if (options.withKind) cells[nameAt] = `${groupKind(resource)}/${cells[nameAt] as string}`;
    const { namespace = '', labels = {} } = object.metadata;
    return [
      ...(events ? [(events[i] as string).padEnd(8)] : []),
      ...(withNamespace ? [namespace] : []),
      ...shown(cells).map(firstLine),
      ...options.labels.map((label) => labels[label] ?? ''),
      ...(options.showLabels ? [labelsText(labels)] : []),
    ].join('\t');
  });
  return options.noHeaders ? lines : [header.join('\t'), ...lines];
}

/** Parts that follow each other and are of one kind share a table. */
function groups(parts: readonly Part[]): Info[][] {
  const all: Info[][] = [];
  let last: Part | undefined;
  for (const part of parts) {
    if (last?.resource === part.resource) (all.at(-1) as Info[]).push(...part.items);
    else all.push([...part.items]);
    last = part;
  }
  return all;
}

const SUGGEST = 'Use "kubectl api-resources" for a complete list of supported resources.';

/** `kubectl get`. */
export function* get(context: Context): Generator<Wait, number, void> {
  const { flags, process, args } = context;
  if (flags.text('raw')) return GET_RAW_PART.content.getRaw(context);
  const watching = flags.on('watch') || flags.on('watch-only');
  if (!watching && args.length === 0 && flags.list('filename').length === 0 && !flags.text('kustomize')) {
    process.err(`You must specify the type of resource to get. ${SUGGEST}\n\n`);
    failUsage(
      context,
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    );
  }
  const output = flags.text('output');
  if (flags.on('show-labels') && output !== '' && output !== 'wide') fail(`--show-labels option cannot be used with ${output} printer`);
  if (flags.list('label-columns').length > 0 && output.startsWith('custom-columns')) fail(`--label-columns option cannot be used with ${output} printer`);
  if (flags.on('output-watch-events') && !watching) fail('--output-watch-events option can only be used with --watch or --watch-only');
  if (watching) return yield* watch(context);
  const subresource = flags.text('subresource');
  if (subresource !== '' && args.length === 1 && !args[0]?.includes('/')) fail('subresource cannot be used when bulk resources are specified');
  let found = yield* visit(context, { everything: true, latest: true, continueOnError: true });
  if (!['', 'status'].includes(subresource)) found = { ...found, parts: GET_RAW_PART.content.partsOf(subresource, found.parts) };
  const visible: Visit = flags.on('ignore-not-found') ? { ...found, failures: found.failures.filter(({ status }) => status?.reason !== 'NotFound') } : found;
  const human = (output === '' && flags.text('template') === '') || output === 'wide';
  return human ? printTables(context, visible) : printGeneric(context, visible);
}

function printGeneric(context: Context, found: Visit): number {
  const { flags, process } = context;
  const { parts, failures } = found;
  if (found.singleItemImplied && failures.length > 0) throw new Failures(failures);
  const objects = parts.flatMap(({ items }) => items.map(({ object }) => object));
  if (objects.length === 0 && flags.on('ignore-not-found')) return failures.length > 0 ? raise(failures) : 0;
  const printer = printerFor(context, true) as NonNullable<ReturnType<typeof printerFor>>;
  const sortBy = flags.text('sort-by');
  const errors = [...failures];
  try {
    if (found.singleItemImplied && objects.length === 1) process.out(printer(objects[0] as KubernetesObject));
    else
      process.out(
        printer({
          apiVersion: 'v1',
          items: sortBy && objects.length > 0 ? sortObjects(objects, sortBy, false) : objects,
          kind: 'List',
          metadata: { resourceVersion: '' },
        } as unknown as KubernetesObject),
      );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    errors.push(error);
  }
  return errors.length > 0 ? raise(errors) : 0;
}

function raise(failures: readonly Failure[]): never {
  throw new Failures(failures);
}

function tableOptions({ flags }: Context, withKind: boolean): TableOptions {
  return {
    wide: flags.text('output') === 'wide',
    withNamespace: flags.on('all-namespaces'),
    withKind: withKind || flags.on('show-kind'),
    noHeaders: flags.on('no-headers'),
    labels: flags.list('label-columns'),
    showLabels: flags.on('show-labels'),
  };
}

function printTables(context: Context, { parts, failures }: Visit): number {
  const { flags, process, namespace } = context;
  const sortBy = flags.text('sort-by');
  // Several tables are sorted as if they were the objects: none has the field (RuntimeSorter.Sort).
  if (sortBy && parts.length > 1)
    sortObjects(
      parts.map(() => ({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {} }) as KubernetesObject),
      sortBy,
    );
  const withKind = new Set(parts.map(({ resource }) => resource)).size > 1;
  let written = false;
  for (const group of groups(parts)) {
    let items = group;
    if (sortBy && parts.length === 1 && group.length > 1) {
      try {
        const order = sortObjects(
          group.map(({ object }) => object),
          sortBy,
        );
        items = order.map((object) => group.find((info) => info.object === object) as Info);
      } catch (error) {
        // What kubectl ends with is no error of the sorting.
        if (!(error instanceof Failure) || error.bare) throw error;
        items = [];
      }
    }
    const lines = tableLines(context, items, tableOptions(context, withKind));
    if (lines.length === 0) continue;
    if (written && !flags.on('no-headers')) process.out('\n');
    process.out(alignTable(lines.map((line) => `${line}\n`).join('')));
    written = true;
  }
  if (failures.length > 0) return raise(failures);
  if (!written && !flags.on('ignore-not-found')) {
    const namespaced = !flags.on('all-namespaces') && parts.every(({ resource }) => resource.namespaced);
    process.err(namespaced ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n');
  }
  return 0;
}

/** `-w`: the table first, then a line for every change, until somebody ends the command. */
function* watch(context: Context): Generator<Wait, number, void> {
  const { flags, process } = context;
  const { draft } = process;
  if (flags.text('sort-by'))
    process.err(
      `warning: --${flags.on('watch') ? 'watch requested, --sort-by will be ignored for watch events received' : 'watch-only requested, --sort-by will be ignored'}\n`,
    );
  const find = (): Generator<Wait, Visit, void> => visit(context, { everything: true, latest: true, singleResourceType: true });
  const found = yield* find();
  if (found.failures.length > 0 && flags.on('ignore-not-found') && found.failures.every(({ status }) => status?.reason === 'NotFound')) return 0;
  infosOrFail(found);
  const [part] = found.parts;
  if (!part) return exit(0);
  if (found.parts.length > 1) fail('you may only specify a single resource type');
  const printer = printerFor(context, true);
  const events = flags.on('output-watch-events');
  let lines: string[] = [];
  let printedLines = 0;
  const show = (infos: readonly Info[], event: string): void => {
    if (infos.length === 0) return;
    if (printer) {
      // A WatchEvent is printed whole, but for its name. Models cli-runtime pkg/printers (v0.37.1).
      for (const { object } of infos) {
        const whole =
          events && flags.text('output') !== 'name' ? ({ type: event, object: sorted(object as unknown as Json) } as unknown as KubernetesObject) : object;
        process.out(events && flags.text('output') === 'json' ? `${goJSON(whole as unknown as Json)}\n` : printer(whole));
      }
      return;
    }
    const all = tableLines(context, infos, tableOptions(context, false), events ? infos.map(() => event) : undefined);
    lines.push(...(lines.length > 0 && !flags.on('no-headers') ? all.slice(1) : all));
    const aligned = alignTable(lines.map((line) => `${line}\n`).join(''))
      .split('\n')
      .slice(0, -1);
    process.out(
      aligned
        .slice(printedLines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    printedLines = aligned.length;
    if (lines.length > 200) lines = lines.slice(0, 200);
  };
  if (!flags.on('watch-only')) show(part.items, 'ADDED');
  const { resource } = part;
  const known = new Set(part.items.map(({ namespace, name }) => `${namespace}/${name}`));
  const only = found.singleItemImplied || flags.list('filename').length > 0 ? new Set(known) : undefined;
  const labels = parseLabelSelector(flags.text('selector'));
  const fields = parseFieldSelector(resource.name, flags.text('field-selector'));
  const everywhere = flags.on('all-namespaces') || !resource.namespaced || only !== undefined;
  const { changes } = draft;
  const given = flags.text('request-timeout');
  const ms = /^\d+$/.test(given) ? Number(given) * 1000 : Number(parseDuration(given));
  const ends = ms > 0 ? { deadline: draft.now + ms } : { endless: true };
  for (let at = changes.length; ;) {
    yield { until: () => process.interrupted || at < changes.length, interruptible: true, ...ends };
    if (ends.deadline !== undefined && draft.now >= ends.deadline && at === changes.length) return 0;
    // Models kubectl pkg/util/interrupt (v0.37.1): whatever the signal, os.Exit(1).
    if (process.interrupted) return 1;
    for (; at < changes.length; at++) {
      const { table, namespace, name, from, to } = changes[at] as (typeof changes)[number];
      const key = `${namespace}/${name}`;
      if (table !== resource.name || (!everywhere && namespace !== context.namespace) || (only && !only.has(key))) continue;
      const object = to as KubernetesObject | undefined;
      const before = known.has(key);
      const now = object !== undefined && labels.ok && labels.matches(object.metadata.labels) && fields.ok && fields.matches(object);
      if (now) known.add(key);
      else known.delete(key);
      if (now || before) show([{ resource, namespace, name, object: object ?? (from as KubernetesObject) }], now ? (before ? 'MODIFIED' : 'ADDED') : 'DELETED');
    }
  }
}
