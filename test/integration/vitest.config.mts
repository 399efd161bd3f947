import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The suite that needs Python, Node 24 and the network of this machine; started by run.mjs. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/integration/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
