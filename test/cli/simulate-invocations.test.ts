import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Changed, type Recorded, rehearsal } from './simulate-support.js';

const blocked = readFileSync('test/templates/simulate/blocked.yaml', 'utf8');
const encrypted = readFileSync('test/templates/simulate/encrypted.yaml', 'utf8');
const files = { 'blocked.yaml': blocked, 'encrypted.yaml': encrypted };
const marker = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** The invocation that a target gets. */
async function sent(
  target: string,
  templates: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<Recorded> {
  const document = await rehearsal(templates, [...argv, '--target', target]);
  const found = document.invocations.find((invocation) => invocation.target === target);
  if (!found) throw new Error(`${target} was not invoked`);
  return found;
}

const readEvent = (name: string) => JSON.parse(readFileSync(`events/${name}.json`, 'utf8'));

/** Names of members, all the way down to where the templates themselves begin. */
function membersOf(value: unknown, open: readonly string[]): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => membersOf(item, open));
  if (typeof value !== 'object' || value === null) return typeof value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    open.includes(key) ? '…' : membersOf(item, open),
  ]);
  return Object.fromEntries(entries.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
}
const contents = [
  'resourceProperties',
  'previousResourceProperties',
  'beforeContext',
  'afterContext',
  'changeSetId',
];

describe('an invocation has the members of the sample event', () => {
  const update = ['blocked.yaml', '--previous', 'encrypted.yaml'];
  test.each([
    ['RESOURCE', 'resource-create.fail', ['blocked.yaml']],
    ['RESOURCE', 'resource-update.fail', update],
    ['CLOUD_CONTROL', 'cloudcontrol-create.fail', ['blocked.yaml']],
    ['CLOUD_CONTROL', 'cloudcontrol-update.fail', update],
    ['STACK', 'stack-create.fail', ['blocked.yaml']],
    ['STACK', 'stack-update.fail', update],
    ['CHANGE_SET', 'changeset-create.fail', ['blocked.yaml']],
    ['CHANGE_SET', 'changeset-update.fail', update],
  ])('%s: %s.json', async (target, name, argv) => {
    const { event, payload } = await sent(target, files, ...argv);
    const sample = readEvent(name);
    // The address is only known while the payload is served.
    const { payload: _address, ...requestData } = sample.requestData;
    expect(membersOf(event, contents)).toEqual(membersOf({ ...sample, requestData }, contents));
    expect(event.actionInvocationPoint).toBe(sample.actionInvocationPoint);
    expect(event.requestData.targetType).toBe(sample.requestData.targetType);
    expect(Boolean(event.stackId)).toBe(Boolean(sample.stackId));
    if (payload) {
      expect(readdirSync('events')).toContain(`${name}.payload.json`);
      expect(membersOf(payload, contents)).toEqual(membersOf(readEvent(`${name}.payload`), contents));
    }
  });
});

test('a change set that went well starts the stack operation, one that failed does not', async () => {
  const ids = async (file: string) =>
    (await rehearsal(files, [file])).invocations.map(({ target, event }) => [
      target,
      Boolean(event['changeSetId']),
    ]);
  expect(await ids('encrypted.yaml')).toEqual([
    ['CHANGE_SET', true],
    ['STACK', true],
    ['RESOURCE', true],
  ]);
  expect(await ids('blocked.yaml')).toEqual([
    ['CHANGE_SET', true],
    ['STACK', false],
  ]);
});

