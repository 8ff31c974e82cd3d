import type { Objection } from './custom/complaint.ts';

/** One thing that a schema found: its line, the field as an author names it, and the schema's own words. */
export interface SchemaFinding {
  readonly line: number;
  /** `checks.answers.host`; empty: the file. */
  readonly field: string;
  readonly objection: Objection;
  readonly message: string;
}

/** Content that breaks a rule: which file, which line (counted from 1), and why. Its message is what an author reads. */
export class ContentError extends Error {
  readonly file: string;
  readonly why: string;
  readonly line: number;
  /** Where a schema was broken: everything it found. */
  readonly findings: readonly SchemaFinding[];

  constructor(file: string, why: string, line = 1, findings: readonly SchemaFinding[] = []) {
    super(`${file}:${line}: ${why}`);
    this.name = 'ContentError';
    this.file = file;
    this.why = why;
    this.line = line;
    this.findings = findings;
  }
}
