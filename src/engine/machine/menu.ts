// Models bash 5.2 execute_cmd.c select_query and print_select_list.
import type { Builtin } from './shell-builtins.ts';

const COLUMNS = 80;
/** `) ` behind a number, and the room between two columns. */
const [MARK, ROOM] = [2, 2];
const TAB = 8;

/** Blanks and tabs from one column to another. */
function indent(from: number, to: number): string {
  let text = '';
  for (let at = from; at < to;) {
    const byTab = Math.floor(to / TAB) > Math.floor(at / TAB);
    text += byTab ? '\t' : ' ';
    at += byTab ? TAB - (at % TAB) : 1;
  }
  return text;
}

/** The numbered words, column after column. */
function menuOf(words: readonly string[], columns: number): string {
  const digits = String(words.length).length;
  const width = Math.max(...words.map((word) => word.length)) + digits + MARK + ROOM;
  const fitting = Math.max(1, Math.floor(columns / width));
  let rows = Math.ceil(words.length / fitting);
  if (rows === 1) rows = words.length;
  let text = '';
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (let index = row; index < words.length; index += rows) {
      const wide = at === 0 ? String(rows).length : digits;
      const item = `${String(index + 1).padStart(wide)}) ${words[index] as string}`;
      text += item;
      if (index + rows < words.length) text += indent(at + item.length, at + width);
      at += width;
    }
    text += '\n';
  }
  return text;
}

/** One question of `select` about its words: the number that was chosen, 0 for anything else, -1 at the input's end. */
export const select: Builtin = function* (shell, words, context) {
  const menu = menuOf(words, Number(shell.get('COLUMNS') ?? COLUMNS) || COLUMNS);
  const errors = shell.errors(context);
  const input = shell.streams(context).input;
  if ((shell.get('REPLY') ?? '') === '') errors.write(menu);
  for (;;) {
    errors.write(shell.get('PS3') ?? '#? ');
    const line = yield* input.readLine();
    if (line === undefined) {
      shell.output(context).write('\n');
      return -1;
    }
    shell.set('REPLY', line);
    if (line !== '') return /^\s*\d{1,9}\s*$/.test(line) && Number(line) <= words.length ? Number(line) : 0;
    errors.write(menu);
  }
};
