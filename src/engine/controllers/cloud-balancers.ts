// Who takes charge of a Service of type LoadBalancer in which cloud, and what it then makes of it. Sources: cloud-provider-aws
// pkg/providers/v1/aws_loadbalancer.go isLBExternal and aws.go EnsureLoadBalancer; aws-load-balancer-controller v2.13
// pkg/service/model_build_load_balancer.go, service_utils.go, docs/guide/service/{nlb,annotations}.md; cloud-provider-gcp
// providers/gce/gce_annotations.go, ingress-gce pkg/l4lb, cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer;
// cloud-provider-azure pkg/provider/azure_loadbalancer.go requiresInternalLoadBalancer, learn.microsoft.com/azure/aks/internal-lb.
import type { LoadBalancerIngress, Service } from '../api/core-v1.ts';
import { addressAt, familyOf, formatIP, isInCIDR, parseCIDR } from '../api/ip-address.ts';
import { sha256 } from '../api/sha256.ts';
import { namedBalancers, putBalancer } from '../store/balancers.ts';
import type { ClusterConfig } from '../store/cluster-config.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

/** A controller that makes balancers, as it signs and speaks. */
export interface BalancerOwner {
  readonly component: string;
  readonly finalizer: string;
  /** It tells what it begins and what was changed; the others say when they are done. */
  readonly talks?: true;
  readonly tellsEnd?: true;
  readonly ensured: readonly [reason: string, message: string];
  readonly failed: readonly [reason: string, message: string];
}

const CLOUD: BalancerOwner = {
  component: 'service-controller',
  finalizer: 'service.kubernetes.io/load-balancer-cleanup',
  talks: true,
  ensured: ['EnsuredLoadBalancer', 'Ensured load balancer'],
  failed: ['SyncLoadBalancerFailed', 'Error syncing load balancer: failed to ensure load balancer: '],
};
const AWS_CONTROLLER: BalancerOwner = {
  component: 'service',
  finalizer: 'service.k8s.aws/resources',
  ensured: ['SuccessfullyReconciled', 'Successfully reconciled'],
  failed: ['FailedBuildModel', 'Failed build model due to '],
};
const gke = (finalizer: string, message: string): BalancerOwner => ({
  component: 'loadbalancer-controller',
  finalizer,
  ensured: ['SyncLoadBalancerSuccessful', message],
  failed: ['SyncLoadBalancerFailed', 'Error syncing load balancer: '],
  tellsEnd: true,
});
const GKE_EXTERNAL = gke('gke.networking.io/l4-netlb-v2', 'Successfully ensured L4 External LoadBalancer resources');
const GKE_INTERNAL = gke('gke.networking.io/l4-ilb-v2', 'Successfully ensured load balancer resources');

/** The owners whose finalizer holds a Service. */
export const OWNERS: readonly BalancerOwner[] = [CLOUD, AWS_CONTROLLER, GKE_EXTERNAL, GKE_INTERNAL];

/** What an owner is asked for. */
export interface Claim {
  readonly owner: BalancerOwner;
  /** `address` is a balancer whose address kube-proxy knows; the others are Amazon's, with a name. */
  readonly kind: 'address' | 'classic' | 'network';
  readonly internal: boolean;
  readonly targets: 'nodes' | 'pods';
  /** The owner marks the Service and leaves it to another controller. */
  readonly elsewhere?: true;
  /** Why it can make nothing of the Service. */
  readonly problem?: string;
}

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
/** What `failing` answers: an Amazon cluster whose subnets have no tags (cloud-provider-aws pkg/providers/v1/aws.go EnsureLoadBalancer). */
const REFUSAL = 'could not find any suitable subnets for creating the ELB';
const BY_ADDRESS = { owner: CLOUD, kind: 'address', targets: 'nodes' } as const;

/** Who of the cluster's cloud takes charge of a Service, and how; `undefined`: nobody. */
export function claimOf({ loadBalancer: cloud }: ClusterConfig, { metadata, spec }: Service): Claim | undefined {
  if (spec.type !== 'LoadBalancer' || cloud === 'none') return undefined;
  const { annotations = {} } = metadata;
  const name = spec.loadBalancerClass;
  if (cloud === 'aws') return claimOfAWS(annotations, spec);
  if (cloud === 'gcp' && name === 'networking.gke.io/l4-regional-external') return { ...BY_ADDRESS, owner: GKE_EXTERNAL, internal: false };
  if (cloud === 'gcp' && name === 'networking.gke.io/l4-regional-internal') return { ...BY_ADDRESS, owner: GKE_INTERNAL, internal: true };
  if (name !== undefined) return undefined;
  if (cloud === 'failing') return { ...BY_ADDRESS, internal: false, problem: REFUSAL };
  const type = annotations['networking.gke.io/load-balancer-type'] ?? annotations['cloud.google.com/load-balancer-type'];
  const internal =
    cloud === 'gcp'
      ? type === 'Internal' || type === 'internal'
      : cloud === 'azure' && annotations['service.beta.kubernetes.io/azure-load-balancer-internal'] === 'true';
  return { ...BY_ADDRESS, internal };
}

const GO_TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

