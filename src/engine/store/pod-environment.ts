import type { Pod, Service } from '../api/core-v1.ts';
import type { ClusterDraft } from './cluster-draft.ts';

const DEFAULT_NDOTS = 'ndots:5';
const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

/** What a resolv.conf says, before it is text. */
export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  /** `name` or `name:value`, in order. */
  readonly options: readonly string[];
}

function nodeResolvConf(draft: ClusterDraft): ResolvConf {
  return { nameservers: draft.config.nodeNameservers, searches: draft.config.nodeSearches, options: [] };
}

/** The cluster IP of kube-dns, which the kubelets are configured with (`clusterDNS`): the tenth address. */
export function clusterDNS(draft: ClusterDraft): readonly string[] {
  const [network = ''] = draft.config.serviceCIDRs;
  const address = network.split('/')[0] ?? '';
  return [address.includes(':') ? `${address}a` : address.replace(/\d+$/, (last) => String(Number(last) + 10))];
}

/**
 * What the kubelet writes into a Pod's resolv.conf. Models kubernetes pkg/kubelet/network/dns/dns.go GetPodDNS (v1.37.1):
 * the policy chooses a base, `dnsConfig` is added to it, duplicates go, and the lists are cut at their limits.
 */
export function resolvConfOf(draft: ClusterDraft, pod: Pod): ResolvConf {
  const policy = pod.spec.dnsPolicy ?? 'ClusterFirst';
  const node = nodeResolvConf(draft);
  const ofCluster = policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && pod.spec.hostNetwork !== true);
  const domain = draft.config.clusterDomain;
  let base: ResolvConf = node;
  if (policy === 'None') base = { nameservers: [], searches: [], options: [] };
  else if (ofCluster) {
    const searches = [`${pod.metadata.namespace ?? 'default'}.svc.${domain}`, `svc.${domain}`, domain, ...node.searches];
    base = { nameservers: clusterDNS(draft), searches: cutSearches([...new Set(searches)]), options: [DEFAULT_NDOTS] };
  }
  const config = pod.spec.dnsConfig;
  if (!config) return base;
  return {
    nameservers: [...new Set([...base.nameservers, ...(config.nameservers ?? [])])].slice(0, MAX_NAMESERVERS),
    searches: cutSearches([...new Set([...base.searches, ...(config.searches ?? [])])]),
    options: mergeOptions(base.options, config.options ?? []),
  };
}

function cutSearches(searches: readonly string[]): readonly string[] {
  const kept = searches.slice(0, MAX_SEARCHES);
  while (kept.join(' ').length > MAX_SEARCH_CHARACTERS) kept.pop();
  return kept;
}

/** Options of the Pod override those of the base by name; their order is the base's, then the Pod's. */
function mergeOptions(base: readonly string[], added: readonly { readonly name?: string; readonly value?: string }[]): readonly string[] {
  const merged = new Map(base.map((option) => [option.split(':')[0] ?? '', option]));
  for (const { name = '', value } of added) merged.set(name, value === undefined || value === '' ? name : `${name}:${value}`);
  return [...merged.values()];
}

