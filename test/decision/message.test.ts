import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judge, mergePolicies, type PartialPolicy, resolvedConfiguration } from '../../src/decision/index.js';
import { Deferred, NoValue, Unknown, type ValueMap } from '../../src/template/index.js';
import { judged, key, now, on, unknown, variant } from './support.js';

const bare = on('ml.m5.large');
const exempt = { localStorage: 'exempt' } as const;
const mixed: ValueMap = {
  ProductionVariants: [
    variant('ml.g5.xlarge', { VariantName: 'Large' }),
    variant('ml.m5.large', { VariantName: 'Small' }),
  ],
};

const secret = '{{resolve:secretsmanager:kms:SecretString:id}}';
const resolvedSecret: ValueMap = { ...bare, KmsKeyId: new Deferred(secret, true) };

describe('the message', () => {
  it.each<[string, ValueMap, PartialPolicy, string]>([
    ['missing', bare, {}, 'Config has no KmsKeyId. Without a key of yours SageMaker encrypts'],
    ['null', { ...bare, KmsKeyId: null }, {}, 'sets KmsKeyId to null'],
    ['removed', { ...bare, KmsKeyId: NoValue }, {}, 'removes KmsKeyId with AWS::NoValue'],
    ['blank', { ...bare, KmsKeyId: ' ' }, {}, 'white space only'],
    ['invalid', { ...bare, KmsKeyId: ['a'] }, {}, 'sets KmsKeyId to a list, which is not a key'],
    [
      'malformed',
      { ...bare, KmsKeyId: 'a b' },
      { keyPolicy: 'wellFormed' },
      '"a b", which is not a key ID, key ARN',
    ],
    [
      'managed',
      { ...bare, KmsKeyId: 'alias/aws/ebs' },
      { keyPolicy: 'customerManaged' },
      'an AWS managed key',
    ],
    [
      'not allowed',
      { ...bare, KmsKeyId: key },
      { allowedKeys: ['a', 'b'] },
      "the policy's allowedKeys: a or b",
    ],
    ['partly exempt', mixed, exempt, 'It is not exempt, since only a part of it is on local NVMe storage'],
    ['partly exempt', mixed, exempt, 'Large (ml.g5.xlarge) is, and Small (ml.m5.large) is not'],
    [
      'on local storage',
      on('ml.g5.xlarge'),
      {},
      'requires a key on local NVMe storage too (ProductionVariants[0] (ml.g5.xlarge)), and SageMaker accepts it there.',
    ],
    [
      'on local storage',
      on('ml.g5.xlarge'),
      {},
      'the owner of the policy can set localStorage: exempt or add an exemption',
    ],
    [
      'deferred',
      resolvedSecret,
      { keyPolicy: 'wellFormed' },
      'the policy must check the key itself (keyPolicy: wellFormed). Write the key,',
    ],
    [
      'an ID beside ARNs',
      { ...bare, KmsKeyId: key },
      { allowedKeys: ['arn:aws:kms:*:111122223333:key/*'] },
      'It is a key ID, as !Ref gives it for an AWS::KMS::Key, and the policy names ARNs: write !GetAtt Key.Arn',
    ],
    ['wrong case', { ...bare, KMSKeyId: key }, {}, 'It has KMSKeyId, which CloudFormation does not know'],
    [
      'captured data',
      { ...bare, DataCaptureConfig: { KmsKeyId: key } },
      {},
      'The KmsKeyId in DataCaptureConfig encrypts objects in S3',
    ],
    [
      'core dumps',
      { ProductionVariants: [variant('ml.m5.large', { CoreDumpConfig: { KmsKeyId: key } })] },
      {},
      'The KmsKeyId in ProductionVariants encrypts objects in S3',
    ],
    [
      'asynchronous results',
      { ...bare, AsyncInferenceConfig: { OutputConfig: { KmsKeyId: key } } },
      {},
      'The KmsKeyId in AsyncInferenceConfig encrypts',
    ],
    [
      'exempt',
      on('ml.g5.xlarge'),
      exempt,
      'needs no KmsKeyId under this policy (localStorage: exempt): all its variants, ProductionVariants[0] (ml.g5.xlarge)',
    ],
    [
      'exempt, unverified',
      on('ml.p6e-gb200.36xlarge'),
      exempt,
      'It is not verified that every size of ml.p6e-gb200.36xlarge has local storage',
    ],
    [
      'exempt with a bad key',
      { ...on('ml.g5.xlarge'), KmsKeyId: 7 },
      exempt,
      'Its KmsKeyId would not be accepted as a key',
    ],
    [
      'a key on local storage',
      { ...mixed, KmsKeyId: key },
      {},
      "local NVMe storage of Large (ml.g5.xlarge) is encrypted by the instance's hardware and not by this key",
    ],
    ['a key on unverified storage', { ...on('ml.p6e-gb200.36xlarge'), KmsKeyId: key }, {}, 'is not verified'],
    [
      'unknown storage',
      on(unknown()),
      exempt,
      'its ProductionVariants[0].InstanceType depends on the parameter Env, which has no known value yet',
    ],
    [
      'unknown without a place',
      { ...bare, KmsKeyId: new Unknown('the macro M, which may still write it', []) },
      {},
      'its KmsKeyId depends on the macro M, which may still write it.',
    ],
    [
      'a type by dynamic reference',
      on('{{resolve:ssm:/type}}'),
      exempt,
      'InstanceType depends on a dynamic reference, which CloudFormation resolves during the deployment',
    ],
    [
      'known later',
      on('{{changeSet:KNOWN_AFTER_APPLY}}'),
      exempt,
      'depends on a value that is known only after the change set has run',
    ],
  ])('%s', (_, properties, policy, text) => {
    expect(judged(properties, policy).message).toContain(text);
  });

  it('gives no hint at other keys where the endpoint has one', () => {
    const { message } = judged({
      ...bare,
      KmsKeyId: key,
      kmsKeyId: key,
      DataCaptureConfig: { KmsKeyId: key },
    });
    expect(message).toBe('The endpoint configuration Config encrypts its storage volumes with a KMS key.');
  });
});

