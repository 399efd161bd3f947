import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rehearsal, simulate, story } from './simulate-support.js';

const blocked = readFileSync('test/templates/simulate/blocked.yaml', 'utf8');
const encrypted = readFileSync('test/templates/simulate/encrypted.yaml', 'utf8');
const files = { 'blocked.yaml': blocked, 'encrypted.yaml': encrypted };
const resourceHook = 'The following hook(s) failed: [Guard::SageMaker::EndpointKms]';
const stackHook = 'The following hook(s) failed: [Guard::SageMaker::EndpointKmsStack]';

/** One endpoint configuration, and what stands under its Properties. */
const configuration = (...lines: readonly string[]) =>
  ['Resources:', '  Config:', '    Type: AWS::SageMaker::EndpointConfig', '    Properties:', ...lines]
    .map((line) => line)
    .join('\n');

const outcomes = [
  { what: 'no key', argv: ['blocked.yaml'], code: 1, ends: 'Blocked. The stack ends in ROLLBACK_COMPLETE.' },
  { what: 'a key', argv: ['encrypted.yaml'], code: 0, ends: 'Passed. The stack ends in CREATE_COMPLETE.' },
  {
    what: 'no key, but a warning only',
    argv: ['blocked.yaml', '--failure-mode', 'WARN'],
    code: 0,
    ends: 'Warned, and let through. The stack ends in CREATE_COMPLETE.',
  },
  {
    what: 'the key goes in an update',
    argv: ['blocked.yaml', '--previous', 'encrypted.yaml'],
    code: 1,
    ends: 'Blocked. The stack ends in UPDATE_ROLLBACK_COMPLETE.',
  },
  {
    what: 'the key comes in an update',
    argv: ['encrypted.yaml', '--previous', 'blocked.yaml'],
    code: 0,
    ends: 'Passed. The stack ends in UPDATE_COMPLETE.',
  },
  {
    what: 'an update without a change',
    argv: ['blocked.yaml', '--previous', 'blocked.yaml'],
    code: 0,
    ends: 'No updates are to be performed.',
  },
  {
    what: 'an update of comments and layout',
    argv: ['blocked.yaml', '--previous', 'commented.yaml'],
    code: 0,
    ends: 'No updates are to be performed.',
  },
  { what: 'a change set alone', argv: ['blocked.yaml', '--target', 'CHANGE_SET'], code: 1, ends: 'Blocked.' },
  { what: 'Cloud Control', argv: ['blocked.yaml', '--target', 'CLOUD_CONTROL'], code: 1, ends: 'Blocked.' },
  {
    what: 'Cloud Control, a key',
    argv: ['encrypted.yaml', '--target', 'CLOUD_CONTROL'],
    code: 0,
    ends: 'Passed.',
  },
] as const;

test.each(outcomes)('$what: exit code $code', async ({ argv, code, ends }) => {
  const commented = `# the same\n${blocked}\n`;
  const ran = await simulate({ ...files, 'commented.yaml': commented }, argv);
  expect(ran.code).toBe(code);
  expect(ran.stdout.trimEnd().split('\n').at(-1)).toMatch(
    new RegExp(`^(?:[✖✔!] )?${ends.replaceAll('.', '\\.')}$`),
  );
});

test('a failed change set is told apart from the stack, which is rolled back before anything is provisioned', async () => {
  const document = await rehearsal(files, ['blocked.yaml']);
  expect(document).toMatchObject({
    blocked: true,
    stackStatus: 'ROLLBACK_COMPLETE',
    changeSet: { status: 'FAILED', reason: `Change set creation failed. ${stackHook}` },
  });
  expect(document.invocations.map(({ target }) => target)).toEqual(['CHANGE_SET', 'STACK']);
  expect(story(document)).toEqual([
    'blocked CREATE_IN_PROGRESS',
    'blocked HOOK_IN_PROGRESS',
    'blocked HOOK_COMPLETE_FAILED',
    'blocked CREATE_FAILED',
    'blocked ROLLBACK_IN_PROGRESS',
    'blocked ROLLBACK_COMPLETE',
  ]);
  expect(document.StackEvents[3]).toMatchObject({ ResourceStatusReason: stackHook });
});

