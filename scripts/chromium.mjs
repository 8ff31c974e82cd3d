// Where a Chromium or Chrome is, on the systems this project is tested from.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name] ? [join(process.env[name], 'Google', 'Chrome', 'Application', 'chrome.exe')] : [],
  ),
};

const onPath = (programs) => (process.env.PATH ?? '').split(delimiter).flatMap((folder) => programs.map((name) => join(folder, name)));

/** The path of an installed Chromium or Chrome, or undefined. `CHROMIUM_PATH` wins. */
export function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  return [...onPath(names), ...(places[process.platform] ?? [])].find((file) => existsSync(file));
}

/** What tests drive: Chromium without windows where it is installed, which takes two thirds of the processor time; otherwise the whole one. `CHROMIUM_PATH` wins. */
export const findHeadlessChromium = () =>
  (process.env.CHROMIUM_PATH ? undefined : onPath(['chromium-headless-shell']).find((file) => existsSync(file))) ?? findChromium();
