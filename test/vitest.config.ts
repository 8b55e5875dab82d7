import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They take minutes or a quiet machine, and have scripts of their own.
    exclude: ['test/bench/**', 'test/system/**'],
    testTimeout: 30_000,
  },
});