function claimOfAWS(annotations: { readonly [name: string]: string }, spec: Service['spec']): Claim | undefined {
  const { loadBalancerClass: className, ports = [] } = spec;
  const without = ports.filter(({ nodePort = 0 }) => nodePort === 0).length;
  const of = (suffix: string): string | undefined => annotations[`${AWS}${suffix}`];
  const [type, target = 'instance', scheme, internal] = [of('type'), of('nlb-target-type'), of('scheme'), of('internal')];
  const given = type === 'nlb-ip' || (type === 'external' && ['instance', 'ip'].includes(of('nlb-target-type') ?? ''));
  if (className === undefined ? given : className === 'service.k8s.aws/nlb') {
    const targets = target === 'instance' && type !== 'nlb-ip' ? 'nodes' : 'pods';
    const problem =
      scheme !== undefined && scheme !== 'internal' && scheme !== 'internet-facing'
        ? `unknown scheme: ${scheme}`
        : targets === 'nodes' && without > 0
          ? 'unable to support instance target type with an unallocated NodePort'
          : undefined;
    return {
      owner: AWS_CONTROLLER,
      kind: 'network',
      internal: scheme === undefined ? internal === undefined || GO_TRUE.has(internal) : scheme === 'internal',
      targets,
      ...(problem === undefined ? {} : { problem }),
    };
  }
  if (className !== undefined) return undefined;
  const isElsewhere = type === 'nlb-ip' || type === 'external';
  const problem = isElsewhere ? undefined : refusalOfAWS(spec, type === 'nlb', without === ports.length);
  return {
    owner: CLOUD,
    kind: type === 'nlb' ? 'network' : 'classic',
    internal: internal !== undefined && internal !== '' && internal !== 'false',
    targets: 'nodes',
    ...(isElsewhere ? { elsewhere: true } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** What the older code of Amazon's cloud makes nothing of, in the order in which it looks: EnsureLoadBalancer, checkMixedProtocol, checkProtocol. */
function refusalOfAWS({ sessionAffinity = 'None', ports = [] }: Service['spec'], isNLB: boolean, nowhere: boolean): string | undefined {
  if (sessionAffinity !== 'None') return `unsupported load balancer affinity: ${sessionAffinity}`;
  const protocols = ports.map(({ protocol = 'TCP' }) => protocol);
  if (new Set(protocols).size > 1) return 'mixed protocol is not supported for LoadBalancer';
  const refused = protocols.find((protocol) => protocol !== 'TCP' && !(isNLB && protocol === 'UDP'));
  if (refused !== undefined) return `Protocol ${refused} not supported by LoadBalancer`;
  // A port without a node port is passed over; a balancer without a listener is Amazon's own to refuse.
  return nowhere && !isNLB ? "minato: Amazon's words about a balancer without a listener are not simulated" : undefined;
}

/** What the cloud gives a new balancer: a name (Amazon), an address (others), or its refusal in words. */
export function ingressFor(draft: ClusterDraft, service: Service, claim: Claim): LoadBalancerIngress | string {
  const family = claim.kind === 'address' ? (service.spec.ipFamilies?.[0] ?? 'IPv4') : 'IPv4';
  const { outside } = draft.config;
  const networks = claim.internal ? [outside.privateNetwork?.cidr ?? ''] : outside.balancerCIDRs;
  const asked = service.spec.loadBalancerIP;
  const ip = claim.kind === 'address' && asked && networks.some((cidr) => isInCIDR(asked, cidr)) ? asked : freeAddress(draft, networks, family);
  if (ip === undefined) return `no ${family} address is left for a load balancer`;
  if (claim.kind === 'address') return { ip, ipMode: 'VIP' };
  const hostname = nameOf(draft, service, claim);
  const { namespace = '', name } = service.metadata;
  // A Classic balancer and one that sends to Pods stand in for the client with an address of their own in the cloud's network.
  const own = claim.kind === 'classic' || claim.targets === 'pods';
  const inner = !own || claim.internal ? ip : freeAddress(draft, [outside.privateNetwork?.cidr ?? ''], family);
  putBalancer(draft, { hostname, ip, service: [namespace, name], targets: claim.targets, ...(own ? { sourceIP: inner ?? ip } : {}) }, claim.owner.component);
  return { hostname };
}

/** The first address of a family that nobody has. */
function freeAddress(draft: ClusterDraft, networks: readonly string[], family: string): string | undefined {
  const network = parseCIDR(networks.find((cidr) => cidr !== '' && familyOf(cidr) === family) ?? '');
  if (!network) return undefined;
  const taken = new Set([
    ...draft.config.outside.hosts.flatMap(({ ips }) => ips),
    ...namedBalancers(draft).flatMap(({ ip, sourceIP }) => [ip, sourceIP]),
    ...draft.list('services').flatMap(({ status }) => status?.loadBalancer?.ingress?.map(({ ip }) => ip) ?? []),
  ]);
  let number = 1;
  while (taken.has(formatIP(addressAt(network, number)))) number += 1;
  return formatIP(addressAt(network, number));
}

const REGION = 'us-east-2';

/** cloudprovider.DefaultLoadBalancerName (`a` and the uid, 32 characters) or the controller's own pattern, and what Amazon adds. */
function nameOf(draft: ClusterDraft, { metadata }: Service, { owner, kind, internal }: Claim): string {
  const { namespace = '', name, uid = '', annotations } = metadata;
  const first = `a${uid.replaceAll('-', '')}`.slice(0, 32);
  if (kind === 'classic') return `${internal ? 'internal-' : ''}${first}-${1_000_000_000 + draft.draw(1_000_000_000)}.${REGION}.elb.amazonaws.com`;
  const bare = (text: string): string => text.replace(/[^a-zA-Z0-9]/g, '').slice(0, 8);
  const own = (): string => {
    const hash = sha256(`${draft.config.name}${uid}${internal ? 'internal' : 'internet-facing'}`);
    return annotations?.[`${AWS}name`] ?? `k8s-${bare(namespace)}-${bare(name)}-${hash.slice(0, 10)}`;
  };
  const digits = Array.from({ length: 16 }, () => draft.draw(16).toString(16)).join('');
  return `${owner === AWS_CONTROLLER ? own() : first}-${digits}.elb.${REGION}.amazonaws.com`;
}
