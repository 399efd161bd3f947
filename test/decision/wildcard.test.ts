import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../../src/decision/wildcard.js';

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

  it('is not made slow by many stars', () => {
    const started = performance.now();
    expect(matches(`${'*a'.repeat(1000)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
