import { describe, expect, it } from 'vitest';
import { toInvocation, tokenOf } from '../../src/hook/event.js';
import { EventError } from '../../src/hook/failure.js';
import { readEvent, resourceEvent, stackEvent, stackId } from './fixtures.js';

const read = (event: unknown) => toInvocation(event, 'us-east-1');

describe('a RESOURCE invocation', () => {
  it('has its scope from the stack ARN', () => {
    expect(read(resourceEvent({ stackId }))).toMatchObject({
      target: 'resource',
      action: 'create',
      type: 'AWS::SageMaker::EndpointConfig',
      logicalId: 'EndpointConfig',
      account: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
      stackName: 'inference',
      stackId,
    });
  });

  it.each([
    ['empty', { stackId: '' }],
    ['null', { stackId: null }],
    ['absent', { stackId: undefined }],
    ['a bare token, as in AWS contract tests', { stackId: '5d0a4c8e-9c0f-4f5d-8a35-2f2f6f5d7c11' }],
    ['another ARN', { stackId: 'arn:aws:s3:::bucket' }],
  ])('has the region of the function where the stack id is %s', (_, members) => {
    expect(read(resourceEvent(members))).toMatchObject({
      region: 'us-east-1',
      stackName: undefined,
      stackId: undefined,
    });
  });

  it.each([
    ['stackID', { stackId: undefined, stackID: stackId }],
    ['an empty stackId beside stackID', { stackId: '', stackID: stackId }],
  ])('reads %s', (_, members) => {
    expect(read(resourceEvent(members))).toMatchObject({ stackName: 'inference' });
  });

  it('takes the account from the stack where the event has none, and no region where nobody knows one', () => {
    expect(read(resourceEvent({ awsAccountId: undefined, stackId }))).toMatchObject({
      account: '111122223333',
    });
    const nowhere = toInvocation(resourceEvent({ awsAccountId: null, stackId: '' }), '');
    expect(nowhere).toMatchObject({ account: undefined, region: undefined, partition: undefined });
  });

  it.each([
    ['null', { resourceProperties: null }],
    ['absent', {}],
    ['empty', { resourceProperties: {}, previousResourceProperties: null }],
  ])('has no properties where they are %s', (_, targetModel) => {
    expect(read(resourceEvent({}, { targetModel }))).toMatchObject({ properties: {} });
  });

  it('looks at no properties of a deletion or of another type', () => {
    const deletion = resourceEvent({ actionInvocationPoint: 'DELETE_PRE_PROVISION' }, { targetModel: null });
    expect(read(deletion)).toMatchObject({ action: 'delete', properties: {} });
    const other = resourceEvent({}, { targetName: 'AWS::S3::Bucket', targetModel: 'anything' });
    expect(read(other)).toMatchObject({ type: 'AWS::S3::Bucket', properties: {} });
  });

  it.each([null, undefined, ''])('falls back on the type for a logical id that is %j', (targetLogicalId) => {
    expect(read(resourceEvent({}, { targetLogicalId }))).toMatchObject({
      logicalId: 'AWS::SageMaker::EndpointConfig',
    });
  });

  it('carries the hook model, or none', () => {
    expect(read(resourceEvent({ hookModel: { keyPolicy: 'present' } })).hookModel).toEqual({
      keyPolicy: 'present',
    });
    expect(read(resourceEvent({ hookModel: null })).hookModel).toBeUndefined();
  });
});

