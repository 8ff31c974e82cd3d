/** Something asked for a part that is not here yet. Whoever asked the engine loads `part` and asks again: nothing has changed. */
export class PartMissing extends Error {
  readonly part: Part<unknown>;
  constructor(part: Part<unknown>) {
    super(`the part "${part.name}" is not loaded`);
    this.part = part;
  }
}

/**
 * A piece of the engine in a file of its own, which a page fetches when something first asks for it. What it holds never changes,
 * so the engine stays a function: with a part missing it gives no answer, never another one.
 */
export class Part<T> {
  readonly name: string;
  readonly #fetch: () => Promise<T>;
  #content: T | undefined;

  constructor(name: string, fetch: () => Promise<T>) {
    this.name = name;
    this.#fetch = fetch;
  }

  /** What the part holds. Throws `PartMissing` where it is not loaded. */
  get content(): T {
    if (this.#content === undefined) throw new PartMissing(this);
    return this.#content;
  }

  /** The part is here afterwards. Fails where it cannot be fetched; it can be tried again. */
  async load(): Promise<void> {
    this.#content ??= await this.#fetch();
  }
}
