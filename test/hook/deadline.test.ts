import { describe, expect, it } from 'vitest';
import { inTime, timeLeft } from '../../src/hook/deadline.js';

const context = (left: unknown) => ({ getRemainingTimeInMillis: () => left });

describe('the time for an answer', () => {
  it.each([
    ['a second less than the function has', context(10_000), 9_000],
    ['never so long that the caller gives up', context(900_000), 28_000],
    ['half of it where that is little', context(500), 250],
    ['none where the function has none', context(-1), 0],
    ['the limit where the context has no clock', {}, 28_000],
    ['the limit where there is no context', undefined, 28_000],
    ['the limit where the clock is odd', context('soon'), 28_000],
    ['the limit where the clock fails', { getRemainingTimeInMillis: () => expect.fail() }, 28_000],
  ])('is %s', (_, given, expected) => {
    expect(timeLeft(given)).toBe(expected);
  });

  it('ends work that takes longer', async () => {
    await expect(inTime(5, new Promise(() => {}))).rejects.toMatchObject({ code: 'deadline' });
  });

  it('leaves work that is done, and its errors, as they are', async () => {
    expect(await inTime(1_000, Promise.resolve('done'))).toBe('done');
    await expect(inTime(1_000, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  });
});
