import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packEntries } from '../../scripts/pack/entries.ts';
import { handout } from '../../scripts/pack/handout.ts';
import { packDist, unpack } from '../support/packed-site.ts';
import { startServer } from '../support/started-server.ts';
import { unzip, type UnzippedFile } from '../support/unzip.ts';

let zip: Buffer;
let files: ReadonlyMap<string, UnzippedFile>;
const text = (path: string): string => files.get(path)?.bytes.toString('utf8') ?? '';

beforeAll(async () => {
  zip = await packDist();
  files = new Map(unzip(zip).map((file) => [file.path, file]));
}, 120_000);

describe('the ZIP', () => {
  test('has the whole site, the server, launchers that may be run, and the page that explains, at its root', () => {
    const site = readdirSync(join(process.cwd(), 'dist'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !/\.(?:br|gz)$/u.test(entry.name),
    ).length;
    expect([...files.keys()].filter((path) => path.startsWith('site/'))).toHaveLength(site);
    expect([...files.keys()].filter((path) => !/^(?:site|server)\//u.test(path)).sort()).toEqual([
      'LICENSE',
      'SHA256SUMS',
      'index.html',
      'start.bat',
      'start.command',
      'start.sh',
    ]);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['server/serve.js', 'server/package.json', 'server/no-node.txt', 'site/.minato/board']));
    expect([...files.values()].filter(({ mode }) => mode === 0o755).map(({ path }) => path)).toEqual(['start.command', 'start.sh']);
    expect([...files.keys()].filter((path) => /(?:^|\/)\.\.|^\/|\\/u.test(path))).toEqual([]);
  });

  test('has a checksum of every other file, and each is right', () => {
    const lines = text('SHA256SUMS').trimEnd().split('\n');
    expect(lines).toHaveLength(files.size - 1);
    const wrong = lines.filter((line) => {
      const [, digest, path = ''] = /^([0-9a-f]{64}) {2}(.+)$/u.exec(line) ?? [];
      return (
        createHash('sha256')
          .update(files.get(path)?.bytes ?? '')
          .digest('hex') !== digest
      );
    });
    expect(wrong).toEqual([]);
  });

  test('comes out the same every time', async () => {
    expect((await packDist()).equals(zip)).toBe(true);
  }, 60_000);

  test('has launchers that their shells can read', () => {
    expect(text('start.bat')).toMatch(/^(?:[ -~]*\r\n)+$/u);
    for (const path of ['start.sh', 'start.command']) expect(text(path), path).toMatch(/^#!\/bin\/sh\n[^\r]+$/u);
  });

  test('has launchers that find what lies beside them, wherever the folder is, and go nowhere else', () => {
    const file = { file: join(process.cwd(), 'LICENSE') };
    const programs = (['linux-x64', 'win-x64'] as const).map((kind) => ({ kind, program: file.file, license: file.file }));
    const { entries } = packEntries(process.cwd(), programs);
    const carried = new Map(entries.map(({ path, program }) => [path, program === true]));
    const bat = text('start.bat');
    const beside = [...bat.matchAll(/%HERE%([^"]*)"/gu)].map(([, path = '']) => path.replaceAll('\\', '/'));
    expect(new Set(beside)).toEqual(new Set(['server/serve.js', 'node/win-x64/node.exe', 'server/no-node.txt']));
    // Quoted, since folders have spaces in their names.
    expect(bat.split('%HERE%').length - 1).toBe(bat.match(/(?:"%HERE%|"NODE=%HERE%)/gu)?.length);
    const shell = `${text('start.sh')}${text('start.command')}`;
    const here = [...shell.matchAll(/(?:\$here|\$\(dirname -- "\$0"\))\/([\w./-]+)/gu)].map(([, path = '']) => path);
    expect(new Set(here)).toEqual(new Set(['start.sh', 'server/serve.js', 'server/no-node.txt', 'node/linux-x64/node']));
    for (const path of [...beside, ...here]) expect(carried.has(path), path).toBe(true);
    for (const path of ['node/linux-x64/node', 'node/win-x64/node.exe', 'start.sh', 'start.command']) expect(carried.get(path), path).toBe(true);
    expect(bat).not.toMatch(/\b[A-Za-z]:\\/u);
    expect(
      shell
        .replaceAll(/^#!\/bin\/sh$/gmu, '')
        .match(/(?<![\w$"}.)])\/[a-z][\w/]*/gu)
        ?.filter((path) => path !== '/dev/null') ?? [],
    ).toEqual([]);
    // Every place that the one for Windows jumps to is there, once.
    const labels = [...bat.matchAll(/^:(\w+)\r$/gmu)].map(([, label]) => label);
    expect(
      [...bat.matchAll(/\b(?:goto |call :)(\w+)/gu)].map(([, label]) => label).filter((label) => labels.filter((one) => one === label).length !== 1),
    ).toEqual([]);
  });

  test('holds the server without types, with nothing to import but Node and itself', () => {
    const scripts = [...files.keys()].filter((path) => /^server\/.*\.js$/u.test(path));
    expect(scripts.length).toBeGreaterThan(5);
    for (const path of scripts)
      for (const [, target = ''] of text(path).matchAll(/\bfrom ['"]([^'"]+)['"]/gu))
        expect(target.startsWith('node:') || files.has(`server/${target.replace(/^\.\//u, '')}`), `${path}: ${target}`).toBe(true);
  });
});

describe('the page at the root, opened from a folder', () => {
  test('speaks both languages, and needs no script, no file and no address', () => {
    const page = text('index.html');
    for (const lang of ['ja', 'en']) expect(page).toContain(`<article lang="${lang}"`);
    expect(page).not.toMatch(/<script|<link|\ssrc=|url\(|@import/u);
    for (const [, target = ''] of page.matchAll(/href="([^"]*)"/gu)) expect(page, target).toContain(`id="${target.slice(1)}"`);
    for (const told of ['start.bat', 'start.command', 'start.sh', 'SHA256SUMS']) expect(page.split(`<code>${told}`).length, told).toBeGreaterThan(2);
    expect(page).toContain(/<meta name="version" content="[^"]+"/u.exec(text('site/en/index.html'))?.[0]);
    for (const leftover of ['undefined', '`', '[object']) expect(page.includes(leftover), leftover).toBe(false);
  });

  test('says which ZIP has Node inside', () => {
    expect(handout('1', true)).not.toBe(handout('1', false));
  });
});

describe('no address of elsewhere is fetched or linked', () => {
  /** Names that are no places to go to: of formats, of the course's examples, and of what programs print. */
  const NAMES = /^(?:www\.w3\.org|[\w.-]*\.?example(?:\.(?:com|org|net))?|localhost|127\.0\.0\.1|POD_IP)$/u;

  test('by the server, the launchers and the page that explains', () => {
    const own = [...files.keys()].filter((path) => !path.startsWith('site/') && path !== 'LICENSE');
    const found = own.flatMap((path) => [...text(path).matchAll(/\bhttps?:\/\/([\w.-]+)/gu)].map(([, host = '']) => [path, host] as const));
    expect(found.filter(([, host]) => !NAMES.test(host))).toEqual([]);
  });

  test('by a page, a style or a list of the site', () => {
    const linking = /(?:\s(?:href|src|srcset|action|poster|data|content|ping|formaction)=["']?|url\(["']?|@import ["'])(?:https?:)?\/\/([\w.-]+)/giu;
    const found = [...files.keys()]
      .filter((path) => /^site\/.*\.(?:html|css|svg|webmanifest|xml)$/u.test(path))
      .flatMap((path) => [...text(path).matchAll(linking)].map(([link]) => `${path}: ${link}`));
    expect(found).toEqual([]);
  });
});

describe('unpacked', () => {
  let folder: string;
  let remove: () => void;
  beforeAll(() => {
    ({ folder, remove } = unpack(zip));
  });
  afterAll(() => remove());

  const programs = [[process.execPath, 'server/serve.js'], ...(process.platform === 'win32' ? [] : [['sh', 'start.sh']])] as [string, ...string[]][];
  test.each(programs)('%s %s serves both languages, and stops with a word', async (...program) => {
    const server = await startServer(folder, [...program, '--port', '0', '--only-here']);
    try {
      for (const [path, word] of [
        ['/ja/lessons/03-clusterip-and-ports/', 'ClusterIP'],
        ['/en/lessons/03-clusterip-and-ports/', 'ClusterIP and ports'],
        ['/', 'English'],
      ] as const) {
        const response = await fetch(`${server.origin}${path}`);
        expect(response.status).toBe(200);
        expect(response.headers.get('content-encoding')).toMatch(/^(?:br|gzip)$/u);
        expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
        expect(await response.text()).toContain(word);
      }
      expect(await (await fetch(`${server.origin}/.minato/board`)).json()).toEqual({ board: true, origins: [] });
      expect(server.console()).toContain(/<meta name="version" content="([^"]+)"/u.exec(text('site/en/index.html'))?.[1]);
      expect(server.console()).toMatch(/このコンピューターで開く\nOn this computer/u);
    } finally {
      expect(await server.stop()).toBe(0);
    }
    expect(server.console()).toContain('Stopped. Nothing was kept.');
  });

  test('an option that it does not know is refused in both languages', async () => {
    await expect(startServer(folder, [process.execPath, 'server/serve.js', '--prot', '80'])).rejects.toThrow(/知らない指定です.*\n.*Not known/su);
    await expect(startServer(folder, [process.execPath, 'server/serve.js', '--port', '70000'])).rejects.toThrow(/--port 70000/u);
    await expect(startServer(folder, [process.execPath, 'server/serve.js', '--folder', 'server'])).rejects.toThrow(/Unpack the whole ZIP/u);
  });
});
