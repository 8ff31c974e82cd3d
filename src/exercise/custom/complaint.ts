import type { DefinitionFaults } from '../definition-laws.ts';
import type { SchemaSaying } from '../schema.ts';

/** Kinds of mistakes in the writing of YAML or JSON. */
export type SyntaxKind = 'indentation' | 'tab' | 'quotes' | 'repeated-key' | 'bracket' | 'text' | 'anchor' | 'several-documents' | 'unreadable';
/** What a value should be. */
export type ValueKind = 'text' | 'number' | 'whole-number' | 'yes-or-no' | 'list' | 'mapping' | 'value';

/** Why a file is no custom exercise: by id, what its sentence needs. */
export interface ComplaintParams extends DefinitionFaults {
  // the text
  readonly empty: Record<never, never>;
  readonly 'too-large': { readonly most: number };
  readonly syntax: { readonly kind: SyntaxKind };
  readonly alias: Record<never, never>;
  readonly tag: { readonly tag: string };
  readonly 'forbidden-key': { readonly key: string };
  readonly 'too-deep': { readonly most: number };
  readonly 'too-many-values': { readonly most: number };
  readonly 'not-exercise': { readonly format: string };
  readonly newer: { readonly format: string };
  // the schema
  readonly 'missing-field': { readonly field: string };
  readonly 'unknown-field': { readonly field: string };
  readonly 'wrong-type': { readonly wanted: ValueKind };
  readonly 'not-one-of': { readonly values: string };
  readonly 'too-small': { readonly least: number };
  readonly 'too-big': { readonly most: number };
  readonly 'too-short': { readonly least: number };
  readonly 'too-long': { readonly most: number };
  readonly form: { readonly form: SchemaSaying };
  readonly 'bad-value': Record<never, never>;
  // what the parts say of each other
  readonly 'no-language': Record<never, never>;
  readonly html: Record<never, never>;
  readonly 'too-much-markdown': { readonly signs: number; readonly all: number; readonly deep: number };
  readonly 'missing-section': { readonly section: string };
  readonly 'missing-heading': { readonly section: string };
  readonly 'missing-text': { readonly section: string };
  readonly 'unused-section': { readonly section: string };
  readonly 'missing-starter': { readonly file: string };
  readonly 'unused-starter': { readonly file: string };
  readonly 'missing-given': { readonly file: string };
  readonly 'solution-writes-elsewhere': { readonly file: string };
  readonly 'empty-solution': Record<never, never>;
  readonly 'too-many-files': { readonly most: number };
  readonly 'too-many-objects': { readonly most: number; readonly found: number };
  readonly 'too-many-pods': { readonly most: number; readonly found: number };
  readonly 'too-many-checks': { readonly most: number };
  readonly 'nested-too-deep': { readonly most: number };
  readonly 'too-much-time': { readonly most: number };
  readonly 'unknown-image': { readonly image: string; readonly images: string };
}
export type ComplaintId = keyof ComplaintParams;

/** One thing that keeps a file from being an exercise, and where it stands. */
export type Complaint = {
  readonly [I in ComplaintId]: {
    readonly id: I;
    readonly params: ComplaintParams[I];
    /** The field, as `checks.0.url`; empty: the file. */
    readonly path: string;
    /** From 1. */
    readonly line: number;
  };
}[ComplaintId];

/** A complaint that does not know its line yet. */
export type Objection = {
  readonly [I in ComplaintId]: { readonly id: I; readonly params: ComplaintParams[I]; readonly path: readonly PropertyKey[]; readonly linesDown?: number };
}[ComplaintId];
