/**
 * A drawing of a cluster and one voyage through it: boxes, lines and numbers in px, laid out for one width, never scaled.
 * The only words in it are names of objects and addresses.
 */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly mode: SceneMode;
  /** Height of the water's upper edge: what is above lies beyond the cluster. */
  readonly breakwater: number;
  readonly hosts: readonly SceneHost[];
  /** What a balancer's address is drawn as: a boat before the breakwater. */
  readonly boats: readonly SceneBoat[];
  /** Openings of the breakwater: a port of every node that leads to a Service. */
  readonly gates: readonly SceneGate[];
  readonly light: SceneLight;
  /** Dashed outlines round the nodes of one zone. */
  readonly zones: readonly (Rect & { readonly name: string })[];
  readonly quays: readonly SceneQuay[];
  readonly flags: readonly SceneFlag[];
  /** Dotted ways that only the DNS knows: from an ExternalName's flag to the light and on to the name. */
  readonly ties: readonly { readonly service: string; readonly points: readonly Point[] }[];
  readonly pods: readonly ScenePod[];
  /** Pods of one owner on one node, where there are too many to draw each. */
  readonly groups: readonly SceneGroup[];
  /** One for each row of the voyage, in order. */
  readonly legs: readonly SceneLeg[];
  readonly ledger: readonly LedgerLine[];
  /** Everything that can be looked at, in reading order, with all that the drawing says of it: the text twin. */
  readonly things: readonly SceneThing[];
}

/** Full names and addresses; short names; short names without addresses. */
export type SceneMode = 'wide' | 'middle' | 'narrow';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** Solid, dashed, dotted, thick: how a box's line says what state it is in. */
export type BerthState = 'ready' | 'wait' | 'gone' | 'broken';

export interface SceneQuay extends Rect {
  readonly node: string;
  readonly zone: string;
  readonly ip: string;
  readonly down: boolean;
  readonly laneY: number;
  readonly mastX: number;
  readonly mastTop: number;
}

export interface SceneFlag extends Rect {
  /** Empty: no node has rules for it, its name is all there is (headless, ExternalName). */
  readonly node: string;
  /** `namespace/name`. */
  readonly service: string;
  readonly label: string;
  /** The rest of a name that takes two lines. */
  readonly rest?: string;
  /** `10.96.0.7:80`; absent where there is no room or no virtual IP. */
  readonly address?: string;
  readonly pattern: FlagPattern;
}

/** 0 to 7; `number` tells the ninth Service from the first. */
export interface FlagPattern {
  readonly figure: number;
  readonly number?: number;
}

export interface ScenePod extends Rect {
  /** `namespace/name`. */
  readonly pod: string;
  readonly node: string;
  /** The name as far as there is room. */
  readonly label: string;
  /** Its first address, or how it is where that says more: `Pending`, `ImagePullBackOff`. */
  readonly note: string;
  readonly state: BerthState;
  /** Packets of this exercise begin here. */
  readonly client: boolean;
  readonly doors: readonly SceneDoor[];
  /** Flags of the Services whose slices list this Pod. */
  readonly flags: readonly FlagPattern[];
  readonly selected: boolean;
}

export interface SceneDoor extends Rect {
  /** It stands for so many ports that have no room. */
  readonly more?: number;
  readonly port: number;
  /** Nobody listens here; drawn because a packet came. */
  readonly ghost: boolean;
}

/** How many Pods are in each state. */
export type StateCounts = { readonly [state in BerthState]: number };

export interface SceneGroup extends Rect {
  readonly node: string;
  /** `namespace/name` of what made them, or of the one Pod that nobody made. */
  readonly owner: string;
  readonly label: string;
  readonly counts: StateCounts;
  readonly flags: readonly FlagPattern[];
}

export interface SceneBoat extends Rect {
  readonly service: string;
  readonly label: string;
  /** Absent: nobody has given it one yet. */
  readonly address?: string;
}

