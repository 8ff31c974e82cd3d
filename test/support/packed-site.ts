import { spawn } from 'node:child_process';
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

export interface StartedServer {
  readonly origin: string;
  /** The instructor's board, in Japanese. */
  readonly board: string;
  /** Everything that is on the console so far. */
  readonly console: () => string;
  /** Ends it as Ctrl+C does, and waits until it has ended. */
  stop(): Promise<number | null>;
}

/** Starts a program of an unpacked ZIP and waits until the server says where it is. */
export function startServer(folder: string, [program, ...args]: readonly [string, ...string[]]): Promise<StartedServer> {
  const server = spawn(program, [...args], { cwd: folder, env: { ...process.env, MINATO_IN_TERMINAL: '1' } });
  let said = '';
  const ended = new Promise<number | null>((resolve) => server.on('exit', resolve));
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const origin = /http:\/\/localhost(?::\d+)?(?=\/\n)/u.exec(said)?.[0];
      const board = /\S+\/ja\/workshop\/board\/#\S+/u.exec(said)?.[0];
      if (origin === undefined || board === undefined || !said.includes('Ctrl+C')) return;
      resolve({
        origin,
        board,
        console: () => said,
        stop: () => {
          server.kill('SIGINT');
          return ended;
        },
      });
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    void ended.then((code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
}
