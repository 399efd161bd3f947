/** Reads SageMaker's endpoint configurations in a Region, and the endpoints that use them. */
import type {
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandOutput,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { pMapIterable, pMapSkip } from 'p-map';
import { AwsFailure, concernsEveryCall } from './failure.js';
import { loadSdk } from './load-sdk.js';

/** An existing endpoint configuration, with the members that the rule needs. */
export interface EndpointConfiguration {
  readonly kind: 'configuration';
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Date | undefined;
  /** Properties under their API names, which equal CloudFormation's: `KmsKeyId`, `ProductionVariants`, … */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An endpoint, and every configuration that it uses or is about to use. */
export interface Endpoint {
  readonly kind: 'endpoint';
  readonly name: string;
  /** Names of configurations. They may include deleted ones. */
  readonly configurations: readonly string[];
}

/** A listed item that could not be described. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly name: string;
  readonly failure: AwsFailure;
}

/**
 * Every endpoint configuration of the client's Region, in the order of the list. It describes a few at once, and at most
 * one page ahead of the reader. It leaves out a configuration that is deleted between the two calls.
 * @throws AwsFailure where the list cannot be read, or no call can succeed (no credentials, no network)
 */
export function endpointConfigurations(
  client: SageMakerClient,
): AsyncIterable<EndpointConfiguration | Unreadable> {
  return describeEach(configurationNames(client), async (EndpointConfigName) => {
    const { DescribeEndpointConfigCommand } = loadSdk('client-sagemaker');
    return configurationOf(await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName })));
  });
}

/**
 * Every endpoint of the client's Region, read in the same way.
 * @param names only these endpoints
 */
export function endpoints(
  client: SageMakerClient,
  names: AsyncIterable<string> | Iterable<string> = endpointNames(client),
): AsyncIterable<Endpoint | Unreadable> {
  return describeEach(names, async (EndpointName) => {
    const { DescribeEndpointCommand } = loadSdk('client-sagemaker');
    return endpointOf(await client.send(new DescribeEndpointCommand({ EndpointName })));
  });
}

/**
 * A text for comparing configurations of one account and Region. It is the same for a name, an ARN and a stack's physical
 * ID. The physical ID is the ARN, in which SageMaker writes the name in lower case.
 */
export function configurationKey(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1).toLowerCase();
}

async function* configurationNames(client: SageMakerClient): AsyncGenerator<string> {
  const { paginateListEndpointConfigs } = loadSdk('client-sagemaker');
  for await (const page of paginateListEndpointConfigs({ client }, { MaxResults: 100 })) {
    for (const { EndpointConfigName } of page.EndpointConfigs ?? []) {
      if (EndpointConfigName !== undefined) yield EndpointConfigName;
    }
  }
}

async function* endpointNames(client: SageMakerClient): AsyncGenerator<string> {
  const { paginateListEndpoints } = loadSdk('client-sagemaker');
  for await (const page of paginateListEndpoints({ client }, { MaxResults: 100 })) {
    for (const { EndpointName } of page.Endpoints ?? []) {
      if (EndpointName !== undefined) yield EndpointName;
    }
  }
}

// In a throttled account the client's adaptive retries slow these calls down.
const bounds = { concurrency: 8, backpressure: 100 };

function describeEach<T>(
  names: AsyncIterable<string> | Iterable<string>,
  describe: (name: string) => Promise<T>,
): AsyncIterable<T | Unreadable> {
  return pMapIterable(
    names,
    async (name): Promise<T | Unreadable | typeof pMapSkip> => {
      try {
        return await describe(name);
      } catch (error) {
        if (!(error instanceof AwsFailure) || concernsEveryCall(error)) throw error;
        return isGone(error) ? pMapSkip : { kind: 'unreadable', name, failure: error };
      }
    },
    bounds,
  );
}

/** SageMaker has no error code for this: it answers ValidationException, "Could not find endpoint configuration …". */
function isGone({ code, message }: AwsFailure): boolean {
  return code === 'notFound' || (code === 'refused' && /could not find/i.test(message));
}

/** The members of the answer that the rule needs. CloudFormation has properties of the same names. */
const properties = [
  'KmsKeyId',
  'ProductionVariants',
  'ShadowProductionVariants',
  'DataCaptureConfig',
  'AsyncInferenceConfig',
] as const;

function configurationOf(answer: DescribeEndpointConfigCommandOutput): EndpointConfiguration {
  const present = properties.filter((name) => answer[name] !== undefined);
  return {
    kind: 'configuration',
    arn: answer.EndpointConfigArn ?? '',
    name: answer.EndpointConfigName ?? '',
    createdAt: answer.CreationTime,
    properties: Object.fromEntries(present.map((name) => [name, answer[name]])),
  };
}

function endpointOf(answer: DescribeEndpointCommandOutput): Endpoint {
  const configurations = [answer.EndpointConfigName, answer.PendingDeploymentSummary?.EndpointConfigName];
  return {
    kind: 'endpoint',
    name: answer.EndpointName ?? '',
    configurations: [...new Set(configurations.filter((name) => name !== undefined))],
  };
}
