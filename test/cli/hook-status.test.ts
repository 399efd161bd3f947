import { describe, expect, it, vi } from 'vitest';
import {
  account,
  changed,
  cloudControlAlias,
  functionArn,
  hook,
  present,
  resourceAlias,
  roleArn,
  stackAlias,
  useAccount,
} from './hook-account.js';

useAccount();

function invocations(count: number, alias = resourceAlias) {
  return Array.from({ length: count }, (_, number) => ({
    id: `00000000-0000-4000-8000-00000000000${number}`,
    hook: alias,
    status: 'HOOK_COMPLETE_SUCCEEDED',
    invokedAt: `2026-11-2${number}T00:00:00.000Z`,
  }));
}

describe('hook status', () => {
  it('tells all of it as JSON', async () => {
    present(resourceAlias);
    account.state.invocations = invocations(7);
    account.state.pageSize = 3;
    const { code, stdout } = await hook(['status', '--format', 'json']);
    expect(code).toBe(0);
    const [resource, cloudControl, stack] = JSON.parse(stdout).hooks;
    expect(resource).toMatchObject({
      alias: resourceAlias,
      activated: true,
      enabled: true,
      failureMode: 'FAIL',
      targetOperations: ['RESOURCE'],
      targetFilters: { TargetNames: ['AWS::SageMaker::*'] },
      stackFilters: { FilteringCriteria: 'ANY', StackNames: { Include: ['a*'] } },
      properties: { LambdaFunction: functionArn, Other: 'kept' },
      executionRole: roleArn,
      version: '1.2.0',
      latestVersion: '1.3.0',
      originalTypeName: 'AWS::Hooks::LambdaHook',
      lastUpdated: '2026-11-01T08:00:00.000Z',
    });
    const moments = resource.lastInvocations.map(({ invokedAt }: { invokedAt: string }) =>
      invokedAt.slice(8, 10),
    );
    expect(moments).toEqual(['26', '25', '24', '23', '22']);
    expect(resource.typeArn).toBe(
      'arn:aws:cloudformation:eu-west-1:111122223333:type/hook/Guard-SageMaker-EndpointKms',
    );
    expect(resource).not.toHaveProperty('remark');
    expect(cloudControl).toEqual({ alias: cloudControlAlias, activated: false });
    expect(stack).toEqual({ alias: stackAlias, activated: false });
    expect(changed()).toEqual([]);
  });

  it('tells it to a reader', async () => {
    present(resourceAlias);
    account.state.invocations = invocations(1);
    const { stdout } = await hook(['status']);
    expect(stdout).toContain(
      `${resourceAlias}\n  activated       yes\n  enabled         yes\n  mode            FAIL\n`,
    );
    expect(stdout).toContain('  targets         RESOURCE\n');
    expect(stdout).toContain('  version         1.2.0 (latest: 1.3.0)\n');
    expect(stdout).toContain('  2026-11-20T00:00:00.000Z  HOOK_COMPLETE_SUCCEEDED');
    expect(stdout).toContain(`${stackAlias}\n  not in the account\n`);
  });

  it('says that stack filters are ignored beside Cloud Control', async () => {
    present(resourceAlias, { TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'] });
    const { stdout } = await hook(['status', '--alias', resourceAlias]);
    expect(stdout).toContain(
      '  remark          CloudFormation ignores the stack filters of a hook that targets',
    );
  });

  it('tells a hook that is disabled and newest', async () => {
    present(resourceAlias, { HookInvocationStatus: 'DISABLED' });
    const found = account.state.hooks.get(resourceAlias);
    if (found !== undefined) found.version = '1.3.0';
    const { stdout } = await hook(['status', '--alias', resourceAlias]);
    expect(stdout).toContain('  enabled         no\n');
    expect(stdout).toContain('  version         1.3.0\n');
    expect(stdout).toContain('  no invocations yet\n');
  });

  it('tells a hook without a configuration, registered in the account', async () => {
    present(resourceAlias);
    const found = account.state.hooks.get(resourceAlias);
    if (found !== undefined) {
      account.state.hooks.set(resourceAlias, {
        ...found,
        originalTypeName: undefined,
        configuration: undefined,
      });
    }
    const { stdout } = await hook(['status', '--alias', resourceAlias]);
    expect(stdout).toContain(
      '  activated       no, registered in this account\n  enabled         no\n  mode            -\n',
    );
    expect(stdout).toContain('  version         00000001\n');
  });

  it('in an account without hooks says so, and what to do', async () => {
    const { refused, stdout } = await hook(['status', '--format', 'json']);
    expect(refused).toContain('activate it with `kms-guard hook activate');
    expect(JSON.parse(stdout).hooks).toEqual([
      { alias: resourceAlias, activated: false },
      { alias: cloudControlAlias, activated: false },
      { alias: stackAlias, activated: false },
    ]);
  });

  it('misses an alias that was named', async () => {
    present(resourceAlias);
    const argv = ['status', '--alias', resourceAlias, '--alias', stackAlias];
    expect((await hook(argv)).refused).toContain(`no hook ${stackAlias} in eu-west-1`);
  });
});

describe('the usual chain', () => {
  it('has no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const { refused } = await hook(['status']);
    expect(refused).toMatch(/^no AWS credentials \(.+\): set AWS_PROFILE/);
  });

  it.each([
    [{ AWS_REGION: 'eu-south-1', AWS_DEFAULT_REGION: 'us-east-2' }, [], 'eu-south-1'],
    [{ AWS_REGION: undefined, AWS_DEFAULT_REGION: 'us-east-2' }, [], 'us-east-2'],
    [{ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-2' }, [], 'us-east-2'],
    [
      { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'us-east-2' },
      ['--region', 'eusc-de-east-1'],
      'eusc-de-east-1',
    ],
  ])('takes the region from %j and %j', async (env, argv, region) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    present(resourceAlias);
    expect(await hook(['status', ...argv])).toMatchObject({ code: 0 });
    expect(new Set(account.server.calls.map((call) => call.region))).toEqual(new Set([region]));
  });

  it('has no region', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    expect((await hook(['status'])).refused).toMatch(/^no AWS region: give --region/);
  });

  it('has a region that is none', async () => {
    expect((await hook(['status', '--region', 'eu_west'])).refused).toMatch(
      /^"eu_west" is not an AWS region/,
    );
  });

  it('leads to an endpoint where nothing listens', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    expect((await hook(['status'])).refused).toContain(
      'AWS cannot be reached for cloudformation:DescribeType',
    );
  });

  it('lets --region win', async () => {
    present(resourceAlias);
    await hook(['status', '--region', 'ap-south-1']);
    expect(account.server.calls.every(({ region }) => region === 'ap-south-1')).toBe(true);
  });
});

