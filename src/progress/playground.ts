import type { ClusterProfile } from '../engine/index.ts';
import type { LabAction, Texts } from '../lab/action.ts';
import { isRecord, isTexts, readActions, WORK_LIMIT } from './work.ts';

/** What can be chosen of a playground's cluster. What it does not say is as recorded. */
export type PlaygroundCluster = Pick<ClusterProfile, 'base' | 'site' | 'zones' | 'proxyMode' | 'hairpin' | 'version' | 'loadBalancer'>;

/** A playground as it is kept, shared by link and saved to a file. */
export interface Playground {
  readonly format: 1;
  readonly kind: 'minato-playground';
  readonly cluster: PlaygroundCluster;
  /** Namespace that kubectl begins in. */
  readonly namespace: string;
  readonly seed: number;
  /** Applied before anything was done, in the order of names. */
  readonly given: Texts;
  /** The files it began with, in the order of their tabs. */
  readonly files: Texts;
  /** The files as they are now, applied or not. */
  readonly texts: Texts;
  readonly actions: readonly LabAction[];
}

/** Choices by field, for the form and for what comes from elsewhere. */
export const PLAYGROUND_CHOICES = {
  base: ['three-nodes', 'dual-stack'],
  zones: ['two', 'three'],
  site: ['recorded', 'bare-metal', 'aws', 'gcp', 'azure'],
  loadBalancer: ['delayed', 'failing'],
  proxyMode: ['nftables', 'iptables'],
  version: ['1.37', '1.36', '1.35', '1.34'],
} as const satisfies { readonly [K in keyof PlaygroundCluster]?: readonly PlaygroundCluster[K][] };

/** Limits of what is read: characters of JSON, files, characters of a file. */
export const PLAYGROUND_LIMIT = { characters: WORK_LIMIT.characters, files: 20, file: 256 * 1024 } as const;

const FILE_NAME = /^[a-z0-9][a-z0-9.-]{0,57}\.yaml$/u;

/** Whether a file of a playground may be called so. */
export function isFileName(name: string): boolean {
  return FILE_NAME.test(name);
}

/** Why a text is no playground. `newer`: of a format to come. */
export type Refused = { readonly refused: 'too-large' | 'not-playground' | 'newer' };

/** Reads a playground. Any text gives an answer, never an exception. */
export function readPlayground(text: string): Playground | Refused {
  if (text.length > PLAYGROUND_LIMIT.characters) return { refused: 'too-large' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { refused: 'not-playground' };
  }
  if (!isRecord(value) || value['kind'] !== 'minato-playground') return { refused: 'not-playground' };
  if (typeof value['format'] === 'number' && value['format'] > 1) return { refused: 'newer' };
  const { cluster, namespace, seed, given, files, texts } = value;
  const actions = readActions(value['actions']);
  const known = readCluster(cluster);
  if (value['format'] !== 1 || !known || !actions || !Number.isSafeInteger(seed)) return { refused: 'not-playground' };
  if (typeof namespace !== 'string' || !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/u.test(namespace)) return { refused: 'not-playground' };
  if (!isFiles(given) || !isFiles(files) || !isFiles(texts)) return { refused: 'not-playground' };
  return { format: 1, kind: 'minato-playground', cluster: known, namespace, seed: seed as number, given, files, texts, actions };
}

function isFiles(value: unknown): value is Texts {
  if (!isTexts(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= PLAYGROUND_LIMIT.files && entries.every(([name, text]) => isFileName(name) && text.length <= PLAYGROUND_LIMIT.file);
}

/** The fields that are known, each with a value that is offered; anything else is no cluster. */
function readCluster(value: unknown): PlaygroundCluster | undefined {
  if (!isRecord(value)) return undefined;
  for (const [field, chosen] of Object.entries(value)) {
    if (field === 'hairpin' ? typeof chosen !== 'boolean' : !Object.hasOwn(PLAYGROUND_CHOICES, field)) return undefined;
    if (field !== 'hairpin' && !(PLAYGROUND_CHOICES[field as keyof typeof PLAYGROUND_CHOICES] as readonly unknown[]).includes(chosen)) return undefined;
  }
  return value as PlaygroundCluster;
}
