import type { StepClock } from '../../workshop/step-clock.ts';
import { NOT_BEGUN } from '../../workshop/step-clock.ts';
import { isRecord } from '../../progress/work.ts';
import { LOADS, type Load } from './room-links.ts';

/** What an audience sees: decided in the presenter's window. */
export interface WallState {
  readonly clock: StepClock;
  readonly languages: 'one' | 'both';
  /** The exercise that is shown; absent: the step alone. */
  readonly exercise?: string;
  readonly load: Load;
  /** Counts up, so that the same state can be loaded again. */
  readonly loads: number;
  readonly timer: 'hidden' | 'small' | 'large';
}

export const FIRST_WALL: WallState = { clock: NOT_BEGUN, languages: 'one', load: 'starter', loads: 0, timer: 'small' };

type WallMessage = { readonly kind: 'state'; readonly state: WallState } | { readonly kind: 'hello' | 'bye' };

const keyOf = (agenda: string): string => `minato:presenter:${agenda}`;

/** Whether a value, from storage or another window, is such a state. */
function isWall(value: unknown): value is WallState {
  if (!isRecord(value) || !isRecord(value['clock'])) return false;
  const { clock, languages, exercise, load, loads, timer } = value;
  const times = [clock['beganAt'], clock['stepBeganAt'], clock['pausedAt']];
  return (
    [clock['step'], clock['extra'], clock['paused'], loads].every((number) => typeof number === 'number' && Number.isFinite(number)) &&
    times.every((time) => time === undefined || (typeof time === 'number' && Number.isFinite(time))) &&
    (languages === 'one' || languages === 'both') &&
    (exercise === undefined || typeof exercise === 'string') &&
    LOADS.some((one) => one === load) &&
    (timer === 'hidden' || timer === 'small' || timer === 'large')
  );
}

/** What the presenter had set, before a reload. */
export function keptWall(agenda: string): WallState {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(agenda)) ?? 'null');
    return isWall(value) ? value : FIRST_WALL;
  } catch {
    return FIRST_WALL;
  }
}

/** The presenter's end: tells the audience every state, and is told how many audience windows there are. */
export function present(agenda: string, state: () => WallState, audience: (windows: number) => void): { readonly tell: () => void; readonly end: () => void } {
  const channel = new BroadcastChannel(keyOf(agenda));
  let windows = 0;
  const tell = (): void => {
    channel.postMessage({ kind: 'state', state: state() } satisfies WallMessage);
    try {
      localStorage.setItem(keyOf(agenda), JSON.stringify(state()));
    } catch {
      // Without storage a reload begins anew.
    }
  };
  channel.addEventListener('message', ({ data }: MessageEvent<WallMessage>) => {
    if (data.kind === 'state') return;
    windows = Math.max(0, windows + (data.kind === 'hello' ? 1 : -1));
    audience(windows);
    if (data.kind === 'hello') channel.postMessage({ kind: 'state', state: state() } satisfies WallMessage);
  });
  // Windows that were open before this one say hello again.
  tell();
  return { tell, end: () => channel.close() };
}

/** The audience's end: says that it is there, and is told every state. Returns the end. */
export function watch(agenda: string, show: (state: WallState) => void): () => void {
  const channel = new BroadcastChannel(keyOf(agenda));
  const say = (kind: 'hello' | 'bye'): void => channel.postMessage({ kind } satisfies WallMessage);
  channel.addEventListener('message', ({ data }: MessageEvent<WallMessage>) => {
    if (data.kind === 'state' && isWall(data.state)) show(data.state);
  });
  say('hello');
  const bye = (): void => say('bye');
  addEventListener('pagehide', bye);
  return () => {
    bye();
    removeEventListener('pagehide', bye);
    channel.close();
  };
}
