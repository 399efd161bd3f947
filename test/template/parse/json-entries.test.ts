import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesAt, repeatedNames, rootOf } from '../../../src/template/parse/json-entries.js';

/** The value at an offset, put together again from its entries. */
function rebuilt(text: string, start: number): unknown {
  const entries = [...entriesAt(text, start)].map(({ key, valueStart, valueEnd }) => {
    const opens = /[[{]/.test(text.charAt(valueStart));
    return [key, opens ? rebuilt(text, valueStart) : JSON.parse(text.slice(valueStart, valueEnd))] as const;
  });
  return text.charAt(start) === '[' ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

describe('the entries of a JSON text', () => {
  const json = fc.tuple(
    fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })),
    fc.constantFrom(undefined, 1, '\t'),
    fc.constantFrom('', '\uFEFF', ' \r\n'),
  );

  it('are those that JSON.parse reads', () => {
    fc.assert(
      fc.property(json, ([value, indent, before]) => {
        const text = before + JSON.stringify(value, null, indent);
        expect(rebuilt(text, rootOf(text))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each<[string, string, [string | number, string, string][]]>([
    [
      'an object',
      '{ "a" : [1, {"b": 2}] , "c":"}" }',
      [
        ['a', '"a"', '[1, {"b": 2}]'],
        ['c', '"c"', '"}"'],
      ],
    ],
    [
      'a list',
      '[1.5e3, "]", null]',
      [
        [0, '1.5e3', '1.5e3'],
        [1, '"]"', '"]"'],
        [2, 'null', 'null'],
      ],
    ],
    ['escapes', '{"\\u0061\\"": "\\\\"}', [['a"', '"\\u0061\\""', '"\\\\"']]],
    ['nothing inside', '{ }', []],
    ['no object and no list', '"{}"', []],
  ])('%s', (_name, text, expected) => {
    expect(
      [...entriesAt(text, 0)].map(({ key, keyStart, keyEnd, valueStart, valueEnd }) => [
        key,
        text.slice(keyStart, keyEnd),
        text.slice(valueStart, valueEnd),
      ]),
    ).toEqual(expected);
  });
});

describe('names that an object has twice', () => {
  const open = '{"a":['.repeat(100);
  const close = ']}'.repeat(100);

  it.each<[string, string, [string, number][]]>([
    [
      'are found',
      '{"a":1,"b":{"a":2,"a":3},"a":4}',
      [
        ['a', 18],
        ['a', 25],
      ],
    ],
    ['with escapes', '{"a":1,"\\u0061":2}', [['a', 7]]],
    ['in lists', '[{"a":1},{"a":1,"a" : 2}]', [['a', 16]]],
    ['not as values', '{"a":"a","b":["a","a"]}', []],
    [
      'behind what is nested too deep, and not inside',
      `{"x":${open}{"a":1,"a":2}${close},"x":1}`,
      [['x', open.length + close.length + 19]],
    ],
  ])('%s', (_name, text, expected) => {
    expect([...repeatedNames(text)].map(({ key, offset }) => [key, offset])).toEqual(expected);
  });
});
