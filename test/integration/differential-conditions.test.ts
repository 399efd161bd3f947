/**
 * cfn-lint solves conditions, ours follows them: both must come to the same sets of truths that the conditions of a
 * template can have together, whatever its parameters are and with values for some of them.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTemplate, resourcesOfType } from '../../src/template/index.js';
import { ask, isRefusal } from './engines.js';

const TYPE = 'AWS::SageMaker::EndpointConfig';
const names = ['C0', 'C1', 'C2', 'C3', 'C4'] as const;

interface Case {
  readonly template: Readonly<Record<string, object>>;
  readonly parameters: Readonly<Record<string, string>>;
}

const comparison = fc
  .tuple(fc.constantFrom('Free', 'Other', 'Choice'), fc.constantFrom('x', 'y', 'z'), fc.boolean())
  .map(([name, text, turned]) => ({
    'Fn::Equals': turned ? [text, { Ref: name }] : [{ Ref: name }, text],
  }));
const literals = fc
  .tuple(fc.constantFrom('a', 'b'), fc.constantFrom('a', 'b'))
  .map((sides) => ({ 'Fn::Equals': sides }));

/** A condition on parameters and on those before it. */
const conditionAfter = (earlier: readonly string[]) =>
  fc.letrec<{ condition: object }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: comparison },
      { weight: 1, arbitrary: literals },
      ...(earlier.length > 0
        ? [{ weight: 3, arbitrary: fc.constantFrom(...earlier).map((name) => ({ Condition: name })) }]
        : []),
      { weight: 2, arbitrary: tie('condition').map((inner) => ({ 'Fn::Not': [inner] })) },
      {
        weight: 4,
        arbitrary: fc
          .tuple(
            fc.constantFrom('Fn::And', 'Fn::Or'),
            fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
          )
          .map(([name, inner]) => ({ [name]: inner })),
      },
    ),
  })).condition;

/** One text that says the truth of every condition. */
const truths = { 'Fn::Join': ['', names.map((name) => ({ 'Fn::If': [name, '1', '0'] }))] };

const cases: fc.Arbitrary<Case> = fc
  .record({
    conditions: fc.tuple(...names.map((_, index) => conditionAfter(names.slice(0, index)))),
    parameters: fc.oneof(
      fc.constant({}),
      fc.record({
        Free: fc.constantFrom('x', 'y', 'w'),
        Other: fc.constantFrom('x', 'z', 'w'),
        Choice: fc.constantFrom('x', 'y'),
      }),
    ),
  })
  .map(({ conditions, parameters }) => ({
    parameters,
    template: {
      Parameters: {
        Free: { Type: 'String' },
        Other: { Type: 'String' },
        Choice: { Type: 'String', AllowedValues: ['x', 'y'] },
      },
      Conditions: Object.fromEntries(conditions.map((condition, index) => [`C${index}`, condition])),
      Resources: { Config: { Type: TYPE, Properties: { KmsKeyId: truths } } },
    },
  }));

async function ours({ template, parameters }: Case): Promise<readonly unknown[]> {
  const context = { parameters: { values: parameters, useDefaults: false }, pseudo: {} };
  const [view] = resourcesOfType(await readTemplate(JSON.stringify(template), TYPE), TYPE, context);
  const texts = [...(view?.alternatives() ?? [])].map(({ properties }) => properties['KmsKeyId']);
  return [...new Set(texts)].toSorted();
}

describe('the conditions of a template', () => {
  it('have together the truths that cfn-lint finds', async () => {
    const generated = fc.sample(cases, { numRuns: 400, seed: 20261125 });
    const answers = await ask<{ scenarios: readonly Record<string, boolean>[] }>(
      'cfn_lint_conditions',
      generated,
    );
    let several = 0;
    for (const [index, mine] of generated.entries()) {
      const theirs = answers[index];
      if (!theirs || isRefusal(theirs)) throw new Error(`refused: ${JSON.stringify({ theirs, mine })}`);
      const texts = theirs.scenarios.map((truth) => names.map((name) => (truth[name] ? '1' : '0')).join(''));
      expect(await ours(mine), JSON.stringify(mine)).toEqual([...new Set(texts)].toSorted());
      if (texts.length > 1) several++;
    }
    expect(several).toBeGreaterThan(generated.length / 4);
  });
});
