import type { ClusterDraft } from './cluster-draft.ts';
import type { OutsideRecord } from './cluster-config.ts';

const ROOM = 'balancers';
const TTL_SECONDS = 60;

/**
 * A balancer that a Service's status names instead of giving its address. kube-proxy has no rule for it: it stands beyond the
 * nodes and passes connections on to node ports, or to Pods.
 */
export interface NamedBalancer {
  readonly hostname: string;
  readonly ip: string;
  /** Namespace and name of its Service. */
  readonly service: readonly [namespace: string, name: string];
  /** What its targets see as the client; absent: the client itself. */
  readonly sourceIP?: string;
  readonly targets: 'nodes' | 'pods';
}

/** Every balancer with a name. */
export const namedBalancers = (draft: ClusterDraft): readonly NamedBalancer[] =>
  draft.names('facts', ROOM).map((name) => JSON.parse(String(draft.get('facts', ROOM, name)?.value)) as NamedBalancer);

/** Makes a balancer known to resolvers and routers. */
export function putBalancer(draft: ClusterDraft, balancer: NamedBalancer, by: string): void {
  draft.set('facts', ROOM, balancer.hostname, { value: JSON.stringify(balancer) }, by);
}

/** Takes every balancer of a Service away, but for one. */
export function dropBalancers(draft: ClusterDraft, namespace: string, service: string, by: string, kept?: string): void {
  for (const { hostname, service: of } of namedBalancers(draft))
    if (of[0] === namespace && of[1] === service && hostname !== kept) draft.delete('facts', ROOM, hostname, by);
}

/** What the resolvers beyond the cluster know: the configuration's records, and the names of balancers. */
export function outsideRecords(draft: ClusterDraft): readonly OutsideRecord[] {
  const balancers = namedBalancers(draft);
  const { records } = draft.config.outside;
  return balancers.length === 0
    ? records
    : [
        ...records,
        ...balancers.map(({ hostname, ip }): OutsideRecord => ({ name: `${hostname}.`, type: ip.includes(':') ? 'AAAA' : 'A', ttl: TTL_SECONDS, data: ip })),
      ];
}
