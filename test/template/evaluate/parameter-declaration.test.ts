import { describe, expect, it } from 'vitest';
import { allowedValues, cannotBeEmpty } from '../../../src/template/evaluate/parameter-declaration.js';
import { AmbiguousScalar, violation } from '../../../src/template/index.js';

const number = (written: string) => new AmbiguousScalar(written);
const named = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);

describe('cannotBeEmpty', () => {
  it.each<[string, unknown, boolean]>([
    ['a string', { Type: 'String' }, false],
    ['without a type', {}, false],
    ['no declaration', 'x', false],
    ['a default is no constraint', { Type: 'String', Default: 'alias/x' }, false],
    ['MinLength', { Type: 'String', MinLength: 1 }, true],
    ['MinLength as text', { Type: 'String', MinLength: '1' }, true],
    ['MinLength 0', { Type: 'String', MinLength: 0 }, false],
    ['a pattern that wants something', { Type: 'String', AllowedPattern: 'arn:.+' }, true],
    ['a pattern that may match nothing', { Type: 'String', AllowedPattern: '(arn:.+)?' }, false],
    ['a pattern of parts, each anchored', { Type: 'String', AllowedPattern: '^$|^arn:.+$' }, false],
    ['a pattern that only Java knows', { Type: 'String', AllowedPattern: '(?i)(a++' }, false],
    ['AllowedValues without an empty one', { Type: 'String', AllowedValues: ['a'] }, true],
    ['AllowedValues with an empty one', { Type: 'String', AllowedValues: ['a', ''] }, false],
    ['a number', { Type: 'Number' }, true],
    ['what names something', { Type: 'AWS::EC2::VPC::Id' }, true],
    ['what SSM holds', { Type: 'AWS::SSM::Parameter::Value<String>' }, true],
    ['a list', { Type: 'CommaDelimitedList' }, false],
    ['a list of numbers, which is not one', { Type: 'List<Number>' }, true],
    ['a type that is no text', { Type: ['Number'] }, false],
    ['AllowedValues with a number that has several forms', { AllowedValues: [number('1.0')] }, true],
  ])('%s', (_name, declaration, expected) => {
    expect(cannotBeEmpty(declaration)).toBe(expected);
  });
});

describe('allowedValues', () => {
  it.each<[unknown, readonly string[] | undefined]>([
    [{ Type: 'String', AllowedValues: [1, true, 'a'] }, ['1', 'true', 'a']],
    [{ Type: 'String', AllowedValues: [] }, undefined],
    [{ Type: 'String' }, undefined],
    [{ Type: 'CommaDelimitedList', AllowedValues: ['a'] }, undefined],
    [{ Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['/a'] }, undefined],
    [{ Type: 'String', AllowedValues: 'a' }, undefined],
    [{ AllowedValues: [['a'], { a: 1 }, null] }, ['[]', '{}', 'null']],
    ['a', undefined],
  ])('%j', (declaration, expected) => {
    expect(allowedValues(declaration)).toEqual(expected);
  });
});

describe('violation', () => {
  it.each<[object, string, string | undefined]>([
    [{ Type: 'String' }, '', undefined],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', 'is not one of its AllowedValues (a, b)'],
    [{ Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] }, 'a, b', undefined],
    [
      { Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] },
      'a,c',
      'is not one of its AllowedValues (a, b)',
    ],
    [{ Type: 'String', MinLength: 2 }, 'a', 'is shorter than its MinLength of 2'],
    [{ Type: 'String', MaxLength: 2 }, 'abc', 'is longer than its MaxLength of 2'],
    [{ Type: 'String', AllowedPattern: 'a+' }, '', 'does not match its AllowedPattern a+'],
    // A value is matched by an engine, which is not this room's.
    [{ Type: 'String', AllowedPattern: 'a+' }, 'aab', undefined],
    [
      { Type: 'String', AllowedValues: named(20) },
      'c',
      `is not one of its AllowedValues (${named(20).join(', ')})`,
    ],
    [
      { Type: 'String', AllowedValues: named(25) },
      'c',
      `is not one of its AllowedValues (${named(20).join(', ')}, and 5 more)`,
    ],
    // A number that readers write differently may be any text but none.
    [{ Type: 'String', AllowedValues: [number('1.0'), 'a'] }, '1', undefined],
    [{ Type: 'String', AllowedValues: [number('1.0'), 'a'] }, '', 'is not one of its AllowedValues (1.0, a)'],
    [{ Type: 'String', AllowedValues: 'a' }, 'b', undefined],
    [{ Type: 'String', AllowedValues: [] }, 'b', 'is not one of its AllowedValues ()'],
    [{ MinLength: '2' }, 'a', 'is shorter than its MinLength of 2'],
    [{ Type: 'String', MinLength: 2 }, 'ab', undefined],
    [{ Type: 'String', MinLength: number('02') }, 'a', undefined],
    [{ Type: 'String', MinLength: number('2.0') }, 'a', 'is shorter than its MinLength of 2'],
    [{ Type: 'String', MinLength: [2] }, 'a', undefined],
    [{ Type: 'String', MinLength: 'two' }, 'a', undefined],
    [{ Type: 'String', MaxLength: 2 }, 'ab', undefined],
    [{ Type: 'String', MaxLength: ' ' }, 'ab', undefined],
    [{ Type: 'String', MaxLength: null }, 'ab', undefined],
    [{ Type: 'String', AllowedPattern: 'a*' }, '', undefined],
    [{ Type: 'String', AllowedPattern: 1 }, '', undefined],
    [{ Type: 'String', AllowedPattern: '(' }, 'a', undefined],
    [{ Type: 'Number' }, 'a', 'is not a number'],
    [{ Type: 'Number' }, ' ', 'is not a number'],
    [{ Type: 'Number', MinValue: 1 }, '0', 'is less than its MinValue of 1'],
    [{ Type: 'List<Number>', MaxValue: 1 }, '1,2', 'is more than its MaxValue of 1'],
    [{ Type: 'Number', MinValue: 1, MaxValue: '3' }, '2.5', undefined],
    [{ Type: 'Number', MinValue: 1 }, '1', undefined],
    [{ Type: 'Number', MaxValue: 1 }, '1', undefined],
    [{ Type: 'Number', MaxValue: 1 }, '1.5', 'is more than its MaxValue of 1'],
    [{ Type: 'List<Number>', MinValue: 1 }, '1, 2,0', 'is less than its MinValue of 1'],
    [{ Type: 'List<Number>' }, '1,', 'is not a number'],
    [{ Type: 'List<String>', MinLength: 9 }, 'a', undefined],
    [{ Type: 'AWS::EC2::VPC::Id', MinLength: 9 }, 'x', undefined],
  ])('%j of %j', (declaration, value, expected) => {
    expect(violation(declaration, value)).toBe(expected);
  });

  it('says nothing of what is not declared', () => {
    expect(violation(undefined, 'a')).toBeUndefined();
  });
});
