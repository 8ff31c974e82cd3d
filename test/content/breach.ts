import type { ContentError } from '../../src/exercise/content-error.ts';
import { customWords, sayComplaint } from '../../src/messages/custom-words.ts';

/** A law that content breaks: which file, which line (counted from 1), and what to do about it. */
export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

/** As an author reads it, and as an editor's terminal turns it into a link. */
export const describeBreach = ({ file, line, why }: Breach): string => `${file}:${line}: ${why}`;

/** The line of a text that has `part` first; 1 where none has it. */
export function lineWith(text: string | undefined, part: string | RegExp | undefined): number {
  if (text === undefined || part === undefined) return 1;
  return Math.max(0, text.split('\n').findIndex((line) => (typeof part === 'string' ? line.includes(part) : part.test(line)))) + 1;
}

/** The line of an offset into a text. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** What keeps a file from being read, each thing in its line: of a schema, in the words that authors of custom exercises read. */
export function breachesOf({ file, line, why, findings }: ContentError): readonly Breach[] {
  if (findings.length === 0) return [{ file, line, why }];
  // What follows from a mistake in the writing often stands in the same line.
  const told = findings.filter(({ line, objection }, at) => objection.id !== 'syntax' || findings.findIndex((other) => other.line === line) === at);
  return told.map(({ line, field, objection: { id, params }, message }) => {
    const said = id === 'bad-value' ? message : sayComplaint(customWords('en'), id, params);
    return { file, line, why: id === 'syntax' ? `cannot be read (${message}): ${said}` : `${field || 'the file'}: ${said}` };
  });
}
