/** Clients for AWS: the SDK is loaded only when one is asked for, and explains its failures in our words. */
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
  /** How a failed call is repeated, for whoever cannot wait (default: adaptively, 8 attempts). */
  readonly retryStrategy?: NonNullable<CloudFormationClientConfig['retryStrategy']>;
}

/**
 * A client for CloudFormation. Credentials, region and endpoint (AWS_ENDPOINT_URL too) come from the SDK's usual
 * chain; a throttled account slows the client down instead of failing it at once.
 * @throws AwsFailure where no region is set; every other failure comes from the calls themselves.
 */
export async function cloudFormation(options: ClientOptions = {}): Promise<CloudFormationClient> {
  const { CloudFormationClient } = loadSdk('client-cloudformation');
  return prepared(new CloudFormationClient(settings(options)), 'cloudformation');
}

/** A client for SageMaker, on the same terms. */
export async function sageMaker(options: ClientOptions = {}): Promise<SageMakerClient> {
  const { SageMakerClient } = loadSdk('client-sagemaker');
  return prepared(new SageMakerClient(settings(options)), 'sagemaker');
}

/** A client for Organizations, on the same terms. */
export async function organizations(options: ClientOptions = {}): Promise<OrganizationsClient> {
  const { OrganizationsClient } = loadSdk('client-organizations');
  return prepared(new OrganizationsClient(settings(options)), 'organizations');
}

/** A client for STS, on the same terms. */
export async function sts(options: ClientOptions = {}): Promise<STSClient> {
  const { STSClient } = loadSdk('client-sts');
  return prepared(new STSClient(settings(options)), 'sts');
}

function settings({ credentials, retryStrategy, ...options }: ClientOptions) {
  // The SDK for JavaScript does not read AWS_DEFAULT_REGION, which AWS's command line and the SDK for Python do.
  const region = options.region ?? regionOfEnvironment(process.env);
  return {
    retryMode: 'adaptive',
    // The SDK's own variable still decides where it is set.
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined && { maxAttempts: 8 }),
    ...(credentials !== undefined && { credentials }),
    ...(retryStrategy !== undefined && { retryStrategy }),
    ...(region !== undefined && { region }),
    // A region that drops packets would otherwise hold a call for minutes, attempt by attempt.
    requestHandler: { connectionTimeout: 5_000 },
  };
}

/** The part of a client that is used here; each has input types of its own. */
interface Client {
  readonly config: { readonly region: () => Promise<string> };
  readonly middlewareStack: {
    // A method, so that each client's own types are admitted.
    add(middleware: Middleware, options: { step: 'initialize'; priority: 'high'; name: string }): void;
  };
}

type Middleware = (
  next: (args: never) => Promise<never>,
  context: { readonly commandName?: string },
) => (args: never) => Promise<never>;

/** The client with its failures explained. @param service as IAM spells it */
async function prepared<C>(client: C, service: string): Promise<C> {
  const { config, middlewareStack } = client as Client;
  // The outermost step, so that it sees what is left after every retry, and a missing credential too.
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
  // A missing region would otherwise come up in the middle of the first call, before that step has a say.
  try {
    await config.region();
  } catch (error) {
    throw explain(error, 'the region');
  }
  return client;
}
