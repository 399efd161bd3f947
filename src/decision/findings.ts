import { showPath } from '../template/raw.js';
import type { Unknown } from '../template/value.js';
import type { Assessment } from './assess.js';
import type { Policy } from './document.js';
import type { BadKey, Key } from './key.js';
import type { S3Finding } from './s3keys.js';
import type { Storage } from './storage.js';
import { type Circumstances, listed, subjectOf } from './subject.js';

const whyItMatters =
  'Without a key of yours SageMaker encrypts the storage volumes of its instances with a transient key of ' +
  'its own: the data is encrypted, but you can neither restrict, audit nor revoke that key.';

const s3Texts = {
  dataCaptureKeyAbsent: { what: 'the captured data', asked: 'dataCapture' },
  asyncOutputKeyAbsent: { what: 'the results of asynchronous inference', asked: 'asyncOutput' },
  coreDumpKeyAbsent: { what: 'the core dumps', asked: 'coreDump' },
} satisfies Record<S3Finding['reason'], { what: string; asked: Policy['alsoRequire'][number] }>;

/** Everything that is wrong with a refused alternative, as sentences. */
export function tellRefused(found: Assessment, circumstances: Circumstances): string[] {
  const texts: string[] = [];
  if (found.own.verdict === 'nonCompliant') {
    texts.push(...tellOwnKey(found, circumstances), ...hints(found));
  }
  const owner = subjectOf(circumstances.scope);
  for (const finding of found.s3) {
    const { what, asked } = s3Texts[finding.reason];
    const place = showPath(finding.path);
    if (finding.unknown) {
      texts.push(`Whether ${place} is set cannot be told: ${tellUnknown(finding.unknown)}.`);
    } else {
      texts.push(`${owner} has no key at ${place}: ${what} in S3 must have one too (alsoRequire: ${asked}).`);
    }
  }
  return texts;
}

function tellOwnKey({ key, storage }: Assessment, { scope, policy }: Circumstances): string[] {
  const texts = [`${subjectOf(scope)} ${tellKey(key, policy)}.`];
  if (key.state === 'absent' || (key.state === 'bad' && key.reason === 'keyInvalid'))
    texts.push(whyItMatters);
  if (storage.local.length === 0) return texts;
  const place = `${listed(storage.local)} on local NVMe storage, where SageMaker refuses KmsKeyId`;
  if (policy.localStorage === 'require') {
    texts.push(`It has ${place}, and the policy asks for a key all the same (localStorage: require).`);
  } else {
    texts.push(
      `It is not exempt, since only a part of it is on local storage: it has ${place}, and ` +
        `${listed(storage.other)} on other storage.`,
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

const objections = {
  keyInvalid: () => 'is no key: KmsKeyId must be a string',
  keyMalformed: () =>
    'is none of the forms of a KMS key: key ID, key ARN, alias name (alias/...) or alias ARN',
  keyAwsManaged: () => 'is a key that AWS manages: AWS alone decides on its key policy',
  keyNotAllowed: (policy) =>
    `is none of the keys that the policy allows: ${listed(policy.allowedKeys, 'or')}`,
} satisfies Record<BadKey, (policy: Policy) => string>;

function tellKey(key: Key, policy: Policy): string {
  if (key.state === 'absent') return absences[key.found];
  if (key.state === 'bad') return `sets KmsKeyId to ${key.found}, which ${objections[key.reason](policy)}`;
  return 'has a KmsKeyId';
}

/** What somebody may have taken for the key. */
function hints({ key, properties }: Assessment): string[] {
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
  ].filter((name) => Object.hasOwn(properties, name) && holdsKey(properties[name]));
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

/** Why something cannot be told, and where that stands. */
export function tellUnknown({ reason, path }: Unknown): string {
  return path.length > 0 ? `${reason} (at ${showPath(path)})` : reason;
}

/** The advice for a key on local storage, which this guard lets through and SageMaker does not. */
export function adviseLocal({ local, unverified }: Storage): string {
  const text = `SageMaker will refuse KmsKeyId for ${listed(local)}, whose local NVMe storage the hardware encrypts.`;
  return unverified.length > 0 ? `${text} ${adviseUnverified(unverified)}` : text;
}

/** What the built-in table is not sure of. */
export function adviseUnverified(unverified: readonly string[]): string {
  return `That ${listed(unverified)} has local storage on every size is not verified.`;
}
