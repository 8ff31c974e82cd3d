import type { Location, Packet } from '../engine/index.ts';
import type { Measures } from './measures.ts';
import type { LegEnd, Point, Rect, SceneBoat, SceneGate, SceneHost, SceneLeg, SceneLight, ScenePod, SceneQuay } from './scene.ts';
import type { TraceRow } from './trace-rows.ts';

interface Board {
  readonly measures: Measures;
  readonly quays: readonly SceneQuay[];
  readonly pods: readonly ScenePod[];
  readonly hosts: readonly SceneHost[];
  readonly boats: readonly SceneBoat[];
  readonly gates: readonly SceneGate[];
  /** Height outside where packets lie before they come in. */
  readonly roadY: number;
  readonly breakwater: number;
  readonly light: SceneLight;
  readonly rows: readonly TraceRow[];
  /** Where the voyage begins: `namespace/pod`, a host's name or `node:NAME`. */
  readonly from: string | undefined;
}

/** The lines of a voyage, one leg for each row: along lanes and up and down the channel, never through a box. */
export function layLegs(board: Board): readonly SceneLeg[] {
  const pen = new Pen(board);
  return board.rows.map((row): SceneLeg => {
    const common = { number: row.number, state: row.state } as const;
    switch (row.kind) {
      case 'dns':
        return { ...common, ...pen.ask(row) };
      case 'send':
        return { ...common, style: 'request', ...pen.leave(row.at) };
      case 'translate': {
        const quay = pen.quayOf(row.at);
        const points = pen.alongTo(row.at, quay?.mastX ?? pen.x);
        return {
          ...common,
          style: 'request',
          points,
          stop: pen.here,
          ...(quay
            ? {
                rewrite: pen.wordsOf(quay, socketOf(row.before.destination), socketOf(row.after.destination)),
              }
            : {}),
        };
      }
      case 'masquerade':
        return { ...common, style: 'request', points: pen.alongTo(row.at, board.measures.landX), stop: pen.here };
      case 'forward': {
        const { points, stop } = pen.cross(row.from, row.to);
        return { ...common, style: 'request', points, stop };
      }
      case 'arrive': {
        const points = pen.enter(row.at, row.packet, false);
        return { ...common, style: 'request', points, stop: pen.besideDoor(row.at), ...pen.captionAt(row.at) };
      }
      case 'reset': {
        const points = pen.enter(row.at, row.packet, true);
        return { ...common, style: 'request', points, end: { ...pen.here, kind: 'reset' }, ...pen.captionAt(row.at) };
      }
      case 'refuse': {
        const quay = pen.quayOf(row.at);
        const points = pen.alongTo(row.at, quay?.mastX ?? pen.x);
        return { ...common, style: 'request', points, end: { ...pen.here, kind: 'refused' }, ...pen.captionAt(row.at) };
      }
      case 'drop': {
        const { points, end } = pen.fade(row.at, row.rule);
        return { ...common, style: 'request', points, end: { ...end, kind: 'dropped' }, ...pen.captionAt(row.at) };
      }
      case 'reply':
        return { ...common, style: 'reply', points: pen.back() };
      case 'packet-never':
      case 'reply-never':
        return { ...common, style: 'reply', points: [] };
    }
  });
}

/** Draws level and upright pieces from where it is, and remembers the way for the reply. */
class Pen {
  x = 0;
  y = 0;
  readonly #board: Board;
  readonly #way: Point[] = [];
  #asked = 0;

  constructor(board: Board) {
    this.#board = board;
  }

  get here(): Point {
    return { x: this.x, y: this.y };
  }

  quayOf(at: Location): SceneQuay | undefined {
    const node = at.kind === 'pod' || at.kind === 'node' ? at.node : undefined;
    return this.#board.quays.find((quay) => quay.node === node);
  }

