import {
  AmbiguousScalar,
  Deferred,
  member,
  NoValue,
  Rest,
  Unknown,
  type Value,
  type ValueMap,
} from '../template/index.js';
import { isAwsManagedAlias, isWellFormed, mayBeWellFormed, withGaps } from './key-form.js';
import { faultOf, type KeyRecord, type KeyRecords, type RecordFault } from './key-record.js';
import type { Policy } from './policy.js';
import { matches } from './text-pattern.js';

/** What is wrong with an invalid key. */
export type KeyFault = 'keyInvalid' | 'keyMalformed' | 'keyDeferred' | RecordFault;

/** What `KmsKeyId` is under a policy. */
export type Key =
  | { readonly state: 'absent'; readonly found: 'missing' | 'null' | 'noValue' | 'empty' | 'blank' }
  | {
      readonly state: 'invalid';
      readonly reason: KeyFault;
      /** The value as the message shows it. */
      readonly found: string;
      /** The key, where its whole text is known and its form is valid. */
      readonly text?: string | undefined;
      readonly record?: KeyRecord | undefined;
    }
  /** `text` where the whole key is known. */
  | { readonly state: 'present'; readonly text?: string | undefined }
  | { readonly state: 'unknown'; readonly unknown: Unknown };

/** What else is needed to judge a key. */
export interface KeyContext {
  /** KMS's answers about the configuration's keys, under `keyPolicy: verified`. */
  readonly keys?: KeyRecords | undefined;
  /** The configuration's Region, where it is known. */
  readonly region?: string | undefined;
  /** The text of the template that will create what the configuration uses. */
  readonly template?: string | undefined;
}

const present: Key = { state: 'present' };

/**
 * Classifies `KmsKeyId` of an endpoint configuration's properties.
 *
 * A value that will certainly be set counts as present, even where it is not known yet. An absent or invalid key is
 * unknown if a macro has not run yet, since the macro may still write it.
 */
export function classifyKey(properties: ValueMap, policy: Policy, context: KeyContext): Key {
  const key = classify(member(properties, 'KmsKeyId'), policy, context);
  const rest = properties[Rest];
  return rest && (key.state === 'absent' || key.state === 'invalid')
    ? { state: 'unknown', unknown: rest }
    : key;
}

/** Whether a value is a key, in any form. Also used for the S3 keys of `alsoRequire`. */
export function classifyPresence(value: Value | undefined): Key {
  if (value === undefined) return { state: 'absent', found: 'missing' };
  if (value === null) return { state: 'absent', found: 'null' };
  if (value === NoValue) return { state: 'absent', found: 'noValue' };
  if (value instanceof Deferred) return present;
  if (value instanceof Unknown) return value.set ? present : { state: 'unknown', unknown: value };
  if (typeof value === 'string') {
    if (value === '') return { state: 'absent', found: 'empty' };
    return value.trim() === '' ? { state: 'absent', found: 'blank' } : { state: 'present', text: value };
  }
  if (typeof value !== 'object') return invalid('keyInvalid', `the ${typeof value} ${value}`);
  // A scalar that some YAML parsers read as text may be a key.
  if (value instanceof AmbiguousScalar) {
    return value.number === undefined
      ? { state: 'unknown', unknown: new Unknown(value.reason, []) }
      : invalid('keyInvalid', `the number ${value}`);
  }
  if (Array.isArray(value)) return invalid('keyInvalid', 'a list');
  return value[Rest] ? { state: 'unknown', unknown: value[Rest] } : invalid('keyInvalid', 'a map');
}

function classify(value: Value | undefined, policy: Policy, context: KeyContext): Key {
  if (value instanceof Deferred) return classifyDeferred(value, policy);
  const key = classifyPresence(value);
  if (key.state !== 'present' || key.text === undefined) return key;
  const { text } = key;
  const reason = faultOfForm(text, policy, isWellFormed);
  if (reason) return invalid(reason, quoted(text));
  if (policy.keyPolicy === 'verified') return verify(text, policy, context);
  return isAllowed(text, policy) ? key : invalid('keyNotAllowed', quoted(text), { text });
}

/** The readable part of a key may already violate the policy. KMS is not asked, since the whole key is unknown. */
function classifyDeferred({ text, final }: Deferred, policy: Policy): Key {
  const readable = withGaps(text);
  const reason =
    faultOfForm(readable, policy, mayBeWellFormed) ??
    (isAllowed(readable, policy) ? undefined : 'keyNotAllowed');
  if (reason) return invalid(reason, quoted(text));
  const isStrict = policy.keyPolicy !== 'present' || policy.allowedKeys.length > 0;
  return final && isStrict ? invalid('keyDeferred', quoted(text)) : present;
}

function faultOfForm(text: string, { keyPolicy }: Policy, isForm: (text: string) => boolean) {
  if (keyPolicy === 'present') return undefined;
  if (!isForm(text)) return 'keyMalformed';
  return keyPolicy !== 'wellFormed' && isAwsManagedAlias(text) ? 'keyAwsManaged' : undefined;
}

/** Under `verified`, `faultOf` matches the patterns against the ARN that KMS returns instead. */
function isAllowed(text: string, { keyPolicy, allowedKeys }: Policy): boolean {
  return (
    keyPolicy === 'verified' ||
    allowedKeys.length === 0 ||
    allowedKeys.some((pattern) => matches(pattern, text))
  );
}

function verify(text: string, { allowedKeys }: Policy, { keys, region, template = '' }: KeyContext): Key {
  const record = keys?.get(text);
  if (!record) {
    const why = keys ? 'which is not known' : 'and KMS was not asked';
    const unknown = new Unknown(`what KMS says about the key ${quoted(text)}, ${why}`, []);
    return { state: 'unknown', unknown };
  }
  if (record.state === 'notFound' && text.includes('alias/') && createsAlias(template))
    return {
      state: 'unknown',
      unknown: new Unknown(`the alias ${quoted(text)}, which this deployment may create`, []),
    };
  const reason = faultOf(record, region, allowedKeys);
  return reason ? invalid(reason, quoted(text), { text, record }) : { state: 'present', text };
}

/** Whether a template may create an alias: by a resource of its own, or in a nested stack. */
function createsAlias(template: string): boolean {
  return template.includes('KMS::Alias') || template.includes('CloudFormation::Stack');
}

function invalid(reason: KeyFault, found: string, more: { text?: string; record?: KeyRecord } = {}): Key {
  return { state: 'invalid', reason, found, ...more };
}

/** The text in quotation marks, shortened for a message. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text);
}
