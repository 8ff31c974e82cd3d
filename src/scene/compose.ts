import type { ClusterState } from '../engine/index.ts';
import type { Arrangement, Focus } from './arrangement.ts';
import { endpointsOf, listeningPorts, podOf, serviceOf, stateOfPod } from './cluster-facts.ts';
import { layLegs } from './legs.ts';
import { fitName, measuresFor, type Measures } from './measures.ts';
import type { FlagPattern, LedgerLine, Scene, SceneDoor, SceneFlag, SceneHost, ScenePod, SceneQuay, Rect } from './scene.ts';
import type { TraceRow } from './trace-rows.ts';

export interface SceneRequest {
  readonly cluster: ClusterState;
  readonly arrangement: Arrangement;
  readonly focus: Focus;
  /** In px; the drawing fills it exactly. */
  readonly width: number;
  readonly rows: readonly TraceRow[];
  /** The Pod or host the voyage begins at, as `namespace/pod` or a host's name. */
  readonly from?: string;
}

/** The whole drawing for one width. Pure: the same request gives the same scene. */
export function composeScene(request: SceneRequest): Scene {
  const { cluster, arrangement, rows } = request;
  const measures = measuresFor(request.width);
  const hosts = layHosts(request, measures);
  const breakwater = hosts.length > 0 ? 50 : 2;
  const patterns = new Map(arrangement.services.map((service, i) => [service, patternOf(i)]));
  const flown = arrangement.services.filter((service) => serviceOf(cluster, service));

  const quays: SceneQuay[] = [];
  const flags: SceneFlag[] = [];
  const pods: ScenePod[] = [];
  let y = breakwater + 48;
  for (const node of cluster.config.nodes) {
    const berths = arrangement.berths[node.name] ?? [];
    const quay = layQuay(cluster, node, y, berths.length, flown.length, measures);
    quays.push(quay);
    flown.forEach((service, i) => flags.push(layFlag(cluster, service, i, quay, patterns.get(service) as FlagPattern, measures)));
    pods.push(...layPods(request, berths, quay.y + 24, node.name, patterns, measures));
    y = quay.y + quay.height + measures.quayGap;
  }
  const afloat = layPods(request, arrangement.berths[''] ?? [], y, '', patterns, measures);
  if (afloat.length > 0) y += Math.ceil(afloat.length / measures.columns) * measures.berthHeight + 8;

  const light = {
    x: measures.channelX + 2,
    y: breakwater + 24,
    ip: clusterDNS(cluster),
    lit: !rows.some(({ kind, state }) => kind === 'dns' && state === 'broken'),
  };
  const board = { measures, quays, pods: [...pods, ...afloat], hosts, light, rows, from: request.from };
  return {
    width: measures.width,
    height: y + 4,
    mode: measures.mode,
    breakwater,
    hosts,
    light,
    zones: layZones(quays, measures),
    quays,
    flags,
    pods: board.pods,
    legs: layLegs(board),
    ledger: flown.map((service) => ledgerLine(cluster, service, patterns.get(service) as FlagPattern)),
  };
}

/** The flag of the nth Service: eight figures, then the same with a number beside. */
export function patternOf(n: number): FlagPattern {
  return { figure: n % 8, ...(n < 8 ? {} : { number: Math.floor(n / 8) + 1 }) };
}

function layQuay(cluster: ClusterState, node: ClusterState['config']['nodes'][number], y: number, berths: number, flags: number, m: Measures): SceneQuay {
  const berthRows = Math.max(1, Math.ceil(berths / m.columns));
  const laneY = y + 24 + Math.max(berthRows * m.berthHeight, flags * m.flagStep + 6);
  const ready = cluster.tables.nodes?.['']?.[node.name]?.status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    node: node.name,
    zone: node.zone,
    ip: node.ips[0] ?? '',
    down: ready !== undefined && ready.status !== 'True',
    x: m.landX,
    y,
    width: m.width - m.landX - m.margin,
    height: laneY + 10 - y,
    laneY,
    mastX: m.mastX,
    mastTop: y + 21,
  };
}

function layFlag(cluster: ClusterState, service: string, i: number, quay: SceneQuay, pattern: FlagPattern, m: Measures): SceneFlag {
  const { clusterIP, ports } = serviceOf(cluster, service)?.spec ?? {};
  const hasIP = clusterIP !== undefined && clusterIP !== '' && clusterIP !== 'None';
  const room = Math.floor((m.podsX - m.mastX - m.flagWidth - 18) / 6.8);
  const port = ports?.[0]?.port;
  const whole = `${clusterIP ?? ''}${port === undefined ? '' : `:${port}${(ports?.length ?? 0) > 1 ? '…' : ''}`}`;
  const address = !hasIP ? undefined : whole.length <= room ? whole : clusterIP;
  return {
    node: quay.node,
    service,
    label: fitName(service.slice(service.indexOf('/') + 1), room),
    ...(m.mode !== 'narrow' && address !== undefined ? { address } : {}),
    pattern,
    x: quay.mastX + 1,
    y: quay.y + 24 + i * m.flagStep,
    width: m.flagWidth,
    height: m.flagHeight,
  };
}

