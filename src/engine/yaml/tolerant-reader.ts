import { isMap, isScalar, isSeq, parseDocument, type ErrorCode, type Node } from 'yaml';
import { index, type FieldPath } from '../api/field-path.ts';
import type { Position, Span, YAMLProblem } from './manifest-document.ts';
import type { YAMLProblemId, YAMLProblemParams } from './yaml-problems.ts';
import { memberPath, visible } from './spans.ts';

/** What the `yaml` package makes of text that the Go programs refuse: positions of what it can read, and what is wrong. */
export interface TolerantTree {
  readonly positions: Map<FieldPath, Position>;
  readonly problems: readonly YAMLProblem[];
}

type PlainId = Exclude<YAMLProblemId, 'yaml-unknown-anchor' | 'yaml-reserved-character' | 'yaml-duplicate-key' | 'yaml-bad-separator' | 'yaml-too-large'>;

// Every code of the `yaml` package that its parser gives with `uniqueKeys: false` and one document.
const IDS: { readonly [Code in ErrorCode]: PlainId | 'yaml-unknown-anchor' | 'yaml-reserved-character' } = {
  ALIAS_PROPS: 'yaml-alias-with-properties',
  BAD_ALIAS: 'yaml-unknown-anchor',
  BAD_COLLECTION_TYPE: 'yaml-wrong-collection-tag',
  BAD_DIRECTIVE: 'yaml-bad-directive',
  BAD_DQ_ESCAPE: 'yaml-bad-escape',
  BAD_INDENT: 'yaml-bad-indentation',
  BAD_PROP_ORDER: 'yaml-misplaced-property',
  BAD_SCALAR_START: 'yaml-reserved-character',
  BLOCK_AS_IMPLICIT_KEY: 'yaml-nested-mapping-on-one-line',
  BLOCK_IN_FLOW: 'yaml-block-inside-brackets',
  DUPLICATE_KEY: 'yaml-unexpected-token',
  IMPOSSIBLE: 'yaml-unexpected-token',
  KEY_OVER_1024_CHARS: 'yaml-key-too-long',
  MISSING_CHAR: 'yaml-missing-character',
  MULTILINE_IMPLICIT_KEY: 'yaml-key-over-several-lines',
  MULTIPLE_ANCHORS: 'yaml-repeated-property',
  MULTIPLE_DOCS: 'yaml-unexpected-token',
  MULTIPLE_TAGS: 'yaml-repeated-property',
  NON_STRING_KEY: 'yaml-unusable-key',
  RESOURCE_EXHAUSTION: 'yaml-too-deep',
  TAB_AS_INDENT: 'yaml-tab-indentation',
  TAG_RESOLVE_FAILED: 'yaml-unusable-tag',
  UNEXPECTED_TOKEN: 'yaml-unexpected-token',
};

/**
 * Reads one document as far as it can be read. `base` is where `text` begins in its file; a problem that points at nothing is
 * shown at `otherwise`.
 */
