import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP, matches, matchesSteps, wildcard } from '../../src/decision/text-pattern.js';

describe('a pattern', () => {
  it.each<[string, string, boolean]>([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['**', 'a', true],
    ['?', '', false],
    ['?', 'a', true],
    ['a*', 'a', true],
    ['a*c', 'abcbc', true],
    ['a*c', 'abcb', false],
    ['*b?d*', 'abcbcd', true],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    ['ml-*', 'ML-prod', false],
  ])('%j on %j: %j', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('says what a regular expression of the same meaning says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const same = new RegExp(`^${pattern.replaceAll('?', '.').replaceAll('*', '.*')}$`);
        expect(matches(pattern, text)).toBe(same.test(text));
      }),
    );
  });

  it('takes no more than text × pattern steps, however many stars it has', () => {
    let taken = 0;
    const steps = wildcard(`${'*a'.repeat(100)}b`).map(({ takes, repeats }) => ({
      takes: (character: string) => {
        taken++;
        return takes(character);
      },
      repeats,
    }));
    const text = 'a'.repeat(500);
    expect(matchesSteps(steps, text)).toBe(false);
    expect(taken).toBeLessThanOrEqual(steps.length * text.length);
  });

  it.each<[string, string, boolean]>([
    ['alias/ml-*', `alias/${GAP}`, true],
    ['alias/ml-*', `alias/x${GAP}`, false],
    ['alias/ml', `alias/ml${GAP}`, false],
    ['alias/ml-?', `alias/ml${GAP}`, true],
    ['arn:aws:kms:*:111122223333:key/*', `arn:aws:kms:eu-west-1:${GAP}:key/${GAP}`, true],
    ['arn:aws:kms:eu-west-1:111122223333:key/*', `arn:aws:kms:eu-west-1:444455556666:key/${GAP}`, false],
    ['arn:aws:kms:*:111122223333:key/*', GAP, true],
    ['', GAP, false],
    ['ab', `${GAP}ab`, false],
    ['ab', `${GAP}b`, true],
    ['ab', `a${GAP}`, true],
    ['ab', `ab${GAP}`, false],
    ['abc', `a${GAP}bc`, false],
  ])('%j may be what %j becomes: %j', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });
});
