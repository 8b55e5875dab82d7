import { defineConfig } from 'vitest/config';

// Real servers and processes: minutes, and limits that only something hanging reaches.
export default defineConfig({
  test: {
    include: ['test/system/**/*.test.ts'],
    globalSetup: ['test/system/stack/prepare.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
