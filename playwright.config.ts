import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const port = Number(process.env['MINATO_TEST_PORT'] ?? 4329);
const executablePath = findChromium();

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
  webServer: {
    command: `node node_modules/astro/bin/astro.mjs preview --ignore-lock --port ${port}`,
    url: `http://localhost:${port}/ja/`,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});
