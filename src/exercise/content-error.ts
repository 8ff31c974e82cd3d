/** Content that breaks a rule: which file, which line (counted from 1), and why. Its message is what an author reads. */
export class ContentError extends Error {
  readonly file: string;
  readonly why: string;
  readonly line: number;

  constructor(file: string, why: string, line = 1) {
    super(`${file}:${line}: ${why}`);
    this.name = 'ContentError';
    this.file = file;
    this.why = why;
    this.line = line;
  }
}
