/** Code up to this long stays on one line, as on a phone it can. */
const LONGEST = 20;

/** The class of what the end of a line leaves whole. */
export const UNBROKEN = 'unbroken';

/** Whether code is short, and would be broken at a hyphen, a slash or a space where a line ends. */
export const staysWhole = (code: string): boolean => code.length <= LONGEST && /[-/ ]/u.test(code);

/**
 * Code cut where it may break: at its spaces, and behind the `=` of an option with a long value, so that no option loses its hyphens. Every second piece
 * stays whole.
 */
export const breakable = (code: string): readonly string[] => code.split(/((?<!\S)(?:(?=\S*-)\S{2,20}(?!\S)|--[a-z-]{1,18}=))/u);