const template = `Parameters:
  Count: {Type: Number, Default: 2}
  Key: {Type: String, Default: alias/mine}
  Image: {Type: AWS::SSM::Parameter::Value<String>, Default: /ml/image}
  Zones: {Type: CommaDelimitedList, Default: 'a, b'}
  Shared: {Type: String, Default: 'no'}
Conditions:
  IsShared: !Equals [!Ref Shared, 'yes']
Resources:
  Topic: {Type: AWS::SNS::Topic, Condition: IsShared}
  Role: {Type: AWS::IAM::Role}
  Model: {Type: AWS::SageMaker::Model, Properties: {ExecutionRoleArn: !GetAtt Role.Arn}}
  VolumeKey: {Type: AWS::KMS::Key}
  VolumeAlias: {Type: AWS::KMS::Alias}
  Bucket: {Type: AWS::S3::Bucket}
  Queue: {Type: AWS::SQS::Queue}
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      KmsKeyId: !Ref Key
      Literal: [true, 1.5, null, text]
      Count: !Ref Count
      Gone: !Ref AWS::NoValue
      List: [a, !Ref AWS::NoValue, !If [IsShared, b, c]]
      Zones: !Ref Zones
      Where: !Sub '\${AWS::StackName} in \${AWS::Region} of \${AWS::AccountId}, \${AWS::Partition}'
      KeyOfStack: !Ref VolumeKey
      KeyArn: !GetAtt VolumeKey.Arn
      KeyText: !Sub 'arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/\${VolumeKey}'
      AliasName: !Ref VolumeAlias
      AliasArn: !GetAtt [VolumeAlias, Arn]
      RoleArn: !Sub '\${Role.Arn}'
      ModelArn: !Ref Model
      ModelName: !GetAtt Model.ModelName
      BucketName: !Ref Bucket
      BucketArn: !GetAtt Bucket.Arn
      QueueArn: !GetAtt Queue.Arn
      QueueUrl: !GetAtt Queue.QueueUrl
      Own: !Sub ['\${Role}-\${Name}', {Role: mine, Name: !Ref Count}]
      Image: !Ref Image
      ExportedKmsKeyId: !ImportValue team-key
      ExportedRoleArn: !ImportValue team-role
      Plain: '{{resolve:ssm:/ml/name}}'
      Inside: 'x-{{resolve:ssm:/ml/name:1}}-y'
      Secure: '{{resolve:ssm-secure:/ml/name:1}}'
      Secret: '{{resolve:secretsmanager:ml:SecretString:name}}'
`;
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}';
const keyArn = new RegExp(`^arn:aws:kms:eu-west-1:123456789012:key/${uuid}$`);

const resolved: readonly (readonly [string, unknown])[] = [
  ['KmsKeyId', 'alias/mine'],
  ['Literal', [true, 1.5, null, 'text']],
  ['Count', '2'],
  ['Gone', undefined],
  ['List', ['a', 'c']],
  ['Zones', ['a', 'b']],
  ['Where', 'a in eu-west-1 of 123456789012, aws'],
  ['KeyOfStack', new RegExp(`^${uuid}$`)],
  ['KeyArn', keyArn],
  ['KeyText', keyArn],
  ['AliasName', 'alias/a-VolumeAlias'],
  ['AliasArn', 'arn:aws:kms:eu-west-1:123456789012:alias/a-VolumeAlias'],
  ['RoleArn', /^arn:aws:iam::123456789012:role\/a-Role-[0-9a-f]{12}$/],
  ['ModelArn', /^arn:aws:sagemaker:eu-west-1:123456789012:model\/a-Model-[0-9a-f]{12}$/],
  ['ModelName', /^a-Model-[0-9a-f]{12}$/],
  ['BucketName', /^a-bucket-[0-9a-f]{12}$/],
  ['BucketArn', /^arn:aws:s3:::a-bucket-[0-9a-f]{12}$/],
  ['QueueArn', /^arn:aws:sqs:eu-west-1:123456789012:a-Queue-[0-9a-f]{12}$/],
  ['QueueUrl', /^a-Queue-[0-9a-f]{12}\.QueueUrl$/],
  ['Own', 'mine-2'],
  ['Image', /^rehearsal-[0-9a-f]{8}$/],
  ['ExportedKmsKeyId', keyArn],
  ['ExportedRoleArn', /^arn:aws:iam::123456789012:role\/rehearsal-[0-9a-f]{8}$/],
  ['Plain', /^rehearsal-[0-9a-f]{8}$/],
  ['Inside', /^x-rehearsal-[0-9a-f]{8}-y$/],
  ['Secure', '{{resolve:ssm-secure:/ml/name:1}}'],
  ['Secret', '{{resolve:secretsmanager:ml:SecretString:name}}'],
];

const eu = ['--region', 'eu-west-1'];
const invocation = await sent('RESOURCE', { 'a.yaml': template }, 'a.yaml', ...eu);
const properties = invocation.event.requestData.targetModel?.resourceProperties ?? {};

test.each(resolved)('a resource invocation has %s resolved', (name, expected) => {
  if (expected instanceof RegExp) expect(properties[name]).toMatch(expected);
  else expect(properties[name]).toEqual(expected);
});

