/**
 * Puts `x.br` and `x.gz` beside every text of a built site, for hosts that serve what is already compressed:
 *   npm run precompress              dist/
 *   npm run precompress -- DIR       another folder
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Below this, nothing is won. */
const WORTH_COMPRESSING = 512;
const AT_A_TIME = 4;

const folder = process.argv[2] ?? join(import.meta.dirname, '../dist');
const left = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:html|js|css|json|svg|txt|sh|xml|webmanifest|ttf)$/u.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));
const all = left.length;
let [before, after] = [0, 0];

async function take(): Promise<void> {
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    const plain = readFileSync(file);
    if (plain.length < WORTH_COMPRESSING) continue;
    const brotli = await promisify(brotliCompress)(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    });
    writeFileSync(`${file}.br`, brotli);
    writeFileSync(`${file}.gz`, await promisify(gzip)(plain, { level: 9 }));
    before += plain.length;
    after += brotli.length;
  }
}

await Promise.all(Array.from({ length: AT_A_TIME }, take));
console.log(`${all} files: ${(before / 1e6).toFixed(1)} MB as they are, ${(after / 1e6).toFixed(1)} MB with brotli`);
