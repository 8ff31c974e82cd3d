import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../src/engine/api/core-v1.ts';
import { addressesOf, findListener, listenersAt, locationOfAddress, locationOfPlace, machineKey } from '../../../src/engine/network/machines.ts';
import type { Location } from '../../../src/engine/network/trace.ts';
import { netexec, SmallCluster } from '../../support/small-cluster.ts';

/** Pods of every kind of network: web's own, agent on node-b's, waiting without a node; a Service with a health check port. */
function world(kind: 'three-nodes' | 'iptables' | 'dual-stack' = 'three-nodes'): SmallCluster {
  const cluster = new SmallCluster(kind)
    .pod('web', 'node-a', kind === 'dual-stack' ? '10.244.0.10,fd00:10:244::10' : '10.244.0.10', netexec(8080, 8081))
    .pod('agent', 'node-b', '192.168.49.3', netexec(9100), { hostNetwork: true })
    .pod('waiting', '', '')
    .service('checked', { type: 'LoadBalancer', clusterIP: '10.96.70.1', externalTrafficPolicy: 'Local', healthCheckNodePort: 31000, ports: [{ port: 80 }] });
  return cluster;
}

const WEB: Location = { kind: 'pod', namespace: 'default', pod: 'web', node: 'node-a' };

describe('whose an address is', () => {
  test.each([
    ['192.168.49.3', 'node/node-b'],
    ['fd00:10:49::3', 'node/node-b'],
    ['fd00:10:49:0::3', 'node/node-b'],
    ['10.244.1.1', 'node/node-b'],
    ['fd00:10:244:1::1', 'node/node-b'],
    ['192.168.49.10', 'control-plane'],
    ['203.0.113.20', 'host/operator'],
    ['2001:db8:113::20', 'host/operator'],
    ['10.244.0.10', 'pod/default/web'],
    ['fd00:10:244::10', 'pod/default/web'],
    ['10.244.0.11', 'nobody'],
    ['10.96.70.1', 'nobody'],
    ['127.0.0.1', 'nobody'],
    ['10.244.0.010', 'nobody'],
    ['', 'nobody'],
  ])('%s: %s', (address, whose) => {
    const { draft } = world('dual-stack');
    const at = locationOfAddress(draft, address);
    expect(at ? machineKey(at) : 'nobody').toBe(whose);
  });

  test.each<[Location, string[]]>([
    [WEB, ['10.244.0.10', 'fd00:10:244::10']],
    [{ ...WEB, pod: 'gone' }, []],
    [{ kind: 'node', node: 'node-b' }, ['192.168.49.3', 'fd00:10:49::3', '10.244.1.1', 'fd00:10:244:1::1']],
    [{ kind: 'node', node: 'node-z' }, []],
    [{ kind: 'host', host: 'outside' }, ['203.0.113.10', '2001:db8:113::10']],
    [{ kind: 'host', host: 'nowhere' }, []],
    [{ kind: 'control-plane' }, ['192.168.49.10', 'fd00:10:49::10']],
  ])('%j has %j', (at, addresses) => {
    expect(addressesOf(world('dual-stack').draft, at)).toEqual(addresses);
  });

  test('of a Pod: what its kubelet knows before what its status says, which may be one address alone', () => {
    const { draft } = world();
    const pod = draft.get('pods', 'default', 'web') as Pod;
    draft.set('pods', 'default', 'web', { ...pod, status: { ...pod.status, podIP: '10.244.0.10', podIPs: undefined } as Pod['status'] & object }, 'test');
    expect(addressesOf(draft, WEB)).toEqual(['10.244.0.10']);
    const record = { podUID: '', node: 'node-a', sandboxAt: 0, containers: {} };
    draft.set('kubelet', 'default', 'web', { ...record, podIPs: [] }, 'test');
    expect(addressesOf(draft, WEB)).toEqual(['10.244.0.10']);
    draft.set('kubelet', 'default', 'web', { ...record, podIPs: ['10.244.0.77'] }, 'test');
    expect(addressesOf(draft, WEB)).toEqual(['10.244.0.77']);
  });
});

test.each([
  [{ kind: 'operator' }, 'host/operator'],
  [{ kind: 'host', host: 'outside' }, 'host/outside'],
  [{ kind: 'node', node: 'node-c' }, 'node/node-c'],
  [{ kind: 'pod', namespace: 'default', pod: 'web' }, 'pod/default/web'],
  [{ kind: 'pod', namespace: 'default', pod: 'agent' }, 'node/node-b'],
  [{ kind: 'pod', namespace: 'default', pod: 'waiting' }, 'no network'],
  [{ kind: 'pod', namespace: 'default', pod: 'gone' }, 'no network'],
] as const)('a command at %j is on the network of %s', (place, machine) => {
  const at = locationOfPlace(world().draft, place);
  expect(at ? machineKey(at) : 'no network').toBe(machine);
});