test('two rehearsals make up the same names, other stacks have others', async () => {
  const again = await sent('RESOURCE', { 'a.yaml': template }, 'a.yaml', ...eu);
  expect(again.event).toEqual(invocation.event);
  const other = await sent('RESOURCE', { 'a.yaml': template }, 'a.yaml', ...eu, '--stack-name', 'b');
  expect(other.event.requestData.targetModel?.resourceProperties?.['KeyArn']).not.toBe(properties['KeyArn']);
});

const changesOf = async (...args: [Readonly<Record<string, string>>, ...string[]]) => {
  const { payload } = await sent('CHANGE_SET', ...args);
  return new Map((payload?.changedResources ?? []).map((change) => [change.logicalResourceId, change]));
};
const contextOf = (text: string | null | undefined) => JSON.parse(text ?? 'null')?.Properties;

test('a change set has every scalar as a string, and marks what only the change will tell', async () => {
  const changes = await changesOf({ 'a.yaml': template }, 'a.yaml', ...eu);
  // The condition of the topic is false.
  expect([...changes.keys()]).toEqual([
    ...['Role', 'VolumeKey', 'VolumeAlias', 'Bucket', 'Queue', 'Model', 'Config'],
  ]);
  expect(changes.get('Config')).toMatchObject({ action: 'CREATE', beforeContext: null, lineNumber: 17 });
  expect(contextOf(changes.get('Config')?.afterContext)).toMatchObject({
    KmsKeyId: 'alias/mine',
    Literal: ['true', '1.5', null, 'text'],
    KeyOfStack: marker,
    KeyArn: marker,
    KeyText: marker,
    ModelArn: marker,
    Own: 'mine-2',
  });
});

test('an update lists what changes, and what follows from it', async () => {
  const changes = await changesOf(files, 'encrypted.yaml', '--previous', 'blocked.yaml');
  const summary = ({ action, lineNumber }: Changed) => ({ action, lineNumber });
  expect([...changes].map(([name, change]) => [name, summary(change)])).toEqual([
    ['VolumeKey', { action: 'CREATE', lineNumber: 4 }],
    ['Config', { action: 'UPDATE', lineNumber: 25 }],
    ['Endpoint', { action: 'UPDATE', lineNumber: 34 }],
  ]);
  const config = changes.get('Config');
  expect(contextOf(config?.beforeContext)).not.toHaveProperty('KmsKeyId');
  expect(contextOf(config?.afterContext)).toMatchObject({
    KmsKeyId: marker,
    // The model is there already, so that its name is known.
    ProductionVariants: [
      { ModelName: expect.stringMatching(/^encrypted-Model-/), InitialInstanceCount: '2' },
    ],
  });
  expect(contextOf(changes.get('Endpoint')?.afterContext)).toEqual({ EndpointConfigName: marker });
});

test('what is removed is a deletion in the change set, and nobody asks about it afterwards', async () => {
  const previous = `${encrypted}\n  Second:\n    Type: AWS::SageMaker::EndpointConfig\n`;
  const templates = { 'a.yaml': previous, 'b.yaml': encrypted };
  const changes = await changesOf(templates, 'b.yaml', '--previous', 'a.yaml', '--stack-name', 's');
  expect([...changes.values()]).toEqual([
    {
      logicalResourceId: 'Second',
      resourceType: 'AWS::SageMaker::EndpointConfig',
      action: 'DELETE',
      lineNumber: null,
      beforeContext: '{"Properties":{}}',
      afterContext: null,
    },
  ]);
  const document = await rehearsal(templates, ['b.yaml', '--previous', 'a.yaml']);
  expect(document.invocations.map(({ target }) => target)).toEqual(['CHANGE_SET', 'STACK']);
  expect(document.stackStatus).toBe('UPDATE_COMPLETE');
});

const resource = ([type, properties]: readonly [string, string]) =>
  `Resources:\n  R: {Type: ${type}, Properties: ${properties}}\n  C: {Type: AWS::SageMaker::EndpointConfig, Properties: {KmsKeyId: !Ref R}}\n`;

