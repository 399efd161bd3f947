import { describe, expect, it } from 'vitest';
import { refusedValue } from '../../src/check/parameter-values.js';
import { readJsonTemplate } from '../../src/template/index.js';

const refusal = async (declaration: object, Key: string) => {
  const template = readJsonTemplate(JSON.stringify({ Parameters: { Key: declaration }, Resources: {} }));
  return (await refusedValue(template, 'a.json', { values: { Key }, open: new Map() }))?.message;
};

describe('a value that is passed', () => {
  it.each<[string, object, string, string | undefined]>([
    ['matches', { AllowedPattern: 'alias/.+' }, 'alias/a', undefined],
    [
      'does not match',
      { AllowedPattern: 'alias/.+' },
      'key',
      'the value "key" of parameter Key does not match its AllowedPattern alias/.+',
    ],
    ['does not match, and the engine ends', { AllowedPattern: '(a+)+b' }, 'a'.repeat(40), 'does not match'],
    ['cannot be told to match', { AllowedPattern: '(?=a)b' }, 'c', undefined],
    [
      'is empty',
      { AllowedPattern: 'a+' },
      '',
      'the value "" of parameter Key does not match its AllowedPattern a+',
    ],
    ['is a number', { Type: 'Number', AllowedPattern: 'a' }, '1', undefined],
    [
      'is longer than anybody reads',
      { AllowedValues: ['a'] },
      'b'.repeat(101),
      `the value "${'b'.repeat(100)}..." of parameter Key is not one of its AllowedValues (a)`,
    ],
    [
      'is nearly one of very many',
      { AllowedValues: Array.from({ length: 100_000 }, (_, index) => `value-${index}`) },
      'value-7x',
      ': did you mean value-7?',
    ],
  ])('%s', async (_name, declaration, value, expected) => {
    const message = await refusal({ Type: 'String', ...declaration }, value);
    if (expected === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(expected);
  });
});
