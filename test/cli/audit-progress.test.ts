import { expect, test } from 'vitest';
import { createProgress, duration } from '../../src/cli/audit/progress.js';
import { sink } from './audit-support.js';

/** A clock that goes on by hand. */
function byHand() {
  let time = 0;
  return { clock: () => time, wait: (milliseconds: number) => (time += milliseconds) };
}

test('nothing where nobody watches', () => {
  const stderr = sink();
  const progress = createProgress(stderr, { places: 1, unit: 'regions' }, () => 0);
  progress.tally('stacksListed');
  progress.tally('stacks');
  progress.clear();
  expect(stderr.text()).toBe('');
});

test('stacks done, how many there are so far, and the time left once all are known', () => {
  const stderr = sink({ isTTY: true, columns: 100 });
  const { clock, wait } = byHand();
  const progress = createProgress(stderr, { places: 1, unit: 'regions' }, clock);
  const lines = () => stderr.text().split('\r\u001b[2K').slice(1);
  for (let stack = 0; stack < 4; stack++) progress.tally('stacksListed');
  expect(lines()).toEqual(['auditing [....................] 0 of 1+ stacks']);
  wait(1000);
  progress.tally('stacks');
  expect(lines().at(-1)).toBe('auditing [#####...............] 1 of 4+ stacks');
  wait(1000);
  progress.tally('placesListed');
  expect(lines().at(-1)).toBe('auditing [#####...............] 1 of 4 stacks, 6 s left');
  wait(1000);
  progress.tally('configurations');
  expect(lines().at(-1)).toBe('auditing [#####...............] 1 of 4 stacks, 1 configurations, 9 s left');
  wait(1000);
  progress.clear();
  expect(lines().at(-1)).toBe('');
});

test('regions, where there are several, cut to the width of the terminal', () => {
  const stderr = sink({ isTTY: true, columns: 30 });
  const { clock, wait } = byHand();
  const progress = createProgress(stderr, { places: 2, unit: 'regions' }, clock);
  progress.tally('places');
  expect(stderr.text()).toBe('\r\u001b[2Kauditing [...................');
  const wide = sink({ isTTY: true });
  const other = createProgress(wide, { places: 2, unit: 'regions' }, clock);
  other.tally('placesListed');
  wait(200);
  other.tally('places');
  expect(wide.text()).toContain('0 of 0+ stacks, 1 of 2 regions');
});

test.each([
  [0, '0 s'],
  [59_001, '1 min 00 s'],
  [12_300, '13 s'],
  [185_000, '3 min 05 s'],
  [3_725_000, '1 h 02 min'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
