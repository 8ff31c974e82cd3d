import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The engine is pure: nothing is shared between files that a fresh process would protect.
    isolate: false,
    setupFiles: ['test/every-part.ts'],
    // By itself it leaves a processor free: of two, half.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
  },
});
