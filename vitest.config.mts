import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { defineConfig } from 'vitest/config';

/** A module that a test replaces must not have been loaded by another file before. */
const replacing = globSync('test/**/*.test.ts').filter((file) =>
  readFileSync(file, 'utf8').includes('vi.mock('),
);

export default defineConfig({
  test: {
    pool: 'threads',
    // For a test that hangs. The longest property test takes seconds alone, and many times that on a busy machine.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ['test/integration/**', ...replacing],
          // Loading the modules for each file anew takes as long as all tests together.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'apart', include: replacing } },
    ],
    coverage: {
      include: ['src/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
