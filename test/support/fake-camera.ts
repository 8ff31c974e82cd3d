import { writeFileSync } from 'node:fs';

/** Pixels of a side of a module in the film. */
const MODULE = 10;

/** What of an SVG of a QR code is dark: its own way to write a module, `Mx yh1v1h-1z`. Rows from above. */
export function modulesOf(size: number, path: string): readonly (readonly boolean[])[] {
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/gu)].map(([, x, y]) => `${x},${y}`));
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (__, x) => dark.has(`${x},${y}`)));
}

/** A film of one frame, again and again, for `--use-file-for-fake-video-capture`: YUV4MPEG2, as every program of films reads it. */
export function writeFilm(file: string, modules: readonly (readonly boolean[])[]): void {
  const side = Math.ceil((modules.length * MODULE) / 16) * 16;
  const light = Buffer.alloc(side * side, 235);
  for (const [y, row] of modules.entries())
    for (const [x, dark] of row.entries())
      if (dark)
        for (let line = 0; line < MODULE; line += 1) light.fill(16, (y * MODULE + line) * side + x * MODULE, (y * MODULE + line) * side + (x + 1) * MODULE);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((side * side) / 2, 128)]);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${side} H${side} F10:1 Ip A1:1 C420\n`), ...Array<Buffer>(10).fill(frame)]));
}

/**
 * What browsers of phones and Macs have and Chromium on Linux lacks: reads the smallest QR code (ISO/IEC 18004, version 1) that lies
 * straight in what the video shows at this moment, without mending errors. To be run in a page.
 */
export function giveBarcodeDetector(): void {
  const SIDE = 21;
  const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  const MASKS: readonly ((x: number, y: number) => number)[] = [
    (x, y) => (x + y) % 2,
    (_, y) => y % 2,
    (x) => x % 3,
    (x, y) => (x + y) % 3,
    (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
    (x, y) => ((x * y) % 2) + ((x * y) % 3),
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
    (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
  ];
  /** Whether each pixel of the video is dark. */
  const seen = (video: HTMLVideoElement) => {
    const [width, height] = [video.videoWidth, video.videoHeight];
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
    context?.drawImage(video, 0, 0);
    const { data } = context?.getImageData(0, 0, width, height) ?? { data: new Uint8ClampedArray() };
    const dark = Array.from({ length: width * height }, (_, i) => (data[i * 4] ?? 255) < 128);
    const at = dark.flatMap((isDark, i) => (isDark ? [i] : []));
    const [columns, rows] = [at.map((i) => i % width), at.map((i) => Math.floor(i / width))];
    const bounds = (values: readonly number[]) =>
      values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)] as const, [Infinity, -1] as readonly [number, number]);
    const [[left, right], [top, bottom]] = [bounds(columns), bounds(rows)];
    return (x: number, y: number): boolean =>
      dark[Math.floor(top + ((y + 0.5) * (bottom + 1 - top)) / SIDE) * width + Math.floor(left + ((x + 0.5) * (right + 1 - left)) / SIDE)] ?? false;
  };
  const read = (dark: (x: number, y: number) => boolean): string | undefined => {
    const line = [0, 1, 2, 3, 4, 5, 7, 8].map((x) => dark(x, 8)).concat([7, 5, 4, 3, 2, 1, 0].map((y) => dark(8, y)));
    const mask = MASKS[((line.reduce((sum, bit) => sum * 2 + Number(bit), 0) ^ 0x5412) >> 10) & 7];
    const isData = (x: number, y: number): boolean => x !== 6 && y !== 6 && !(x < 9 && (y < 9 || y > 12)) && !(x > 12 && y < 9);
    let bits = '';
    for (const [pair, right] of [20, 18, 16, 14, 12, 10, 8, 5, 3, 1].entries())
      for (let step = 0; step < SIDE; step += 1)
        for (const x of [right, right - 1]) {
          const y = pair % 2 === 0 ? SIDE - 1 - step : step;
          if (isData(x, y)) bits += Number(dark(x, y) !== (mask?.(x, y) === 0));
        }
    let from = 0;
    const next = (count: number): number => Number.parseInt(bits.slice(from, (from += count)), 2);
    if (next(4) !== 2) return undefined;
    let text = '';
    for (let left = next(9); left > 0; left -= 2) {
      const value = left > 1 ? next(11) : next(6);
      text += left > 1 ? (LETTERS[Math.floor(value / 45)] ?? '') + (LETTERS[value % 45] ?? '') : LETTERS[value];
    }
    return text;
  };
  Object.assign(window, {
    BarcodeDetector: class {
      detect(video: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> {
        const rawValue = read(seen(video));
        return Promise.resolve(rawValue === undefined ? [] : [{ rawValue }]);
      }
    },
  });
}
