import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../aws/aws-server.js';
import { account, called, hook, present, resourceAlias, stackAlias, useAccount } from './hook-account.js';

useAccount();

const stackId = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/models/51af3dc0';
const annotation = {
  AnnotationName: 'sagemaker-endpoint-config-kms-key-id',
  Status: 'FAILED',
  StatusMessage: 'no key',
  RemediationMessage: 'set KmsKeyId',
  RemediationLink: 'https://docs.aws.amazon.com/',
  SeverityLevel: 'MEDIUM',
};

function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

const changeSetId =
  'arn:aws:cloudformation:eu-west-1:111122223333:changeSet/release/0f7c1b2e-0000-4000-8000-000000000000';

const failed = {
  id: id(1),
  hook: resourceAlias,
  status: 'HOOK_COMPLETE_FAILED',
  invokedAt: '2026-11-24T11:30:00.000Z',
  reason: 'NonCompliant: no key',
  failureMode: 'FAIL',
  executionTarget: id(99),
  targetType: 'CLOUD_CONTROL',
  targetId: id(99),
  resource: { TargetTypeName: 'AWS::SageMaker::EndpointConfig', TargetId: 'Config', Action: 'CREATE' },
  annotations: [annotation, { AnnotationName: 'other', Status: 'SKIPPED' }],
};
const passed = {
  ...failed,
  id: id(2),
  status: 'HOOK_COMPLETE_SUCCEEDED',
  invokedAt: '2026-11-24T11:00:00.000Z',
  annotations: [],
};
/** Its details are gone, so that its time can be had from the list only. */
const running = {
  id: id(3),
  hook: stackAlias,
  status: 'HOOK_IN_PROGRESS',
  invokedAt: '2026-11-23T10:00:00.000Z',
};
const elsewhere = { ...failed, id: id(4), hook: 'Some::Other::Hook' };

beforeEach(() => {
  present(resourceAlias);
  present(stackAlias);
  account.state.invocations = [failed, elsewhere, passed, running];
});

function ids(stdout: string): string[] {
  return JSON.parse(stdout).results.map((result: { id: string }) => result.id);
}

describe('which results', () => {
  it.each([
    [[], [3, 2, 1]],
    [['--status', 'failed'], [1]],
    [['--status', 'HOOK_COMPLETE_SUCCEEDED'], [2]],
    [['--status', 'in-progress'], [3]],
    [['--status', 'error'], []],
    [
      ['--since', '2h'],
      [2, 1],
    ],
    [['--since', '45m'], [1]],
    [
      ['--since', '2d'],
      [3, 2, 1],
    ],
    [['--since', '10s'], []],
    [['--since', '2026-11-24T11:15:00Z'], [1]],
    [
      ['--since', '2026-11-24'],
      [2, 1],
    ],
    [['--alias', stackAlias], [3]],
    [
      ['--target-type', 'cloud_control', '--target-id', id(99)],
      [2, 1],
    ],
    [['--target-type', 'CLOUD_CONTROL', '--target-id', id(99), '--status', 'failed'], [1]],
    [['--target-type', 'CLOUD_CONTROL', '--target-id', id(98)], []],
    // Their times come with the details.
    [['--target-type', 'CLOUD_CONTROL', '--target-id', id(99), '--since', '45m'], [1]],
    [['--target-type', 'CLOUD_CONTROL', '--target-id', id(99), '--since', '10s'], []],
  ])('%j', async (argv, expected) => {
    const { code, stdout } = await hook(['results', '--format', 'json', ...argv]);
    expect(code).toBe(0);
    expect(ids(stdout)).toEqual(expected.map(id));
  });

  it('keeps a result of a target whose time is known no longer, before all others', async () => {
    const target = { targetType: 'CHANGE_SET', targetId: changeSetId };
    account.state.invocations = [
      { ...passed, ...target },
      { ...running, ...target },
    ];
    const argv = ['results', '--target-type', 'CHANGE_SET', '--target-id', changeSetId, '--since', '2h'];
    const { results } = JSON.parse((await hook([...argv, '--format', 'json'])).stdout);
    expect(results.map(({ id, invokedAt }: { id: string; invokedAt: string }) => [id, invokedAt])).toEqual([
      [id(3), undefined],
      [id(2), '2026-11-24T11:00:00.000Z'],
    ]);
    expect((await hook(argv)).stdout).toContain('  (time not known)          HOOK_IN_PROGRESS');
  });

  it('asks for the hook by its ARN without a version', async () => {
    await hook(['results', '--alias', resourceAlias]);
    expect(account.server.calls.find(({ operation }) => operation === 'ListHookResults')?.params).toEqual({
      TypeArn: 'arn:aws:cloudformation:eu-west-1:111122223333:type/hook/Guard-SageMaker-EndpointKms',
    });
  });

  it('reads every page', async () => {
    account.state.pageSize = 2;
    account.state.invocations = Array.from({ length: 7 }, (_, number) => ({ ...failed, id: id(number) }));
    const { stdout } = await hook(['results', '--format', 'json', '--alias', resourceAlias]);
    expect(ids(stdout)).toHaveLength(7);
    expect(called().filter((operation) => operation === 'ListHookResults')).toHaveLength(4);
    expect(called().filter((operation) => operation === 'GetHookResult')).toHaveLength(7);
  });

  it.each([
    [['--status', 'faild'], 'did you mean failed?'],
    [['--since', 'yesterday'], '--since must be 30m, 2h, 7d or a date'],
    [['--since', '2026-13-45'], '--since must be'],
    [['--target-type', 'CHANGE_SET'], '--target-type and --target-id must be used together'],
    [['--target-id', stackId], '--target-type and --target-id must be used together'],
    [
      ['--target-type', 'STACK', '--target-id', stackId],
      '--target-type must be one of CHANGE_SET, CLOUD_CONTROL, not "STACK"',
    ],
    [['--target-type', 'CHANGESET', '--target-id', stackId], 'did you mean CHANGE_SET?'],
    [['--format', 'xml'], '--format must be one of pretty, json'],
    [['now'], 'hook results takes options only'],
  ])('%s is refused', async (argv, message) => {
    expect((await hook(['results', ...argv])).refused).toContain(message);
    expect(called()).toEqual([]);
  });
});

