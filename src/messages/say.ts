import type { Say } from './talk.ts';

/** What it is, why it matters, what to look at. */
export function say(headline: string, reason: string, suggestion: string): Say {
  return { headline, reason, suggestion };
}
