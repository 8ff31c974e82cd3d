// `npm run walk:hints -- [L02 L04-E2 …]`: every exercise done in Chromium by its hints 1 to 3 alone, in both languages (test/browser/hints.spec.ts).
// It asks for the built site, as the browser tests do: `npm run build` first.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const chosen = process.argv.slice(2);
const args = ['test', 'hints.spec.ts', '--reporter=list', ...(chosen.length > 0 ? ['-g', chosen.join('|')] : [])];
const { status } = spawnSync(join(root, 'node_modules/.bin/playwright'), args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, MINATO_WALK: 'hints' },
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
