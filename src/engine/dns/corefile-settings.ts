import type { RewriteRule } from './corefile-rewrite.ts';
import type { Dispenser } from './corefile-syntax.ts';
import type { Around, WebServer } from './corefile-words.ts';

/** Zones in which a name that is not found goes on to the next plugin. */
export type Fall = readonly string[];

export interface LogRule {
  readonly scope: string;
  readonly format: string;
  readonly classes: readonly string[];
}

export interface CacheSettings {
  readonly zones: readonly string[];
  readonly success: { seconds: number; least: number; except: readonly string[] };
  readonly denial: { seconds: number; least: number; except: readonly string[] };
  keepsTTL: boolean;
}

export interface Template {
  readonly zones: readonly string[];
  readonly qtype: string;
  readonly patterns: readonly string[];
  readonly answer: readonly string[];
  readonly additional: readonly string[];
  readonly authority: readonly string[];
  readonly rcode: string;
  readonly fall: Fall;
}

export interface HostsSettings {
  readonly zones: readonly string[];
  readonly path: string;
  readonly inline: string;
  readonly ttl: number;
  readonly reverse: boolean;
  readonly fall: Fall;
}

export interface KubernetesSettings {
  readonly zones: readonly string[];
  /** The first zone that is not a reverse one: where PTR records lead. */
  readonly primary: string;
  pods: 'disabled' | 'insecure' | 'verified';
  namespaces: readonly string[];
  ttl: number;
  fall: Fall;
  podNames: boolean;
  endpoints: boolean;
}

export interface ForwardSettings {
  readonly from: string;
  /** Addresses with ports. */
  readonly to: readonly { readonly ip: string; readonly port: number }[];
  except: readonly string[];
  tcp: boolean;
  policy: string;
}

/** What one server block sets up. */
export interface Block {
  readonly zones: readonly { readonly name: string; readonly port: number }[];
  errors?: true;
  log?: readonly LogRule[];
  any?: true;
  loadbalance?: true;
  rewrite?: readonly RewriteRule[];
  cache?: CacheSettings;
  minimal?: true;
  template?: readonly Template[];
  hosts?: HostsSettings;
  kubernetes?: KubernetesSettings;
  loop?: true;
  forward?: readonly ForwardSettings[];
  whoami?: true;
}

/** All that a Corefile says. */
export interface Corefile {
  readonly blocks: readonly Block[];
  health?: WebServer & { readonly lameduckMs: number };
  ready?: WebServer;
  prometheus?: WebServer;
  /** How often the file is looked at, in milliseconds; absent: never. */
  reloadMs?: number;
  /** Directives and properties that CoreDNS has and the simulator passes over. */
  readonly passedOver: string[];
  /** What a plugin says while it is set up. */
  readonly warnings: string[];
}

/** What a directive is set up with, and what it changes. */
export interface Setting {
  readonly words: Dispenser;
  readonly block: Block;
  readonly corefile: Corefile;
  readonly around: Around;
}
