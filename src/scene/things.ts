import { addressesOfPod, countStates, endpointsOf, listeningPorts, ownerOfPod, podOf, serviceOf, stateOfPod, statusOfPod } from './cluster-facts.ts';
import { protocolOf, type Berthing } from './lay-pods.ts';
import { ipsOfHost } from './lay-shore.ts';
import type { Rect, Scene, SceneThing, ThingFacts } from './scene.ts';

type Drawn = Pick<Scene, 'quays' | 'flags' | 'pods' | 'groups' | 'hosts' | 'boats' | 'light'>;

/** Everything in the drawing that can be looked at, from the top down: outside, DNS, Services, each node with what lies there, what has no node. */
export function thingsOf(berthing: Berthing, drawn: Drawn, services: readonly string[]): readonly SceneThing[] {
  const { cluster, measures: m } = berthing;
  const things: SceneThing[] = [];
  const add = (id: string, facts: ThingFacts, { x, y, width, height }: Rect): void => {
    things.push({ id, ...facts, x, y, width, height });
  };

  for (const host of drawn.hosts) {
    const named = services.filter((service) => serviceOf(cluster, service)?.spec.externalName === host.host);
    add(`host/${host.host}`, { kind: 'host', host: host.host, ip: ipsOfHost(cluster, host.host).join(', '), client: host.client, named }, host);
  }
  for (const boat of drawn.boats) {
    const [ingress] = serviceOf(cluster, boat.service)?.status?.loadBalancer?.ingress ?? [];
    const address = ingress?.ip ?? ingress?.hostname;
    add(`balancer/${boat.service}`, { kind: 'balancer', service: boat.service, ...(address ? { address } : {}) }, boat);
  }
  const { light } = drawn;
  add('dns', { kind: 'dns', ip: light.ip, lit: light.lit }, { x: light.x - 10, y: light.y - 17, width: m.mode === 'narrow' ? 110 : 176, height: 26 });
  for (const service of services) {
    const flag = drawn.flags.find((one) => one.service === service);
    const right = flag?.node === '' ? m.width - m.margin : m.podsX - 8;
    if (flag)
      add(`service/${service}`, factsOfService(berthing, service), {
        x: flag.x - 2,
        y: flag.y - (flag.node === '' ? 2 : 0),
        width: right - flag.x,
        height: flag.node === '' ? 24 : 28,
      });
  }
  for (const quay of [...drawn.quays, undefined]) {
    const node = quay?.node ?? '';
    const pods = drawn.pods.filter((one) => one.node === node);
    const groups = drawn.groups.filter((one) => one.node === node);
    if (quay) {
      const count = (berthing.arrangement.berths[node] ?? []).filter((key) => key !== null).length;
      const { zone, ip, down } = quay;
      add(`node/${node}`, { kind: 'node', node, zone, ip, down, pods: count }, { x: quay.x + 4, y: quay.y, width: quay.width - 8, height: 24 });
    }
    for (const box of [...pods, ...groups].sort((a, b) => a.y - b.y || a.x - b.x)) {
      if ('owner' in box) {
        const listedBy = services.filter(
          (service) => box.flags.length > 0 && endpointsOf(cluster, service).some(({ pod }) => pod !== undefined && isOf(berthing, pod, box.owner)),
        );
        add(`group/${node}/${box.owner}`, { kind: 'group', node, owner: box.owner, counts: box.counts, listedBy }, box);
        continue;
      }
      const row = podOf(cluster, box.pod);
      if (!row) continue;
      add(
        `pod/${box.pod}`,
        {
          kind: 'pod',
          pod: box.pod,
          node,
          status: statusOfPod(row),
          state: stateOfPod(row),
          ips: addressesOfPod(row),
          client: box.client,
          open: listeningPorts(cluster, row.metadata.namespace ?? '', row.metadata.name, protocolOf(berthing.rows)),
          listedBy: (berthing.listing.get(box.pod) ?? []).map(({ service }) => service),
        },
        box,
      );
    }
  }
  return things;
}

function isOf({ cluster }: Berthing, pod: string, owner: string): boolean {
  const row = podOf(cluster, pod);
  return row !== undefined && ownerOfPod(cluster, row) === owner;
}

function factsOfService({ cluster }: Berthing, key: string): ThingFacts {
  const spec = serviceOf(cluster, key)?.spec;
  const { type = 'ClusterIP', externalName, ports = [] } = spec ?? {};
  const addresses = spec?.clusterIPs ?? (spec?.clusterIP ? [spec.clusterIP] : []);
  const headless = spec?.clusterIP === 'None';
  return {
    kind: 'service',
    service: key,
    type,
    headless,
    addresses: headless || type === 'ExternalName' ? [] : addresses,
    ports: ports.map(({ name, port, targetPort, protocol = 'TCP' }) => `${name ? `${name} ` : ''}${port}→${targetPort ?? port}/${protocol}`),
    nodePorts: ports.flatMap(({ nodePort }) => nodePort ?? []),
    ...(type === 'ExternalName' && externalName !== undefined ? { externalName } : {}),
    listed: countStates(endpointsOf(cluster, key).map(({ state }) => state)),
  };
}
