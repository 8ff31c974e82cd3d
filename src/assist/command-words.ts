/** One word of a command line as far as it is typed. */
export interface TypedWord {
  /** Without quotes and backslashes. */
  readonly text: string;
  /** Where it begins in the line, quotes included. */
  readonly start: number;
  /** The quote it is still in at its end. */
  readonly quote: '' | "'" | '"';
}

/** The simple command that the caret stands in. */
export interface TypedCommand {
  /** Words before the one being typed. */
  readonly before: readonly string[];
  /** The word being typed; empty where the caret stands after a blank. */
  readonly current: TypedWord;
  /** The current word is a redirection's file. */
  readonly redirected: boolean;
  /** The caret stands in a comment. */
  readonly comment: boolean;
}

/** Words after which another command begins (POSIX XCU 2.4). */
const LEADING = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', '{', 'time']);

/** Reads a line up to the caret. Any text has an answer: what does not parse is read as words. */
export function commandAt(line: string, caret: number): TypedCommand {
  let before: string[] = [];
  let redirected = false;
  let word: { text: string; start: number } | undefined;
  let quote: TypedWord['quote'] = '';
  /** What stands around a `$(…)` that the caret may be in. */
  const outer: { before: string[]; redirected: boolean; word: { text: string; start: number } | undefined; quote: TypedWord['quote'] }[] = [];
  const end = (): void => {
    if (!word) return;
    const begins = before.length === 0 && (LEADING.has(word.text) || /^[A-Za-z_]\w*\+?=/.test(word.text));
    if (redirected) redirected = false;
    else if (!begins) before.push(word.text);
    word = undefined;
  };
  const fresh = (): void => {
    end();
    before = [];
    redirected = false;
  };
  const add = (at: number, text: string): void => {
    word ??= { text: '', start: at };
    word.text += text;
  };

  for (let at = 0; at < caret; at++) {
    const char = line[at] as string;
    if (quote === "'") {
      if (char === "'") quote = '';
      else add(at, char);
      continue;
    }
    if (char === '\\') {
      const next = at + 1 < caret ? line[++at] : undefined;
      if (next !== undefined && next !== '\n') add(at - 1, quote === '"' && !'$`"\\'.includes(next) ? `\\${next}` : next);
      continue;
    }
    if (char === '$' && line[at + 1] === '(' && line[at + 2] !== '(' && at + 1 < caret) {
      outer.push({ before, redirected, word: word ?? { text: '', start: at }, quote });
      [before, redirected, word, quote] = [[], false, undefined, ''];
      at++;
      continue;
    }
    if (quote === '"') {
      if (char === '"') quote = '';
      else add(at, char);
      continue;
    }
    if (char === "'" || char === '"') {
      add(at, '');
      quote = char;
    } else if (char === ' ' || char === '\t') end();
    else if (char === ')' && outer.length > 0) {
      end();
      const around = outer.pop();
      if (around) ({ before, redirected, word, quote } = around);
    } else if (char === '#' && !word) {
      const stop = line.indexOf('\n', at);
      if (stop < 0 || stop >= caret) return { before: [], current: { text: '', start: caret, quote: '' }, redirected: false, comment: true };
      at = stop - 1;
    } else if (';|&\n()'.includes(char) && !(char === '&' && (line[at - 1] === '>' || line[at - 1] === '<'))) fresh();
    else if (char === '>' || char === '<') {
      if (word && /^\d+$/.test(word.text)) word = undefined;
      end();
      redirected = true;
    } else add(at, char);
  }
  return { before, current: { ...(word ?? { text: '', start: caret }), quote }, redirected, comment: false };
}
