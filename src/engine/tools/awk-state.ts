// What a running program of awk has: variables, records, open files.
import type { Process, Wait } from '../machine/process.ts';
import { textInput } from '../machine/streams.ts';
import { CurrentRecord, Records } from './awk-records.ts';
import type { AwkProgram } from './awk-syntax.ts';
import { unescapeAwk } from './awk-tokens.ts';
import { Outside, toNumber, toText, type Value } from './awk-values.ts';
import { usesBusybox } from './options.ts';

/** A program that stops: its words after `awk: `. */
export class RunError extends Error {}

/** Longer texts are not put together, and a record has no more fields. */
const LONGEST = 1_000_000;
const MOST_FIELDS = 32_767;

/** A variable: a value or an array; `link` is what was handed over to a function and may yet become one. */
export interface Cell {
  value: Value;
  elements?: Map<string, Value>;
  readonly link?: Cell;
}

/** How a statement leaves what it stands in. */
export type Leaving = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return';

/** What is worked out step by step. */
export type Steps<T> = Generator<Wait, T, void>;

/** Variables, records and files of a run. */
export abstract class AwkState {
  status = 0;
  protected readonly process: Process;
  protected readonly program: AwkProgram;
  protected readonly globals = new Map<string, Cell>();
  protected locals: Map<string, Cell> | undefined;
  protected readonly record = new CurrentRecord();
  protected readonly outputs = new Map<string, string>();
  protected readonly pipes = new Map<string, string>();
  protected readonly inputs = new Map<string, Records>();
  protected main: Records | undefined;
  protected argument = 1;
  protected readsFiles = false;
  /** Keys come in the order they were made, and other things busybox does its way. */
  protected readonly busybox: boolean;

  constructor(process: Process, program: AwkProgram, args: readonly string[]) {
    this.process = process;
    this.busybox = usesBusybox(process);
    this.program = program;
    for (const [name, value] of Object.entries({
      FS: ' ',
      OFS: ' ',
      ORS: '\n',
      RS: '\n',
      SUBSEP: '\x1c',
      CONVFMT: '%.6g',
      OFMT: '%.6g',
      FILENAME: '',
      RLENGTH: -1,
      RSTART: 0,
      NR: 0,
      FNR: 0,
      ARGC: args.length + 1,
    }))
      this.globals.set(name, { value });
    const outside = (entries: readonly (readonly [string, string])[]): Cell => ({
      value: undefined,
      elements: new Map(entries.map(([key, text]) => [key, new Outside(text)])),
    });
    this.globals.set('ENVIRON', outside(Object.entries(process.env)));
    this.globals.set('ARGV', outside([process.argv[0] ?? 'awk', ...args].map((text, index) => [String(index), text])));
  }

  /** `-v name=value`, and the same among the files. */
  assign(text: string): void {
    const equals = text.indexOf('=');
    this.setVariable(text.slice(0, equals), new Outside(unescapeAwk(text.slice(equals + 1))));
  }

  /** Where a program stopped that cannot go on. */
  get whereabouts(): string {
    const text = (name: string): string => toText(this.globals.get(name)?.value);
    return `\tFILENAME="${text('FILENAME')}" FNR=${text('FNR')} NR=${text('NR')}`;
  }

  protected setRecord(text: string): void {
    this.record.set(text, this.text('FS'));
  }

  protected count(...names: readonly string[]): void {
    for (const name of names) this.setVariable(name, toNumber(this.globals.get(name)?.value) + 1);
  }

  /** The next record of the files that are named, or of standard input where none is. */
  protected *nextRecord(): Steps<string | undefined> {
    for (;;) {
      this.main ??= this.openNext();
      if (!this.main) return undefined;
      const record = yield* this.main.next(this.text('RS'));
      if (record !== undefined) {
        this.count('NR', 'FNR');
        return record;
      }
      this.main = undefined;
    }
  }

