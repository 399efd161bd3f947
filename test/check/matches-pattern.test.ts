import { describe, expect, it } from 'vitest';
import { patternMatcher } from '../../src/check/matches-pattern.js';

describe('whether a value matches an AllowedPattern', () => {
  it.each<[string, string, boolean | undefined]>([
    ['[a-z]+', 'abc', true],
    ['[a-z]+', 'abc1', false],
    ['b|abc', 'abc', true],
    ['^abc$', 'abc', true],
    ['\\d{3}', '123', true],
    ['\\d{3}', '\u0661\u0662\u0663', false],
    ['[\\w+=,.@-]*', 'a.b@c', true],
    ['\\x41\\x{42}', 'AB', true],
    ['(?<a>a)b', 'ab', true],
    // The engine ends, whatever the pattern.
    ['(a+)+b', 'a'.repeat(4_096), false],
    ['(a|a)*b', 'a'.repeat(4_096), false],
    ['(.*)*(.*)*(.*)*x', 'a'.repeat(4_096), false],
    // What Java makes of these is something else, or not known.
    ['a.b', 'a\nb', undefined],
    ['a.b', 'a\u2028b', undefined],
    ['[^a]', '\v', undefined],
    ['.', '\u{1F600}', undefined],
    ['[a&&b]', 'a', undefined],
    ['[]a]', 'a', undefined],
    ['\\p{Alpha}', 'a', undefined],
    ['a{2}\\Q.\\E', 'aa.', undefined],
    ['a*+', 'a', undefined],
    ['(?=a)a', 'a', undefined],
    ['(a)\\1', 'aa', undefined],
    ['\\0101', 'A', undefined],
    // Beyond the engine's limits, and those of the guard.
    ['a{2000}', 'a', undefined],
    ['(?:a?){1000}', 'a'.repeat(4_096), undefined],
    ['a'.repeat(100_000), 'a'.repeat(1_000), undefined],
  ])('%s on %j: %j', async (pattern, value, expected) => {
    expect((await patternMatcher()).matches(pattern, value)).toBe(expected);
  });

  it('is not asked any more once that has taken long enough', async () => {
    const matcher = await patternMatcher();
    const answers = Array.from({ length: 30 }, () => matcher.matches('(?:ab?c?){100}', 'a'.repeat(300)));
    const asked = answers.indexOf(undefined);
    expect(asked).toBeGreaterThan(5);
    expect(answers).toEqual(answers.map((_, index) => (index < asked ? false : undefined)));
  });
});