test('a failed resource takes back what was made before it, and what was under way', async () => {
  const document = await rehearsal(
    { 'a.yaml': `${blocked}\n  Topic:\n    Type: AWS::SNS::Topic\n    DependsOn: Model\n` },
    ['a.yaml', '--target', 'RESOURCE'],
  );
  expect(story(document).slice(7)).toEqual([
    'Config CREATE_IN_PROGRESS',
    'Topic CREATE_IN_PROGRESS',
    'Config HOOK_IN_PROGRESS',
    'Config HOOK_COMPLETE_FAILED',
    'Config CREATE_FAILED',
    'Topic CREATE_FAILED',
    'a ROLLBACK_IN_PROGRESS',
    'Topic DELETE_COMPLETE',
    'Config DELETE_COMPLETE',
    'Model DELETE_IN_PROGRESS',
    'Model DELETE_COMPLETE',
    'ExecutionRole DELETE_IN_PROGRESS',
    'ExecutionRole DELETE_COMPLETE',
    'a ROLLBACK_COMPLETE',
  ]);
  const [hook, failed, cancelled, rollback] = document.StackEvents.slice(10);
  expect(hook).toMatchObject({
    ResourceStatus: 'CREATE_IN_PROGRESS',
    HookType: 'Guard::SageMaker::EndpointKms',
    HookFailureMode: 'FAIL',
    HookInvocationPoint: 'PRE_PROVISION',
    HookStatusReason: expect.stringMatching(
      /^Hook failed with message: The endpoint configuration Config has no KmsKeyId\./,
    ),
  });
  expect(failed).toMatchObject({ ResourceStatusReason: resourceHook });
  expect(cancelled).toMatchObject({ ResourceStatusReason: 'Resource creation cancelled' });
  expect(rollback).toMatchObject({
    ResourceStatusReason: 'The following resource(s) failed to create: [Config]. Rollback requested by user.',
  });
});

test('an update replaces the configuration, and its clean-up calls no hook', async () => {
  const document = await rehearsal(files, ['encrypted.yaml', '--previous', 'blocked.yaml']);
  expect(story(document).slice(3)).toEqual([
    'VolumeKey CREATE_IN_PROGRESS',
    'VolumeKey CREATE_IN_PROGRESS',
    'VolumeKey CREATE_COMPLETE',
    'Config UPDATE_IN_PROGRESS',
    'Config HOOK_IN_PROGRESS',
    'Config HOOK_COMPLETE_SUCCEEDED',
    'Config UPDATE_IN_PROGRESS',
    'Config UPDATE_IN_PROGRESS',
    'Config UPDATE_COMPLETE',
    'Endpoint UPDATE_IN_PROGRESS',
    'Endpoint UPDATE_COMPLETE',
    'encrypted UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Config DELETE_IN_PROGRESS',
    'Config DELETE_COMPLETE',
    'encrypted UPDATE_COMPLETE',
  ]);
  const ids = document.StackEvents.filter(({ LogicalResourceId }) => LogicalResourceId === 'Config').map(
    ({ PhysicalResourceId }) => PhysicalResourceId,
  );
  expect(new Set(ids.slice(0, -2)).size).toBe(1);
  expect(ids.at(-1)).not.toBe(ids[0]);
});

test('a failed update takes back what it made and changed', async () => {
  const previous = `Resources:
  Old: {Type: AWS::SNS::Topic, DeletionPolicy: Retain}
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: one}}
  Model: {Type: AWS::SageMaker::Model, Properties: {ModelName: one}}
  Config: {Type: AWS::SageMaker::EndpointConfig, DependsOn: [Topic, Model], Properties: {KmsKeyId: alias/one}}`;
  const next = `Resources:
  New: {Type: AWS::SNS::Topic, DeletionPolicy: Retain}
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: two}}
  Model: {Type: AWS::SageMaker::Model, Properties: {ModelName: two}}
  Config: {Type: AWS::SageMaker::EndpointConfig, DependsOn: [Topic, Model, New], Properties: {}}`;
  const document = await rehearsal({ 'a.yaml': previous, 'b.yaml': next }, [
    ...['b.yaml', '--previous', 'a.yaml', '--target', 'RESOURCE', '--stack-name', 's'],
  ]);
  expect(story(document).slice(-13)).toEqual([
    'Model UPDATE_COMPLETE',
    'Config UPDATE_IN_PROGRESS',
    'Config HOOK_IN_PROGRESS',
    'Config HOOK_COMPLETE_FAILED',
    'Config UPDATE_FAILED',
    's UPDATE_ROLLBACK_IN_PROGRESS',
    'Model UPDATE_COMPLETE',
    'Topic UPDATE_COMPLETE',
    's UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'Model DELETE_IN_PROGRESS',
    'Model DELETE_COMPLETE',
    'New DELETE_SKIPPED',
    's UPDATE_ROLLBACK_COMPLETE',
  ]);
  const passing = await rehearsal(
    { 'a.yaml': previous, 'b.yaml': next.replace('Properties: {}', 'Properties: {KmsKeyId: alias/two}') },
    ['b.yaml', '--previous', 'a.yaml'],
  );
  expect(story(passing)).toContain('Old DELETE_SKIPPED');
});

