import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['*/src/**/*.test.{ts,tsx}', '*/test/**/*.test.ts'],
    // An embedded database takes half a gigabyte and a core; two files at a time suit two cores.
    maxWorkers: 2,
    // How long a busy machine may take; no test is about time.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
