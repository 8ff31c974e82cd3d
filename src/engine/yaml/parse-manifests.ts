// Models apimachinery pkg/util/yaml decoder.go NewYAMLOrJSONDecoder and YAMLReader (v0.37.1), which cli-runtime reads files with.
import { index, type FieldPath } from '../api/field-path.ts';
import type { Json } from '../api/kubernetes-object.ts';
import { NestingError, parseGoYAML, type YAMLNode } from './go-parser.ts';
import { GoYAMLError } from './go-text-cursor.ts';
import { GoValueError, valueOf } from './go-values.ts';
import { scanJSON } from '../api/json-syntax.ts';
import type { ManifestDocument, Position, Positions, Span, YAMLProblem } from './manifest-document.ts';
import { Part } from '../parts/part.ts';
import type { TolerantTree } from './tolerant-reader.ts';
import { memberPath, visible } from './spans.ts';

/** The `yaml` package, which reads on where the Go programs stop: only text that they refuse needs it. */
export const TOLERANT_READER = new Part('tolerant-reader', async () => (await import('./tolerant-reader.ts')).readTolerantly);

/** Files longer than this, in bytes of UTF-8, are not read. */
export const MAX_FILE_BYTES = 256 * 1024;
/** Broken documents longer than this are shown where Go stopped, without the slower reader's help. */
const MAX_TOLERANT_LENGTH = 64 * 1024;
const JSON_PEEK = 4096;
const TO_JSON = 'error converting YAML to JSON: ';

const NOT_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/**
 * The documents of one file, in order, cut as kubectl cuts them. Any text gives documents, never an exception. kubectl itself
 * stops at the first one with a `complaint`; the documents after it are read here all the same.
 */
