import { describe, expect, it } from 'vitest';
import { processEnvironment } from '../../src/cli/hook/subcommand.js';

describe('the environment', () => {
  it('waits', async () => {
    await expect(processEnvironment.wait(1)).resolves.toBeUndefined();
  });

  it('stops waiting and following when the user interrupts', async () => {
    const interrupted = processEnvironment.interruption();
    const waiting = processEnvironment.wait(60_000, interrupted);
    expect(interrupted.aborted).toBe(false);
    process.emit('SIGINT');
    expect(interrupted.aborted).toBe(true);
    await expect(waiting).resolves.toBeUndefined();
  });
});
