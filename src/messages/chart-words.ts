import type { RelationKind } from '../lab/looking.ts';
import type { BerthState, SceneThing, StateCounts } from '../scene/scene.ts';

/** What is said about the drawing: its text twin, and what is shown of a thing that was chosen. Comes with the drawing. */
export interface ChartWords {
  /** Name of the list of things, which says how to walk through it. */
  readonly twin: string;
  /** All that the drawing shows of a thing, as one line. */
  readonly thing: (thing: SceneThing) => string;
  readonly states: { readonly [state in BerthState]: string };
  readonly counts: (counts: StateCounts) => string;
  /** Beneath a balancer's name while nobody has given it an address. */
  readonly pending: string;
  readonly ledger: string;
  readonly ledgerEmpty: string;
  /** Before the addresses of a Service with many. */
  readonly allAddresses: (count: number) => string;
  readonly kinds: { readonly [kind: string]: string };
  readonly relations: { readonly [kind in RelationKind]: string };
  readonly nobody: string;
  /** Instead of all that: the thing is not in the cluster that is drawn. */
  readonly absent: string;
  /** Above it, where the cluster that is drawn is not the present one. */
  readonly seen: { readonly [when in 'trial' | 'earlier' | 'past']: string };
  readonly events: string;
  readonly noEvents: string;
  readonly ago: (ms: number) => string;
  readonly address: string;
  readonly yes: string;
  readonly no: string;
  readonly close: string;
}

/** States that occur, in a fixed order. */
export const statesIn = (counts: StateCounts): readonly BerthState[] => (['ready', 'wait', 'gone', 'broken'] as const).filter((state) => counts[state] > 0);
