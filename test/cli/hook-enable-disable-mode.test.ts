import { describe, expect, it } from 'vitest';
import { Fault } from '../aws/aws-server.js';
import {
  account,
  called,
  changed,
  cloudControlAlias,
  configuration,
  hook,
  present,
  resourceAlias,
  stackAlias,
  useAccount,
} from './hook-account.js';

useAccount();

describe('enable, disable and mode change one member', () => {
  it.each([
    [['disable'], {}, { HookInvocationStatus: 'DISABLED' }, 'is disabled'],
    [['enable'], { HookInvocationStatus: 'DISABLED' }, { HookInvocationStatus: 'ENABLED' }, 'is enabled'],
    [['mode', 'WARN'], {}, { FailureMode: 'WARN' }, 'the mode is WARN'],
    [['mode', 'fail'], { FailureMode: 'WARN' }, { FailureMode: 'FAIL' }, 'the mode is FAIL'],
  ])('%s', async (argv, settings, expected, done) => {
    present(resourceAlias, settings);
    const before = configuration(resourceAlias) as object;
    const { code, stdout } = await hook([...argv, '--yes']);
    expect(code).toBe(0);
    expect(configuration(resourceAlias)).toEqual({ ...before, ...expected });
    expect(Object.keys(configuration(resourceAlias) as object)).toEqual(Object.keys(before));
    expect(account.state.hooks.get(resourceAlias)?.configuration).toMatch(/^\{"Beside":true,/);
    expect(stdout).toBe(`${resourceAlias}: ${done}\n`);
  });

  it('reads before it writes', async () => {
    present(resourceAlias);
    await hook(['disable', '--yes', '--alias', resourceAlias]);
    expect(called()).toEqual(['DescribeType', 'BatchDescribeTypeConfigurations', 'SetTypeConfiguration']);
  });

  it.each([
    [[resourceAlias, cloudControlAlias, stackAlias]],
    [[resourceAlias, stackAlias]],
    [[cloudControlAlias]],
  ])('reaches every hook of the guard that is there: %s', async (aliases) => {
    for (const alias of aliases) present(alias);
    const { stdout } = await hook(['disable', '-y']);
    expect(stdout).toBe(aliases.map((alias) => `${alias}: is disabled\n`).join(''));
    for (const alias of aliases) {
      expect(configuration(alias)).toMatchObject({ HookInvocationStatus: 'DISABLED' });
    }
  });

  it('does nothing and asks nothing where it is so already', async () => {
    present(resourceAlias);
    const { stdout, stderr } = await hook(['enable']);
    expect(stdout).toBe(`${resourceAlias}: is enabled already\n`);
    expect(stderr).toBe('');
    expect(changed()).toEqual([]);
  });

  it('prints only the request in a dry run', async () => {
    present(resourceAlias);
    const { code, stdout } = await hook(['mode', 'WARN', '--dry-run']);
    const [request, ...more] = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(more).toEqual([]);
    expect(request).toMatchObject({
      operation: 'SetTypeConfiguration',
      input: { Type: 'HOOK', TypeName: resourceAlias },
    });
    expect(
      JSON.parse(request.input.Configuration).CloudFormationConfiguration.HookConfiguration.FailureMode,
    ).toBe('WARN');
    expect(changed()).toEqual([]);
  });
});

describe('consent', () => {
  it.each(['y\n', 'yes\n', 'Y'])('%j goes on', async (typed) => {
    present(resourceAlias);
    const { code, stderr } = await hook(['disable'], { typed });
    expect(code).toBe(0);
    expect(stderr).toMatch(/- +"HookInvocationStatus": "ENABLED",\n\+ +"HookInvocationStatus": "DISABLED",/);
    expect(stderr).toMatch(/Change this\? \[y\/N\] $/);
    expect(changed()).toEqual(['SetTypeConfiguration']);
  });

  it.each(['n\n', '\n', '', 'perhaps\n'])('%j changes nothing', async (typed) => {
    present(resourceAlias);
    const { refused } = await hook(['disable'], { typed });
    expect(refused).toBe('not confirmed: nothing was changed');
    expect(changed()).toEqual([]);
  });

  it('needs --yes without a terminal', async () => {
    present(resourceAlias);
    const { refused, stderr } = await hook(['disable']);
    expect(refused).toContain('repeat with --yes');
    expect(stderr).toContain('"HookInvocationStatus"');
    expect(changed()).toEqual([]);
  });

  it('colors the difference on a terminal', async () => {
    present(resourceAlias);
    const { stderr } = await hook(['disable', '--dry-run'], { color: true });
    expect(stderr).toContain('\u001b[32m+ ');
    expect(stderr).toContain('\u001b[31m- ');
  });
});

describe('deactivate', () => {
  it('disables first', async () => {
    present(resourceAlias);
    const { code, stdout } = await hook(['deactivate', '--yes']);
    expect(code).toBe(0);
    expect(changed()).toEqual(['SetTypeConfiguration', 'DeactivateType']);
    expect(account.state.hooks.size).toBe(0);
    expect(stdout).toBe(`${resourceAlias}: is no longer in the account\n`);
  });

  it('only deactivates what is disabled, or was never configured', async () => {
    present(resourceAlias, { HookInvocationStatus: 'DISABLED' });
    present(stackAlias);
    const stack = account.state.hooks.get(stackAlias);
    if (stack !== undefined) stack.configuration = undefined;
    await hook(['deactivate', '--yes']);
    expect(changed()).toEqual(['DeactivateType', 'DeactivateType']);
  });

  it('leaves a registered type to the tool that removes it', async () => {
    present(resourceAlias);
    const found = account.state.hooks.get(resourceAlias);
    if (found !== undefined)
      account.state.hooks.set(resourceAlias, { ...found, originalTypeName: undefined });
    expect((await hook(['deactivate', '--yes'])).refused).toContain(
      'deregister-type --arn arn:aws:cloudformation',
    );
    expect(changed()).toEqual([]);
  });
});

describe('what cannot be done', () => {
  it.each(['enable', 'disable', 'deactivate', 'results'])('%s, where no hook is there', async (command) => {
    const { refused } = await hook([command, '--yes'].slice(0, command === 'results' ? 1 : 2));
    expect(refused).toBe(
      `no hook ${resourceAlias} or ${cloudControlAlias} or ${stackAlias} in eu-west-1: activate it with ` +
        '`kms-guard hook activate --function ARN --role ARN`, or name another with --alias or --region',
    );
  });

  it('names the one alias that is not there', async () => {
    present(resourceAlias);
    const { refused } = await hook([
      'disable',
      '--yes',
      '--alias',
      resourceAlias,
      '--alias',
      'My::Other::Hook',
    ]);
    expect(refused).toContain('no hook My::Other::Hook in eu-west-1');
    expect(changed()).toEqual([]);
  });

  it('does not enable what was never configured', async () => {
    present(resourceAlias);
    const found = account.state.hooks.get(resourceAlias);
    if (found !== undefined) found.configuration = undefined;
    expect((await hook(['enable', '--yes'])).refused).toContain(
      'has no configuration yet: run `kms-guard hook activate',
    );
  });

  it('does not overwrite a configuration that it could not read', async () => {
    present(resourceAlias);
    for (const lookUp of ['failed', 'unprocessed', 'silent'] as const) {
      account.state.configurationLookUp = lookUp;
      expect((await hook(['disable', '--yes'])).refused).toContain('did not say how');
    }
    account.state.configurationLookUp = 'exception';
    for (const text of ['{', '[]']) {
      const found = account.state.hooks.get(resourceAlias);
      if (found !== undefined) found.configuration = text;
      expect((await hook(['disable', '--yes'])).refused).toMatch(/present configuration is not/);
    }
    expect(changed()).toEqual([]);
  });

  it.each([
    [['mode'], 'hook mode needs FAIL or WARN'],
    [['mode', 'WARM'], 'did you mean WARN?'],
    [['mode', 'maybe'], 'the mode must be one of FAIL, WARN, not "maybe"'],
    [['mode', 'WARN', 'FAIL'], 'takes options only, not "FAIL"'],
    [['enable', '--alias', 'x'], '--alias x is not of the form'],
    [['disable', 'all'], 'hook disable takes options only, not "all"'],
    [['deactivate', 'all'], 'hook deactivate takes options only'],
  ])('%s', async (argv, message) => {
    expect((await hook([...argv, '--yes'])).refused).toContain(message);
    expect(called()).toEqual([]);
  });
});

describe('when AWS says no', () => {
  const user = 'User: arn:aws:iam::111122223333:user/dev is not authorized to perform:';
  it.each([
    [
      new Fault('Throttling', 'Rate exceeded'),
      99,
      'AWS still throttles cloudformation:DescribeType after 2 attempts',
    ],
    [new Fault('TooManyRequestsException', 'slow', 429), 99, 'wait a minute'],
    [
      new Fault('ExpiredToken', 'The security token included in the request is expired', 403),
      1,
      'have expired',
    ],
    [
      new Fault('AccessDenied', `${user} cloudformation:DescribeType on x`, 403),
      1,
      'call cloudformation:DescribeType:',
    ],
    [new Fault('InvalidClientTokenId', 'The token is invalid', 403), 1, 'does not accept these credentials'],
    [new Fault('InternalFailure', 'oops', 500), 99, 'AWS failed at cloudformation:DescribeType with 500'],
  ])('%s', async (fault, times, message) => {
    present(resourceAlias);
    account.server.inject({ fault, times });
    expect((await hook(['disable', '--yes'])).refused).toContain(message);
    expect(changed()).toEqual([]);
  });

  it('waits out a moment of throttling', async () => {
    present(resourceAlias);
    account.server.inject({ fault: new Fault('Throttling', 'Rate exceeded') });
    expect(await hook(['disable', '--yes'])).toMatchObject({ code: 0 });
  });
});
