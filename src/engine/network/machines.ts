import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Listener } from '../store/tables.ts';
import type { Location } from './trace.ts';

/** Where a command runs, in the words of `machine/place.ts` (a later room). */
type Place =
  | { readonly kind: 'operator' }
  | { readonly kind: 'pod'; readonly namespace: string; readonly pod: string }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'host'; readonly host: string };

/** The network a place is on: a Pod with hostNetwork is on its node's. `undefined`: that Pod is on no network (yet). */
export function locationOfPlace(draft: ClusterDraft, place: Place): Location | undefined {
  void draft;
  void place;
  return undefined;
}

/** The machine that has this address, or `undefined`: nobody. */
export function locationOfAddress(draft: ClusterDraft, ip: string): Location | undefined {
  void draft;
  void ip;
  return undefined;
}

/** A machine's own addresses without loopback, primary family first. */
export function addressesOf(draft: ClusterDraft, at: Location): readonly string[] {
  void draft;
  void at;
  return [];
}

/** Everything that listens on a machine now: containers, what kube-proxy and kubelet open on a node, outside servers. */
export function listenersAt(draft: ClusterDraft, at: Location): readonly Listener[] {
  void draft;
  void at;
  return [];
}

/** The socket that takes what arrives at this address and port of a machine. */
export function findListener(draft: ClusterDraft, at: Location, protocol: 'TCP' | 'UDP', ip: string, port: number): Listener | undefined {
  void ip;
  return listenersAt(draft, at).find((one) => one.protocol === protocol && one.port === port);
}
