import type { ClusterConfig, ImageConfig, OutsideHost, OutsideListener, OutsideRecord } from './cluster-config.ts';
import { CLUSTER_KINDS, outsideRecords, type ClusterKind } from './cluster-kinds.ts';

/** Where a cluster stands: what its nodes' resolver searches, its Corefile, and what its balancers are. */
export type ClusterSite = 'recorded' | 'bare-metal' | 'aws' | 'gcp' | 'azure';

/** What an exercise or the playground may ask of a cluster. What it does not say is as in the recorded kind. */
export interface ClusterProfile {
  /** The recorded kind to begin from; `three-nodes` where nothing is said. */
  readonly base?: ClusterKind;
  readonly site?: ClusterSite;
  /** `three`: every node is in a zone of its own. The recorded kinds have node-a and node-b in one. */
  readonly zones?: 'two' | 'three';
  readonly proxyMode?: ClusterConfig['proxyMode'];
  /** `false`: a Pod does not reach itself through its Service. */
  readonly hairpin?: boolean;
  /** A minor version of `SIMULATED_VERSIONS`, e.g. `1.34`. */
  readonly version?: string;
  /** A cloud whose controller takes its time, or never succeeds, instead of the site's own. */
  readonly loadBalancer?: ClusterConfig['loadBalancer'];
  /** Whether the hosts and names of the course (`COURSE_RECORDS`) are there besides the recorded ones; they are, where nothing is said. */
  readonly outside?: 'recorded' | 'course';
  readonly nodeSearches?: readonly string[];
  /** Images of its own, on every node. */
  readonly images?: readonly ImageConfig[];
  readonly seed?: number;
}

/** Names of the course that no recorded session asks for: two databases beyond the cluster, a site behind an edge, the way into another cluster, and a house of payments. */
const COURSE_RECORDS = outsideRecords(`
db-old.example.net. 60 A 192.0.2.21
db-new.example.net. 60 A 192.0.2.22
sample.test. 300 SOA ns.example.com. hostmaster.sample.test. 2026112001 7200 3600 1209600 300
sample.test. 300 NS ns.example.com.
blog.sample.test. 60 A 198.51.100.72
blog.sample.test. 60 A 198.51.100.182
entry.apps.example.net. 60 A 198.51.100.30
shop.apps.example.net. 60 A 198.51.100.30
pay.example.net. 60 A 198.51.100.90
`);

const BLOG = 'blog.sample.test';
/** An edge serves only the names it knows: the others are refused before any site is looked for. */
const EDGE: readonly OutsideListener[] = [
  { protocol: 'TCP', port: 80, server: 'site', options: { host: BLOG, refusal: 403 } },
  { protocol: 'TCP', port: 443, server: 'site', options: { host: BLOG, refusal: 403, tls: true, certificate: BLOG, authority: 'Example Root CA' } },
];
const ROUTED = 'shop.apps.example.net';
/** The way into another cluster: a router that tells its applications apart by Host, with one certificate for all of them. */
const FRONT_DOOR: readonly OutsideListener[] = [
  { protocol: 'TCP', port: 80, server: 'site', options: { host: ROUTED } },
  { protocol: 'TCP', port: 443, server: 'site', options: { host: ROUTED, tls: true, certificate: '*.apps.example.net', authority: 'Example Root CA' } },
];
const PAY = 'pay.example.net';
/** Payments are taken over TLS, and only by the name of the house; the day's settlement is fetched from a port that asks for no name. */
const PAYMENTS: readonly OutsideListener[] = [
  { protocol: 'TCP', port: 443, server: 'site', options: { host: PAY, refusal: 403, tls: true, certificate: PAY, authority: 'Example Root CA' } },
  { protocol: 'TCP', port: 8090, server: 'site' },
];
const DATABASE: readonly OutsideListener[] = [{ protocol: 'TCP', port: 5432, server: 'silent' }];

