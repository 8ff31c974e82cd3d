import { unified } from '@astrojs/markdown-remark';
import remarkCjkFriendly from 'remark-cjk-friendly';
import { joinJapaneseLines } from './japanese-lines.ts';
import { breakable, staysWhole, UNBROKEN } from './whole-names.ts';

/** The part of a Markdown tree that the plugins here read and change. */
interface MarkdownNode {
  readonly type: string;
  value?: string;
  children?: MarkdownNode[];
  data?: Record<string, unknown>;
}

/** Calls `visit` for every node under `node`, itself included. */
function each(node: MarkdownNode, visit: (node: MarkdownNode) => void): void {
  visit(node);
  for (const child of node.children ?? []) each(child, visit);
}

/** A line break in the source between two Japanese characters is no space on the page. */
function remarkJoinJapaneseLines() {
  return (tree: MarkdownNode): void => {
    each(tree, (node) => {
      if (node.type === 'text' && node.value !== undefined) node.value = joinJapaneseLines(node.value);
    });
  };
}

/** `## Words [#id]` is a heading with that id, the same in both languages. (`{#id}` is an expression in MDX.) */
function remarkHeadingIds() {
  return (tree: MarkdownNode): void => {
    each(tree, (node) => {
      const last = node.type === 'heading' ? node.children?.at(-1) : undefined;
      const found = last?.type === 'text' ? /^(.*?)\s*\[#([a-z0-9-]+)\]$/su.exec(last.value ?? '') : null;
      if (!found || last === undefined) return;
      last.value = found[1] ?? '';
      node.data = { ...node.data, hProperties: { id: found[2] } };
    });
  };
}

const WHOLE = { className: [UNBROKEN] };
const NODE_NAME = /(?<![\w-])((?:node|zone)-[a-z])(?![\w-])/u;
/** The same, and Japanese loanwords: narrow columns would cut them in two. */
const NAME_IN_CELL = /((?<![\w-])(?:node|zone)-[a-z](?![\w-])|[ァ-ヺー]{2,})/u;

/** The same, and words with a hyphen: few words stand in the large letters of a heading, and in a question. */
const NAME_IN_HEADING = /((?<![\w-])[A-Za-z]{1,12}-[A-Za-z]{1,12}(?![\w-]))/u;

/** The part of an HTML tree that is read and changed here. */
interface HTMLNode {
  readonly type: string;
  readonly tagName?: string;
  /** Of a component in MDX. */
  readonly name?: string | null;
  readonly value?: string;
  /** Of a component in MDX. */
  readonly attributes?: readonly { readonly type: string; readonly name?: string; readonly value?: unknown }[];
  properties?: Record<string, unknown>;
  children?: HTMLNode[];
}

/** The end of a line leaves whole: short code, the words of longer code, names of nodes and zones in running text, hyphened words in headings and questions, loanwords in tables. */
function rehypeWholeNames() {
  const within = (node: HTMLNode, split: (text: string) => readonly string[]): void => {
    if (!node.children) return;
    const children = node.children.flatMap((child) => {
      const isCode = child.tagName === 'code';
      if (isCode && node.tagName !== 'pre' && staysWhole(textOf(child))) child.properties = { ...child.properties, ...WHOLE };
      else if (child.tagName === 'td' || child.tagName === 'th') within(child, (text) => text.split(NAME_IN_CELL));
      else if (/^(?:h[1-6]|Ask)$/u.test(child.tagName ?? child.name ?? '')) within(child, (text) => text.split(NAME_IN_HEADING));
      else if (child.type !== 'text') within(child, isCode ? breakable : split);
      else return wholeWords(split(child.value ?? ''));
      return child;
    });
    node.children = withTails(children);
  };
  return (tree: HTMLNode): void => within(tree, (text) => text.split(NODE_NAME));
}

const textOf = ({ value = '', children = [] }: HTMLNode): string => value + children.map(textOf).join('');

/** A term is a button, behind which any line may end: a comma stays with it, and the letters of its plural are part of it (`<Term ending>`). */
function withTails(nodes: readonly HTMLNode[]): HTMLNode[] {
  return nodes.map((node, i) => {
    if (nodes[i - 1]?.name === 'Term' && tailOf(node).join('') !== '') return { ...node, value: (node.value ?? '').slice(tailOf(node).join('').length) };
    const [ending, mark] = node.name === 'Term' ? tailOf(nodes[i + 1]) : ['', ''];
    const term = ending === '' ? node : { ...node, attributes: [...(node.attributes ?? []), { type: 'mdxJsxAttribute', name: 'ending', value: ending }] };
    return mark === '' ? term : { type: 'element', tagName: 'span', properties: WHOLE, children: [term, { type: 'text', value: mark }] };
  });
}

/** The Latin letters at the beginning of a text, and the mark behind them. */
function tailOf(node: HTMLNode | undefined): readonly [string, string] {
  const { ending = '', mark = '' } = /^(?<ending>[a-z]*)(?<mark>[.,;:]?)/u.exec(node?.type === 'text' ? (node.value ?? '') : '')?.groups ?? {};
  return [ending, mark];
}

/** Every second piece stays whole. */
function wholeWords(pieces: readonly string[]): readonly HTMLNode[] {
  return pieces.flatMap((value, i): readonly HTMLNode[] => {
    const text = { type: 'text', value };
    if (value === '') return [];
    return i % 2 === 0 ? [text] : [{ type: 'element', tagName: 'span', properties: WHOLE, children: [text] }];
  });
}

/** Code is marked with classes, not styles: the colours are the theme's own, and the page's policy need not allow more. */
export const syntaxHighlight = 'prism';

/** The one Markdown pipeline of lessons and exercises: bold beside Japanese punctuation, joined lines, explicit ids, whole names. */
export const markdownProcessor = unified({
  remarkPlugins: [remarkCjkFriendly, remarkJoinJapaneseLines, remarkHeadingIds],
  rehypePlugins: [rehypeWholeNames],
  smartypants: false,
});
