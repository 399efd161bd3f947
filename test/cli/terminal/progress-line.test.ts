import { describe, expect, it } from 'vitest';
import { progressLine } from '../../../src/cli/terminal/progress-line.js';

describe('the line', () => {
  const run = (isTTY: boolean, moments: readonly number[]) => {
    let time = 0;
    let text = '';
    const line = progressLine({ isTTY, write: (part) => (text += part) }, () => time, 1000);
    for (const [index, moment] of moments.entries()) {
      time = moment;
      line.draw(() => `${index + 1} of ${moments.length} files`);
    }
    line.clear();
    return text;
  };

  it('is silent until its patience ends, and where nobody looks', () => {
    expect(run(true, [10, 500, 999])).toBe('');
    expect(run(false, [10, 5000])).toBe('');
  });

  it('tells how far the work is, not too often, and leaves nothing behind', () => {
    expect(run(true, [10, 1000, 1050, 1100])).toBe(
      '\r\u001b[2K2 of 4 files\r\u001b[2K4 of 4 files\r\u001b[2K',
    );
  });
});
