/** The whole text of every reason to refuse a key: a reader sees nothing else of it. */
import { describe, expect, it } from 'vitest';
import {
  judge,
  type KeyRecord,
  mergePolicies,
  type PartialPolicy,
  type Reason,
  resolvedConfiguration,
  type Verdict,
} from '../../src/decision/index.js';
import { Deferred, NoValue, type Path, type Value, type ValueMap } from '../../src/template/index.js';
import { judged, key, now, on, open, subject, unknown, variant } from './support.js';

const bare = on('ml.m5.large');
const config = 'The endpoint configuration Config';
const whyItMatters =
  'Without a key of yours SageMaker encrypts the storage volume of its instances with a transient key of its own: ' +
  'the data is encrypted, but you can neither restrict, audit nor revoke that key.';

describe('a key that is not there, or is none', () => {
  it.each<[string, Value | undefined, Reason, string]>([
    ['missing', undefined, 'keyAbsent', 'has no KmsKeyId'],
    ['null', null, 'keyAbsent', 'sets KmsKeyId to null, which counts as no key'],
    ['removed', NoValue, 'keyAbsent', 'removes KmsKeyId with AWS::NoValue'],
    ['empty', '', 'keyAbsent', 'sets KmsKeyId to an empty string, which counts as no key'],
    ['blank', ' \n', 'keyAbsent', 'sets KmsKeyId to white space only, which counts as no key'],
    [
      'a number',
      7,
      'keyInvalid',
      'sets KmsKeyId to the number 7, which is not a key: KmsKeyId must be a string',
    ],
    ['a map', {}, 'keyInvalid', 'sets KmsKeyId to a map, which is not a key: KmsKeyId must be a string'],
  ])('%s', (_, KmsKeyId, reason, what) => {
    const isMissing = KmsKeyId === undefined;
    const properties: ValueMap = KmsKeyId === undefined ? bare : { ...bare, KmsKeyId };
    expect(judged(properties)).toMatchObject({
      verdict: 'nonCompliant',
      reason,
      path: isMissing ? [] : ['KmsKeyId'],
      message: `${config} ${what}. ${whyItMatters}`,
      steps: { words: isMissing ? 'Add:' : 'Set:' },
    });
  });
});

describe('a key that the policy does not take', () => {
  it.each<[string, string, PartialPolicy, Reason, string]>([
    [
      'malformed',
      'a b',
      { keyPolicy: 'wellFormed' },
      'keyMalformed',
      'is not a key ID, key ARN, alias name (alias/...) or alias ARN of KMS',
    ],
    [
      'of AWS',
      'alias/aws/ebs',
      { keyPolicy: 'customerManaged' },
      'keyAwsManaged',
      'is an AWS managed key: only AWS can change its key policy. Use a customer managed key',
    ],
    [
      'not among the only one',
      'alias/x',
      { allowedKeys: ['alias/a'] },
      'keyNotAllowed',
      "does not match the policy's allowedKeys: alias/a",
    ],
    [
      'an alias beside ARNs',
      'alias/x',
      { allowedKeys: ['alias/a', 'alias/b', 'arn:aws:kms:*'] },
      'keyNotAllowed',
      "does not match the policy's allowedKeys: alias/a, alias/b or arn:aws:kms:*",
    ],
    [
      'an ID beside aliases',
      key,
      { allowedKeys: ['alias/arn:*'] },
      'keyNotAllowed',
      "does not match the policy's allowedKeys: alias/arn:*",
    ],
    [
      'an ID beside ARNs',
      key,
      { allowedKeys: ['alias/a', 'arn:aws:kms:*:key/*'] },
      'keyNotAllowed',
      "does not match the policy's allowedKeys: alias/a or arn:aws:kms:*:key/*. It is a key ID, as !Ref gives " +
        'it for an AWS::KMS::Key, and the policy names ARNs: write !GetAtt Key.Arn',
    ],
  ])('%s', (_, KmsKeyId, policy, reason, what) => {
    expect(judged({ ...bare, KmsKeyId }, policy)).toMatchObject({
      verdict: 'nonCompliant',
      reason,
      path: ['KmsKeyId'],
      message: `${config} sets KmsKeyId to "${KmsKeyId}", which ${what}.`,
      steps: { words: 'Set:' },
    });
  });

  it.each<[PartialPolicy, string]>([
    [{ keyPolicy: 'verified' }, 'keyPolicy: verified'],
    [{ keyPolicy: 'wellFormed', allowedKeys: ['alias/*'] }, 'allowedKeys'],
  ])('deferred, under %j', (policy, asked) => {
    const secret = '{{resolve:secretsmanager:kms}}';
    const deferred = { ...bare, KmsKeyId: new Deferred(`alias/${secret}`, true) };
    expect(judged(deferred, policy)).toMatchObject({
      verdict: 'nonCompliant',
      reason: 'keyDeferred',
      message:
        `${config} sets KmsKeyId to "alias/${secret}", which the hook cannot read: CloudFormation does not ` +
        'resolve references to Secrets Manager and SSM SecureString before it calls the hook, and the policy must check ' +
        `the key itself (${asked}). Write the key, or a reference that CloudFormation resolves first: {{resolve:ssm:NAME}}.`,
    });
  });
});

