/** Everything about a cluster that is not an object of its API: data, chosen when it is made, never changed after. */
export interface ClusterConfig {
  readonly name: string;
  /** The simulated minor version's key in the version table, e.g. `1.37`. */
  readonly version: string;
  readonly nodes: readonly NodeConfig[];
  /** Primary family first. One entry: single stack. */
  readonly serviceCIDRs: readonly string[];
  readonly podCIDRs: readonly string[];
  readonly nodePortRange: readonly [first: number, last: number];
  readonly clusterDomain: string;
  readonly proxyMode: 'nftables' | 'iptables';
  /** Whether a node hands a Pod's packet back to the Pod it came from (kubelet's and the bridge plugin's hairpin mode); absent: it does. */
  readonly hairpin?: boolean;
  /** Search domains of the nodes' own resolv.conf. */
  readonly nodeSearches: readonly string[];
  readonly nodeNameservers: readonly string[];
  /** What the Corefile's kubernetes block says; 5 where it says nothing. */
  readonly dnsTTLSeconds: number;
  readonly controlPlane: { readonly ips: readonly string[]; readonly port: number };
  /** What writes status.loadBalancer: nobody, or a cloud's controller. */
  readonly loadBalancer: 'none' | 'aws' | 'gcp' | 'azure' | 'delayed' | 'failing';
  readonly outside: OutsideWorld;
  /** Images that the nodes have besides the recorded ones. */
  readonly images?: readonly ImageConfig[];
  /** A quota on Pods in all namespaces together; absent: none. Keeps a page alive when somebody asks for a million replicas. */
  readonly mostPods?: number;
  /** When the cluster's virtual clock starts: milliseconds since 1970. */
  readonly startAt: number;
  readonly seed: number;
}

export interface NodeConfig {
  readonly name: string;
  /** What the node's kernel calls itself (`uname -n`), where that is not its name. */
  readonly hostname?: string;
  readonly zone: string;
  readonly region: string;
  readonly ips: readonly string[];
  readonly podCIDRs: readonly string[];
}

/** An image made as `FROM` makes one: another one's programs with words, variables and files of its own. */
export interface ImageConfig {
  /** As a Pod writes it; a registry and a tag are added where it has none. */
  readonly name: string;
  /** An image of test/conformance/clusters.md. What is not said below is as there. */
  readonly from: string;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  /** By absolute path. */
  readonly files?: { readonly [path: string]: string };
}

/** Hosts beyond the nodes, and the names their resolver answers. */
export interface OutsideWorld {
  readonly hosts: readonly OutsideHost[];
  readonly resolver: string;
  readonly records: readonly OutsideRecord[];
  /** Networks whose addresses lead to the first node (what a cloud balancer would announce). */
  readonly balancerCIDRs: readonly string[];
  /** Where internal balancers have their addresses, and which hosts besides the cluster's machines reach them. */
  readonly privateNetwork?: { readonly cidr: string; readonly hosts: readonly string[] };
}

export interface OutsideHost {
  /** `operator` is where kubectl runs, `outside` is FORMAT.md's place of that name. */
  readonly name: string;
  readonly ips: readonly string[];
  readonly listeners: readonly OutsideListener[];
}

export interface OutsideListener {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
  readonly server: string;
  readonly options?: { readonly [key: string]: string | number | boolean | readonly string[] };
}

export interface OutsideRecord {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'NS' | 'SOA';
  readonly ttl: number;
  readonly data: string;
}
