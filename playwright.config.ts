import { defineConfig } from '@playwright/test';
import { findHeadlessChromium } from './scripts/chromium.mjs';

const port = Number(process.env['MINATO_TEST_PORT'] ?? 4329);
const executablePath = findHeadlessChromium();

/** What is tested is what a browser keeps or allows, or how several of its windows get on: each test has a browser of its own. */
const APART = /(?:camera|chaos|offline|packed|workshop)\.spec\.ts$/u;

export default defineConfig({
  testDir: 'test/browser',
  outputDir: 'test-results/browser',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  // No test asks how fast a page is: a machine may be busy.
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: `http://localhost:${port}`,
    browserName: 'chromium',
    locale: 'ja-JP',
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    // What is tested comes from the server; test/browser/offline.spec.ts lets the worker in.
    serviceWorkers: 'block',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // As root there is no sandbox; and the browser itself must not talk to anyone while requests are counted.
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-default-apps',
        '--disable-sync',
        '--no-first-run',
        '--disable-features=Translate,OptimizationHints',
      ],
    },
  },
  projects: [
    { name: 'apart', testMatch: APART },
    // One after the other in a browser that is emptied in between: to make a new one for each takes a second of processor time, and compiles the editor anew.
    { name: 'in turn', testIgnore: APART, use: { reuseContext: true } },
  ],
  webServer: {
    command: `node node_modules/astro/bin/astro.mjs preview --ignore-lock --port ${port}`,
    url: `http://localhost:${port}/ja/`,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});
