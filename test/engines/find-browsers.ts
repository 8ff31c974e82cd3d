import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync);

/** A Firefox of the machine, or `undefined`; `FIREFOX_PATH` wins. */
export const findFirefox = (): string | undefined => {
  const chosen = process.env['FIREFOX_PATH'];
  return chosen === undefined ? (onPath('firefox-esr') ?? onPath('firefox')) : existsSync(chosen) ? chosen : undefined;
};

/** The programs by which a WebKitGTK is driven without a screen. */
export interface WebKitPrograms {
  readonly driver: string;
  readonly miniBrowser: string;
  readonly screen: string;
}

/** Those of the machine, or `undefined` where one is missing. */
export function findWebKit(): WebKitPrograms | undefined {
  const driver = onPath('WebKitWebDriver');
  const screen = onPath('Xvfb');
  const miniBrowser = ['6.0', '4.1', '4.0']
    .flatMap((version) => ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((machine) => `/usr/lib/${machine}/webkit2gtk-${version}/MiniBrowser`))
    .find(existsSync);
  return driver === undefined || screen === undefined || miniBrowser === undefined ? undefined : { driver, screen, miniBrowser };
}
