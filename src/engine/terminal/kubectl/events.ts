// Models kubectl pkg/cmd/events (v0.37.1).
import type { Event } from '../../api/core-v1.ts';
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Wait } from '../../machine/process.ts';
import type { Context } from './command.ts';
import { fail, Failure } from './failure.ts';
import { eventAge } from './describe-page.ts';
import { printerFor } from './print.ts';
import { findResource } from './resource-builder.ts';
import { alignTable } from './tabwriter.ts';

/** `kubectl events`. */
export function* events(context: Context): Generator<Wait, number, void> {
  const { flags, process, namespace } = context;
  const { draft } = process;
  const all = flags.on('all-namespaces');
  const about = flags.text('for');
  const [kind = '', name = '', ...rest] = about.split('/');
  if (about !== '' && (name === '' || rest.length > 0)) fail('--for must be in resource/name form');
  const resource = about === '' ? undefined : findResource(kind);
  if (about !== '' && !resource) throw new Failure(`the server doesn't have a resource type ${JSON.stringify(kind)}`, undefined, 1, true);
  const types = flags.list('types').map((type) => type.toLowerCase());
  if (types.some((type) => type !== 'normal' && type !== 'warning')) fail('valid --types are Normal or Warning');
  const printer = printerFor(context);
  const wanted = ({ involvedObject, type }: Event): boolean =>
    (!resource || (involvedObject.kind === resource.kind && involvedObject.apiVersion === resource.apiVersion && involvedObject.name === name)) &&
    (types.length === 0 || types.includes((type ?? '').toLowerCase()));
  const lastSeen = (event: Event): string =>
    (event.series as { readonly lastObservedTime?: string } | undefined)?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? '';
  const list = (): Event[] => draft.list('events', all ? undefined : namespace).filter(wanted);
  const line = (event: Event): string =>
    `${all ? `${event.metadata.namespace ?? ''}\t` : ''}${eventAge(event, draft.now)}\t${event.type ?? ''}\t${event.reason ?? ''}\t${event.involvedObject.kind ?? ''}/${event.involvedObject.name ?? ''}\t${(event.message ?? '').trim()}\n`;
  const header = flags.on('no-headers') ? '' : `${all ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`;
  const found = list().sort((a, b) => (lastSeen(a) < lastSeen(b) ? -1 : lastSeen(a) > lastSeen(b) ? 1 : 0));
  if (!flags.on('watch')) {
    if (found.length === 0) process.err(all ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
    // Its printer of names knows no lists, and kubectl drops what it says.
    else if (flags.text('output').toLowerCase() !== 'name')
      process.out(
        printer
          ? printer({ apiVersion: 'v1', kind: 'EventList', metadata: {}, items: found } as unknown as KubernetesObject)
          : alignTable(header + found.map(line).join('')),
      );
    return 0;
  }
  const seen = new Set<Event>();
  let first = header;
  while (!process.interrupted) {
    for (const event of list().filter((one) => !seen.has(one))) {
      seen.add(event);
      process.out(printer ? printer(event) : alignTable(first + line(event)));
      first = '';
    }
    yield { until: () => process.interrupted || list().some((one) => !seen.has(one)), endless: true, interruptible: true };
  }
  return 1;
}
