import type { FieldPath } from '../api/field-path.ts';
import type { Json } from '../api/kubernetes-object.ts';
import type { YAMLProblemId, YAMLProblemParams } from './yaml-problems.ts';

/** A stretch of a file's text: offsets in UTF-16 code units, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a field stands: its key (absent for list items and the document itself) and its value. */
export interface Position {
  readonly key?: Span;
  readonly value: Span;
}

/** From a field's path, as `field-path.ts` writes it, to where it stands. The document itself is `''`. */
export type Positions = ReadonlyMap<FieldPath, Position>;

export type YAMLProblem = {
  [Id in YAMLProblemId]: {
    readonly id: Id;
    readonly severity: 'error' | 'warning';
    readonly span: Span;
    readonly params: YAMLProblemParams[Id];
  };
}[YAMLProblemId];

/** One document of a file as kubectl's reader cuts it. */
export interface ManifestDocument {
  readonly span: Span;
  /** What the Go programs make of it, as JSON; absent where they refuse it. An empty document is null. */
  readonly value?: Json;
  readonly positions: Positions;
  readonly problems: readonly YAMLProblem[];
  /** What Go's reader complains, without what kubectl writes around it: `yaml: line 4: did not find expected key`. */
  readonly complaint?: string;
}
