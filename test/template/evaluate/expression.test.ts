import { describe, expect, it } from 'vitest';
import { Rest, type Unknown, type ValueMap } from '../../../src/template/value.js';
import { alternatives, DEFAULTS, outcomes, STACK, TYPE } from './scenarios.js';

const Parameters = {
  Free: { Type: 'String', Default: 'default' },
  Full: { Type: 'String', MinLength: 1 },
  Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] },
  Names: { Type: 'CommaDelimitedList', Default: 'a, b' },
  Empty: { Type: 'String', Default: '' },
  Count: { Type: 'Number', Default: 2 },
  Path: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/key' },
  Image: { Type: 'AWS::EC2::Image::Id' },
  Null: { Type: 'String', Default: null },
  Listed: { Type: 'String', Default: ['a', 1, 'b'] },
};
const Mappings = {
  Keys: {
    'eu-west-1': { dev: 'alias/dev', prod: 'alias/prod', list: ['x', 'y'] },
    'us-east-1': { dev: '', prod: '' },
  },
};
const Conditions = {
  Yes: { 'Fn::Equals': ['a', 'a'] },
  No: { 'Fn::Equals': ['a', 'b'] },
  IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
};

describe.each<[string, [expression: unknown, expected: unknown[]][]]>([
  [
    'Ref',
    [
      [{ Ref: 'AWS::NoValue' }, ['<none>']],
      [{ Ref: 'AWS::Region' }, ['eu-west-1']],
      [{ Ref: 'AWS::AccountId' }, ['111122223333']],
      [{ Ref: 'AWS::Partition' }, ['aws']],
      [{ Ref: 'AWS::URLSuffix' }, ['amazonaws.com']],
      [{ Ref: 'AWS::StackName' }, ['models']],
      [{ Ref: 'AWS::NotificationARNs' }, ['<list of unknown>']],
      [{ Ref: 'Free' }, ['<unknown>']],
      [{ Ref: 'Empty' }, ['<unknown>']],
      [{ Ref: 'Full' }, ['<set>']],
      [{ Ref: 'Count' }, ['<set>']],
      [{ Ref: 'Path' }, ['<set>']],
      [{ Ref: 'Image' }, ['<set>']],
      [{ Ref: 'Names' }, ['<list of unknown>']],
      [{ Ref: 'Stage' }, ['dev', 'prod']],
      [{ Ref: 'Other' }, ['<set>']],
      [{ Ref: 'Nowhere' }, ['<unknown>']],
      [{ Ref: 'constructor' }, ['<unknown>']],
      [{ Ref: ['Other'] }, ['<unknown>']],
    ],
  ],
  [
    'Fn::GetAtt',
    [
      [{ 'Fn::GetAtt': ['Other', 'Arn'] }, ['<set>']],
      [{ 'Fn::GetAtt': 'Other.Arn' }, ['<set>']],
      [{ 'Fn::GetAtt': ['Nowhere', 'Arn'] }, ['<unknown>']],
      [{ 'Fn::GetAtt': [{ Ref: 'Free' }, 'Arn'] }, ['<unknown>']],
    ],
  ],
  [
    'Fn::If',
    [
      [{ 'Fn::If': ['Yes', 'a', 'b'] }, ['a']],
      [{ 'Fn::If': ['No', 'a', 'b'] }, ['b']],
      [{ 'Fn::If': ['IsProd', 'a', { Ref: 'AWS::NoValue' }] }, ['<none>', 'a']],
      [{ 'Fn::If': ['IsProd', { Ref: 'Stage' }, { Ref: 'Stage' }] }, ['dev', 'prod']],
      [{ 'Fn::If': ['Missing', 'a', 'b'] }, ['a', 'b']],
      [{ 'Fn::If': ['Yes', 'a'] }, ['<unknown>']],
      [{ 'Fn::If': 'Yes' }, ['<unknown>']],
    ],
  ],
  [
    'Fn::Sub',
    [
      [{ 'Fn::Sub': 'plain' }, ['plain']],
      [{ 'Fn::Sub': '${AWS::Region}/${!Free}' }, ['eu-west-1/${Free}']],
      [{ 'Fn::Sub': 'key/${Free}' }, ['<set>']],
      [{ 'Fn::Sub': '${Free}' }, ['<unknown>']],
      [{ 'Fn::Sub': ' ${Free} ' }, ['<unknown>']],
      [{ 'Fn::Sub': '${Other.Arn}' }, ['<set>']],
      [{ 'Fn::Sub': '${Nowhere.Arn}' }, ['<unknown>']],
      [{ 'Fn::Sub': ['${Own}-${AWS::Region}', { Own: 'x' }] }, ['x-eu-west-1']],
      [{ 'Fn::Sub': ['${Free}', { Free: '' }] }, ['']],
      [{ 'Fn::Sub': ['${Own}', { Own: { Ref: 'Stage' } }] }, ['dev', 'prod']],
      [{ 'Fn::Sub': { Ref: 'Other' } }, ['<set>']],
      [{ 'Fn::Sub': '${ AWS::Region }' }, ['eu-west-1']],
      [{ 'Fn::Sub': ['${ Own }', { Own: 'x' }] }, ['x']],
      [{ 'Fn::Sub': '${}' }, ['<unknown>']],
      [{ 'Fn::Sub': '$AWS::Region {x} ${!} a' }, ['$AWS::Region {x} ${} a']],
      [{ 'Fn::Sub': ['${Other.Arn}', { 'Other.Arn': 'x' }] }, ['x']],
      [{ 'Fn::Sub': 3 }, ['<unknown>']],
    ],
  ],
  [
    'functions of values, of which `functions.test.ts` has more',
    [
      [{ 'Fn::Join': ['/', ['a', { Ref: 'AWS::NoValue' }, { Ref: 'Stage' }]] }, ['a/dev', 'a/prod']],
      [{ 'Fn::Join': ['/', { Ref: 'Names' }] }, ['<unknown>']],
      [{ 'Fn::Split': ['/', { Ref: 'Full' }] }, ['<list of unknown>']],
      [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/'] }] }, ['']],
      [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, ['<set>']],
      [{ 'Fn::Base64': { Ref: 'Full' } }, ['<set>']],
      [{ 'Fn::Length': ['a', { Ref: 'AWS::NoValue' }] }, [1]],
      [{ 'Fn::Length': { Ref: 'Names' } }, ['<set>']],
      [{ 'Fn::ToJsonString': { a: [1, { Ref: 'AWS::NoValue' }] } }, ['{"a":[1]}']],
      [{ 'Fn::ToJsonString': [{ a: { b: 1 } }] }, ['[{"a":{"b":1}}]']],
      [{ 'Fn::ImportValue': { Ref: 'Stage' } }, ['<unknown>']],
    ],
  ],
  [
    'Fn::FindInMap',
    [
      [{ 'Fn::FindInMap': ['Keys', { Ref: 'AWS::Region' }, 'prod'] }, ['alias/prod']],
      [{ 'Fn::FindInMap': ['Keys', 'eu-west-1', 'list'] }, [['x', 'y']]],
      [{ 'Fn::FindInMap': ['Keys', { Ref: 'AWS::Region' }, { Ref: 'Stage' }] }, ['alias/dev', 'alias/prod']],
      [{ 'Fn::FindInMap': ['Keys', 'us-east-1', { Ref: 'Free' }] }, ['', '']],
      [{ 'Fn::FindInMap': ['Keys', 'us-east-1', { 'Fn::Sub': '${Free}' }] }, ['', '']],
      [{ 'Fn::FindInMap': ['Keys', 'nowhere', 'prod'] }, ['<unknown>']],
      [{ 'Fn::FindInMap': ['Keys', 'nowhere', 'prod', { DefaultValue: 'd' }] }, ['d']],
      [{ 'Fn::FindInMap': ['Keys', 'us-east-1', { Ref: 'Full' }, { DefaultValue: 'd' }] }, ['d', '', '']],
      [{ 'Fn::FindInMap': ['None', 'a', 'b'] }, ['<unknown>']],
      [{ 'Fn::FindInMap': [{ Ref: 'Free' }, 'a', 'b'] }, ['<unknown>']],
      [{ 'Fn::FindInMap': ['Keys', 'eu-west-1', 'toString'] }, ['<unknown>']],
    ],
  ],
  [
    'the other functions',
    [
      [{ 'Fn::Transform': { Name: 'AWS::Include' } }, ['<unknown>']],
      [{ 'Fn::Made::Up': 1 }, ['<unknown>']],
      [{ 'Fn::constructor': 1 }, ['<unknown>']],
      [{ 'Fn::Equals': ['a', 'a'] }, [true]],
      [{ 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }] }, [false]],
      [{ 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'Yes' }] }, [false, true]],
    ],
  ],
  [
    'what is no function',
    [
      ['{{resolve:ssm:/key}}', ['{{resolve:ssm:/key}}']],
      [{ Ref: 'Other', More: 1 }, [{ Ref: 'Other', More: 1 }]],
      [{ 'Fn::Transform': { Name: 'AWS::Include' }, a: 1 }, [{ a: 1 }]],
      [{}, [{}]],
      [null, [null]],
      [[{ Ref: 'AWS::NoValue' }, 1], [['<none>', 1]]],
    ],
  ],
])('%s', (_name, rows) => {
  it.each(rows)('%j', async (expression, expected) => {
    expect(await outcomes(expression, { Parameters, Mappings, Conditions })).toEqual(expected);
  });
});

