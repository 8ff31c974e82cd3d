import type { DecodingProblemParams } from '../api/decoding-problems.ts';
import type { FieldPath } from '../api/field-path.ts';
import type { RuleParams } from '../api/rules.ts';
import type { Span } from '../yaml/manifest-document.ts';
import type { YAMLProblemParams } from '../yaml/yaml-problems.ts';
import type { BehaviourRuleParams } from './behaviour-rules.ts';

/** The closed list of everything that can be said about a manifest, with what each complaint carries. */
export interface DiagnosticParams extends YAMLProblemParams, DecodingProblemParams, RuleParams, BehaviourRuleParams {}

export type DiagnosticId = keyof DiagnosticParams;

/** Which judge speaks: the reader of text and types, the API server's rules, or what the cluster would do. */
export type DiagnosticLayer = 'decoding' | 'api' | 'behaviour';

/** One complaint about one place of one file. Plain data: its words stand in `src/messages`. */
export interface DiagnosticOf<Id extends DiagnosticId> {
  readonly id: Id;
  readonly severity: 'error' | 'warning';
  readonly layer: DiagnosticLayer;
  readonly file: string;
  /** Where, in the file's text. Never empty unless the file is. */
  readonly span: Span;
  /** The field as the server names it: `spec.ports[0].targetPort`. */
  readonly field?: FieldPath;
  readonly params: DiagnosticParams[Id];
  /** What kubectl or the server itself would print, exact. */
  readonly english?: string;
  /** The one edit that mends it, where exactly one is certain. */
  readonly fix?: Fix;
}

export interface Fix {
  readonly span: Span;
  readonly text: string;
}

export type Diagnostic = { [Id in DiagnosticId]: DiagnosticOf<Id> }[DiagnosticId];
