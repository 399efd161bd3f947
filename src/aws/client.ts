/** Clients for AWS: the SDK is loaded only when one is asked for, and tells its failures in our words. */
import type { CloudFormationClient, CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import { explain } from './failure.js';
import { regionOfEnvironment } from './names.js';

export interface ClientOptions {
  /** Wins over AWS_REGION, AWS_DEFAULT_REGION and the profile's region. */
  readonly region?: string | undefined;
  /** How a failed call is repeated, for whoever cannot wait (default: adaptively, 8 attempts). */
  readonly retryStrategy?: NonNullable<CloudFormationClientConfig['retryStrategy']>;
}

/**
 * A client for CloudFormation. Credentials, region and endpoint (AWS_ENDPOINT_URL too) come from the SDK's usual
 * chain; a throttled account slows the client down instead of failing it at once.
 * @throws AwsFailure where no region is set; every other failure comes from the calls themselves.
 */
export async function cloudFormation(options: ClientOptions = {}): Promise<CloudFormationClient> {
  silenceNodeWarning();
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(settings(options));
  explainFailures(client, 'cloudformation');
  await requireRegion(client);
  return client;
}

/** Which Node is needed is said by package.json; the SDK's plans for its later versions are not the user's concern. */
function silenceNodeWarning(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

function settings(options: ClientOptions) {
  // The SDK for JavaScript does not read AWS_DEFAULT_REGION, which AWS's command line and the SDK for Python do.
  const region = options.region ?? regionOfEnvironment(process.env);
  return {
    retryMode: 'adaptive',
    ...(options.retryStrategy !== undefined && { retryStrategy: options.retryStrategy }),
    // The SDK's own variable still decides where it is set.
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined && { maxAttempts: 8 }),
    ...(region !== undefined && { region }),
    // A region that drops packets would otherwise hold a call for minutes, attempt by attempt.
    requestHandler: { connectionTimeout: 5_000 },
  };
}

/** A missing region would otherwise come up in the middle of the first call, before our own step has a say. */
async function requireRegion(client: CloudFormationClient): Promise<void> {
  try {
    await client.config.region();
  } catch (error) {
    throw explain(error, 'the region');
  }
}

/** The part of a client that the failures are caught at; both clients have it, with input types of their own. */
interface Stack {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; priority: 'high'; name: string }): void;
  };
}

type Middleware = (
  next: (args: never) => Promise<never>,
  context: { readonly commandName?: string },
) => (args: never) => Promise<never>;

/** The outermost step, so that it sees what is left after every retry, and a missing region or credential too. */
function explainFailures(client: unknown, service: string): void {
  (client as Stack).middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw explain(error, `${service}:${(context.commandName ?? 'call').replace(/Command$/, '')}`);
      }
    },
    { step: 'initialize', priority: 'high', name: 'explainFailures' },
  );
}
