import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file of a ZIP: its text or bytes, or where they are on the disk. */
export interface ZipEntry {
  readonly path: string;
  readonly content: string | Buffer | { readonly file: string };
  /** Whether it may be run. */
  readonly program?: boolean;
}

const bytesOf = ({ content }: ZipEntry): Buffer =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.isBuffer(content) ? content : readFileSync(content.file);

/** The digest of bytes as `sha256sum` prints it. */
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Lines for `sha256sum --check SHA256SUMS`, in the order of paths. */
export function checksums(entries: readonly ZipEntry[]): string {
  return entries.map((entry) => `${sha256(bytesOf(entry))}  ${entry.path}\n`).join('');
}

/** Writes a ZIP. The same files make the same bytes: their order is that of their paths, and their time is the beginning of time for ZIPs. */
export async function writeZip(target: string, entries: readonly ZipEntry[]): Promise<void> {
  const zip = new ZipFile();
  const mtime = new Date(1980, 0, 1);
  for (const entry of entries)
    zip.addBuffer(bytesOf(entry), entry.path, {
      mtime,
      forceDosTimestamp: true,
      mode: entry.program ? 0o100755 : 0o100644,
      compress: !/\.(?:png|woff2)$/u.test(entry.path),
    });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(target));
}
