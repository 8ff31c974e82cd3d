import type { NodeConfig } from './cluster-config.ts';
import type { ClusterDraft } from './cluster-draft.ts';

const FIRST_HOST_NUMBER = 2; // .1 is the node's end of every Pod's cable

/** The next address of each of a node's Pod networks, in order, never one that was used before. */
export function takePodAddresses(draft: ClusterDraft, node: NodeConfig, by: string): readonly string[] {
  const name = `next-pod-address/${node.name}`;
  const number = (draft.get('facts', 'kubelet', name)?.value as number | undefined) ?? FIRST_HOST_NUMBER;
  draft.set('facts', 'kubelet', name, { value: number + 1 }, by);
  return node.podCIDRs.map((cidr) => addressAt(cidr, number));
}

/** `10.244.1.0/24`, 5 → `10.244.1.5`; `fd00:10:244::/64`, 16 → `fd00:10:244::10`. The network's host part is zero. */
function addressAt(cidr: string, number: number): string {
  const network = cidr.slice(0, cidr.indexOf('/'));
  if (network.includes(':')) return `${network}${number.toString(16)}`;
  const octets = network.split('.').map(Number);
  let carry = number;
  for (let i = 3; i >= 0; i -= 1) {
    const sum = (octets[i] as number) + carry;
    octets[i] = sum % 256;
    carry = Math.floor(sum / 256);
  }
  return octets.join('.');
}
