/** Reads the operator's policy from GUARD_POLICY, or from the place in S3 that it names. */
import { parsePolicy } from '../decision/index.js';
import { type BucketEnvironment, type PolicyStore, policyInBucket, type ServedPolicy } from './s3-policy.js';

export interface PolicyStoreEnvironment extends BucketEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * GUARD_POLICY holds the policy document itself, or `s3://bucket/key`. If it is not set, the defaults apply. An empty text
 * is an error, like every empty document.
 */
export function createPolicyStore(environment: PolicyStoreEnvironment): PolicyStore {
  let current: { readonly source: string; readonly serve: PolicyStore } | undefined;
  return async () => {
    const source = environment.env.GUARD_POLICY ?? '{}';
    if (current?.source !== source) current = { source, serve: storeOf(source, environment) };
    return current.serve();
  };
}

function storeOf(source: string, environment: PolicyStoreEnvironment): PolicyStore {
  const address = source.trim();
  if (address.startsWith('s3://')) return policyInBucket(address, environment);
  let served: Promise<ServedPolicy> | undefined;
  return () => {
    served ??= policyInVariable(source);
    return served;
  };
}

async function policyInVariable(text: string): Promise<ServedPolicy> {
  return { policy: await parsePolicy(text, 'GUARD_POLICY') };
}
