import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { phraseBreaks } from './phrases.ts';

type Element = DefaultTreeAdapterTypes.Element;
type Text = DefaultTreeAdapterTypes.TextNode;

/** What `--phrase-break` (styles/tokens.css) is for: titles, cells and other short texts, in which no word is to be cut where a line ends. */
const TITLES = new Set(['h1', 'h2', 'h3', 'h4', 'th', 'td', '.contents', '.facts', '.in-phrases', '.onward']);
/** Not read: what a script takes over has to find its own text there, and the others hold no words of ours. */
const PASSED_OVER = new Set(['astro-island', 'pre', 'script', 'select', 'style', 'svg', 'template', 'textarea']);
/** What stands within a line; every other element begins one. */
const WITHIN_A_LINE = new Set([
  'a',
  'abbr',
  'b',
  'bdi',
  'button',
  'cite',
  'code',
  'dfn',
  'em',
  'i',
  'kbd',
  'mark',
  'q',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'wbr',
]);
const STAYS_WHOLE = new Set(['code', 'kbd', '.unbroken']);

const namesOf = ({ tagName, attrs }: Element): readonly string[] => [
  tagName,
  ...(attrs.find(({ name }) => name === 'class')?.value.split(/\s+/u) ?? []).map((name) => `.${name}`),
];
const isOneOf = (element: Element, names: ReadonlySet<string>): boolean => namesOf(element).some((name) => names.has(name));

/** The offsets into the page's source behind each character of a text; none where they are written in another way than Astro writes them. */
function placesBehind({ value, sourceCodeLocation }: Text, html: string): readonly number[] | undefined {
  if (!sourceCodeLocation) return undefined;
  const { startOffset, endOffset } = sourceCodeLocation;
  const written = [...html.slice(startOffset, endOffset).matchAll(/&[^;]+;|[^]/g)].map(({ 0: character, index }) => startOffset + index + character.length);
  return written.length === value.length ? written : undefined;
}

/** A text that stands on one line where there is room: its characters, and where in the source a line may be told to end behind each. */
class Line {
  #text = '';
  readonly #behind: (number | undefined)[] = [];

  add(text: string, behind: readonly number[] | undefined): void {
    for (let i = 0; i < text.length; i++) this.#behind.push(behind?.[i]);
    this.#text += text;
  }

  breaks(whole: RegExp): readonly number[] {
    return phraseBreaks(this.#text, whole).flatMap((at) => this.#behind[at - 1] ?? []);
  }
}

function linesOf(element: Element, html: string): readonly Line[] {
  const lines = [new Line()];
  const visit = (within: Element, whole: boolean): void => {
    for (const child of within.childNodes) {
      if ('value' in child) lines.at(-1)?.add(child.value, whole ? undefined : placesBehind(child, html));
      else if ('tagName' in child && !PASSED_OVER.has(child.tagName)) {
        const begins = !WITHIN_A_LINE.has(child.tagName);
        if (begins) lines.push(new Line());
        visit(child, whole || isOneOf(child, STAYS_WHOLE));
        if (begins) lines.push(new Line());
      }
    }
  };
  visit(element, false);
  return lines;
}

/**
 * A Japanese page with a `<wbr>` wherever a line of its titles may end; nothing else of it is changed, and nothing of what it says. Words that `whole` (global) finds
 * are not cut.
 */
export function markPhrases(html: string, whole: RegExp): string {
  const places: number[] = [];
  const visit = (nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): void => {
    for (const node of nodes) {
      if (!('tagName' in node) || PASSED_OVER.has(node.tagName)) continue;
      if (isOneOf(node, TITLES)) places.push(...linesOf(node, html).flatMap((line) => line.breaks(whole)));
      else visit(node.childNodes);
    }
  };
  visit(parse(html, { sourceCodeLocationInfo: true }).childNodes);
  return places.reduceRight((page, at) => `${page.slice(0, at)}<wbr>${page.slice(at)}`, html);
}