test.each([
  {
    what: 'a property of a model',
    from: ['AWS::SageMaker::Model', '{A: 1}'],
    to: ['AWS::SageMaker::Model', '{A: 2}'],
    changed: ['R', 'C'],
  },
  {
    what: 'the tags of a model',
    from: ['AWS::SageMaker::Model', '{Tags: [1]}'],
    to: ['AWS::SageMaker::Model', '{Tags: [2]}'],
    changed: ['R'],
  },
  {
    what: 'another type',
    from: ['AWS::SNS::Topic', '{}'],
    to: ['AWS::SQS::Queue', '{}'],
    changed: ['R', 'C'],
  },
  {
    what: 'a property of a topic',
    from: ['AWS::SNS::Topic', '{A: 1}'],
    to: ['AWS::SNS::Topic', '{A: 2}'],
    changed: ['R'],
  },
  {
    what: 'the order of members',
    from: ['AWS::SNS::Topic', '{A: 1, B: {C: 1, D: 2}}'],
    to: ['AWS::SNS::Topic', '{B: {D: 2, C: 1}, A: 1}'],
    changed: [],
  },
] as const)('an update of $what touches $changed', async ({ from, to, changed }) => {
  const templates = { 'a.yaml': resource(from), 'b.yaml': `Description: another\n${resource(to)}` };
  const changes = await changesOf(templates, 'b.yaml', '--previous', 'a.yaml', '--stack-name', 's');
  expect([...changes.keys()]).toEqual(changed);
});

test('the stack gets both templates as they were written', async () => {
  const update = await sent('STACK', files, 'encrypted.yaml', '--previous', 'blocked.yaml');
  expect(update.payload).toEqual({ template: encrypted, previousTemplate: blocked });
  const create = await sent('STACK', files, 'encrypted.yaml');
  expect(create.payload).toEqual({ template: encrypted, previousTemplate: null });
});

test('a loop makes resources of its own, those whose type it writes among them', async () => {
  const loop = `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Endpoints:
    - Name
    - [A, B]
    - Config\${Name}:
        Type: AWS::SageMaker::EndpointConfig
        Properties: {KmsKeyId: !Sub 'alias/\${Name}'}
      Key\${Name}: {Type: AWS::KMS::Key}
  Fn::ForEach::Typed:
    - Type
    - [EndpointConfig]
    - Typed\${Type}:
        Type: AWS::SageMaker::\${Type}
        Properties: {KmsKeyId: !Ref KeyA}
`;
  const document = await rehearsal({ 'a.yaml': loop }, ['a.yaml', '--target', 'RESOURCE']);
  const keys = document.invocations.map(({ event }) => [
    event.requestData['targetLogicalId'],
    event.requestData.targetModel?.resourceProperties?.['KmsKeyId'],
  ]);
  expect(keys).toEqual([
    ['ConfigA', 'alias/A'],
    ['ConfigB', 'alias/B'],
    ['TypedEndpointConfig', expect.stringMatching(new RegExp(`^${uuid}$`))],
  ]);
});

test('shared parts of a template stay shared, so that aliases do not multiply', async () => {
  const bomb = [
    'Resources:',
    '  T:',
    '    Type: AWS::SNS::Topic',
    '    Properties:',
    '      A0: &a0 {X: !Ref U}',
  ];
  for (let i = 1; i < 12; i++) bomb.push(`      A${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
  bomb.push('  U: {Type: AWS::SNS::Topic}', '');
  const document = await rehearsal({ 'a.yaml': bomb.join('\n') }, ['a.yaml', '--target', 'STACK']);
  expect(document.stackStatus).toBe('CREATE_COMPLETE');
});

test('templates in JSON, with what CloudFormation would refuse left for it to refuse', async () => {
  const odd = {
    Parameters: { L: { Type: 'CommaDelimitedList', Default: ['a', 'b'] } },
    Resources: {
      Config: {
        Type: 'AWS::SageMaker::EndpointConfig',
        Properties: {
          KmsKeyId: { 'Fn::Sub': 7 },
          A: { 'Fn::GetAtt': 7 },
          B: { 'Fn::GetAtt': 'Config' },
          C: { 'Fn::GetAtt': [1, 2] },
          D: { Ref: ['x'] },
          E: { Ref: 'L', More: 1 },
          F: { Ref: 'L' },
        },
      },
    },
  };
  const { event } = await sent('RESOURCE', { 'a.json': JSON.stringify(odd) }, 'a.json');
  expect(event.requestData.targetModel?.resourceProperties).toMatchObject({
    KmsKeyId: expect.any(String),
    E: { Ref: 'L', More: 1 },
    F: ['a', 'b'],
  });
});
