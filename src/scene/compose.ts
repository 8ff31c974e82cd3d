import type { ClusterState } from '../engine/index.ts';
import type { Arrangement, Focus } from './arrangement.ts';
import { endpointsOf, isNameOnly, namesAmong, serviceOf } from './cluster-facts.ts';
import { berthedAt, layBerths, listingOf, type Berthing } from './lay-pods.ts';
import { layShore } from './lay-shore.ts';
import { layLegs } from './legs.ts';
import { fitName, flagLetters, measuresFor, nameLines, type Measures } from './measures.ts';
import type { FlagPattern, LedgerLine, Rect, Scene, SceneFlag, SceneGroup, ScenePod, SceneQuay } from './scene.ts';
import { thingsOf } from './things.ts';
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
  const { cluster, arrangement, focus, rows, from } = request;
  const measures = measuresFor(request.width, arrangement.density);
  const flown = new Map(arrangement.services.flatMap((service, i): [string, FlagPattern][] => (serviceOf(cluster, service) ? [[service, patternOf(i)]] : [])));
  const nameOf = namesAmong([...flown.keys()]);
  const shore = layShore({ cluster, focus, rows, from, nameOf }, flown, measures);
  const onMasts = [...flown].filter(([service]) => !isNameOnly(serviceOf(cluster, service) as NonNullable<ReturnType<typeof serviceOf>>));
  const berthing: Berthing = { cluster, arrangement, focus, rows, from, measures, listing: listingOf(cluster, flown) };

  const quays: SceneQuay[] = [];
  const flags: SceneFlag[] = [];
  const pods: ScenePod[] = [];
  const groups: SceneGroup[] = [];
  let y = shore.bottom;
  for (const node of cluster.config.nodes) {
    const berthed = berthedAt(berthing, node.name);
    const quay = layQuay(cluster, node, y, berthed.length, onMasts.length, measures);
    quays.push(quay);
    onMasts.forEach(([service, pattern], i) => flags.push(layFlag(cluster, service, nameOf(service), i, quay, pattern, measures)));
    const laid = layBerths(berthing, node.name, berthed, quay.y + 24);
    pods.push(...laid.pods);
    groups.push(...laid.groups);
    y = quay.y + quay.height + measures.quayGap;
  }
  const waiting = berthedAt(berthing, '');
  const afloat = layBerths(berthing, '', waiting, y);
  if (waiting.length > 0) y += Math.ceil(waiting.length / measures.columns) * measures.berthHeight + 8;
  pods.push(...afloat.pods);
  groups.push(...afloat.groups);

  flags.push(...shore.flags);
  const { hosts, boats, gates, breakwater, light, ties, roadY } = shore;
  const drawn = { quays, flags, pods, groups, hosts, boats, gates, light };
  return {
    ...drawn,
    width: measures.width,
    height: y + 4,
    mode: measures.mode,
    breakwater,
    ties,
    zones: layZones(quays, measures),
    legs: layLegs({ ...drawn, measures, rows, from, roadY, breakwater }),
    ledger: [...flown].map(([service, pattern]) => ledgerLine(cluster, service, nameOf(service), pattern)),
    things: thingsOf(berthing, drawn, [...flown.keys()]),
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

function layFlag(cluster: ClusterState, service: string, name: string, i: number, quay: SceneQuay, pattern: FlagPattern, m: Measures): SceneFlag {
  const { clusterIP = '', ports } = serviceOf(cluster, service)?.spec ?? {};
  const room = flagLetters(m);
  const port = ports?.[0]?.port;
  const socket = clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP;
  const whole = port === undefined ? clusterIP : `${socket}:${port}${(ports?.length ?? 0) > 1 ? '…' : ''}`;
  const address = clusterIP === '' ? undefined : whole.length <= room ? whole : clusterIP;
  const [label, rest] = m.mode === 'narrow' ? nameLines(name, room) : [fitName(name, room)];
  return {
    node: quay.node,
    service,
    label,
    ...(rest === undefined ? {} : { rest }),
    ...(m.mode !== 'narrow' && address !== undefined ? { address } : {}),
    pattern,
    x: quay.mastX + 1,
    y: quay.y + 24 + i * m.flagStep,
    width: m.flagWidth,
    height: m.flagHeight,
  };
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

function ledgerLine(cluster: ClusterState, service: string, name: string, pattern: FlagPattern): LedgerLine {
  const { type = 'ClusterIP', externalName } = serviceOf(cluster, service)?.spec ?? {};
  return {
    service,
    name,
    pattern,
    type,
    ...(type === 'ExternalName' && externalName !== undefined ? { externalName } : {}),
    entries: endpointsOf(cluster, service),
  };
}
