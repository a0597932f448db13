import { defineConfig } from 'vitest/config';

/** What runs in the kernel guest: one file after the other, as they share the sound cards. */
export default defineConfig({
  test: {
    include: ['test/conformance/**/*.test.ts', 'test/kernel/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
