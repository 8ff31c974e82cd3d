import { compilePattern } from '../machine/regular-expression.ts';

/** What a variable holds. A text that reads as a number compares as one. */
export type Value = string | number;

/** What a running program has: the record's fields (`$0` first), its variables and arrays. */
export interface Scope {
  fields: string[];
  readonly variables: Map<string, Value>;
  readonly arrays: Map<string, Map<string, Value>>;
  readonly out: (text: string) => void;
  /** Counts one round of a loop. */
  readonly step: () => void;
}

/** The number a value begins with, or 0. */
export const toNumber = (value: Value): number =>
  typeof value === 'number' ? value : Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(value)?.[0] ?? 0);
/** As `print` writes it: OFMT is `%.6g`. */
export const toText = (value: Value): string =>
  typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
/** Whether a comparison with it is one of numbers. */
export const looksNumeric = (value: Value): boolean => typeof value === 'number' || /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(value);
/** Whether a condition holds. */
export const isTrue = (value: Value): boolean => (typeof value === 'number' ? value !== 0 : looksNumeric(value) ? toNumber(value) !== 0 : value !== '');

/** `NF = count`: the record has so many fields. */
export function setFieldCount(scope: Scope, count: number): void {
  const fields = scope.fields.slice(1, Math.min(count, 1000) + 1);
  while (fields.length < Math.min(count, 1000)) fields.push('');
  scope.fields = [fields.join(toText(scope.variables.get('OFS') ?? ' ')), ...fields];
}

/** The field reads so; `$0` is made anew from the others, or the others from it. */
export function setField(scope: Scope, index: number, text: string): void {
  if (index === 0) scope.fields = splitFields(text, toText(scope.variables.get('FS') ?? ' '));
  else if (index < 1000) {
    while (scope.fields.length <= index) scope.fields.push('');
    scope.fields[index] = text;
    scope.fields[0] = scope.fields.slice(1).join(toText(scope.variables.get('OFS') ?? ' '));
  }
}

/** The record and its fields. A blank separates by runs of blanks; longer separators are patterns. */
export function splitFields(line: string, separator: string): string[] {
  if (separator === ' ') return [line, ...line.split(/[ \t\n]+/).filter((field) => field !== '')];
  if (line === '') return [line];
  return [
    line,
    ...(separator.length === 1 && separator !== '|'
      ? line.split(separator)
      : line.split(compilePattern(separator === '|' ? '\\|' : separator, { extended: true }))),
  ];
}