describe('STACK and CHANGE_SET invocations', () => {
  it.each([
    ['both names', { targetName: 'STACK', targetType: 'STACK' }],
    ['the type', { targetName: 'inference', targetType: 'STACK' }],
    ['the name', { targetName: 'STACK', targetType: undefined }],
  ])('tells a stack by %s', (_, requestData) => {
    expect(read(stackEvent({}, requestData)).target).toBe('stack');
  });

  it.each([
    ['the type', { targetName: 'release', targetType: 'CHANGE_SET' }],
    ['the name', { targetName: 'CHANGE_SET', targetType: null }],
  ])('tells a change set by %s', (_, requestData) => {
    expect(read(stackEvent({}, requestData)).target).toBe('changeSet');
  });

  it('takes the stack name from the target where there is no stack ARN', () => {
    expect(read(stackEvent({ stackId: '' }))).toMatchObject({ stackName: 'inference', region: 'us-east-1' });
    const unnamed = stackEvent({ stackId: '' }, { targetLogicalId: '' });
    expect(read(unnamed).stackName).toBeUndefined();
  });

  it('takes account, region and partition from the change set where there is no stack ARN', () => {
    const event = { ...readEvent('changeset-create.fail'), stackId: undefined, awsAccountId: '' };
    expect(read(event)).toMatchObject({
      target: 'changeSet',
      account: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
    });
  });

  it('needs no payload to delete', () => {
    const event = stackEvent({ actionInvocationPoint: 'DELETE_PRE_PROVISION' }, { payload: null });
    expect(read(event)).toMatchObject({ target: 'stack', action: 'delete', payload: '' });
  });
});

function withoutPayload(): unknown {
  const event = stackEvent();
  const { payload: _, ...requestData } = event.requestData as { payload: string };
  return { ...event, requestData };
}

describe('a malformed invocation', () => {
  const points = 'CREATE_PRE_PROVISION, UPDATE_PRE_PROVISION, DELETE_PRE_PROVISION';
  it.each([
    ['null', null, ['the event (expected an object, found null)']],
    ['nothing', undefined, ['the event (expected an object, found nothing)']],
    ['a text', 'event', ['the event (expected an object, found a string)']],
    ['a list', [], ['requestData']],
    ['an empty object', {}, ['actionInvocationPoint', 'requestData (missing)']],
    [
      'several bad members',
      resourceEvent(
        {
          awsAccountId: 1,
          stackId: [],
          hookModel: 'x',
          clientRequestToken: true,
          actionInvocationPoint: 'CREATE',
        },
        { targetLogicalId: {}, targetModel: { resourceProperties: [] } },
      ),
      [
        'clientRequestToken (expected a string, found a boolean)',
        'awsAccountId (expected a string, found a number)',
        'stackId (expected a string, found a list)',
        'hookModel (expected an object, found a string)',
        `actionInvocationPoint (expected one of ${points}, found a string)`,
        'requestData.targetLogicalId (expected a string, found an object)',
        'requestData.targetModel.resourceProperties (expected an object, found a list)',
      ],
    ],
    ['no target model', resourceEvent({}, { targetModel: null }), ['requestData.targetModel']],
    [
      'an empty target name',
      resourceEvent({}, { targetName: '' }),
      ['targetName (expected a name, found an empty'],
    ],
    ['no payload', withoutPayload(), ['requestData.payload (missing)']],
    ['an empty payload', stackEvent({}, { payload: '' }), ['requestData.payload (expected an address']],
  ])('is refused with every bad member named: %s', (_, event, members) => {
    const error = caught(() => read(event));
    expect(error).toBeInstanceOf(EventError);
    for (const member of members) expect(error.message).toContain(member);
  });

  it('never quotes a value', () => {
    const secret = 'AKIA-SECRET';
    const event = resourceEvent(
      { actionInvocationPoint: secret, hookModel: secret },
      { targetModel: secret },
    );
    expect(caught(() => read(event)).message).not.toContain(secret);
  });

  it('is refused where it cannot even be read', () => {
    const event = {
      get requestData() {
        throw new Error('AKIA-SECRET');
      },
    };
    expect(caught(() => read(event)).message).toBe('The invocation cannot be read');
  });
});

describe('the token', () => {
  it.each([
    [{ clientRequestToken: 'a' }, 'a'],
    [{ clientRequesttoken: 'b' }, 'b'],
    [{ clientRequestToken: 5, clientRequesttoken: 'b' }, 'b'],
    [{ clientRequestToken: null }, ''],
    [{}, ''],
    [null, ''],
    ['text', ''],
  ])('of %j is %j', (event, token) => {
    expect(tokenOf(event)).toBe(token);
  });

  it('is empty where it cannot be read', () => {
    const event = {
      get clientRequestToken() {
        throw new Error();
      },
    };
    expect(tokenOf(event)).toBe('');
  });
});

function caught(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