export function readTolerantly(text: string, base: number, otherwise = base): TolerantTree {
  const positions = new Map<FieldPath, Position>();
  const document = withinStack(() => parseDocument(text, { version: '1.1', uniqueKeys: false, prettyErrors: false, logLevel: 'silent', strict: true }));
  if (!document) return { positions, problems: [] };
  const shift = ([start, end]: readonly [number, number]): Span => ({ start: base + start, end: base + Math.max(end, start) });

  const visit = (node: unknown, path: FieldPath, key?: Span): void => {
    const { range } = (node ?? {}) as Node;
    if (!range) return;
    positions.set(path, { ...(key ? { key } : {}), value: shift([range[0], range[1]]) });
    if (isSeq(node)) node.items.forEach((item, i) => visit(item, index(path, i)));
    if (!isMap(node)) return;
    for (const { key: name, value } of node.items) {
      if (isScalar(name) && name.range)
        visit(value ?? { range: [name.range[1], name.range[1], name.range[1]] }, memberPath(path, String(name.value)), shift([name.range[0], name.range[1]]));
    }
  };
  visit(document.contents, '');

  // One mistake, for which the package has two complaints, or three.
  const tooDeep = new Map(document.errors.flatMap(({ code, pos: [at] }) => (code === 'BLOCK_AS_IMPLICIT_KEY' ? [[at, lineTooDeep(text, at)]] : [])));
  const items = document.errors.flatMap(({ message, pos: [at] }) => (message === ITEM_AMONG_KEYS ? [text.indexOf('-', at)] : []));
  const errors = document.errors.filter(
    ({ code, message, pos: [at] }) => !(code === 'MULTILINE_IMPLICIT_KEY' && tooDeep.get(at)) && (message === ITEM_AMONG_KEYS || !items.includes(at)),
  );
  const problems = errors.map(({ code, pos, message }): YAMLProblem => {
    const indentation = (written: readonly [number, number], list?: YAMLProblemParams['yaml-bad-indentation']['list']): YAMLProblem => ({
      id: 'yaml-bad-indentation',
      severity: 'error',
      span: shift(written),
      params: list ? { list } : {},
    });
    const { start, end } = shift(pos);
    const blank = text[start - base] !== '\t' && text.slice(start - base, end - base).trim() === '';
    const deeper = code === 'BLOCK_AS_IMPLICIT_KEY' ? tooDeep.get(pos[0]) : undefined;
    if (deeper) return indentation(deeper);
    if (message === ITEM_AMONG_KEYS) return indentation([text.indexOf('-', pos[0]), text.indexOf('-', pos[0]) + 1], 'item-among-keys');
    if (code === 'BAD_INDENT' || message === LINE_AMONG_ITEMS) {
      const [, before = '', word = ''] = /^(\s*)([^\s:]*:?)/u.exec(text.slice(pos[0])) ?? [];
      const line = pos[0] + before.length;
      if (word !== '' && (message === LINE_AMONG_ITEMS || isAmongItems(text, line))) return indentation([line, line + word.length], 'line-among-items');
    }
    const span = visible(blank ? { start: otherwise, end: otherwise } : { start, end }, text, base);
    // The last key of a block; before another one, the package finds a key of several lines.
    const id = message === 'Implicit map keys need to be followed by map values' ? 'yaml-key-over-several-lines' : IDS[code];
    const written = text.slice(span.start - base, span.end - base);
    if (id === 'yaml-unknown-anchor') return { id, severity: 'error', span, params: { name: written.replace(/^\*/, '') } };
    if (id === 'yaml-reserved-character') return { id, severity: 'error', span, params: { character: (/^./u.exec(written) ?? [''])[0] } };
    return { id, severity: 'error', span, params: {} };
  });
  return { positions, problems };
}

/** What the package says of an item where the lines above are keys, and of a line that stands deeper than an item's dash and not as deep as its keys. */
const ITEM_AMONG_KEYS = 'A block sequence may not be used as an implicit map key';
const LINE_AMONG_ITEMS = 'Sequence item without - indicator';

/** Whether the nearest line above that stands no deeper begins an item of a list, whose keys stand deeper. */
function isAmongItems(text: string, at: number): boolean {
  const begin = text.lastIndexOf('\n', at - 1) + 1;
  for (let end = begin - 1; end > 0; end = text.lastIndexOf('\n', end - 1)) {
    const from = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(from, end);
    if (/^ *[^ #]/u.test(line) && line.search(/\S/u) <= at - begin) return (/^ *-(?: +|$)/u.exec(line)?.[0].length ?? 0) > at - begin;
  }
  return false;
}

/** The key below a value that is written on the line of its own key, as in `a: b` and then `  c: d`; `undefined` where the second colon stands on that line, too. */
function lineTooDeep(text: string, value: number): readonly [number, number] | undefined {
  const [, before = '', key = ''] = /^([^\n]*\n\s*)([^\s#:][^\n:]*):(?=\s|$)/.exec(text.slice(value)) ?? [];
  const start = value + before.length;
  return key === '' || /:\s/.test(before.slice(0, before.indexOf('\n') + 1)) ? undefined : [start, start + key.length];
}

/** What `read` returns; `undefined` where the package, which calls itself once for every level, comes to the end of the stack. */
function withinStack<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof RangeError) return undefined;
    throw problem;
  }
}
