import { launch, type KeyInput } from 'puppeteer-core';
import { partsOf, type DrivenBrowser } from './driven-browser.ts';

/** Starts Chromium, or Firefox over WebDriver BiDi. `complaints` is filled with every error the page does not catch. */
export async function startPuppeteer(browser: 'chrome' | 'firefox', executablePath: string, complaints: string[]): Promise<DrivenBrowser> {
  const started = await launch({ browser, executablePath, args: browser === 'chrome' ? ['--no-sandbox'] : [], defaultViewport: { width: 1280, height: 900 } });
  const page = await started.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    version: await started.version(),
    goto: async (address) => void (await page.goto(address)),
    evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    async type(text) {
      for (const part of partsOf(text)) {
        if (typeof part === 'string') await page.keyboard.type(part);
        else {
          const held = part.slice(0, -1);
          for (const key of held) await page.keyboard.down(key as KeyInput);
          await page.keyboard.press(part.at(-1) as KeyInput);
          for (const key of held) await page.keyboard.up(key as KeyInput);
        }
      }
    },
    close: () => started.close(),
  };
}
