/**
 * `npm run pictures -- [break-fix …] [--dist dist] [--language ja] [--state passed] [--theme dark] [--width 390]`: every kind of exercise in
 * Chromium on the built site, in both languages: as it begins, failing and passed; light, dark, in high contrast and in forced colours; wide and on a phone,
 * there every pane. For the eye alone: `pictures/index.html` shows them, and nothing is compared.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import '../every-part.ts';
import { languages, type Language } from '../../src/messages/language.ts';
import { serveFolder } from '../support/static-site.ts';
import { placesToLookAt, STATES, type Place } from './places.ts';

const THEMES = ['light', 'dark', 'contrast', 'forced'] as const;
type Theme = (typeof THEMES)[number];
const WIDTHS = [1440, 390] as const;
const PHONE_BELOW = 900;
const PANES = ['task', 'files', 'terminal', 'cluster'] as const;

const option = { type: 'string' } as const;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { dist: option, language: option, state: option, theme: option, width: option } });
const chosen = <T>(all: readonly T[], asked: string | undefined): readonly T[] => all.filter((one) => asked === undefined || String(one) === asked);
const themes = chosen(THEMES, values.theme);
const widths = chosen(WIDTHS, values.width);
const states = chosen(STATES, values.state);
const folder = 'pictures';

async function wear(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light', forcedColors: theme === 'forced' ? 'active' : 'none', reducedMotion: 'reduce' });
  await page.evaluate((name) => {
    if (name === 'contrast') document.documentElement.dataset['theme'] = name;
    else delete document.documentElement.dataset['theme'];
    document.dispatchEvent(new CustomEvent('minato:theme'));
  }, theme);
}

const ready = (page: Page): Promise<void> => page.locator('.workbench[data-ready=true]').waitFor({ timeout: 60_000 });

/** An exam is gone on with; one that was worked on is handed in, and its first task looked at. */
async function openExam(page: Page, { state }: Place, shoot: (part: string) => Promise<void>): Promise<void> {
  await page.locator('.exam-begun .button').first().click();
  await ready(page);
  if (state === 'begun') return;
  // Handed in, and it is meant.
  for (let i = 0; i < 2; i += 1) await page.locator('.exam-task .exam-acts').last().locator('.button').first().click();
  await page.locator('.exam-score').waitFor({ timeout: 60_000 });
  await shoot('report');
  await page.locator('.exam-rows .button').first().click();
  await ready(page);
}

async function shootPlace(page: Page, origin: string, place: Place, language: Language, width: number): Promise<readonly string[]> {
  const isPhone = width < PHONE_BELOW;
  const names: string[] = [];
  const shoot = async (part: string): Promise<void> => {
    // A phone as long as the page: what lies at the bottom of the window is at the bottom of the picture.
    if (isPhone) {
      await page.setViewportSize({ width, height: 844 });
      await page.setViewportSize({ width, height: await page.evaluate(() => Math.min(document.documentElement.scrollHeight, 6000)) });
    }
    for (const theme of themes) {
      await wear(page, theme);
      await page.waitForTimeout(150);
      const name = [place.kind, place.state, language, theme, width, part].join('-') + '.png';
      await page.screenshot({ path: join(folder, name), fullPage: part === 'report' });
      names.push(name);
    }
  };
  // A page that keeps nothing itself: what the one before would save as it goes is saved by then.
  await page.goto(`${origin}/404.html`);
  await page.evaluate((kept) => {
    localStorage.clear();
    for (const [key, text] of Object.entries(kept)) localStorage.setItem(key, text);
  }, place.kept);
  await page.setViewportSize({ width, height: isPhone ? 844 : 900 });
  await page.goto(`${origin}/${language}/${place.path}`);
  if (place.kind === 'exam') await openExam(page, place, shoot);
  await ready(page);
  if (isPhone)
    for (const [i, pane] of PANES.entries()) {
      await page.locator('.dock button').nth(i).click();
      // What nobody sees is not drawn.
      if (pane === 'cluster') await page.locator('.chart-sheet').waitFor();
      await shoot(pane);
    }
  else {
    await page.locator('.chart-sheet').waitFor();
    // The full editor comes where there is a text to edit.
    if ((await page.locator('.rich-place').count()) > 0)
      await page
        .locator('.rich-host .view-line')
        .first()
        .waitFor({ state: 'attached', timeout: 20_000 })
        .catch(() => undefined);
    await shoot('window');
    // As long as everything beside it: what a person would scroll to.
    await page.setViewportSize({ width, height: 1900 });
    await shoot('whole');
  }
  return names;
}

mkdirSync(folder, { recursive: true });
const site = await serveFolder(values.dist ?? 'dist');
const executablePath = findChromium();
const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] });
const shot: string[] = [];
for (const width of widths) {
  const phone = width < PHONE_BELOW ? { hasTouch: true, isMobile: true } : {};
  const page = await browser.newPage({ viewport: { width, height: 900 }, serviceWorkers: 'block', ...phone });
  for (const place of placesToLookAt(positionals, states))
    for (const language of chosen(languages, values.language)) {
      shot.push(...(await shootPlace(page, site.origin, place, language, width)));
      console.log(`${place.kind} ${place.state} ${language} ${width}`);
    }
  await page.close();
}
await browser.close();
await site.stop();
const figure = (name: string): string => `<figure><img loading="lazy" src="${name}" alt=""><figcaption>${name.slice(0, -4)}</figcaption></figure>`;
const style = 'body{font:14px system-ui;display:flex;flex-wrap:wrap;gap:16px;background:#888}figure{margin:0}img{height:900px}';
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Pictures</title><style>${style}</style>${shot.map(figure).join('\n')}\n`,
);
console.log(`${shot.length} pictures: ${folder}/index.html`);
