/** Reads the operator's policy from GUARD_POLICY, or from the place in S3 that it names. */
import { parsePolicy } from '../decision/index.js';
import { type BucketEnvironment, type PolicyStore, policyInBucket } from './s3-policy.js';

export interface PolicyStoreEnvironment extends BucketEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * GUARD_POLICY holds the policy document itself, or `s3://bucket/key`. If it is not set, the defaults apply. An empty text
 * is an error, like every empty document.
 */
export function createPolicyStore(environment: PolicyStoreEnvironment): PolicyStore {
  let serve: PolicyStore | undefined;
  return async () => {
    serve ??= storeOf(environment.env.GUARD_POLICY ?? '{}', environment);
    return serve();
  };
}

function storeOf(source: string, environment: PolicyStoreEnvironment): PolicyStore {
  const address = source.trim();
  if (address.startsWith('s3://')) return policyInBucket(address, environment);
  const served = parsePolicy(source, 'GUARD_POLICY').then((policy) => ({ policy }));
  return () => served;
}
