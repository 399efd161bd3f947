import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files whose tests take long, which the quick ones may spare: the first test that fails ends a run. Among them is
 * loading.test.ts: what a file does when it is loaded counts for the test that loads it, if that is the first to do so.
 */
const slow =
  /\/(?:conditions|definition|expression|judge|loading|loops|partitions|read-policy|resources|rules|schema)\.test\.ts$/;

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) => Number(slow.test(moduleId));
    return files.toSorted((one, other) => isSlow(one) - isSlow(other));
  }
}

export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    // A test that is slow on a busy machine notices nothing.
    testTimeout: 60_000,
    sequence: { sequencer: QuickFirst },
    include: [
      'test/mutation/loading.test.ts',
      'test/decision/*.test.ts',
      'test/template/*.test.ts',
      'test/template/evaluate/*.test.ts',
    ],
    // These take longest, and hold texts of any length and the parsers to their bounds.
    exclude: ['test/template/adversarial.test.ts', 'test/template/mutation.test.ts'],
  },
});
