// Models kubectl pkg/describe describe.go describeNode (v0.37.1).
import type { Container, Event, Node, Pod } from '../../api/core-v1.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import { nodeRoles } from './columns.ts';
import { longTime, type Page } from './describe-page.ts';
import { since } from './durations.ts';
import { quantityValue } from '../../api/quantity.ts';

type Amounts = { readonly requests: number; readonly limits: number };

/** What a Pod's containers ask for of one resource: their sum, or what an init container needs if that is more. */
function amountsOf(pod: Pod, resource: string): Amounts {
  const of = ({ resources }: Container, kind: string): number =>
    quantityValue((resources?.[kind] as { readonly [name: string]: string } | undefined)?.[resource] ?? '0') ?? 0;
  const total = (kind: string): number =>
    Math.max(
      pod.spec.containers.reduce((sum, one) => sum + of(one, kind), 0),
      ...(pod.spec.initContainers ?? []).map((one) => of(one, kind)),
    );
  return { requests: total('requests'), limits: total('limits') };
}

/** A sum as a quantity: `250m`, `70Mi`, `0`. */
function amountText(value: number, resource: string): string {
  if (value === 0) return '0';
  if (resource === 'cpu') return Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`;
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let at = 0;
  while (at < 4 && value % 1024 === 0) {
    value /= 1024;
    at += 1;
  }
  return `${value}${units[at] as string}`;
}

export function describeNode(page: Page, node: Node, events: readonly Event[] | undefined, draft: ClusterDraft): void {
  const { metadata, spec = {}, status = {} } = node;
  page.fields(0, [
    ['Name', metadata.name],
    ['Roles', nodeRoles(node)],
  ]);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}`);
  page.lines(
    'Taints',
    [...(spec.taints ?? [])]
      .sort((a, b) => (`${a.effect},${a.key}` < `${b.effect},${b.key}` ? -1 : 1))
      .map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
  );
  page.line(0, `Unschedulable:\t${spec.unschedulable ?? false}`);
  const lease = draft.get('leases', 'kube-node-lease', metadata.name);
  if (!lease) page.line(0, `Lease:\tFailed to get lease: leases.coordination.k8s.io "${metadata.name}" not found`);
  else {
    const time = (value: string | undefined): string => (value ? longTime(value) : '<unset>');
    page.line(0, 'Lease:');
    page.fields(1, [
      ['HolderIdentity', lease.spec?.holderIdentity ?? '<unset>'],
      ['AcquireTime', time(lease.spec?.acquireTime)],
      ['RenewTime', time(lease.spec?.renewTime)],
    ]);
  }
  if (status.conditions?.length) {
    page.line(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
    page.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
    for (const one of status.conditions)
      page.line(
        1,
        `${one.type} \t${one.status} \t${longTime(one.lastHeartbeatTime)} \t${longTime(one.lastTransitionTime)} \t${one.reason ?? ''} \t${one.message ?? ''}`,
      );
  }
  page.line(0, 'Addresses:');
  page.fields(
    1,
    (status.addresses ?? []).map(({ type, address }) => [type, address]),
  );
  for (const [title, list] of [
    ['Capacity', status.capacity],
    ['Allocatable', status.allocatable],
  ] as const) {
    if (!list || Object.keys(list).length === 0) continue;
    page.line(0, `${title}:`);
    page.fields(
      1,
      Object.keys(list)
        .sort()
        .map((name) => [name, list[name]]),
    );
  }
  const told = (status.nodeInfo ?? {}) as { readonly [key: string]: string | undefined };
  page.line(0, 'System Info:');
  page.fields(
    1,
    (
      [
        'Machine ID',
        'System UUID',
        'Boot ID',
        'Kernel Version',
        'OS Image',
        'Operating System',
        'Architecture',
        'Container Runtime Version',
        'Kubelet Version',
      ] as const
    ).map((title) => [title, told[NODE_INFO[title] as string] ?? '']),
  );
  page.fields(0, [
    ['PodCIDR', spec.podCIDR || undefined],
    ['PodCIDRs', spec.podCIDRs?.join(',') || undefined],
    ['ProviderID', spec.providerID || undefined],
  ]);
  const pods = draft
    .list('pods')
    .filter(({ spec: { nodeName }, status: of }) => nodeName === metadata.name && of?.phase !== 'Succeeded' && of?.phase !== 'Failed');
  const allocatable = (resource: string): number => quantityValue((status.allocatable ?? status.capacity ?? {})[resource] ?? '0') ?? 0;
  const share = (value: number, resource: string): string =>
    `${amountText(value, resource)} (${allocatable(resource) === 0 ? 0 : Math.trunc((value / allocatable(resource)) * 100)}%)`;
  page.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  page.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  page.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of pods) {
    const cells = ['cpu', 'memory'].flatMap((resource) => {
      const { requests, limits } = amountsOf(pod, resource);
      return [share(requests, resource), share(limits, resource)];
    });
    page.line(1, `${pod.metadata.namespace ?? ''}\t${pod.metadata.name}\t\t${cells.join('\t')}\t${since(page.now, pod.metadata.creationTimestamp)}`);
  }
  page.line(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)');
  page.line(1, 'Resource\tRequests\tLimits');
  page.line(1, '--------\t--------\t------');
  const names = [
    'cpu',
    'memory',
    'ephemeral-storage',
    ...Object.keys(status.allocatable ?? {})
      .filter((name) => name.startsWith('hugepages-'))
      .sort(),
  ];
  for (const resource of names) {
    const all = pods.map((pod) => amountsOf(pod, resource));
    const sum = (kind: keyof Amounts): number => all.reduce((total, one) => total + one[kind], 0);
    page.line(1, `${resource}\t${share(sum('requests'), resource)}\t${share(sum('limits'), resource)}`);
  }
  page.events(events);
}

const NODE_INFO: { readonly [title: string]: string } = {
  'Machine ID': 'machineID',
  'System UUID': 'systemUUID',
  'Boot ID': 'bootID',
  'Kernel Version': 'kernelVersion',
  'OS Image': 'osImage',
  'Operating System': 'operatingSystem',
  Architecture: 'architecture',
  'Container Runtime Version': 'containerRuntimeVersion',
  'Kubelet Version': 'kubeletVersion',
};
