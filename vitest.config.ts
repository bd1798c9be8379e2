import { configDefaults, defineConfig } from 'vitest/config';

/** Tests of what only a native server can do; they run where TEST_DATABASE_URL names one. */
const NATIVE_TESTS = process.env['TEST_DATABASE_URL'] ? [] : ['**/*.native.test.ts'];

export default defineConfig({
  test: {
    include: ['*/src/**/*.test.{ts,tsx}', '*/test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...NATIVE_TESTS],
    // An embedded database takes half a gigabyte and a core; two files at a time suit two cores.
    maxWorkers: 2,
    // How long a busy machine may take; no test is about time.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
