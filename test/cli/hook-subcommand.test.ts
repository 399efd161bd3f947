import { describe, expect, it } from 'vitest';
import { realOutside } from '../../src/cli/hook/subcommand.js';

describe('outside', () => {
  it('waits', async () => {
    await expect(realOutside.wait(1)).resolves.toBeUndefined();
  });

  it('stops waiting and following when the user interrupts', async () => {
    const interrupted = realOutside.interruption();
    const waiting = realOutside.wait(60_000, interrupted);
    expect(interrupted.aborted).toBe(false);
    process.emit('SIGINT');
    expect(interrupted.aborted).toBe(true);
    await expect(waiting).resolves.toBeUndefined();
  });
});
