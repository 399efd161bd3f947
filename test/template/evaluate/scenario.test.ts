import { describe, expect, it } from 'vitest';
import { AmbiguousScalar } from '../../../src/template/ambiguous-scalar.js';
import { type Choice, explore, Scenario } from '../../../src/template/evaluate/scenario.js';

/** What a run comes to in every scenario, with what is assumed there. */
const all = <T>(run: (scenario: Scenario) => T): [T, string][] =>
  [...explore((scenario) => [run(scenario), scenario] as const)].map(([found, { assuming }]) => [
    found,
    assuming.join(', '),
  ]);

describe('a question', () => {
  it('has both answers, and is asked once in a scenario', () => {
    const run = (scenario: Scenario) => [
      scenario.decide('a', 'A'),
      scenario.decide('a', 'A again'),
      scenario.decide('b', ['B is so', 'B is not so']),
    ];
    expect(all(run)).toEqual([
      [[true, true, true], 'A is true, B is so'],
      [[true, true, false], 'A is true, B is not so'],
      [[false, false, true], 'A is false, B is so'],
      [[false, false, false], 'A is false, B is not so'],
    ]);
  });

  it('is asked only where it matters', () => {
    const run = (scenario: Scenario) => scenario.decide('a', 'A') && scenario.decide('b', 'B');
    expect(all(run)).toEqual([
      [true, 'A is true, B is true'],
      [false, 'A is true, B is false'],
      [false, 'A is false'],
    ]);
  });

  it('that is not asked leaves one scenario', () => {
    const [only, ...more] = explore((scenario) => scenario);
    expect([only?.isOnlyOne, more.length]).toEqual([true, 0]);
    const two = [...explore((scenario) => [scenario.decide('a', 'A'), scenario.isOnlyOne])];
    expect(two).toEqual([
      [true, false],
      [false, false],
    ]);
  });

  it.each<[string, (scenario: Scenario) => unknown, boolean]>([
    ['of one value', (scenario) => scenario.oneOf('P', 'P', ['a']), true],
    ['of no value', (scenario) => scenario.oneOf('P', 'P', []), true],
    ['of two values', (scenario) => scenario.oneOf('P', 'P', ['a', 'b']), false],
    ['of a comparison', (scenario) => scenario.equals('P', 'P', 'a'), false],
  ])('%s leaves only one scenario: %s', (_, run, expected) => {
    const scenario = new Scenario();
    run(scenario);
    expect(scenario.isOnlyOne).toBe(expected);
  });

  it('runs no further than is asked for', () => {
    let runs = 0;
    const run = (scenario: Scenario) => {
      runs++;
      return scenario.decide('a', 'A');
    };
    for (const _ of explore(run)) break;
    expect(runs).toBe(1);
  });
});

describe('the values of a parameter', () => {
  const number = new AmbiguousScalar('1.0');
  const oneOf =
    (...values: Choice[]) =>
    (scenario: Scenario) =>
      scenario.oneOf('P', 'parameter P', values);

  it.each<[string, (scenario: Scenario) => unknown, [unknown, string][]]>([
    ['none', oneOf(), [[undefined, '']]],
    ['one, of which nothing is assumed', oneOf('a'), [['a', '']]],
    [
      'each in turn',
      oneOf('a', 'b', number),
      [
        ['a', 'parameter P is "a"'],
        ['b', 'parameter P is "b"'],
        [number, 'parameter P is "1.0"'],
      ],
    ],
    [
      'the same wherever it is asked for',
      (scenario) => [oneOf('a', 'b')(scenario), oneOf('a', 'b')(scenario)],
      [
        [['a', 'a'], 'parameter P is "a"'],
        [['b', 'b'], 'parameter P is "b"'],
      ],
    ],
    [
      'without those that are ruled out',
      (scenario) =>
        ['a', '1.0'].map((value) => scenario.equals('P', 'parameter P', value)).includes(true)
          ? 'ruled in'
          : oneOf('a', 'b', number)(scenario),
      [
        ['ruled in', 'parameter P is "a"'],
        ['ruled in', 'parameter P is not "a", parameter P is "1.0"'],
        ['b', 'parameter P is not "a", parameter P is not "1.0", parameter P is "b"'],
        [number, 'parameter P is not "a", parameter P is not "1.0", parameter P is "1.0"'],
      ],
    ],
    [
      'with none left',
      (scenario) => [scenario.equals('P', 'parameter P', 'a'), oneOf('a')(scenario)],
      [
        [[true, 'a'], 'parameter P is "a"'],
        [[false, undefined], 'parameter P is not "a"'],
      ],
    ],
  ])('are %s', (_, run, expected) => {
    expect(all(run)).toEqual(expected);
  });

  it('answer a comparison, and are known from then on', () => {
    const run = (scenario: Scenario) => {
      const answers = ['a', 'b', 'a'].map((value) => scenario.equals('P', 'P', value));
      const excluded = ['a', 'b', 'c'].map((value) => scenario.isExcluded('P', value));
      return [answers, excluded, scenario.values.get('P'), scenario.isExcluded('Q', 'a')];
    };
    expect(all(run)).toEqual([
      [[[true, false, true], [false, false, false], 'a', false], 'P is "a"'],
      [[[false, true, false], [true, false, false], 'b', false], 'P is not "a", P is "b"'],
      [[[false, false, false], [true, true, false], undefined, false], 'P is not "a", P is not "b"'],
    ]);
  });
});
