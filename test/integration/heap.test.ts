/** The built function, warm: it keeps nothing of an invocation. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, run } from './tools.js';

test('20,000 warm invocations leave the heap as it is', async () => {
  const script = join(root, 'test/integration/heap.mjs');
  const { status, stdout, stderr } = await run(process.execPath, ['--expose-gc', script, '20000']);
  expect([status, stderr]).toEqual([0, '']);
  const { before, after } = JSON.parse(stdout);
  // An invocation that kept so much as 30 bytes would go beyond it; the collector itself leaves some 100 KB this way or that.
  expect(after - before).toBeLessThan(600_000);
});
