/**
 * sentence-splitter as the rules of Japanese share it, at a fraction of the time and with the same sentences. Every paragraph is split as if it began the
 * text (the splitter lays out everything before it, letter by letter), and seven rules that split it in three ways have it split three times.
 */
import { createRequire } from 'node:module';

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Placed {
  readonly range: readonly [start: number, end: number];
  readonly loc: { readonly start: Position; readonly end: Position };
}

export interface TextNode extends Placed {
  readonly type: string;
  readonly raw: string;
  readonly children?: readonly TextNode[];
  readonly contexts?: readonly Placed[];
}

export type Paragraph = TextNode & { readonly children: readonly TextNode[] };

interface Options {
  readonly AbbrMarker?: { readonly language: Language };
  readonly SeparatorParser?: { readonly separatorCharacters: readonly string[] };
}

/** Lists of words behind which a period ends no sentence, and other words. */
interface Language {
  readonly [list: string]: readonly string[];
}

export type Split = (paragraph: Paragraph, options?: Options) => Paragraph;

// CommonJS, without types of its own.
const load = createRequire(import.meta.url);
const splitter = load('sentence-splitter') as { splitAST: Split; readonly DefaultAbbrMarkerOptions: { readonly language: Language } };
const { language } = splitter.DefaultAbbrMarkerOptions;

/** Of a language's words those that a text has: every letter of it is compared with them. */
function wordsIn(text: string): Language {
  const lower = text.toLowerCase();
  return Object.fromEntries(Object.entries(language).map(([list, words]) => [list, words.filter((word) => lower.includes(word.toLowerCase()))]));
}

function splitFirst(split: Split, paragraph: Paragraph, options: Options): Paragraph {
  const [offset] = paragraph.range;
  const linesBefore = paragraph.loc.start.line - 1;
  const givenFor = new Map<TextNode, TextNode>();
  const children = paragraph.children.map((child): TextNode => {
    const moved: TextNode = { ...child, range: [child.range[0] - offset, child.range[1] - offset] };
    givenFor.set(moved, child);
    return moved;
  });
  const first: Paragraph = { ...paragraph, range: [0, paragraph.range[1] - offset], loc: { ...paragraph.loc, start: { line: 1, column: 0 } }, children };
  const sentences = split(first, { AbbrMarker: { language: wordsIn(paragraph.raw) }, ...options });

  // What was laid out before a paragraph was an empty line for each of its lines, and one letter for the rest.
  const positionOf = ({ line, column }: Position): Position => ({ line: line + linesBefore, column: line === 1 ? column + offset - linesBefore : column });
  const placed = <T extends Placed>(one: T): T => ({
    ...one,
    range: [one.range[0] + offset, one.range[1] + offset],
    loc: { start: positionOf(one.loc.start), end: positionOf(one.loc.end) },
  });
  const back = (node: TextNode): TextNode => {
    const given = givenFor.get(node);
    if (given) return given;
    if (!node.children) return placed(node);
    const within = node.children.map(back);
    const { start } = (within[0] as TextNode).loc;
    const { end } = placed(node).loc;
    return { ...placed(node), loc: { start, end }, children: within, ...(node.contexts ? { contexts: node.contexts.map(placed) } : {}) };
  };
  return { ...paragraph, children: sentences.children.map(back) };
}

/** The same splitter, quick: every paragraph is split once for each of its options. */
export function quickSplit(split: Split): Split {
  const known = new WeakMap<object, Map<string, Paragraph>>();
  return (paragraph, options = {}) => {
    const ways = known.get(paragraph) ?? new Map<string, Paragraph>();
    known.set(paragraph, ways);
    const by = JSON.stringify(options);
    const sentences = ways.get(by) ?? splitFirst(split, paragraph, options);
    ways.set(by, sentences);
    return sentences;
  };
}

/** From then on the rules' own splitter is quick. */
splitter.splitAST = quickSplit(splitter.splitAST);
