import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The engine is pure: nothing is shared between files that a fresh process would protect.
    isolate: false,
    testTimeout: 20_000,
  },
});
