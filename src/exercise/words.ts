import { parseFrontmatter } from '@astrojs/markdown-remark';
import { ContentError } from './content-error.ts';
import type { ExerciseWords } from './exercise.ts';
import { markdownProcessor, syntaxHighlight } from './markdown.ts';
import { exerciseFrontMatterSchema } from './schema.ts';

/** One `## Heading {#id}` of an exercise's text, as Markdown. */
export interface WordsSection {
  readonly id: string;
  readonly heading: string;
  readonly body: string;
  /** Where the heading stands in the file, from 1. */
  readonly line: number;
}

function splitFrontMatter(text: string, file: string): { readonly frontmatter: unknown; readonly content: string } {
  try {
    return parseFrontmatter(text);
  } catch (error) {
    throw new ContentError(file, `front matter: ${error instanceof Error ? error.message.replace(/\n[\s\S]*$/u, '') : String(error)}`);
  }
}

/** The sections of `ja.md` or `en.md` in order, and its front matter. Throws a ContentError that names the file. */
export function readSections(text: string, file: string): { readonly title: string; readonly summary: string; readonly sections: readonly WordsSection[] } {
  const { frontmatter, content } = splitFrontMatter(text, file);
  const front = exerciseFrontMatterSchema.safeParse(frontmatter);
  if (!front.success)
    throw new ContentError(
      file,
      `front matter: ${front.error.issues.map((issue) => `${issue.path.join('.') || 'it'} ${/undefined$/u.test(issue.message) ? 'is missing' : issue.message}`).join(', ')}: begin the file with "---", "title: …", "summary: …" and "---", a line for each`,
    );
  const sections: WordsSection[] = [];
  const [before = '', ...parts] = content.split(/^## /mu);
  let at = text.slice(0, text.length - content.length + before.length).split('\n').length;
  if (before.trim() !== '') throw new ContentError(file, 'text before the first "## Heading {#id}" belongs to no section', at - 1);
  for (const part of parts) {
    const [line = ''] = part.split('\n', 1);
    const found = /^(?<heading>.+?) \{#(?<id>[a-z0-9-]+)\}\s*$/u.exec(line)?.groups;
    const id = found?.['id'];
    const heading = found?.['heading'];
    if (id === undefined || heading === undefined) throw new ContentError(file, `"## ${line}" must end with an id: {#id}`, at);
    if (sections.some((section) => section.id === id)) throw new ContentError(file, `the section {#${id}} stands there twice`, at);
    sections.push({ id, heading, body: part.slice(line.length).trim(), line: at });
    at += part.split('\n').length - 1;
  }
  return { ...front.data, sections };
}

const renderer = markdownProcessor.createRenderer({ syntaxHighlight });

/** Markdown → HTML: several pages show the same words. */
const rendered = new Map<string, Promise<string>>();

/** Markdown as HTML. */
export function toHTML(markdown: string): Promise<string> {
  const known = rendered.get(markdown);
  if (known !== undefined) return known;
  const html = renderer.then(async (each) => (await each.render(markdown)).code.trim());
  rendered.set(markdown, html);
  return html;
}

/** The words of an exercise as HTML, through the same Markdown as the lessons. */
export async function renderWords(text: string, file: string): Promise<ExerciseWords> {
  const { title, summary, sections } = readSections(text, file);
  const written = await Promise.all(
    sections.map(async ({ id, heading, body }) => ({
      id,
      heading: (await toHTML(heading)).replace(/^<p>|<\/p>$/gu, ''),
      body: await toHTML(body),
    })),
  );
  return {
    title,
    summary,
    headings: Object.fromEntries(written.map(({ id, heading }) => [id, heading])),
    sections: Object.fromEntries(written.map(({ id, body }) => [id, body])),
  };
}
