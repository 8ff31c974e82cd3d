import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { joinJapaneseLines } from '../japanese-lines.ts';
import { staysWhole, UNBROKEN } from '../whole-names.ts';

/** The part of a Markdown tree that is read here. */
interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly alt?: string | null;
  readonly ordered?: boolean | null;
  readonly children?: readonly MarkdownNode[];
  readonly position?: { readonly start: { readonly line: number } };
}

const parser = unified().use(remarkParse).use(remarkCjkFriendly).freeze();

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Elements without attributes; whatever is not named here comes out as its text. */
const ELEMENTS: { readonly [type: string]: string } = { paragraph: 'p', strong: 'strong', emphasis: 'em', blockquote: 'blockquote', listItem: 'li' };

function html(node: MarkdownNode): string {
  const inside = (): string => (node.children ?? []).map(html).join('');
  const element = ELEMENTS[node.type];
  if (element !== undefined) return `<${element}>${inside()}</${element}>`;
  switch (node.type) {
    case 'text':
      return escape(joinJapaneseLines(node.value ?? ''));
    case 'inlineCode':
      return `<code${staysWhole(node.value ?? '') ? ` class="${UNBROKEN}"` : ''}>${escape(node.value ?? '')}</code>`;
    case 'code':
      return `<pre class="language-text"><code>${escape(node.value ?? '')}</code></pre>`;
    case 'list':
      return node.ordered ? `<ol>${inside()}</ol>` : `<ul>${inside()}</ul>`;
    case 'heading':
      return `<p><strong>${inside()}</strong></p>`;
    case 'link':
      // An address is shown, never followed.
      return `${inside()} <code>${escape(node.url ?? '')}</code>`;
    case 'image':
      return escape(node.alt ?? '');
    case 'break':
      return '<br>';
    case 'root':
      return inside();
    default:
      return node.children ? inside() : escape(node.value ?? '');
  }
}

function firstHTML(node: MarkdownNode): number | undefined {
  if (node.type === 'html') return node.position?.start.line ?? 1;
  for (const child of node.children ?? []) {
    const line = firstHTML(child);
    if (line !== undefined) return line;
  }
  return undefined;
}

/** The parser's work grows with the square of signs in one paragraph, and of lists and quotes within each other. `signs`: of one paragraph; `all`: of all words of a language. */
export const MARKDOWN_LIMIT = { signs: 200, deep: 8, all: 3_000 } as const;

const SIGNS = /[*_[\]`]/gu;
const CONTAINERS = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)]))+/u;
/** Lists below each other: each stands at least two columns within the other. */
const INDENTED = new RegExp(String.raw`^(?: {0,3}\t| {4}){${MARKDOWN_LIMIT.deep * 2}}`, 'u');

/** How many signs a Markdown text has, and the first line (from 1) at which a paragraph has too many, or lists and quotes stand too deep. */
export function weighMarkdown(markdown: string): { readonly signs: number; readonly line: number | undefined } {
  let [all, here]: [number, number] = [0, 0];
  let first: number | undefined;
  for (const [at, line] of markdown.split(/\r\n|\r|\n/u).entries()) {
    const containers = CONTAINERS.exec(line)?.[0].match(/[>*+-]|\d+/gu)?.length ?? 0;
    const signs = line.match(SIGNS)?.length ?? 0;
    here = line.trim() === '' ? 0 : here + signs;
    all += signs + containers;
    if (here > MARKDOWN_LIMIT.signs || containers > MARKDOWN_LIMIT.deep || INDENTED.test(line)) first ??= at + 1;
  }
  return { signs: all, line: first };
}

/** Markdown of somebody else as HTML that this file alone has written: a few elements, no attribute of theirs, no link. */
export function safeHTML(markdown: string): string {
  return html(parser.parse(markdown) as MarkdownNode);
}

/** The same without a paragraph around it. */
export function safeInline(markdown: string): string {
  return safeHTML(markdown).replace(/^<p>|<\/p>$/gu, '');
}

/** The line (from 1) of the first piece of HTML in a Markdown text. */
export function lineOfHTML(markdown: string): number | undefined {
  return firstHTML(parser.parse(markdown) as MarkdownNode);
}
