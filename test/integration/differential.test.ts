/** Templates resolved by other people's engines and by ours must come to the same endpoint configurations. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoValue, readTemplate, resourcesOfType, Unknown, type Value } from '../../src/template/index.js';
import { Rest } from '../../src/template/value.js';
import { quirkOf, quirks } from './differential-quirks.js';
import { type Case, extendedCases, plainCases } from './differential-templates.js';
import { ask, isRefusal } from './engines.js';

const TYPE = 'AWS::SageMaker::EndpointConfig';
const pseudo = {
  region: 'eu-west-1',
  accountId: '111122223333',
  stackName: 'models',
  stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/models/1',
};

interface Answer {
  readonly resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
}

async function ours({ template, parameters }: Case): Promise<Record<string, unknown>> {
  const context = { parameters: { values: parameters, useDefaults: false }, pseudo };
  const found: Record<string, unknown> = {};
  for (const view of resourcesOfType(await readTemplate(JSON.stringify(template), TYPE), TYPE, context)) {
    const [only, ...others] = view.alternatives();
    if (others.length > 0) found[view.logicalId] = '<unknown: several alternatives>';
    else if (only?.exists) found[view.logicalId] = plain(only.properties);
  }
  return found;
}

function plain(value: Value | undefined): unknown {
  if (value instanceof Unknown) return `<unknown: ${value.reason}>`;
  if (Array.isArray(value)) {
    const items = value[Rest] ? [...value, value[Rest]] : value;
    return items.filter((item) => item !== NoValue).map(plain);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== NoValue)
      .map(([key, item]) => [key, plain(item)]),
  );
}

function configs({ resources }: Answer): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resources)
      .filter(([, { Type }]) => Type === TYPE)
      .map(([id, { Properties }]) => [id, Properties]),
  );
}

describe('the evaluation of a template', () => {
  // LocalStack is not asked about AWS::LanguageExtensions: its engine refuses &{} in names of loops, and breaks on the
  // default of Fn::FindInMap.
  it.each([
    { engine: 'sam', cases: extendedCases, count: 1500 },
    { engine: 'localstack_stacks', cases: plainCases, count: 800 },
    { engine: 'moto_stacks', cases: plainCases, count: 1500 },
    { engine: 'cfn_lint_stacks', cases: plainCases, count: 900 },
  ] as const)('comes to what $engine makes of it', async ({ engine, cases, count }) => {
    const generated = fc.sample(cases, { numRuns: count, seed: 20261124 });
    const answers = await ask<Answer>(engine, generated);
    const left: Record<string, number> = {};
    let compared = 0;
    for (const [index, mine] of generated.entries()) {
      const theirs = answers[index];
      if (!theirs) throw new Error('every template has its answer');
      const quirk = quirkOf(engine, mine, isRefusal(theirs) ? theirs.error : undefined);
      if (quirk) {
        left[quirk] = (left[quirk] ?? 0) + 1;
        continue;
      }
      if (isRefusal(theirs)) expect.fail(`${theirs.error}: ${JSON.stringify(mine)}`);
      compared++;
      expect(await ours(mine), JSON.stringify(mine)).toEqual(configs(theirs));
    }
    console.log(`differential: ${engine}: the same on ${compared}; left out: ${JSON.stringify(left)}`);
    expect(Object.keys(left).toSorted()).toEqual(Object.keys(quirks[engine]).toSorted());
    expect(compared).toBeGreaterThan(count / 4);
  });
});