describe('what listens', () => {
  const NODE = ['TCP *:10250 kubelet', 'TCP 127.0.0.1:10248 healthz', 'TCP *:10256 kube-proxy-healthz', 'TCP 127.0.0.1:10249 kube-proxy-metrics'];
  test.each<[string, 'three-nodes' | 'iptables' | 'dual-stack', Location, string[]]>([
    ['a Pod: its container, and a command in it', 'three-nodes', WEB, ['TCP *:8080 netexec', 'UDP *:8081 netexec', 'TCP *:7000 nc']],
    ['a Pod that is gone: nothing but commands', 'three-nodes', { ...WEB, pod: 'gone' }, []],
    [
      'a node: its own, Pods of its network, health checks on its first addresses',
      'three-nodes',
      { kind: 'node', node: 'node-b' },
      [...NODE, 'TCP *:9100 netexec', 'TCP 192.168.49.3:31000 service-health'],
    ],
    ['a node without such Pods', 'three-nodes', { kind: 'node', node: 'node-a' }, [...NODE, 'TCP 192.168.49.2:31000 service-health']],
    [
      'a node of two families',
      'dual-stack',
      { kind: 'node', node: 'node-a' },
      [...NODE, 'TCP 192.168.49.2:31000 service-health', 'TCP fd00:10:49::2:31000 service-health'],
    ],
    ['a node in iptables mode: health checks on every address', 'iptables', { kind: 'node', node: 'node-a' }, [...NODE, 'TCP *:31000 service-health']],
    ['a host beyond the nodes', 'three-nodes', { kind: 'host', host: 'resolver' }, ['UDP *:53 resolver', 'TCP *:53 resolver']],
    ['a host that nobody knows', 'three-nodes', { kind: 'host', host: 'nowhere' }, []],
    ['the control plane', 'three-nodes', { kind: 'control-plane' }, ['TCP *:6443 kube-apiserver']],
  ])('%s', (_, kind, at, expected) => {
    const { draft } = world(kind);
    draft.set('sockets', 'pod/default/web', 'nc', { protocol: 'TCP', port: 7000, server: 'nc' }, 'test');
    expect(listenersAt(draft, at).map(({ protocol, address = '*', port, server }) => `${protocol} ${address}:${port} ${server}`)).toEqual(expected);
  });

  test('a health check says of which Service, on which node', () => {
    const { draft } = world();
    expect(findListener(draft, { kind: 'node', node: 'node-c' }, 'TCP', '192.168.49.4', 31000)?.options).toEqual({
      namespace: 'default',
      service: 'checked',
      node: 'node-c',
    });
  });

  test('the API server shows a certificate with its names, its Service’s addresses and its own', () => {
    expect(listenersAt(world('dual-stack').draft, { kind: 'control-plane' })[0]?.options).toEqual({
      dnsNames: ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'],
      ipAddresses: ['10.96.0.1', '192.168.49.10', 'fd00:10:49::10'],
    });
    const { draft } = world();
    draft.delete('services', 'default', 'kubernetes', 'test');
    expect(listenersAt(draft, { kind: 'control-plane' })[0]?.options?.['ipAddresses']).toEqual(['192.168.49.10']);
  });

  test('containers that begin, help or look in listen as well; one that has ended does not', () => {
    const cluster = world();
    const { draft } = cluster;
    const pod = draft.get('pods', 'default', 'web') as Pod;
    const named = (name: string) => [{ name, image: 'agnhost' }];
    draft.set(
      'pods',
      'default',
      'web',
      {
        ...pod,
        spec: { ...pod.spec, initContainers: named('side'), ephemeralContainers: named('debugger'), containers: [...pod.spec.containers, ...named('ended')] },
      },
      'test',
    );
    const main = draft.get('containers', 'default', 'web/main');
    if (!main) throw new Error('no container');
    for (const [name, port] of [
      ['side', 1],
      ['debugger', 2],
      ['ended', 3],
    ] as const)
      draft.set('containers', 'default', `web/${name}`, { ...main, listeners: netexec(port), ...(port === 3 ? { exited: { at: 0, code: 0 } } : {}) }, 'test');
    expect(listenersAt(draft, WEB).map(({ port }) => port)).toEqual([8080, 8081, 1, 2]);
  });

  test.each([
    ['TCP', '10.244.0.10', 8080, true],
    ['UDP', '10.244.0.10', 8080, false],
    ['TCP', '10.244.0.10', 8081, false],
    ['TCP', '127.0.0.1', 7000, true],
    ['TCP', '10.244.0.10', 7000, true],
    ['TCP', '10.244.0.1', 7000, false],
  ] as const)('%s to %s:%i of a socket of two addresses among others: %s', (protocol, ip, port, found) => {
    const { draft } = world();
    draft.set('sockets', 'pod/default/web', 'nc', { protocol: 'TCP', port: 7000, server: 'nc', address: '127.0.0.1,10.244.0.10' }, 'test');
    expect(findListener(draft, WEB, protocol, ip, port) !== undefined).toBe(found);
  });
});
