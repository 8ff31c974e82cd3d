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

/** One slide: a claim, a drawing, or the worked example with the reason for each part. Words are Markdown. */
export type Slide = { readonly heading: string } & (
  | { readonly kind: 'claim'; readonly claim: string }
  | { readonly kind: 'figure'; readonly name: string; readonly number: number; readonly caption: string }
  | { readonly kind: 'example'; readonly file: string; readonly steps: readonly { readonly lines: string; readonly why: string }[] }
);

/** A lesson as slides, in the order of its text: its claims, its drawings, its worked examples. */
export function slidesOf(mdx: string, termOf: (id: string) => string): readonly Slide[] {
  const parts =
    /^## (?<heading>.+?) \[#[a-z0-9-]+\]\s*$|<Lead>(?<claim>[\s\S]*?)<\/Lead>|<Figure name="(?<name>[a-z0-9-]+)" number=\{(?<number>\d+)\}>(?<caption>[\s\S]*?)<\/Figure>|<Steps file="(?<file>[^"]+)">(?<steps>[\s\S]*?)<\/Steps>/gmu;
  const slides: Slide[] = [];
  let heading = '';
  for (const { groups: found = {} } of mdx.matchAll(parts)) {
    if (found['heading'] !== undefined) heading = found['heading'];
    else if (found['claim'] !== undefined) slides.push({ kind: 'claim', heading, claim: plain(found['claim'], termOf) });
    else if (found['name'] !== undefined)
      slides.push({ kind: 'figure', heading, name: found['name'], number: Number(found['number']), caption: plain(found['caption'] ?? '', termOf) });
    else if (found['file'] !== undefined) {
      const steps = [...(found['steps'] ?? '').matchAll(/<Step lines="(?<lines>[^"]+)">(?<why>[\s\S]*?)<\/Step>/gu)];
      slides.push({
        kind: 'example',
        heading,
        file: found['file'],
        steps: steps.map(({ groups }) => ({ lines: groups?.['lines'] ?? '', why: plain(groups?.['why'] ?? '', termOf) })),
      });
    }
  }
  return slides;
}
