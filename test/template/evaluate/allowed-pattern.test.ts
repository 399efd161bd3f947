import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPattern } from '../../../src/template/evaluate/allowed-pattern.js';

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
    ['[\\x20-\\x7E]*', true],
    ['\\x{1F600}?', true],
    ['\\u0041?', true],
    ['\u{1F600}?', true],
    ['[\u{1F600}]', false],
    ['[^[a]b]?', true],
    ['\\ ?', true],
    ['(?<![a])(?<=)', true],
    // What another reader of Java's patterns, or Java itself, may take differently.
    ['\\0101?', undefined],
    ['\\0', undefined],
    ['\\x4', undefined],
    ['\\x{10FFFF}?', true],
    ['\\x{D7FF}', false],
    ['\\x{E000}', false],
    ['\\x{110000}', undefined],
    ['\\x{D800}', undefined],
    ['\\x{DFFF}', undefined],
    ['[]', undefined],
    ['[^]', undefined],
    ['[a[]]', undefined],
    ['[a[^]]', undefined],
    ['(?', undefined],
    ['(?)', undefined],
    ['(?a)', undefined],
    [`${'('.repeat(50)}a${')'.repeat(50)}`, false],
    [`${'('.repeat(51)}a${')'.repeat(51)}`, undefined],
    ['(a)'.repeat(60), false],
    ['\\x{D83D}', undefined],
    ['\\uD83D\\uDE00?', undefined],
    ['\\u{41}', undefined],
    ['\\cA', undefined],
    ['[\\c[x]]*', undefined],
    ['\\R?', undefined],
    ['\\h*', undefined],
    ['\\b', undefined],
    ['\\B', undefined],
    ['\\X', undefined],
    ['\\e', undefined],
    ['\\N{LATIN SMALL LETTER A}?', undefined],
    ['(?<x>a)\\k<x>', undefined],
    ['(?x) a', undefined],
    ['(?i:a)', undefined],
    ['(?-s)', undefined],
    ['(?#a)', undefined],
    ['a{,3}', undefined],
    ['a{2}{3}', undefined],
    ['a**', undefined],
    ['a{1', undefined],
    ['a{01}', undefined],
    ['[^]a]*', undefined],
    ['[[]a]]*', undefined],
    ['[a[^]b]]*', undefined],
    ['[\\Za]', undefined],
    ['[\\0-9]*', undefined],
    ['[a\\1]*', undefined],
    ['\\<', false],
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
    expect(readPattern(pattern)?.matchesEmpty).toBe(expected);
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
        expect(readPattern(written)?.matchesEmpty).toBe(new RegExp(`^(?:${written})$`, 's').test(''));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what RE2 takes for the same', () => {
  it.each<[string, boolean | undefined]>([
    ['^(?:arn:[\\w-]+:kms:(?<region>[a-z0-9-]+):\\d{12}:key/.*|alias/[^/]{1,250})?$', true],
    ['[\\x20-\\x7E]*\\x{41}', true],
    ['\\A.*\\z', true],
    ['.*\\Z', false],
    ['\\Ga', false],
    ['a*+', false],
    ['(?>a*)', false],
    ['(?=a)a', false],
    ['(?!a)b', false],
    ['[a-z&&[^b]]', false],
    ['[a[bc]]', false],
    ['[a&b]', true],
    ['[a&&b]', false],
    ['[a&]', true],
    ['\\u0041', false],
    ['\\p{Alpha}', undefined],
  ])('%j', (pattern, expected) => {
    expect(readPattern(pattern)?.isCommon).toBe(expected);
  });
});

describe('how many states a pattern takes', () => {
  it.each<[string, number]>([
    ['', 0],
    ['abc', 3],
    ['(a)', 2],
    ['(?:a|b)', 4],
    ['a|bc', 4],
    ['[a-z]{3}', 6],
    ['a{2,}', 6],
    ['a{2,5}', 10],
    ['(?:a{10}){10}', 210],
    ['((((a{999}){999}){999}){999}){999}', 2e15],
  ])('%j', (pattern, expected) => {
    const { size = 0 } = readPattern(pattern) ?? {};
    expect(size / expected || 0).toBeCloseTo(expected === 0 ? 0 : 1, 1);
  });
});
