/** The path of an installed Chromium or Chrome, or undefined. `CHROMIUM_PATH` wins. */
export function findChromium(): string | undefined;
/** What tests drive: Chromium without windows where it is installed, which takes two thirds of the processor time; otherwise the whole one. `CHROMIUM_PATH` wins. */
export function findHeadlessChromium(): string | undefined;