describe('a parameter costs little', () => {
  const template = (P: object) => ({
    Parameters: { P },
    Resources: { Thing: { Type: TYPE, Properties: { Value: { Ref: 'P' } } } },
  });

  it('with a long list of values', async () => {
    const values = { P: 'a'.repeat(100_000) };
    const context = { ...STACK, parameters: { values, useDefaults: false } };
    const [only] = await alternatives(template({ Type: 'CommaDelimitedList' }), context);
    expect(only?.properties['Value']).toEqual([values.P]);
  });

  it('with many allowed values, which count all the same', async () => {
    const AllowedValues = Array.from({ length: 40_000 }, (_, index) => `v${index}`);
    const all = await alternatives(template({ Type: 'String', AllowedValues }));
    expect(all.length).toBeGreaterThan(100);
    expect(all.length).toBeLessThan(300);
  });
});

describe('what is inside of one another', () => {
  const nested = (count: number, wrap: (inner: unknown) => unknown) =>
    Array.from({ length: count }).reduce<unknown>((inner) => wrap(inner), 'x');

  it('takes a function and its list of arguments for one level', async () => {
    expect(await outcomes(nested(45, (inner) => ({ 'Fn::Join': ['', [inner]] })))).toEqual(['x']);
    expect(
      await outcomes(
        nested(50, (inner) => ({ 'Fn::If': ['Yes', inner, ''] })),
        { Conditions },
      ),
    ).toEqual(['x']);
  });

  it('has its place in a list, and in a map of a loop', async () => {
    const loop = { 'Fn::ForEach::L': ['N', { Ref: 'Names' }, { 'k${N}': 1 }] };
    const Value = [{ Ref: 'Free' }, { a: { Ref: 'Free' }, ...loop }];
    const template = { Parameters, Resources: { Thing: { Type: TYPE, Properties: { Value } } } };
    const [alternative] = await alternatives(template);
    const { Value: value = [] } = alternative?.properties ?? {};
    const [item, map] = value as [Unknown, ValueMap];
    const path = ['Resources', 'Thing', 'Properties', 'Value'];
    expect(item.path).toEqual([...path, 0, 'Ref']);
    expect(Object.keys(map)).toEqual(['a']);
    expect(map['a']).toMatchObject({ path: [...path, 1, 'a', 'Ref'] });
    expect(map[Rest]?.reason).toBe('a loop over the parameter Names, which has no known value yet');
  });

  it('asks for the name of an attribute at its place', async () => {
    const key = { 'Fn::FindInMap': ['Keys', 'us-east-1', { 'Fn::Sub': '${Free}' }] };
    const Value = { 'Fn::GetAtt': ['Thing', key] };
    const template = { Parameters, Mappings, Resources: { Thing: { Type: TYPE, Properties: { Value } } } };
    const place = 'Resources.Thing.Properties.Value.Fn::GetAtt[1].Fn::FindInMap[2]';
    expect((await alternatives(template)).map(({ assuming }) => assuming)).toEqual([
      [`the key at ${place} is "dev"`],
      [`the key at ${place} is "prod"`],
    ]);
  });

  it('asks for the operands of a condition at their place', async () => {
    const Value = { 'Fn::And': [{ 'Fn::Made': 1 }] };
    const template = { Resources: { Thing: { Type: TYPE, Properties: { Value } } } };
    expect((await alternatives(template)).map(({ assuming }) => assuming)).toEqual([
      ['the condition at Resources.Thing.Properties.Value.Fn::And[0] is true'],
      ['the condition at Resources.Thing.Properties.Value.Fn::And[0] is false'],
    ]);
  });
});

