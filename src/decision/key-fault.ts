/** Says what is wrong with a key, and what to do where writing another value is not enough. */
import type { Subject } from './configuration.js';
import type { Key, KeyFault } from './key.js';
import { isKeyId } from './key-form.js';
import type { KeyRecord } from './key-record.js';
import { listed } from './phrases.js';
import type { Policy } from './policy.js';

type InvalidKey = Extract<Key, { state: 'invalid' }>;

/** The end of a sentence that begins with the configuration: `sets KmsKeyId to "…", which …`. */
export function describeFault(key: InvalidKey, policy: Policy, subject: Subject): string {
  return `sets KmsKeyId to ${key.found}, which ${objections[key.reason](key, policy, subject)}`;
}

type Objection = (key: InvalidKey, policy: Policy, subject: Subject) => string;

const objections = {
  keyInvalid: () => 'is not a key: KmsKeyId must be a string',
  keyMalformed: () => 'is not a key ID, key ARN, alias name (alias/...) or alias ARN of KMS',
  keyDeferred: (_, { keyPolicy, allowedKeys }) =>
    'the hook cannot read: CloudFormation does not resolve references to Secrets Manager and SSM SecureString ' +
    `before it calls the hook, and the policy must check the key itself (${
      allowedKeys.length > 0 ? 'allowedKeys' : `keyPolicy: ${keyPolicy}`
    }). Write the key, or a reference that CloudFormation resolves first: {{resolve:ssm:NAME}}`,
  keyNotAllowed: (key, { allowedKeys }) => {
    const what = key.record?.state === 'found' ? `stands for ${key.record.arn}, which ` : '';
    return `${what}does not match the policy's allowedKeys: ${listed(allowedKeys, 'or')}${idBesideArns(key, allowedKeys)}`;
  },
  keyAwsManaged: (key) =>
    `is an AWS managed key${arnOf(key.record)}: only AWS can change its key policy. Use a customer managed key`,
  keyNotFound: (_key, _policy, { region }) =>
    `does not exist${region ? ` in ${region}` : ''}: correct it, or create the key first`,
  keyDisabled: (key) => `is disabled${arnOf(key.record)}: enable it (kms:EnableKey), or use another key`,
  keyPendingDeletion: (key) =>
    `is about to be deleted${arnOf(key.record)}: cancel the deletion (kms:CancelKeyDeletion) and enable it, or use another key`,
  keyUnusable: (key) =>
    `cannot encrypt a volume${usageOf(key.record)}: use an enabled symmetric encryption key`,
  keyInOtherRegion: (key, _policy, { region }) =>
    `is a key of another Region${arnOf(key.record)}: use a key in ${region ?? "the configuration's Region"}`,
  keyNotVerifiable: (key) =>
    'belongs to another account and may not be described: its owner has to allow kms:DescribeKey to ' +
    `${principalOf(key.record)} in that key's policy`,
} satisfies Record<KeyFault, Objection>;

const arnOf = (record: KeyRecord | undefined): string =>
  record?.state === 'found' || record?.state === 'otherRegion' ? ` (${record.arn})` : '';

const usageOf = (record: KeyRecord | undefined): string =>
  record?.state === 'found'
    ? ` (${record.arn} is ${record.keyState}, ${record.spec}, for ${record.usage})`
    : '';

const principalOf = (record: KeyRecord | undefined): string =>
  (record?.state === 'notVerifiable' && record.principal) || "the guard's role";

/** Explains a common mistake: `Ref` returns a key's ID, but the patterns match only its ARN. */
function idBesideArns({ text = '' }: InvalidKey, allowedKeys: readonly string[]): string {
  return isKeyId(text) && allowedKeys.some((pattern) => pattern.startsWith('arn:'))
    ? '. It is a key ID, as !Ref gives it for an AWS::KMS::Key, and the policy names ARNs: write !GetAtt Key.Arn'
    : '';
}