const calls: readonly { readonly what: string; readonly argv: readonly string[]; readonly says: RegExp }[] = [
  { what: 'no template', argv: [], says: /^simulate takes one template/ },
  { what: 'two templates', argv: ['a.yaml', 'b.yaml'], says: /^simulate takes one template/ },
  { what: 'no such file', argv: ['none.yaml'], says: /^none\.yaml: there is no such file or folder$/ },
  { what: 'a misspelt target', argv: ['a.yaml', '--target', 'STAKC'], says: /did you mean STACK\?$/ },
  { what: 'a misspelt mode', argv: ['a.yaml', '--failure-mode', 'WARM'], says: /did you mean WARN\?$/ },
  { what: 'a misspelt format', argv: ['a.yaml', '--format', 'jsn'], says: /did you mean json\?$/ },
  {
    what: 'a misspelt option',
    argv: ['a.yaml', '--previos', 'x'],
    says: /did you mean --previous\? \(--help lists the options\)$/,
  },
  {
    what: 'no account',
    argv: ['a.yaml', '--account', '12'],
    says: /^--account must be an account id of 12 digits, not "12"$/,
  },
  { what: 'no region', argv: ['a.yaml', '--region', 'Ireland'], says: /^--region must be a region/ },
  { what: 'no stack name', argv: ['a.yaml', '--stack-name', '1st'], says: /^--stack-name must be letters/ },
  {
    what: 'a parameter without a value',
    argv: ['a.yaml', '--parameter', 'Env=dev'],
    says: /^a\.yaml: the parameter Key has neither a value nor a default; give one with --parameter Key=VALUE/,
  },
  {
    what: 'several parameters without a value',
    argv: ['a.yaml'],
    says: /^a\.yaml: these parameters have neither a value nor a default: Key, Env; give one with --parameter Key=/,
  },
  {
    what: 'a parameter whose value only the deployed stack has',
    argv: ['default.yaml', '--parameters', 'previous.json'],
    says: /^default\.yaml: the parameter N has an unknown value; give one with --parameter N=VALUE or --parameters FILE$/,
  },
  {
    what: 'a parameter of the previous template without a value',
    argv: ['ok.yaml', '--previous', 'a.yaml'],
    says: /^a\.yaml: these parameters/,
  },
  {
    what: 'a misspelt parameter',
    argv: ['a.yaml', '--parameter', 'Kee=x'],
    says: /^no parameter Kee in a\.yaml: did you mean Key\?$/,
  },
  {
    what: 'a misspelt parameter in the shorthand of create-stack',
    argv: ['a.yaml', '--parameter', 'ParameterKey=Kee,ParameterValue=x'],
    says: /^no parameter Kee in a\.yaml: did you mean Key\?$/,
  },
  {
    what: 'a value that is not allowed',
    argv: ['a.yaml', '--parameter', 'Env=pro', '--parameter', 'Key=x'],
    says: /^a\.yaml:3:3: the value "pro" of parameter Env is not one of its AllowedValues \(dev, prod\)/,
  },
  {
    what: 'a default that is not allowed',
    argv: ['default.yaml'],
    says: /^default\.yaml:2:3: the value "many" of parameter N is not a number$/,
  },
  { what: 'broken YAML', argv: ['broken.yaml'], says: /^broken\.yaml:3:1: The template is not valid YAML/ },
  {
    what: 'JSON with a comment',
    argv: ['comment.json'],
    says: /^comment\.json:1:1: The template is not valid JSON: invalid comment token$/,
  },
  {
    what: 'no template at all',
    argv: ['list.yaml'],
    says: /^list\.yaml: The text is not a CloudFormation template/,
  },
  { what: 'an empty template', argv: ['empty.yaml'], says: /^empty\.yaml: The template is empty$/ },
  { what: 'an empty standard input', argv: ['-'], says: /^<stdin>: The template is empty$/ },
  {
    what: 'both templates from standard input',
    argv: ['-', '--previous', '-'],
    says: /^only one of the two templates can be read from standard input$/,
  },
  {
    what: 'a reference to nothing',
    argv: ['reference.yaml'],
    says: /^reference\.yaml:2:3: Unresolved resource dependencies \[Nothing\] in the Resources block/,
  },
  {
    what: 'resources in a circle',
    argv: ['circle.yaml'],
    says: /^circle\.yaml:2:3: Circular dependency between resources: \[A, B\]$/,
  },
  {
    what: 'a resource without a type',
    argv: ['typeless.yaml'],
    says: /^typeless\.yaml:2:3: The resource A has no Type$/,
  },
  {
    what: 'a template that is too deep',
    argv: ['deep.json'],
    says: /^deep\.json: The template is nested too deep/,
  },
  {
    what: 'a policy that is none',
    argv: ['ok.yaml', '--policy', 'policy.yaml'],
    says: /keyPolcy.*did you mean keyPolicy\?/,
  },
];