describe('parameter values', () => {
  const given = {
    ...STACK,
    parameters: { values: { Free: 'v', Names: 'x,y', Empty: '' }, useDefaults: true },
  };

  it.each([
    [{ Ref: 'Free' }, 'default', 'v'],
    [{ Ref: 'Names' }, ['a', 'b'], ['x', 'y']],
    [{ Ref: 'Empty' }, '', ''],
    [{ Ref: 'Count' }, '2', '2'],
    [{ Ref: 'Null' }, '<unknown>', '<unknown>'],
    [{ Ref: 'Listed' }, 'a,1,b', 'a,1,b'],
    [{ Ref: 'Path' }, '<set>', '<set>'],
    [{ Ref: 'Full' }, '<set>', '<set>'],
  ])('%j is its default, or what is given', async (expression, byDefault, byHand) => {
    expect(await outcomes(expression, { Parameters }, DEFAULTS)).toEqual([byDefault]);
    expect(await outcomes(expression, { Parameters }, given)).toEqual([byHand]);
  });
});

const malformed = (name: string) =>
  `${name} at Resources.Thing.Properties.Value.${name}, which CloudFormation refuses in this form`;

describe('an unknown says why and where', () => {
  it.each([
    [{ Ref: 'Free' }, 'the parameter Free, which has no known value yet', ['Ref']],
    [
      { 'Fn::Sub': '${Nowhere}' },
      'Nowhere, which is neither a parameter nor a resource of this template',
      ['Fn::Sub'],
    ],
    [
      { 'Fn::ImportValue': 'x' },
      'an export of another stack, which is not known before the deployment',
      ['Fn::ImportValue'],
    ],
    [{ 'Fn::Made': 1 }, 'the function Fn::Made, which the guard does not know', ['Fn::Made']],
    [{ Ref: 'Other' }, 'the resource Other, which this template makes', ['Ref']],
    [
      { Ref: 'AWS::Moon' },
      'AWS::Moon, which is neither a parameter nor a resource of this template',
      ['Ref'],
    ],
    [{ Ref: 'Path' }, 'the parameter Path, which CloudFormation reads from SSM at deployment', ['Ref']],
    [
      { Ref: ['Other'] },
      'Ref at Resources.Thing.Properties.Value.Ref, which CloudFormation refuses in this form',
      ['Ref'],
    ],
    [{ Ref: { Ref: 'Free' } }, 'the parameter Free, which has no known value yet', ['Ref', 'Ref']],
    [{ Ref: 5 }, malformed('Ref'), ['Ref']],
    [{ 'Fn::GetAtt': [['Other'], 'Arn'] }, malformed('Fn::GetAtt'), ['Fn::GetAtt']],
    [
      { 'Fn::GetAtt': ['Other', { Ref: 'Free' }] },
      'an attribute of the resource Other, which may be empty',
      ['Fn::GetAtt'],
    ],
    [{ 'Fn::If': ['Yes', 'a'] }, malformed('Fn::If'), ['Fn::If']],
    [{ 'Fn::If': ['Yes', 'a', 'b', 'c'] }, malformed('Fn::If'), ['Fn::If']],
    [{ 'Fn::And': 'x' }, malformed('Fn::And'), ['Fn::And']],
    [{ 'Fn::Equals': {} }, malformed('Fn::Equals'), ['Fn::Equals']],
    [{ 'Fn::Not': 1 }, malformed('Fn::Not'), ['Fn::Not']],
    [{ 'Fn::Or': 'x' }, malformed('Fn::Or'), ['Fn::Or']],
    [{ 'Fn::Sub': [] }, malformed('Fn::Sub'), ['Fn::Sub']],
    [{ 'Fn::Sub': [{ a: 1 }, {}] }, malformed('Fn::Sub'), ['Fn::Sub']],
    [
      { 'Fn::Sub': '${Nowhere.Arn}' },
      'the attribute Arn of Nowhere, which is not a resource of this template',
      ['Fn::Sub'],
    ],
    [
      { 'Fn::Sub': ['${Nowhere}', {}] },
      'Nowhere, which is neither a parameter nor a resource of this template',
      ['Fn::Sub', 0],
    ],
    [
      { 'Fn::Sub': ['${Own}', { Own: { Ref: 'Free' } }] },
      'the parameter Free, which has no known value yet',
      ['Fn::Sub', 1, 'Own', 'Ref'],
    ],
    [{ 'Fn::Sub': ['${Own}', { Own: ['a'] }] }, 'a text with a part that is not a string', ['Fn::Sub']],
    [{ 'Fn::Join': ['', 'a'] }, malformed('Fn::Join'), ['Fn::Join']],
    [
      { 'Fn::Join': ['', ['a', { Ref: 'Free' }]] },
      'the parameter Free, which has no known value yet',
      ['Fn::Join', 1, 1, 'Ref'],
    ],
    [
      { 'Fn::Transform': {} },
      'a transform whose name is not a string, which may still write it',
      ['Fn::Transform'],
    ],
    [
      { 'Fn::Transform': { Name: 'AWS::Other' } },
      'Fn::Transform, which may still write it',
      ['Fn::Transform'],
    ],
  ])('%j', async (expression, reason, path) => {
    const Resources = {
      Thing: { Type: TYPE, Properties: { Value: expression } },
      Other: { Type: 'AWS::KMS::Key' },
    };
    const [alternative] = await alternatives({ Parameters, Conditions, Resources });
    expect(alternative?.properties['Value']).toMatchObject({
      reason,
      path: ['Resources', 'Thing', 'Properties', 'Value', ...path],
    });
  });
});
