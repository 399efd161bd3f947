/** Judges configurations, and with `keyPolicy: verified` asks KMS about their keys. */
import { createKeyDirectory, type describeKeyWith, KeyLookupError } from '../../../aws/index.js';
import { type Configuration, type Judgment, judge, keysIn, type Policy } from '../../../decision/index.js';
import type { PlaceFailures } from './failures.js';
import type { Place } from './place.js';

export type Judge = (configuration: Configuration, policy: Policy) => Promise<Judgment>;

/**
 * @returns a judge that asks KMS in the place's Region, with its credentials, and about each key once. If KMS does not
 *   describe a key, the configuration is undetermined and the failure is collected.
 */
export function createJudge(
  { region, credentials }: Place,
  now: Date,
  describeKey: typeof describeKeyWith,
  failures: PlaceFailures,
): Judge {
  const asking = describeKey(credentials !== undefined ? { credentials } : {});
  const directory = createKeyDirectory(asking, () => performance.now());
  let unavailable: KeyLookupError | undefined;

  return async (configuration, policy) => {
    if (policy.keyPolicy !== 'verified') return judge(configuration, policy, { now });
    const texts = keysIn(configuration, policy);
    try {
      // Wait only once for a KMS that does not answer, and not for each of thousands of keys.
      if (unavailable !== undefined && texts.size > 0) throw unavailable;
      const keys = await directory.lookUp(texts, { account: configuration.subject.account, region });
      return judge(configuration, policy, { now, keys });
    } catch (error) {
      if (!(error instanceof KeyLookupError)) throw error;
      if (error.code === 'unavailable') unavailable = error;
      failures.addKey(error);
      return withKmsFailure(judge(configuration, policy, { now }), configuration, error);
    }
  };
}

/** Adds to an undetermined judgment why KMS did not describe the key. */
function withKmsFailure(
  judgment: Judgment,
  { subject }: Configuration,
  { message: why }: KeyLookupError,
): Judgment {
  if (judgment.reason !== 'keyUnknown') return judgment;
  const words = 'Make sure that the audit can look up the key, and run it again.';
  return {
    ...judgment,
    message: `The audit cannot tell whether the endpoint configuration ${subject.resource} passes: ${why}.`,
    remediation: words,
    steps: { words, additions: [], lines: [] },
  };
}
