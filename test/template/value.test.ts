import { describe, expect, it } from 'vitest';
import { AmbiguousScalar } from '../../src/template/ambiguous-scalar.js';
import {
  Deferred,
  isMap,
  knownAfterApply,
  markDeferred,
  member,
  NoValue,
  Rest,
  Unknown,
  unknownList,
  type Value,
  type ValueMap,
} from '../../src/template/value.js';

const unknown = new Unknown('the parameter P', ['Parameters', 'P'], false, 'P');
const scalar = new AmbiguousScalar('1.0');

describe('an unknown value', () => {
  it('is not certainly set where nothing says so', () => {
    expect(new Unknown('a', [])).toEqual({ reason: 'a', path: [], set: false, parameter: undefined });
  });

  it('keeps everything else where it is certainly set', () => {
    expect(unknown.withSet(true)).toEqual(new Unknown('the parameter P', ['Parameters', 'P'], true, 'P'));
    expect(unknown.withSet(false)).toBe(unknown);
    expect(unknown.withSet(true).withSet(false)).toEqual(unknown);
  });
});

describe('deferred text', () => {
  it.each([
    '{{resolve:ssm:/key}}',
    '{{resolve:ssm:/key:1}}',
    '{{resolve:ssm-secure:/key}}',
    '{{resolve:secretsmanager:kms:SecretString:id}}',
    'alias/{{resolve:ssm:/key}}/x',
    knownAfterApply,
    `alias/${knownAfterApply}`,
  ])('%s', (text) => {
    for (const final of [true, false]) expect(markDeferred(text, final)).toEqual(new Deferred(text, final));
  });

  it.each([
    '',
    'alias/ml',
    '{{resolve:ssm:}}',
    '{{resolve:ssm:/key}',
    '{{resolve:ssm:/key',
    '{resolve:ssm:/key}}',
    '{{resolve:ssm:{a}}}',
    '{{resolve:other:/key}}',
    '{{resolve:xssm:/key}}',
    '{{changeSet:OTHER}}',
    'KNOWN_AFTER_APPLY',
  ])('is not %j', (text) => {
    expect(markDeferred(text, true)).toBe(text);
  });

  it.each<Value>([1, true, null, NoValue, scalar, unknown, new Deferred('x', false)])(
    'is not %o',
    (value) => {
      expect(markDeferred(value, true)).toBe(value);
    },
  );

  it('is marked inside of lists and maps, which stay as open as they are', () => {
    const text = '{{resolve:ssm:/key}}';
    const list = Object.assign([text, 'a'], { [Rest]: unknown });
    const found = markDeferred({ a: { b: text, c: null }, list, [Rest]: unknown }, true) as ValueMap;
    expect(found['a']).toEqual({ b: new Deferred(text, true), c: null });
    expect(found[Rest]).toBe(unknown);
    expect([...(found['list'] as Value[])]).toEqual([new Deferred(text, true), 'a']);
    expect((found['list'] as typeof list)[Rest]).toBe(unknown);
    const closed = markDeferred({ a: [] }, true) as ValueMap;
    expect(Reflect.ownKeys(closed)).toEqual(['a']);
    expect(Reflect.ownKeys(closed['a'] as object)).toEqual(['length']);
  });

  it('takes what a map holds for what it is, whatever it is called', () => {
    const map = Object.defineProperty({}, '__proto__', { value: 'a', enumerable: true }) as ValueMap;
    expect(Object.keys(markDeferred(map, true) as ValueMap)).toEqual(['__proto__']);
  });
});

describe('a map', () => {
  it.each<[string, Value | undefined, boolean]>([
    ['one with members', { a: 1 }, true],
    ['an empty one', {}, true],
    ['one without a prototype', Object.create(null), true],
    ['a list', [], false],
    ['null', null, false],
    ['nothing', undefined, false],
    ['a text', 'a', false],
    ['what is removed', NoValue, false],
    ['what is unknown', unknown, false],
    ['what is deferred', new Deferred('x', true), false],
    ['a plain scalar', scalar, false],
  ])('%s: %j', (_, value, expected) => {
    expect(isMap(value)).toBe(expected);
  });

  it('has the members that are written, and perhaps what a macro adds', () => {
    expect(member({ a: null }, 'a')).toBeNull();
    expect(member({ a: NoValue, [Rest]: unknown }, 'a')).toBe(NoValue);
    expect(member({}, 'a')).toBeUndefined();
    expect(member({}, 'toString')).toBeUndefined();
    expect(member({ [Rest]: unknown }, 'a')).toBe(unknown);
  });
});

it('a list of which nothing is known is empty and open', () => {
  const list = unknownList(unknown);
  expect([...list]).toEqual([]);
  expect(list[Rest]).toBe(unknown);
});
