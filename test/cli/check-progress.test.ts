import { describe, expect, it } from 'vitest';
import { progressOn } from '../../src/cli/check/progress.js';

describe('progress', () => {
  const run = (isTTY: boolean, moments: readonly number[]) => {
    let time = 0;
    let text = '';
    const progress = progressOn({ isTTY, write: (part) => (text += part) }, () => time);
    for (const [index, moment] of moments.entries()) {
      time = moment;
      progress.report(index + 1, moments.length);
    }
    progress.end();
    return text;
  };

  it('is silent for less than a second, and where nobody looks', () => {
    expect(run(true, [10, 500, 999])).toBe('');
    expect(run(false, [10, 5000])).toBe('');
  });

  it('tells how far the work is, not too often, and leaves nothing behind', () => {
    expect(run(true, [10, 1000, 1050, 1100])).toBe(
      '\r\u001b[2K2 of 4 files\r\u001b[2K4 of 4 files\r\u001b[2K',
    );
  });
});
