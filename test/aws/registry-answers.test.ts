/** Answers that say less than they might, which the model allows: every member of them is optional. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cloudFormation } from '../../src/aws/client.js';
import { listHookResults, withAnnotations } from '../../src/aws/hook-results.js';
import { findHook } from '../../src/aws/registry.js';
import {
  type CloudFormationServer,
  Fault,
  type Operations,
  parseQuery,
  startCloudFormationServer,
} from './cloudformation-server.js';

let server: CloudFormationServer;
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

describe('results', () => {
  it('without a single member', async () => {
    operations['ListHookResults'] = () => ({ HookResults: [{}] });
    const found = [];
    for await (const result of listHookResults(await cloudFormation({ region }), { TypeArn: 'x' }))
      found.push(result);
    expect(found).toEqual([{ id: '', invokedAt: '', status: '', hook: '' }]);
  });

  it('without a list', async () => {
    operations['ListHookResults'] = ({ NextToken }) => (NextToken === undefined ? { NextToken: 'more' } : {});
    const found = [];
    for await (const result of listHookResults(await cloudFormation({ region }), { TypeArn: 'x' }))
      found.push(result);
    expect(found).toEqual([]);
    expect(server.calls).toHaveLength(2);
  });

  it('of a target, which the answer names once', async () => {
    operations['ListHookResults'] = () => ({
      TargetType: 'STACK',
      TargetId: 'id',
      HookResults: [{ Status: 'HOOK_FAILED' }],
    });
    const query = { TargetType: 'STACK', TargetId: 'id' } as const;
    for await (const result of listHookResults(await cloudFormation({ region }), query)) {
      expect(result).toEqual({
        id: '',
        invokedAt: '',
        status: 'HOOK_FAILED',
        hook: '',
        targetType: 'STACK',
        targetId: 'id',
      });
    }
    expect.assertions(1);
  });

  it.each([
    [{}, []],
    [{ Annotations: [{}] }, [{ name: '', status: '' }]],
  ])('with the details %j', async (answer, annotations) => {
    operations['GetHookResult'] = () => answer;
    const result = { id: 'x', invokedAt: '', status: '', hook: '' };
    expect(await withAnnotations(await cloudFormation({ region }), result)).toEqual({
      ...result,
      annotations,
    });
  });
});

describe('a hook', () => {
  it('without an ARN is none', async () => {
    operations['DescribeType'] = () => ({});
    expect(await findHook(await cloudFormation({ region }), 'My::Hook::Kms')).toBeUndefined();
  });

  it('with next to nothing told', async () => {
    operations['DescribeType'] = () => ({ Arn: 'arn' });
    operations['BatchDescribeTypeConfigurations'] = () => ({});
    expect(await findHook(await cloudFormation({ region }), 'My::Hook::Kms')).toMatchObject({
      typeArn: 'arn',
      activated: false,
      configuration: undefined,
    });
  });

  it('by an error that is not about a missing hook', async () => {
    server.inject({ fault: new Fault('CFNRegistryException', 'broken') });
    await expect(findHook(await cloudFormation({ region }), 'My::Hook::Kms')).rejects.toMatchObject({
      code: 'refused',
    });
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
