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
  readonly light: SceneLight;
  /** Dashed outlines round the nodes of one zone. */
  readonly zones: readonly (Rect & { readonly name: string })[];
  readonly quays: readonly SceneQuay[];
  readonly flags: readonly SceneFlag[];
  readonly pods: readonly ScenePod[];
  /** One for each row of the voyage, in order. */
  readonly legs: readonly SceneLeg[];
  readonly ledger: readonly LedgerLine[];
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
  readonly node: string;
  /** `namespace/name`. */
  readonly service: string;
  readonly label: string;
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
  readonly ip: string;
  readonly state: BerthState;
  /** Packets of this exercise begin here. */
  readonly client: boolean;
  readonly doors: readonly SceneDoor[];
  /** Flags of the Services whose slices list this Pod. */
  readonly flags: readonly FlagPattern[];
  readonly selected: boolean;
}

export interface SceneDoor extends Rect {
  readonly port: number;
  /** Nobody listens here; drawn because a packet came. */
  readonly ghost: boolean;
}

export interface SceneHost extends Rect {
  readonly host: string;
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
  readonly service: string;
  readonly pattern: FlagPattern;
  readonly type: string;
  /** Ends of an ExternalName; absent otherwise. */
  readonly externalName?: string;
  readonly entries: readonly { readonly address: string; readonly state: BerthState }[];
}
