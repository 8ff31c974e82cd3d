import { beginsAt, type Agenda } from './agenda.ts';

/** The time of a room: which step it is at, since when, and what was added to it. Plain data that survives a reload. */
export interface StepClock {
  /** Place among the steps, from 0. */
  readonly step: number;
  /** Real milliseconds since 1970; `undefined`: the room has not begun. */
  readonly beganAt: number | undefined;
  readonly stepBeganAt: number | undefined;
  /** Minutes given to this step beyond its own. */
  readonly extra: number;
  /** Since when the step's time stands still. */
  readonly pausedAt: number | undefined;
  /** How long it stood still before, in this step: milliseconds. */
  readonly paused: number;
}

export const NOT_BEGUN: StepClock = { step: 0, beganAt: undefined, stepBeganAt: undefined, extra: 0, pausedAt: undefined, paused: 0 };

const MINUTE = 60_000;

/** The clock at another step. The room begins when it first runs. */
export function goToStep(clock: StepClock, step: number, now: number): StepClock {
  const running = clock.beganAt !== undefined && clock.pausedAt === undefined;
  return {
    ...NOT_BEGUN,
    step,
    beganAt: clock.beganAt,
    stepBeganAt: clock.beganAt === undefined ? undefined : now,
    pausedAt: clock.beganAt === undefined || running ? undefined : now,
  };
}

/** Runs a clock that stands, and stops one that runs. A room that begins at a later step has had the time of the steps before it. */
export function startOrPause(agenda: Agenda, clock: StepClock, now: number): StepClock {
  if (clock.beganAt === undefined) return { ...clock, beganAt: now - beginsAt(agenda, clock.step) * MINUTE, stepBeganAt: now };
  if (clock.pausedAt === undefined) return { ...clock, pausedAt: now };
  return { ...clock, pausedAt: undefined, paused: clock.paused + now - clock.pausedAt };
}

/** More minutes for this step. */
export const addMinutes = (clock: StepClock, minutes: number): StepClock => ({ ...clock, extra: clock.extra + minutes });

/** How long the step has run, in milliseconds. */
export function elapsed({ stepBeganAt, pausedAt, paused }: StepClock, now: number): number {
  return stepBeganAt === undefined ? 0 : Math.max(0, (pausedAt ?? now) - stepBeganAt - paused);
}

/** What is left of the step, in milliseconds; negative once its time is over. */
export function remaining(agenda: Agenda, clock: StepClock, now: number): number {
  return ((agenda.steps[clock.step]?.minutes ?? 0) + clock.extra) * MINUTE - elapsed(clock, now);
}

/**
 * Whole minutes that the room is behind the agenda (negative: ahead). Pauses count: the slot goes on. Time within a step's own
 * minutes is neither behind nor ahead.
 */
export function minutesBehind(agenda: Agenda, { step, beganAt, stepBeganAt }: StepClock, now: number): number {
  if (beganAt === undefined || stepBeganAt === undefined) return 0;
  const inStep = Math.min(now - stepBeganAt, (agenda.steps[step]?.minutes ?? 0) * MINUTE);
  return Math.trunc((now - beganAt - beginsAt(agenda, step) * MINUTE - inStep) / MINUTE);
}

/** `12:05`; `-0:30` once the time is over. */
export function clockText(ms: number): string {
  const seconds = ms >= 0 ? Math.ceil(ms / 1000) : Math.ceil(-ms / 1000);
  return `${ms < 0 ? '-' : ''}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