describe('how they are told', () => {
  it('as JSON', async () => {
    const { stdout } = await hook(['results', '--format', 'json', '--status', 'failed']);
    expect(JSON.parse(stdout).results).toEqual([
      {
        id: id(1),
        invokedAt: '2026-11-24T11:30:00.000Z',
        status: 'HOOK_COMPLETE_FAILED',
        reason: 'NonCompliant: no key',
        failureMode: 'FAIL',
        hook: resourceAlias,
        executionTarget: id(99),
        targetType: 'CLOUD_CONTROL',
        targetId: id(99),
        resource: { type: 'AWS::SageMaker::EndpointConfig', id: 'Config', action: 'CREATE' },
        annotations: [
          {
            name: 'sagemaker-endpoint-config-kms-key-id',
            status: 'FAILED',
            message: 'no key',
            remediation: 'set KmsKeyId',
            link: 'https://docs.aws.amazon.com/',
            severity: 'MEDIUM',
          },
          { name: 'other', status: 'SKIPPED' },
        ],
      },
    ]);
  });

  it('as a table', async () => {
    const { stdout } = await hook(['results', '--since', '1h']);
    expect(stdout.split('\n').map((line) => line.trim())).toEqual([
      'INVOKED                   STATUS                   MODE  TARGET',
      `2026-11-24T11:00:00.000Z  HOOK_COMPLETE_SUCCEEDED  FAIL  request ${id(99)}, AWS::SageMaker::EndpointConfig Config`,
      'NonCompliant: no key',
      `2026-11-24T11:30:00.000Z  HOOK_COMPLETE_FAILED     FAIL  request ${id(99)}, AWS::SageMaker::EndpointConfig Config`,
      'NonCompliant: no key',
      'FAILED sagemaker-endpoint-config-kms-key-id: no key',
      'fix: set KmsKeyId',
      'see: https://docs.aws.amazon.com/',
      'SKIPPED other',
      '',
    ]);
  });

  it.each([
    [{ executionTarget: stackId }, 'stack models'],
    [
      { executionTarget: stackId, resource: failed.resource, annotations: [] },
      'stack models, AWS::SageMaker::EndpointConfig Config',
    ],
    [
      { executionTarget: stackId, targetType: 'CHANGE_SET', targetId: changeSetId },
      `stack models, CHANGE_SET ${changeSetId}`,
    ],
    [{}, stackAlias],
  ])('as a table, by stack and resource: %j', async (members, target) => {
    account.state.invocations = [{ ...running, ...members }];
    expect((await hook(['results'])).stdout).toContain(`  HOOK_IN_PROGRESS               ${target}\n`);
  });

  it('as a table, without what CloudFormation does not tell', async () => {
    const { stdout } = await hook(['results', '--status', 'in-progress']);
    expect(stdout).toContain(`2026-11-23T10:00:00.000Z  HOOK_IN_PROGRESS               ${stackAlias}\n`);
  });

  it('in color on a terminal', async () => {
    expect((await hook(['results'], { color: true })).stdout).toContain('\u001b[31m2026-11-24T11:30');
  });

  it('says that there are none', async () => {
    account.state.invocations = [];
    expect(await hook(['results'])).toMatchObject({ code: 0, stdout: 'no results\n' });
  });

  it('keeps the result where its details are gone', async () => {
    account.state.invocations = [running];
    const { stdout } = await hook(['results', '--format', 'json']);
    expect(JSON.parse(stdout).results[0]).not.toHaveProperty('annotations');
  });

  it('fails where the details may not be read', async () => {
    const message = 'User: x is not authorized to perform: kms:Decrypt on resource: y';
    account.server.inject({ operation: 'GetHookResult', fault: new Fault('AccessDenied', message, 403) });
    expect((await hook(['results'])).refused).toContain('not allowed to call kms:Decrypt');
  });
});

describe('--follow', () => {
  it('writes each result once, and again when its status changes', async () => {
    account.state.invocations = [running];
    let poll = 0;
    const betweenPolls = () => {
      poll += 1;
      if (poll === 2) account.state.invocations = [{ ...running, status: 'HOOK_COMPLETE_SUCCEEDED' }, failed];
    };
    const argv = ['results', '--follow', '--format', 'json'];
    const { code, stdout } = await hook(argv, { polls: 4, betweenPolls });
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ id, status }) => [id, status])).toEqual([
      [id(3), 'HOOK_IN_PROGRESS'],
      [id(3), 'HOOK_COMPLETE_SUCCEEDED'],
      [id(1), 'HOOK_COMPLETE_FAILED'],
    ]);
  });

  it('writes rows below one header', async () => {
    const { stdout } = await hook(['results', '--follow'], { polls: 2 });
    expect(stdout.match(/INVOKED/g)).toHaveLength(1);
    expect(stdout.match(/2026-11-24T11:30/g)).toHaveLength(1);
  });
});
