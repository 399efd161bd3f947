import type { ClientOptions } from '../../src/aws/client.js';

type RetryStrategy = Extract<
  NonNullable<ClientOptions['retryStrategy']>,
  { acquireInitialRetryToken: unknown }
>;

/** Repeats what the SDK repeats by itself, throttled and passing failures, without the waiting in between. */
export function instantRetries(maxAttempts: number): RetryStrategy {
  const token = (retries: number) => ({ getRetryCount: () => retries, getRetryDelay: () => 0 });
  const repeated = ['THROTTLING', 'TRANSIENT'];
  return {
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(last, { errorType }) {
      const retries = last.getRetryCount() + 1;
      if (retries >= maxAttempts || !repeated.includes(errorType)) throw new Error('not repeated');
      return { ...token(retries), getRetryCost: () => 1 };
    },
    recordSuccess() {},
  };
}
