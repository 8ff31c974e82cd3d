import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../../src/engine/api/discovery-v1.ts';
import { advanceTo, settle, settleAndWait } from '../../../src/engine/controllers/settle.ts';
import { deleteObject } from '../../../src/engine/store/api-server.ts';
import type { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { apply, container, deployment, draftOf, eventsOf, patch, pod, service } from './world.ts';

const slicesOf = (draft: ClusterDraft, name: string): EndpointSlice[] =>
  draft.list('endpointslices', 'default').filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);

/** `web-a ready/serving/terminating`, capitals for true. */
const conditionsOf = (draft: ClusterDraft, name = 'web'): string[] =>
  slicesOf(draft, name)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .map(
      ({ targetRef, conditions = {} }) =>
        `${targetRef?.name} ${[conditions.ready, conditions.serving, conditions.terminating].map((one, i) => (one ? 'RST' : 'rst')[i]).join('')}`,
    )
    .sort();

describe('EndpointSlices', () => {
  it.each([
    ['a ready Pod', {}, {}, 'web-a RSt'],
    ['an unready Pod', {}, { readinessProbe: { tcpSocket: { port: 9 } } }, 'web-a rst'],
    ['an unready Pod that is published', { publishNotReadyAddresses: true }, { readinessProbe: { tcpSocket: { port: 9 } } }, 'web-a Rst'],
  ])('show %s', (_, spec, probes, expected) => {
    const draft = draftOf();
    apply(draft, service('web', spec), pod('web-a', { app: 'web' }, { containers: [container(probes)] }));
    settleAndWait(draft);
    expect(conditionsOf(draft)).toEqual([expected]);
  });

  it('show a Pod that ends slowly as terminating and serving, and forget one that has ended', () => {
    const draft = draftOf();
    apply(draft, service('web'), pod('web-a', { app: 'web' }, { containers: [container({ args: ['netexec', '--http-port=8080', '--delay-shutdown=10'] })] }));
    settleAndWait(draft);
    deleteObject(draft, 'pods', 'default', 'web-a', { by: 'kubectl' });
    settle(draft);
    expect(conditionsOf(draft)).toEqual(['web-a rST']);
    advanceTo(draft, draft.now + 11_000);
    expect(conditionsOf(draft)).toEqual([]);
    expect(slicesOf(draft, 'web')).toHaveLength(1);
  });

  it('have one empty slice, with an owner and labels, where nothing is selected', () => {
    const draft = draftOf();
    apply(draft, service('web', { clusterIP: 'None' }, { labels: { team: 'shop' } }));
    const [slice] = slicesOf(draft, 'web');
    expect(slice).toMatchObject({
      addressType: 'IPv4',
      metadata: { generateName: 'web-', generation: 1, ownerReferences: [{ kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true }] },
    });
    expect(slice?.metadata.labels).toEqual({
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'kubernetes.io/service-name': 'web',
      'service.kubernetes.io/headless': '',
      team: 'shop',
    });
    expect([slice?.endpoints ?? [], slice?.ports ?? []]).toEqual([[], []]);
  });

  it('hold a hundred endpoints each, and give up slices again', () => {
    const draft = draftOf();
    apply(draft, service('web'), deployment(250));
    settleAndWait(draft);
    expect(
      slicesOf(draft, 'web')
        .map(({ endpoints }) => endpoints?.length)
        .sort(),
    ).toEqual([100, 100, 50]);
    patch(draft, 'deployments', 'web', { spec: { replicas: 3 } });
    settleAndWait(draft);
    expect(slicesOf(draft, 'web').reduce((sum, { endpoints }) => sum + (endpoints?.length ?? 0), 0)).toBe(3);
  });

  it('are apart where a named port has different numbers', () => {
    const draft = draftOf();
    const named = (port: number) => ({ containers: [container({ args: ['netexec', `--http-port=${port}`], ports: [{ name: 'http', containerPort: port }] })] });
    apply(draft, service('web', { ports: [{ port: 80, targetPort: 'http' }] }), pod('a', { app: 'web' }, named(8080)), pod('b', { app: 'web' }, named(9090)));
    settleAndWait(draft);
    expect(
      slicesOf(draft, 'web')
        .map(({ ports, endpoints }) => `${ports?.[0]?.port} ${endpoints?.map(({ targetRef }) => targetRef?.name).join()}`)
        .sort(),
    ).toEqual(['8080 a', '9090 b']);
    expect(
      draft
        .get('endpoints', 'default', 'web')
        ?.subsets?.map(({ ports }) => ports?.[0]?.port)
        .sort(),
    ).toEqual([8080, 9090]);
  });

  it('are of both families in a dual-stack Service, and of one again after a change', () => {
    const draft = draftOf('dual-stack');
    apply(draft, service('web', { ipFamilyPolicy: 'RequireDualStack' }), pod('web-a', { app: 'web' }));
    settleAndWait(draft);
    expect(
      slicesOf(draft, 'web')
        .map(({ addressType, endpoints }) => `${addressType} ${endpoints?.[0]?.addresses.join()}`)
        .sort(),
    ).toEqual(['IPv4 10.244.0.4', 'IPv6 fd00:10:244::4']);
    patch(draft, 'services', 'web', { spec: { ipFamilyPolicy: 'SingleStack' } });
    expect(slicesOf(draft, 'web').map(({ addressType }) => addressType)).toEqual(['IPv4']);
  });

  it.each([
    ['PreferSameZone', 'web-a', { forZones: [{ name: 'zone-a' }] }],
    ['PreferClose', 'web-a', { forZones: [{ name: 'zone-a' }] }],
    ['PreferSameNode', 'web-a', { forNodes: [{ name: 'node-a' }], forZones: [{ name: 'zone-a' }] }],
  ])('carry the hints of trafficDistribution %s', (trafficDistribution, name, hints) => {
    const draft = draftOf();
    apply(draft, service('web', { trafficDistribution }), pod(name, { app: 'web' }));
    settleAndWait(draft);
    expect(slicesOf(draft, 'web')[0]?.endpoints?.[0]?.hints).toEqual(hints);
  });

  it('give the hints of the older annotation up where zones have too few endpoints', () => {
    const draft = draftOf();
    apply(draft, service('web', {}, { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } }), deployment(3));
    settleAndWait(draft);
    expect(
      slicesOf(draft, 'web')[0]
        ?.endpoints?.map(({ zone, hints }) => `${zone} ${hints?.forZones?.[0]?.name}`)
        .sort(),
    ).toEqual(['zone-a zone-a', 'zone-a zone-a', 'zone-b zone-b']);
    patch(draft, 'deployments', 'web', { spec: { replicas: 1 } });
    settleAndWait(draft);
    expect(slicesOf(draft, 'web')[0]?.endpoints?.[0]).not.toHaveProperty('hints');
    expect(eventsOf(draft, 'Service', 'web').map((event) => event.replace(/ x\d+$/, ''))).toContain(
      'TopologyAwareHintsDisabled: Insufficient number of endpoints (1 endpoints, 2 zones), addressType: IPv4',
    );
  });

  it('name a StatefulSet Pod in the slices of its governing Service only', () => {
    const draft = draftOf();
    const set = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: {
        serviceName: 'db',
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container()] } },
      },
    };
    apply(draft, service('db', { clusterIP: 'None' }), service('web'), set);
    settleAndWait(draft);
    expect(slicesOf(draft, 'db')[0]?.endpoints?.map(({ hostname }) => hostname)).toEqual(['db-0', 'db-1']);
    expect(slicesOf(draft, 'web')[0]?.endpoints?.map(({ hostname }) => hostname)).toEqual([undefined, undefined]);
  });

  it('go with their Service', () => {
    const draft = draftOf();
    apply(draft, service('web'), deployment(2));
    settleAndWait(draft);
    deleteObject(draft, 'services', 'default', 'web', { by: 'kubectl' });
    settle(draft);
    expect(slicesOf(draft, 'web')).toEqual([]);
    expect(draft.get('endpoints', 'default', 'web')).toBeUndefined();
  });
});

