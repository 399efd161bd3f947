import { describe, expect, it } from 'vitest';
import { AmbiguousScalar } from '../../../src/template/ambiguous-scalar.js';
import { Budget } from '../../../src/template/evaluate/budget.js';
import { canonicalText } from '../../../src/template/evaluate/canonical-text.js';
import { MAX_DEPTH, MAX_STEPS, MAX_TEXT } from '../../../src/template/limits.js';

const path = ['Resources', 'T'];
const long = [...path, 'Properties', ...Array.from({ length: 20 }, (_, index) => index)];

/** A budget with so many steps left. */
function having(left: number): Budget {
  const budget = new Budget();
  budget.spend(MAX_STEPS - left);
  return budget;
}

describe('a budget', () => {
  it.each<[string, number, (budget: Budget) => void]>([
    ['steps', 5, (budget) => budget.spend(5)],
    ['an expression, and what it holds', 5, (budget) => budget.enter(path, 4)],
    ['a text, by 64 characters', 5, (budget) => budget.text(320, path)],
  ])('takes %s, and no more', (_, left, spend) => {
    const budget = having(left);
    spend(budget);
    expect(() => budget.spend(1 / 64)).toThrow('too long');
    expect(() => spend(having(left - 1 / 64))).toThrow('too long');
  });

  it('names the place, if it has one', () => {
    expect(() => having(0).spend(1)).toThrow(/^The template takes too long to evaluate$/);
    expect(() => having(0).spend(1, path)).toThrow(/ to evaluate, at Resources\.T$/);
    expect(() => having(0).spend(1, long)).toThrow(/ at Resources\.T\.Properties(\[\d\]){9}$/);
  });

  it('takes so many levels, each of which it is given back', () => {
    const budget = new Budget();
    for (let level = 1; level <= MAX_DEPTH; level++) budget.enter(path, 0);
    budget.leave();
    budget.enter(path, 0);
    expect(() => budget.enter(long, 0)).toThrow(/nested too deep at Resources\.T\.Properties(\[\d\]){5}$/);
  });

  it('begins anew elsewhere, and goes on afterwards, after an error too', () => {
    const budget = new Budget();
    const deep = () => {
      for (let level = 1; level <= MAX_DEPTH; level++) budget.enter(path, 0);
      return 'deep';
    };
    budget.enter(path, 0);
    expect(budget.elsewhere(deep)).toBe('deep');
    expect(() =>
      budget.elsewhere(() => {
        throw new Error('why');
      }),
    ).toThrow('why');
    for (let level = 2; level <= MAX_DEPTH; level++) budget.enter(path, 0);
    expect(() => budget.enter(path, 0)).toThrow('too deep');
  });

  it('takes a text of 1 MiB', () => {
    new Budget().text(MAX_TEXT, path);
    expect(() => new Budget().text(MAX_TEXT + 1, path)).toThrow(
      `text of ${MAX_TEXT + 1} characters at Resources.T`,
    );
  });

  it('is low in its last quarter', () => {
    expect([MAX_STEPS, MAX_STEPS / 4, MAX_STEPS / 4 - 1].map((left) => having(left).isLow)).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('a part as text', () => {
  it.each<[unknown, string]>([
    ['a"', '"a\\""'],
    [1, '1'],
    [null, 'null'],
    [undefined, ''],
    [new AmbiguousScalar('1.0'), '#1.0'],
    [[], '[]'],
    [['b', 'a'], '["b","a"]'],
    [['a', 'b', ...Array(8).fill(0), 'z'], '["a","b",0,0,0,0,0,0,0,0,"z"]'],
    [{}, '{}'],
    [{ b: 1, a: [{ d: 2, c: 3 }] }, '{"a":[{"c":3,"d":2}],"b":1}'],
    [{ 'a"': '' }, '{"a\\"":""}'],
  ])('%o', (raw, expected) => {
    expect(canonicalText(raw, new Budget())).toBe(expected);
  });

  it('shows every part to who wants to see it, but no key', () => {
    const seen: unknown[] = [];
    const part = { a: ['x', { b: 1 }] };
    canonicalText(part, new Budget(), (each) => seen.push(each));
    expect(seen).toEqual([part, part.a, 'x', part.a[1], 1]);
  });

  it('counts what it is put together of', () => {
    const raw = { a: ['x'.repeat(62)] };
    canonicalText(raw, having(5));
    expect(() => canonicalText(raw, having(4.9))).toThrow('too long');
    const budget = having(1_000);
    for (let index = 0; index <= MAX_DEPTH; index++) canonicalText([], budget);
    const deep = Array.from({ length: MAX_DEPTH }).reduce<unknown>((inner) => [inner], 1);
    expect(canonicalText(deep, new Budget())).toHaveLength(2 * MAX_DEPTH + 1);
    expect(() => canonicalText([deep], new Budget())).toThrow(/nested too deep$/);
  });
});
