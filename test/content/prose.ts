import { isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';

export type Language = 'ja' | 'en';

/** The language of a file of content with words for readers; none for all others. */
export function languageOf(path: string): Language | undefined {
  return /(?:^|\/)(?<language>ja|en)\.mdx?$/u.exec(path)?.groups?.['language'] as Language | undefined;
}

/** What a reader reads of a file of content, as Markdown, and where each of its lines stands in the file. */
export interface Prose {
  readonly markdown: string;
  /** By line of `markdown`, both counted from 1: `lines[0]` is the file's line of the first. */
  readonly lines: readonly number[];
}

/**
 * The prose of `ja.md`, `en.md`, `ja.mdx` or `en.mdx`: without ids, the names in front matter and the tags of components. What
 * stands in a component is a paragraph of its own, what can be chosen an item of a list (it may be a phrase); a term of the glossary
 * stands as its word.
 */
export function proseOf(text: string, termOf: (id: string) => string): Prose {
  const lines: number[] = [];
  const written: string[] = [];
  const write = (part: string, line: number): void => {
    written.push(part);
    lines.push(line);
  };
  let fence = false;
  let frontMatter = false;
  let phrases = false;
  text.split('\n').forEach((source, index) => {
    const line = index + 1;
    if (source === '---' && (index === 0 || frontMatter)) {
      frontMatter = index === 0;
      write('', line);
    } else if (frontMatter) {
      const { key = '', value = '' } = /^(?<key>\w+):\s*(["']?)(?<value>.*)\2$/u.exec(source)?.groups ?? {};
      for (const part of [key === 'title' ? `# ${value}` : value, '']) write(part, line);
    } else if (/^\s*```/u.test(source)) {
      fence = !fence;
      write(source, line);
    } else if (fence) write(source, line);
    else {
      const words = source
        .replace(/^(#+ .*?)\s*(\{#[a-z0-9-]+\}|\[#[a-z0-9-]+\])\s*$/u, '$1')
        .replace(/<Term id="([a-z0-9-]+)"\s*\/>/gu, (_, id: string) => termOf(id))
        .replace(/<\/?Rule(?:\s[^>]*)?>/gu, '');
      if (/^## /u.test(source)) phrases = /\{#(choice|row|column)-/u.test(source);
      const parts = words.split(/(<\/?[A-Z]\w*(?:\s[^>]*)?>)/u);
      if (parts.length === 1) write(phrases && !words.startsWith('#') && words !== '' ? `- ${words}` : words, line);
      else
        parts.forEach((part, at) => {
          if (at % 2 === 0) for (const one of ['', `${parts[at - 1]?.startsWith('<Choice') ? '- ' : ''}${part.trim()}`, '']) write(one, line);
        });
    }
  });
  return { markdown: written.join('\n'), lines };
}

/** A sentence, by its end; whatever ends otherwise may be a phrase. */
const isSentence = /[。．.!?？！:：]["'”」）)]?$/u;

/** Names of fields whose values nobody reads as prose: patterns of what is not written. */
const UNREAD: ReadonlySet<unknown> = new Set(['never']);

/**
 * The prose of a file of data in one language: what stands under `ja` or `en`, at any depth, each value a paragraph; a phrase is an item of a list. A file that
 * is no YAML has none: it is refused for that.
 */
export function proseOfData(text: string, language: Language): Prose {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lines: number[] = [];
  const written: string[] = [];
  const write = (part: string, line: number): void => {
    written.push(part);
    lines.push(line);
  };
  if (document.errors.length > 0) return { markdown: '', lines };
  visit(document, {
    Pair: (_, { key }) => (isScalar(key) && UNREAD.has(key.value) ? visit.SKIP : undefined),
    Scalar: (key, { value, type, range }, path) => {
      if (key === 'key' || typeof value !== 'string') return;
      if (!path.some((one) => isPair(one) && isScalar(one.key) && one.key.value === language)) return;
      const line = counter.linePos(range?.[0] ?? 0).line;
      const isBlock = type === 'BLOCK_LITERAL';
      value.split('\n').forEach((part, at) => write(isBlock || part === '' || isSentence.test(part) ? part : `- ${part}`, isBlock ? line + 1 + at : line));
      write('', line);
    },
  });
  return { markdown: written.join('\n'), lines };
}

const blank = (code: string): string => code.replace(/[^\n]/gu, ' ');

/** A text with as many lines and columns, blank in fences, between backticks and in front matter. */
export function withoutFences(text: string): string {
  return text
    .replace(/^---\n[\s\S]*?^---$/mu, blank)
    .replace(/^[ \t]*```[\s\S]*?^[ \t]*```/gmu, blank)
    .replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/gu, blank);
}

/** A text with as many lines and columns, blank wherever nobody reads it as words: code, ids, the tags of components. */
export function withoutCode(text: string): string {
  return text
    .replace(/^[ \t]*```[\s\S]*?^[ \t]*```/gmu, blank)
    .replace(/`[^`\n]+`/gu, blank)
    .replace(/\{#[a-z0-9-]+\}|\[#[a-z0-9-]+\]|<\/?[A-Z]\w*(?:\s[^>]*)?>/gu, blank);
}
