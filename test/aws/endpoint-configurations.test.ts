import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sageMaker } from '../../src/aws/client.js';
import {
  configurationKey,
  endpointConfigurations,
  endpoints,
} from '../../src/aws/endpoint-configurations.js';
import { type AwsServer, Fault, startAwsServer } from './aws-server.js';
import { stubAwsEnvironment } from './environment.js';
import { instantRetries } from './instant-retries.js';
import { type SageMakerState, sageMakerService } from './sagemaker-service.js';

let server: AwsServer;
let state: SageMakerState;

beforeEach(async () => {
  const service = sageMakerService();
  state = service.state;
  server = await startAwsServer({ sagemaker: { operations: service.operations } });
  stubAwsEnvironment(server.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const client = () => sageMaker({ retryStrategy: instantRetries(3) });

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found = [];
  for await (const item of items) found.push(item);
  return found;
}

const names = (count: number) => Array.from({ length: count }, (_, number) => ({ name: `Config-${number}` }));
const calls = (operation: string) => server.calls.filter((call) => call.operation === operation).length;

describe('endpoint configurations', () => {
  it('have the properties that the rule looks at', async () => {
    const properties = {
      KmsKeyId: 'alias/endpoints',
      ShadowProductionVariants: [{ VariantName: 'b', ModelName: 'm', InstanceType: 'ml.g5.xlarge' }],
      DataCaptureConfig: { InitialSamplingPercentage: 1, DestinationS3Uri: 's3://b', CaptureOptions: [] },
      AsyncInferenceConfig: { OutputConfig: { KmsKeyId: 'alias/output' } },
    };
    state.configurations = [
      { name: 'With-Key', properties: { ...properties, EnableNetworkIsolation: true } },
      { name: 'Without' },
    ];
    const variants = [{ VariantName: 'all', ModelName: 'model', InstanceType: 'ml.m5.large' }];
    expect(await collect(endpointConfigurations(await client()))).toEqual([
      {
        kind: 'configuration',
        arn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint-config/with-key',
        name: 'With-Key',
        createdAt: new Date('2026-01-01T00:00:00Z'),
        properties: { ...properties, ProductionVariants: variants },
      },
      expect.objectContaining({ name: 'Without', properties: { ProductionVariants: variants } }),
    ]);
  });

  it('come over several pages, in the order of the list', async () => {
    state.configurations = names(250);
    const found = await collect(endpointConfigurations(await client()));
    expect(found.map(({ name }) => name)).toEqual(names(250).map(({ name }) => name));
    expect([calls('ListEndpointConfigs'), calls('DescribeEndpointConfig')]).toEqual([3, 250]);
  });

  it('are read no more than a page ahead of the reader', async () => {
    state.configurations = names(1_000);
    let read = 0;
    for await (const _ of endpointConfigurations(await client())) {
      read += 1;
      expect(calls('DescribeEndpointConfig')).toBeLessThanOrEqual(read + 100);
      if (read === 150) break;
    }
    expect(calls('ListEndpointConfigs')).toBeLessThanOrEqual(4);
  });

  it('leave out what is deleted between the two calls', async () => {
    state.configurations = [{ name: 'a' }, { name: 'b', isDeleted: true }, { name: 'c' }];
    const found = await collect(endpointConfigurations(await client()));
    expect(found.map(({ name }) => name)).toEqual(['a', 'c']);
  });

  it('that may not be described are named, with the rest', async () => {
    state.configurations = [{ name: 'a' }, { name: 'b', isDenied: true }, { name: 'c' }];
    const found = await collect(endpointConfigurations(await client()));
    expect(found).toMatchObject([
      { kind: 'configuration', name: 'a' },
      { kind: 'unreadable', name: 'b', failure: { code: 'denied' } },
      { kind: 'configuration', name: 'c' },
    ]);
    expect(String((found[1] as { failure: unknown }).failure)).toContain(
      'not allowed to call sagemaker:DescribeEndpointConfig',
    );
  });

  it('wait out a moment of throttling', async () => {
    state.configurations = names(3);
    server.inject({ fault: new Fault('ThrottlingException', 'Rate exceeded'), times: 2 });
    expect(await collect(endpointConfigurations(await client()))).toHaveLength(3);
  });

  it.each([
    ['a list that may not be read', new Fault('AccessDeniedException', 'no'), undefined, 'denied'],
    [
      'a list that stays throttled',
      new Fault('ThrottlingException', 'Rate exceeded'),
      undefined,
      'throttled',
    ],
    [
      'credentials that expire half-way',
      new Fault('ExpiredTokenException', 'The security token included in the request is expired'),
      'DescribeEndpointConfig',
      'expired',
    ],
  ])('fail as a whole: %s', async (_, fault, operation, code) => {
    state.configurations = names(3);
    server.inject({ fault, times: 99, ...(operation !== undefined && { operation }) });
    await expect(collect(endpointConfigurations(await client()))).rejects.toMatchObject({ code });
  });

  it('of an answer without members', async () => {
    const bare = await startAwsServer({
      sagemaker: {
        operations: {
          ListEndpointConfigs: () => ({ EndpointConfigs: [{}, { EndpointConfigName: 'x' }] }),
          DescribeEndpointConfig: () => ({}),
          ListEndpoints: () => ({}),
        },
      },
    });
    vi.stubEnv('AWS_ENDPOINT_URL', bare.url);
    expect(await collect(endpointConfigurations(await client()))).toEqual([
      { kind: 'configuration', arn: '', name: '', createdAt: undefined, properties: {} },
    ]);
    expect(await collect(endpoints(await client()))).toEqual([]);
    await bare.close();
  });
});

describe('endpoints', () => {
  it('name every configuration that they run on or are about to', async () => {
    state.endpoints = [
      { name: 'A', configuration: 'one' },
      { name: 'B', configuration: 'one', pending: 'two', status: 'Updating' },
      { name: 'C', configuration: 'one', pending: 'one' },
      { name: 'D', configuration: 'one', isDeleted: true },
    ];
    expect(await collect(endpoints(await client()))).toEqual([
      { kind: 'endpoint', name: 'A', configurations: ['one'] },
      { kind: 'endpoint', name: 'B', configurations: ['one', 'two'] },
      { kind: 'endpoint', name: 'C', configurations: ['one'] },
    ]);
  });
});

it.each([
  ['Models-Config-AbC', 'models-config-abc'],
  ['arn:aws:sagemaker:eu-west-1:111122223333:endpoint-config/models-config-abc', 'models-config-abc'],
])('%s is matched by %s', (nameOrArn, key) => {
  expect(configurationKey(nameOrArn)).toBe(key);
});
