import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packEntries } from '../../scripts/pack/entries.ts';
import { writeZip } from '../../scripts/pack/zip.ts';
import { unzipInto } from './unzip.ts';

/** The bytes of a ZIP that is packed from `dist/` as it is. */
export async function packDist(): Promise<Buffer> {
  const scratch = mkdtempSync(join(tmpdir(), 'minato-zip-'));
  const file = join(scratch, 'minato.zip');
  await writeZip(file, packEntries(process.cwd(), []).entries);
  const bytes = readFileSync(file);
  rmSync(scratch, { recursive: true, force: true });
  return bytes;
}

/** A ZIP unpacked into a folder of its own. */
export function unpack(zip: Buffer): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'minato-unpacked-'));
  unzipInto(folder, zip);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
