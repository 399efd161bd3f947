import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    include: [
      'test/mutation/loading.test.ts',
      'test/decision/*.test.ts',
      'test/template/*.test.ts',
      'test/template/evaluate/*.test.ts',
    ],
    exclude: ['test/template/adversarial.test.ts', 'test/template/mutation.test.ts'],
  },
});
