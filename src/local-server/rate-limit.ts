/** Addresses whose allowance is remembered. Beyond them the one seen first is forgotten, and begins anew. */
const ADDRESSES = 4096;

/** So many requests at once, and so many a second after that, for each address. */
export class RateLimit {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #left = new Map<string, { tokens: number; at: number }>();

  constructor(burst: number, perSecond: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
  }

  /** Addresses that are remembered now. */
  get size(): number {
    return this.#left.size;
  }

  /** Whether one more request of an address is allowed at `now` (milliseconds of any clock); it is counted if so. */
  allows(address: string, now: number): boolean {
    const known = this.#left.get(address);
    const tokens = known ? Math.min(this.#burst, known.tokens + ((now - known.at) / 1000) * this.#perSecond) : this.#burst;
    const allowed = tokens >= 1;
    if (!known && this.#left.size >= ADDRESSES) {
      const [oldest] = this.#left.keys();
      if (oldest !== undefined) this.#left.delete(oldest);
    }
    this.#left.set(address, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return allowed;
  }
}
