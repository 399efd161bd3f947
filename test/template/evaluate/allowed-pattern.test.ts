import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternMatches } from '../../../src/template/evaluate/allowed-pattern.js';

describe('whether an AllowedPattern lets an empty value through', () => {
  it.each<[string, boolean | undefined]>([
    ['', true],
    ['.*', true],
    ['.+', false],
    ['[a-z]*', true],
    ['^$|arn:.*', true],
    ['arn:(aws|aws-cn):kms:.+', false],
    ['(a|b?)', true],
    ['(?:a){0,3}', true],
    ['(?:a){2}', false],
    ['(?<id>x*)', true],
    ['(?>a*)b?', true],
    ['(?=.*[A-Z]).*', false],
    ['(?!.*x).*', true],
    ['(?!.*).*', false],
    ['(?!x).*', true],
    ['(?<=x).*', false],
    ['(?<!x).*', true],
    ['a*+', true],
    ['a+?', false],
    ['\\A.*\\z', true],
    ['\\d*', true],
    ['\\d', false],
    ['[[a-z]&&[^b]]*', true],
    ['[a[bc]]', false],
    ['[^a\\]]?', true],
    ['[\\w-]+', false],
    // What another reader of Java's patterns, or Java itself, may take differently.
    ['[]a]*', undefined],
    ['[\\Qa]*', undefined],
    ['\\Q\\E', undefined],
    ['(a)?\\1', undefined],
    ['\\p{Alpha}*', undefined],
    ['(?i)a', undefined],
    ['*', undefined],
    ['a{', undefined],
    ['(a', undefined],
    ['a)', undefined],
    ['[a', undefined],
    ['\\', undefined],
    [`${'('.repeat(60)}${')'.repeat(60)}`, undefined],
  ])('%j', (pattern, expected) => {
    expect(patternMatches(pattern, '')).toBe(expected);
  });

  const pattern = fc.letrec<{ all: string; atom: string }>((tie) => ({
    all: fc
      .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{0}', '{2,}', '{0,3}?')), {
        maxLength: 4,
      })
      .map((parts) => parts.flat().join('')),
    atom: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('a', '.', '[a-c]', '[^x]', '\\d', '\\.', '-'),
      fc.tuple(tie('all'), tie('all')).map(([left, right]) => `(${left}|${right})`),
      tie('all').map((inner) => `(?:${inner})`),
    ),
  })).all;

  it('agrees with the engine where both speak the same language', () => {
    fc.assert(
      fc.property(pattern, (written) => {
        expect(patternMatches(written, '')).toBe(new RegExp(`^(?:${written})$`, 's').test(''));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('whether a value matches an AllowedPattern', () => {
  it.each<[string, string, boolean | undefined]>([
    ['[a-z]+', 'abc', true],
    ['[a-z]+', 'abc1', false],
    ['a.b', 'a\nb', true],
    ['[a&&b]', 'a', undefined],
    ['[]a]', 'a', undefined],
    ['\\p{Alpha}', 'a', undefined],
    ['a{2}\\Q.\\E', 'aa.', undefined],
    ['a*+', 'a', undefined],
  ])('%s: %s', (pattern, value, expected) => {
    expect(patternMatches(pattern, value)).toBe(expected);
  });
});
