import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { KEYS, partsOf, type DrivenBrowser } from './driven-browser.ts';
import type { WebKitPrograms } from './find-browsers.ts';

/** Starts WebKitGTK's own small browser on a screen that nobody sees, and drives it by WebDriver (W3C, 2018) over HTTP. */
export async function startWebKit({ driver, screen, miniBrowser }: WebKitPrograms): Promise<DrivenBrowser> {
  const display = await openScreen(screen);
  const port = await freePort();
  const server = spawn(driver, [`--port=${port}`], {
    stdio: 'ignore',
    // As root there is no sandbox, as with the other browsers.
    env: { ...process.env, DISPLAY: display.name, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  });
  const ask = asker(`http://127.0.0.1:${port}`);
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] } } };
  const session = (await ask('POST', '/session', { capabilities })) as { sessionId: string; capabilities: { browserName: string; browserVersion: string } };
  const at = `/session/${session.sessionId}`;
  await ask('POST', `${at}/timeouts`, { script: 20_000, pageLoad: 60_000 });
  await ask('POST', `${at}/window/rect`, { width: 1280, height: 900 });
  return {
    version: `${session.capabilities.browserName} ${session.capabilities.browserVersion}`,
    goto: async (address) => void (await ask('POST', `${at}/url`, { url: address })),
    async evaluate<T>(expression: string) {
      const script = `const done = arguments[0]; Promise.resolve().then(() => (${expression})).then((value) => done({ value }), (error) => done({ error: String(error) }))`;
      const told = (await ask('POST', `${at}/execute/async`, { script, args: [] })) as { value?: T; error?: string };
      if (told.error !== undefined) throw new Error(told.error);
      return told.value as T;
    },
    async type(text) {
      const actions = partsOf(text).flatMap((part) => {
        if (typeof part === 'string') return [...part].flatMap((value) => press(value));
        const held = part.slice(0, -1).map((key) => KEYS[key]);
        return [
          ...held.map((value) => ({ type: 'keyDown', value })),
          ...press(KEYS[part.at(-1) ?? 'Enter']),
          ...held.toReversed().map((value) => ({ type: 'keyUp', value })),
        ];
      });
      await ask('POST', `${at}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
    },
    async close() {
      await ask('DELETE', at).catch(() => undefined);
      await ended(server);
      await ended(display.process);
    },
  };
}

const press = (value: string) => [
  { type: 'keyDown', value },
  { type: 'keyUp', value },
];

/** Sends WebDriver's commands; waits for the driver while it starts. */
function asker(origin: string) {
  return async (method: 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> => {
    for (let tries = 0; ; tries += 1) {
      let answer: Response;
      try {
        answer = await fetch(origin + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      } catch (error) {
        if (tries > 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      const { value } = (await answer.json()) as { value: { error?: string; message?: string } };
      if (!answer.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
      return value;
    }
  };
}

/** A screen of its own; it says its number once it is there. */
async function openScreen(program: string): Promise<{ readonly name: string; readonly process: ChildProcess }> {
  const process = spawn(program, ['-displayfd', '1', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = await new Promise<string>((resolve, reject) => {
    process.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
    process.once('exit', () => reject(new Error('the screen did not open')));
  });
  return { name: `:${number}`, process };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}
