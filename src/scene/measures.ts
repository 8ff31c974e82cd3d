import type { Density } from './arrangement.ts';
import type { SceneMode } from './scene.ts';

/** Lengths of one arrangement, in px. Text is never smaller than 11 px, so narrow drawings show less instead of smaller. */
export interface Measures {
  readonly mode: SceneMode;
  readonly width: number;
  readonly margin: number;
  /** Where packets go from node to node. */
  readonly channelX: number;
  readonly landX: number;
  readonly mastX: number;
  readonly podsX: number;
  /** Small boxes have no doors: lines come from the gutter beside them. */
  readonly density: Density;
  readonly podWidth: number;
  readonly podHeight: number;
  readonly podGap: number;
  readonly columns: number;
  readonly berthHeight: number;
  readonly quayGap: number;
  readonly flagWidth: number;
  readonly flagHeight: number;
  readonly flagStep: number;
  readonly doorWidth: number;
  readonly hostWidth: number;
  readonly lightX: number;
  /** From one opening of the breakwater to the next. */
  readonly gateStep: number;
  readonly zoneInset: number;
}

const BY_MODE = {
  wide: {
    margin: 10,
    channelX: 40,
    landX: 78,
    mastX: 98,
    podsX: 262,
    podGap: 14,
    podMin: 126,
    flagWidth: 26,
    flagHeight: 17,
    flagStep: 28,
    hostWidth: 156,
    lightX: 60,
    gateStep: 98,
    podMinSmall: 89,
    zoneInset: 14,
  },
  middle: {
    margin: 8,
    channelX: 26,
    landX: 52,
    mastX: 68,
    podsX: 200,
    podGap: 12,
    podMin: 112,
    flagWidth: 24,
    flagHeight: 16,
    flagStep: 28,
    hostWidth: 140,
    lightX: 43,
    gateStep: 92,
    podMinSmall: 88,
    zoneInset: 10,
  },
  narrow: {
    margin: 5,
    channelX: 13,
    landX: 28,
    mastX: 40,
    podsX: 118,
    podGap: 12,
    podMin: 92,
    flagWidth: 20,
    flagHeight: 13,
    flagStep: 28,
    hostWidth: 132,
    lightX: 30,
    gateStep: 82,
    podMinSmall: 84,
    zoneInset: 6,
  },
} as const;

/** The smallest width that is laid out; a narrower pane scrolls. */
export const LEAST_WIDTH = 300;
/** In a narrow drawing, px: what Pods keep for names of Services of nine letters a line, and for longer ones. */
const NARROW = [
  { podWidth: 96, podsX: 140 },
  { podWidth: 111, podsX: 166 },
] as const;

/** Which of the three arrangements fits, and its lengths. */
export function measuresFor(wanted: number, density: Density = 'boxes'): Measures {
  const width = Math.max(LEAST_WIDTH, Math.round(wanted));
  const mode: SceneMode = width >= 540 ? 'wide' : width >= 430 ? 'middle' : 'narrow';
  const { podMin, podMinSmall, ...byMode } = BY_MODE[mode];
  const small = density === 'small';
  const podGap = small ? 13 : byMode.podGap;
  const least = small ? podMinSmall : podMin;
  const end = width - byMode.margin - 10;
  const columns = Math.max(1, Math.floor((end - byMode.podsX + podGap) / (least + podGap)));
  const left = (kept: number): number => end - columns * (kept + podGap) + podGap;
  const podsX = mode === 'narrow' ? Math.max(byMode.podsX, ...NARROW.map((one) => Math.min(one.podsX, left(one.podWidth)))) : byMode.podsX;
  const fixed = { ...byMode, podGap, podsX };
  const room = end - podsX;
  const podWidth = Math.floor(Math.min(small ? 130 : 176, (room - (columns - 1) * fixed.podGap) / columns));
  return { ...fixed, mode, density, width, columns, podWidth, podHeight: small ? 24 : 43, berthHeight: small ? 32 : 66, quayGap: 22, doorWidth: 46 };
}

/** How many letters of a Service's name fit between its flag and the Pods. */
export const flagLetters = ({ podsX, mastX, flagWidth }: Measures): number => Math.floor((podsX - mastX - flagWidth - 18) / 6.8);

/** A name in at most so many letters: the middle gives way, because both ends tell names apart. */
export function fitName(name: string, room: number): string {
  if (name.length <= room) return name;
  const tail = Math.max(1, Math.min(5, Math.floor((room - 1) / 2)));
  return `${name.slice(0, Math.max(1, room - 1 - tail))}…${name.slice(-tail)}`;
}

/** A name in one or two lines of at most so many letters: parted after a hyphen or before a dot where both then fit, else in the middle; shortened only beyond both. */
export function nameLines(name: string, room: number): readonly [string] | readonly [string, string] {
  if (name.length <= room) return [name];
  const ends = [...name].flatMap((letter, i) => (letter === '-' ? i + 1 : letter === '.' ? i : []));
  const end = ends.findLast((at) => at > 0 && at <= room && name.length - at <= room);
  if (end !== undefined) return [name.slice(0, end), name.slice(end)];
  const fitted = fitName(name, 2 * room);
  const half = Math.ceil(fitted.length / 2);
  return [fitted.slice(0, half), fitted.slice(half)];
}
