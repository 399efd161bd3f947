import { describe, expect, it } from 'vitest';
import { assertionsOf, readTemplate } from '../../../src/template/index.js';
import { DEFAULTS } from './scenarios.js';

const head = {
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Key: { Type: 'String', Default: '' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Vpc: { Type: 'AWS::EC2::VPC::Id', Default: 'vpc-1' },
    OtherVpc: { Type: 'AWS::EC2::VPC::Id', Default: 'vpc-2' },
    Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' },
    Open: { Type: 'String' },
    Kind: { Type: 'String', AllowedValues: ['x', 'y'] },
  },
  Resources: {},
};
const ref = (name: string) => ({ Ref: name });
const vpcs = { 'Fn::RefAll': 'AWS::EC2::VPC::Id' };

async function holds(rule: object): Promise<unknown> {
  const template = await readTemplate(JSON.stringify({ ...head, Rules: { Rule: rule } }), '');
  return assertionsOf(template, DEFAULTS).map((assertion) => assertion.holds);
}

describe('an assertion', () => {
  it.each<[string, object, boolean | undefined]>([
    ['Equals', { 'Fn::Equals': [ref('Stage'), 'dev'] }, true],
    ['Equals, of a pseudo parameter', { 'Fn::Equals': [ref('AWS::Region'), 'us-east-1'] }, false],
    ['Not', { 'Fn::Not': [{ 'Fn::Equals': [ref('Key'), ''] }] }, false],
    ['And', { 'Fn::And': [{ 'Fn::Equals': [ref('Key'), ''] }, { 'Fn::Equals': ['a', 'b'] }] }, false],
    ['Or', { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Contains': [['dev'], ref('Stage')] }] }, true],
    ['Contains', { 'Fn::Contains': [['dev', 'prod'], ref('Stage')] }, true],
    ['Contains, with another case', { 'Fn::Contains': [['Dev'], ref('Stage')] }, false],
    ['Contains, of a list parameter', { 'Fn::Contains': [ref('Zones'), 'b'] }, true],
    ['EachMemberEquals', { 'Fn::EachMemberEquals': [['dev', ref('Stage')], 'dev'] }, true],
    ['EachMemberEquals, of a list parameter', { 'Fn::EachMemberEquals': [ref('Zones'), 'a'] }, false],
    ['EachMemberIn', { 'Fn::EachMemberIn': [ref('Zones'), ['a', 'b', 'c']] }, true],
    ['EachMemberIn, one that is not', { 'Fn::EachMemberIn': [ref('Zones'), ['a', 'c']] }, false],
    ['RefAll', { 'Fn::EachMemberIn': [vpcs, ['vpc-1', 'vpc-2']] }, true],
    ['RefAll, one that is not', { 'Fn::EachMemberIn': [vpcs, ['vpc-1']] }, false],
    ['ValueOf', { 'Fn::Equals': [{ 'Fn::ValueOf': ['Vpc', 'Tags.Stage'] }, 'dev'] }, undefined],
    [
      'ValueOfAll',
      { 'Fn::EachMemberIn': [{ 'Fn::ValueOfAll': ['AWS::EC2::Subnet::Id', 'VpcId'] }, vpcs] },
      undefined,
    ],
    ['an SSM parameter', { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], ref('Version')] }] }, undefined],
    ['a parameter without a value', { 'Fn::Equals': [ref('Open'), 'a'] }, undefined],
    ['any value that may come', { 'Fn::Contains': [['x', 'y'], ref('Kind')] }, true],
    ['some of the values that may come', { 'Fn::Contains': [['x'], ref('Kind')] }, undefined],
    ['a map where a text belongs', { 'Fn::Contains': [[{ a: 1 }], 'a'] }, undefined],
  ])('%s', async (_name, assert, expected) => {
    expect(await holds({ Assertions: [{ Assert: assert }] })).toEqual([expected]);
  });

  const no = { 'Fn::Equals': ['a', 'b'] };
  it.each<[string, object, boolean | undefined]>([
    ['true', { 'Fn::Equals': ['a', 'a'] }, false],
    ['false', no, true],
    ['known in the account alone', { 'Fn::Equals': [ref('Version'), '1'] }, undefined],
  ])('counts where the rule’s condition is %s', async (_name, condition, expected) => {
    expect(await holds({ RuleCondition: condition, Assertions: [{ Assert: no }] })).toEqual([expected]);
  });
});

it('every assertion is told, with its place and what it says of itself', async () => {
  const text = `Parameters: {}
Rules:
  One:
    Assertions:
      - {Assert: !Equals [a, a], AssertDescription: a is a}
      - {Assert: !Equals [a, b]}
  Two: {}
Resources: {}
`;
  const one = { rule: 'One', path: ['Rules', 'One'] };
  expect(assertionsOf(await readTemplate(text, ''), DEFAULTS)).toEqual([
    { ...one, description: 'a is a', holds: true },
    { ...one, description: '', holds: false },
  ]);
});

it('ends where the ways in which it may turn out do not', async () => {
  const or = Array.from({ length: 20 }, (_, at) => ({ 'Fn::Equals': [ref('Open'), String(at)] }));
  const yes = { 'Fn::Equals': ['a', 'a'] };
  expect(await holds({ Assertions: [{ Assert: { 'Fn::Or': [...or, yes] } }] })).toEqual([true]);
  const versions = Array.from({ length: 80 }, (_, at) => ({
    'Fn::Equals': [{ 'Fn::ValueOf': ['Vpc', String(at)] }, 'x'],
  }));
  const held = (count: number) =>
    holds({ Assertions: [{ Assert: { 'Fn::Or': [...versions.slice(0, count), yes] } }] });
  expect(await held(63)).toEqual([true]);
  expect(await held(64)).toEqual([undefined]);
});
