import type { CheckFinding, CheckResult, ConnectionOutcome, DiagnosticId, DiagnosticParams, DNSTrace } from '../engine/index.ts';
import type { CandidateFact, Reason } from '../scene/reasons.ts';
import type { SceneMode } from '../scene/scene.ts';
import type { LabMoreWords } from './lab-more-words.ts';
import type { ShellWords } from './shell.ts';
import type { TraceRow } from '../scene/trace-rows.ts';
import type { ChartWords } from './chart-words.ts';

/** What is said to a learner about one complaint: what it is, why it matters, what to look at. One sentence or two each. */
export interface Say {
  readonly headline: string;
  readonly reason: string;
  readonly suggestion: string;
}

/** Where a complaint stands: the field as the server names it, `spec.ports[0].targetPort`, or nothing. */
export interface SaidAt {
  readonly field: string;
}

/** One sentence-maker for each complaint; a missing or extra one does not compile. */
export type DiagnosticWords = { readonly [Id in DiagnosticId]: (params: DiagnosticParams[Id], at: SaidAt) => Say };

/** What a failed check found. `params` are those of grading: names, addresses and numbers. */
export type FindingWords = { readonly [finding in CheckFinding]: (params: CheckResult['params'], result: CheckResult) => string };

/** What became of a query or a connection, in a word or two: as an element of a list, and beside "asked for" and "found". */
export type OutcomeWords = { readonly [outcome in ConnectionOutcome | DNSTrace['outcome']]: string };

/** The words beside the numbers of a voyage. */
export interface TraceWords {
  /** Who or where, for the log's second column. */
  readonly where: (row: TraceRow) => string;
  /** What happened there, as a sentence; empty where addresses say it all. */
  readonly what: (row: TraceRow) => string;
  /** What stands beside the break (or the arrival) in the drawing. */
  readonly caption: (row: TraceRow, mode: SceneMode) => string;
}

/** Why a step went as it did. */
export interface ReasonWords {
  readonly heading: string;
  readonly reasons: { readonly [kind in Reason['kind']]: (reason: Extract<Reason, { readonly kind: kind }>) => string };
  readonly candidates: string;
  readonly picked: string;
  readonly share: (percent: number) => string;
  readonly not: { readonly [why in NonNullable<CandidateFact['not']>]: string };
  readonly linkTo: (number: number) => string;
  readonly before: string;
  readonly now: string;
  readonly compare: string;
  /** Above the steps of a check that lets something happen first: what is drawn is not the learner's cluster. */
  readonly trial: string;
}

/** Everything that is said about manifests and voyages in one language; loaded with the worker. */
export interface Talk {
  readonly lab: LabMoreWords;
  readonly shell: ShellWords;
  readonly diagnostics: DiagnosticWords;
  readonly findings: FindingWords;
  readonly outcomes: OutcomeWords;
  readonly trace: TraceWords;
  readonly chart: ChartWords;
  readonly why: ReasonWords;
  /** Ids of `notSimulated` notes are open; one sentence serves them all, with the name of what was asked. */
  readonly notSimulated: (id: string, params: { readonly [name: string]: string }) => string;
}

/** The last name of a field path: `spec.ports[0].targetPort` → `targetPort`; list positions stay: `ports[0]`. */
export function lastField(field: string): string {
  return /([^.[\]]+)(\[\d+\])?$/.exec(field)?.[0] ?? field;
}
