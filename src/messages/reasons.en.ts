import type { ReasonWords } from './talk.ts';

const VIA: { readonly [via: string]: string } = {
  clusterIP: 'virtual IP',
  nodePort: 'node port',
  externalIP: 'external IP',
  loadBalancer: 'load balancer address',
};
const RECORD = {
  clusterIP: (service: string) => `It is the record of Service \`${service}\`. The answer is its virtual IP.`,
  headless: (service: string) => `Service \`${service}\` is headless. The answer is the addresses of the ready Pods on its list.`,
  externalName: (service: string) => `Service \`${service}\` is another name. Its CNAME is looked up in turn.`,
};

export const reasonsEn: ReasonWords = {
  heading: 'Why',
  reasons: {
    suffix: ({ suffix, dots }) =>
      dots === undefined
        ? `The name is asked with \`${suffix}\` of the search list.`
        : `The name has ${dots === 1 ? '1 dot' : `${dots} dots`}, fewer than \`ndots\`, so it is asked with \`${suffix}\` of the search list.`,
    next: ({ before, outcome }) => `\`${before}\` was answered with ${outcome}, so the search goes on.`,
    'as-typed': ({ dots }) => `The name has ${dots === 1 ? '1 dot' : `${dots} dots`}, at least \`ndots\`, so it is asked as typed first.`,
    'last-as-typed': () => 'The search list is used up, so the name is asked as typed at last.',
    absolute: () => 'The name ends with a dot, so the search list is not used.',
    'record-of-service': ({ record, service }) => RECORD[record](service),
    'no-such-service': ({ service, namespace, namespaceKnown }) =>
      namespaceKnown ? `There is no Service \`${service}\` in the Namespace \`${namespace}\`.` : `There is no Namespace \`${namespace}\`.`,
    'single-family': ({ family }) => `The Service has ${family} only, so the other type gets an empty answer (NODATA).`,
    'asked-outside': () => 'The name is outside the cluster’s domain, so the cluster DNS asks a resolver outside.',
    virtual: ({ ip }) => `No machine has \`${ip}\`. The rules on the node rewrite the destination.`,
    rule: ({ service, port, via, candidates }) =>
      `The rule of port \`${port}\` of Service \`${service}\` matches this ${VIA[via] ?? ''}. It picks one of ${candidates === 1 ? '1 candidate' : `${candidates} candidates`}.`,
    'policy-local': ({ node }) => `The policy is \`Local\`, so only Pods on \`${node}\` are candidates.`,
    affinity: () => 'The same client is sent to the same Pod as before (`ClientIP`).',
    'target-port': ({ service, port, target }) => `Port ${port} of Service \`${service}\` leads to \`targetPort: ${target}\`.`,
    masquerade: ({ because }) =>
      because === 'itself'
        ? 'The packet comes back to its sender, so the source is rewritten too, or the reply would be lost.'
        : because === 'leaves'
          ? 'The packet leaves the Pod network, so it carries the node’s address as its source.'
          : 'The source becomes the node’s address, so that the reply comes back through this node.',
    selected: ({ service, selector, listed }) =>
      listed === 0
        ? `The slices of Service \`${service}\` hold no address${selector === '' ? '' : ` (selector \`${selector}\`)`}.`
        : `The slices of Service \`${service}\` hold ${listed === 1 ? '1 address' : `${listed} addresses`}, and none is a candidate.`,
    offers: ({ service, ports }) => `Service \`${service}\` offers ${ports.map((port) => `\`${port}\``).join(', ')}.`,
    ranges: ({ ranges }) => `\`loadBalancerSourceRanges\` allows ${ranges.map((range) => `\`${range}\``).join(', ')}.`,
    restored: ({ ip }) => `The source of the reply is put back to \`${ip}\`, as it was before the rewrite.`,
    owner: ({ ip, owner, name, node }) =>
      owner === 'pod'
        ? `\`${ip}\` is the address of the Pod \`${name ?? ''}\`${node === undefined ? '' : ` on \`${node}\``}.`
        : owner === 'node'
          ? `\`${ip}\` is the address of ${name ?? ''}.`
          : `\`${ip}\` belongs to no Service, Pod or node of the cluster.`,
    direct: ({ port }) => `The client asked for port ${port} itself. No Service is in between.`,
    balanced: ({ to }) =>
      to === 'pod'
        ? 'The balancer sends each connection straight to a Pod. No rule of a node chooses.'
        : 'The balancer hands each connection to a node, whose rules then choose a Pod.',
    unchanged: () => 'Nothing was rewritten on the way, so nothing is put back.',
    remembered: () => 'The node had put its own address on the packet. It remembers which Pod that was, and passes the reply on.',
  },
  candidates: 'Addresses in the slices',
  picked: 'picked',
  share: (percent) => `${Math.round(percent)}%`,
  not: {
    'not-ready': 'no candidate: not ready',
    ends: 'no candidate: terminating',
    'not-serving': 'no candidate: terminating and no longer serving',
    'other-node': 'no candidate: on another node',
    hints: 'no candidate: the hints name other zones or nodes',
    'other-family': 'no candidate: other IP family',
    'other-port': 'no candidate: without this port',
  },
  linkTo: (number) => `Link to step ${number}`,
  before: 'Before the change',
  now: 'Now',
  compare: 'Before the change and now',
  trial: 'This check lets something happen on a copy of the cluster, and tries what follows. The drawing shows the copy.',
};
