import { describe, expect, it } from 'vitest';
import { callerOf } from '../../src/hook/caller.js';
import { readEvent, resourceEvent, stackEvent, stackId } from './fixtures.js';

const of = (event: unknown) => callerOf(event, 'us-east-1');

describe('the caller about a resource', () => {
  it('is described by the event and the stack ARN', () => {
    const { clientRequestToken, ...event } = resourceEvent({ stackId });
    expect(of({ ...event, clientRequestToken: 'token-1' })).toEqual({
      token: 'token-1',
      target: 'resource',
      action: 'create',
      account: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
      stackName: 'inference',
      stackId,
      type: 'AWS::SageMaker::EndpointConfig',
      logicalId: 'EndpointConfig',
    });
  });

  it.each([
    ['empty', ''],
    ['null', null],
    ['absent', undefined],
    ['a number', 7],
    ['a list', [stackId]],
    ['a bare token, as in AWS contract tests', '5d0a4c8e-9c0f-4f5d-8a35-2f2f6f5d7c11'],
    ['another ARN', 'arn:aws:s3:::bucket'],
  ])('is in the region of the function where the stack id is %s', (_, odd) => {
    expect(of(resourceEvent({ stackId: odd }))).toMatchObject({
      account: '111122223333',
      region: 'us-east-1',
      partition: undefined,
      stackName: undefined,
      stackId: undefined,
    });
  });

  it.each([
    ['stackID', { stackId: undefined, stackID: stackId }],
    ['an empty stackId beside stackID', { stackId: '', stackID: stackId }],
    ['an odd stackId beside stackID', { stackId: {}, stackID: stackId }],
  ])('is read from %s', (_, members) => {
    expect(of(resourceEvent(members))).toMatchObject({ stackName: 'inference', stackId });
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['a number', 111122223333],
    ['no account', 'nobody'],
  ])('has the account of the stack where its own is %s', (_, awsAccountId) => {
    expect(of(resourceEvent({ awsAccountId, stackId })).account).toBe('111122223333');
  });

  it('is nowhere where nothing says where', () => {
    expect(callerOf(resourceEvent({ awsAccountId: null, stackId: '' }), '')).toMatchObject({
      account: undefined,
      region: undefined,
      partition: undefined,
    });
  });

  it.each([null, undefined, '', 5, {}])('falls back on the type for a logical id that is %j', (id) => {
    expect(of(resourceEvent({}, { targetLogicalId: id })).logicalId).toBe('AWS::SageMaker::EndpointConfig');
  });

  it.each([
    ['an absent name', { targetName: undefined }, 'AWS::SageMaker::EndpointConfig'],
    ['an odd name', { targetName: 5 }, 'AWS::SageMaker::EndpointConfig'],
    ['an odd type', { targetType: ['x'] }, 'AWS::SageMaker::EndpointConfig'],
    ['no name under Cloud Control', { targetName: null, targetType: 'RESOURCE' }, undefined],
  ])('takes the type of the resource from either name: %s', (_, requestData, type) => {
    expect(of(resourceEvent({}, requestData)).type).toBe(type);
  });
});

describe('the caller about a stack or a change set', () => {
  it.each([
    ['both names', { targetName: 'STACK', targetType: 'STACK' }, 'stack'],
    ['the type', { targetName: 'inference', targetType: 'STACK' }, 'stack'],
    ['the name', { targetName: 'STACK', targetType: undefined }, 'stack'],
    ['the type', { targetName: 'release', targetType: 'CHANGE_SET' }, 'changeSet'],
    ['the name', { targetName: 'CHANGE_SET', targetType: null }, 'changeSet'],
  ])('is told by %s of the target', (_, requestData, target) => {
    expect(of(stackEvent({}, requestData))).toMatchObject({ target, type: undefined, logicalId: undefined });
  });

  it('has the stack name from the target where there is no stack ARN', () => {
    expect(of(stackEvent({ stackId: '' }))).toMatchObject({ stackName: 'inference', region: 'us-east-1' });
    expect(of(stackEvent({ stackId: '' }, { targetLogicalId: '' })).stackName).toBeUndefined();
  });

  const changeSet = readEvent('changeset-create.fail');
  const requestData = changeSet.requestData as object;
  it.each([
    ['the target', { changeSetId: undefined }],
    ['changeSetId', { requestData: { ...requestData, targetLogicalId: null } }],
  ])('has account, region and partition of the change set, by %s', (_, members) => {
    const event = { ...changeSet, stackId: undefined, awsAccountId: '', ...members };
    expect(of(event)).toMatchObject({ account: '111122223333', region: 'eu-west-1', partition: 'aws' });
  });

  it.each([
    ['change set without a point', { ...changeSet, actionInvocationPoint: undefined }, 'create'],
    ['change set with an odd point', { ...changeSet, actionInvocationPoint: 5 }, 'create'],
    ['stack without a point', stackEvent({ actionInvocationPoint: undefined }), undefined],
    ['resource with an unknown point', resourceEvent({ actionInvocationPoint: 'CREATE' }), undefined],
    ['resource with an inherited name', resourceEvent({ actionInvocationPoint: 'toString' }), undefined],
    ['deletion', stackEvent({ actionInvocationPoint: 'DELETE_PRE_PROVISION' }), 'delete'],
    ['import', stackEvent({ actionInvocationPoint: 'IMPORT_PRE_PROVISION' }), 'update'],
  ])('has the action of a %s', (_, event, action) => {
    expect(of(event).action).toBe(action);
  });
});

describe('the token', () => {
  it.each([
    [{ clientRequestToken: 'a' }, 'a'],
    [{ clientRequesttoken: 'b' }, 'b'],
    [{ clientRequestToken: 5, clientRequesttoken: 'b' }, 'b'],
    [{ clientRequestToken: '', clientRequesttoken: 'b' }, 'b'],
    [{ clientRequestToken: null }, ''],
    [{}, ''],
    [null, ''],
    ['text', ''],
    [[], ''],
  ])('of %j is %j', (event, token) => {
    expect(of(event).token).toBe(token);
  });
});

it('is nobody where the event cannot be read', () => {
  const event = {
    get requestData() {
      throw new Error('AKIA-SECRET');
    },
  };
  expect(of(event)).toEqual(of({}));
  expect(of({})).toMatchObject({ token: '', target: undefined, region: 'us-east-1' });
});
