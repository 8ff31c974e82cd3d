// @ts-check
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import mdx from '@astrojs/mdx';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';
import { markdownProcessor, syntaxHighlight } from './src/exercise/markdown.ts';
import { licenses } from './src/build/licenses.ts';
import { preloadModules } from './src/build/preload-modules.ts';
import { languageScript, offlineScript, themeScript, trustScript, workerScript } from './src/layouts/early-scripts.ts';
import { offline } from './src/offline/build-service-worker.ts';

/** @param {string} text @returns {`sha256-${string}`} */
const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/**
 * Monaco's own CSS becomes part of its lazily loaded JavaScript, as constructable style sheets. Otherwise Astro puts it as
 * a render-blocking link into every page that may load the editor later.
 * @returns {import('vite').Plugin}
 */
function monacoStylesInScript() {
  // An id that does not end in .css, or Vite takes what is loaded for a style sheet.
  const prefix = '\0monaco-styles:';
  return {
    name: 'minato:monaco-styles-in-script',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith('.css') || !importer?.includes('/monaco-editor/')) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return resolved && `${prefix}${resolved.id.replace(/\.css$/u, '')}`;
    },
    load(id) {
      if (!id.startsWith(prefix)) return null;
      return `import css from ${JSON.stringify(`${id.slice(prefix.length)}.css?inline`)};
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);`;
    },
  };
}

/**
 * What the worker needs at once becomes one file: compressed together it is lighter by a tenth than in the dozen that the parts
 * loaded later would cut it into.
 */
function engineInOneFile() {
  /** @type {Set<string>} */
  const atOnce = new Set();
  return {
    /** @type {import('vite').Plugin} */
    plugin: {
      name: 'minato:engine-in-one-file',
      buildEnd() {
        const visit = (/** @type {string} */ id) => {
          for (const next of this.getModuleInfo(id)?.importedIds ?? []) {
            if (atOnce.has(next)) continue;
            atOnce.add(next);
            visit(next);
          }
        };
        for (const id of this.getModuleIds()) if (id.endsWith('/src/worker/lab.worker.ts')) visit(id);
      },
    },
    group: { name: 'engine', test: (/** @type {string} */ id) => atOnce.has(id) },
  };
}

/**
 * What every page's own script needs becomes one file, and what every lab needs another: a browser asks for a few files, not for thirty that wait for each other.
 * A page's island alone may import the lab's: its words are awaited, and WebKit gives a second importer modules that are not evaluated yet (its bug 242740).
 */
function labInOneFile() {
  /** @type {Set<string>} */
  const ofPages = new Set();
  /** @type {Set<string>} */
  const ofLabs = new Set();
  return {
    /** @type {import('vite').Plugin} */
    plugin: {
      name: 'minato:lab-in-one-file',
      applyToEnvironment: ({ name }) => name === 'client',
      buildEnd() {
        /** @param {(id: string) => boolean} isFirst @returns {Set<string>} */
        const closureOf = (isFirst) => {
          const closure = new Set([...this.getModuleIds()].filter(isFirst));
          for (const id of closure) for (const next of this.getModuleInfo(id)?.importedIds ?? []) closure.add(next);
          return closure;
        };
        for (const id of closureOf((first) => first.includes('/layouts/Page.astro?'))) ofPages.add(id);
        const ofHome = closureOf((first) => first.endsWith('/ui/HomeLab.svelte'));
        // A lesson's labs come when they are near.
        const ofLessons = closureOf((first) => first.endsWith('/ui/LessonLab.svelte'));
        for (const id of closureOf((first) => first.endsWith('/ui/Lab.svelte')))
          if (ofHome.has(id) && !ofLessons.has(id) && !id.endsWith('.css')) ofLabs.add(id);
      },
    },
    groups: [
      { name: 'svelte', test: /\/node_modules\/(?:svelte|esm-env|clsx)\//u, priority: 3 },
      { name: 'page', test: (/** @type {string} */ id) => ofPages.has(id), priority: 2 },
      { name: 'lab', test: (/** @type {string} */ id) => ofLabs.has(id), priority: 1 },
    ],
  };
}

const shipped = licenses();
const engine = engineInOneFile();
const lab = labInOneFile();

/** Everything of Monaco that src/ui/monaco imports: known beforehand, or the first page that opens an editor reloads in `npm start`. */
const monacoFeatures =
  'bracketMatching clipboard codicon comment cursorUndo find gotoError hover indentation linesOperations toggleTabFocusMode tokenization wordOperations';
const monacoEntries = [
  'monaco-editor/editor',
  'monaco-editor/languages/definitions/yaml/register',
  'monaco-editor/nls/lang/ja',
  ...monacoFeatures.split(' ').map((feature) => `monaco-editor/features/${feature}/register`),
];

/**
 * Both languages side by side, at /en/preview/, for authors. The built site has no such page.
 * @type {import('astro').AstroIntegration}
 */
const previewForAuthors = {
  name: 'minato:preview-for-authors',
  hooks: {
    'astro:config:setup'({ command, injectRoute }) {
      if (command === 'dev') injectRoute({ pattern: '/en/preview', entrypoint: './src/layouts/preview/SideBySide.astro' });
    },
  },
};

/** Who may say that a text is safe to become elements: the site's own two, Svelte's, and those of Monaco. */
const trustedPolicies = [
  ...['default', 'minato-page', 'svelte-trusted-html'],
  ...['defaultWorkerFactory', 'diffEditorWidget', 'diffReview', 'domLineBreaksComputer', 'dompurify', 'editorViewLayer'],
  ...['richScreenReaderContent', 'standaloneColorizer', 'tokenizeToString'],
];

export default defineConfig({
  // Where the site will stand, for a host that serves it under a folder: MINATO_BASE=/course/ npm run build
  ...(process.env['MINATO_SITE'] ? { site: process.env['MINATO_SITE'] } : {}),
  base: process.env['MINATO_BASE'] ?? '/',
  i18n: { locales: ['ja', 'en'], defaultLocale: 'ja', routing: { prefixDefaultLocale: true, redirectToDefaultLocale: false } },
  integrations: [mdx(), svelte(), preloadModules(), shipped.integration, offline(), previewForAuthors],
  markdown: { processor: markdownProcessor, syntaxHighlight },
  build: { inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "require-trusted-types-for 'script'",
        `trusted-types ${trustedPolicies.join(' ')}`,
      ],
      scriptDirective: { hashes: [hash(trustScript), hash(themeScript), hash(workerScript), hash(languageScript), hash(offlineScript)] },
      // Monaco sets styles on elements; scripts stay strict.
      styleDirective: { resources: ["'self'", "'unsafe-inline'"] },
    },
  },
  vite: {
    plugins: [monacoStylesInScript(), lab.plugin],
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups: lab.groups } } } } } },
    worker: { format: 'es', plugins: () => [engine.plugin, shipped.plugin()], rolldownOptions: { output: { codeSplitting: { groups: [engine.group] } } } },
    // What a package gives to browsers wants a document; the one that reads Markdown here is a worker.
    resolve: { alias: { 'decode-named-character-reference': fileURLToPath(import.meta.resolve('decode-named-character-reference')) } },
    optimizeDeps: { include: ['uqr', 'yaml', ...monacoEntries] },
    build: {
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: {
        onwarn(warning, warn) {
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
        },
      },
    },
  },
});
