import { describe, expect, it } from 'vitest';
import { Budget } from '../../../src/template/evaluate/budget.js';
import { fillItems } from '../../../src/template/evaluate/loop-items.js';
import { MAX_STEPS, MAX_TEXT } from '../../../src/template/limits.js';
import { Unknown, type Value } from '../../../src/template/value.js';

const path = ['Resources', 'T'];
const open = new Unknown('the parameter P', ['P'], false, 'P');
const fill = (text: string, items: Record<string, Value>, budget = new Budget()) =>
  fillItems(text, new Map(Object.entries(items)), path, budget);

describe('a text in loops', () => {
  it.each<[string, Record<string, Value>, string]>([
    ['${N}', {}, '${N}'],
    ['plain', { N: 'a' }, 'plain'],
    ['${N}-&{N}-${Other}', { N: 'a.b' }, 'a.b-ab-${Other}'],
    ['${N}', { N: 7 }, '7'],
    ['x${N}y', { N: ['a'] }, 'xy'],
    ['${O}', { O: '${I}', I: 'inner' }, 'inner'],
    ['${I}', { O: 'x', I: '${O}' }, '${O}'],
    ['{N} $N ${ N } ${N', { N: 'a' }, '{N} $N ${ N } ${N'],
    ['&{N}', { N: '&Z9-aé' }, 'Z9a'],
  ])('%s with %j is %s', (text, items, expected) => {
    expect(fill(text, items)).toBe(expected);
  });

  it.each<[string, Value, boolean]>([
    ['${N}', open, false],
    ['${N}', open.withSet(true), true],
    ['&{N}', open.withSet(true), false],
    ['x${N}', open, true],
    [' ${N} ', open, false],
    ['${Other}${N}', open, false],
  ])('%s with an item that is not known', (text, N, set) => {
    expect(fill(text, { N })).toEqual(new Unknown('the parameter P', path, set, 'P'));
  });

  it('counts what it becomes, before it does', () => {
    expect(fill('${N}', { N: 'x'.repeat(MAX_TEXT - 4) })).toHaveLength(MAX_TEXT - 4);
    expect(() => fill('${N}', { N: 'x'.repeat(MAX_TEXT - 3) })).toThrow('text of');
    expect(() => fill('${N}${N}', { N: 'x'.repeat(MAX_TEXT / 2) })).toThrow('text of');
  });

  it('counts nothing for loops whose items it does not have', () => {
    const budget = new Budget();
    budget.spend(MAX_STEPS - 5 / 64);
    expect(fill('${N}', { M: 'b', N: 'a', O: 'c' }, budget)).toBe('a');
    expect(() => budget.spend(1 / 64)).toThrow('too long');
  });
});
