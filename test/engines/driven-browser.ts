/** A browser with one window, driven by what a person has: an address, keys, and things to press. */
export interface DrivenBrowser {
  /** As the browser calls itself, with its version. */
  readonly version: string;
  goto(address: string): Promise<void>;
  /** What an expression is worth in the page; promises are waited for, the worth must be plain data. */
  evaluate<T>(expression: string): Promise<T>;
  /** Types into what has the focus, character by character; a key of `KEYS` is pressed by its name in braces: `{Enter}`, `{Control+Home}`. */
  type(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Keys by their names in the DOM, with the code points that WebDriver gives them. */
export const KEYS = {
  Backspace: '\uE003',
  Enter: '\uE007',
  Control: '\uE009',
  Escape: '\uE00C',
  End: '\uE010',
  Home: '\uE011',
  ArrowDown: '\uE015',
} as const;

export type KeyName = keyof typeof KEYS;

/** What is typed, part by part: a text, or keys of which all but the last are held. */
export function partsOf(text: string): readonly (string | readonly KeyName[])[] {
  return text
    .split(/\{([A-Z][A-Za-z+]+)\}/u)
    .map((part, i) => (i % 2 === 0 ? part : part.split('+').map(keyName)))
    .filter((part) => part !== '');
}

function keyName(name: string): KeyName {
  if (!(name in KEYS)) throw new Error(`no key is called ${name}`);
  return name as KeyName;
}

/** Asks the page again and again until an expression is true; after `withinMs` it says what it waited for and what the page shows. */
export async function until(browser: DrivenBrowser, expression: string, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await browser.evaluate<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > end)
      throw new Error(
        `${browser.version} did not come to ${expression}; the page says:\n${await browser.evaluate<string>('document.body.innerText.slice(0, 2000)')}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