  /** From a Pod's edge down to its node's lane; from a host to the channel. */
  leave(at: Location): Pick<SceneLeg, 'points' | 'stop'> {
    const { measures } = this.#board;
    const quay = this.quayOf(at);
    const pod = this.#podOf(at);
    if (pod && quay) {
      const lowest = measures.density !== 'small' && this.#isLowest(pod, quay);
      const x = lowest ? pod.x + pod.width / 2 : pod.x - measures.podGap / 2;
      const from = lowest ? { x, y: pod.y + pod.height } : { x: pod.x, y: pod.y + pod.height / 2 };
      return this.#begin([from, ...(lowest ? [] : [{ x, y: from.y }]), { x, y: quay.laneY }]);
    }
    if (quay) return this.#begin([{ x: quay.mastX + 40, y: quay.laneY }]);
    const host = this.#hostOf(at);
    const gate = this.#gate();
    if (host && gate) {
      const { roadY, boats } = this.#board;
      const boat = gate.via === 'loadBalancer' ? boats.find(({ service }) => service === gate.service) : undefined;
      const centre = (box: Rect): number => box.x + box.width / 2;
      // Below each row of boxes is a road, and left of them all one that joins these.
      const below = (box: Rect): number => box.y + box.height + 6;
      const way: Point[] = [
        { x: centre(host), y: host.y + host.height },
        { x: centre(host), y: below(host) },
      ];
      const along = (y: number): void => {
        const from = way.at(-1)?.y ?? y;
        if (from !== y) way.push({ x: measures.landX - 2, y: from }, { x: measures.landX - 2, y });
      };
      if (boat) {
        along(below(boat));
        way.push({ x: centre(boat), y: below(boat) }, { x: centre(boat), y: boat.y + boat.height }, { x: centre(boat), y: below(boat) });
      }
      along(roadY);
      return this.#begin([...way, { x: gate.x, y: roadY }]);
    }
    if (!host)
      return this.#begin([
        { x: measures.landX, y: 0 },
        { x: measures.channelX, y: 0 },
      ]);
    return this.#begin([...this.#wayTo(host)].reverse());
  }

  /** The opening of the breakwater that this voyage comes through: that of the Service whose rule it meets from outside. */
  #gate(): (SceneGate & { readonly via: string }) | undefined {
    for (const row of this.#board.rows) {
      const gate =
        row.kind === 'forward' && row.balancer
          ? this.#gateOf(row.balancer.service, row.packet.destination.port, 'loadBalancer')
          : row.kind === 'translate' && (row.via === 'nodePort' || row.via === 'loadBalancer')
            ? this.#gateOf(`${row.service.namespace}/${row.service.name}`, row.before.destination.port, row.via)
            : undefined;
      if (gate) return gate;
    }
    const sent = this.#board.rows.find((row) => row.kind === 'send');
    const gate = sent?.kind === 'send' ? this.#board.gates.find(({ port }) => port === sent.packet.destination.port) : undefined;
    return gate && { ...gate, via: 'nodePort' };
  }

  #gateOf(service: string, number: number | undefined, via: string): (SceneGate & { readonly via: string }) | undefined {
    const of = this.#board.gates.filter((gate) => gate.service === service);
    const gate = of.find(({ port }) => port === number) ?? of[0];
    return gate && { ...gate, via };
  }

  /** Along the lane of a place's node. */
  alongTo(at: Location, x: number): readonly Point[] {
    const quay = this.quayOf(at);
    if (!quay) return this.#draw([]);
    return this.#draw([...this.#toLane(quay), { x, y: quay.laneY }]);
  }

  /** From one machine to the next: over the channel, or along the lane to a Pod of the same node. */
  cross(from: Location, to: Location): { readonly points: readonly Point[]; readonly stop: Point } {
    const { channelX } = this.#board.measures;
    const [a, b] = [this.quayOf(from), this.quayOf(to)];
    const host = this.#hostOf(to);
    if (b && a !== b) {
      const gate = from.kind === 'host' ? this.#gate() : undefined;
      const inside = this.#board.breakwater + 12;
      const fromY = gate ? inside : this.y;
      const points = this.#draw([...(gate ? [{ x: gate.x, y: inside }] : []), { x: channelX, y: fromY }, { x: channelX, y: b.laneY }]);
      return { points, stop: { x: channelX, y: (fromY + b.laneY) / 2 } };
    }
    if (host) {
      const y = this.#wayTo(host)[0]?.y ?? this.y;
      const fromY = this.y;
      const points = this.#draw([
        { x: channelX, y: this.y },
        { x: channelX, y },
      ]);
      return { points, stop: { x: channelX, y: (fromY + y) / 2 } };
    }
    const pod = this.#podOf(to);
    const points = this.#draw([{ x: pod ? (this.x + pod.x) / 2 : this.x, y: this.y }]);
    return { points, stop: this.here };
  }

  /** To the door of a port, or to the ghost of one. */
  enter(at: Location, packet: Packet, ghost: boolean): readonly Point[] {
    const quay = this.quayOf(at);
    const pod = this.#podOf(at);
    if (pod && quay) {
      const door =
        pod.doors.find((one) => one.ghost === ghost && one.port === packet.destination.port) ??
        pod.doors.find(({ more }) => more !== undefined) ??
        pod.doors[0];
      const x = door ? door.x + door.width / 2 : pod.x + pod.width / 2;
      const bottom = pod.y + pod.height;
      const { measures } = this.#board;
      if (measures.density === 'small') {
        const gutter = pod.x - measures.podGap / 2;
        return this.#draw([...this.#toLane(quay), { x: gutter, y: quay.laneY }, { x: gutter, y: pod.y + pod.height / 2 }]);
      }
      if (this.#isLowest(pod, quay)) return this.#draw([...this.#toLane(quay), { x, y: quay.laneY }, ...(ghost ? [{ x, y: bottom + 8 }] : [])]);
      const gutter = pod.x - measures.podGap / 2;
      return this.#draw([
        ...this.#toLane(quay),
        { x: gutter, y: quay.laneY },
        { x: gutter, y: bottom + 17 },
        { x, y: bottom + 17 },
        ...(ghost ? [{ x, y: bottom + 8 }] : []),
      ]);
    }
    if (quay) return this.#draw([...this.#toLane(quay), { x: quay.mastX + 40, y: quay.laneY }]);
    const host = this.#hostOf(at);
    return this.#draw(host ? this.#wayTo(host) : []);
  }

  /** Where the number of an arrival stands: between rows of Pods there is no room for it below a door. */
  besideDoor(at: Location): Point {
    const { measures } = this.#board;
    const [quay, pod] = [this.quayOf(at), this.#podOf(at)];
    if (!pod || !quay || measures.density === 'small' || this.#isLowest(pod, quay)) return this.here;
    return { x: pod.x - measures.podGap / 2, y: this.y };
  }

  #isLowest(pod: ScenePod, quay: SceneQuay): boolean {
    return pod.y + this.#board.measures.berthHeight + pod.height > quay.laneY;
  }

  /** Dots that die out: at the mast, or out on the water where nobody has the address. */
  fade(at: Location, rule: string): { readonly points: readonly Point[]; readonly end: Point } {
    const { channelX, landX } = this.#board.measures;
    const quay = this.quayOf(at);
    // What has already left its node with another source does not turn back to the mast.
    const left = this.#board.rows.some((row) => row.kind === 'masquerade') && this.x <= landX;
    if (quay && !left && (rule === 'no-local-endpoint' || rule === 'source-range' || rule === 'port-not-listed')) {
      return { points: this.alongTo(at, quay.mastX), end: this.here };
    }
    if (quay) {
      const points = this.#draw([...this.#toLane(quay), { x: channelX, y: quay.laneY }]);
      return { points, end: { x: channelX, y: quay.laneY + 28 } };
    }
    return { points: this.#draw([]), end: { x: Math.min(this.x + 30, landX), y: this.y } };
  }

  /** The reply: the same way back, a little to the left and below, so that both lines are seen. */
  back(): readonly Point[] {
    const way = this.#way.map(({ x, y }) => ({ x: x - 6, y: y + 6 })).reverse();
    // The client's own edge is where it ends, not below it.
    const [before, last] = way.slice(-2);
    if (!before || !last) return way;
    return [...way.slice(0, -1), before.x === last.x ? { x: last.x, y: last.y - 4 } : { x: last.x + 5, y: last.y }];
  }

  /** A question to the light: up beside the client, then level to the left. Later questions lie further along the line. */
  ask(row: Extract<TraceRow, { kind: 'dns' }>): Pick<SceneLeg, 'style' | 'points' | 'stop' | 'end' | 'resolved'> {
    const { measures, light, rows, quays, pods, hosts, from: start } = this.#board;
    const total = rows.filter(({ kind }) => kind === 'dns').length;
    const pod = pods.find((one) => one.pod === start);
    const host = hosts.find((one) => one.host === start);
    const first = pod && pod.node === quays[0]?.node && pod.y === quays[0].y + 24;
    const x = pod ? (first ? pod.x + pod.width / 2 : pod.x - 7) : host ? host.x + host.width / 2 : measures.podsX;
    const from = pod
      ? first
        ? [{ x, y: pod.y }]
        : [
            { x: pod.x, y: pod.y + 14 },
            { x, y: pod.y + 14 },
          ]
      : host
        ? [{ x, y: host.y + host.height }]
        : [];
    const step = Math.min(30, (x - light.x - 40) / Math.max(1, total));
    const at = { x: x - this.#asked * step, y: light.y };
    const rest = this.#asked === 0 ? [...from, { x, y: light.y }] : [{ x: at.x + step, y: light.y }];
    this.#asked += 1;
    const end = { x: light.x + 18, y: light.y };
    const broken = row.state === 'broken' ? endOfQuestion(row) : undefined;
    const data = row.answers.find(({ data: found }) => found.length > 0)?.data[0];
    const letters = (data?.length ?? 0) + 2 + (measures.mode === 'narrow' ? 0 : (row.qname.split('.')[0]?.length ?? 0) + 1);
    const fits = x + 16 + letters * 6.8 < measures.width - 4;
    return {
      style: 'dns',
      points: [...rest, at, ...(this.#asked === total ? [end] : [])],
      stop: at,
      ...(broken ? { end: { ...end, kind: broken } } : {}),
      ...(data !== undefined && this.#asked === total
        ? { resolved: { x: fits ? x + 16 : measures.width - 4, y: light.y + (fits ? 4 : 18), anchor: fits ? 'start' : 'end', name: row.qname, data } }
        : {}),
    };
  }

  /** Beside the rewrite: both addresses, or where they do not fit the new one. */
  wordsOf(quay: SceneQuay, before: string, after: string): NonNullable<SceneLeg['rewrite']> {
    const x = quay.mastX + 14;
    const fits = x + (before.length + after.length + 3) * 6.7 < this.#board.measures.width - 2;
    return { x, y: quay.y + quay.height + 15, before: fits ? before : '', after };
  }

  captionAt(at: Location): Pick<SceneLeg, 'caption'> {
    const { measures, quays } = this.#board;
    const quay = this.quayOf(at);
    if (!quay) return quays[0] ? { caption: { x: measures.width - measures.margin - 4, y: quays[0].y - 7, anchor: 'end' } } : {};
    const rewritten = this.#board.rows.some((row) => row.kind === 'translate' && this.quayOf(row.at) === quay);
    const y = quay.y + quay.height + 15;
    // The rewrite's words stand at the left of the same gap: then these go into the quay's own heading.
    return { caption: { x: measures.width - measures.margin - 6, y: rewritten ? quay.y + 15 : y, anchor: 'end' } };
  }

  #podOf(at: Location): ScenePod | undefined {
    return at.kind === 'pod' ? this.#board.pods.find(({ pod }) => pod === `${at.namespace}/${at.pod}`) : undefined;
  }

  #hostOf(at: Location): SceneHost | undefined {
    const name = at.kind === 'host' ? at.host : at.kind === 'control-plane' ? 'control-plane' : undefined;
    return this.#board.hosts.find(({ host }) => host === name);
  }

  /** From the channel to a host: straight where nothing lies between them, else along the road below its row. */
  #wayTo(host: SceneHost): readonly Point[] {
    const { channelX } = this.#board.measures;
    const y = host.y + host.height / 2;
    if (!this.#board.hosts.some((other) => other.x < host.x && other.y === host.y))
      return [
        { x: channelX, y },
        { x: host.x, y },
      ];
    const [centre, bottom] = [host.x + host.width / 2, host.y + host.height];
    return [
      { x: channelX, y: bottom + 6 },
      { x: centre, y: bottom + 6 },
      { x: centre, y: bottom },
    ];
  }

  #toLane(quay: SceneQuay): Point[] {
    if (this.y === quay.laneY) return [];
    const { channelX } = this.#board.measures;
    return [
      { x: channelX, y: this.y },
      { x: channelX, y: quay.laneY },
    ];
  }

  #begin(points: readonly Point[]): Pick<SceneLeg, 'points' | 'stop'> {
    const [first, ...rest] = points as [Point, ...Point[]];
    this.x = first.x;
    this.y = first.y;
    this.#way.push(first);
    return { points: this.#draw(rest), stop: this.here };
  }

  #draw(to: readonly Point[]): readonly Point[] {
    const points = [this.here];
    for (const point of to) {
      if (point.x === this.x && point.y === this.y) continue;
      points.push(point);
      this.#way.push(point);
      this.x = point.x;
      this.y = point.y;
    }
    return points;
  }
}

function endOfQuestion(row: Extract<TraceRow, { kind: 'dns' }>): LegEnd {
  const outcomes = row.answers.map(({ outcome }) => outcome);
  if (outcomes.includes('NXDOMAIN')) return 'no-name';
  return outcomes.includes('NODATA') ? 'no-data' : 'no-answer';
}

/** `10.96.0.7:80`, `[fd00::7]:80`. */
export function socketOf({ ip, port }: Packet['source']): string {
  if (port === undefined) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
