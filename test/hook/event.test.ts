import { describe, expect, it } from 'vitest';
import { EventError } from '../../src/hook/failure.js';
import { address, invocationOf, readEvent, resourceEvent, stackEvent } from './fixtures.js';

const deletion = { actionInvocationPoint: 'DELETE_PRE_PROVISION' };
const update = { actionInvocationPoint: 'UPDATE_PRE_PROVISION' };
const ofOtherType = { targetName: 'AWS::S3::Bucket', targetType: 'AWS::S3::Bucket', targetModel: 'anything' };
const changeSet = readEvent('changeset-create.fail');

describe('an invocation', () => {
  it('about a resource has its properties, and the previous ones as they came', () => {
    const targetModel = { resourceProperties: { A: 1 }, previousResourceProperties: ['odd'], later: true };
    expect(invocationOf(resourceEvent(update, { targetModel, later: {} }))).toMatchObject({
      kind: 'resource',
      logicalId: 'EndpointConfig',
      isUpdate: true,
      properties: { A: 1 },
      previousProperties: ['odd'],
    });
  });

  it.each([
    ['null', { resourceProperties: null }],
    ['absent', {}],
    ['empty', { resourceProperties: {}, previousResourceProperties: null }],
  ])('about a resource has no properties where they are %s', (_, targetModel) => {
    expect(invocationOf(resourceEvent({}, { targetModel }))).toMatchObject({
      kind: 'resource',
      isUpdate: false,
      properties: {},
    });
  });

  it.each([
    ['a deletion', resourceEvent(deletion, { targetModel: null }), 'deletion'],
    ['another type', resourceEvent({}, ofOtherType), 'other'],
    [
      'another type at a point to come',
      resourceEvent({ actionInvocationPoint: 'LATER' }, ofOtherType),
      'other',
    ],
    ['a deletion of another type', resourceEvent(deletion, ofOtherType), 'other'],
    ['the deletion of a stack', stackEvent(deletion, { payload: null }), 'other'],
    ['a deletion that does not say of what', deletion, 'other'],
    ['a stack', stackEvent(), 'stack'],
    ['a change set', changeSet, 'changeSet'],
    ['a change set without a point', { ...changeSet, actionInvocationPoint: undefined }, 'changeSet'],
    ['a change set that reads DELETE', { ...changeSet, ...deletion }, 'changeSet'],
  ])('about %s', (_, event, kind) => {
    expect(invocationOf(event).kind).toBe(kind);
  });

  it('about a stack has the address of its payload', () => {
    expect(invocationOf(stackEvent(update))).toMatchObject({ isUpdate: true, payload: address });
  });

  it.each([{ keyPolicy: 'present' }, null, 'text', [1]])(
    'carries the hook model as it is: %j',
    (hookModel) => {
      expect(invocationOf(resourceEvent({ hookModel })).hookModel).toEqual(hookModel);
    },
  );

  const odd = {
    clientRequestToken: true,
    awsAccountId: 1,
    stackId: [],
    changeSetId: {},
    hookTypeName: null,
    hookTypeVersion: 3,
    requestContext: 'none',
    later: { much: 'more' },
  };
  it.each([
    ['resource', resourceEvent(odd, { targetType: 5, targetLogicalId: {} })],
    ['stack', stackEvent(odd, { targetType: undefined, targetLogicalId: 5 })],
    ['changeSet', { ...changeSet, ...odd, actionInvocationPoint: [] }],
  ])('about a %s is refused for nothing that the decision does not need', (kind, event) => {
    expect(invocationOf(event).kind).toBe(kind);
  });
});

function withoutPayload(): unknown {
  const event = stackEvent();
  const { payload: _, ...requestData } = event.requestData as { payload: string };
  return { ...event, requestData };
}

describe('a malformed invocation', () => {
  const points = 'CREATE_PRE_PROVISION, UPDATE_PRE_PROVISION, DELETE_PRE_PROVISION, IMPORT_PRE_PROVISION';
  it.each([
    ['null', null, ['the event (expected an object, found null)']],
    ['nothing', undefined, ['the event (expected an object, found nothing)']],
    ['a text', 'event', ['the event (expected an object, found a string)']],
    ['a list', [], ['the event (expected an object, found a list)']],
    [
      'a target model that is a list',
      resourceEvent({}, { targetModel: [] }),
      ['requestData.targetModel (expected an object, found a list)'],
    ],
    ['an empty object', {}, ['actionInvocationPoint', 'requestData (missing)']],
    [
      'several bad members',
      resourceEvent({ actionInvocationPoint: 'CREATE' }, { targetModel: { resourceProperties: [] } }),
      [
        `actionInvocationPoint (expected one of ${points}, found a string)`,
        'requestData.targetModel.resourceProperties (expected an object, found a list)',
      ],
    ],
    ['no target model', resourceEvent({}, { targetModel: null }), ['requestData.targetModel']],
    [
      'an empty target name',
      resourceEvent({}, { targetName: '', targetType: null }),
      ['targetName (expected a name, found an empty'],
    ],
    [
      'no type under Cloud Control',
      resourceEvent({}, { targetName: null, targetType: 'RESOURCE' }),
      ['targetName (expected a string, found null'],
    ],
    ['no payload', withoutPayload(), ['requestData.payload (missing)']],
    ['an empty payload', stackEvent({}, { payload: '' }), ['requestData.payload (expected an address']],
    ['a stack without a point', stackEvent({ actionInvocationPoint: null }), ['actionInvocationPoint']],
  ])('is refused with every bad member named: %s', (_, event, members) => {
    const error = caught(() => invocationOf(event));
    expect(error).toBeInstanceOf(EventError);
    for (const member of members) expect(error.message).toContain(member);
  });

  it('never quotes a value', () => {
    const secret = 'AKIA-SECRET';
    const event = resourceEvent(
      { actionInvocationPoint: secret, hookModel: secret },
      { targetModel: secret },
    );
    expect(caught(() => invocationOf(event)).message).not.toContain(secret);
  });

  it.each(['requestData', 'stackId'])('is refused where its %s cannot even be read', (member) => {
    const event = Object.defineProperty(resourceEvent(), member, {
      get: () => {
        throw new Error('AKIA-SECRET');
      },
    });
    expect(caught(() => invocationOf(event)).message).toBe('The invocation cannot be read');
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
