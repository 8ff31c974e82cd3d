import { format } from 'node:util';
import { expect } from 'vitest';

/** Stands in for `vitest` where the runner of mutants loads a test file: its tests are collected, to be called as often as wanted. */
export interface CollectedTest {
  readonly name: string;
  readonly run: () => unknown;
}

/** The tests of the files loaded so far, in order. */
export const collected: CollectedTest[] = [];
/** What files want done before their first test: called once, after loading. */
export const beginnings: (() => unknown)[] = [];
const path: string[] = [];

type Body = (...given: unknown[]) => unknown;

function test(name: string, run: () => unknown): void {
  collected.push({ name: [...path, name].join(' > '), run });
}
function describe(name: string, define: () => unknown): void {
  path.push(name);
  define();
  path.pop();
}
const rowsOf = (table: readonly unknown[]): readonly (readonly unknown[])[] => table.map((row) => (Array.isArray(row) ? row : [row]));
const each =
  (one: (name: string, body: () => unknown) => void) =>
  (table: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const [i, row] of rowsOf(table).entries()) one(`${format(name, ...row)} #${i}`, () => body(...row));
  };
test.each = each(test);
describe.each = each(describe);

const beforeAll = (begin: () => unknown): void => void beginnings.push(begin);

export { beforeAll, describe, expect, test, test as it };
