/** Answers that say less than they might, which the model allows: every member of them is optional. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloudFormation } from '../../src/aws/client.js';
import { findHook } from '../../src/aws/hook-registry.js';
import { type HookResult, listHookResults, withDetails } from '../../src/aws/hook-results.js';
import { type AwsServer, Fault, type Operations, startCloudFormationServer } from './aws-server.js';
import { parseQuery } from './query-protocol.js';

let server: AwsServer;
let operations: Record<string, Operations[string]>;

beforeEach(async () => {
  operations = {};
  server = await startCloudFormationServer(operations);
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
  vi.stubEnv('AWS_MAX_ATTEMPTS', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const region = 'eu-west-1';
const ofHook = { TypeArn: 'x' };
const ofTarget = { TargetType: 'CHANGE_SET', TargetId: 'id' } as const;

async function list(query: Parameters<typeof listHookResults>[1]): Promise<HookResult[]> {
  const found = [];
  for await (const result of listHookResults(await cloudFormation({ region }), query)) found.push(result);
  return found;
}

describe('results', () => {
  it('without a single member', async () => {
    operations['ListHookResults'] = () => ({ HookResults: [{}] });
    expect(await list(ofHook)).toEqual([{ id: '', status: '', hook: '' }]);
  });

  it('without a list', async () => {
    operations['ListHookResults'] = ({ NextToken }) => (NextToken === undefined ? { NextToken: 'more' } : {});
    expect(await list(ofHook)).toEqual([]);
    expect(server.calls).toHaveLength(2);
  });

  it('of a target, which the answer names once', async () => {
    operations['ListHookResults'] = () => ({ ...ofTarget, HookResults: [{ Status: 'HOOK_FAILED' }] });
    const target = { targetType: 'CHANGE_SET', targetId: 'id' };
    expect(await list(ofTarget)).toEqual([{ id: '', status: 'HOOK_FAILED', hook: '', ...target }]);
  });

  it('of a target that no hook was invoked for', async () => {
    server.inject({ fault: new Fault('HookResultNotFoundException', 'none', 404) });
    expect(await list(ofTarget)).toEqual([]);
  });

  it.each([
    [{}, { annotations: [] }],
    [{ Annotations: [{}] }, { annotations: [{ name: '', status: '' }] }],
    [{ Target: {} }, { annotations: [], resource: {} }],
    [
      {
        InvokedAt: new Date(0),
        Target: { TargetTypeName: 'AWS::SageMaker::EndpointConfig', TargetId: 'Config', Action: 'CREATE' },
      },
      {
        annotations: [],
        invokedAt: '1970-01-01T00:00:00.000Z',
        resource: { type: 'AWS::SageMaker::EndpointConfig', id: 'Config', action: 'CREATE' },
      },
    ],
  ])('with the details %j', async (answer, details) => {
    operations['GetHookResult'] = () => answer;
    const client = await cloudFormation({ region });
    operations['ListHookResults'] = () => ({ HookResults: [{ HookResultId: 'x' }] });
    const [result] = await list(ofHook);
    expect(result && (await withDetails(client, result))).toEqual({ ...result, ...details });
  });
});

describe('a hook', () => {
  const alias = 'My::Hook::Kms';
  const find = async () => findHook(await cloudFormation({ region }), alias);

  it('has an ARN without a version', async () => {
    operations['DescribeType'] = () => ({ Arn: 'arn:aws:x:type/hook/My-Hook-Kms/00000012' });
    operations['BatchDescribeTypeConfigurations'] = () => ({ TypeConfigurations: [{}] });
    expect(await find()).toEqual({
      alias,
      typeArn: 'arn:aws:x:type/hook/My-Hook-Kms',
      activated: false,
    });
  });

  it.each([
    ['no ARN', {}, {}, 'its answer names no ARN'],
    ['nothing of its configuration', { Arn: 'arn' }, {}, 'it gives no reason'],
    [
      'an error without members',
      { Arn: 'arn' },
      { Errors: [{}] },
      `did not say how ${alias} is configured (it gives no reason)`,
    ],
    [
      'an error',
      { Arn: 'arn' },
      { Errors: [{ ErrorCode: 'Throttling', ErrorMessage: 'Rate exceeded' }] },
      '(Throttling: Rate exceeded)',
    ],
  ])('is not read from an answer with %s', async (_, type, configuration, message) => {
    operations['DescribeType'] = () => type;
    operations['BatchDescribeTypeConfigurations'] = () => configuration;
    await expect(find()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(message),
    });
  });

  it('by an error that is not about a missing hook', async () => {
    server.inject({ fault: new Fault('CFNRegistryException', 'broken') });
    await expect(find()).rejects.toMatchObject({ code: 'refused' });
  });
});

it('the loopback nests a form’s members', () => {
  expect(parseQuery('A.member.2.B=y&A.member.1.B=x&C=1&D.E=z&F.member.1=p')).toEqual({
    A: [{ B: 'x' }, { B: 'y' }],
    C: '1',
    D: { E: 'z' },
    F: ['p'],
  });
});
