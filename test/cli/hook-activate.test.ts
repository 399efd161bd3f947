import { describe, expect, it } from 'vitest';
import { Fault } from '../aws/aws-server.js';
import {
  account,
  called,
  changed,
  cloudControlAlias,
  configuration,
  functionArn,
  hook,
  present,
  resourceAlias,
  roleArn,
  stackAlias,
  useAccount,
} from './hook-account.js';

useAccount();

const all = ['activate', '--function', functionArn, '--role', roleArn];

const resourceConfiguration = {
  HookInvocationStatus: 'ENABLED',
  TargetOperations: ['RESOURCE'],
  FailureMode: 'FAIL',
  Properties: { LambdaFunction: functionArn },
  TargetFilters: {
    TargetNames: ['AWS::SageMaker::EndpointConfig'],
    Actions: ['CREATE', 'UPDATE'],
    InvocationPoints: ['PRE_PROVISION'],
  },
};

describe('in an empty account', () => {
  it('activates and configures all three hooks', async () => {
    const { code, stdout } = await hook([...all, '--yes']);
    expect(code).toBe(0);
    const each = ['ActivateType', 'SetTypeConfiguration'];
    expect(changed()).toEqual([...each, ...each, ...each]);
    expect(configuration(resourceAlias)).toEqual(resourceConfiguration);
    expect(configuration(cloudControlAlias)).toEqual({
      ...resourceConfiguration,
      TargetOperations: ['CLOUD_CONTROL'],
    });
    expect(configuration(stackAlias)).toEqual({
      ...resourceConfiguration,
      TargetOperations: ['STACK', 'CHANGE_SET'],
      TargetFilters: { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] },
    });
    expect(stdout).toBe(
      `${resourceAlias}: is activated\n${cloudControlAlias}: is activated\n${stackAlias}: is activated\n`,
    );
  });

  it('asks for the hook of AWS by the names that AWS gives it', async () => {
    await hook([...all, '--yes', '--target', 'RESOURCE']);
    expect(account.server.calls.find(({ operation }) => operation === 'ActivateType')?.params).toEqual({
      Type: 'HOOK',
      TypeName: 'AWS::Hooks::LambdaHook',
      PublisherId: 'aws-hooks',
      TypeNameAlias: resourceAlias,
      ExecutionRoleArn: roleArn,
      AutoUpdate: 'true',
    });
  });

  it.each([
    [['--target', 'resource', '--mode', 'warn'], { [resourceAlias]: ['RESOURCE'] }],
    [['--target', 'STACK'], { [stackAlias]: ['STACK'] }],
    [['--target', 'CHANGE_SET', '--alias', 'My::Stack::Guard'], { 'My::Stack::Guard': ['CHANGE_SET'] }],
    [['--alias', 'My::Resource::Guard'], { 'My::Resource::Guard': ['RESOURCE'] }],
    [['--alias', cloudControlAlias], { [cloudControlAlias]: ['CLOUD_CONTROL'] }],
    [['--alias', stackAlias], { [stackAlias]: ['STACK', 'CHANGE_SET'] }],
    [
      ['--alias', 'My::Hook::One', '--alias', 'My::Hook::Two', '--target', 'STACK', '--target', 'RESOURCE'],
      { 'My::Hook::One': ['RESOURCE'], 'My::Hook::Two': ['STACK'] },
    ],
    [
      ['--alias', 'My::Hook::One', '--alias', 'My::Hook::Two', '--alias', 'My::Hook::Three'],
      {
        'My::Hook::One': ['RESOURCE'],
        'My::Hook::Two': ['CLOUD_CONTROL'],
        'My::Hook::Three': ['STACK', 'CHANGE_SET'],
      },
    ],
  ])('%s', async (argv, expected) => {
    expect(await hook([...all, ...argv, '--yes'])).toMatchObject({ code: 0 });
    const operations = Object.fromEntries(
      [...account.state.hooks.keys()].map((alias) => [
        alias,
        (configuration(alias) as typeof resourceConfiguration).TargetOperations,
      ]),
    );
    expect(operations).toEqual(expected);
  });

  it('takes mode and excluded stacks', async () => {
    await hook([...all, '--yes', '--mode', 'WARN', '--exclude-stack', 'kms-guard']);
    const StackFilters = { FilteringCriteria: 'ALL', StackNames: { Exclude: ['kms-guard'] } };
    const warning = { ...resourceConfiguration, FailureMode: 'WARN' };
    expect(configuration(resourceAlias)).toEqual({ ...warning, StackFilters });
    // CloudFormation ignores the stack filters of a hook that targets Cloud Control.
    expect(configuration(cloudControlAlias)).toEqual({ ...warning, TargetOperations: ['CLOUD_CONTROL'] });
    expect(configuration(stackAlias)).toMatchObject({ StackFilters });
  });

  it('works in the European Sovereign Cloud', async () => {
    const sovereign = ['--function', functionArn, '--role', roleArn].map((word) =>
      word.replace('arn:aws:', 'arn:aws-eusc:').replace('eu-west-1', 'eusc-de-east-1'),
    );
    const argv = ['activate', ...sovereign, '--region', 'eusc-de-east-1', '--yes'];
    expect(await hook(argv)).toMatchObject({ code: 0, stderr: expect.not.stringContaining('note:') });
    expect(new Set(account.server.calls.map(({ region }) => region))).toEqual(new Set(['eusc-de-east-1']));
  });

  it('prints the exact requests in a dry run and changes nothing', async () => {
    const { code, stdout, stderr } = await hook([...all, '--dry-run']);
    expect(code).toBe(0);
    expect(changed()).toEqual([]);
    const requests = JSON.parse(stdout);
    const each = ['ActivateType', 'SetTypeConfiguration'];
    expect(requests.map(({ operation }: { operation: string }) => operation)).toEqual([
      ...each,
      ...each,
      ...each,
    ]);
    expect(requests[1].input.TypeName).toBe(resourceAlias);
    expect(JSON.parse(requests[1].input.Configuration)).toEqual({
      CloudFormationConfiguration: { HookConfiguration: resourceConfiguration },
    });
    expect(stderr).toContain(`+   "ExecutionRoleArn": "${roleArn}"`);
  });

  it('sends in earnest what the dry run printed', async () => {
    const { stdout } = await hook([...all, '--dry-run', '--target', 'STACK']);
    await hook([...all, '--yes', '--target', 'STACK']);
    const sent = account.server.calls.filter(({ operation }) => changed().includes(operation));
    const printed = JSON.parse(stdout).map(({ operation, input }: { operation: string; input: object }) => ({
      operation,
      params: Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)])),
    }));
    expect(sent.map(({ operation, params }) => ({ operation, params }))).toEqual(printed);
  });

  it('says what stays when it fails half-way', async () => {
    account.server.inject({
      operation: 'SetTypeConfiguration',
      fault: new Fault('CFNRegistryException', 'The configuration is not valid'),
    });
    const { refused, stderr } = await hook([...all, '--yes']);
    expect(refused).toBe('AWS refused cloudformation:SetTypeConfiguration: The configuration is not valid');
    expect(stderr).toContain(`sent before the failure, and not undone: ActivateType for ${resourceAlias}\n`);
    expect(changed()).toEqual(['ActivateType', 'SetTypeConfiguration']);
  });

  it('notes that the function is in another region', async () => {
    const { stderr } = await hook([...all, '--yes', '--region', 'us-east-1']);
    expect(stderr).toContain('note: the function is in eu-west-1, the hook in us-east-1\n');
    expect(new Set(account.server.calls.map(({ region }) => region))).toEqual(new Set(['us-east-1']));
  });
});