export interface SceneGate extends Point {
  readonly service: string;
  readonly port: number;
  readonly pattern: FlagPattern;
}

export interface SceneHost extends Rect {
  readonly host: string;
  /** Empty where the drawing does not know it: a name that an ExternalName leads to. */
  readonly ip: string;
  readonly client: boolean;
  readonly selected: boolean;
}

export interface SceneLight extends Point {
  readonly ip: string;
  readonly lit: boolean;
}

/** How a voyage ends where it does not arrive. */
export type LegEnd = 'refused' | 'reset' | 'dropped' | 'no-name' | 'no-data' | 'no-answer';

export interface SceneLeg {
  /** The row's number. */
  readonly number: number;
  readonly style: 'request' | 'reply' | 'dns';
  readonly state: 'done' | 'broken' | 'never';
  /** From the stop before to this one; only level and upright pieces. One point: nothing moves. */
  readonly points: readonly Point[];
  readonly stop?: Point;
  readonly end?: Point & { readonly kind: LegEnd };
  /** Where words about this step fit, and on which side of the point they lie. */
  readonly caption?: Point & { readonly anchor: 'start' | 'end' };
  /** Old and new destination, beside the rewrite. */
  readonly rewrite?: Point & { readonly before: string; readonly after: string };
  /** Name and address, beside the question. */
  readonly resolved?: Point & { readonly anchor: 'start' | 'end'; readonly name: string; readonly data: string };
}

/** What a Service's slices say. */
export interface LedgerLine {
  /** `namespace/name`. */
  readonly service: string;
  /** As its flags have it. */
  readonly name: string;
  readonly pattern: FlagPattern;
  readonly type: string;
  /** Ends of an ExternalName; absent otherwise. */
  readonly externalName?: string;
  readonly entries: readonly LedgerEntry[];
}

/** One address of a slice with its conditions, as they are: what a slice leaves out is what Kubernetes takes it for. */
export interface LedgerEntry {
  /** With the slice's ports: `10.244.1.4:8080`. */
  readonly address: string;
  readonly slice: string;
  readonly state: BerthState;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** `namespace/name`. */
  readonly pod?: string;
}

/** A thing's name for as long as it lives: `pod/shop/debug`, `service/shop/a`, `node/node-a`, `host/outside`, `dns`, … */
export type ThingId = string;

/** Something a learner can look at: where it is, and what the drawing says of it. */
export type SceneThing = Rect & { readonly id: ThingId } & ThingFacts;

export type ThingFacts =
  | { readonly kind: 'host'; readonly host: string; readonly ip: string; readonly client: boolean; readonly named: readonly string[] }
  | { readonly kind: 'balancer'; readonly service: string; readonly address?: string }
  | { readonly kind: 'dns'; readonly ip: string; readonly lit: boolean }
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly type: string;
      readonly headless: boolean;
      readonly addresses: readonly string[];
      /** `http 80→8080/TCP`; the port's name only where it has one. */
      readonly ports: readonly string[];
      readonly nodePorts: readonly number[];
      readonly externalName?: string;
      readonly listed: StateCounts;
    }
  | { readonly kind: 'node'; readonly node: string; readonly zone: string; readonly ip: string; readonly down: boolean; readonly pods: number }
  | {
      readonly kind: 'pod';
      readonly pod: string;
      /** Empty: not scheduled. */
      readonly node: string;
      /** As `kubectl get pods` has it: `Running`, `CrashLoopBackOff`. */
      readonly status: string;
      readonly state: BerthState;
      readonly ips: readonly string[];
      readonly client: boolean;
      readonly open: readonly number[];
      /** Services whose slices list it, as `namespace/name`. */
      readonly listedBy: readonly string[];
    }
  | { readonly kind: 'group'; readonly node: string; readonly owner: string; readonly counts: StateCounts; readonly listedBy: readonly string[] };