describe('what KMS says of a key', () => {
  const arnIn = (region: string) => `arn:aws:kms:${region}:123456789012:key/${key}`;
  const arn = arnIn('eu-west-1');
  const found = {
    state: 'found',
    arn,
    manager: 'CUSTOMER',
    keyState: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
  } as const;
  const verify = (
    record: KeyRecord,
    allowedKeys: readonly string[],
    region: string | undefined,
    KmsKeyId = 'alias/ml',
  ) =>
    judge(
      resolvedConfiguration({ ...subject, region }, { ...bare, KmsKeyId }, { final: true }),
      mergePolicies({ keyPolicy: 'verified', allowedKeys: [...allowedKeys] }),
      { now, keys: new Map([[KmsKeyId, record]]) },
    );
  const aliasArn = 'arn:aws:kms:eu-west-1:123456789012:alias/ml';
  const noticed = '. The hook notices a change within five minutes';
  const refused = (reason: Reason, what: string) => ({
    verdict: 'nonCompliant',
    reason,
    path: ['KmsKeyId'],
    message: `${config} sets KmsKeyId to "alias/ml", which ${what}.`,
  });

  it.each<[Reason, KeyRecord, string]>([
    [
      'keyNotFound',
      { state: 'notFound' },
      `does not exist in eu-west-1: correct it, or create the key first${noticed}`,
    ],
    [
      'keyNotVerifiable',
      { state: 'notVerifiable', principal: 'arn:aws:iam::123456789012:role/guard' },
      'belongs to another account, and KMS does not describe it: if it exists, its owner has to allow kms:DescribeKey to ' +
        `arn:aws:iam::123456789012:role/guard in that key's policy${noticed}`,
    ],
    [
      'keyNotVerifiable',
      { state: 'notVerifiable', principal: undefined },
      'belongs to another account, and KMS does not describe it: if it exists, its owner has to allow kms:DescribeKey to ' +
        `the guard's role in that key's policy${noticed}`,
    ],
    [
      'keyAwsManaged',
      { ...found, manager: 'AWS' },
      `is an AWS managed key (${arn}): only AWS can change its key policy. Use a customer managed key`,
    ],
    [
      'keyDisabled',
      { ...found, keyState: 'Disabled' },
      `is disabled (${arn}): enable it (kms:EnableKey), or use another key${noticed}`,
    ],
    [
      'keyPendingDeletion',
      { ...found, keyState: 'PendingReplicaDeletion' },
      `is about to be deleted (${arn}): cancel the deletion (kms:CancelKeyDeletion) and enable it, or use another key${noticed}`,
    ],
    [
      'keyUnusable',
      { ...found, usage: 'SIGN_VERIFY' },
      `cannot encrypt a volume (${arn} is Enabled, SYMMETRIC_DEFAULT, for SIGN_VERIFY): ` +
        `use an enabled symmetric encryption key${noticed}`,
    ],
    [
      'keyUnusable',
      { ...found, keyState: 'PendingImport' },
      `cannot encrypt a volume (${arn} is PendingImport, SYMMETRIC_DEFAULT, for ENCRYPT_DECRYPT): ` +
        `import its key material, or use an enabled symmetric encryption key${noticed}`,
    ],
    [
      'keyUnusable',
      { ...found, keyState: 'Unavailable' },
      `cannot encrypt a volume (${arn} is Unavailable, SYMMETRIC_DEFAULT, for ENCRYPT_DECRYPT): ` +
        `connect its key store, or use an enabled symmetric encryption key${noticed}`,
    ],
    [
      'keyUnusable',
      { ...found, keyState: 'constructor' },
      `cannot encrypt a volume (${arn} is constructor, SYMMETRIC_DEFAULT, for ENCRYPT_DECRYPT): ` +
        `use an enabled symmetric encryption key${noticed}`,
    ],
    [
      'keyInOtherRegion',
      { ...found, arn: arnIn('us-east-1') },
      `is a key of another Region (${arnIn('us-east-1')}): use a key in eu-west-1`,
    ],
    [
      'keyInOtherRegion',
      { state: 'otherRegion', arn: arnIn('us-east-1') },
      'is a key of another Region: use a key in eu-west-1',
    ],
    [
      'keyNotAllowed',
      found,
      `stands for ${arn}, which does not match the policy's allowedKeys: alias/ml or arn:aws:kms:*:999900001111:*`,
    ],
  ])('%s', (reason, record, what) => {
    const allowedKeys = reason === 'keyNotAllowed' ? ['alias/ml', 'arn:aws:kms:*:999900001111:*'] : [];
    expect(verify(record, allowedKeys, 'eu-west-1')).toMatchObject(refused(reason, what));
  });

  it.each([
    [arn, "does not match the policy's allowedKeys"],
    [key, `stands for ${arn}, which does not match the policy's allowedKeys`],
  ])('is held against allowedKeys by its ARN, so that no other way to write it helps: %s', (text, what) => {
    const { message, remediation } = verify(found, ['arn:aws:kms:*:999900001111:*'], 'eu-west-1', text);
    expect(message).toBe(
      `${config} sets KmsKeyId to "${text}", which ${what}: arn:aws:kms:*:999900001111:*.`,
    );
    expect(remediation).toContain('# your key: one whose ARN matches arn:aws:kms:*:999900001111:*');
  });

  const creating = 'Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/ml}}';
  it.each<[string, string | undefined, string, KeyRecord, Verdict, Reason]>([
    ['an alias', creating, 'alias/ml', { state: 'notFound' }, 'undetermined', 'keyUnknown'],
    ['an alias’s ARN', creating, aliasArn, { state: 'notFound' }, 'undetermined', 'keyUnknown'],
    [
      'an alias of a nested stack',
      'Keys: {Type: AWS::CloudFormation::Stack}',
      'alias/ml',
      { state: 'notFound' },
      'undetermined',
      'keyUnknown',
    ],
    [
      'no alias',
      'Key: {Type: AWS::KMS::Key}',
      'alias/ml',
      { state: 'notFound' },
      'nonCompliant',
      'keyNotFound',
    ],
    ['no key of a given ID', creating, key, { state: 'notFound' }, 'nonCompliant', 'keyNotFound'],
    ['nothing any more', undefined, 'alias/ml', { state: 'notFound' }, 'nonCompliant', 'keyNotFound'],
    [
      'an alias that is there already',
      creating,
      'alias/ml',
      { ...found, keyState: 'Disabled' },
      'nonCompliant',
      'keyDisabled',
    ],
  ])('the deployment may create %s', (_, template, KmsKeyId, record, verdict, reason) => {
    const configuration = resolvedConfiguration(subject, { ...bare, KmsKeyId }, { final: false, template });
    const keys = new Map([[KmsKeyId, record]]);
    const judgment = judge(configuration, mergePolicies({ keyPolicy: 'verified' }), { now, keys });
    expect(judgment).toMatchObject({ verdict, reason, path: ['KmsKeyId'] });
    if (verdict === 'undetermined')
      expect(judgment.message).toBe(
        `Whether the endpoint configuration Config passes is not known yet: its KmsKeyId depends on the alias "${KmsKeyId}", ` +
          'which this deployment may create.',
      );
  });

  it('is taken where the Region is not known, and another Region where KMS was not asked is refused', () => {
    expect(verify({ ...found, arn: arnIn('us-east-1') }, [], undefined).verdict).toBe('compliant');
    expect(verify({ state: 'otherRegion', arn }, [], undefined)).toMatchObject(
      refused('keyInOtherRegion', "is a key of another Region: use a key in the configuration's Region"),
    );
    expect(verify({ state: 'notFound' }, [], undefined)).toMatchObject(
      refused('keyNotFound', `does not exist: correct it, or create the key first${noticed}`),
    );
  });

  it('is unknown where it was not asked', () => {
    expect(judged({ ...bare, KmsKeyId: 'alias/ml' }, { keyPolicy: 'verified' })).toMatchObject({
      verdict: 'undetermined',
      reason: 'keyUnknown',
      path: ['KmsKeyId'],
      message:
        'Whether the endpoint configuration Config passes is not known yet: its KmsKeyId depends on what KMS says about the ' +
        'key "alias/ml", and KMS was not asked.',
    });
    const { message } = judge(
      resolvedConfiguration(subject, { ...bare, KmsKeyId: 'alias/ml' }, { final: true }),
      mergePolicies({ keyPolicy: 'verified' }),
      { now, keys: new Map() },
    );
    expect(message).toContain('depends on what KMS says about the key "alias/ml", which is not known.');
  });
});