export function parseManifests(text: string): ManifestDocument[] {
  if (bytesOf(text) > MAX_FILE_BYTES) {
    const span = { start: 0, end: text.length };
    return [
      {
        span,
        positions: new Map(),
        problems: [{ id: 'yaml-too-large', severity: 'error', span: { start: 0, end: 1 }, params: { limitBytes: MAX_FILE_BYTES } }],
      },
    ];
  }
  const documents: ManifestDocument[] = [];
  let at = 0;
  let complaint: string | undefined;
  if (/^\s*\{/.test(text.slice(0, JSON_PEEK))) {
    for (;;) {
      const from = at + (/^\s*/.exec(text.slice(at)) as RegExpExecArray)[0].length;
      if (from >= text.length) return documents;
      const scan = scanJSON(text, from, 500);
      if ('end' in scan) {
        documents.push(jsonDocument(text, from, scan.end));
        at = scan.end;
        continue;
      }
      complaint = scan.truncated ? scan.words : `json: offset ${bytesOf(text.slice(0, scan.at)) + 1}: ${scan.words}`;
      const rest = yamlFrom(text, at);
      if (documents.length > 1 || rest === undefined) {
        const span = visible({ start: scan.at, end: scan.at }, text, 0);
        return [
          ...documents,
          {
            span: { start: from, end: text.length },
            positions: new Map(),
            problems: [{ id: 'json-syntax', severity: 'error', span, params: {} }],
            complaint: documents.length > 1 ? scan.words : complaint,
          },
        ];
      }
      at = rest;
      break;
    }
  }
  for (const chunk of cut(text, at)) {
    const document = 'separator' in chunk ? badSeparator(text, chunk) : yamlDocument(text.slice(chunk.start, chunk.end), chunk.start);
    documents.push(document.complaint !== undefined && complaint !== undefined ? { ...document, complaint } : document);
    if (document.complaint === undefined) complaint = undefined;
  }
  return documents;
}

/**
 * Where YAML may take over after JSON failed: behind blanks, up to a line break. Models consumeWhitespace, which wants four bytes
 * at every step and gives up where the text ends before.
 */
function yamlFrom(text: string, from: number): number | undefined {
  for (let at = from; bytesOf(text.slice(at, at + 4)) >= 4; at++) {
    if (!/\s/.test(text[at] as string)) return at;
    if (text[at] === '\n') return at + 1;
  }
  return undefined;
}

/** sigs.k8s.io/yaml YAMLToJSON of one document: its value, or Go's complaint (`yaml: line 2: …`). */
export function yamlToJSON(text: string): { readonly value: Json } | { readonly complaint: string } {
  const { value, complaint } = yamlDocument(text, 0);
  return value === undefined ? { complaint: (complaint ?? '').replace(TO_JSON, '') } : { value };
}

type Chunk = { readonly start: number; readonly end: number } | { readonly start: number; readonly end: number; readonly separator: string };

/** Lines that begin with `---` part documents; only a comment may stand behind. */
function* cut(text: string, from: number): Generator<Chunk> {
  let start = from;
  for (let at = from; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    if (text.startsWith('---', at)) {
      const rest = text.slice(at + 3, next).trim();
      // As in kubectl, what stood before a bad separator is lost with it.
      // A separator that parts nothing stays the first line of what follows, and counts among its lines.
      if (rest !== '' && !rest.startsWith('#')) {
        yield { start: at, end: next, separator: rest };
        start = next;
      } else if (at > start) {
        yield { start, end: at };
        start = next;
      }
    }
    at = next;
  }
  if (start < text.length) yield { start, end: text.length };
}

function badSeparator(text: string, { start, end, separator }: Extract<Chunk, { separator: string }>): ManifestDocument {
  const from = text.indexOf(separator, start);
  return {
    span: { start, end },
    positions: new Map(),
    problems: [{ id: 'yaml-bad-separator', severity: 'error', span: { start: from, end: from + separator.length }, params: { text: separator } }],
    complaint: `invalid Yaml document separator: ${separator}`,
  };
}

function jsonDocument(text: string, start: number, end: number): ManifestDocument {
  const source = text.slice(start, end);
  let positions: Positions;
  try {
    positions = positionsOf(parseGoYAML(source), start, end);
  } catch {
    // JSON that is not Go's YAML, such as an escaped slash.
    ({ positions } = TOLERANT_READER.content(source, start));
  }
  return { span: { start, end }, value: JSON.parse(source) as Json, positions, problems: [] };
}

function yamlDocument(source: string, base: number): ManifestDocument {
  const span = { start: base, end: base + source.length };
  const noText = NOT_TEXT.exec(source);
  if (noText) {
    const start = base + noText.index;
    return {
      span,
      positions: new Map(),
      problems: [{ id: 'yaml-not-text', severity: 'error', span: { start, end: start + 1 }, params: {} }],
      complaint: `${TO_JSON}yaml: control characters are not allowed`,
    };
  }
  // Go reads lines, so the last one ends like the others; a byte order mark is no character of the text.
  const marked = source.startsWith('\ufeff') ? 1 : 0;
  const read = source.slice(marked) + (source.endsWith('\n') ? '' : '\n');
  const from = base + marked;
  let root: YAMLNode | undefined;
  try {
    root = parseGoYAML(read);
    const { value, duplicates } = root ? valueOf(root) : { value: null, duplicates: [] };
    const unwritable = root && notANumber(value);
    return {
      span,
      ...(unwritable === undefined ? { value } : { complaint: `${TO_JSON}json: unsupported value: ${unwritable}` }),
      positions: positionsOf(root, from, span.end),
      problems: [
        ...(unwritable === undefined
          ? []
          : [{ id: 'yaml-infinite-number', severity: 'error', span: visible({ start: from, end: from }, source, base), params: {} } as const]),
        ...duplicates.map((key): YAMLProblem => ({
          id: 'yaml-duplicate-key',
          severity: 'warning',
          span: { start: from + key.start, end: from + key.end },
          params: { key: key.value },
        })),
      ],
    };
  } catch (error) {
    return { span, ...refused(error, source, base, root, from) };
  }
}

/** What is told of text that Go refuses: its complaint, and the positions and problems of the tolerant reader. */
function refused(
  error: unknown,
  source: string,
  base: number,
  root: YAMLNode | undefined,
  from: number,
): Pick<ManifestDocument, 'positions' | 'problems' | 'complaint'> {
  if (error instanceof GoValueError) {
    const { start, end } = error.at;
    const words = error.message.startsWith('unsupported map key') ? error.message : `yaml: ${error.message}`;
    const span = visible({ start: from + start, end: from + end }, source, base);
    return {
      positions: positionsOf(root, from, base + source.length),
      problems: [{ id: error.reason, severity: 'error', span, params: {} }],
      complaint: TO_JSON + words,
    };
  }
  if (error instanceof NestingError) {
    const start = from + error.at;
    return {
      positions: new Map(),
      problems: [{ id: 'yaml-too-deep', severity: 'error', span: { start, end: start + 1 }, params: {} }],
      complaint: `${TO_JSON}yaml: exceeded max depth of 10000`,
    };
  }
  if (!(error instanceof GoYAMLError)) throw error;
  const at = Math.min(from + error.at, base + source.length);
  const { positions, problems }: TolerantTree =
    source.length > MAX_TOLERANT_LENGTH ? { positions: new Map(), problems: [] } : TOLERANT_READER.content(source, base, at);
  return {
    positions,
    problems: problems.length > 0 ? problems : [problemOf(error.message.replace(/^line \d+: /, ''), visible({ start: at, end: at }, source, base))],
    complaint: `${TO_JSON}yaml: ${error.message}`,
  };
}

/** Go's words, where the `yaml` package has none, to our id. */
function problemOf(words: string, span: YAMLProblem['span']): YAMLProblem {
  const anchor = /^unknown anchor '(.*)' referenced$/.exec(words)?.[1];
  if (anchor !== undefined) return { id: 'yaml-unknown-anchor', severity: 'error', span, params: { name: anchor } };
  const id = GO_WORDS.find(([part]) => words.includes(part))?.[1] ?? 'yaml-unexpected-token';
  return { id, severity: 'error', span, params: {} };
}

const GO_WORDS = [
  ['mapping values are not allowed', 'yaml-nested-mapping-on-one-line'],
  ['tab character', 'yaml-tab-indentation'],
  ['escape', 'yaml-bad-escape'],
  ['could not find expected', 'yaml-missing-character'],
  ["did not find expected ','", 'yaml-missing-character'],
  ['unexpected end of stream', 'yaml-missing-character'],
  ['directive', 'yaml-bad-directive'],
  ['YAML document', 'yaml-bad-directive'],
  ['tag', 'yaml-unusable-tag'],
  ['did not find expected', 'yaml-bad-indentation'],
] as const satisfies readonly (readonly [string, YAMLProblem['id']])[];

// json.Marshal has no form for these.
function notANumber(value: Json): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (value === null || typeof value !== 'object') return undefined;
  for (const inner of Object.values(value)) {
    const found = notANumber(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function positionsOf(root: YAMLNode | undefined, from: number, limit: number): Map<FieldPath, Position> {
  const positions = new Map<FieldPath, Position>();
  const open = new Set<YAMLNode>();
  const visit = (node: YAMLNode, path: FieldPath, key?: YAMLNode): void => {
    const spanOf = ({ start, end }: YAMLNode): Span => ({ start: Math.min(from + start, limit), end: Math.min(from + end, limit) });
    const value = spanOf(node);
    positions.set(path, key ? { key: spanOf(key), value } : { value });
    const content = node.kind === 'alias' ? node.target : node;
    // Aliases can unfold a short text without end; whoever needs a place beyond these gets that of an ancestor.
    if (open.has(content) || open.size > 500 || (node.kind === 'alias' && positions.size > 10_000)) return;
    open.add(content);
    if (content.kind === 'sequence') content.items.forEach((item, i) => visit(item, index(path, i)));
    if (content.kind === 'mapping')
      for (const [name, inner] of content.pairs) if (name.kind === 'scalar') visit(inner, memberPath(path, keyName(name.value, name.implicit)), name);
    open.delete(content);
  };
  if (root) visit(root, '');
  return positions;
}

// A plain `y` is the key `true`.
function keyName(text: string, implicit: boolean): string {
  if (!implicit || !/^(y|n|yes|no|on|off|true|false)$/i.test(text)) return text;
  return /^(y|yes|on|true)$/i.test(text) ? 'true' : 'false';
}

/** Bytes of the text in UTF-8. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
