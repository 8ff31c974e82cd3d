/** Content that breaks a rule: which file, and why. Its message is what an author reads. */
export class ContentError extends Error {
  readonly file: string;
  readonly why: string;

  constructor(file: string, why: string) {
    super(`${file}: ${why}`);
    this.name = 'ContentError';
    this.file = file;
    this.why = why;
  }
}
