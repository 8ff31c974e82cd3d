import type { Input, Output, Wait } from './process.ts';

/** A process wrote where nobody reads any more (SIGPIPE): it ends with 141. */
export class BrokenPipe extends Error {}

/** Text that one process writes and another reads as it comes. */
export class Pipe implements Input, Output {
  #text = '';
  #at = 0;
  /** Characters that are no longer kept. */
  #before = 0;
  #writers: number;
  /** Where its reader ends: what is written from there on breaks. */
  #end = Infinity;

  constructor(writers = 1) {
    this.#writers = writers;
  }

  write(text: string): void {
    if (this.written >= this.#end) throw new BrokenPipe();
    this.#text += text;
    if (this.#at <= 65_536 || this.#at > this.#text.length) return;
    this.#text = this.#text.slice(this.#at);
    this.#before += this.#at;
    this.#at = 0;
  }

  /** Whether there never was anything in it, and nobody writes any more. */
  get isNothing(): boolean {
    return this.#ended && this.written === 0;
  }

  /** Characters written so far. */
  get written(): number {
    return this.#before + this.#text.length;
  }

  /** Characters read so far. */
  get consumed(): number {
    return this.#before + this.#at;
  }

  /** So many characters were read already, whether or not they are there yet. */
  skip(count: number): void {
    this.#at += count;
  }

  /** One writer is done; after the last, readers see the end. */
  closeWriter(): void {
    this.#writers--;
  }

  /** Its reader takes no more than so many characters. */
  closeReader(after: number): void {
    this.#end = after;
  }

  get #ended(): boolean {
    return this.#writers <= 0;
  }

  *readRawLine(): Generator<Wait, string | undefined, void> {
    let end = this.#text.indexOf('\n', this.#at);
    if (end < 0 && !this.#ended) {
      yield { until: () => this.#ended || this.#text.includes('\n', this.#at) };
      end = this.#text.indexOf('\n', this.#at);
    }
    if (this.#at >= this.#text.length) return undefined;
    const line = end < 0 ? this.#text.slice(this.#at) : this.#text.slice(this.#at, end + 1);
    this.#at += line.length;
    return line;
  }

  *readLine(): Generator<Wait, string | undefined, void> {
    const line = yield* this.readRawLine();
    return line?.endsWith('\n') ? line.slice(0, -1) : line;
  }

  putBack(text: string): void {
    this.#text = text + this.#text.slice(this.#at);
    this.#before += this.#at - text.length;
    this.#at = 0;
  }

  *readAll(): Generator<Wait, string, void> {
    if (!this.#ended) yield { until: () => this.#ended };
    const text = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    return text;
  }
}

/** Input that is all there already. */
export function textInput(text: string): Input {
  const pipe = new Pipe();
  pipe.write(text);
  pipe.closeWriter();
  return pipe;
}

/** Output kept as one text. */
export class TextOutput implements Output {
  text = '';
  write(text: string): void {
    this.text += text;
  }
}
