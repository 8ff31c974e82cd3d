/** Where the fourteen buoys of the course chart lie, and the line through them. Units are those of the drawing's view box. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Buoy extends Point {
  /** Where the words stand, so that the line never runs through them. */
  readonly label: 'right' | 'above' | 'below';
}

/** The drawing's size. Water left and middle, the harbour on the right. */
export const chartSize = { width: 1200, height: 500 } as const;

/** Down the first channel, up the second, down the third, and in between the breakwaters. */
export const buoys: readonly Buoy[] = [
  { x: 118, y: 84, label: 'right' },
  { x: 146, y: 168, label: 'right' },
  { x: 106, y: 254, label: 'right' },
  { x: 134, y: 338, label: 'right' },
  { x: 300, y: 450, label: 'above' },
  { x: 452, y: 342, label: 'right' },
  { x: 424, y: 258, label: 'right' },
  { x: 462, y: 176, label: 'right' },
  { x: 566, y: 56, label: 'below' },
  { x: 768, y: 136, label: 'right' },
  { x: 728, y: 216, label: 'right' },
  { x: 770, y: 296, label: 'right' },
  { x: 738, y: 376, label: 'right' },
  { x: 984, y: 270, label: 'right' },
];

/** Bends between the buoys, by the number of the buoy they follow. */
const bends: Readonly<Record<number, readonly Point[]>> = {
  0: [
    { x: -20, y: 30 },
    { x: 62, y: 40 },
  ],
  4: [
    { x: 150, y: 408 },
    { x: 210, y: 450 },
  ],
  5: [{ x: 438, y: 424 }],
  8: [{ x: 492, y: 92 }],
  9: [
    { x: 670, y: 50 },
    { x: 748, y: 82 },
  ],
  13: [
    { x: 746, y: 430 },
    { x: 812, y: 462 },
    { x: 900, y: 424 },
    { x: 936, y: 330 },
  ],
};

/** A smooth line through points (Catmull-Rom, written as cubic curves), from the first to the last. */
export function smoothPath(points: readonly Point[]): string {
  const at = (index: number): Point => points[Math.min(Math.max(index, 0), points.length - 1)] ?? { x: 0, y: 0 };
  const number = (value: number): string => String(Math.round(value * 10) / 10);
  const pair = (x: number, y: number): string => `${number(x)} ${number(y)}`;
  const curves = points.slice(1).map((to, index) => {
    const from = at(index);
    const before = at(index - 1);
    const after = at(index + 2);
    return `C${pair(from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6)} ${pair(to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6)} ${pair(to.x, to.y)}`;
  });
  return `M${pair(at(0).x, at(0).y)}${curves.join('')}`;
}

/** The way in from the open sea, past every buoy. */
export const track = smoothPath([...(bends[0] ?? []), ...buoys.flatMap((buoy, index) => [buoy, ...(bends[index + 1] ?? [])])]);

/** The width of a line of words in units of the type's size: Japanese characters are whole, Latin ones about half. */
function widthOf(words: string): number {
  return [...words].reduce((sum, character) => sum + (character > '\u2fff' ? 1 : 0.54), 0);
}

/** One or two lines for a lesson's name. Long ones are broken where a phrase ends, as near to the middle as can be. */
export function labelLines(name: string): readonly string[] {
  if (widthOf(name) <= 11.5) return [name];
  const ends = [...name.matchAll(/[とのる](?=.)| /gu)].map(({ index, 0: found }) => index + found.length);
  const [best] = ends.sort((a, b) => Math.abs(widthOf(name.slice(0, a)) * 2 - widthOf(name)) - Math.abs(widthOf(name.slice(0, b)) * 2 - widthOf(name)));
  return best === undefined ? [name] : [name.slice(0, best).trim(), name.slice(best)];
}
