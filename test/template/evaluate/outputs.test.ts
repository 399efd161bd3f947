import { describe, expect, it } from 'vitest';
import { allResources, type Context, outputsOf, readTemplate } from '../../../src/template/index.js';
import { DEFAULTS, readable, STACK, TYPE } from './scenarios.js';

const read = (template: object) => readTemplate(JSON.stringify({ Resources: {}, ...template }), '');

/** Name -> value of each output. */
async function outputs(template: object, context: Context = STACK): Promise<object> {
  const found = outputsOf(await read(template), context);
  return Object.fromEntries([...found].map(([name, value]) => [name, readable(value)]));
}

describe('the outputs of a stack', () => {
  const Conditions = { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Equals': ['a', 'b'] } };
  const Parameters = { P: { Type: 'String', Default: 'x' }, Q: { Type: 'String' } };

  it.each<[string, object, object]>([
    ['none', {}, {}],
    ['no map', { Outputs: [] }, {}],
    ['a text', { Outputs: { O: { Value: 'a' } } }, { O: 'a' }],
    ['without a value', { Outputs: { O: {}, P: 'x' } }, { O: null, P: null }],
    [
      'whose condition is false',
      { Conditions, Outputs: { A: { Condition: 'Yes', Value: 1 }, B: { Condition: 'No', Value: 2 } } },
      { A: 1 },
    ],
    [
      'behind a condition that is not known, taken for true',
      { Outputs: { O: { Condition: 'C', Value: 1 } } },
      { O: 1 },
    ],
    [
      'of a loop',
      { Outputs: { 'Fn::ForEach::L': ['N', ['a', 'b'], { 'O${N}': { Value: { Ref: 'N' } } }] } },
      { Oa: 'a', Ob: 'b' },
    ],
    [
      'of parameters',
      { Parameters, Outputs: { O: { Value: { Ref: 'P' } }, Q: { Value: { Ref: 'Q' } } } },
      { O: 'x', Q: '<unknown>' },
    ],
  ])('%s', async (_, template, expected) => {
    expect(await outputs(template, DEFAULTS)).toStrictEqual(expected);
  });

  it('are at their place in the template', async () => {
    const found = outputsOf(await read({ Outputs: { O: { Value: { Ref: 'Nowhere' } } } }), STACK);
    expect(found.get('O')).toMatchObject({ path: ['Outputs', 'O', 'Value', 'Ref'] });
  });
});

describe('the values of resources', () => {
  const context: Context = {
    ...STACK,
    resourceValue: (logicalId, attribute) =>
      logicalId === 'Known' ? `${logicalId}.${attribute ?? 'itself'}` : undefined,
  };
  const Resources = { Known: { Type: 'Custom::Key' }, Other: { Type: 'Custom::Key' } };

  it.each<[object, unknown]>([
    [{ Ref: 'Known' }, 'Known.itself'],
    [{ 'Fn::GetAtt': ['Known', 'Key.Arn'] }, 'Known.Key.Arn'],
    [{ 'Fn::GetAtt': 'Known.Arn' }, 'Known.Arn'],
    [{ 'Fn::GetAtt': 'Known' }, '<unknown>'],
    [{ 'Fn::Sub': '${Known}/${Known.Arn}' }, 'Known.itself/Known.Arn'],
    [{ Ref: 'Other' }, '<set>'],
    [{ 'Fn::GetAtt': ['Other', 'Arn'] }, '<unknown>'],
  ])('%j, where a rehearsal knows them', async (Value, expected) => {
    expect(await outputs({ Resources, Outputs: { O: { Value } } }, context)).toEqual({ O: expected });
  });

  it.each<[object, string]>([
    [{ 'Fn::GetAtt': 'Known' }, 'an attribute of the resource Known, which may be empty'],
    [{ 'Fn::GetAtt': 'Gone' }, 'an attribute of Gone, which is not a resource of this template'],
    [{ Ref: 'Known' }, 'the resource Known, which this template makes'],
  ])('%j, where nothing is known of them', async (Value, reason) => {
    const found = outputsOf(await read({ Resources, Outputs: { O: { Value } } }), STACK);
    expect(found.get('O')).toMatchObject({ reason });
  });
});

it('every resource is there with its type, but for those without one', async () => {
  const template = await read({
    Resources: {
      A: { Type: TYPE, Properties: { V: 1 } },
      B: { Type: ' Other ' },
      C: {},
      D: { Type: ['x'] },
      'Fn::ForEach::L': ['N', { Ref: 'Names' }, { 'R${N}': { Type: 'Known' } }],
      'Fn::ForEach::M': ['N', { Ref: 'Names' }, { 'S${N}': { Type: '${N}' } }],
    },
    Parameters: { Names: { Type: 'CommaDelimitedList' } },
  });
  const found = allResources(template, STACK).map(({ logicalId, type, alternatives }) => [
    logicalId,
    type,
    [...alternatives()].map(({ exists, properties }) => [exists, readable(properties)]),
  ]);
  expect(found).toEqual([
    ['A', TYPE, [[true, { V: 1 }]]],
    ['B', 'Other', [[true, {}]]],
    [
      'R${N}',
      'Known',
      [
        [true, {}],
        [false, {}],
      ],
    ],
  ]);
});
