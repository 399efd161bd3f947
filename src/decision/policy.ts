import {
  array,
  check,
  type InferOutput,
  nonEmpty,
  object,
  optional,
  picklist,
  pipe,
  regex,
  string,
} from 'valibot';
import { endOf, expiryForm } from './expiry.js';
import { familyOf, volumeFamilies } from './families.js';

const pattern = pipe(string(), nonEmpty('must not be empty'));

/** The members of an exemption that are patterns for the configuration's place. */
export const exemptionPatterns = ['account', 'region', 'stack', 'resource'] as const;

const noDate = 'must be a date (YYYY-MM-DD, counts to its end in UTC) or a date and time (YYYY-MM-DDTHH:MMZ)';
/** A text of another form passes here, since `regex` has refused it already. */
export const isDay = check((text: string) => !expiryForm.test(text) || endOf(text) !== undefined, noDate);

/** The members of one exemption; read-policy.ts finds unknown members. */
export const exemptionMembers = object({
  account: optional(pattern),
  region: optional(pattern),
  stack: optional(pattern),
  resource: optional(pattern),
  reason: pattern,
  expires: pipe(string(), regex(expiryForm, noDate), isDay),
});

/** Refuses an exemption without patterns, which would switch the rule off. */
export const namesAPattern = check(
  (item: InferOutput<typeof exemptionMembers>) => exemptionPatterns.some((name) => item[name] !== undefined),
  `must name at least one of ${exemptionPatterns.join(', ')}, or it would exempt everything`,
);

/** One exemption. It applies where all its patterns match. */
const exemption = pipe(exemptionMembers, namesAPattern);

/** The meaning of every member of an exemption, for schema.json. */
export const exemptionMeanings = {
  account: 'Pattern of the account id.',
  region: 'Pattern of the region.',
  stack: 'Pattern of the stack name.',
  resource: 'Pattern of the logical id.',
  reason: 'Why the configuration is exempt; repeated in the answer.',
  expires:
    'Date (YYYY-MM-DD, counts to its end in UTC) or date and time from which the exemption no longer counts.',
} satisfies Record<keyof Exemption, string>;

export const hasLocalStorage = check(
  (name: string) => !volumeFamilies.has(familyOf(name)),
  'is a family without local storage: its storage is on EBS volumes',
);

const family = pipe(
  string(),
  regex(/^(ml\.)?[a-z][a-z0-9-]*$/, 'must be an instance family such as ml.x9d or x9d'),
  hasLocalStorage,
);

/**
 * The shape of the policy: the one source for reading a document, for the JSON Schema that editors use, for schema.json
 * and for the table in docs/policy.md. read-policy.ts finds unknown members, so that one error names all of them.
 */
export const policySchema = object({
  keyPolicy: picklist(['present', 'wellFormed', 'customerManaged', 'verified']),
  allowedKeys: array(pattern),
  localStorage: picklist(['require', 'exempt']),
  localStorageFamilies: array(family),
  undetermined: picklist(['defer', 'fail']),
  alsoRequire: array(picklist(['dataCapture', 'asyncOutput', 'coreDump'])),
  exemptions: array(exemption),
});

export type Exemption = InferOutput<typeof exemptionMembers>;
type Output = InferOutput<typeof policySchema>;
export type Policy = {
  readonly [K in keyof Output]: Output[K] extends (infer Item)[] ? readonly Item[] : Output[K];
};
/** A policy document. A member that it leaves out comes from the document below it, or is the default. */
export type PartialPolicy = { readonly [K in keyof Policy]?: Policy[K] | undefined };

/** The policy where no document sets anything. */
export const defaultPolicy: Policy = {
  keyPolicy: 'present',
  allowedKeys: [],
  localStorage: 'require',
  localStorageFamilies: [],
  undetermined: 'defer',
  alsoRequire: [],
  exemptions: [],
};

/** The meaning of every member. The Lambda function does not use it, so its bundle does not contain it. */
export const policyMeanings: Readonly<Record<keyof Policy, string>> = {
  keyPolicy:
    '`present`: any key is accepted; `wellFormed`: one of the four KMS forms (key ID, key ARN, alias ' +
    'name, alias ARN); `customerManaged`: these forms without `alias/aws/...`; `verified`: the guard ' +
    'also asks KMS whether the key exists, is enabled, is yours and is in the Region.',
  allowedKeys: 'Patterns (`*`, `?`). If there are any, a known key must match one of them.',
  localStorage:
    '`require`: every instance type needs a key; `exempt`: no key is needed where every variant is on ' +
    'local NVMe storage, which the hardware encrypts and the key does not.',
  localStorageFamilies:
    'Instance families with local storage to add to the built-in table, as `ml.x9d` or `x9d`.',
  undetermined:
    'What happens where the template does not show the verdict: `defer` leaves it to the check of the ' +
    'resource itself, `fail` blocks the deployment.',
  alsoRequire:
    'Keys for S3 that are needed too, where the feature is used: `dataCapture`, `asyncOutput`, ' +
    '`coreDump`.',
  exemptions:
    'Configurations that need no key: `{account?, region?, stack?, resource?, reason, expires}`, with ' +
    'at least one of the four patterns. An expired exemption no longer counts, and the message says so.',
};

/** Merges documents over the defaults, member by member. A later document wins over an earlier one. */
export function mergePolicies(...documents: readonly PartialPolicy[]): Policy {
  const pick = <K extends keyof Policy>(name: K): Policy[K] =>
    documents.findLast((document) => document[name] !== undefined)?.[name] ?? defaultPolicy[name];
  return {
    keyPolicy: pick('keyPolicy'),
    allowedKeys: pick('allowedKeys'),
    localStorage: pick('localStorage'),
    localStorageFamilies: pick('localStorageFamilies'),
    undetermined: pick('undetermined'),
    alsoRequire: pick('alsoRequire'),
    exemptions: pick('exemptions'),
  };
}
