import { unified } from '@astrojs/markdown-remark';
import remarkCjkFriendly from 'remark-cjk-friendly';
import { joinJapaneseLines } from './japanese-lines.ts';

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

/** Code is marked with classes, not styles: the colours are the theme's own, and the page's policy need not allow more. */
export const syntaxHighlight = 'prism';

/** The one Markdown pipeline of lessons and exercises: bold beside Japanese punctuation, joined lines, explicit ids. */
export const markdownProcessor = unified({
  remarkPlugins: [remarkCjkFriendly, remarkJoinJapaneseLines, remarkHeadingIds],
  smartypants: false,
});
