import type { Route } from '../lab/drawing.ts';
import type { LabStore } from './lab-store.svelte.ts';

/** The address of a step of the route that is shown: `#lab-…/check/answers/4`. */
export function hopLink({ id, route }: Pick<LabStore, 'id' | 'route'>, step: number): string {
  const place = !route ? '' : route.kind === 'check' ? `check/${route.id}` : `command/${route.number}.${route.index}`;
  return `#${id}/${place}${route?.earlier ? '/before' : ''}/${step}`;
}

/** The route and step that an address names in this lab, or `undefined`. */
export function hopOf(id: string, hash: string): { readonly route: Route; readonly step: number } | undefined {
  const [, lab, kind, name = '', earlier, step] = /^#([^/]+)\/(check|command)\/([\w.-]+)(\/before)?\/(\d{1,3})$/u.exec(hash) ?? [];
  if (lab !== id) return undefined;
  const then = earlier === undefined ? {} : ({ earlier: true } as const);
  if (kind === 'check') return { route: { kind, id: name, ...then }, step: Number(step) };
  const [, number, index] = /^(\d{1,6})\.(\d)$/u.exec(name) ?? [];
  return number === undefined ? undefined : { route: { kind: 'command', number: Number(number), index: Number(index), ...then }, step: Number(step) };
}
