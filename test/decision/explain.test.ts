import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judge, mergePolicies, type PartialPolicy } from '../../src/decision/index.js';
import { NoValue, Unknown, type ValueMap } from '../../src/template/value.js';
import { alternative, judged, key, now, on, unknown, variant } from './support.js';

const bare = on('ml.m5.large');
const mixed: ValueMap = {
  ProductionVariants: [
    variant('ml.g5.xlarge', { VariantName: 'Large' }),
    variant('ml.m5.large', { VariantName: 'Small' }),
  ],
};

describe('the message', () => {
  it.each<[string, ValueMap, PartialPolicy, string]>([
    ['missing', bare, {}, 'Config has no KmsKeyId. Without a key of yours SageMaker encrypts'],
    ['null', { ...bare, KmsKeyId: null }, {}, 'sets KmsKeyId to null'],
    ['removed', { ...bare, KmsKeyId: NoValue }, {}, 'removes KmsKeyId with AWS::NoValue'],
    ['blank', { ...bare, KmsKeyId: ' ' }, {}, 'nothing but white space'],
    ['invalid', { ...bare, KmsKeyId: ['a'] }, {}, 'sets KmsKeyId to a list, which is no key'],
    [
      'malformed',
      { ...bare, KmsKeyId: 'a b' },
      { keyPolicy: 'wellFormed' },
      '"a b", which is none of the forms',
    ],
    [
      'managed',
      { ...bare, KmsKeyId: 'alias/aws/ebs' },
      { keyPolicy: 'customerManaged' },
      'a key that AWS manages',
    ],
    ['not allowed', { ...bare, KmsKeyId: key }, { allowedKeys: ['a', 'b'] }, 'the policy allows: a or b'],
    ['mixed', mixed, {}, 'it has Large (ml.g5.xlarge) on local NVMe storage'],
    ['mixed', mixed, {}, 'and Small (ml.m5.large) on other storage'],
    [
      'require',
      on('ml.g5.xlarge'),
      { localStorage: 'require' },
      'asks for a key all the same (localStorage: require)',
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
      {},
      'needs no KmsKeyId: all its variants, ProductionVariants[0] (ml.g5.xlarge)',
    ],
    [
      'exempt, unverified',
      on('ml.p6e-gb200.36xlarge'),
      {},
      'ml.p6e-gb200.36xlarge has local storage on every size is not verified',
    ],
    [
      'exempt with a bad key',
      { ...on('ml.g5.xlarge'), KmsKeyId: 7 },
      {},
      'The KmsKeyId that it has would be refused',
    ],
    [
      'refused by SageMaker',
      { ...mixed, KmsKeyId: key },
      {},
      'SageMaker will refuse KmsKeyId for Large (ml.g5.xlarge)',
    ],
    ['refused, unverified', { ...on('ml.p6e-gb200.36xlarge'), KmsKeyId: key }, {}, 'is not verified'],
    [
      'unknown storage',
      on(unknown()),
      {},
      'its storage, at ProductionVariants[0].InstanceType: parameter Env has no default',
    ],
    [
      'unknown without a place',
      { ...bare, KmsKeyId: new Unknown('a macro has yet to run', []) },
      {},
      'its KmsKeyId: a macro has yet to run.',
    ],
    [
      'both unknown',
      { ...on('{{resolve:ssm:/type}}'), KmsKeyId: unknown() },
      {},
      '; its storage, at ProductionVariants[0].InstanceType: it holds a dynamic reference',
    ],
    [
      'known later',
      on('{{changeSet:KNOWN_AFTER_APPLY}}'),
      {},
      'it is known only after the change has been applied',
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
      'Add:\n\nResources:\n  Config:\n    Properties:\n      KmsKeyId: alias/my-key  # a key ID, key ARN',
    ],
    ['sets the key', { ...bare, KmsKeyId: 7 }, {}, 'Set:\n\nResources:'],
    ['names the owner', bare, { keyPolicy: 'customerManaged' }, 'of a customer managed key'],
    [
      'names the allowed keys',
      bare,
      { allowedKeys: ['alias/ml-*'] },
      'KmsKeyId: alias/my-key  # one that matches alias/ml-*',
    ],
    [
      'takes an allowed key',
      bare,
      { allowedKeys: ['a-*', 'alias/ml'] },
      'KmsKeyId: alias/ml  # one that matches a-* or alias/ml',
    ],
    [
      'splits',
      mixed,
      {},
      'Split the configuration: give Large (ml.g5.xlarge) one of its own without KmsKeyId',
    ],
    [
      'changes the type',
      on('ml.g5.xlarge'),
      { localStorage: 'require' },
      'Choose instance types without local storage for',
    ],
    [
      'removes',
      { ...on('ml.g5.xlarge'), KmsKeyId: key },
      {},
      'Remove KmsKeyId: without it the configuration is exempt.',
    ],
    ['removes what is bad', { ...on('ml.g5.xlarge'), KmsKeyId: 7 }, {}, 'Remove KmsKeyId.'],
    ['splits what has a key', { ...mixed, KmsKeyId: key }, {}, 'Split the configuration'],
    [
      'changes what has a key',
      { ...mixed, KmsKeyId: key },
      { localStorage: 'require' },
      'Choose instance types',
    ],
    ['leaves what is exempt', on('ml.g5.xlarge'), {}, 'Nothing to do.'],
    [
      'asks for certainty',
      on(unknown()),
      { undetermined: 'fail' },
      'The policy asks for certainty (undetermined: fail)',
    ],
  ])('%s', (_, properties, policy, text) => {
    expect(judged(properties, policy).remediation).toContain(text);
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
    const found = judge([alternative(bare)], { resource: '' }, mergePolicies(), now, { resolved: true });
    expect(found.message).toMatch(/^The endpoint configuration has no KmsKeyId/);
    expect(found.remediation).toBe(
      'Add:\n\n{\n  "KmsKeyId": "alias/my-key"\n}\n\nThe value is a key ID, key ARN, alias name or alias ARN.',
    );
  });
});
