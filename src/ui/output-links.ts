import type { HistoryEntry } from '../lab/history.ts';
import type { Scene, SceneThing, ThingId } from '../scene/scene.ts';

/** Where a word of an output leads. */
export type LinkTarget =
  /** An object in the drawing. */
  | { readonly kind: 'object'; readonly thing: ThingId }
  /** A voyage behind this command: its place among the routes of the entry. */
  | { readonly kind: 'route'; readonly index: number };

export interface OutputPart {
  readonly text: string;
  readonly target?: LinkTarget;
}

/** Longer outputs have no links: nobody would find them. In UTF-16 code units. */
const LONGEST = 20_000;

/** How an output names a thing. A Service's bare name is often an everyday word, so only its full name and its addresses lead to it. */
function wordsOf(thing: SceneThing): readonly string[] {
  switch (thing.kind) {
    case 'pod': {
      const name = thing.pod.slice(thing.pod.indexOf('/') + 1);
      return [name, `pod/${name}`, ...thing.ips];
    }
    case 'service':
      return [`service/${thing.service.slice(thing.service.indexOf('/') + 1)}`, ...thing.addresses];
    case 'node':
      return [thing.node, `node/${thing.node}`, thing.ip];
    case 'host':
      return [thing.ip];
    case 'dns':
      return [thing.ip];
    case 'balancer':
    case 'group':
      return [];
  }
}

/** Words that lead somewhere: names and addresses of what is drawn, and addresses and names that this command sent to. */
export function linkTargets(scene: Scene | undefined, entry: Pick<HistoryEntry, 'routes' | 'packets' | 'dns'>): ReadonlyMap<string, LinkTarget> {
  const targets = new Map<string, LinkTarget>();
  for (const thing of scene?.things ?? []) {
    const target: LinkTarget = { kind: 'object', thing: thing.id };
    for (const word of wordsOf(thing)) targets.set(word, target);
  }
  entry.routes.forEach(({ packet, dns }, index) => {
    const to = packet === undefined ? undefined : entry.packets[packet]?.packet.destination;
    const name = dns === undefined ? undefined : entry.dns[dns]?.name.replace(/\.$/, '');
    const words = [...(to ? [to.ip, `${to.ip}:${to.port}`] : []), ...(name ? [name, `${name}.`] : [])];
    for (const word of words) targets.set(word, { kind: 'route', index });
  });
  return targets;
}

/** A text with the words that lead somewhere set apart; joined, the parts are the text. */
export function linkedParts(text: string, targets: ReadonlyMap<string, LinkTarget>): readonly OutputPart[] {
  if (text.length > LONGEST || targets.size === 0) return [{ text }];
  const parts: OutputPart[] = [];
  let plain = 0;
  for (const match of text.matchAll(/[A-Za-z0-9][A-Za-z0-9.:/-]*[A-Za-z0-9.]|[A-Za-z0-9]/g)) {
    // A sentence's full stop, a listing's colon and a port do not belong to the name before them.
    const word = [match[0], match[0].replace(/[.:]+$/, ''), match[0].replace(/:\d+$/, ''), match[0].replace(/\.\d+$/, '')].find((one) => targets.has(one));
    if (word === undefined) continue;
    if (match.index > plain) parts.push({ text: text.slice(plain, match.index) });
    parts.push({ text: word, target: targets.get(word) as LinkTarget });
    plain = match.index + word.length;
  }
  if (plain < text.length) parts.push({ text: text.slice(plain) });
  return parts;
}
