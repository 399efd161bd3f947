/** What may turn out to be empty is unknown; what CloudFormation will certainly fill in is set. */

import { describe, expect, it } from 'vitest';
import { Rest, type Unknown, type ValueList } from '../../../src/template/value.js';
import { alternatives, outcomes, readable, STACK, TYPE, views } from './scenarios.js';

const Parameters = {
  List: { Type: 'CommaDelimitedList' },
  Numbers: { Type: 'List<Number>' },
  Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
  SsmList: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/keys' },
  Ssm: { Type: 'AWS::SSM::Parameter::Value<String>' },
  Text: { Type: 'String' },
};
const Resources = {
  Key: { Type: 'AWS::KMS::Key' },
  Nested: { Type: 'AWS::CloudFormation::Stack' },
  App: { Type: 'AWS::Serverless::Application' },
  Product: { Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct' },
  Custom: { Type: 'Custom::Lookup' },
  Plain: { Type: 'AWS::CloudFormation::CustomResource' },
  Third: { Type: 'Vendor::Thing::Made' },
  None: {},
  Queue: { Type: 'AWS::SQS::Queue' },
  Data: { Type: 'AWS::RDS::DBInstance' },
  Cluster: { Type: 'AWS::EKS::Cluster' },
};

/** What the property `Value` comes to beside resources of every kind. */
async function resultOf(expression: unknown, context = STACK): Promise<unknown> {
  const thing = { Type: TYPE, Properties: { Value: expression } };
  const [first] = await alternatives({ Parameters, Resources: { ...Resources, Thing: thing } }, context);
  return readable(first?.properties['Value']);
}

describe('an item of a list that is not known', () => {
  it.each<[string, unknown, unknown]>([
    ['of a parameter', { 'Fn::Select': [0, { Ref: 'List' }] }, '<unknown>'],
    ['of one for numbers', { 'Fn::Select': [0, { Ref: 'Numbers' }] }, '<unknown>'],
    ['of one for subnets', { 'Fn::Select': [0, { Ref: 'Subnets' }] }, '<unknown>'],
    ['of SSM', { 'Fn::Select': [1, { Ref: 'SsmList' }] }, '<unknown>'],
    ['of topics', { 'Fn::Select': [0, { Ref: 'AWS::NotificationARNs' }] }, '<unknown>'],
    ['of a text that is split', { 'Fn::Select': [0, { 'Fn::Split': ['/', { Ref: 'Text' }] }] }, '<unknown>'],
    ['of a text of SSM', { 'Fn::Select': [0, { 'Fn::Split': ['/', { Ref: 'Ssm' }] }] }, '<unknown>'],
    ['of a resource', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Key', 'Arn'] }] }, '<unknown>'],
    ['by an index that is not known', { 'Fn::Select': [{ Ref: 'Ssm' }, ['a', '']] }, '<unknown>'],
    ['of zones', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, '<set>'],
    ['of address blocks', { 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }] }, '<set>'],
    ['in a text', { 'Fn::Sub': ['alias/${I}', { I: { 'Fn::Select': [0, { Ref: 'List' }] } }] }, '<set>'],
    ['joined', { 'Fn::Join': ['', { Ref: 'SsmList' }] }, '<unknown>'],
    [
      'joined with a delimiter, which one item has none of',
      { 'Fn::Join': ['-', { Ref: 'List' }] },
      '<unknown>',
    ],
    ['of SSM encoded', { 'Fn::Base64': { 'Fn::Select': [0, { Ref: 'SsmList' }] } }, '<unknown>'],
    ['in a list', [{ Ref: 'Text' }], ['<unknown>']],
    ['behind what is written', { 'Fn::Select': [0, ['a', { Ref: 'Text' }]] }, 'a'],
  ])('%s', async (_name, expression, expected) => {
    expect(await resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string, unknown]>([
    ['behind a comma', 'a,', ''],
    ['between commas', 'a, ,b', ''],
    ['of an empty text', '', undefined],
  ])('is blank %s', async (_name, List, expected) => {
    const context = { ...STACK, parameters: { values: { List }, useDefaults: false } };
    expect(await resultOf({ 'Fn::Select': [1, { Ref: 'List' }] }, context)).toBe(expected ?? '<unknown>');
  });

  it.each<[string, unknown, unknown]>([
    ['by position', { 'Fn::Select': [9, ['a']] }, '<unknown>'],
    ['by nothing', { 'Fn::Select': ['', ['a']] }, '<unknown>'],
    ['by a negative number', { 'Fn::Select': [-1, ['a']] }, '<unknown>'],
    ['by a fraction', { 'Fn::Select': ['0.0', ['a']] }, '<unknown>'],
    ['of an empty text, split', { 'Fn::Select': [0, { 'Fn::Split': [',', ''] }] }, ''],
    ['of an empty list, joined', { 'Fn::Join': ['-', []] }, ''],
    ['of what is removed, joined', { 'Fn::Join': ['-', [{ Ref: 'AWS::NoValue' }]] }, ''],
  ])('is asked for %s', async (_name, expression, expected) => {
    expect(await resultOf(expression)).toEqual(expected);
  });
});

describe('what a name stands for that is put together', () => {
  const name = { 'Fn::Sub': '${Text}Name' };
  it.each<[unknown]>([
    [{ Ref: name }],
    [{ 'Fn::GetAtt': [name, 'Arn'] }],
    [{ 'Fn::FindInMap': [name, 'a', 'b'] }],
    [{ 'Fn::FindInMap': [{ Ref: 'Ssm' }, 'a', 'b'] }],
  ])('may be empty: %j', async (expression) => {
    expect(await resultOf(expression)).toBe('<unknown>');
  });

  it('may be empty where it is all the properties', async () => {
    const template = { Parameters, Resources: { Thing: { Type: TYPE, Properties: { Ref: 'Ssm' } } } };
    const [first] = await alternatives(template);
    expect(first?.properties[Rest]).toMatchObject({ set: false });
  });
});

describe('a whole list', () => {
  it.each(['List', 'Numbers', 'Subnets', 'SsmList', 'AWS::NotificationARNs'])(
    '%s is one for certain',
    async (name) => {
      expect(await resultOf({ Ref: name })).toBe('<list of unknown>');
    },
  );

  it('says why its items are not known, and by which parameter', async () => {
    const [first] = await alternatives({
      Parameters,
      Resources: { T: { Type: TYPE, Properties: { A: { Ref: 'List' }, B: { Ref: 'SsmList' } } } },
    });
    const restOf = (name: string) => (first?.properties[name] as ValueList | undefined)?.[Rest];
    expect(restOf('A')).toMatchObject({
      reason: 'the parameter List, which has no known value yet',
      parameter: 'List',
      path: ['Resources', 'T', 'Properties', 'A', 'Ref'],
    });
    expect(restOf('B')).toMatchObject({
      reason: 'the parameter SsmList, which CloudFormation reads from SSM at deployment',
      parameter: undefined,
    });
  });
});

describe('an attribute', () => {
  const unknown = (target: string, name: string) => [
    '<unknown>',
    `the attribute ${name} of the resource ${target}, which may be empty`,
  ];
  it.each<[string, string, unknown[]]>([
    ['Key', 'Arn', ['<set>', 'the attribute Arn of the resource Key, which this template makes']],
    ['Nested', 'Outputs.Key', unknown('Nested', 'Outputs.Key')],
    ['App', 'Outputs.Key', unknown('App', 'Outputs.Key')],
    ['Product', 'Outputs.Key', unknown('Product', 'Outputs.Key')],
    [
      'Product',
      'RecordId',
      ['<set>', 'the attribute RecordId of the resource Product, which this template makes'],
    ],
    ['Custom', 'Key', unknown('Custom', 'Key')],
    ['Queue', 'KmsMasterKeyId', unknown('Queue', 'KmsMasterKeyId')],
    ['Cluster', 'EncryptionConfigKeyArn', unknown('Cluster', 'EncryptionConfigKeyArn')],
    ['Data', 'StorageKmsKeyId', unknown('Data', 'StorageKmsKeyId')],
    [
      'Data',
      'MasterUserSecret.KmsKeyId',
      ['<set>', 'the attribute MasterUserSecret.KmsKeyId of the resource Data, which this template makes'],
    ],
    ['Queue', 'Arn', ['<set>', 'the attribute Arn of the resource Queue, which this template makes']],
    ['Key', 'KmsKeyId', ['<set>', 'the attribute KmsKeyId of the resource Key, which this template makes']],
    ['Plain', 'Key', unknown('Plain', 'Key')],
    ['Third', 'Key', unknown('Third', 'Key')],
    ['None', 'Key', unknown('None', 'Key')],
    ['Gone', 'Key', ['<unknown>', 'the attribute Key of Gone, which is not a resource of this template']],
  ])('of %s: %s', async (target, name, expected) => {
    for (const expression of [
      { 'Fn::GetAtt': [target, name] },
      { 'Fn::GetAtt': `${target}.${name}` },
      { 'Fn::Sub': `\${${target}.${name}}` },
    ]) {
      const thing = { Type: TYPE, Properties: { Value: expression } };
      const [first] = await alternatives({ Resources: { ...Resources, Thing: thing } });
      const value = first?.properties['Value'];
      expect([readable(value), (value as Unknown).reason]).toEqual(expected);
    }
  });

  it.each<[string, unknown, string]>([
    ['whose name is put together', { 'Fn::GetAtt': ['Key', { 'Fn::Sub': '${Text}' }] }, '<unknown>'],
    ['of a custom resource, in a text', { 'Fn::Sub': 'alias/${Custom.Key}' }, '<set>'],
    ['of a custom resource, joined', { 'Fn::Join': ['', ['', { 'Fn::GetAtt': 'Custom.Key' }]] }, '<unknown>'],
    ['none: the resource itself', { Ref: 'Nested' }, '<set>'],
    ['none: an export', { 'Fn::ImportValue': 'x' }, '<unknown>'],
  ])('%s', async (_name, expression, expected) => {
    expect(await resultOf(expression)).toBe(expected);
  });

  it('is known by its type in a long template too, of which only a part is read', async () => {
    const text = [
      'Resources:',
      '  Key:\n    DependsOn: Nested\n    Type: AWS::KMS::Key\n    Properties: {Description: "Type: Custom::X"}',
      '  Nested:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: x}',
      `  Thing:\n    Type: ${TYPE}\n    Properties: {A: !GetAtt Key.Arn, B: !GetAtt Nested.Outputs.Key}`,
      `# ${'-'.repeat(70_000)}`,
    ].join('\n');
    const [first] = await alternatives(text);
    expect(readable(first?.properties)).toEqual({ A: '<set>', B: '<unknown>' });
  });

  it('is known by a type that a loop writes', async () => {
    const loop = (kinds: unknown) => ({
      'Fn::ForEach::L': ['K', kinds, { 'R${K}': { Type: '${K}::KMS::Key' } }],
    });
    const value = (target: string) => ({ Type: TYPE, Properties: { V: { 'Fn::GetAtt': [target, 'Arn'] } } });
    const [known] = await alternatives({ Resources: { ...loop(['AWS']), T: value('RAWS') } });
    const [open] = await alternatives({
      Parameters,
      Resources: { ...loop({ Ref: 'List' }), T: value('R${K}') },
    });
    expect([readable(known?.properties['V']), readable(open?.properties['V'])]).toEqual([
      '<set>',
      '<unknown>',
    ]);
  });
});

describe('a loop', () => {
  const body = { 'T${I}': { Type: TYPE, Properties: { A: { Ref: 'I' }, B: '${I}', C: 'x${I}' } } };
  const properties = async (list: unknown, context = STACK) => {
    const all = await views({ Parameters, Resources: { 'Fn::ForEach::L': ['I', list, body] } }, context);
    return all.map((view) => [
      view.logicalId,
      [...view.alternatives()].map(({ exists, properties }) => (exists ? readable(properties) : 'not there')),
    ]);
  };

  it.each(['List', 'SsmList', 'Text'])('over %s has items that may be empty', async (name) => {
    expect(await properties({ Ref: name })).toEqual([
      ['T${I}', [{ A: '<unknown>', B: '<unknown>', C: '<set>' }, 'not there']],
    ]);
  });

  it('has a blank item where its list does', async () => {
    const context = { ...STACK, parameters: { values: { List: 'a,' }, useDefaults: false } };
    expect(await properties({ Ref: 'List' }, context)).toEqual([
      ['Ta', [{ A: 'a', B: 'a', C: 'xa' }]],
      ['T', [{ A: '', B: '', C: 'x' }]],
    ]);
  });

  it('has the items that are written, whether or not they are known', async () => {
    expect(await properties(['a', { 'Fn::Select': [0, { Ref: 'List' }] }])).toEqual([
      ['Ta', [{ A: 'a', B: 'a', C: 'xa' }]],
      ['T${I}', [{ A: '<unknown>', B: '<unknown>', C: '<set>' }, 'not there']],
    ]);
  });

  it('says what it depends on', async () => {
    const [view] = await views({ Parameters, Resources: { 'Fn::ForEach::L': ['I', { Ref: 'List' }, body] } });
    const all = [...(view?.alternatives() ?? [])];
    expect(all.map(({ assuming }) => assuming)).toEqual([
      ['it exists, which depends on a loop over the parameter List, which has no known value yet'],
      ['it does not exist, which depends on a loop over the parameter List, which has no known value yet'],
    ]);
    expect(all[0]?.properties['A']).toMatchObject({ parameter: 'List' });
  });
});

describe('lists whose length is asked for', () => {
  it.each<[unknown, unknown]>([
    [{ 'Fn::Length': { Ref: 'List' } }, '<set>'],
    [{ 'Fn::Length': { 'Fn::GetAZs': '' } }, '<set>'],
    [{ 'Fn::Length': { 'Fn::Split': [',', ''] } }, 1],
    [{ 'Fn::Length': [] }, 0],
    [{ 'Fn::ToJsonString': { Ref: 'List' } }, '<set>'],
    [{ 'Fn::ToJsonString': [] }, '[]'],
  ])('%j', async (expression, expected) => {
    expect(await outcomes(expression, { Parameters })).toEqual([expected]);
  });
});
