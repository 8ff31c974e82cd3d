/** Parts of a lesson's text that are shown in other places, too, as Markdown. */

/** Terms as their words, without the links to rules. */
function plain(mdx: string, termOf: (id: string) => string): string {
  return mdx
    .replace(/<Term id="([a-z0-9-]+)"\s*\/>/gu, (_, id: string) => termOf(id))
    .replace(/<\/?Rule(?:\s[^>]*)?>/gu, '')
    .replace(/\s*\n\s*/gu, ' ')
    .trim();
}

/** What older guides say, and what holds: the points of `<OlderGuides>`. */
export function correctionsOf(mdx: string, termOf: (id: string) => string): readonly string[] {
  const [, inside = ''] = /<OlderGuides>([\s\S]*?)<\/OlderGuides>/u.exec(mdx) ?? [];
  return inside
    .split(/^- /mu)
    .map((point) => plain(point, termOf))
    .filter((point) => point !== '');
}

/** Every section that begins with its claim (`<Lead>`): its heading, and the claim. */
export function claimsOf(mdx: string, termOf: (id: string) => string): readonly { readonly heading: string; readonly claim: string }[] {
  return [...mdx.matchAll(/^## (?<heading>.+?) \[#[a-z0-9-]+\]\s+<Lead>(?<claim>[\s\S]*?)<\/Lead>/gmu)].map(({ groups }) => ({
    heading: groups?.['heading'] ?? '',
    claim: plain(groups?.['claim'] ?? '', termOf),
  }));
}

/** Ids of the glossary's terms that the text introduces, in order. */
export function termsOf(mdx: string): readonly string[] {
  return [...new Set([...mdx.matchAll(/<Term id="([a-z0-9-]+)"/gu)].map(([, id = '']) => id))];
}

/** The file of the worked example, or else of the first manifest that is shown. */
export function workedExampleOf(mdx: string): string | undefined {
  return (/<Steps file="([^"]+)"/u.exec(mdx) ?? /<Manifest file="([^"]+)"/u.exec(mdx))?.[1];
}
