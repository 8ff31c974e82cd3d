/** The path of an installed Chromium or Chrome, or undefined. `CHROMIUM_PATH` wins. */
export function findChromium(): string | undefined;
