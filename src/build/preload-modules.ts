import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const ASKED_FOR = /(?:src|component-url|renderer-url|before-hydration-url)="([^"]*\/_astro\/)([^"]+\.js)"/gu;
const IMPORTED = /(?:^|[;}\s]|\*\/)(?:import|export)\s*(?:[^"'()]*?from\s*)?["']\.\/([^"']+\.js)["']/gu;

/** Names of the modules that a built module imports at once: `import … from "./x.js"` and `import "./x.js"`. */
const modulesImportedBy = (text: string): readonly string[] => [...text.matchAll(IMPORTED)].map(([, name]) => name ?? '');

/** The words of a lab, which it asks for before it shows anything. */
const LAB_WORDS = /["'`]\.\/(lab\.(ja|en)\.[^"'`]+\.js)["'`]/gu;
const LANGUAGE = /<html lang="(\w+)"/u;
/** What Astro puts before a page's first islands: the element, and when it comes to life. */
const ISLAND_SCRIPT = /<script>\(\(\)=>\{(?:(?!<\/script>).)*<\/script>/gsu;
const FIRST_STYLES = '<link rel="stylesheet"';
/** Where a page begins the engine's worker; the address is written into it (layouts/early-scripts.ts). */
const EARLY_WORKER = 'data-lab-worker=""';

/** The built modules: their texts, and what each imports at once. */
export class BuiltModules {
  readonly #folder: string;
  readonly #texts = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  textOf(module: string): string {
    const known = this.#texts.get(module) ?? readFileSync(join(this.#folder, module), 'utf8');
    this.#texts.set(module, known);
    return known;
  }

  /** These and all that they import at once, and so on. */
  closureOf(modules: readonly string[]): readonly string[] {
    const closure = new Set(modules);
    // A set is walked to its end, also to what is added on the way.
    for (const module of closure) for (const imported of modulesImportedBy(this.textOf(module))) closure.add(imported);
    return [...closure];
  }

  get labWorker(): string {
    const [worker, second] = readdirSync(this.#folder).filter((name) => /^lab\.worker-.+\.js$/u.test(name));
    if (worker === undefined || second !== undefined) throw new Error(`there is not one worker of labs in ${this.#folder}`);
    return worker;
  }
}

/**
 * Names in a page's head every module that its scripts and islands import at once, and a lab's words, so that a browser asks for all of them together and not for one
 * after the other, each a way to the server and back later. A page that begins its lab's worker early is told where that is.
 */
function withPreloads(html: string, built: BuiltModules): string {
  const asked = [...html.matchAll(ASKED_FOR)];
  const folder = asked[0]?.[1];
  if (folder === undefined) return html;
  const modules = built.closureOf([...new Set(asked.map(([, , name]) => name ?? ''))]);
  const language = LANGUAGE.exec(html)?.[1];
  const words = modules.flatMap((module) => [...built.textOf(module).matchAll(LAB_WORDS)]).filter(([, , tag]) => tag === language);
  const preloaded = [...modules, ...new Set(words.map(([, name]) => name ?? ''))];
  return html
    .replace(EARLY_WORKER, () => `data-lab-worker="${folder}${built.labWorker}"`)
    .replace('</head>', `${preloaded.map((name) => `<link rel="modulepreload" href="${folder}${name}">`).join('')}</head>`);
}

/** A script waits for the style sheets before it, and the rest of the page with it: what brings islands to life stands before them all. */
function withIslandsFirst(html: string): string {
  const scripts = html.match(ISLAND_SCRIPT) ?? [];
  return html.replace(ISLAND_SCRIPT, '').replace(FIRST_STYLES, (styles) => `${scripts.join('')}${styles}`);
}

/** Every page of the built site says in its head what it is going to import. Stands before whatever lists the site's files. */
export function preloadModules(): AstroIntegration {
  return {
    name: 'minato:preload-modules',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const dist = fileURLToPath(dir);
        const built = new BuiltModules(join(dist, '_astro'));
        for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !entry.name.endsWith('.html')) continue;
          const file = join(entry.parentPath, entry.name);
          const html = readFileSync(file, 'utf8');
          const preloaded = withIslandsFirst(withPreloads(html, built));
          if (preloaded !== html) writeFileSync(file, preloaded);
        }
      },
    },
  };
}
