import { statesIn, type ChartWords } from './chart-words.ts';

const states: ChartWords['states'] = { ready: 'ready', wait: 'not ready', gone: 'terminating', broken: 'broken' };
const counts: ChartWords['counts'] = (all) =>
  statesIn(all)
    .map((state) => `${all[state]} ${states[state]}`)
    .join(', ');
const names = (keys: readonly string[]): string => keys.map((key) => key.slice(key.indexOf('/') + 1)).join(', ');
const sentence = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join('; ');

/** The words about the drawing. */
export const chartEn: ChartWords = {
  twin: 'What is in the cluster (arrow keys move, Enter shows more)',
  thing: (thing) => {
    switch (thing.kind) {
      case 'host':
        return sentence(
          `${thing.host}, outside the cluster`,
          thing.ip,
          thing.client && 'client',
          thing.named.length > 0 && `the name ${names(thing.named)} points here`,
        );
      case 'balancer':
        return sentence(`load balancer of ${names([thing.service])}`, thing.address ?? 'no address yet');
      case 'dns':
        return sentence(`cluster DNS ${thing.ip}`, !thing.lit && 'gave no answer to the name in this trace');
      case 'service':
        return sentence(
          `Service ${names([thing.service])}`,
          thing.headless ? 'headless: no virtual IP, the DNS answers with the addresses of Pods' : thing.type,
          thing.externalName !== undefined && `another name for ${thing.externalName}; no node has rules for it`,
          thing.addresses.join(', '),
          thing.ports.length > 0 && `ports ${thing.ports.join(', ')}`,
          thing.nodePorts.length > 0 && `${thing.nodePorts.map((port) => `:${port}`).join(', ')} on every node`,
          thing.type !== 'ExternalName' && (counts(thing.listed) === '' ? 'empty list' : `list: ${counts(thing.listed)}`),
        );
      case 'node':
        return sentence(`node ${thing.node}`, `zone ${thing.zone}`, thing.ip, thing.down && 'down', thing.pods === 1 ? '1 Pod' : `${thing.pods} Pods`);
      case 'pod':
        return sentence(
          `Pod ${names([thing.pod])}`,
          thing.node === '' ? 'without a node' : thing.node,
          `${thing.status}, ${states[thing.state]}`,
          thing.ips.join(', '),
          thing.client && 'client',
          thing.open.length > 0 ? `listens on ${thing.open.map((port) => `:${port}`).join(', ')}` : 'listens on nothing',
          thing.listedBy.length > 0 && `listed by ${names(thing.listedBy)}`,
        );
      case 'group':
        return sentence(
          `Pods of ${names([thing.owner])}`,
          thing.node === '' ? 'without a node' : thing.node,
          counts(thing.counts),
          thing.listedBy.length > 0 && `listed by ${names(thing.listedBy)}`,
        );
    }
  },
  states,
  counts,
  pending: 'no address yet',
  ledger: 'List (EndpointSlice)',
  ledgerEmpty: 'no endpoints listed',
  allAddresses: (count) => `${count} addresses`,
  kinds: {
    pod: 'Pod',
    service: 'Service',
    node: 'Node',
    host: 'Outside the cluster',
    balancer: 'Load balancer',
    dns: 'Cluster DNS',
    group: 'Pods of one owner',
    owner: 'Made the Pod',
  },
  relations: {
    selects: 'Pods its selector selects',
    'selected-by': 'Services that select these labels',
    lists: 'Pods on its list',
    'listed-by': 'Services that list it',
    runs: 'Pods that run here',
    on: 'Runs on',
    'made-by': 'Made by',
    members: 'Its Pods',
    answers: 'Pods that answer',
    'leads-to': 'The name it points to',
    'named-by': 'Services that point to this name',
  },
  nobody: 'none',
  absent: 'It is not in the cluster that is drawn.',
  seen: {
    trial: 'As it is in the copy, after what this check lets happen.',
    earlier: 'As it was before the latest change.',
    past: 'As it was at the moment you look back at.',
  },
  events: 'Events',
  noEvents: 'There are no Events.',
  ago: (ms) => (ms < 1000 ? 'just now' : ms < 120_000 ? `${Math.floor(ms / 1000)} s ago` : `${Math.floor(ms / 60_000)} min ago`),
  address: 'address',
  yes: 'yes',
  no: 'no',
  close: 'Close',
};
