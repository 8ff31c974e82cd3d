/** One way through the course, the same in every browser that this machine has: what differs between them shows here. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { serveFolder, type StaticSite } from '../support/static-site.ts';
import { until, type DrivenBrowser } from './driven-browser.ts';
import { findFirefox, findWebKit } from './find-browsers.ts';
import { startPuppeteer } from './puppeteer.ts';
import { startWebKit } from './webkit.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const EXERCISE = 'exercises/l02-e2-no-endpoints/';
const FAULTY = 'app: shopapi';

const chromium = findChromium();
const firefox = findFirefox();
const webKit = findWebKit();

const BROWSERS: readonly { readonly name: string; readonly start: ((complaints: string[]) => Promise<DrivenBrowser>) | undefined }[] = [
  { name: 'Chromium', start: chromium === undefined ? undefined : (complaints) => startPuppeteer('chrome', chromium, complaints) },
  { name: 'Firefox', start: firefox === undefined ? undefined : (complaints) => startPuppeteer('firefox', firefox, complaints) },
  { name: 'WebKitGTK', start: webKit === undefined ? undefined : () => startWebKit(webKit) },
];

for (const { name, start } of BROWSERS) if (start === undefined) console.log(`${name} is not installed here: its way through the course is not tried.`);

let site: StaticSite;
beforeAll(async () => {
  site = await serveFolder(process.env['MINATO_DIST'] ?? root('dist'));
});
afterAll(() => site.stop());

describe.each(BROWSERS)('$name', ({ start }) => {
  const complaints: string[] = [];
  let browser: DrivenBrowser;
  /** Goes to a page once nothing more comes to the one before: what is still on its way would fail, and be complained of. */
  const go = async (path: string) => {
    for (let before = -1, now = 0; before !== now; before = now, now = await browser.evaluate<number>(`performance.getEntriesByType('resource').length`))
      await new Promise((resolve) => setTimeout(resolve, 400));
    await browser.goto(`${site.origin}/${path}`);
  };
  const press = (selector: string) => browser.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  /** A field takes keys only once it says so itself, which an editor that is being made does not yet. */
  const focus = (selector: string) =>
    until(
      browser,
      `(document.querySelector(${JSON.stringify(selector)})?.focus(), document.hasFocus() && document.activeElement?.matches(${JSON.stringify(selector)}))`,
    );
  const text = (selector: string) => `(document.querySelector(${JSON.stringify(selector)})?.innerText ?? '')`;

  beforeAll(async () => {
    if (start) browser = await start(complaints);
  }, 60_000);
  afterAll(() => browser?.close());

  it.skipIf(!start)(
    'mends a Service in the rich editor, asks the terminal, changes the language and comes back to its work',
    { timeout: 120_000 },
    async () => {
      await go('');
      await until(browser, `/\\/(ja|en)\\/$/u.test(location.pathname)`);
      await until(browser, `document.querySelector('.homelab[data-ready=true]')`);

      // Without a screen there is no mouse either, and the plain field would stay.
      await browser.evaluate(`localStorage.setItem('minato:editor', 'rich')`);
      await go(`en/${EXERCISE}`);
      await until(browser, `document.querySelector('.workbench[data-ready=true]')`);
      await until(browser, `document.querySelector('.rich-host .monaco-editor .view-lines')?.textContent.includes('shopapi')`);

      const lines = readFileSync(root(`content/${EXERCISE}starter/service.yaml`), 'utf8').split('\n');
      const line = lines.findIndex((one) => one.includes(FAULTY));
      await focus('.rich-host .monaco-editor textarea, .rich-host .monaco-editor .native-edit-context');
      await until(browser, `document.querySelector('.rich-host .monaco-editor.focused .cursor')`);
      await browser.type(`{Control+Home}${'{ArrowDown}'.repeat(line)}{End}${'{Backspace}'.repeat('shopapi'.length)}shop-api`);
      await until(browser, `document.querySelector('.monaco-editor .view-lines').textContent.includes('shop-api')`);
      await browser.type('{Control+Enter}');
      await until(browser, `${text('.success')} !== ''`);

      await focus('.shell-line textarea');
      await browser.type('kubectl get endpointslices -n shop | head -2{Enter}');
      await until(browser, `/api-\\w+ +IPv4 +8080 /u.test(${text('.shell-log')})`);

      await press('[data-language=ja]');
      await until(browser, `document.documentElement.lang === 'ja'`);
      await until(browser, `document.querySelector('.monaco-editor .view-lines')?.textContent.includes('shop-api')`);

      await go(`ja/${EXERCISE}`);
      await until(browser, `document.querySelector('.monaco-editor .view-lines')?.textContent.includes('shop-api')`);

      await go('en/playground/');
      await until(browser, `document.querySelector('.workbench[data-ready=true]')`);
      await press('[data-search]');
      await until(browser, `document.querySelector('input[type=search]') === document.activeElement`);
      await browser.type('selectr nearly');
      await until(browser, `document.querySelector('.hits a')?.pathname.startsWith('/en/')`);
      expect(complaints).toEqual([]);
    },
  );
});