function layPods(
  request: SceneRequest,
  berths: readonly (string | null)[],
  top: number,
  node: string,
  patterns: ReadonlyMap<string, FlagPattern>,
  m: Measures,
): ScenePod[] {
  const { cluster, focus, rows, from } = request;
  const broken = rows.find(({ state }) => state === 'broken');
  return berths.flatMap((key, berth) => {
    const pod = key === null ? undefined : podOf(cluster, key);
    if (key === null || !pod) return [];
    const x = m.podsX + (berth % m.columns) * (m.podWidth + m.podGap);
    const y = top + Math.floor(berth / m.columns) * m.berthHeight;
    const namespace = pod.metadata.namespace ?? '';
    const listed = [...patterns].filter(([service]) => endpointsOf(cluster, service).some((endpoint) => endpoint.pod === key)).map(([, pattern]) => pattern);
    const client = from === key || focus.vantages.includes(key);
    const open = listeningPorts(cluster, namespace, pod.metadata.name, protocolOf(rows));
    const asked = rows.flatMap((row) =>
      row.kind === 'reset' && row.at.kind === 'pod' && `${row.at.namespace}/${row.at.pod}` === key ? [row.packet.destination.port ?? 0] : [],
    );
    return [
      {
        pod: key,
        node,
        label: fitPodName(pod.metadata.name, pod.metadata.generateName, m),
        ip: pod.status?.podIP ?? '',
        state: stateOfPod(pod),
        client: client && listed.length === 0,
        doors: layDoors(open, asked, x, y, m),
        flags: listed.slice(0, 3),
        selected: broken !== undefined && 'at' in broken && broken.at.kind === 'pod' && `${broken.at.namespace}/${broken.at.pod}` === key && from !== key,
        x,
        y,
        width: m.podWidth,
        height: m.podHeight,
      },
    ];
  });
}

/** Doors are those of the voyage's protocol; of TCP where there is none. */
function protocolOf(rows: readonly TraceRow[]): string {
  return rows.flatMap((row) => (row.kind === 'send' ? [row.packet.protocol] : []))[0] ?? 'TCP';
}

/** Open ports from the left, as many as fit; where nobody listens and a packet came, a ghost at the right. */
function layDoors(open: readonly number[], asked: readonly number[], x: number, y: number, m: Measures): SceneDoor[] {
  const top = y + m.podHeight - 1;
  const ghosts = asked.map((port, i) => ({
    port,
    ghost: true,
    x: x + m.podWidth - 10 - m.doorWidth * (i + 1),
    y: top + 1,
    width: m.doorWidth - 4,
    height: 14,
  }));
  const room = Math.floor((m.podWidth - 14 - ghosts.length * m.doorWidth) / (m.doorWidth + 4));
  const doors = open
    .slice(0, Math.max(1, room))
    .map((port, i) => ({ port, ghost: false, x: x + 8 + i * (m.doorWidth + 4), y: top, width: m.doorWidth, height: 15 }));
  return [...doors, ...ghosts];
}

function fitPodName(name: string, generateName: string | undefined, m: Measures): string {
  const room = Math.floor((m.podWidth - 30) / 7);
  if (name.length <= room) return name;
  // A Deployment's Pod without the hash of its template: what tells brothers apart is at the end.
  const suffix = generateName !== undefined && name.startsWith(generateName) ? name.slice(generateName.length) : '';
  const owner = generateName?.replace(/-[a-z0-9]{6,10}-$/, '-') ?? '';
  return fitName(suffix !== '' ? `${owner}${suffix}` : name, room);
}

function layHosts(request: SceneRequest, m: Measures): SceneHost[] {
  const { cluster, rows, from } = request;
  const names = new Set<string>();
  for (const row of rows) {
    for (const at of 'at' in row ? [row.at] : 'from' in row ? [row.from, row.to] : []) {
      if (at.kind === 'host') names.add(at.host);
      if (at.kind === 'control-plane') names.add('control-plane');
    }
  }
  if (from !== undefined && !from.includes('/') && !from.startsWith('node:')) names.add(from);
  const broken = rows.find(({ state }) => state === 'broken');
  return [...names].map((host, i) => ({
    host,
    ip: (host === 'control-plane' ? cluster.config.controlPlane.ips : cluster.config.outside.hosts.find(({ name }) => name === host)?.ips)?.[0] ?? '',
    client: host === from,
    selected: broken !== undefined && 'at' in broken && broken.at.kind === 'host' && broken.at.host === host && host !== from,
    x: m.landX + 6 + i * (m.hostWidth + 12),
    y: 6,
    width: m.hostWidth,
    height: 36,
  }));
}

function layZones(quays: readonly SceneQuay[], m: Measures): (Rect & { readonly name: string })[] {
  const zones = [...new Set(quays.map(({ zone }) => zone))];
  return zones.flatMap((name) => {
    const mine = quays.filter(({ zone }) => zone === name);
    const [first] = mine;
    const last = mine.at(-1);
    if (!first || !last || mine.length < 2) return [];
    return [{ name, x: first.x - m.zoneInset, y: first.y - 6, width: first.width + m.zoneInset + 4, height: last.y + last.height - first.y + 12 }];
  });
}

function ledgerLine(cluster: ClusterState, service: string, pattern: FlagPattern): LedgerLine {
  const { type = 'ClusterIP', externalName } = serviceOf(cluster, service)?.spec ?? {};
  return {
    service,
    pattern,
    type,
    ...(type === 'ExternalName' && externalName !== undefined ? { externalName } : {}),
    entries: endpointsOf(cluster, service).map(({ address, state }) => ({ address, state })),
  };
}

function clusterDNS(cluster: ClusterState): string {
  return serviceOf(cluster, 'kube-system/kube-dns')?.spec.clusterIP ?? '';
}
