import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program of Node for one kind of computer, with the words of its licence. Paths on the disk. */
export interface NodeProgram {
  /** As its folder in the ZIP is called. */
  readonly kind: 'linux-x64' | 'win-x64';
  readonly program: string;
  readonly license: string;
}

const PROGRAMS = [
  { kind: 'linux-x64', files: ['bin/node', 'LICENSE'] },
  { kind: 'win-x64', files: ['bin/node.exe'] },
] as const;
/** Only the package for Linux carries it; it is the same text for every kind. */
const LICENSE = 'linux-x64/package/LICENSE';

/** A command's output, or the command and why it failed. */
function output(program: string, args: readonly string[], folder: string): string {
  const done = spawnSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 24, shell: process.platform === 'win32' });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${done.error?.message ?? done.stderr}`);
  return done.stdout;
}

/**
 * Fetches Node for Linux and Windows through npm, in the versions and with the digests that package-lock.json names: an archive that
 * is another is refused. This is the only step of packing that uses the network, and only when it is asked for.
 */
export function fetchNodePrograms(root: string, scratch: string): readonly NodeProgram[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: { readonly [path: string]: { readonly version: string; readonly integrity: string } };
  };
  return PROGRAMS.map(({ kind, files }) => {
    const name = `node-${kind}`;
    const wanted = lock.packages[`node_modules/${name}`];
    if (wanted === undefined) throw new Error(`package-lock.json does not name ${name}`);
    const folder = join(scratch, kind);
    mkdirSync(folder, { recursive: true });
    const archive = join(folder, `${name}-${wanted.version}.tgz`);
    output('npm', ['pack', `${name}@${wanted.version}`, '--silent'], folder);
    const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (digest !== wanted.integrity) throw new Error(`${archive} is ${digest}; package-lock.json wants ${wanted.integrity}`);
    output('tar', ['-xzf', archive, ...files.map((file) => `package/${file}`)], folder);
    return { kind, program: join(folder, 'package', files[0]), license: join(scratch, LICENSE) };
  });
}
