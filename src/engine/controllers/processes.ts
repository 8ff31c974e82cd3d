import { wakeContainer } from '../images/container-runtime.ts';
import type { RowIndex } from '../store/cluster-draft.ts';
import type { ContainerRecord } from '../store/tables.ts';
import type { Controller } from './controller.ts';

/** Containers whose main process waits for something in the cluster: the other end of a connection it holds. Key: `watching`. */
const WATCHING: RowIndex<'containers'> = { name: 'watching', table: 'containers', keysOf: ({ continuation }) => (continuation?.watches ? 'watching' : []) };

/** Lets main processes go on that wait for something in the cluster. A key is `<namespace>/<pod>/<container>`. */
export const processes: Controller = {
  name: 'processes',
  watches: ['containers', 'sockets'],
  keysOf({ table, from, to }, draft) {
    // Its own files are what a program that follows one waits for.
    const { continuation, files } = (to ?? {}) as Partial<ContainerRecord>;
    if (table === 'containers' && from && continuation?.watches && files !== (from as ContainerRecord).files) return [continuation.watches];
    // Of containers only the end of what listened is of interest to others.
    const listened = (row: unknown): number => (row as ContainerRecord | undefined)?.listeners.length ?? 0;
    if (table === 'containers' && listened(to) >= listened(from)) return [];
    return draft
      .namespacesOf('containers')
      .flatMap((namespace) => draft.find(WATCHING, namespace, 'watching').map(({ continuation }) => continuation?.watches as string));
  },
  reconcile: (key, draft) => wakeContainer(draft, key),
};
