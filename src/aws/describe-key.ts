/** Calls KMS with the SDK. */
import type { KeyMetadata, KMSClientConfig } from '@aws-sdk/client-kms';
import { loadSdk } from './load-sdk.js';

/** One call of kms:DescribeKey in a Region (undefined: the SDK's own); rejects with the SDK's own error. */
export type DescribeKey = (key: string, region: string | undefined) => Promise<KeyMetadata | undefined>;

/**
 * Asks KMS with the SDK, which the first call loads: in Lambda the runtime's own, elsewhere the package's. A call gives up
 * after some ten seconds, well within the 30 seconds that CloudFormation waits for the hook.
 */
export function describeKeyWith(
  config: Pick<KMSClientConfig, 'credentials' | 'retryStrategy'> = {},
): DescribeKey {
  const clients = new Map<string | undefined, ReturnType<typeof connect>>();
  return (key, region) => {
    const client = clients.get(region) ?? connect({ ...(region !== undefined && { region }), ...config });
    clients.set(region, client);
    return client(key);
  };
}

function connect(config: KMSClientConfig) {
  const { DescribeKeyCommand, KMSClient } = loadSdk('client-kms');
  const requestHandler = {
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    throwOnRequestTimeout: true,
    // The other timeouts end with the first bytes of the answer.
    socketTimeout: 2_000,
  };
  const client = new KMSClient({ maxAttempts: 4, requestHandler, ...config });
  return async (KeyId: string) => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
}
