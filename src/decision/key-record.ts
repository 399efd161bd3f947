/** What KMS says of a key, and whether that will do: `keyPolicy: verified`. */
import { matches } from './text-pattern.js';

/** KMS's answer about one key, as data; `aws/keys.ts` asks for it. */
export type KeyRecord =
  | {
      readonly state: 'found';
      readonly arn: string;
      readonly manager: 'CUSTOMER' | 'AWS';
      /** `KeyState`, as KMS has it: Enabled, Disabled, PendingDeletion, … */
      readonly keyState: string;
      /** `KeySpec`: SYMMETRIC_DEFAULT for the keys that encrypt volumes. */
      readonly spec: string;
      /** `KeyUsage`: ENCRYPT_DECRYPT for the keys that encrypt volumes. */
      readonly usage: string;
    }
  | { readonly state: 'notFound' }
  /** A key of another Region, by its ARN; KMS is not asked. */
  | { readonly state: 'otherRegion'; readonly arn: string }
  /** Another account's key that the caller may not describe. */
  | {
      readonly state: 'notVerifiable';
      /** ARN of the principal that asked, as far as it is known. */
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

/** What is wrong with a key by what KMS says of it; undefined where it will do. */
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
  // An alias or a bare ID is judged by what it stands for.
  if (allowedKeys.length > 0 && !allowedKeys.some((pattern) => matches(pattern, arn))) return 'keyNotAllowed';
  return undefined;
}
