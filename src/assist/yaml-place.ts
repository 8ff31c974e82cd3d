/** Where a caret stands in a manifest, read from the lines alone, so that a half-typed file has a place as well. */
export interface YAMLPlace {
  /** Kind and apiVersion of the document, as far as they are written. */
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  /** The fields around the caret; list items are numbers. Without the key of the caret's own line. */
  readonly parents: readonly (string | number)[];
  /** What the caret is in: a key being typed, or the value of a key (of a list item, if `key` is absent). */
  readonly part: 'key' | 'value';
  /** The key of the caret's line, if it has one. */
  readonly key?: string;
  /** The word being typed, and where it begins. */
  readonly word: string;
  readonly wordStart: number;
  readonly wordEnd: number;
  /** Keys that stand beside the caret's already. */
  readonly siblings: readonly string[];
}

interface Line {
  readonly indent: number;
  /** How many `- ` begin the line, and the column behind the last. */
  readonly items: number;
  readonly content: number;
  readonly key: string | undefined;
  readonly value: string;
  readonly blank: boolean;
}

const LINE = /^(?<indent> *)(?<items>(?:- +)*)(?:(?<key>"[^"]*"|'[^']*'|[^\s:#"'{[\]},-][^:#]*?|-?[^\s:#"'{[\]},-][^:#]*?):(?= |$))?/;

function readLine(text: string): Line {
  const bare = text.replace(/(^|\s)#.*$/, '$1');
  const groups = LINE.exec(bare)?.groups ?? {};
  const indent = groups['indent']?.length ?? 0;
  const items = groups['items'] ?? (/^ *-$/.test(bare) ? '-' : '');
  const key = groups['key'];
  const content = indent + items.length;
  return {
    indent,
    items: /^ *-$/.test(bare) ? 1 : (items.match(/-/g)?.length ?? 0),
    content,
    key: key?.replace(/^(["'])(.*)\1$/, '$2'),
    value: bare.slice(key === undefined ? content : content + key.length + 1).trim(),
    blank: bare.trim() === '',
  };
}

/** The place of a caret; `offset` in UTF-16 code units. */
export function placeAt(text: string, offset: number): YAMLPlace {
  const before = text.slice(0, offset);
  const lines = text.split('\n');
  const row = before.split('\n').length - 1;
  const column = before.length - (before.lastIndexOf('\n') + 1);
  let first = row;
  while (first > 0 && !lines[first]?.startsWith('---')) first -= 1;
  let last = row + 1;
  while (last < lines.length && !lines[last]?.startsWith('---')) last += 1;
  const document = lines.slice(first, last);
  const top = (name: string): string =>
    document.map((line) => new RegExp(`^${name}: *["']?([^"'\\s#]*)`).exec(line)?.[1]).find((value) => value !== undefined) ?? '';

  const current = lines[row] ?? '';
  const here = readLine(current);
  const keyEnd = here.key === undefined ? -1 : current.indexOf(':', here.content);
  const part = here.key !== undefined && column > keyEnd ? 'value' : 'key';
  const wordStart = wordStartAt(current, column, part === 'value' ? keyEnd + 1 : here.content);
  const wordEnd = part === 'key' && here.key !== undefined ? keyEnd : column + (/^[^\s,\]}#]*/.exec(current.slice(column))?.[0].length ?? 0);
  // A blank line belongs to what its caret's column says; a written one to its own indentation.
  const depth = here.blank || (here.key === undefined && here.items === 0) ? Math.min(column, here.blank ? column : here.content) : here.content;
  const { parents, siblings } = surroundings(lines, first, row, last, { ...here, content: depth });
  const lineStart = offset - column;
  return {
    kind: top('kind'),
    apiVersion: top('apiVersion'),
    namespace: document.map((line) => /^ +namespace: *["']?([^"'\s#]+)/.exec(line)?.[1]).find((value) => value !== undefined) ?? '',
    parents,
    part,
    ...(here.key === undefined ? {} : { key: here.key }),
    word: current.slice(wordStart, column),
    wordStart: lineStart + wordStart,
    wordEnd: lineStart + Math.max(wordEnd, column),
    siblings,
  };
}

function wordStartAt(line: string, column: number, least: number): number {
  let start = column;
  while (start > least && !/[\s,[{]/.test(line[start - 1] ?? ' ')) start -= 1;
  return start;
}

/** Climbs from a row to every line that is less indented; counts list items on the way. */
function surroundings(lines: readonly string[], first: number, row: number, last: number, here: Line): { parents: (string | number)[]; siblings: string[] } {
  const parents: (string | number)[] = [];
  const siblings: string[] = [];
  let depth = here.content;
  if (here.items > 0) parents.unshift(...itemSteps(lines, first, row, here));
  let open = here.items === 0;
  if (here.items > 0) depth = here.indent;
  for (let i = row - 1; i >= first; i -= 1) {
    const line = readLine(lines[i] ?? '');
    if (line.blank || lines[i]?.startsWith('---')) continue;
    if (line.content === depth && open && line.key !== undefined && line.items === 0) {
      if (parents.length === 0) siblings.push(line.key);
    } else if (line.items > 0 && line.content === depth && open) {
      // The first key of this list item stands on the line with the dash.
      if (line.key !== undefined && parents.length === 0) siblings.push(line.key);
      parents.unshift(...itemSteps(lines, first, i, line));
      depth = line.indent;
      open = false;
    } else if (line.content < depth || (line.content === depth && !open && line.items === 0)) {
      if (line.items > 0 && line.content < depth) {
        if (line.key !== undefined) parents.unshift(line.key);
        parents.unshift(...itemSteps(lines, first, i, line));
        depth = line.indent;
        open = false;
      } else if (line.key !== undefined) {
        parents.unshift(line.key);
        depth = line.content;
        open = true;
      }
    }
    if (depth === 0 && open && parents.length > 0) break;
  }
  for (let i = row + 1; i < last && parents.length >= 0; i += 1) {
    const line = readLine(lines[i] ?? '');
    if (line.blank) continue;
    if (line.content < here.content || (line.items > 0 && line.indent < here.content)) break;
    if (line.content === here.content && line.items === 0 && line.key !== undefined) siblings.push(line.key);
  }
  return { parents, siblings };
}

/** The item's number in its list: how many dashes of the same column stand above it without a gap. */
function itemSteps(lines: readonly string[], first: number, row: number, { indent, items }: Line): number[] {
  let number = 0;
  for (let i = row - 1; i >= first; i -= 1) {
    const line = readLine(lines[i] ?? '');
    if (line.blank) continue;
    if (line.indent < indent || (line.indent === indent && line.items === 0)) break;
    if (line.indent === indent && line.items > 0) number += 1;
  }
  return Array.from({ length: items }, (_, i) => (i === 0 ? number : 0));
}