  protected openNext(): Records | undefined {
    const names = this.elements('ARGV');
    for (; this.argument < toNumber(this.globals.get('ARGC')?.value); this.argument++) {
      const name = toText(names.get(String(this.argument)));
      if (name === '') continue;
      if (/^[A-Za-z_]\w*=/.test(name)) {
        this.assign(name);
        continue;
      }
      this.argument++;
      this.readsFiles = true;
      this.setVariable('FILENAME', name);
      this.setVariable('FNR', 0);
      return this.open(name) ?? this.cannotOpen(name);
    }
    if (this.readsFiles) return undefined;
    this.readsFiles = true;
    if (!this.busybox) this.setVariable('FILENAME', '-');
    return new Records(this.process.input);
  }

  protected open(name: string): Records | undefined {
    if (name === '-' || name === '/dev/stdin') return new Records(this.process.input);
    const { files } = this.process;
    if (files.kind(name) === 'directory') throw new RunError('read error (Is a directory)');
    const text = files.kind(name) === 'file' ? files.read(name) : undefined;
    return text === undefined ? undefined : new Records(textInput(text));
  }

  protected cannotOpen(name: string): never {
    throw new RunError(this.busybox ? `${name}: No such file or directory` : `cannot open ${name} (No such file or directory)`);
  }

  protected cell(name: string): Cell {
    const local = this.locals?.get(name);
    if (local) return local;
    let cell = this.globals.get(name);
    if (!cell) this.globals.set(name, (cell = { value: undefined }));
    return cell;
  }

  protected text(name: string): string {
    return toText(this.globals.get(name)?.value, '%.6g');
  }

  protected elements(name: string): Map<string, Value> {
    const cell = this.cell(name);
    if (cell.elements) return cell.elements;
    let origin = cell;
    while (origin.link && !origin.elements) origin = origin.link;
    return (cell.elements = origin.elements ??= new Map());
  }

  protected setVariable(name: string, value: Value): void {
    if (name === 'NF') this.record.setCount(this.index(toNumber(value)), this.join);
    else this.cell(name).value = value;
  }

  protected readonly join = (fields: readonly Value[]): string => this.held(fields.map((field) => toText(field, this.text('CONVFMT'))).join(this.text('OFS')));

  protected held(text: string): string {
    if (text.length > LONGEST) throw new RunError('minato: a text of more than a million characters is not simulated');
    return text;
  }

  protected index(index: number): number {
    if (index < 0) throw new RunError(`run time error: negative field index $${index}\n${this.whereabouts}`);
    if (index > MOST_FIELDS) throw new RunError(`run time error: maximum number of fields exceeded\n${this.whereabouts}`);
    return Math.trunc(index);
  }

  protected variable(name: string): Value {
    return name === 'NF' ? this.record.fields.length : this.cell(name).value;
  }

  protected write(how: string, where: string, text: string): void {
    if (how === '|') {
      this.pipes.set(where, this.held((this.pipes.get(where) ?? '') + text));
      return;
    }
    if (where === '/dev/stdout' || where === '-') this.process.out(text);
    else if (where === '/dev/stderr') this.process.err(text);
    else {
      const { files } = this.process;
      const parent = files.kind(`${files.resolve(where)}/..`);
      if (files.kind(where) === 'directory' || where === '' || parent !== 'directory')
        throw new RunError(`cannot open "${where}" for output (${files.kind(where) === 'directory' ? 'Is a directory' : 'No such file or directory'})`);
      const before = this.outputs.get(where) ?? (how === '>>' ? (files.read(where) ?? '') : '');
      this.outputs.set(where, this.held(before + text));
      files.write(where, before + text);
    }
  }

  protected *closePipe(command: string): Steps<number> {
    const input = this.pipes.get(command) ?? '';
    this.pipes.delete(command);
    const { exitCode } = yield* this.process.spawn(['sh', '-c', command], { inherit: true, input });
    return exitCode;
  }

  protected *close(name: string): Steps<number> {
    if (this.pipes.has(name)) return yield* this.closePipe(name);
    const known = this.outputs.delete(name);
    return this.inputs.delete(name) || known ? 0 : -1;
  }
}
