import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** Beside the pages: the licenses of all that the site is made of, as their owners wrote them. */
export const LICENSES_FILE = 'licenses.txt';

const root = process.cwd();

/** Their own scripts are in pages and modules, but come from no module with a name. */
const BUILDERS = ['astro', 'vite'];

const PACKAGE = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//u;
const LICENSE = /^(?:licen[cs]e|copying|notice|thirdpartynotices)/iu;

/** The folder and the name of the package that a module or an asset is from. */
function packageOf(id: string): readonly [folder: string, name: string] | undefined {
  const from = id.startsWith('node_modules/') ? join(root, id) : id;
  const [folder, name] = PACKAGE.exec(from.replaceAll('\\', '/')) ?? [];
  return folder === undefined || name === undefined ? undefined : [folder.replace(/^.*\0[^/]*/u, ''), name];
}

/** The licenses and notices of a package, as they came. Throws where there is none: it must not be passed on. */
function textOf(folder: string, name: string): string {
  const files = readdirSync(folder)
    .filter((file) => LICENSE.test(file))
    .sort();
  if (files.length === 0) throw new Error(`${name} has no license in ${folder}: it cannot be a part of the site`);
  return files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/** The whole file: this project's own license, that of what was made from Kubernetes, then every package, those of one text together. */
export function licensesOf(packages: ReadonlyMap<string, string>): string {
  const byText = new Map<string, string[]>();
  for (const [name, folder] of [...packages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = textOf(folder, name);
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  const apache = readFileSync(join(root, 'src/build/apache-license-2.0.txt'), 'utf8').trim();
  const sections = [
    ['Minato', readFileSync(join(root, 'LICENSE'), 'utf8').trim()],
    ['Data and words made from Kubernetes, Copyright The Kubernetes Authors', apache],
    ...[...byText].map(([text, names]) => [names.join(', '), text]),
  ];
  return sections.map(([title = '', text = '']) => `${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n\n${text}\n`).join('\n');
}

/** What is asked of a built piece of the site. */
type Piece = { readonly type: 'chunk'; readonly moduleIds: readonly string[] } | { readonly type: 'asset'; readonly originalFileNames: readonly string[] };

interface PackagesPlugin {
  readonly name: string;
  generateBundle(this: { readonly environment: { readonly name: string } }, options: unknown, bundle: { readonly [file: string]: Piece }): void;
}

/** What ends in the built site is followed to its packages, in the pages and, by `plugin`, in their workers. */
export function licenses(): { readonly plugin: () => PackagesPlugin; readonly integration: AstroIntegration } {
  const packages = new Map<string, string>();
  const plugin = (): PackagesPlugin => ({
    name: 'minato:licenses',
    generateBundle(_, bundle) {
      // Modules that make pages stay behind; typefaces come with their style sheets.
      const isShipped = this.environment.name === 'client';
      for (const part of Object.values(bundle))
        for (const id of part.type === 'asset' ? part.originalFileNames : isShipped ? part.moduleIds : []) {
          const [folder, name] = packageOf(id) ?? [];
          if (folder !== undefined && name !== undefined) packages.set(name, folder);
        }
    },
  });
  const integration: AstroIntegration = {
    name: 'minato:licenses',
    hooks: {
      'astro:config:setup': ({ command, updateConfig }) => {
        if (command === 'build') updateConfig({ vite: { plugins: [plugin()] } });
      },
      'astro:build:done': ({ dir }) => {
        for (const name of BUILDERS) packages.set(name, join(root, 'node_modules', name));
        writeFileSync(join(fileURLToPath(dir), LICENSES_FILE), licensesOf(packages));
      },
    },
  };
  return { plugin, integration };
}
