import { isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type ErrorCode, type Node } from 'yaml';
import type { Complaint, ComplaintId, ComplaintParams, Objection, SyntaxKind } from './complaint.ts';
import { CUSTOM_LIMIT } from './custom-schema.ts';

/** What the YAML library names, as what an author can do about it. */
export const SYNTAX: { readonly [code in ErrorCode]: SyntaxKind } = {
  ALIAS_PROPS: 'anchor',
  BAD_ALIAS: 'anchor',
  BAD_COLLECTION_TYPE: 'unreadable',
  BAD_DIRECTIVE: 'unreadable',
  BAD_DQ_ESCAPE: 'quotes',
  BAD_INDENT: 'indentation',
  BAD_PROP_ORDER: 'anchor',
  BAD_SCALAR_START: 'text',
  BLOCK_AS_IMPLICIT_KEY: 'indentation',
  BLOCK_IN_FLOW: 'bracket',
  DUPLICATE_KEY: 'repeated-key',
  IMPOSSIBLE: 'unreadable',
  KEY_OVER_1024_CHARS: 'text',
  MISSING_CHAR: 'bracket',
  MULTILINE_IMPLICIT_KEY: 'indentation',
  MULTIPLE_ANCHORS: 'anchor',
  MULTIPLE_DOCS: 'several-documents',
  MULTIPLE_TAGS: 'anchor',
  NON_STRING_KEY: 'text',
  RESOURCE_EXHAUSTION: 'unreadable',
  TAB_AS_INDENT: 'tab',
  TAG_RESOLVE_FAILED: 'text',
  UNEXPECTED_TOKEN: 'unreadable',
};

/** Names that mean something to JavaScript's own objects. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', '<<']);

/** A file that can be read: its value, and the line of each of its fields. */
export interface ReadText {
  readonly value: unknown;
  readonly lineOf: (objection: Pick<Objection, 'path' | 'linesDown'>) => number;
}

/** YAML or JSON of somebody else as plain data: no aliases, no tags, nothing endless. Any text gives an answer, never an exception. */
export function readText(text: string): ReadText | { readonly complaints: readonly Complaint[] } {
  const one = <I extends ComplaintId>(id: I, params: ComplaintParams[I], line = 1): { readonly complaints: readonly Complaint[] } => ({
    complaints: [{ id, params, path: '', line } as Complaint],
  });
  if (text.trim() === '') return one('empty', {});
  if (text.length > CUSTOM_LIMIT.characters) return one('too-large', { most: CUSTOM_LIMIT.characters });
  const deep = deepLine(text);
  if (deep !== undefined) return one('too-deep', { most: CUSTOM_LIMIT.depth }, deep);
  const lines = new LineCounter();
  let document: Document;
  try {
    document = parseDocument(text, { prettyErrors: false, lineCounter: lines, uniqueKeys: false, logLevel: 'error' });
  } catch {
    // The parser's own stack is the last guard.
    return one('too-deep', { most: CUSTOM_LIMIT.depth });
  }
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0) {
    const lines = new Map(document.errors.map(({ code, pos }) => [lineAt(pos[0]), SYNTAX[code]] as const).reverse());
    return {
      complaints: [...lines]
        .sort(([a], [b]) => a - b)
        .slice(0, 5)
        .map(([line, kind]) => ({ id: 'syntax', params: { kind }, path: '', line })),
    };
  }
  const hostile = hostileIn(document.contents, lineAt);
  if (hostile.length > 0) return { complaints: hostile };
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf: ({ path, linesDown = 0 }) => {
      let node: unknown = document.contents;
      let line = isNode(node) && node.range ? lineAt(node.range[0]) : 1;
      for (const step of path) {
        const pair: unknown = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step)) : undefined;
        const next: unknown = isPair(pair) ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined;
        const place: unknown = isPair(pair) ? pair.key : next;
        if (!isNode(place) || !place.range) return line;
        line = lineAt(place.range[0]);
        node = next;
      }
      return isScalar(node) && node.type === 'BLOCK_LITERAL' ? line + linesDown : line;
    },
  };
}

/** The line on which containers stand too deep within each other, by brackets or by indentation; strings are not looked into. */
function deepLine(text: string): number | undefined {
  let open = 0;
  let line = 1;
  // A line may open as many containers as it has dashes: `- - - - …`.
  for (const [at, written] of text.split('\n').entries())
    if ((/^\s*(?:- )+/u.exec(written)?.[0].match(/- /gu)?.length ?? 0) > CUSTOM_LIMIT.depth) return at + 1;
  for (const letter of text.replace(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/gu, (quoted) => quoted.replace(/[^\n]/gu, ' '))) {
    if (letter === '\n') line += 1;
    else if (letter === '[' || letter === '{') open += 1;
    else if ((letter === ']' || letter === '}') && open > 0) open -= 1;
    // Ten times what is allowed: texts hold brackets, too.
    if (open > 10 * CUSTOM_LIMIT.depth) return line;
  }
  return undefined;
}

/** Everything that plain data does not have; empty where there is nothing. */
function hostileIn(contents: unknown, lineAt: (offset: number) => number): readonly Complaint[] {
  const found: Complaint[] = [];
  let values = 0;
  const add = <I extends ComplaintId>(id: I, params: ComplaintParams[I], path: readonly string[], node: Node): void => {
    if (found.length < 20) found.push({ id, params, path: path.join('.'), line: lineAt(node.range?.[0] ?? 0) } as Complaint);
  };
  const visit = (node: unknown, path: readonly string[]): void => {
    if (!isNode(node) || values > CUSTOM_LIMIT.values) return;
    values += 1;
    if (values > CUSTOM_LIMIT.values) {
      add('too-many-values', { most: CUSTOM_LIMIT.values }, path, node);
      return;
    }
    if (isAlias(node)) {
      add('alias', {}, path, node);
      return;
    }
    if (node.anchor !== undefined) add('alias', {}, path, node);
    if (node.tag !== undefined) add('tag', { tag: node.tag.slice(0, 40) }, path, node);
    if (!isCollection(node)) return;
    if (path.length >= CUSTOM_LIMIT.depth) {
      add('too-deep', { most: CUSTOM_LIMIT.depth }, path, node);
      return;
    }
    const names = new Set<string>();
    node.items.forEach((item, at) => {
      if (!isPair(item)) {
        visit(item, [...path, String(at)]);
        return;
      }
      const { key, value } = item;
      const name = isScalar(key) ? String(key.value) : '';
      // The library compares every key with every other.
      if (names.has(name)) add('syntax', { kind: 'repeated-key' }, [...path, name], isNode(key) ? key : node);
      names.add(name);
      if (!isScalar(key) || FORBIDDEN.has(name)) add('forbidden-key', { key: name }, path, isNode(key) ? key : node);
      else {
        visit(key, [...path, name]);
        visit(value, [...path, name]);
      }
    });
  };
  visit(contents, []);
  return found;
}