const parts = {
  'a.yaml':
    'Parameters:\n  Key: {Type: String}\n  Env: {Type: String, AllowedValues: [dev, prod]}\nResources: {}\n',
  'b.yaml': 'Resources: {}\n',
  'previous.json': '[{"ParameterKey": "N", "UsePreviousValue": true}]',
  'comment.json': '// none\n{"Resources": {}}',
  'ok.yaml': 'Resources:\n  T: {Type: AWS::SNS::Topic}\n',
  'default.yaml': 'Parameters:\n  N: {Type: Number, Default: many}\nResources: {}\n',
  'broken.yaml': 'Resources:\n  A: [\n',
  'list.yaml': '- 1\n',
  'empty.yaml': ' \n',
  'reference.yaml': 'Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {X: !Ref Nothing}}\n',
  'circle.yaml':
    'Resources:\n  A: {Type: AWS::SNS::Topic, DependsOn: B}\n  B: {Type: AWS::SNS::Topic, Properties: {X: !Ref A}}\n',
  'typeless.yaml': 'Resources:\n  A: {}\n  B: {Type: AWS::SNS::Topic, Properties: {X: !GetAtt A.Arn}}\n',
  'deep.json': `{"Resources":{"A":{"Type":"AWS::SNS::Topic","Properties":${'['.repeat(300)}${']'.repeat(300)}}}}`,
  'policy.yaml': 'keyPolcy: present\n',
};

test.each(calls)('unusable: $what', async ({ argv, says }) => {
  await expect(simulate(parts, argv)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(says),
  });
});

test.each([
  { what: 'the template', argv: ['-'], stdin: blocked, code: 1, ends: 'ROLLBACK_COMPLETE' },
  {
    what: 'the previous one',
    argv: ['encrypted.yaml', '--previous', '-'],
    stdin: blocked,
    code: 0,
    ends: 'UPDATE_COMPLETE',
  },
])('standard input has $what', async ({ argv, stdin, code, ends }) => {
  const ran = await simulate(files, argv, { stdin });
  expect(ran.code).toBe(code);
  expect(ran.stdout).toMatch(argv[0] === '-' ? /^Stack stack in/ : /^Stack encrypted in/);
  expect(ran.stdout).toMatch(new RegExp(`The stack ends in ${ends}\\.\n$`));
});

test.each([
  'Type: Number, Default: 0.5',
  'Type: String, Default: N, AllowedValues: [Y, N]',
  'Type: String, MaxLength: 1, Default: N',
])('a default that parsers read differently is held against no constraint: %s', async (declaration) => {
  const text = `Parameters: {P: {${declaration}}}\n${configuration('      KmsKeyId: alias/mine')}\n`;
  expect((await simulate({ 'a.yaml': text }, ['a.yaml'])).code).toBe(0);
});