describe('a key on the S3 side', () => {
  const keyed = { ...bare, KmsKeyId: key };
  it.each<[Reason, 'dataCapture' | 'asyncOutput' | 'coreDump', ValueMap, Path, string]>([
    [
      'dataCaptureKeyAbsent',
      'dataCapture',
      { DataCaptureConfig: {} },
      ['DataCaptureConfig', 'KmsKeyId'],
      'at DataCaptureConfig.KmsKeyId: the captured data in S3 must have one too (alsoRequire: dataCapture)',
    ],
    [
      'asyncOutputKeyAbsent',
      'asyncOutput',
      { AsyncInferenceConfig: { OutputConfig: {} } },
      ['AsyncInferenceConfig', 'OutputConfig', 'KmsKeyId'],
      'at AsyncInferenceConfig.OutputConfig.KmsKeyId: the results of asynchronous inference in S3 must have one too ' +
        '(alsoRequire: asyncOutput)',
    ],
    [
      'coreDumpKeyAbsent',
      'coreDump',
      { ProductionVariants: [variant('ml.m5.large', { CoreDumpConfig: {} })] },
      ['ProductionVariants', 0, 'CoreDumpConfig', 'KmsKeyId'],
      'at ProductionVariants[0].CoreDumpConfig.KmsKeyId: the core dumps in S3 must have one too (alsoRequire: coreDump)',
    ],
  ])('%s', (reason, feature, properties, path, what) => {
    expect(judged({ ...keyed, ...properties }, { alsoRequire: [feature] })).toMatchObject({
      verdict: 'nonCompliant',
      reason,
      path,
      message: `${config} has no key ${what}.`,
      steps: { words: 'Add:', additions: [{ path }] },
    });
  });

  it('that is not known is named beside what is missing, and not added', () => {
    const found = judged(
      { ...bare, DataCaptureConfig: unknown(), AsyncInferenceConfig: {} },
      { alsoRequire: ['dataCapture', 'asyncOutput'] },
    );
    expect(found.message).toBe(
      `${config} has no KmsKeyId. ${whyItMatters} Whether DataCaptureConfig.KmsKeyId is set is not known yet: its ` +
        'DataCaptureConfig.KmsKeyId depends on the parameter Env, which has no known value yet (at Resources.Config). ' +
        `${config} has no key at AsyncInferenceConfig.OutputConfig.KmsKeyId: the results of asynchronous inference in S3 ` +
        'must have one too (alsoRequire: asyncOutput).',
    );
    expect(found.steps.additions.map(({ path }) => path)).toEqual([
      ['KmsKeyId'],
      ['AsyncInferenceConfig', 'OutputConfig', 'KmsKeyId'],
    ]);
  });
});

