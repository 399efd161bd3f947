import { describe, expect, it } from 'vitest';
import { cut, list } from '../../src/hook/message.js';

describe('cut', () => {
  it.each([
    ['whole', 'one two', 7, 'one two'],
    ['after a word', 'one two three', 9, 'one two…'],
    ['without the space before it', 'one  two', 7, 'one…'],
    ['through a word that fills most of the room', 'a bcdefghijkl', 8, 'a bcdef…'],
    ['never through a character', 'abcdef\u{1f511}xyz', 8, 'abcdef…'],
  ])('%s', (_, text, limit, expected) => {
    expect(cut(text, limit)).toBe(expected);
  });
});

describe('list', () => {
  const findings = Array.from({ length: 50 }, (_, index) => `Finding ${index}: the key is missing.`);

  it('is whole where there is room', () => {
    expect(list('Heading.', ['a', 'b'], 100)).toBe('Heading.\n\na\n\nb');
    expect(list('', ['a'], 100)).toBe('a');
  });

  it.each([200, 500, 1024])('fits in %i and counts what it leaves out', (limit) => {
    const text = list('Heading.', findings, limit);
    const [, left] = /\n\n\((\d+) more findings left out\.\)$/.exec(text) ?? [];
    expect(text.length).toBeLessThanOrEqual(limit);
    expect((text.match(/is missing\./g) ?? []).length + Number(left)).toBe(findings.length);
  });

  it('uses the room: the next finding would not have fitted', () => {
    const text = list('', findings, 1024);
    expect(text.length + 40).toBeGreaterThan(1024);
  });

  it('speaks of one finding in the singular', () => {
    expect(list('', ['x'.repeat(30), 'y'.repeat(100)], 80)).toBe(
      `${'x'.repeat(30)}\n\n(1 more finding left out.)`,
    );
  });

  it('cuts a first finding that is too long after a whole word', () => {
    const text = list('', ['word '.repeat(100), 'b'.repeat(100)], 100);
    expect(text).toMatch(/word…\n\n\(1 more finding left out\.\)$/);
    expect(text.length).toBeLessThanOrEqual(100);
    expect(list('', ['word '.repeat(100)], 100)).toMatch(/ word…$/);
  });
});
