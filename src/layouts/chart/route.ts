/** Where the fourteen buoys of the course chart lie, and the line through them. Units are those of the drawing's view box. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The drawing's size. Water left and middle, the harbour on the right. */
export const chartSize = { width: 1200, height: 500 } as const;

/** Down the first channel, up the second, down the third, and in between the breakwaters. */
export const buoys: readonly Point[] = [
  { x: 118, y: 82 },
  { x: 146, y: 170 },
  { x: 106, y: 258 },
  { x: 152, y: 348 },
  { x: 306, y: 430 },
  { x: 452, y: 352 },
  { x: 420, y: 262 },
  { x: 466, y: 174 },
  { x: 560, y: 78 },
  { x: 738, y: 126 },
  { x: 700, y: 212 },
  { x: 744, y: 300 },
  { x: 716, y: 392 },
  { x: 1016, y: 268 },
];

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
export const track = smoothPath([{ x: -20, y: 30 }, { x: 60, y: 38 }, ...buoys.slice(0, 13), { x: 860, y: 424 }, { x: 930, y: 330 }, ...buoys.slice(13)]);
