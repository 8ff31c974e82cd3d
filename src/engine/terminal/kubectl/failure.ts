import type { Status } from '../../api/status.ts';

/** Why a kubectl command ends: a status of the server, or words of kubectl's own. Thrown inside kubectl, never out of it. */
export class Failure {
  /** Go's `err.Error()`: without the `error: ` or `Error from server` that is put before it. */
  readonly text: string;
  readonly status: Status | undefined;
  readonly exitCode: number;
  /** Nothing stands before the text. */
  readonly bare: boolean;

  constructor(text: string, status?: Status, exitCode = 1, bare = false) {
    this.bare = bare;
    this.text = text;
    this.status = status;
    this.exitCode = exitCode;
  }
}

/** Several failures of one command, printed one a line. */
export class Failures {
  readonly list: readonly Failure[];

  constructor(list: readonly Failure[]) {
    this.list = list;
  }
}

/** What could not be read, beside failures of another sort: it is one of them then, without the server's name (apimachinery aggregate.Error). */
export const unreadBeside = (unread: readonly Failure[], others: readonly Failure[]): readonly Failure[] =>
  unread.length > 0 && others.length > 0
    ? [new Failure(unread.length > 1 ? `[${[...new Set(unread.map(({ text }) => text))].join(', ')}]` : (unread[0] as Failure).text)]
    : unread;

/** Ends the command with `error: TEXT`. */
export function fail(text: string, exitCode = 1): never {
  throw new Failure(text, undefined, exitCode);
}

/** Ends the command with the server's refusal; `text` replaces its message where kubectl wraps it. */
export function failStatus(status: Status, text = status.message): never {
  throw new Failure(text, status);
}

/** Ends the command with an exit status and no words. */
export function exit(code: number): never {
  throw new Failure('', undefined, code);
}

/** Models kubectl pkg/cmd/util StandardErrorMessage and messageForError (v0.37.1). */
function lineOf({ text, status }: Failure): string {
  return status ? `Error from server${status.reason === 'Unknown' ? '' : ` (${status.reason})`}: ${text}` : text;
}

/** The `* FIELD: MESSAGE` lines of an Invalid, duplicates gone. */
function causesOf(status: Status): string[] {
  return [...new Set((status.causes ?? []).map(({ field = '', message }) => `${field}: ${message}`))];
}

/** What kubectl prints on standard error for a failure. Models kubectl pkg/cmd/util checkErr (v0.37.1). */
export function wordsOf(failure: Failure | Failures): { readonly text: string; readonly exitCode: number } {
  if (failure instanceof Failures) {
    if (failure.list.length !== 1) return { text: failure.list.map((one) => `${lineOf(one)}\n`).join(''), exitCode: 1 };
    return wordsOf(failure.list[0] as Failure);
  }
  const { status, text, exitCode, bare } = failure;
  if (text === '' && !status) return { text: '', exitCode };
  let words: string;
  if (status?.reason === 'Invalid') {
    const { kind = '', name = '' } = status.details ?? {};
    const causes = causesOf(status);
    words = !status.details
      ? `The request is invalid${text ? `: ${text}` : ''}`
      : kind || name
        ? `The ${kind} "${name}" is invalid`
        : `The request is invalid${causes.length === 0 && text ? `: ${text}` : ''}`;
    // Models MultilineError: a line break follows, also after a cause that ends with one.
    if (status.details && causes.length === 1) words += `: ${causes[0] as string}\n`;
    else if (status.details && causes.length > 1) words += `: \n${causes.map((cause) => `* ${cause}\n`).join('')}`;
  } else if (status) words = lineOf(failure);
  else words = bare || text.startsWith('error: ') ? text : `error: ${text}`;
  return { text: words.endsWith('\n') ? words : `${words}\n`, exitCode };
}

/** Runs a step and hands back how it failed, or `undefined`. */
export function caught(step: () => void): Failure | undefined {
  try {
    step();
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
