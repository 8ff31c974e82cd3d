import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const ASKED_FOR = /(?:src|component-url|renderer-url|before-hydration-url)="([^"]*\/_astro\/)([^"]+\.js)"/gu;
const IMPORTED = /(?:^|[;}\s])(?:import|export)\s*(?:[^"'()]*?from\s*)?["']\.\/([^"']+\.js)["']/gu;

/** Names of the modules that a built module imports at once: `import … from "./x.js"` and `import "./x.js"`. */
export const modulesImportedBy = (text: string): readonly string[] => [...text.matchAll(IMPORTED)].map(([, name]) => name ?? '');

/**
 * Names in a page's head every module that its scripts and islands import at once, so that a browser asks for all of them together and not for one after the other,
 * each a way to the server and back later.
 */
function withPreloads(html: string, importsOf: (module: string) => readonly string[]): string {
  const asked = [...html.matchAll(ASKED_FOR)];
  const folder = asked[0]?.[1];
  if (folder === undefined) return html;
  const modules = new Set(asked.map(([, , name]) => name ?? ''));
  // A set is walked to its end, also to what is added on the way.
  for (const module of modules) for (const imported of importsOf(module)) modules.add(imported);
  return html.replace('</head>', `${[...modules].map((name) => `<link rel="modulepreload" href="${folder}${name}">`).join('')}</head>`);
}

/** Every page of the built site says in its head what it is going to import. Stands before whatever lists the site's files. */
export function preloadModules(): AstroIntegration {
  return {
    name: 'minato:preload-modules',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const dist = fileURLToPath(dir);
        const known = new Map<string, readonly string[]>();
        const importsOf = (module: string): readonly string[] => {
          let imports = known.get(module);
          if (!imports) {
            imports = modulesImportedBy(readFileSync(join(dist, '_astro', module), 'utf8'));
            known.set(module, imports);
          }
          return imports;
        };
        for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !entry.name.endsWith('.html')) continue;
          const file = join(entry.parentPath, entry.name);
          const html = readFileSync(file, 'utf8');
          const preloaded = withPreloads(html, importsOf);
          if (preloaded !== html) writeFileSync(file, preloaded);
        }
      },
    },
  };
}
