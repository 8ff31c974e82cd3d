import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

export interface UnzippedFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** Permission bits, where the ZIP was made for Unix. */
  readonly mode: number;
}

/** The files of a ZIP, as its central directory lists them (APPNOTE.TXT 6.3.10 §4.3.12). No encryption, no ZIP64. */
export function unzip(zip: Buffer): readonly UnzippedFile[] {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const files: UnzippedFile[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const body = zip.subarray(begins, begins + packed);
    files.push({
      path: zip.toString('utf8', at + 46, at + 46 + nameLength),
      bytes: method === 0 ? body : inflateRawSync(body),
      mode: (zip.readUInt32LE(at + 38) >>> 16) & 0o777,
    });
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

/** Unpacks a ZIP into a folder, as a person would. */
export function unzipInto(folder: string, zip: Buffer): void {
  for (const { path, bytes, mode } of unzip(zip)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    chmodSync(file, mode);
  }
}
