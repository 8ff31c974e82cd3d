/** The seeded generator's whole state: an unsigned 32-bit number. Lives in `ClusterState`, so a run can be repeated. */
export type Entropy = number;

/** What random numbers are drawn from: a cluster's draft, or a process, which draws the same again when it is replayed. */
export interface EntropySource {
  /** A random whole number below `count`. */
  draw(count: number): number;
}

/** Spreads any 32-bit seed, so that neighbouring seeds do not begin alike. */
export function seedEntropy(seed: number): Entropy {
  return (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ (seed >>> 13)) >>> 0;
}

/** One draw of mulberry32: the next state and a value in [0, 2^32). */
export function drawUint32(entropy: Entropy): { readonly entropy: Entropy; readonly value: number } {
  const next = (entropy + 0x6d2b79f5) >>> 0;
  let t = next;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return { entropy: next, value: (t ^ (t >>> 14)) >>> 0 };
}
