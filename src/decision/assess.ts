import type { Path, ValueMap } from '../template/value.js';
import type { Policy } from './document.js';
import { classifyKey, type Key } from './key.js';
import { findS3Keys, type S3Finding } from './s3keys.js';
import { classifyStorage, type Storage } from './storage.js';
import type { Reason, Verdict } from './verdict.js';
import type { View } from './view.js';

/** A verdict and why, before anybody puts it into words. */
export interface Decision {
  readonly verdict: Verdict;
  readonly reason: Reason;
}

/** What the rule says of one alternative, without exemptions by the policy. */
export interface Assessment extends Decision {
  readonly properties: ValueMap;
  readonly key: Key;
  readonly storage: Storage;
  /** The verdict on the endpoint's own key alone. */
  readonly own: Decision;
  readonly s3: readonly S3Finding[];
  readonly path: Path;
}

/** Judges one alternative: the endpoint's own key by the table, then the S3-side keys that the policy asks for. */
export function assess(properties: ValueMap, policy: Policy, view: View): Assessment {
  const key = classifyKey(properties, policy);
  const storage = classifyStorage(properties, policy, view);
  const s3 = policy.alsoRequire.length > 0 ? findS3Keys(properties, policy, view) : [];
  const own = decide(key, storage.kind, policy);
  const first = s3.find(({ unknown }) => !unknown) ?? s3[0];
  const outranked = own.verdict === 'nonCompliant' || (own.verdict === 'undetermined' && first?.unknown);
  if (first && !outranked) {
    const decision: Decision = first.unknown
      ? { verdict: 'undetermined', reason: 'keyUnknown' }
      : { verdict: 'nonCompliant', reason: first.reason };
    return { ...decision, properties, key, storage, own, s3, path: first.path };
  }
  return { ...own, properties, key, storage, own, s3, path: placeOf(own.reason, key, storage) };
}

/** The decision table. Where the key will not do, it counts as absent; the reason still says which it is. */
export function decide(key: Key, storage: Storage['kind'], policy: Policy): Decision {
  const exempts = policy.localStorage === 'exempt';
  if (key.state === 'present') {
    const advised = storage === 'local' || storage === 'mixed';
    return { verdict: 'compliant', reason: advised ? 'keyOnLocalStorage' : 'keyPresent' };
  }
  if (exempts && storage === 'local') return { verdict: 'exempt', reason: 'localStorage' };
  if (key.state === 'unknown') return { verdict: 'undetermined', reason: 'keyUnknown' };
  if (exempts && storage === 'unknown') return { verdict: 'undetermined', reason: 'storageUnknown' };
  // Not exempt whatever the storage: it only changes what is to be done about it.
  if (key.state === 'bad') return { verdict: 'nonCompliant', reason: key.reason };
  if (storage === 'mixed') return { verdict: 'nonCompliant', reason: 'keyAbsentOnMixedStorage' };
  return { verdict: 'nonCompliant', reason: storage === 'local' ? 'localStorageNotAllowed' : 'keyAbsent' };
}

/** The place that a message about the endpoint's own key points at; `[]` where nothing is written. */
function placeOf(reason: Reason, key: Key, { untold }: Storage): Path {
  if (reason === 'storageUnknown' && untold) return untold.path;
  return key.state === 'absent' && key.found === 'missing' ? [] : ['KmsKeyId'];
}
