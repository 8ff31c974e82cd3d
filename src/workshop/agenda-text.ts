import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { AGENDA_LIMIT, readAgenda, type Agenda, type AgendaProblem, type Known, type ValuePath } from './agenda.ts';

/** A problem and the line it stands on, from 1. */
export type PlacedProblem = AgendaProblem & { readonly line: number };

/** An agenda as somebody wrote it, in YAML or JSON; or every problem with its line. Any text gives an answer. */
export function readAgendaText(text: string, known: Known): { readonly agenda: Agenda } | { readonly problems: readonly PlacedProblem[] } {
  if (text.length > AGENDA_LIMIT.characters) return { problems: [{ rule: 'too-long', most: AGENDA_LIMIT.characters, path: [], line: 1 }] };
  try {
    return read(text, known);
  } catch (problem) {
    // Aliases are refused by throwing.
    return { problems: [{ rule: 'syntax', said: saidBy(problem), path: [], line: 1 }] };
  }
}

const TOO_DEEP = 'nested too deeply';

/** The package calls itself once for every level: what is nested without end comes to the end of the stack, and may be told as its own mistake. */
function saidBy(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem);
  return problem instanceof RangeError || /call stack|too much recursion/iu.test(problem.message) ? TOO_DEEP : problem.message;
}

function read(text: string, known: Known): { readonly agenda: Agenda } | { readonly problems: readonly PlacedProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const told = document.errors
    .slice(0, 20)
    .map((error) => ({ rule: 'syntax' as const, said: saidBy(error), path: [], line: lines.linePos(error.pos[0]).line }));
  // What else is wrong follows from it.
  const deep = told.find(({ said }) => said === TOO_DEEP);
  if (told.length > 0) return { problems: deep ? [deep] : told };
  // No aliases: an agenda has no use for them, and they can grow without end.
  const found = readAgenda(document.toJS({ maxAliasCount: 0 }), known);
  if ('agenda' in found) return found;
  const placed = found.problems.map((problem) => ({ ...problem, line: lineOf(document, lines, problem.path) }));
  return { problems: placed.sort((a, b) => a.line - b.line) };
}

/** The line of a value, or of the nearest thing around it that is written. */
function lineOf(document: Document, lines: LineCounter, path: ValuePath): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
