import { describe, expect, it } from 'vitest';
import { AmbiguousScalar } from '../../src/template/ambiguous-scalar.js';
import { showPath } from '../../src/template/path.js';
import {
  AmbiguousKeys,
  ambiguousKeys,
  asCall,
  isLoopKey,
  isRawMap,
  mapAt,
  memberOf,
  scalarText,
} from '../../src/template/raw-value.js';
import { NotATemplate, TemplateError } from '../../src/template/template-error.js';

const scalar = new AmbiguousScalar('1.0');

describe('a map as it is written', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [{ a: 1 }, true],
    [Object.create(null), true],
    [[], false],
    [null, false],
    [undefined, false],
    ['a', false],
    [scalar, false],
  ])('%o: %s', (raw, expected) => {
    expect(isRawMap(raw)).toBe(expected);
  });

  const map = { a: { b: 1 }, list: [], text: 'x', nothing: null };
  it.each<[unknown, string, unknown, object]>([
    [map, 'a', { b: 1 }, { b: 1 }],
    [map, 'list', [], {}],
    [map, 'text', 'x', {}],
    [map, 'nothing', null, {}],
    [map, 'missing', undefined, {}],
    [map, 'toString', undefined, {}],
    [Object.create(map), 'a', undefined, {}],
    ['text', 'length', undefined, {}],
    [['x'], '0', undefined, {}],
    [null, 'a', undefined, {}],
    [scalar, 'written', undefined, {}],
  ])('%o at %s', (raw, key, found, section) => {
    expect(memberOf(raw, key)).toEqual(found);
    expect(mapAt(raw, key)).toEqual(section);
  });

  it('may have keys that readers do not agree on', () => {
    const keys = new Set(['1.0']);
    expect(ambiguousKeys({ [AmbiguousKeys]: keys } as object as Record<string, unknown>)).toBe(keys);
    expect(ambiguousKeys({ a: 1 })).toBeUndefined();
  });
});

describe('a call', () => {
  it.each<[unknown, object | undefined]>([
    [{ Ref: 'Key' }, { name: 'Ref', argument: 'Key' }],
    [{ 'Fn::Sub': ['a'] }, { name: 'Fn::Sub', argument: ['a'] }],
    [{ 'Fn::': 1 }, { name: 'Fn::', argument: 1 }],
    [{ 'Fn::Sub': undefined }, { name: 'Fn::Sub', argument: undefined }],
    [{ 'Fn::ForEachOther': 1 }, { name: 'Fn::ForEachOther', argument: 1 }],
    [{}, undefined],
    [{ Ref: 'Key', Other: 1 }, undefined],
    [{ Other: 1, Ref: 'Key' }, undefined],
    [{ Reference: 'Key' }, undefined],
    [{ 'XFn::Sub': 1 }, undefined],
    [{ 'Fn::ForEach::L': [] }, undefined],
    [{ 'Fn::ForEach': [] }, undefined],
    [{ Condition: 'C' }, undefined],
    ['Ref', undefined],
    [['Ref'], undefined],
    [null, undefined],
  ])('%o', (raw, expected) => {
    expect(asCall(raw)).toEqual(expected);
  });

  it.each([
    ['Fn::ForEach::Loop', true],
    ['Fn::ForEach::', true],
    ['Fn::ForEach', true],
    ['Fn::ForEachLoop', false],
    ['A::Fn::ForEach::Loop', false],
    ['', false],
  ])('%s is the key of a loop: %s', (key, expected) => {
    expect(isLoopKey(key)).toBe(expected);
  });
});

it.each<[unknown, unknown]>([
  ['a', 'a'],
  ['', ''],
  [1, '1'],
  [true, 'true'],
  [null, 'null'],
  [['a'], '[]'],
  [{ a: 1 }, '{}'],
  [scalar, scalar],
])('%o as a scalar is %o', (raw, expected) => {
  expect(scalarText(raw)).toBe(expected);
});

it.each<[(string | number)[], string]>([
  [[], ''],
  [['Resources'], 'Resources'],
  [['Resources', 'A', 'List', 0, 'B', 12], 'Resources.A.List[0].B[12]'],
  [[0, 'A'], '[0].A'],
])('the place %j is shown as %s', (path, expected) => {
  expect(showPath(path)).toBe(expected);
});

describe('a template that cannot be used', () => {
  it.each<[number | undefined, string]>([
    [undefined, 'it is bad'],
    [3, 'it is bad (line 3, column 5)'],
  ])('at line %s', (line, message) => {
    const cause = new Error('why');
    const error = new TemplateError('it is bad', line, 5, { cause });
    expect(error).toMatchObject({ name: 'TemplateError', message, line, column: 5, cause });
    expect(new NotATemplate('it is bad', line, 5)).toMatchObject({ message, isReadable: true });
  });
});
