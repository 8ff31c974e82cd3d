/** What the site consists of. Written in front of the service worker when it is built. */
export interface BuiltSite {
  /** Changes with every change of any file. */
  readonly version: string;
  /** Path below the root → bytes, and the first 12 hexadecimal digits of SHA-256; no digits where the name has the hash in it. */
  readonly files: { readonly [path: string]: readonly [bytes: number, digest?: string] };
}

/** What a page asks of the service worker. */
export type OfflineRequest = 'state' | 'keep-everything' | 'forget-everything' | 'take-over';

/** How much of the site is on the device, in bytes as stored. */
export interface OfflineState {
  readonly keptBytes: number;
  readonly allBytes: number;
  /** Everything was asked for and is there; new versions are then fetched whole. */
  readonly everything: boolean;
}

/** Answers, several while things are fetched; the one with `done` is the last. */
export interface OfflineAnswer {
  readonly state: OfflineState;
  readonly done: boolean;
  /** Why not all of it is kept. */
  readonly problem?: 'no-network' | 'no-room' | 'newer-version';
}
