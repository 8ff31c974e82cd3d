import type { ClusterState } from '../../src/engine/index.ts';
import { tokens, written, type Bindings, type Placeholder } from './matches.ts';

/** The objects whose values have names, of the simulator or as an API server lists them. */
export type Observed = { readonly tables: Pick<ClusterState['tables'], 'services' | 'pods' | 'endpointslices'> };

/** What a placeholder may be called by, for every value that the objects of this moment hold. */
export interface Named {
  readonly kind: string;
  readonly base: string;
  /** Generated names (and the addresses of Pods with one) are numbered in the order they are first seen. */
  readonly numbered: boolean;
  readonly value: string;
  /** The Pod whose address this is, where the two share a number. */
  readonly pod?: string;
}

const rowsOf = <T>(table: { readonly [namespace: string]: { readonly [name: string]: T } } | undefined): T[] =>
  Object.values(table ?? {}).flatMap((rows) => Object.values(rows));

export function namesOf({ tables }: Observed): Named[] {
  const named: Named[] = [];
  const add = (kind: string, base: string, value: string | number | undefined, numbered = false, pod?: string): void => {
    if (value !== undefined && value !== '' && value !== 'None') named.push({ kind, base, numbered, value: String(value), ...(pod ? { pod } : {}) });
  };
  const family = (address: string): string => (address.includes(':') ? '6' : '');
  for (const { metadata, spec } of rowsOf(tables.services)) {
    const base = `${metadata.namespace}/${metadata.name}`;
    for (const ip of spec.clusterIPs ?? []) add(`ip${family(ip)}`, base, ip);
    for (const port of spec.ports ?? []) {
      add('port', `${base}/${port.name ?? port.port}`, port.nodePort);
      if (port.name) add('port', `${base}/${port.port}`, port.nodePort);
    }
    add('hcport', base, spec.healthCheckNodePort);
  }
  for (const { metadata, status } of rowsOf(tables.pods)) {
    const generated = metadata.generateName !== undefined;
    const hash = metadata.labels?.['pod-template-hash'];
    const workload = generated ? metadata.generateName!.replace(/-$/, '').replace(hash ? new RegExp(`-${hash}$`) : /$^/, '') : metadata.name;
    const base = `${metadata.namespace}/${workload}`;
    const ordinal = generated && metadata.labels?.['apps.kubernetes.io/pod-index'] !== undefined;
    const own = generated && !ordinal;
    if (own) add('pod', base, metadata.name, true);
    for (const { ip } of status?.podIPs ?? []) add(`podip${family(ip)}`, own ? base : `${metadata.namespace}/${metadata.name}`, ip, own, own ? metadata.name : undefined);
    if (hash) add('hash', base, hash, true);
  }
  for (const { metadata } of rowsOf(tables.endpointslices)) {
    if (metadata.generateName) add('slice', `${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name']}`, metadata.name, true);
  }
  return named;
}

/** A command with values in place of its placeholders, and the bindings those made; throws where nothing has that name. */
export function resolveCommand(command: string, cluster: Observed, bindings: Bindings): { command: string; bindings: Bindings } {
  const bound = new Map(bindings);
  let named: Named[] | null = null;
  const text = tokens(command)
    .map((part) => {
      if (typeof part === 'string') return part;
      let value = bound.get(part.key);
      if (value === undefined) {
        value = find(part, (named ??= namesOf(cluster)), bound);
        if (value === undefined) throw new Error(`nothing here is {${part.key}}`);
        bound.set(part.key, value);
      }
      return written(part, value);
    })
    .join('');
  return { command: text, bindings: bound };
}

function find({ kind, name = '' }: Placeholder, named: readonly Named[], bound: Bindings): string | undefined {
  const taken = new Set([...bound].filter(([key]) => key.startsWith(`${kind}:`)).map(([, value]) => value));
  const plain = named.filter((one) => one.kind === kind && !one.numbered && one.base === name);
  if (plain.length > 0) return plain.at(-1)!.value;
  const base = name.replace(/\/\d+$/, '');
  const again = named.filter((one) => one.kind === kind && !one.numbered && one.base === base && !taken.has(one.value));
  if (again.length > 0) return again.at(-1)!.value;
  const partner = bound.get(`pod:${name}`);
  const generated = named.filter((one) => one.kind === kind && one.numbered && one.base === base);
  const ofPartner = partner && generated.find((one) => one.pod === partner);
  if (ofPartner) return ofPartner.value;
  return generated.map((one) => one.value).sort().find((value) => !taken.has(value));
}

/** Bindings of the names in these lines that can only be one object's, so that `[any order]` need not guess. */
export function bindKnown(lines: readonly string[], cluster: Observed, bindings: Bindings): Bindings {
  const bound = new Map(bindings);
  let named: Named[] | null = null;
  for (const part of lines.flatMap((line) => tokens(line))) {
    if (typeof part === 'string' || part.name === undefined || bound.has(part.key)) continue;
    const found = (named ??= namesOf(cluster)).filter((one) => !one.numbered && `${one.kind}:${one.base}` === part.key);
    if (found.length === 1) bound.set(part.key, found[0]!.value);
  }
  return bound;
}