describe('a key that exists only in the rehearsal', () => {
  const own = (type: string, properties = '{}') => `  Own: {Type: ${type}, Properties: ${properties}}\n`;
  const run = (policy: string, key: string, more: string) =>
    simulate(
      { 'a.yaml': `${configuration(`      KmsKeyId: ${key}`)}\n${more}`, 'p.yaml': `keyPolicy: ${policy}` },
      ['a.yaml', '--policy', 'p.yaml', '--region', 'eu-west-1'],
    );

  test.each([
    ['the ARN of a key', '!GetAtt Own.Arn', own('AWS::KMS::Key')],
    ['the ID of a key', '!Ref Own', own('AWS::KMS::Key', '{Enabled: true}')],
    ['a replica', '!GetAtt Own.Arn', own('AWS::KMS::ReplicaKey')],
    ['an alias', '!Ref Own', own('AWS::KMS::Alias')],
    ['an export', '!ImportValue key', ''],
    ['an SSM parameter', "'{{resolve:ssm:/key}}'", ''],
    ['an alias of this template, by its name', 'alias/own', own('AWS::KMS::Alias', '{AliasName: alias/own}')],
    ['an attribute of a custom resource', '!GetAtt Own.Key', own('Custom::Key')],
  ])('passes as one that is suitable: %s', async (_what, key, more) => {
    for (const policy of ['customerManaged', 'verified']) {
      const { code, stdout } = await run(policy, key, more);
      expect([policy, code, stdout]).toEqual([policy, 0, expect.stringContaining('Passed.')]);
    }
  });

  test.each([
    [
      'a key for signatures',
      '!GetAtt Own.Arn',
      own('AWS::KMS::Key', '{KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY}'),
      /RSA_2048/,
    ],
    ['a disabled key', '!GetAtt Own.Arn', own('AWS::KMS::Key', '{Enabled: false}'), /is disabled/],
    [
      'a key that KMS is asked about',
      'alias/gone',
      own('AWS::KMS::Key'),
      /"alias\/gone", which does not exist/,
    ],
  ])('is refused as KMS would say: %s', async (_what, key, more, says) => {
    const { code, stdout } = await run('verified', key, more);
    expect(code).toBe(1);
    expect(stdout).toMatch(says);
  });

  test.each([
    ['an export', '!ImportValue key', 'an export of another stack, which is not known before the deployment'],
    ['a part of a text', "'alias/{{resolve:ssm:/stage}}'", '{{resolve:ssm:/stage}}'],
  ])('is noted: %s', async (_what, key, origin) => {
    const { stderr } = await run(
      'present',
      key,
      '  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !ImportValue t}}\n',
    );
    const what = key.startsWith('!') ? 'KmsKeyId' : 'value';
    expect(stderr).toBe(`note: a.yaml: Config gets a made-up ${what}: it depends on ${origin}\n`);
  });
});

