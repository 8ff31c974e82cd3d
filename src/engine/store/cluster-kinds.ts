import type { ClusterConfig, NodeConfig, OutsideHost, OutsideRecord } from './cluster-config.ts';

/** The recorded kinds of test/conformance/FORMAT.md. */
export type ClusterKind = 'three-nodes' | 'dual-stack' | 'iptables';

/** 2026-11-21T08:00:00Z: when a fresh cluster's virtual clock starts. */
const START_AT = 1_795_248_000_000;

const node = (name: string, zone: string, index: number, dualStack: boolean): NodeConfig => ({
  name,
  hostname: 'vm', // the nodes of a recording are network namespaces of one machine
  zone,
  region: 'region-1',
  ips: [`192.168.49.${index + 2}`, ...(dualStack ? [`fd00:10:49::${index + 2}`] : [])],
  podCIDRs: [`10.244.${index}.0/24`, ...(dualStack ? [index === 0 ? 'fd00:10:244::/64' : `fd00:10:244:${index}::/64`] : [])],
});

// Names and rdata are written as in zone files: fully qualified, with the last dot. The zones are those of
// test/conformance/clusters.md, "Names beyond the cluster"; the SOA of a zone is what a negative answer carries.
const ZONES = `
. 86400 SOA a.root-servers.net. nstld.verisign-grs.com. 2026112000 1800 900 604800 86400
. 86400 NS a.root-servers.net.
example.com. 300 SOA ns.example.com. hostmaster.example.com. 2026112001 7200 3600 1209600 300
example.com. 300 NS ns.example.com.
example.com. 300 A 203.0.113.81
example.com. 300 MX 10 mail.example.com.
example.com. 300 TXT "v=spf1 -all"
ns.example.com. 300 A 203.0.113.53
mail.example.com. 300 A 203.0.113.81
www.example.com. 300 CNAME example.com.
external.example.com. 300 A 203.0.113.80
shop.example.com. 300 CNAME shop.edge.example.net.
v6.example.com. 300 AAAA 2001:db8:113::80
gone.example.com. 300 A 203.0.113.99
example.net. 300 SOA ns.example.com. hostmaster.example.net. 2026112001 7200 3600 1209600 300
example.net. 300 NS ns.example.com.
api.example.net. 300 A 203.0.113.81
shop.edge.example.net. 60 CNAME node7.edge.example.net.
node7.edge.example.net. 60 A 203.0.113.81
example.org. 300 SOA ns.example.com. hostmaster.example.org. 2026112001 7200 3600 1209600 300
example.org. 300 NS ns.example.com.
db.example.org. 300 A 203.0.113.81
`;

/** Records as in a zone file: one a line, `name ttl type data`. */
export function outsideRecords(lines: string): readonly OutsideRecord[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', ttl = '', type = '', ...data] = line.split(' ');
      return { name, type: type as OutsideRecord['type'], ttl: Number(ttl), data: data.join(' ') };
    });
}

const records = outsideRecords(ZONES);

const SITE = 'external.example.com';

/** `internet` of clusters.md is one machine with three addresses; here each address is a host of its own. */
const hosts = (dualStack: boolean): readonly OutsideHost[] => {
  const also = (ip: string): readonly string[] => (dualStack ? [ip] : []);
  return [
    { name: 'outside', ips: ['203.0.113.10', ...also('2001:db8:113::10')], listeners: [] },
    { name: 'operator', ips: ['203.0.113.20', ...also('2001:db8:113::20')], listeners: [] },
    {
      name: 'resolver',
      ips: ['203.0.113.53'],
      listeners: [
        { protocol: 'UDP', port: 53, server: 'resolver' },
        { protocol: 'TCP', port: 53, server: 'resolver' },
      ],
    },
    {
      name: SITE,
      ips: ['203.0.113.80'],
      listeners: [
        { protocol: 'TCP', port: 80, server: 'site', options: { host: SITE } },
        { protocol: 'TCP', port: 443, server: 'site', options: { host: SITE, tls: true, certificate: SITE, authority: 'Example Root CA' } },
      ],
    },
    // Without `host` a site answers every Host with its name.
    { name: 'every-name', ips: ['203.0.113.81', ...also('2001:db8:113::80')], listeners: [{ protocol: 'TCP', port: 80, server: 'site' }] },
  ];
};

function recordedKind(name: ClusterKind): ClusterConfig {
  const dualStack = name === 'dual-stack';
  const also = (ip: string): readonly string[] => (dualStack ? [ip] : []);
  return {
    name,
    version: '1.37',
    nodes: [node('node-a', 'zone-a', 0, dualStack), node('node-b', 'zone-a', 1, dualStack), node('node-c', 'zone-b', 2, dualStack)],
    serviceCIDRs: ['10.96.0.0/16', ...also('fd00:10:96::/112')],
    podCIDRs: ['10.244.0.0/16', ...also('fd00:10:244::/48')],
    nodePortRange: [30000, 32767],
    clusterDomain: 'cluster.local',
    proxyMode: name === 'iptables' ? 'iptables' : 'nftables',
    nodeSearches: [],
    nodeNameservers: ['203.0.113.53'],
    dnsTTLSeconds: 30,
    controlPlane: { ips: ['192.168.49.10', ...also('fd00:10:49::10')], port: 6443 },
    loadBalancer: 'none',
    outside: { hosts: hosts(dualStack), resolver: '203.0.113.53', records, balancerCIDRs: ['192.0.2.0/24', '198.51.100.0/24', ...also('2001:db8:2::/64')] },
    startAt: START_AT,
    seed: 1,
  };
}

/** The configurations that `@ cluster <name>` names: test/conformance/clusters.md as data. */
export const CLUSTER_KINDS: { readonly [K in ClusterKind]: ClusterConfig } = {
  'three-nodes': recordedKind('three-nodes'),
  'dual-stack': recordedKind('dual-stack'),
  iptables: recordedKind('iptables'),
};