describe('a hint at what was taken for the key', () => {
  const deep = (levels: number): ValueMap => (levels === 0 ? { KmsKeyId: key } : { Inner: deep(levels - 1) });
  const misspelt = (name: string) =>
    `It has ${name}, which CloudFormation does not know: the name is KmsKeyId.`;
  const elsewhere = (names: string) =>
    `The KmsKeyId in ${names} encrypts objects in S3 and does not replace it.`;

  it.each<[string, ValueMap, string[]]>([
    ['the wrong case', { kmsKeyID: key }, [misspelt('kmsKeyID')]],
    ['another name', { KmsKey: key }, []],
    ['captured data', { DataCaptureConfig: { KmsKeyId: key } }, [elsewhere('DataCaptureConfig')]],
    [
      'all of them',
      {
        KMSKeyId: key,
        ShadowProductionVariants: [variant('ml.m5.large', { CoreDumpConfig: { KmsKeyId: key } })],
        AsyncInferenceConfig: { OutputConfig: { KmsKeyId: key } },
        DataCaptureConfig: { KmsKeyId: null },
      },
      [
        misspelt('KMSKeyId'),
        elsewhere('DataCaptureConfig, AsyncInferenceConfig and ShadowProductionVariants'),
      ],
    ],
    ['a key two levels down', { AsyncInferenceConfig: deep(2) }, [elsewhere('AsyncInferenceConfig')]],
    ['a key further down than SageMaker looks', { AsyncInferenceConfig: deep(3) }, []],
    ['a member that is null', { DataCaptureConfig: null }, []],
    ['a member that is inherited', Object.create({ DataCaptureConfig: { KmsKeyId: key } }), []],
    ['another member', { Tags: [{ KmsKeyId: key }] }, []],
  ])('%s', (_, properties, hints) => {
    expect(judged(Object.assign(properties, bare, properties)).message).toBe(
      [`${config} has no KmsKeyId.`, whyItMatters, ...hints].join(' '),
    );
  });

  it('is not given where a key is written, whatever else is', () => {
    const properties = { ...bare, kmsKeyId: key, DataCaptureConfig: { KmsKeyId: key } };
    expect(judged({ ...properties, KmsKeyId: 7 }).message).not.toContain('It has kmsKeyId');
    expect(judged(open(properties)).message).not.toContain('encrypts objects in S3');
  });
});
