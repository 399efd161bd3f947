import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapInOrder, readAhead } from '../../src/cli/audit/in-order.js';

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

async function* numbers(count: number, made: number[] = []): AsyncGenerator<number> {
  for (let number = 0; number < count; number++) {
    made.push(number);
    yield number;
  }
}

test('results come in the order of the items, however long each takes', async () => {
  const done = mapInOrder([30, 1, 10, 0], 3, async (milliseconds) => {
    await delay(milliseconds);
    return milliseconds;
  });
  expect(await all(done)).toEqual([30, 1, 10, 0]);
});

test('no more than the limit is worked on at once', async () => {
  let underway = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++underway);
    await delay(1);
    underway--;
  };
  await all(mapInOrder(numbers(20), 4, work));
  expect([most, underway]).toEqual([4, 0]);
});

test('a failure comes in its turn, after the results before it', async () => {
  const seen: number[] = [];
  const work = async (number: number) => {
    if (number === 2) throw new Error('two');
    await delay(5);
    return number;
  };
  await expect(async () => {
    for await (const number of mapInOrder(numbers(5), 5, work)) seen.push(number);
  }).rejects.toThrow('two');
  expect(seen).toEqual([0, 1]);
});

test('a stream runs ahead of its reader, and no further than it may', async () => {
  const made: number[] = [];
  const ahead = readAhead(numbers(100, made), 10);
  await delay(5);
  expect(made).toHaveLength(10);
  expect(await ahead.next()).toEqual({ done: false, value: 0 });
  await delay(5);
  expect(made).toHaveLength(11);
  expect(await all(ahead)).toHaveLength(99);
});

test('a slow stream is waited for, and its failure comes after what it had', async () => {
  const source = (async function* () {
    yield 1;
    await delay(5);
    yield 2;
    await delay(5);
    throw new Error('broken');
  })();
  const seen: number[] = [];
  await expect(async () => {
    for await (const number of readAhead(source, 10)) seen.push(number);
  }).rejects.toThrow('broken');
  expect(seen).toEqual([1, 2]);
});

test('a reader that leaves closes the stream', async () => {
  const made: number[] = [];
  let closed = false;
  const source = (async function* () {
    try {
      yield* numbers(100, made);
    } finally {
      closed = true;
    }
  })();
  for await (const _ of readAhead(source, 3)) break;
  await delay(5);
  expect([closed, made.length < 6]).toEqual([true, true]);
});
