import { describe, expect, it } from 'vitest';
import { lastAtMost, lineAt, position } from '../../../src/template/parse/position.js';

describe('the line and column of an offset', () => {
  it.each<[string, string, number, [number, number]]>([
    ['the beginning', 'ab\nc', 0, [1, 1]],
    ['inside a line', 'ab\nc', 1, [1, 2]],
    ['a line feed belongs to the line it ends', 'ab\nc', 2, [1, 3]],
    ['the next line', 'ab\nc', 3, [2, 1]],
    ['behind the end', 'ab\nc', 99, [2, 2]],
    ['a carriage return ends a line', 'ab\rc', 3, [2, 1]],
    ['with a line feed it ends one line', 'ab\r\nc', 4, [2, 1]],
    ['an empty text', '', 0, [1, 1]],
  ])('%s', (_name, text, offset, [line, column]) => {
    expect(position(text, offset)).toEqual({ line, column });
  });
});

describe('the text of a line', () => {
  it.each<[string, string, number, string | undefined]>([
    ['the first', 'a\nb', 1, 'a'],
    ['the last', 'a\nb', 2, 'b'],
    ['without its ending', 'a\r\nb\rc\n', 1, 'a'],
    ['whatever that is', 'a\r\nb\rc\n', 2, 'b'],
    ['none behind the last ending', 'a\n', 2, undefined],
    ['an empty one', 'a\n\nb', 2, ''],
    ['of an empty text', '', 1, ''],
    ['none there', 'a', 9, undefined],
  ])('%s', (_name, text, line, expected) => {
    expect(lineAt(text, line)).toBe(expected);
  });
});

describe('the last of ascending numbers that is not greater', () => {
  it.each<[number[], number, number]>([
    [[0, 3, 7], 0, 0],
    [[0, 3, 7], 2, 0],
    [[0, 3, 7], 3, 1],
    [[0, 3, 7], 9, 2],
    [[1], 0, -1],
    [[], 0, -1],
  ])('%j, %i', (numbers, limit, expected) => {
    expect(lastAtMost(numbers, limit)).toBe(expected);
  });
});
