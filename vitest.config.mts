import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/integration/**'],
    // Files share their modules: loading those for each file anew takes as long as all tests together. A test that
    // replaces a module loads what it tests after that.
    pool: 'threads',
    isolate: false,
    // For a test that hangs. The longest property test takes seconds alone, and many times that on a busy machine.
    testTimeout: 60_000,
    coverage: {
      include: ['src/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
