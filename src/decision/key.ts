import { member, NoValue, Rest, Unknown, type Value, type ValueMap } from '../template/value.js';
import type { Policy } from './document.js';
import type { Reason } from './verdict.js';
import { isDeferred } from './view.js';
import { matches } from './wildcard.js';

/** A key that is written and will not do. In the decision it counts like one that is absent. */
export type BadKey = Extract<Reason, 'keyInvalid' | 'keyMalformed' | 'keyAwsManaged' | 'keyNotAllowed'>;

/** What `KmsKeyId` comes to under a policy. */
export type Key =
  | { readonly state: 'absent'; readonly found: 'missing' | 'null' | 'noValue' | 'empty' | 'blank' }
  | { readonly state: 'bad'; readonly reason: BadKey; readonly found: string }
  | { readonly state: 'present' }
  | { readonly state: 'unknown'; readonly unknown: Unknown };

const present: Key = { state: 'present' };

/**
 * Classifies `KmsKeyId` of an endpoint configuration's properties.
 *
 * A value that will certainly be set is present although nobody knows it yet, so that no form and no list
 * of allowed keys binds it. Where a macro still has to run, it may replace whatever is not a key.
 */
export function classifyKey(properties: ValueMap, policy: Policy): Key {
  const key = classify(member(properties, 'KmsKeyId'), policy);
  const rest = properties[Rest];
  return rest && (key.state === 'absent' || key.state === 'bad') ? { state: 'unknown', unknown: rest } : key;
}

/** Whether a value is a key at all, whatever its form; for the keys on the S3 side as well. */
export function classifyPresence(value: Value | undefined): Key {
  if (value === undefined) return { state: 'absent', found: 'missing' };
  if (value === null) return { state: 'absent', found: 'null' };
  if (value === NoValue) return { state: 'absent', found: 'noValue' };
  if (value instanceof Unknown) return value.set ? present : { state: 'unknown', unknown: value };
  if (typeof value === 'string') {
    if (value === '') return { state: 'absent', found: 'empty' };
    return value.trim() === '' ? { state: 'absent', found: 'blank' } : present;
  }
  if (typeof value !== 'object')
    return { state: 'bad', reason: 'keyInvalid', found: `the ${typeof value} ${value}` };
  const rest = (value as ValueMap)[Rest];
  if (rest) return { state: 'unknown', unknown: rest };
  return { state: 'bad', reason: 'keyInvalid', found: Array.isArray(value) ? 'a list' : 'a map' };
}

function classify(value: Value | undefined, policy: Policy): Key {
  const key = classifyPresence(value);
  if (key !== present || typeof value !== 'string') return key;
  const reason = isDeferred(value) ? objectionToStart(value, policy) : objection(value, policy);
  return reason ? { state: 'bad', reason, found: quoted(value) } : present;
}

function objection(key: string, policy: Policy): BadKey | undefined {
  if (policy.keyPolicy !== 'present' && !isWellFormed(key)) return 'keyMalformed';
  if (policy.keyPolicy === 'customerManaged' && isAwsManaged(key)) return 'keyAwsManaged';
  const { allowedKeys } = policy;
  if (allowedKeys.length > 0 && !allowedKeys.some((pattern) => matches(pattern, key))) return 'keyNotAllowed';
  return undefined;
}

/** Of a value that is not known to its end, what is known can still rule it out. */
function objectionToStart(key: string, { keyPolicy }: Policy): BadKey | undefined {
  return keyPolicy === 'customerManaged' && isAwsManaged(key) ? 'keyAwsManaged' : undefined;
}

const hex = '[0-9a-fA-F]';
const keyId = `(?:${hex}{8}(?:-${hex}{4}){3}-${hex}{12}|mrk-${hex}{32})`;
const aliasName = 'alias/[A-Za-z0-9/_-]{1,250}';
/** `aws`, `aws-cn`, `aws-us-gov`, `aws-iso-b`, `aws-eusc` and partitions to come. */
const arn = 'arn:aws(?:-[a-z0-9]+)*:kms:[a-z0-9]+(?:-[a-z0-9]+)+:[0-9]{12}:';
let forms: RegExp | undefined;

/**
 * Whether a text is one of the four forms that KMS gives a key: key ID, key ARN, alias name, alias ARN, in
 * any partition. Source: "Key identifiers" in the KMS Developer Guide.
 */
export function isWellFormed(key: string): boolean {
  // Made on first use: most policies never ask for it.
  forms ??= new RegExp(`^(?:${keyId}|${aliasName}|${arn}(?:key/${keyId}|${aliasName}))$`);
  return forms.test(key);
}

/** Whether a text names a key that AWS manages: `alias/aws/…`, by name or by ARN. */
function isAwsManaged(key: string): boolean {
  return /^(?:arn:[^/]*:)?alias\/aws\//.test(key);
}

/** In quotation marks, and not longer than a message can bear. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text);
}