/** The text of a resolv.conf, as the runtime writes it. */
export function formatResolvConf({ nameservers, searches, options }: ResolvConf): string {
  const lines = [
    ...(searches.length > 0 ? [`search ${searches.join(' ')}`] : []),
    ...nameservers.map((nameserver) => `nameserver ${nameserver}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The Pod's own name for itself. Models kubernetes pkg/kubelet/util GetPodHostname: cut at 63 characters. */
export function hostnameOf(pod: Pod): string {
  if (pod.spec.hostnameOverride !== undefined) return pod.spec.hostnameOverride;
  if (pod.spec.hostNetwork === true) return pod.spec.nodeName ?? '';
  if (pod.spec.hostname) return pod.spec.hostname;
  const { name } = pod.metadata;
  return name.length > 63 ? name.slice(0, 63).replace(/[-.]+$/, '') : name;
}

/** `web-0.db.default.svc.cluster.local`, where the Pod has a hostname and a subdomain; else ''. */
function hostDomainOf(draft: ClusterDraft, pod: Pod): string {
  if (!pod.spec.subdomain || pod.spec.hostnameOverride !== undefined) return '';
  return `${hostnameOf(pod)}.${pod.spec.subdomain}.${pod.metadata.namespace ?? 'default'}.svc.${draft.config.clusterDomain}`;
}

/** What a Pod's containers call themselves: the kernel's name. Models GetNodenameForKernel, and a node's own name on its network. */
export function kernelHostname(draft: ClusterDraft, pod: Pod): string {
  const node = pod.spec.hostNetwork ? draft.config.nodes.find(({ name }) => name === pod.spec.nodeName) : undefined;
  return node?.hostname ?? ((pod.spec.setHostnameAsFQDN === true && hostDomainOf(draft, pod)) || hostnameOf(pod));
}

/** The text of /etc/hosts. Models kubernetes pkg/kubelet/kubelet_pods.go ensureHostsFile (v1.37.1). */
export function hostsFileOf(draft: ClusterDraft, pod: Pod): string {
  let text = `# Kubernetes-managed hosts file${pod.spec.hostNetwork === true ? ' (host network)' : ''}.\n${LOCAL_HOSTS}`;
  if (pod.spec.hostNetwork !== true) {
    const domain = hostDomainOf(draft, pod);
    const names = domain === '' ? hostnameOf(pod) : `${domain}\t${hostnameOf(pod)}`;
    for (const { ip } of pod.status?.podIPs ?? []) text += `${ip}\t${names}\n`;
  }
  const aliases = pod.spec.hostAliases ?? [];
  if (aliases.length > 0) text += '\n# Entries added by HostAliases.\n';
  for (const { ip, hostnames = [] } of aliases) text += `${[ip, ...hostnames].join('\t')}\n`;
  return text;
}

const LOCAL_HOSTS = `127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
`;

const asVariable = (name: string): string => name.toUpperCase().replaceAll('-', '_');

/** The variables of one Service. Models kubernetes pkg/kubelet/envvars FromServices (v1.37.1), in its order. */
function serviceVariables(service: Service): [name: string, value: string][] {
  const ports = service.spec.ports ?? [];
  const [first] = ports;
  if (!first) return [];
  const name = asVariable(service.metadata.name);
  const ip = service.spec.clusterIP ?? '';
  const joined = (port: number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);
  const protocolOf = (port: { readonly protocol?: string }): string => (port.protocol ?? 'TCP').toLowerCase();
  return [
    [`${name}_SERVICE_HOST`, ip],
    [`${name}_SERVICE_PORT`, String(first.port)],
    ...ports.filter((port) => port.name).map((port): [string, string] => [`${name}_SERVICE_PORT_${asVariable(port.name as string)}`, String(port.port)]),
    [`${name}_PORT`, `${protocolOf(first)}://${joined(first.port)}`],
    ...ports.flatMap((port): [string, string][] => {
      const prefix = `${name}_PORT_${port.port}_${protocolOf(port).toUpperCase()}`;
      return [
        [prefix, `${protocolOf(port)}://${joined(port.port)}`],
        [`${prefix}_PROTO`, protocolOf(port)],
        [`${prefix}_PORT`, String(port.port)],
        [`${prefix}_ADDR`, ip],
      ];
    }),
  ];
}

/**
 * The variables that say where Services are, as they are at this moment: the master Service from every namespace, the
 * Pod's own namespace with `enableServiceLinks`. Models kubernetes pkg/kubelet/kubelet_pods.go getServiceEnvVarMap (v1.37.1).
 */
export function serviceEnvironment(draft: ClusterDraft, pod: Pod): { readonly [name: string]: string } {
  const namespace = pod.metadata.namespace ?? 'default';
  const linked = pod.spec.enableServiceLinks !== false;
  return draft.digest('services', `environment ${linked ? namespace : ''}`, () => {
    const byName = new Map<string, Service>();
    const master = draft.get('services', 'default', 'kubernetes');
    if (master) byName.set('kubernetes', master);
    if (linked) for (const service of draft.list('services', namespace)) byName.set(service.metadata.name, service);
    const usable = [...byName.values()].filter(({ spec }) => spec.clusterIP !== undefined && spec.clusterIP !== '' && spec.clusterIP !== 'None');
    return Object.fromEntries(usable.flatMap(serviceVariables));
  });
}
