/**
 * Makes the ZIPs that a room is run from: the built site, the local server, launchers, a page that explains, and checksums.
 *   npm run pack                    builds, then writes packed/minato-<version>.zip; uses no network
 *   npm run pack -- --with-node     also packed/minato-<version>-with-node.zip, with Node for Linux and Windows, fetched through npm
 *   npm run pack -- --no-build      packs dist/ as it is
 *   npm run pack -- --out DIR       writes to another folder
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fetchNodePrograms } from './pack/node-programs.ts';
import { packEntries } from './pack/entries.ts';
import { sha256, writeZip } from './pack/zip.ts';

const root = join(import.meta.dirname, '..');

/** The site at the root of its host, built anew. */
function build(): void {
  const { MINATO_BASE: _, MINATO_SITE: __, ...env } = process.env;
  const done = spawnSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (done.status !== 0) throw new Error('the site could not be built; the lines above say why');
}

const { values } = parseArgs({ options: { 'with-node': { type: 'boolean' }, 'no-build': { type: 'boolean' }, out: { type: 'string' } } });
const out = values.out ?? join(root, 'packed');
const scratch = mkdtempSync(join(tmpdir(), 'minato-pack-'));
try {
  if (!values['no-build']) build();
  mkdirSync(out, { recursive: true });
  const programs = values['with-node'] ? [[], fetchNodePrograms(root, scratch)] : [[]];
  for (const nodes of programs) {
    const { version, entries } = packEntries(root, nodes);
    const name = `minato-${version}${nodes.length > 0 ? '-with-node' : ''}.zip`;
    await writeZip(join(out, name), entries);
    const bytes = readFileSync(join(out, name));
    writeFileSync(join(out, `${name}.sha256`), `${sha256(bytes)}  ${name}\n`);
    console.log(`${join(out, name)}: ${entries.length} files, ${(bytes.length / 1e6).toFixed(1)} MB`);
  }
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
