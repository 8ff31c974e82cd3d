import { drawFrom } from './run-code.ts';
import type { ExerciseDefinition } from './exercise.ts';

type Texts = { readonly [file: string]: string };

/** One thing that can be broken: what of the healthy files then reads otherwise. Its words are the section `fault-<id>`. */
export interface Fault {
  /** The name of its file. */
  readonly id: string;
  /** The first phase that fails by it, and the only one. */
  readonly phase: string;
  readonly misconceptions: readonly string[];
  /** The checks that fail where it is the only one: all of its phase. */
  readonly breaks: readonly string[];
  readonly edits: readonly FaultEdit[];
  /** Faults that are never drawn together with it: one would hide the other. */
  readonly apart?: readonly string[];
  /** What has to be typed before healthy files are applied: some fields never change. */
  readonly repair?: readonly string[];
}

/** A part of a healthy file, which stands there once, and what stands there instead. */
export interface FaultEdit {
  readonly file: string;
  readonly healthy: string;
  readonly broken: string;
}

/** The faults that an exercise is drawn from, and the files that none of them has touched. */
export interface FaultBank {
  readonly healthy: Texts;
  readonly faults: readonly Fault[];
  /** How many are drawn for a run. */
  readonly drawn: number;
}

/** The faults of a run, in the order of the bank: one of every phase at least, and never two that are to be kept apart. */
export function drawFaults({ faults, drawn }: FaultBank, seed: number): readonly Fault[] {
  const { shuffle } = drawFrom(seed, 'faults');
  const shuffled = shuffle(faults);
  const first = [...new Set(faults.map(({ phase }) => phase))].map((phase) => shuffled.find((fault) => fault.phase === phase) as Fault);
  const chosen = new Set<Fault>();
  for (const fault of [...first, ...shuffled]) if (chosen.size < drawn && ![...chosen].some((other) => areApart(fault, other))) chosen.add(fault);
  return faults.filter((fault) => chosen.has(fault));
}

/** Whether two faults are never drawn together. */
export const areApart = (one: Fault, other: Fault): boolean => one.apart?.includes(other.id) === true || other.apart?.includes(one.id) === true;

/** The files with these faults in them. */
export function breakTexts(healthy: Texts, faults: readonly Fault[]): Texts {
  const texts: { [file: string]: string } = { ...healthy };
  for (const { edits } of faults) for (const { file, healthy: right, broken } of edits) texts[file] = texts[file]?.replace(right, () => broken) ?? broken;
  return texts;
}

/** The question whose choices are the faults: their words are those of the faults. */
export function faultQuestion({ checks }: Pick<ExerciseDefinition, 'checks'>): string | undefined {
  return checks.flatMap((check) => (check.kind === 'answer' && check.among ? check.field : []))[0];
}

/** An exercise as a run draws it: its starter has the drawn faults, and so does the check that asks for them. */
export function drawExercise<T extends { readonly definition: ExerciseDefinition; readonly starter: Texts; readonly bank?: FaultBank }>(
  exercise: T,
  seed: number,
): T {
  const { bank, definition } = exercise;
  if (!bank) return exercise;
  const drawn = drawFaults(bank, seed);
  const ids = drawn.map(({ id }) => id);
  const checks = definition.checks.map((check) => (check.kind === 'answer' && check.among ? { ...check, among: ids } : check));
  return { ...exercise, definition: { ...definition, seed, checks }, starter: breakTexts(bank.healthy, drawn) };
}
