import { describe, expect, it } from 'vitest';
import { diffOf } from '../../../src/cli/report/edit-diff.js';

const diff = (source: string, offset: number, length: number, text: string) =>
  diffOf(source, { offset, length, text }).map(({ mark, text: line }) => mark + line);

describe('an edit as lines', () => {
  it.each<[string, string, number, number, string, string[]]>([
    ['a line in between', 'a:\n  c\n', 3, 0, '  b\n', [' a:', '+  b', '   c']],
    ['a line with CRLF', 'a:\r\n  c\r\n', 4, 0, '  b\r\n', [' a:', '+  b', '   c']],
    ['the first line', 'b\n', 0, 0, 'a\n', ['+a', ' b']],
    ['a last line without an ending', 'a:', 2, 0, '\n  b', [' a:', '+  b']],
    ['a part of a line', '{"k": "", "t": 1}', 6, 2, '"x"', ['-{"k": "", "t": 1}', '+{"k": "x", "t": 1}']],
    ['a line that stands twice', 'x\nx\n', 2, 0, 'x\n', [' x', '+x', ' ']],
    ['several lines by one', 'a\nb\nc\nd', 2, 3, 'e', [' a', '-b', '-c', '+e', ' d']],
    [
      'a long line around the place',
      `${'a'.repeat(900)}{}${'b'.repeat(900)}`,
      901,
      0,
      'k',
      [`-…${'a'.repeat(299)}{}${'b'.repeat(299)}…`, `+…${'a'.repeat(299)}{k}${'b'.repeat(299)}…`],
    ],
    [
      'not what stands far away',
      `${'a\n'.repeat(900)}b\nc\n${'d\n'.repeat(900)}`,
      1800,
      1,
      'e',
      [' a', '-b', '+e', ' c'],
    ],
  ])('%s', (_, source, offset, length, text, expected) => {
    expect(diff(source, offset, length, text)).toEqual(expected);
  });
});
