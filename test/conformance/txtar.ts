// A case is a terminal session followed by files (FORMAT.md). This module reads both.

export interface Stream {
  readonly lines: string[];
  anyOrder: boolean;
  newline: boolean;
}

export interface Result {
  readonly stdout: Stream;
  readonly stderr: Stream;
  exit: number;
}

export interface Command {
  readonly type: 'command';
  readonly command: string;
  readonly line: number;
  readonly oneOf: boolean;
  readonly results: readonly Result[];
}

export type Item = Command | { readonly type: 'step'; readonly text: string; readonly line: number };

export interface Case {
  readonly items: readonly Item[];
  readonly files: ReadonlyMap<string, string>;
  /** `recorded`, `restated` or `assumed`; empty where the case does not say. */
  readonly source: string;
}

/** "a\nb\n" → {lines: ["a", "b"], newline: true}; an unfinished last line is kept and told by newline: false. */
export function splitLines(text: string): { lines: string[]; newline: boolean } {
  if (text === '') return { lines: [], newline: true };
  const newline = text.endsWith('\n');
  return { lines: (newline ? text.slice(0, -1) : text).split('\n'), newline };
}

const newStream = (): Stream => ({ lines: [], anyOrder: false, newline: true });
const newResult = (): Result => ({ stdout: newStream(), stderr: newStream(), exit: 0 });

/** Reads one case; throws on a line that is neither comment, command nor step. */
export function parseCase(text: string): Case {
  const files = new Map<string, string>();
  const session: string[] = [];
  let current: string[] | null = null;
  let name = '';
  const close = (): void => {
    if (current) files.set(name, current.map((line) => `${line}\n`).join(''));
  };
  for (const line of splitLines(text).lines) {
    const marker = /^-- (.+) --$/.exec(line);
    if (marker) {
      close();
      name = marker[1]!;
      current = [];
    } else (current ?? session).push(line);
  }
  close();
  return { items: parseSession(session), files, source: /^# source: (\w+)/m.exec(session.join('\n'))?.[1] ?? '' };
}

const DIRECTIVE = /^\[(stderr|any order|one of|or|blank|no newline|exit \d+)\]$/;

function parseSession(lines: readonly string[]): Item[] {
  const items: Item[] = [];
  const source = !lines.some((line) => line.startsWith('# source: recorded'));
  let paragraph = true; // the line before was blank, or there was none
  let open: { command: string; line: number; body: string[] } | null = null;
  const finish = (): void => {
    if (open) items.push({ type: 'command', command: open.command, line: open.line, ...parseBody(open.body) });
    open = null;
  };
  lines.forEach((line, i) => {
    if (line.startsWith('$ ')) {
      finish();
      open = { command: line.slice(2), line: i + 1, body: [] };
      paragraph = false;
    } else if (line.startsWith('@ ')) {
      finish();
      items.push({ type: 'step', text: line.slice(2).trim(), line: i + 1 });
      paragraph = false;
    } else if ((line === '#' || line.startsWith('# ')) && (paragraph || source || !open)) {
      finish();
      paragraph = false;
    } else {
      if (open) open.body.push(line);
      else if (line.trim()) throw new Error(`line ${i + 1} is neither a comment, a command nor a step: ${line}`);
      paragraph = line === '';
    }
  });
  finish();
  return items;
}

function parseBody(body: readonly string[]): { oneOf: boolean; results: Result[] } {
  const lines = [...body];
  while (lines.at(-1) === '') lines.pop();
  const results = [newResult()];
  let oneOf = false;
  let stream: 'stdout' | 'stderr' = 'stdout';
  for (const line of lines) {
    const result = results.at(-1)!;
    const out = result[stream];
    if (line === '[stderr]') stream = 'stderr';
    else if (line === '[any order]') out.anyOrder = true;
    else if (line === '[no newline]') out.newline = false;
    else if (line === '[blank]') out.lines.push('');
    else if (line === '[one of]') oneOf = true;
    else if (line === '[or]') {
      results.push(newResult());
      stream = 'stdout';
    } else if (DIRECTIVE.test(line)) result.exit = Number(line.slice(6, -1));
    else out.lines.push(line.startsWith('\\') ? line.slice(1) : line);
  }
  return { oneOf, results };
}