describe('on what is there', () => {
  it('is idempotent', async () => {
    await hook([...all, '--yes']);
    const before = changed().length;
    const { code, stdout, stderr } = await hook(all);
    expect(code).toBe(0);
    expect(changed()).toHaveLength(before);
    expect(stdout).toBe(
      [resourceAlias, cloudControlAlias, stackAlias]
        .map((alias) => `${alias}: is already as requested\n`)
        .join(''),
    );
    expect(stderr).toBe('');
  });

  it('changes the function and keeps every other member', async () => {
    present(resourceAlias, { HookInvocationStatus: 'DISABLED', FailureMode: 'WARN' });
    const before = configuration(resourceAlias);
    const newFunction = 'arn:aws:lambda:eu-west-1:111122223333:function:other';
    const argv = [
      'activate',
      '--alias',
      resourceAlias,
      '--function',
      newFunction,
      '--role',
      roleArn,
      '--yes',
    ];
    const { stdout, stderr } = await hook(argv);
    expect(configuration(resourceAlias)).toEqual({
      ...(before as object),
      Properties: { LambdaFunction: newFunction, Other: 'kept' },
    });
    expect(changed()).toEqual(['SetTypeConfiguration']);
    expect(account.state.hooks.get(resourceAlias)?.configuration).toContain('"Beside":true');
    expect(stdout).toBe(`${resourceAlias}: is activated, and still disabled\n`);
    expect(stderr).toContain(`-         "LambdaFunction": "${functionArn}",\n`);
    expect(stderr).toContain(`+         "LambdaFunction": "${newFunction}",\n`);
  });

  it('changes the role alone', async () => {
    present(resourceAlias);
    const role = 'arn:aws:iam::111122223333:role/path/other';
    await hook(['activate', '--alias', resourceAlias, '--function', functionArn, '--role', role, '--yes']);
    expect(changed()).toEqual(['ActivateType']);
    expect(account.state.hooks.get(resourceAlias)?.roleArn).toBe(role);
  });

  it('adds excluded stacks to those that are there', async () => {
    present(resourceAlias, {
      StackFilters: { FilteringCriteria: 'ANY', StackNames: { Exclude: ['one'] }, StackRoles: {} },
    });
    const argv = ['--alias', resourceAlias, '--exclude-stack', 'two', '--exclude-stack', 'one', '--yes'];
    await hook([...all, ...argv]);
    expect(configuration(resourceAlias)).toMatchObject({
      StackFilters: { FilteringCriteria: 'ANY', StackNames: { Exclude: ['one', 'two'] }, StackRoles: {} },
    });
  });

  it('gives a hook that changes its kind of target the filters of that kind', async () => {
    present('My::Hook::Guard');
    await hook([...all, '--alias', 'My::Hook::Guard', '--target', 'STACK', '--yes']);
    expect(configuration('My::Hook::Guard')).toMatchObject({
      TargetOperations: ['STACK'],
      TargetFilters: { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] },
    });
  });

  it('keeps refined filters where the kind of target stays', async () => {
    present(resourceAlias);
    await hook([...all, '--target', 'RESOURCE', '--yes']);
    expect(configuration(resourceAlias)).toMatchObject({
      TargetOperations: ['RESOURCE'],
      TargetFilters: { TargetNames: ['AWS::SageMaker::*'] },
    });
  });

  it('moves Cloud Control from the resource hook to the hook of its own', async () => {
    present(resourceAlias, { TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'] });
    await hook([...all, '--yes']);
    expect(configuration(resourceAlias)).toMatchObject({
      TargetOperations: ['RESOURCE'],
      TargetFilters: { TargetNames: ['AWS::SageMaker::*'] },
    });
    expect(configuration(cloudControlAlias)).toMatchObject({ TargetOperations: ['CLOUD_CONTROL'] });
  });

  it('leaves the targets of a hook that is changed alone, and says what they mean for its filters', async () => {
    present(resourceAlias, { TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'] });
    const { stderr } = await hook([...all, '--alias', resourceAlias, '--exclude-stack', 'x', '--yes']);
    expect(configuration(resourceAlias)).toMatchObject({ TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'] });
    expect(stderr).toContain(
      `note: ${resourceAlias}: CloudFormation ignores the stack filters of a hook that targets CLOUD_CONTROL\n`,
    );
  });

  it.each(['exception', 'listed'] as const)('configures a hook that never was (%s)', async (lookUp) => {
    await hook([...all, '--yes', '--target', 'STACK']);
    const found = account.state.hooks.get(stackAlias);
    if (found !== undefined) found.configuration = undefined;
    account.state.configurationLookUp = lookUp;
    expect(await hook([...all, '--yes', '--target', 'STACK'])).toMatchObject({ code: 0 });
    expect(configuration(stackAlias)).toMatchObject({ HookInvocationStatus: 'ENABLED' });
  });

  it.each(['failed', 'unprocessed', 'silent'] as const)(
    'overwrites no configuration that it could not read (%s)',
    async (lookUp) => {
      present(stackAlias);
      account.state.configurationLookUp = lookUp;
      expect((await hook([...all, '--yes'])).refused).toContain(
        `CloudFormation did not say how ${stackAlias} is configured`,
      );
      expect(changed()).toEqual([]);
    },
  );

  it('does not touch an alias that belongs to something else', async () => {
    present('My::Other::Hook');
    const other = account.state.hooks.get('My::Other::Hook');
    for (const [originalTypeName, name] of [
      ['AWS::Hooks::GuardHook', 'AWS::Hooks::GuardHook'],
      [undefined, 'a type registered in this account'],
    ] as const) {
      if (other !== undefined) account.state.hooks.set('My::Other::Hook', { ...other, originalTypeName });
      const { refused } = await hook([...all, '--alias', 'My::Other::Hook', '--yes']);
      expect(refused).toBe(`My::Other::Hook is taken by ${name}: choose another --alias`);
    }
    expect(changed()).toEqual([]);
  });
});

describe('what cannot be used is refused before AWS is asked', () => {
  const long = `arn:aws:lambda:eu-west-1:111122223333:function:${'f'.repeat(64)}:${'v'.repeat(100)}`;
  it.each([
    [['--role', roleArn], 'hook activate needs --function ARN and --role ARN'],
    [
      ['--function', 'kms-guard', '--role', roleArn],
      '--function kms-guard is not the ARN of a Lambda function',
    ],
    [['--function', long, '--role', roleArn], 'characters, and a hook takes 170 at most'],
    [['--function', functionArn, '--role', 'admin'], '--role admin is not the ARN of an IAM role'],
    [['--function', 'f', '--role', 'r'], '--role r is not'],
    [[...all.slice(1), '--alias', 'Kms'], '--alias Kms is not of the form Name1::Name2::Name3'],
    [[...all.slice(1), '--alias', 'AWS::My::Hook'], '--alias AWS::My::Hook begins with "aws"'],
    [[...all.slice(1), '--mode', 'FIAL'], '--mode must be one of FAIL, WARN, not "FIAL": did you mean FAIL?'],
    [[...all.slice(1), '--target', 'STACKS'], 'did you mean STACK?'],
    [
      [...all.slice(1), '--alias', 'My::Hook::One', '--target', 'STACK', '--target', 'RESOURCE'],
      'these targets need two hooks: give --alias once for each, in the order RESOURCE, CLOUD_CONTROL, STACK',
    ],
    [
      [...all.slice(1), '--alias', 'My::Hook::One', '--alias', 'My::Hook::Two', '--target', 'STACK'],
      'these targets need one hook: give --alias once for each',
    ],
    [
      [...all.slice(1), ...['One', 'Two', 'One'].flatMap((name) => ['--alias', `My::Hook::${name}`])],
      'each hook needs an alias of its own',
    ],
    [
      [...all.slice(1), '--alias', 'My::Hook::One', '--alias', 'My::Hook::Two'],
      'these targets need three hooks: give --alias once for each',
    ],
    [[...all.slice(1), 'now'], 'hook activate takes options only, not "now"'],
    [[...all.slice(1), '--dry-rum'], 'unknown option --dry-rum: did you mean --dry-run?'],
  ])('%s', async (argv, message) => {
    const { refused } = await hook(['activate', ...argv, '--yes']);
    expect(refused).toContain(message);
    expect(called()).toEqual([]);
  });

  it('changes nothing where one of the hooks cannot be activated', async () => {
    present(stackAlias);
    const other = account.state.hooks.get(stackAlias);
    if (other !== undefined)
      account.state.hooks.set(stackAlias, { ...other, originalTypeName: 'AWS::Hooks::GuardHook' });
    expect((await hook([...all, '--yes'])).refused).toContain(`${stackAlias} is taken by`);
    expect(changed()).toEqual([]);
  });
});
