import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { handout } from './handout.ts';
import type { NodeProgram } from './node-programs.ts';
import { serverFiles } from './server-files.ts';
import { checksums, type ZipEntry } from './zip.ts';

/** The content version that the built pages state. */
function versionOf(dist: string): string {
  const page = join(dist, 'en/index.html');
  if (!existsSync(page)) throw new Error('there is no dist/ yet: npm run build first, or leave --no-build out');
  const html = readFileSync(page, 'utf8');
  if (!html.includes('="/_astro/')) throw new Error('dist/ was built for a folder of a host; the local server needs it without MINATO_BASE');
  const version = /<meta name="version" content="([\w.-]+)"/u.exec(html)?.[1];
  if (version === undefined) throw new Error('the pages of dist/ do not state their version: build them anew');
  return version;
}

const launcher = (root: string, name: string): string => readFileSync(join(root, 'scripts/pack', name), 'utf8').replaceAll('\r\n', '\n');

/** Everything in a ZIP, in the order of paths, and the content version it is named after. */
export function packEntries(root: string, nodes: readonly NodeProgram[]): { readonly version: string; readonly entries: readonly ZipEntry[] } {
  const dist = join(root, 'dist');
  const version = versionOf(dist);
  const site = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    // The local server compresses itself; copies made for another host stay behind.
    .filter((file) => !/\.(?:br|gz)$/u.test(file))
    .map((file): ZipEntry => ({ path: `site/${file.slice(join(dist, '/').length).replaceAll('\\', '/')}`, content: { file } }));
  const entries: ZipEntry[] = [
    ...site,
    ...Object.entries(serverFiles(root)).map(([name, content]): ZipEntry => ({ path: `server/${name}`, content })),
    ...nodes.flatMap(({ kind, program, license }): ZipEntry[] => [
      { path: `node/${kind}/${kind.startsWith('win') ? 'node.exe' : 'node'}`, content: { file: program }, program: true },
      { path: `node/${kind}/LICENSE`, content: { file: license } },
    ]),
    { path: 'index.html', content: handout(version, nodes.length > 0) },
    { path: 'LICENSE', content: { file: join(root, 'LICENSE') } },
    { path: 'start.sh', content: launcher(root, 'start.sh'), program: true },
    { path: 'start.command', content: launcher(root, 'start.command'), program: true },
    // cmd.exe wants its own line ends.
    { path: 'start.bat', content: launcher(root, 'start.bat').replaceAll('\n', '\r\n') },
  ];
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { version, entries: [...entries, { path: 'SHA256SUMS', content: checksums(entries) }] };
}
