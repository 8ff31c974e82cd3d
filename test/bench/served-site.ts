import { spawn } from 'node:child_process';
import { chromium, type Browser } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';

const PORT = 4331;

export const addressOf = (path: string): string => `http://localhost:${PORT}${path}`;

/** Serves `dist/` and opens an installed Chromium for as long as `measure` needs both. */
export async function withServedSite<T>(measure: (browser: Browser) => Promise<T>): Promise<T> {
  const server = spawn(process.execPath, ['node_modules/astro/bin/astro.mjs', 'preview', '--ignore-lock', '--port', String(PORT)], { stdio: 'ignore' });
  try {
    for (let tries = 0; ; tries += 1) {
      const up = await fetch(addressOf('/ja/')).then(
        ({ ok }) => ok,
        () => false,
      );
      if (up) break;
      if (tries > 300) throw new Error('the site was not served');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const executablePath = findChromium();
    const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] });
    const measured = await measure(browser);
    await browser.close();
    return measured;
  } finally {
    server.kill();
  }
}
