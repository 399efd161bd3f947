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

/** All problems of a refused case, as sentences. */
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
  null: 'sets KmsKeyId to null, which counts as no key',
  noValue: 'removes KmsKeyId with AWS::NoValue',
  empty: 'sets KmsKeyId to an empty string, which counts as no key',
  blank: 'sets KmsKeyId to white space only, which counts as no key',
} satisfies Record<Extract<Key, { state: 'absent' }>['found'], string>;

function absence(key: Key): string {
  return key.state === 'absent' ? absences[key.found] : 'has no KmsKeyId';
}

/** Why local storage does not make the configuration exempt. */
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
    `The policy requires a key on local NVMe storage too (${listed(local)}), and SageMaker accepts it there. If it is ` +
      'still refused in your account, the owner of the policy can set localStorage: exempt or add an exemption.',
  ];
}

/** Points out members that the author may have confused with KmsKeyId. */
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
    texts.push(`The KmsKeyId in ${listed(elsewhere)} encrypts objects in S3 and does not replace it.`);
  }
  return texts;
}

/** Whether a value contains a KmsKeyId. SageMaker's keys for S3 are at most two levels down. */
function holdsKey(value: unknown, depth = 3): boolean {
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  if (Object.hasOwn(value, 'KmsKeyId')) return true;
  return Object.values(value).some((inner) => holdsKey(inner, depth - 1));
}
