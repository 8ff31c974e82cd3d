import { describe, expect, test } from 'vitest';
import { addMinutes, clockText, goToStep, minutesBehind, NOT_BEGUN, remaining, startOrPause, type StepClock } from '../../src/workshop/step-clock.ts';
import { readAgendas } from '../../src/workshop/read-course-facts.ts';

const agenda = readAgendas()[0]!;
const MINUTE = 60_000;
const at = (minutes: number): number => 1_000_000 + minutes * MINUTE;

describe('the time of a room', () => {
  const begun = startOrPause(agenda, NOT_BEGUN, at(0));

  test('runs from the beginning, stands still in a pause, and takes more minutes', () => {
    expect(clockText(remaining(agenda, begun, at(2)))).toBe('3:00');
    const paused = startOrPause(agenda, begun, at(2));
    expect(clockText(remaining(agenda, paused, at(9)))).toBe('3:00');
    const again = addMinutes(startOrPause(agenda, paused, at(9)), 5);
    expect(clockText(remaining(agenda, again, at(10)))).toBe('7:00');
    expect(clockText(remaining(agenda, begun, at(5.5)))).toBe('-0:30');
  });

  test.each([
    ['within a step', begun, 4, 0],
    ['a step that lasts three minutes more', begun, 8, 3],
    ['the next step, begun three minutes late', goToStep(begun, 1, at(8)), 10, 3],
    ['a step begun two minutes early', goToStep(begun, 1, at(3)), 4, -2],
    ['a room that has not begun', NOT_BEGUN, 50, 0],
    ['a room that begins at its fourth step', startOrPause(agenda, { ...NOT_BEGUN, step: 3 }, at(0)), 2, 0],
    ['a room that is paused: the slot goes on', startOrPause(agenda, begun, at(1)), 8, 3],
  ] as const)('knows how far behind it is: %s', (_, clock: StepClock, minutes, behind) => {
    expect(minutesBehind(agenda, clock, at(minutes))).toBe(behind);
  });

  test('stays paused when a paused room goes to another step, and never moves on by itself', () => {
    const moved = goToStep(startOrPause(agenda, begun, at(1)), 3, at(2));
    expect([moved.step, moved.pausedAt, remaining(agenda, moved, at(60))]).toEqual([3, at(2), 10 * MINUTE]);
    expect(remaining(agenda, begun, at(500))).toBeLessThan(0);
  });
});
