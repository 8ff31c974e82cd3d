// Starts the local server: node serve.js [--port N] [--folder DIR] [--host-name NAME] [--only-here] [--no-board]
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { roomAddresses } from './addresses.ts';
import { createLocalServer } from './local-server.ts';
import { SiteFiles } from './site-files.ts';
import { StatusBoard } from './status-board.ts';
import { CONSOLE } from './words.ts';

/** Tried one after the other when none is asked for. */
const PORTS = [8080, 8081, 8082, 8083, 8084, 8085, 8086, 8087, 8088, 8089];

function say(line: { readonly ja: string; readonly en: string }, about = ''): void {
  console.log(`${line.ja}${about}\n${line.en}${about}`);
}

function giveUp(line: { readonly ja: string; readonly en: string }, about = ''): never {
  console.error(`${line.ja}${about}\n${line.en}${about}`);
  process.exit(1);
}

function readArguments(): {
  readonly port?: number;
  readonly folder: string;
  readonly hostNames: readonly string[];
  readonly onlyHere: boolean;
  readonly board: boolean;
} {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        folder: { type: 'string' },
        'host-name': { type: 'string', multiple: true },
        'only-here': { type: 'boolean' },
        'no-board': { type: 'boolean' },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536)) giveUp(CONSOLE.unknown, `: --port ${values.port}`);
    return {
      ...(port === undefined ? {} : { port }),
      folder: values.folder ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'site'),
      hostNames: values['host-name'] ?? [],
      onlyHere: values['only-here'] ?? false,
      board: !(values['no-board'] ?? false),
    };
  } catch (problem) {
    return giveUp(CONSOLE.unknown, `: ${problem instanceof Error ? problem.message : String(problem)}`);
  }
}

/** The content version that the pages of a built site state. */
function versionOf(folder: string): string {
  return /<meta name="version" content="([^"]+)"/u.exec(readFileSync(join(folder, 'en/index.html'), 'utf8'))?.[1] ?? '';
}

if (Number(process.versions.node.split('.')[0]) < 20) giveUp(CONSOLE.oldNode, ` ${process.version}`);
const { port, folder, hostNames, onlyHere, board: withBoard } = readArguments();
if (!existsSync(join(folder, 'en/index.html'))) giveUp(CONSOLE.noSite, `: ${folder}`);

const key = randomBytes(9).toString('base64url');
const board = new StatusBoard();

/** `:8080`; nothing at the port that http has anyway. */
function portSuffix(): string {
  const address = server.address();
  return typeof address === 'object' && address !== null && address.port !== 80 ? `:${address.port}` : '';
}

const server = createLocalServer({
  files: new SiteFiles(folder),
  hostNames,
  origins: () => [...hostNames, ...(onlyHere ? [] : roomAddresses().map(({ address }) => address))].map((host) => `http://${host}${portSuffix()}`),
  ...(withBoard ? { board: { board, key } } : {}),
});

/** Listens on the first port that is free. Only one that was asked for may fail. */
function listen([first, ...others]: readonly number[]): void {
  server.once('error', (problem: NodeJS.ErrnoException) => {
    if (problem.code === 'EADDRINUSE' && others.length > 0) listen(others);
    else giveUp(problem.code === 'EACCES' ? CONSOLE.forbidden : CONSOLE.taken, `: ${first}`);
  });
  server.listen({ port: first, host: onlyHere ? '127.0.0.1' : '0.0.0.0' });
}

server.once('listening', () => {
  server.removeAllListeners('error');
  const suffix = portSuffix();
  console.log(`\nMinato（港） ${versionOf(folder)}\n`);
  const sayInBoth = (page: string): void => {
    for (const language of ['ja', 'en']) console.log(`    http://localhost${suffix}/${language}/${page}`);
    console.log('');
  };
  say(CONSOLE.here);
  console.log(`    http://localhost${suffix}/\n`);
  say(CONSOLE.guide);
  sayInBoth('workshop/guide/');
  const room = onlyHere ? [] : roomAddresses();
  if (room.length > 0) {
    say(CONSOLE.room);
    for (const { address: ip, on } of room) console.log(`    http://${ip}${suffix}/    (${on})`);
    console.log(`    http://${(hostname().split('.')[0] ?? '').toLowerCase()}.local${suffix}/    (mDNS)\n`);
  } else if (!onlyHere) say(CONSOLE.noRoom, '\n');
  if (withBoard) {
    say(CONSOLE.board);
    sayInBoth(`workshop/status/#${key}`);
  }
  say(CONSOLE.stop);
});
listen(port === undefined ? PORTS : [port]);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    board.erase();
    server.close();
    server.closeAllConnections();
    console.log('');
    say(CONSOLE.stopped);
    process.exit(0);
  });
