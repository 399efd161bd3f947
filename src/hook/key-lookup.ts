import { createKeyDirectory, KeyLookupError } from '../aws/index.js';
import { type KeyRecords, keysIn, type Policy } from '../decision/index.js';
import type { Caller } from './caller.js';
import type { Environment } from './environment.js';
import { GuardError } from './failure.js';
import type { Target } from './target.js';

export type KeyLookup = (
  targets: readonly Target[],
  policy: Policy,
  caller: Pick<Caller, 'account' | 'region'>,
) => Promise<KeyRecords | undefined>;

/**
 * Creates the function that asks KMS about the keys of an invocation's targets under `keyPolicy: verified`. Under any
 * other policy it returns undefined and does not load the KMS client.
 *
 * The function throws a GuardError where KMS does not answer.
 */
export function createKeyLookup({ describeKey, clock }: Environment): KeyLookup {
  const directory = createKeyDirectory(describeKey, clock);
  return async (targets, policy, caller) => {
    if (policy.keyPolicy !== 'verified') return undefined;
    const configurations = targets.flatMap((target) => ('untouched' in target ? [] : target.configuration));
    const keys = configurations.flatMap((configuration) => [...keysIn(configuration, policy)]);
    const isPlanned = configurations.some(({ template }) => template);
    try {
      return await directory.lookUp(keys, { ...caller, isPlanned });
    } catch (error) {
      if (!(error instanceof KeyLookupError)) throw error;
      const code = error.code === 'denied' ? 'keyPermission' : 'keyLookup';
      throw new GuardError(code, `The policy asks for verified keys, and ${error.message}`, { cause: error });
    }
  };
}
