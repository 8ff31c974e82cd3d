import type { Input, Wait } from '../machine/process.ts';
import { compilePattern, withoutEscapes } from '../machine/regular-expression.ts';
import { Outside, type Value } from './awk-values.ts';

/** Records of one input, by what RS says at the time. */
export class Records {
  readonly #input: Input;
  /** What was read and is not yet a record. */
  #rest: string | undefined;

  constructor(input: Input) {
    this.#input = input;
  }

  *next(separator: string): Generator<Wait, string | undefined, void> {
    if (separator === '\n' && this.#rest === undefined) return yield* this.#input.readLine();
    this.#rest ??= yield* this.#input.readAll();
    if (separator === '') this.#rest = this.#rest.replace(/^\n+/, '');
    if (this.#rest === '') return undefined;
    const pattern =
      separator === '' ? /\n\n+/g : separator.length === 1 ? undefined : compilePattern(withoutEscapes(separator), { extended: true, flags: 'g' });
    const match = pattern ? pattern.exec(this.#rest) : undefined;
    const at = pattern ? (match?.index ?? -1) : this.#rest.indexOf(separator);
    const length = match ? match[0].length : 1;
    const record = at < 0 ? this.#rest : this.#rest.slice(0, at);
    this.#rest = at < 0 ? '' : this.#rest.slice(at + length);
    // the file's last newline ends no record of its own
    return at < 0 && (separator === '' || separator === '\n') ? record.replace(/\n$/, '') : record;
  }
}

/** The pieces of a text: by runs of blanks, by characters, by one character, or by a pattern. */
export function piecesOf(text: string, separator: string, isPattern = false): string[] {
  if (separator === ' ' && !isPattern) return text.split(/[ \t\n]+/).filter((piece) => piece !== '');
  if (text === '') return [];
  if (separator === '') return [...text];
  return text.split(separator.length === 1 && !isPattern ? separator : compilePattern(withoutEscapes(separator), { extended: true }));
}

/** The record and its fields, which are parted when one is first asked for. */
export class CurrentRecord {
  #text = '';
  #separator = ' ';
  #fields: Value[] | undefined = [];

  set(text: string, separator: string): void {
    this.#text = text;
    this.#separator = separator;
    this.#fields = undefined;
  }

  get fields(): Value[] {
    return (this.#fields ??= piecesOf(this.#text, this.#separator).map((piece) => new Outside(piece)));
  }

  get text(): string {
    return this.#text;
  }

  get(index: number): Value {
    return index === 0 ? new Outside(this.#text) : this.fields[index - 1];
  }

  /** A field reads so, and the record with it. */
  setField(index: number, value: Value, join: (fields: readonly Value[]) => string): void {
    while (this.fields.length < index) this.fields.push('');
    this.fields[index - 1] = value;
    this.#text = join(this.fields);
  }

  setCount(count: number, join: (fields: readonly Value[]) => string): void {
    this.fields.length = Math.min(this.fields.length, count);
    while (this.fields.length < count) this.fields.push('');
    this.#text = join(this.fields);
  }
}
