import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import { AwsFailure } from '../../src/aws/failure.js';
import { regionProblem } from '../../src/aws/name-problems.js';
import { accountOf, partitionOf, regionOf } from '../../src/aws/names.js';
import { regionsBeside, sageMakerRegions } from '../../src/aws/regions.js';
import { isGone, listStacks, resourcesOfStack, sourceOfStack } from '../../src/aws/stacks.js';
import { endpointConfig, stackId } from './stacks-service.js';

/** A client that answers with these, command by command; every member of an answer is optional in the API's model. */
function clientOf(answers: Readonly<Record<string, readonly object[]>>) {
  const left = new Map(Object.entries(answers).map(([name, list]) => [`${name}Command`, [...list]]));
  const inputs: unknown[] = [];
  const send = async (command: { readonly input: object }) => {
    // The loops over pages write the next page's token into the same input.
    inputs.push({ ...command.input });
    return left.get(command.constructor.name)?.shift() ?? {};
  };
  // The SDK's own loops over pages take nothing else.
  const client: CloudFormationClient = Object.assign(Object.create(CloudFormationClient.prototype), { send });
  return { client, inputs };
}

describe('answers with members missing', () => {
  test('stacks', async () => {
    const named = { StackId: stackId('a'), StackName: 'a' };
    const pages = [
      { StackSummaries: [{ StackName: 'x' }, { StackId: 'y' }, named], NextToken: 'next' },
      { NextToken: '' },
    ];
    const { client, inputs } = clientOf({ ListStacks: pages });
    const found = [];
    for await (const stack of listStacks(client)) found.push(stack);
    expect(found).toEqual([{ id: stackId('a'), name: 'a' }]);
    expect(inputs).toMatchObject([{}, { NextToken: 'next' }]);
    for (const input of inputs) {
      expect(input).toMatchObject({ StackStatusFilter: expect.not.arrayContaining(['DELETE_COMPLETE']) });
      expect(input).toMatchObject({ StackStatusFilter: expect.arrayContaining(['UPDATE_ROLLBACK_FAILED']) });
    }
  });

  test('resources', async () => {
    const resource = (more: object) => ({
      LogicalResourceId: 'Config',
      ResourceType: endpointConfig,
      ...more,
    });
    const pages = [
      {
        StackResourceSummaries: [
          resource({ LogicalResourceId: undefined }),
          resource({ ResourceType: 'AWS::SageMaker::Model' }),
          resource({ ResourceStatus: 'DELETE_COMPLETE' }),
          resource({ ResourceStatus: 'DELETE_SKIPPED' }),
        ],
        NextToken: 'next',
      },
      { NextToken: 'last' },
      {
        StackResourceSummaries: [
          resource({ ResourceStatus: 'UPDATE_FAILED', PhysicalResourceId: 'config-1' }),
        ],
        NextToken: '',
      },
    ];
    const { client, inputs } = clientOf({ ListStackResources: pages });
    expect(await resourcesOfStack(client, 'id', endpointConfig)).toEqual([
      { logicalId: 'Config', physicalId: 'config-1' },
    ]);
    expect(inputs).toEqual([
      { StackName: 'id' },
      { StackName: 'id', NextToken: 'next' },
      { StackName: 'id', NextToken: 'last' },
    ]);
  });

  test.each([
    ['no stack', {}, {}, undefined],
    ['a deleted one', {}, { StackStatus: 'DELETE_COMPLETE' }, undefined],
    ['next to nothing', {}, {}, { template: '', processed: true, parameters: [] }],
    [
      'an unprocessed template, parameters',
      { TemplateBody: '{}', StagesAvailable: ['Original'] },
      {
        Parameters: [{ ParameterValue: 'x' }, { ParameterKey: 'A', ParameterValue: 'a', ResolvedValue: 'b' }],
      },
      { template: '{}', processed: false, parameters: [{ name: 'A', value: 'a', resolved: 'b' }] },
    ],
  ])('source: %s', async (name, template, stack, source) => {
    const described = name === 'no stack' ? {} : { Stacks: [stack] };
    const { client } = clientOf({ GetTemplate: [template], DescribeStacks: [described] });
    expect(await sourceOfStack(client, 'id')).toEqual(source);
  });
});

test.each([
  [new AwsFailure('refused', 'AWS refused it: Stack with id a does not exist'), true],
  [new AwsFailure('refused', 'AWS refused it: something else'), false],
  [new AwsFailure('denied', 'does not exist'), false],
  [new Error('does not exist'), false],
])('%s', (error, gone) => {
  expect(isGone(error)).toBe(gone);
});

test.each([
  [stackId('ml', 'cn-north-1'), '111122223333', 'cn-north-1'],
  ['ml', '', ''],
])('the place in %s', (id, account, region) => {
  expect([accountOf(id), regionOf(id)]).toEqual([account, region]);
});

describe('regions', () => {
  test('each is in the partition that its name says, once', () => {
    const all = Object.entries(sageMakerRegions).flatMap(([partition, regions]) =>
      regions.map((region) => ({ partition, region })),
    );
    for (const { partition, region } of all) {
      expect(partitionOf(region)).toBe(partition);
      expect(regionProblem(region)).toBeUndefined();
    }
    expect(new Set(all.map(({ region }) => region)).size).toBe(all.length);
  });

  test('those beside one', () => {
    expect(regionsBeside('us-gov-east-1')).toEqual(['us-gov-east-1', 'us-gov-west-1']);
    expect(regionsBeside('eusc-de-east-1')).toEqual(['eusc-de-east-1']);
  });

  test.each([['Ireland'], ['eu-west'], ['eu-west-1a'], ['EU-WEST-1'], ['']])('%j is none', (name) => {
    expect(regionProblem(name)).toContain('is not the name of an AWS region');
  });
});