/** `office` and `internet` are clients: a network that may be let in, and everybody else. `outside` stays where it was recorded. */
const COURSE_HOSTS: readonly OutsideHost[] = [
  { name: 'office', ips: ['203.0.113.40'], listeners: [] },
  { name: 'internet', ips: ['203.0.113.50'], listeners: [] },
  { name: 'db-old.example.net', ips: ['192.0.2.21'], listeners: DATABASE },
  { name: 'db-new.example.net', ips: ['192.0.2.22'], listeners: DATABASE },
  // No name leads to it: an address is all that is known.
  { name: 'mainframe', ips: ['192.0.2.30'], listeners: DATABASE },
  { name: 'mail-relay', ips: ['192.0.2.25'], listeners: [{ protocol: 'TCP', port: 25, server: 'silent' }] },
  { name: 'pay.example.net', ips: ['198.51.100.90'], listeners: PAYMENTS },
  { name: 'front-door', ips: ['198.51.100.30'], listeners: FRONT_DOOR },
  { name: 'edge-1', ips: ['198.51.100.72'], listeners: EDGE },
  { name: 'edge-2', ips: ['198.51.100.182'], listeners: EDGE },
];

interface SiteConfig extends Partial<Pick<ClusterConfig, 'loadBalancer' | 'nodeSearches' | 'dnsTTLSeconds'>> {
  readonly records?: readonly OutsideRecord[];
}

/** An Amazon VPC's resolver searches its region and knows that zone; the Corefile of such a cluster says no `ttl`, which is 5 seconds. */
const AWS: SiteConfig = {
  loadBalancer: 'aws',
  nodeSearches: ['us-east-2.compute.internal'],
  dnsTTLSeconds: 5,
  records: outsideRecords(`
us-east-2.compute.internal. 60 SOA ns0.us-east-2.compute.internal. hostmaster.amazon.com. 2012103100 3600 3600 3600 60
us-east-2.elb.amazonaws.com. 60 SOA ns-332.awsdns-41.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 60
elb.us-east-2.amazonaws.com. 60 SOA ns-679.awsdns-20.net. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 60
`),
};

const SITES: { readonly [S in ClusterSite]: SiteConfig } = {
  recorded: {},
  'bare-metal': { loadBalancer: 'none' },
  aws: AWS,
  gcp: { loadBalancer: 'gcp' },
  azure: { loadBalancer: 'azure' },
};

/** The configuration of a cluster of the course: a recorded kind, and what the profile changes in it. */
export function clusterConfig(profile: ClusterProfile = {}): ClusterConfig {
  const base = CLUSTER_KINDS[profile.base ?? 'three-nodes'];
  const { records: siteRecords = [], ...site } = SITES[profile.site ?? 'recorded'];
  const { proxyMode = base.proxyMode, version = base.version, nodeSearches = site.nodeSearches ?? base.nodeSearches, seed = base.seed } = profile;
  const inCourse = profile.outside !== 'recorded';
  return {
    ...base,
    ...site,
    name: nameOf(profile),
    proxyMode,
    version,
    nodeSearches,
    seed,
    ...(profile.hairpin === undefined ? {} : { hairpin: profile.hairpin }),
    ...(profile.images === undefined ? {} : { images: profile.images }),
    loadBalancer: profile.loadBalancer ?? site.loadBalancer ?? base.loadBalancer,
    nodes: profile.zones === 'three' ? base.nodes.map((node) => ({ ...node, zone: node.name.replace('node', 'zone') })) : base.nodes,
    outside: {
      ...base.outside,
      ...(inCourse ? { privateNetwork: { cidr: '10.0.8.0/24', hosts: ['office'] } } : {}),
      hosts: inCourse ? [...base.outside.hosts, ...COURSE_HOSTS] : base.outside.hosts,
      records: [...base.outside.records, ...(inCourse ? COURSE_RECORDS : []), ...siteRecords],
    },
  };
}

function nameOf({ base = 'three-nodes', site = 'recorded' }: ClusterProfile): string {
  return site === 'recorded' ? base : `${base}/${site}`;
}
