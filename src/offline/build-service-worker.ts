import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { BuiltSite } from './conversation.ts';

const NAME = 'service-worker.js';

/** The files of a built site. Those of `_astro/` have a hash in their name, so they need no digest. */
export function describeSite(dist: string): BuiltSite {
  const paths = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(dist, '/').length).replaceAll('\\', '/'))
    // Below .minato/ the local server answers itself.
    .filter((path) => path !== NAME && !path.startsWith('.minato/'))
    .sort();
  const version = createHash('sha256');
  const files = Object.fromEntries(
    paths.map((path): [string, BuiltSite['files'][string]] => {
      const bytes = readFileSync(join(dist, path));
      const digest = createHash('sha256').update(bytes).digest('hex');
      version.update(`${path} ${digest}\n`);
      return [path, path.startsWith('_astro/') ? [bytes.length] : [bytes.length, digest.slice(0, 12)]];
    }),
  );
  return { version: version.digest('hex').slice(0, 12), files };
}

/** The built site has `service-worker.js` at its root, and the worker knows every file beside it. */
export function offline(): AstroIntegration {
  return {
    name: 'minato:offline',
    hooks: {
      'astro:config:setup': ({ command, updateConfig }) => {
        if (command !== 'build') return;
        const entry = fileURLToPath(new URL('./service-worker.ts', import.meta.url));
        const plugin = {
          name: 'minato:service-worker',
          applyToEnvironment: ({ name }: { readonly name: string }) => name === 'client',
          buildStart(this: { emitFile(file: { type: 'chunk'; id: string; fileName: string }): string }) {
            this.emitFile({ type: 'chunk', id: entry, fileName: NAME });
          },
        };
        updateConfig({ vite: { plugins: [plugin] } });
      },
      'astro:build:done': ({ dir }) => {
        const dist = fileURLToPath(dir);
        const file = join(dist, NAME);
        writeFileSync(file, `self.builtSite=${JSON.stringify(describeSite(dist))};\n${readFileSync(file, 'utf8')}`);
      },
    },
  };
}
