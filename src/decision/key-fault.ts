/** Says what is wrong with a key, and what to do where writing another value is not enough. */
import type { Subject } from './configuration.js';
import type { Key, KeyFault } from './key.js';
import { isKeyId } from './key-form.js';
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
  keyNotAllowed: (key, { allowedKeys }) =>
    `${arnBehind(key, 'stands for ', ', which ')}does not match the policy's allowedKeys: ` +
    `${listed(allowedKeys, 'or')}${idBesideArns(key, allowedKeys)}`,
  keyAwsManaged: (key) =>
    `is an AWS managed key${arnBehind(key)}: only AWS can change its key policy. Use a customer managed key`,
  keyNotFound: (_key, _policy, { region }) =>
    `does not exist${region ? ` in ${region}` : ''}: correct it, or create the key first${noticed}`,
  keyDisabled: (key) =>
    `is disabled${arnBehind(key)}: enable it (kms:EnableKey), or use another key${noticed}`,
  keyPendingDeletion: (key) =>
    `is about to be deleted${arnBehind(key)}: cancel the deletion (kms:CancelKeyDeletion) and enable it, ` +
    `or use another key${noticed}`,
  keyUnusable: ({ record }) => {
    if (record?.state !== 'found') return 'cannot encrypt a volume';
    const { arn, keyState, spec, usage } = record;
    const repair =
      keyState === 'PendingImport'
        ? 'import its key material, or '
        : keyState === 'Unavailable'
          ? 'connect its key store, or '
          : '';
    return `cannot encrypt a volume (${arn} is ${keyState}, ${spec}, for ${usage}): ${repair}use an enabled symmetric encryption key${noticed}`;
  },
  keyInOtherRegion: (key, _policy, { region }) =>
    `is a key of another Region${arnBehind(key)}: use a key in ${region ?? "the configuration's Region"}`,
  keyNotVerifiable: ({ record }) =>
    'belongs to another account, and KMS does not describe it: if it exists, its owner has to allow kms:DescribeKey to ' +
    `${(record?.state === 'notVerifiable' && record.principal) || "the guard's role"} in that key's policy${noticed}`,
} satisfies Record<KeyFault, Objection>;

/** The hook keeps KMS's answers for so long, refusals too. */
const noticed = '. The hook notices a change within five minutes';

/** The ARN of the key behind an alias or a key ID; empty where the text is this ARN itself. */
const arnBehind = ({ text, record }: InvalidKey, before = ' (', after = ')'): string =>
  record?.state === 'found' && record.arn !== text ? `${before}${record.arn}${after}` : '';

/** Explains a common mistake: `Ref` returns a key's ID, but the patterns match only its ARN. */
function idBesideArns({ text = '', record }: InvalidKey, allowedKeys: readonly string[]): string {
  // With a record, the patterns were compared with the ARN already.
  return !record && isKeyId(text) && allowedKeys.some((pattern) => pattern.startsWith('arn:'))
    ? '. It is a key ID, as !Ref gives it for an AWS::KMS::Key, and the policy names ARNs: write !GetAtt Key.Arn'
    : '';
}
