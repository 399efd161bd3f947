/** What is wrong with a refused case, as sentences. */
import { showPath, type ValueMap } from '../template/index.js';
import type { Case } from './decision.js';
import type { FeatureKey } from './feature-keys.js';
import type { MessageContext } from './judgment.js';
import type { Key } from './key.js';
import { describeFault } from './key-fault.js';
import { dependsOn, listed, subjectOf } from './phrases.js';
import type { Policy } from './policy.js';

const whyItMatters =
  'Without a key of yours SageMaker encrypts the storage volume of its instances with a transient key of its own: ' +
  'the data is encrypted, but you can neither restrict, audit nor revoke that key.';

const features = {
  dataCaptureKeyAbsent: { what: 'the captured data', asked: 'dataCapture' },
  asyncOutputKeyAbsent: { what: 'the results of asynchronous inference', asked: 'asyncOutput' },
  coreDumpKeyAbsent: { what: 'the core dumps', asked: 'coreDump' },
} satisfies Record<FeatureKey['reason'], { what: string; asked: Policy['alsoRequire'][number] }>;

/** Everything that is wrong with a refused case. */
export function describeRefusal(found: Case, context: MessageContext): string[] {
  const { own, key, featureKeys } = found;
  const { configuration, policy, details } = context;
  const subject = subjectOf(configuration.subject);
  const texts: string[] = [];
  if (own.verdict === 'nonCompliant') {
    const what = key.state === 'invalid' ? describeFault(key, policy, configuration.subject) : absence(key);
    texts.push(`${subject} ${what}.`);
    if (key.state === 'absent' || own.reason === 'keyInvalid') texts.push(whyItMatters);
    texts.push(
      ...storageRemark(context, found),
      ...hints(key, { ...details.properties, ...found.properties }),
    );
  }
  for (const { reason, path, unknown } of featureKeys) {
    const { what, asked } = features[reason];
    const place = showPath(path);
    texts.push(
      unknown
        ? `Whether ${place} is set is not known yet: ${dependsOn(path, unknown)}.`
        : `${subject} has no key at ${place}: ${what} in S3 must have one too (alsoRequire: ${asked}).`,
    );
  }
  return texts;
}

const absences = {
  missing: 'has no KmsKeyId',
  null: 'sets KmsKeyId to null, which is as good as none',
  noValue: 'removes KmsKeyId with AWS::NoValue',
  empty: 'sets KmsKeyId to an empty string, which is as good as none',
  blank: 'sets KmsKeyId to nothing but white space, which is as good as none',
} satisfies Record<Extract<Key, { state: 'absent' }>['found'], string>;

function absence(key: Key): string {
  return key.state === 'absent' ? absences[key.found] : 'has no KmsKeyId';
}

/** What local storage changes: nothing by default, and not enough where only a part of the configuration is on it. */
function storageRemark({ policy, details }: MessageContext, { storage }: Case): string[] {
  if (policy.localStorage === 'exempt') {
    if (storage.local.length === 0) return [];
    return [
      `It is not exempt, since only a part of it is on local NVMe storage: ${listed(storage.local)} is, and ` +
        `${listed(storage.other)} is not.`,
    ];
  }
  const { local } = details.storage;
  if (local.length === 0) return [];
  return [
    `The key is asked for on local NVMe storage too (${listed(local)}), and SageMaker accepts it there. Should your ` +
      'account still see it refused, the owner of the policy can set localStorage: exempt or add to its exemptions.',
  ];
}

/** What somebody may have taken for the key. */
function hints(key: Key, properties: ValueMap): string[] {
  if (key.state !== 'absent') return [];
  const misspelt = Object.keys(properties).find(
    (name) => name !== 'KmsKeyId' && name.toLowerCase() === 'kmskeyid',
  );
  const texts = misspelt
    ? [`It has ${misspelt}, which CloudFormation does not know: the name is KmsKeyId.`]
    : [];
  const elsewhere = [
    'DataCaptureConfig',
    'AsyncInferenceConfig',
    'ProductionVariants',
    'ShadowProductionVariants',
  ].filter((name) => holdsKey(properties[name]));
  if (elsewhere.length > 0) {
    texts.push(`The KmsKeyId in ${listed(elsewhere)} encrypts objects in S3 and does not stand in for it.`);
  }
  return texts;
}

/** Whether a KmsKeyId stands where SageMaker takes one for S3: at most two levels down. */
function holdsKey(value: unknown, depth = 3): boolean {
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  if (Object.hasOwn(value, 'KmsKeyId')) return true;
  return Object.values(value).some((inner) => holdsKey(inner, depth - 1));
}
