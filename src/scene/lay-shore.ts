import type { ClusterState } from '../engine/index.ts';
import type { Focus } from './arrangement.ts';
import { isNameOnly, serviceOf } from './cluster-facts.ts';
import { fitName, type Measures } from './measures.ts';
import type { FlagPattern, Point, SceneBoat, SceneFlag, SceneGate, SceneHost, SceneLight } from './scene.ts';
import type { TraceRow } from './trace-rows.ts';

/** What lies beyond the nodes: the outside, the breakwater with its openings, the light, and the flags that only the light knows. */
export interface Shore {
  readonly hosts: readonly SceneHost[];
  readonly boats: readonly SceneBoat[];
  readonly gates: readonly SceneGate[];
  readonly breakwater: number;
  /** Where packets lie outside before they come in. */
  readonly roadY: number;
  readonly light: SceneLight;
  /** Without a node. */
  readonly flags: readonly SceneFlag[];
  readonly ties: readonly { readonly service: string; readonly points: readonly Point[] }[];
  /** Where the nodes begin. */
  readonly bottom: number;
}

const BAND = 48;
const NAME_ROW = 24;

/** Lays out everything above the first node. `flown` are the Services in the order of their flags. */
export function layShore(
  {
    cluster,
    focus,
    rows,
    from,
    nameOf,
  }: { cluster: ClusterState; focus: Focus; rows: readonly TraceRow[]; from: string | undefined; nameOf: (service: string) => string },
  flown: ReadonlyMap<string, FlagPattern>,
  m: Measures,
): Shore {
  const services = [...flown].flatMap(([key, pattern]) => {
    const service = serviceOf(cluster, key);
    return service ? [{ key, pattern, service }] : [];
  });
  const outside = outsideHosts(cluster, focus, rows, from);
  const named = services.flatMap(({ service: { spec } }) => (spec.type === 'ExternalName' && spec.externalName ? [spec.externalName] : []));
  const balanced = services.filter(({ service }) => service.spec.type === 'LoadBalancer');
  const hostNames = [...outside, ...named.filter((name, i) => !outside.includes(name) && named.indexOf(name) === i)];

  const perRow = Math.max(1, Math.floor((m.width - m.landX - m.margin + 12) / (m.hostWidth + 12)));
  const bands = Math.ceil((hostNames.length + balanced.length) / perRow);
  const boxAt = (i: number) => ({
    x: m.landX + 6 + (i % perRow) * (m.hostWidth + 12),
    y: 6 + Math.floor(i / perRow) * BAND,
    width: m.hostWidth,
    height: 36,
  });
  const broken = rows.find(({ state }) => state === 'broken');
  const hosts = hostNames.map((host, i): SceneHost => ({
    host,
    ip: ipsOfHost(cluster, host)[0] ?? '',
    client: host === from || focus.vantages.includes(host),
    selected: broken !== undefined && 'at' in broken && broken.at.kind === 'host' && broken.at.host === host && host !== from,
    ...boxAt(i),
  }));
  const letters = Math.floor((m.hostWidth - 30) / 7);
  const boats = balanced.map(({ key, service: { status } }, i): SceneBoat => {
    const [ingress] = status?.loadBalancer?.ingress ?? [];
    const address = ingress?.ip ?? ingress?.hostname;
    return { service: key, label: fitName(nameOf(key), letters), ...(address ? { address: fitName(address, letters + 1) } : {}), ...boxAt(hosts.length + i) };
  });

  // Ports of two protocols may share a number: that is one opening.
  const ports = services.flatMap(({ key, pattern, service }) =>
    service.spec.type === 'NodePort' || service.spec.type === 'LoadBalancer'
      ? [...new Set((service.spec.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []))].map((port) => ({ service: key, pattern, port }))
      : [],
  );
  // Beside the first host, so that what comes from it is seen coming.
  const gatesX = m.landX + (bands > 0 ? 36 + m.hostWidth : 22);
  const gatesFit = Math.max(1, Math.floor((m.width - gatesX - 80) / m.gateStep) + 1);
  const breakwater = bands * BAND + (ports.length > 0 ? 22 : bands > 0 ? 4 : 2);
  const gates = ports.slice(0, gatesFit).map((gate, i): SceneGate => ({ ...gate, x: gatesX + i * m.gateStep, y: breakwater }));

  const light: SceneLight = {
    x: m.lightX,
    // Above its name there is the road that leads from the openings to the channel.
    y: breakwater + (ports.length > 0 ? 44 : 31),
    ip: serviceOf(cluster, 'kube-system/kube-dns')?.spec.clusterIP ?? '',
    lit: !rows.some((row) => row.kind === 'dns' && row.state === 'broken' && !row.answers.some(({ outcome }) => outcome === 'NODATA')),
  };
  const roadY = bands * BAND;
  const nameOnly = services.filter(({ service }) => isNameOnly(service));
  const flags = nameOnly.map(({ key, pattern, service }, i): SceneFlag => {
    const x = m.landX + 8;
    const all = Math.floor((m.width - x - m.flagWidth - 20) / 6.9) - 2;
    const leadsTo = service.spec.type === 'ExternalName' ? `→ ${service.spec.externalName ?? ''}` : 'None';
    // The name has what is left beside the address, and never less than this.
    const label = fitName(nameOf(key), Math.max(m.mode === 'narrow' ? 14 : 16, all - leadsTo.length));
    return {
      node: '',
      service: key,
      label,
      address: fitName(leadsTo, all - label.length),
      pattern,
      x,
      y: light.y + 12 + i * NAME_ROW,
      width: m.flagWidth,
      height: m.flagHeight,
    };
  });
  const ties = nameOnly.flatMap(({ key, service }) => {
    const flag = flags.find((one) => one.service === key);
    const host = hosts.find((one) => one.host === service.spec.externalName);
    if (service.spec.type !== 'ExternalName' || !flag || !host) return [];
    const y = flag.y + flag.height / 2;
    const inside = [
      { x: flag.x - 3, y },
      { x: light.x, y },
      { x: light.x, y: light.y + 9 },
    ];
    const centre = host.x + host.width / 2;
    const beyond = [
      { x: light.x, y: light.y - 9 },
      { x: light.x, y: roadY },
      { x: centre, y: roadY },
      { x: centre, y: host.y + host.height },
    ];
    return [
      { service: key, points: inside },
      { service: key, points: beyond },
    ];
  });
  return { hosts, boats, gates, breakwater, roadY, light, flags, ties, bottom: light.y + 24 + flags.length * NAME_ROW };
}

/** Hosts that are always there, because the exercise speaks from them, and those of the voyage. */
function outsideHosts(cluster: ClusterState, focus: Focus, rows: readonly TraceRow[], from: string | undefined): readonly string[] {
  const names = new Set(focus.vantages.filter((vantage) => vantage !== 'operator' && cluster.config.outside.hosts.some(({ name }) => name === vantage)));
  if (from !== undefined && !from.includes('/') && !from.startsWith('node:')) names.add(from);
  for (const row of rows) {
    for (const at of 'at' in row ? [row.at] : 'from' in row ? [row.from, row.to] : []) {
      if (at.kind === 'host') names.add(at.host);
      if (at.kind === 'control-plane') names.add('control-plane');
    }
  }
  return [...names];
}

/** Addresses of a host; of a name that the outside knows, where it is no host. */
export function ipsOfHost({ config }: ClusterState, host: string): readonly string[] {
  if (host === 'control-plane') return config.controlPlane.ips;
  const known = config.outside.hosts.find(({ name }) => name === host)?.ips;
  return (
    known ?? config.outside.records.flatMap(({ name, type, data }) => ((type === 'A' || type === 'AAAA') && name === host.replace(/\.?$/, '.') ? [data] : []))
  );
}
