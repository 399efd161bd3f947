/** KMS's answer about a key, and whether `keyPolicy: verified` accepts the key. */
import { matches } from './text-pattern.js';

/** KMS's answer about one key, as data; `aws/keys.ts` asks for it. */
export type KeyRecord =
  | {
      readonly state: 'found';
      readonly arn: string;
      readonly manager: 'CUSTOMER' | 'AWS';
      /** `KeyState` of KMS: Enabled, Disabled, PendingDeletion, … */
      readonly keyState: string;
      /** `KeySpec`: SYMMETRIC_DEFAULT for the keys that encrypt volumes. */
      readonly spec: string;
      /** `KeyUsage`: ENCRYPT_DECRYPT for the keys that encrypt volumes. */
      readonly usage: string;
    }
  | { readonly state: 'notFound' }
  /** A key whose ARN names another Region. The guard does not ask KMS about it. */
  | { readonly state: 'otherRegion'; readonly arn: string }
  /** Another account's key that the caller may not describe. */
  | {
      readonly state: 'notVerifiable';
      /** ARN of the principal that asked, where it is known. */
      readonly principal: string | undefined;
    };

/** KMS's answers by the text of the key. */
export type KeyRecords = ReadonlyMap<string, KeyRecord>;

export type RecordFault =
  | 'keyNotFound'
  | 'keyDisabled'
  | 'keyPendingDeletion'
  | 'keyAwsManaged'
  | 'keyUnusable'
  | 'keyInOtherRegion'
  | 'keyNotAllowed'
  | 'keyNotVerifiable';

/** What is wrong with a key, by KMS's answer; undefined where nothing is. */
export function faultOf(
  record: KeyRecord,
  region: string | undefined,
  allowedKeys: readonly string[],
): RecordFault | undefined {
  if (record.state === 'notFound') return 'keyNotFound';
  if (record.state === 'otherRegion') return 'keyInOtherRegion';
  if (record.state === 'notVerifiable') return 'keyNotVerifiable';
  const { arn, manager, keyState, spec, usage } = record;
  if (manager !== 'CUSTOMER') return 'keyAwsManaged';
  if (keyState === 'Disabled') return 'keyDisabled';
  if (keyState === 'PendingDeletion' || keyState === 'PendingReplicaDeletion') return 'keyPendingDeletion';
  if (keyState !== 'Enabled' || spec !== 'SYMMETRIC_DEFAULT' || usage !== 'ENCRYPT_DECRYPT')
    return 'keyUnusable';
  if (region !== undefined && arn.split(':')[3] !== region) return 'keyInOtherRegion';
  // Patterns match the ARN from KMS, so that an alias or a plain ID is judged by the key behind it.
  if (allowedKeys.length > 0 && !allowedKeys.some((pattern) => matches(pattern, arn))) return 'keyNotAllowed';
  return undefined;
}
