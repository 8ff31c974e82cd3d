/** Why a run was cut. */
export type CutReason = 'endless' | 'time' | 'steps' | 'output' | 'left';

/** A limit was reached in the middle of a step. */
export class Cut extends Error {
  readonly reason: CutReason;
  constructor(reason: CutReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Made once: every container that waits for ever ends its first step with one, and an error costs its stack. */
export const CUTS: { readonly [R in CutReason]: Cut } = {
  endless: new Cut('endless'),
  time: new Cut('time'),
  steps: new Cut('steps'),
  output: new Cut('output'),
  left: new Cut('left'),
};
