import { expect, it } from 'vitest';
import { AmbiguousScalar } from '../../../src/template/ambiguous-scalar.js';
import { isSame } from '../../../src/template/evaluate/comparison.js';
import { NoValue, Unknown, unknownList, type Value } from '../../../src/template/value.js';

const number = (written: string) => new AmbiguousScalar(written);
const open = new Unknown('the parameter P', []);

it.each<[string, Value, Value, boolean | undefined]>([
  ['texts', 'a', 'a', true],
  ['texts in another case', 'A', 'a', false],
  ['a number and its text', 1, '1', true],
  ['a boolean and its text', true, 'true', true],
  ['a text and a list of it', '["a"]', ['a'], false],
  ['lists', ['a', 1], ['a', '1'], true],
  ['lists of which an item is removed', ['a', NoValue], ['a'], true],
  ['lists in another order', ['a', 'b'], ['b', 'a'], false],
  ['numbers that are written alike', number('1.0'), number('1.0'), true],
  ['numbers that are written in two ways', number('1.0'), number('1.00'), undefined],
  ['a number and a text', number('1.0'), '1.0', undefined],
  ['a number and nothing', number('1.0'), '', false],
  ['lists with such a number', [number('1.0')], ['1'], undefined],
  ['a text that looks like the mark of one', number('1.0'), '#1.0', undefined],
  ['something unknown', open, 'a', undefined],
  ['a list of which an item is unknown', [open], ['a'], undefined],
  ['a list that may have more items', unknownList(open), [], undefined],
  ['nothing that has a text', null, null, undefined],
  ['maps', {}, {}, undefined],
  ['what is removed', NoValue, NoValue, undefined],
])('%s', (_name, left, right, expected) => {
  expect(isSame(left, right)).toBe(expected);
  expect(isSame(right, left)).toBe(expected);
});