describe('the remediation', () => {
  it.each<[string, ValueMap, PartialPolicy, string]>([
    [
      'adds the key',
      bare,
      {},
      'Add:\n\nResources:\n  Config:\n    Properties:\n      KmsKeyId: alias/my-key  # your key: its ID, ARN, alias name or alias ARN',
    ],
    ['sets the key', { ...bare, KmsKeyId: 7 }, {}, 'Set:\n\nResources:'],
    ['asks for the key on local storage too', on('ml.g5.xlarge'), {}, 'Add:\n\nResources:'],
    ['names the owner', bare, { keyPolicy: 'customerManaged' }, 'of a customer managed key'],
    [
      'makes up a key that is allowed',
      bare,
      { allowedKeys: ['alias/ml-*'] },
      'KmsKeyId: alias/ml-my-key  # your key: one that matches alias/ml-*',
    ],
    [
      'makes up an ARN that is allowed',
      bare,
      { allowedKeys: ['arn:aws:kms:*:111122223333:key/*'] },
      'KmsKeyId: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab  # your key: one that',
    ],
    [
      'takes an allowed key',
      bare,
      { allowedKeys: ['a-*', 'alias/ml'] },
      'KmsKeyId: alias/ml  # your key: one that matches a-* or alias/ml',
    ],
    ['leaves what has a key', { ...mixed, KmsKeyId: key }, {}, 'Nothing to do.'],
    ['leaves what is exempt', on('ml.g5.xlarge'), exempt, 'Nothing to do.'],
    [
      'requires an answer',
      { ...bare, KmsKeyId: unknown() },
      { undetermined: 'fail' },
      'The policy requires an answer before the deployment (undetermined: fail)',
    ],
  ])('%s', (_, properties, policy, text) => {
    expect(judged(properties, policy).remediation).toContain(text);
  });

  it('is data as well', () => {
    const note = 'your key: its ID, ARN, alias name or alias ARN';
    expect(judged(bare).steps).toEqual({
      words: 'Add:',
      additions: [{ path: ['KmsKeyId'], value: 'alias/my-key', note }],
      lines: ['Resources:', '  Config:', '    Properties:', `      KmsKeyId: alias/my-key  # ${note}`],
    });
    expect(judged({ ...bare, KmsKeyId: key }).steps).toEqual({
      words: 'Nothing to do.',
      additions: [],
      lines: [],
    });
  });

  it('is YAML that makes the configuration compliant', () => {
    const policy = { alsoRequire: ['dataCapture', 'coreDump'] } as const;
    const dumping = variant('ml.m5.large', { CoreDumpConfig: {} });
    const properties = { ProductionVariants: [dumping], DataCaptureConfig: {} };
    const { remediation } = judged(properties, policy);
    const lines = parse(remediation.slice(remediation.indexOf('Resources:')));
    const repaired = { ...properties, ...lines.Resources.Config.Properties };
    expect(judged(repaired, policy).verdict).toBe('compliant');
  });

  it('is JSON under Cloud Control, where there is no template', () => {
    const configuration = resolvedConfiguration({ resource: '' }, bare, { final: true });
    const found = judge(configuration, mergePolicies(), { now });
    expect(found.message).toMatch(/^The endpoint configuration has no KmsKeyId/);
    expect(found.remediation).toBe(
      'Add:\n\n{\n  "KmsKeyId": "alias/my-key"\n}\n\nThe value is your key: its ID, ARN, alias name or alias ARN.',
    );
  });
});