describe('Endpoints written by hand', () => {
  const written = (...ips: string[]) => ({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'outside' },
    subsets: [{ addresses: ips.map((ip) => ({ ip })), ports: [{ port: 5432 }] }],
  });

  it('are mirrored, follow changes, and are not mirrored once a selector is there', () => {
    const draft = draftOf();
    apply(draft, service('outside', { selector: null, ports: [{ port: 5432 }] }), written('192.0.2.21'));
    const mirrored = () =>
      slicesOf(draft, 'outside').flatMap(({ metadata, endpoints }) =>
        endpoints?.map(({ addresses, conditions }) => `${metadata.labels?.['endpointslice.kubernetes.io/managed-by']} ${addresses[0]} ${conditions?.ready}`),
      );
    expect(mirrored()).toEqual(['endpointslicemirroring-controller.k8s.io 192.0.2.21 true']);
    patch(draft, 'endpoints', 'outside', { subsets: [{ addresses: [{ ip: '192.0.2.22' }], ports: [{ port: 5432 }] }] });
    expect(mirrored()).toEqual(['endpointslicemirroring-controller.k8s.io 192.0.2.22 true']);
    deleteObject(draft, 'endpoints', 'default', 'outside', { by: 'kubectl' });
    settle(draft);
    expect(slicesOf(draft, 'outside')).toEqual([]);
  });

  it('for a Service with a selector stay until something else happens to it', () => {
    const draft = draftOf();
    apply(draft, service('web'), deployment(1));
    settleAndWait(draft);
    patch(draft, 'endpoints', 'web', { subsets: [{ addresses: [{ ip: '192.0.2.99' }], ports: [{ port: 80 }] }] });
    settleAndWait(draft);
    expect(draft.get('endpoints', 'default', 'web')?.subsets?.[0]?.addresses?.[0]?.ip).toBe('192.0.2.99');
    patch(draft, 'deployments', 'web', { spec: { replicas: 2 } });
    settleAndWait(draft);
    expect(draft.get('endpoints', 'default', 'web')?.subsets?.[0]?.addresses?.map(({ ip }) => ip)).toEqual(['10.244.0.4', '10.244.1.2']);
  });
});