describe('help', () => {
  const commands = ['status', 'activate', 'enable', 'disable', 'mode', 'results', 'deactivate'];

  it('lists every command', async () => {
    for (const flag of ['--help', '-h', 'help']) {
      const { code, stdout } = await hook([flag]);
      expect(code).toBe(0);
      for (const command of commands) expect(stdout).toContain(`  ${command} `);
    }
  });

  it.each(commands)('%s tells its options and has examples', async (command) => {
    const { code, stdout } = await hook([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: kms-guard hook ${command}`));
    expect(stdout).toContain('Permissions: cloudformation:DescribeType,');
    expect(stdout).toContain('Examples:\n');
    expect(stdout).toContain('--region');
  });

  it.each([
    [[], 'hook needs a command'],
    [
      ['statsu'],
      'unknown command hook statsu: did you mean status? (kms-guard hook --help lists the commands)',
    ],
    [['--hlep'], 'unknown command hook --hlep (kms-guard hook --help lists the commands)'],
    [['constructor'], 'unknown command hook constructor (kms-guard hook --help lists the commands)'],
    [['status', '--regoin', 'x'], 'unknown option --regoin: did you mean --region?'],
  ])('%j', async (argv, message) => {
    expect((await hook(argv)).refused).toContain(message);
  });
});
