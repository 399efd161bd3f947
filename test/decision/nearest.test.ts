import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/decision/nearest.js';

describe('the nearest name', () => {
  it.each<[string, string, string[], string | undefined]>([
    ['the name itself', 'format', ['format'], 'format'],
    ['in another case', 'FORMAT', ['other', 'Format'], 'Format'],
    ['a letter that is missing', 'fomat', ['format'], 'format'],
    ['a letter too many', 'formmat', ['format'], 'format'],
    ['a wrong letter', 'farmat', ['format'], 'format'],
    ['two letters that are swapped', 'fromat', ['format'], 'format'],
    ['the first two, swapped', 'ofrmat', ['format'], 'format'],
    ['the last two, swapped', 'formta', ['format'], 'format'],
    ['two slips', 'fromatt', ['format'], 'format'],
    ['three slips', 'fromattt', ['format'], undefined],
    ['three slips of a long name', 'maximumlengthhhh', ['maximumlength'], undefined],
    ['a swap that is pulled apart', 'axb', ['ba'], undefined],
    ['one slip in two letters', 'ab', ['ac'], undefined],
    ['one slip in three', 'abc', ['abd'], 'abd'],
    ['two slips in five', 'abcde', ['abcxy'], undefined],
    ['two slips in six', 'abcdef', ['abcdxy'], 'abcdxy'],
    ['two swaps in six', 'bacdfe', ['abcdef'], 'abcdef'],
    ['a swap of one letter of two', 'abcde', ['abdxe'], undefined],
    ['a beginning', 'fo', ['other', 'format'], 'format'],
    ['a beginning of one letter', 'f', ['format'], undefined],
    ['a beginning before two slips', 'forma', ['frmb', 'format'], 'format'],
    ['the better one, wherever it stands', 'strict', ['strixx', 'stricts', 'striyy'], 'stricts'],
    ['the first of two that are as near', 'formet', ['format', 'formit'], 'format'],
    ['nothing alike', 'qqqqqq', ['format'], undefined],
    ['nothing', '', ['format', 'ab'], undefined],
    ['among none', 'format', [], undefined],
  ])('%s', (_, name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  it('is asked for as a question, or left out', () => {
    expect(suggestion('fromat', ['format'])).toBe(': did you mean format?');
    expect(suggestion('fromat', ['format'], (name) => `--${name}`)).toBe(': did you mean --format?');
    expect(suggestion('qqqqqq', ['format'])).toBe('');
  });
});