describe('a key that a transform may still write', () => {
  const bare = configuration('      Tags: []');
  const macro = `Transform: AddKeys\n${bare}\n`;
  const include = `${configuration('      Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}')}\n`;
  const line = (by: string) => `  Config of a: its KmsKeyId depends on ${by}, which may still write it\n`;

  test.each([
    ['of a macro', macro, [], line('the macro AddKeys')],
    ['of an include', include, [], line('AWS::Include')],
    ['of a macro, at Cloud Control', macro, ['--target', 'CLOUD_CONTROL'], line('the macro AddKeys')],
  ])('neither blocks nor passes: %s', async (_what, text, argv, says) => {
    const { code, stdout } = await simulate({ 'a.yaml': text }, ['a.yaml', '--format', 'brief', ...argv]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${says}? Not rehearsed in full.`);
  });

  test('is in no change set, and calls no hook for its resource', async () => {
    const { invocations, StackEvents } = await rehearsal({ 'a.yaml': macro }, ['a.yaml']);
    expect(invocations.map(({ target }) => target)).toEqual(['CHANGE_SET', 'STACK']);
    expect(invocations[0]?.payload).toMatchObject({ changedResources: [] });
    expect(
      StackEvents.filter(({ LogicalResourceId, HookType }) => LogicalResourceId === 'Config' && HookType),
    ).toEqual([]);
    expect(StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason)).not.toContainEqual(
      expect.stringContaining('Hook invocations complete'),
    );
  });

  test('is judged where the template has a key', async () => {
    const text = `Transform: AddKeys\n${configuration('      KmsKeyId: 1')}\n`;
    expect((await simulate({ 'a.yaml': text }, ['a.yaml'])).code).toBe(1);
  });

  test('a template without configurations passes at Cloud Control', async () => {
    const text = 'Resources: {Topic: {Type: AWS::SNS::Topic}}\n';
    const { stdout } = await simulate({ 'a.yaml': text }, ['a.yaml', '--target', 'CLOUD_CONTROL']);
    expect(stdout).toMatch(/\n✔ Passed\.\n$/);
  });
});

test('parameter values come from a samconfig.toml too', async () => {
  const folder = {
    'a.yaml': `Parameters: {Key: {Type: String}}\n${configuration('      KmsKeyId: !Ref Key')}\n`,
    'samconfig.toml': '[default.deploy.parameters]\nparameter_overrides = "Key=alias/mine"\n',
  };
  const { invocations } = await rehearsal(folder, ['a.yaml', '--parameters', 'samconfig.toml']);
  expect(invocations.at(-1)?.event.requestData.targetModel?.resourceProperties).toEqual({
    KmsKeyId: 'alias/mine',
  });
});

test('what rests on defaults, on a choice or on a transform is noted on stderr', async () => {
  const template = `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters:
  Key: {Type: String, Default: alias/mine}
  Path: {Type: AWS::SSM::Parameter::Value<String>, Default: /ml/stage}
Conditions:
  Prod: !Equals [!Ref Path, prod]
Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties: {KmsKeyId: !Ref Key, Tags: !If [Prod, [], !Ref AWS::NoValue]}
`;
  const { code, stderr } = await simulate({ 'a.yaml': template }, ['a.yaml']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^note: a\.yaml: the parameter Key has its default$/m);
  expect(stderr).toMatch(/^note: a\.yaml: Config is resolved assuming that .*Prod/m);
  expect(stderr).toMatch(/^note: a\.yaml: only CloudFormation can run its transforms/m);
});

test('the policy comes from a file that is named, from one nearby, or from the environment', async () => {
  const template = { 'a.yaml': configuration('      KmsKeyId: alias/aws/sagemaker') };
  const strict = 'keyPolicy: customerManaged\n';
  const code = async (...args: Parameters<typeof simulate>) => (await simulate(...args)).code;
  expect(await code(template, ['a.yaml'])).toBe(0);
  expect(await code({ ...template, 'p.yaml': strict }, ['a.yaml', '--policy', 'p.yaml'])).toBe(1);
  expect(await code({ ...template, 'kms-guard.yaml': strict }, ['a.yaml'])).toBe(1);
  expect(await code(template, ['a.yaml'], { env: { GUARD_POLICY: strict } })).toBe(1);
});

test.each([
  ['the file', { 'kms-guard.yaml': 'keyPolicy: present\n' }, {}, 'kms-guard.yaml'],
  ['the environment variable', {}, { GUARD_POLICY: 'keyPolicy: present' }, 'GUARD_POLICY'],
  ['nothing, where the defaults are in force', {}, {}, null],
])('both formats name %s that the policy comes from', async (_name, more, env, policy) => {
  const all = { ...files, ...more };
  expect(await rehearsal(all, ['encrypted.yaml'], { env })).toMatchObject({ policy });
  const [heading = ''] = (await simulate(all, ['encrypted.yaml'], { env })).stdout.split('\n');
  expect(heading.split(', failure mode FAIL')[1]).toBe(policy === null ? '' : `, policy ${policy}`);
});

test('an answer that is a failure of the guard itself blocks as well, and is called a failed hook', async () => {
  const env = { GUARD_POLICY: 'keyPolicy: nonsense' };
  const document = await rehearsal(
    { 'a.yaml': configuration('      KmsKeyId: x') },
    ['a.yaml', '--target', 'RESOURCE'],
    {
      env,
    },
  );
  expect(document.blocked).toBe(true);
  expect(story(document)).toContain('Config HOOK_FAILED');
});

test('the function’s log is shown where it is asked for', async () => {
  expect((await simulate(files, ['encrypted.yaml', '--log'])).stderr).toMatch(/"message":"verdict"/);
  expect((await simulate(files, ['encrypted.yaml'])).stderr).toBe('');
});

test('the guard’s message stands below the table in full, once for all who got it', async () => {
  const { stdout } = await simulate(files, ['blocked.yaml']);
  expect(stdout).toContain(
    'What the guard says\n  CHANGE_SET, STACK blocked:\n  The endpoint configuration Config has',
  );
  expect(stdout.match(/KmsKeyId: alias\/my-key/g)).toHaveLength(1);
  expect(stdout).toContain('Stack events of a deployment without a change set');
});

test('in brief: the outcome, and what the guard says', async () => {
  const { code, stdout } = await simulate(files, ['blocked.yaml', '--format', 'brief']);
  expect(code).toBe(1);
  expect(stdout.split('\n').filter((line) => /^\S/.test(line))).toEqual([
    'Stack blocked in us-east-1, account 123456789012, failure mode FAIL',
    '✖ Blocked. The stack ends in ROLLBACK_COMPLETE.',
    'What the guard says',
  ]);
  expect((await simulate(files, ['encrypted.yaml', '--format', 'brief'])).stdout).toBe(
    'Stack encrypted in us-east-1, account 123456789012, failure mode FAIL\n✔ Passed. The stack ends in CREATE_COMPLETE.\n',
  );
});

test('the guard’s sentences are broken to fit a terminal, the lines to paste are not', async () => {
  const lines = (
    await simulate(files, ['blocked.yaml', '--format', 'brief'], { columns: 60, env: { NO_COLOR: '1' } })
  ).stdout.split('\n');
  const said = lines.slice(lines.indexOf('What the guard says'));
  expect(said.filter((line) => line.length > 60)).toEqual([
    expect.stringContaining('KmsKeyId: alias/my-key'),
  ]);
});

const region = async (env: Readonly<Record<string, string>>, ...argv: string[]) =>
  (await rehearsal(files, ['encrypted.yaml', ...argv], { env })).stackId.split(':').slice(1, 5).join(':');

test.each([
  { env: {}, argv: [], arn: 'aws:cloudformation:us-east-1:123456789012' },
  { env: { AWS_DEFAULT_REGION: 'eu-west-1' }, argv: [], arn: 'aws:cloudformation:eu-west-1:123456789012' },
  { env: { AWS_REGION: 'cn-north-1' }, argv: [], arn: 'aws-cn:cloudformation:cn-north-1:123456789012' },
  {
    env: { AWS_REGION: 'eu-west-1' },
    argv: ['--region', 'us-gov-west-1', '--account', '111122223333'],
    arn: 'aws-us-gov:cloudformation:us-gov-west-1:111122223333',
  },
])('a stack in $arn', async ({ env, argv, arn }) => {
  expect(await region(env, ...argv)).toBe(arn);
});

test.each([
  ['fraud.template.yaml', 'fraud'],
  ['01_fraud model.yaml', 'fraud-model'],
  ['2026.yaml', 'stack'],
])('the stack of %s is called %s', async (file, name) => {
  expect((await simulate({ [file]: 'Resources: {}\n' }, [file])).stdout).toMatch(
    new RegExp(`^Stack ${name} in`),
  );
});

test.each([60, 130])('on a terminal of %i columns no line of the tables is cut by it', async (columns) => {
  const { stdout } = await simulate(files, ['blocked.yaml', '--target', 'RESOURCE'], {
    columns,
    env: { NO_COLOR: '1' },
  });
  const table = stdout
    .slice(stdout.indexOf('Stack events'), stdout.indexOf('What the guard says'))
    .split('\n');
  const reasons = table.filter((line) => /hook\(s\) failed|Hook failed/.test(line));
  expect(reasons.length).toBeGreaterThan(1);
  expect(reasons.filter((line) => line.length > columns)).toEqual([]);
});

test('colours only on a terminal, and never where NO_COLOR forbids them', async () => {
  const coloured = async (settings: object) =>
    (await simulate(files, ['blocked.yaml'], settings)).stdout.includes('\u001b[31m');
  expect(await coloured({ columns: 200 })).toBe(true);
  expect(await coloured({ columns: 200, env: { NO_COLOR: '1' } })).toBe(false);
  expect(await coloured({})).toBe(false);
});

test('what a template says never reaches the terminal as control characters', async () => {
  const { stdout } = await simulate(
    { 'a.json': JSON.stringify({ Resources: { 'A\u001b[2J': { Type: 'AWS::SNS::Topic' } } }) },
    ['a.json'],
  );
  expect(stdout).not.toContain('\u001b');
});

test('a warning says so in the table', async () => {
  const { stdout } = await simulate(files, ['blocked.yaml', '--failure-mode', 'WARN']);
  expect(stdout).toMatch(/HOOK_COMPLETE_FAILED +WARN: Hook failed with message: /);
});
