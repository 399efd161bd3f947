/**
 * The built `kms-guard hook` through the real SDK, against an account on the loopback that holds every request and
 * every answer against AWS's service model.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AwsServer, Fault, startCloudFormationServer } from '../aws/aws-server.js';
import { type RegistryState, registryService } from '../aws/hook-service.js';
import type { ServiceModel } from '../aws/service-model.js';
import { serviceModel } from './botocore.js';
import { type Ended, root, run } from './tools.js';

const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:kms-guard:live';
const roleArn = 'arn:aws:iam::111122223333:role/kms-guard-hook';
const alias = 'Guard::SageMaker::EndpointKms';
const activation = ['activate', '--function', functionArn, '--role', roleArn];
const cli = join(root, 'dist', 'cli.js');

let model: ServiceModel;
let server: AwsServer;
let state: RegistryState;

beforeAll(() => {
  model = serviceModel('cloudformation');
});
beforeEach(async () => {
  const service = registryService();
  state = service.state;
  server = await startCloudFormationServer(service.operations, model);
});
afterEach(async () => {
  await server.close();
  expect(server.violations).toEqual([]);
});

function hook(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { url: AWS_ENDPOINT_URL } = server;
  const options = { env: { AWS_ENDPOINT_URL, AWS_MAX_ATTEMPTS: '3', ...env } };
  return run(process.execPath, [cli, 'hook', ...argv], options);
}

function changed(): string[] {
  const operations = server.calls.map(({ operation }) => operation);
  return operations.filter((operation) => !/^(?:Describe|Batch|List|Get)/.test(operation));
}

const changeSetId =
  'arn:aws:cloudformation:eu-west-1:111122223333:changeSet/release/51af3dc0-da77-11e4-872e-1234567db123';

function invocations(count: number): void {
  state.invocations = Array.from({ length: count }, (_, number) => ({
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    hook: alias,
    status: number % 2 === 0 ? 'HOOK_COMPLETE_FAILED' : 'HOOK_COMPLETE_SUCCEEDED',
    invokedAt: new Date(Date.UTC(2026, 10, 1) + number * 60_000).toISOString(),
    reason: 'a <reason> & "more"',
    failureMode: 'FAIL',
    executionTarget:
      'arn:aws:cloudformation:eu-west-1:111122223333:stack/models/51af3dc0-da77-11e4-872e-1234567db123',
    targetType: 'CHANGE_SET',
    targetId: changeSetId,
    resource: { TargetTypeName: 'AWS::SageMaker::EndpointConfig', TargetId: 'Config', Action: 'CREATE' },
    annotations: [
      { AnnotationName: 'rule', Status: 'FAILED', StatusMessage: 'no key', SeverityLevel: 'MEDIUM' },
    ],
  }));
}

it('goes through a hook’s whole life', async () => {
  expect(await hook(['status'])).toMatchObject({ status: 2 });
  expect(await hook([...activation, '--mode', 'WARN', '--yes'])).toMatchObject({ status: 0 });
  expect(await hook([...activation, '--mode', 'WARN'])).toMatchObject({ status: 0 });
  expect(await hook(['mode', 'FAIL', '--yes'])).toMatchObject({ status: 0 });
  expect(await hook(['disable', '--yes'])).toMatchObject({ status: 0 });
  const { stdout } = await hook(['status', '--format', 'json']);
  expect(JSON.parse(stdout).hooks).toMatchObject([
    {
      alias,
      activated: true,
      enabled: false,
      failureMode: 'FAIL',
      targetOperations: ['RESOURCE'],
    },
    { alias: `${alias}CloudControl`, activated: true, enabled: false, targetOperations: ['CLOUD_CONTROL'] },
    { alias: `${alias}Stack`, activated: true, enabled: false, targetOperations: ['STACK', 'CHANGE_SET'] },
  ]);
  expect(await hook(['enable', '--yes'])).toMatchObject({ status: 0 });
  expect(await hook(['deactivate', '--yes'])).toMatchObject({ status: 0 });
  expect(state.hooks.size).toBe(0);
});

it('a dry run changes nothing', async () => {
  const { status, stdout } = await hook([...activation, '--dry-run']);
  expect(status).toBe(0);
  for (const { operation, input } of JSON.parse(stdout)) {
    const sent = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));
    expect(model.requestProblems(operation, sent)).toEqual([]);
  }
  expect(changed()).toEqual([]);
});

describe('results', () => {
  beforeEach(async () => {
    await hook([...activation, '--yes']);
  });

  it('over several pages, with annotations', async () => {
    invocations(25);
    state.pageSize = 10;
    const { status, stdout } = await hook(['results', '--status', 'failed', '--format', 'json']);
    expect(status).toBe(0);
    const { results } = JSON.parse(stdout);
    expect(results).toHaveLength(13);
    expect(results[0]).toMatchObject({
      reason: 'a <reason> & "more"',
      annotations: [{ name: 'rule', status: 'FAILED', message: 'no key', severity: 'MEDIUM' }],
    });
  });

  it('for a target', async () => {
    invocations(3);
    const argv = ['results', '--target-type', 'CHANGE_SET', '--target-id', changeSetId, '--format', 'json'];
    expect(JSON.parse((await hook(argv)).stdout).results).toHaveLength(3);
    const since = ['--since', '2026-11-01T00:01:00Z'];
    const { results } = JSON.parse((await hook([...argv, ...since])).stdout);
    expect(results).toHaveLength(2);
    expect(results[0]).toMatchObject({
      invokedAt: '2026-11-01T00:01:00.000Z',
      resource: { type: 'AWS::SageMaker::EndpointConfig', id: 'Config', action: 'CREATE' },
    });
  });

  it('--follow ends when it is interrupted', async () => {
    invocations(1);
    const env = { ...process.env, AWS_ENDPOINT_URL: server.url };
    const child = spawn(process.execPath, [cli, 'hook', 'results', '--follow', '--format', 'json'], { env });
    let stdout = '';
    const status = await new Promise((ended) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        child.kill('SIGINT');
      });
      child.once('close', ended);
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ hook: alias, status: 'HOOK_COMPLETE_FAILED' });
  });
});

describe('when AWS says no', () => {
  const notAuthorized =
    'User: u is not authorized to perform: cloudformation:SetTypeConfiguration on resource: r';
  it.each([
    ['throttling that passes', new Fault('Throttling', 'Rate exceeded'), 1, 0, ''],
    [
      'throttling that stays',
      new Fault('Throttling', 'Rate exceeded'),
      99,
      2,
      'AWS still throttles cloudformation:',
    ],
    ['too many requests', new Fault('TooManyRequests', 'slow down', 429), 99, 2, 'wait a minute and repeat'],
    [
      'expired credentials',
      new Fault('ExpiredToken', 'The token is expired', 403),
      1,
      2,
      'have expired: sign in again',
    ],
    [
      'access denied',
      new Fault('AccessDenied', notAuthorized, 403),
      1,
      2,
      'call cloudformation:SetTypeConfiguration:',
    ],
  ])('%s', async (_, fault, times, status, message) => {
    server.inject({ fault, times });
    const ended = await hook([...activation, '--yes']);
    expect(ended).toMatchObject({ status });
    expect(ended.stderr).toContain(message);
    if (status !== 0) expect(changed()).toEqual([]);
  });

  it.each([
    [
      'no credentials',
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' },
      'no AWS credentials',
    ],
    ['no region', { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, 'no AWS region: give --region'],
    ['nobody there', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, 'AWS cannot be reached'],
  ])('%s', async (_, env, message) => {
    const { status, stderr } = await hook(['disable', '--yes'], env);
    expect(status).toBe(2);
    expect(stderr).toContain(`kms-guard: ${message}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

it('the loopback account itself refuses what the model does not admit', async () => {
  const other = await startCloudFormationServer(registryService().operations, model);
  const post = (body: string) => fetch(other.url, { method: 'POST', body });
  const answers = await Promise.all([
    post('Action=ActivateType&Version=2010-05-15&TypeNames=x'),
    post('Action=SetTypeConfiguration&Version=2010-05-15&TypeName=My::Hook::Kms'),
    post('Action=ListHookResults&Version=2010-05-15&Status=FINE'),
    post('Action=Invented&Version=2010-05-15'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  expect(other.violations).toEqual([
    'ActivateType.TypeNames is not in the model',
    'SetTypeConfiguration.Configuration is missing',
    'ListHookResults.Status is not one of HOOK_IN_PROGRESS, HOOK_COMPLETE_SUCCEEDED, HOOK_COMPLETE_FAILED, HOOK_FAILED',
    'Invented is no operation of the service',
  ]);
  await other.close();
});
