import type { Resolve } from './resolver.ts';

/** glibc's getaddrinfo (2.36). */
export const glibc: Resolve = function* () {
  throw new Error('not yet');
};
