/** Creates clients for AWS. They load the SDK on use, and explain its failures in the guard's words. */
import type { CloudFormationClient, CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { STSClient } from '@aws-sdk/client-sts';
import { explain } from './failure.js';
import { loadSdk } from './load-sdk.js';
import { regionOfEnvironment } from './names.js';

export interface ClientOptions {
  /** Wins over AWS_REGION, AWS_DEFAULT_REGION and the profile's region. */
  readonly region?: string | undefined;
  /** Wins over the credentials of the SDK's usual chain. */
  readonly credentials?: NonNullable<CloudFormationClientConfig['credentials']> | undefined;
  /** How failed calls are retried (default: adaptively, 8 attempts). */
  readonly retryStrategy?: NonNullable<CloudFormationClientConfig['retryStrategy']>;
}

/**
 * A client for CloudFormation. Credentials, region and endpoint (including AWS_ENDPOINT_URL) come from the SDK's usual
 * chain. In a throttled account the client slows down instead of failing at once.
 * @throws AwsFailure where no region is set; all other failures come from the calls
 */
export async function cloudFormation(options: ClientOptions = {}): Promise<CloudFormationClient> {
  const { CloudFormationClient } = loadSdk('client-cloudformation');
  return prepared(new CloudFormationClient(settings(options)), 'cloudformation');
}

/** A client for SageMaker, with the same settings. */
export async function sageMaker(options: ClientOptions = {}): Promise<SageMakerClient> {
  const { SageMakerClient } = loadSdk('client-sagemaker');
  return prepared(new SageMakerClient(settings(options)), 'sagemaker');
}

/** A client for Organizations, with the same settings. */
export async function organizations(options: ClientOptions = {}): Promise<OrganizationsClient> {
  const { OrganizationsClient } = loadSdk('client-organizations');
  return prepared(new OrganizationsClient(settings(options)), 'organizations');
}

/** A client for STS, with the same settings. */
export async function sts(options: ClientOptions = {}): Promise<STSClient> {
  const { STSClient } = loadSdk('client-sts');
  return prepared(new STSClient(settings(options)), 'sts');
}

function settings({ credentials, retryStrategy, ...options }: ClientOptions) {
  // The SDK for JavaScript does not read AWS_DEFAULT_REGION; the AWS CLI and the SDK for Python do.
  const region = options.region ?? regionOfEnvironment(process.env);
  return {
    retryMode: 'adaptive',
    // The SDK's own variable wins where it is set.
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined && { maxAttempts: 8 }),
    ...(credentials !== undefined && { credentials }),
    ...(retryStrategy !== undefined && { retryStrategy }),
    ...(region !== undefined && { region }),
    // Without this timeout, a region that drops packets would block a call for minutes.
    requestHandler: { connectionTimeout: 5_000 },
  };
}

/** The part of a client that is used here. */
interface Client {
  readonly config: { readonly region: () => Promise<string> };
  readonly middlewareStack: {
    // Declared as a method, so that TypeScript accepts each client's own types.
    add(middleware: Middleware, options: { step: 'initialize'; priority: 'high'; name: string }): void;
  };
}

type Middleware = (
  next: (args: never) => Promise<never>,
  context: { readonly commandName?: string },
) => (args: never) => Promise<never>;

/** Makes a client explain its failures. @param service its name in IAM actions */
async function prepared<C>(client: C, service: string): Promise<C> {
  const { config, middlewareStack } = client as Client;
  // The outermost step, so that it sees only failures after the last retry, and missing credentials too.
  middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw explain(error, `${service}:${(context.commandName ?? 'call').replace(/Command$/, '')}`);
      }
    },
    { step: 'initialize', priority: 'high', name: 'explainFailures' },
  );
  // Checks the region now, since a missing one would fail inside the first call, before that step runs.
  try {
    await config.region();
  } catch (error) {
    throw explain(error, 'the region');
  }
  return client;
}
