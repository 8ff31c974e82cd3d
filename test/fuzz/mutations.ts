/** Texts that were right once: cut, doubled, mixed and crossed by a seed, as text or as the JSON they are. */

type Draw = (below: number) => number;

const PIECES = [
  ...[
    '\t',
    '\n',
    '\r\n',
    '\0',
    '\u2028',
    '\uFEFF',
    '\uD800',
    '　',
    '：',
    '—',
    '港',
    '🚢',
    "'",
    '"',
    '`',
    '{',
    '}',
    '[',
    ']',
    ': ',
    '- ',
    '#',
    '&a',
    '*a',
    '<<: ',
    '|',
    '>',
    '%',
  ],
  ...[
    '---\n',
    '...\n',
    '!!binary ',
    '? ',
    '~',
    'null',
    'true',
    '-1',
    '1e999',
    '0x7f',
    '.inf',
    '.nan',
    '99999999999999999999',
    '__proto__',
    'constructor',
    '$(x)',
    '${x}',
  ],
];

const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)] as T;

/** The text after one to four changes; `other` is what parts are taken from. */
export function mutateText(text: string, other: string, draw: Draw): string {
  let changed = text;
  for (let times = 1 + draw(4); times > 0; times -= 1) {
    const at = draw(changed.length + 1);
    const length = draw(2) === 0 ? 1 : draw(Math.min(200, changed.length + 1));
    const part = changed.slice(at, at + length);
    const inserted = pick(draw, [
      () => '',
      () => pick(draw, PIECES),
      () => part.repeat(2 + draw(30)),
      () => other.slice(draw(other.length + 1)).slice(0, draw(200)),
      () => String.fromCodePoint(draw(0x10ffff)),
      () => pick(draw, PIECES).repeat(1 + draw(300)),
    ])();
    changed = changed.slice(0, at) + inserted + changed.slice(at + (draw(3) === 0 ? 0 : length));
  }
  return changed.slice(0, 100_000);
}

const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  '',
  'x',
  '__proto__',
  '../..',
  [],
  {},
  [[[[]]]],
  { '': '' },
  { kind: 'run' },
  'a'.repeat(5000),
];

/** A value of JSON in which one to three places hold something else, are gone, or stand twice. */
export function mutateJSON(value: unknown, draw: Draw): unknown {
  const copy = { root: structuredClone(value) };
  for (let times = 1 + draw(3); times > 0; times -= 1) {
    const places: { readonly parent: object; readonly key: string }[] = [];
    const visit = (parent: object): void => {
      for (const [key, child] of Object.entries(parent) as [string, unknown][]) {
        places.push({ parent, key });
        if (typeof child === 'object' && child !== null) visit(child);
      }
    };
    visit(copy);
    if (places.length === 0) break;
    const { parent, key } = pick(draw, places);
    const within = parent as { [key: string]: unknown };
    const change = draw(5);
    if (change === 0) Reflect.deleteProperty(within, key);
    else if (change === 1) within[pick(draw, ['kind', 'texts', 'actions', 'line', `${key}x`])] = structuredClone(within[key]);
    else if (change === 2 && Array.isArray(within[key])) within[key] = Array.from({ length: 1 + draw(2000) }, () => (within[key] as unknown[])[0] ?? null);
    else {
      const from = pick(draw, places);
      within[key] = structuredClone(draw(2) === 0 ? pick(draw, STRANGE) : (from.parent as typeof within)[from.key]);
    }
  }
  return copy.root ?? null;
}
