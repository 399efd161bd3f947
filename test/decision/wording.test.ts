/** Whole messages of what passes, and of what is not known yet; refusal.test.ts has those of what is refused. */
import { describe, expect, it } from 'vitest';
import {
  type Judgment,
  judge,
  mergePolicies,
  notApplicable,
  type PartialPolicy,
  resolvedConfiguration,
} from '../../src/decision/index.js';
import type { ValueMap } from '../../src/template/index.js';
import {
  alternative,
  inTemplate,
  judged,
  key,
  missing,
  now,
  on,
  subject,
  unknown,
  variant,
} from './support.js';

const bare = on('ml.m5.large');
const exempt = { localStorage: 'exempt' } as const;
const the = 'The endpoint configuration Config';
const whether = 'Whether the endpoint configuration Config passes';
const env = 'depends on the parameter Env, which has no known value yet (at Resources.Config)';
const whyItMatters =
  'Without a key of yours SageMaker encrypts the storage volume of its instances with a transient key of its own: ' +
  'the data is encrypted, but you can neither restrict, audit nor revoke that key.';
const askedForThere = (names: string) =>
  `The policy requires a key on local NVMe storage too (${names}), and SageMaker accepts it there. If it is still ` +
  'refused in your account, the owner of the policy can set localStorage: exempt or add an exemption.';
const settle =
  "write the value into the template, or rule out the refused values with the parameter's constraints " +
  '(AllowedValues, AllowedPattern, MinLength).';
const decidedLater = `The hook decides when it checks the resource itself, with its final values. To know before, ${settle}`;
const askedForNow = `The policy requires an answer before the deployment (undetermined: fail): ${settle}`;

const named = (VariantName: string, type: string) => variant(type, { VariantName });
const mixed: ValueMap = {
  ProductionVariants: [named('Large', 'ml.g5.xlarge'), named('Small', 'ml.m5.large')],
};
const judgeAll = (cases: readonly Parameters<typeof alternative>[], policy: PartialPolicy = {}): Judgment =>
  judge(inTemplate(cases.map((each) => alternative(...each))), mergePolicies(policy), { now });

describe('what passes', () => {
  it.each<[string, ValueMap, PartialPolicy, string]>([
    ['with a key', { ...bare, KmsKeyId: key }, {}, `${the} encrypts its storage volumes with a KMS key.`],
    [
      'with a key on local storage',
      { ...mixed, KmsKeyId: key },
      {},
      `${the} has a KmsKeyId. The local NVMe storage of Large (ml.g5.xlarge) is encrypted by the instance's hardware ` +
        'and not by this key.',
    ],
    [
      'with a key on storage that is not verified',
      { ...on('ml.p6e-gb200.36xlarge'), KmsKeyId: key },
      {},
      `${the} has a KmsKeyId. The local NVMe storage of ProductionVariants[0] (ml.p6e-gb200.36xlarge) is encrypted by ` +
        "the instance's hardware and not by this key. It is not verified that every size of ml.p6e-gb200.36xlarge has " +
        'local storage.',
    ],
    [
      'without a key where the policy exempts it',
      on('ml.g5.xlarge', 'ml.g6.xlarge'),
      exempt,
      `${the} needs no KmsKeyId under this policy (localStorage: exempt): all its variants, ProductionVariants[0] ` +
        "(ml.g5.xlarge) and ProductionVariants[1] (ml.g6.xlarge), are on local NVMe storage, which the instance's " +
        'hardware encrypts.',
    ],
    [
      'with a bad key where the policy exempts it',
      { ...on('ml.p6e-gb200.36xlarge'), KmsKeyId: 7 },
      exempt,
      `${the} needs no KmsKeyId under this policy (localStorage: exempt): all its variants, ProductionVariants[0] ` +
        "(ml.p6e-gb200.36xlarge), are on local NVMe storage, which the instance's hardware encrypts. It is not " +
        'verified that every size of ml.p6e-gb200.36xlarge has local storage. Its KmsKeyId would not be accepted as a ' +
        'key.',
    ],
  ])('%s', (_, properties, policy, message) => {
    expect(judged(properties, policy)).toMatchObject({
      message,
      remediation: 'Nothing to do.',
      steps: { words: 'Nothing to do.', additions: [], lines: [] },
    });
  });

  it('in every case, by an example of each', () => {
    const local = on('ml.g5.xlarge');
    const found = judgeAll(
      [
        [local, ['a']],
        [{ ...bare, KmsKeyId: key }, ['b', 'c']],
        [local, ['d']],
      ],
      exempt,
    );
    expect(found).toMatchObject({
      verdict: 'compliant',
      reason: 'passesInEveryCase',
      path: [],
      message: `${the} passes in every case: compliant where b and c, exempt where a.`,
      remediation: 'Nothing to do.',
    });
  });
});

describe('local storage in the texts', () => {
  const keyed = (properties: ValueMap): ValueMap => ({ ...properties, KmsKeyId: key });
  const large = { ProductionVariants: [named('Large', 'ml.g5.xlarge')] };

  it.each<[string, ValueMap[], string]>([
    [
      'is what every case has',
      [keyed(mixed), keyed({ ...large, ...{ ShadowProductionVariants: [named('New', 'ml.g6.xlarge')] } })],
      `${the} has a KmsKeyId. The local NVMe storage of Large (ml.g5.xlarge) is encrypted by the instance's hardware ` +
        'and not by this key.',
    ],
    [
      'is none where one case has none',
      [keyed(mixed), keyed(bare)],
      `${the} encrypts its storage volumes with a KMS key.`,
    ],
    [
      'is none where another case has another',
      [keyed(large), keyed(on('ml.g6.xlarge'))],
      `${the} encrypts its storage volumes with a KMS key.`,
    ],
    [
      'is named beside a missing key',
      [large, mixed],
      `${the} has no KmsKeyId. ${whyItMatters} ${askedForThere('Large (ml.g5.xlarge)')}`,
    ],
    ['is not where one case has none', [large, bare], `${the} has no KmsKeyId. ${whyItMatters}`],
  ])('%s', (_, properties, message) => {
    expect(judgeAll(properties.map((each) => [each])).message).toBe(message);
  });

  it.each<[string, ValueMap, string]>([
    [
      'partly exempt',
      mixed,
      ' It is not exempt, since only a part of it is on local NVMe storage: Large (ml.g5.xlarge) is, and Small ' +
        '(ml.m5.large) is not.',
    ],
    ['not exempt', bare, ''],
  ])('that the policy exempts: %s', (_, properties, remark) => {
    expect(judged(properties, exempt).message).toBe(`${the} has no KmsKeyId. ${whyItMatters}${remark}`);
  });
});

describe('what is not known yet', () => {
  it.each<[string, ValueMap, PartialPolicy, string]>([
    ['the key', { ...bare, KmsKeyId: unknown() }, {}, `${whether} is not known yet: its KmsKeyId ${env}.`],
    [
      'the storage',
      on(unknown()),
      exempt,
      `${whether} is not known yet: its ProductionVariants[0].InstanceType ${env}.`,
    ],
    [
      'storage that is set later',
      { ProductionVariants: [variant('{{resolve:ssm:/type}}')] },
      exempt,
      `${whether} is not known yet: its ProductionVariants[0].InstanceType depends on a dynamic reference, which ` +
        'CloudFormation resolves during the deployment (at ProductionVariants[0].InstanceType).',
    ],
    [
      'variants that are set later',
      { ShadowProductionVariants: '{{changeSet:KNOWN_AFTER_APPLY}}' },
      exempt,
      `${whether} is not known yet: its ShadowProductionVariants depends on a value that is known only after the change ` +
        'set has run (at ShadowProductionVariants).',
    ],
    [
      'the key on unknown storage',
      { ...on(unknown()), KmsKeyId: unknown() },
      exempt,
      `${whether} is not known yet: its KmsKeyId ${env}.`,
    ],
    [
      'a key on the S3 side',
      { ...bare, KmsKeyId: key, DataCaptureConfig: unknown() },
      { alsoRequire: ['dataCapture'] },
      `${whether} is not known yet: its DataCaptureConfig.KmsKeyId ${env}.`,
    ],
    [
      'a key on the S3 side, beside storage that does not matter',
      { ...on(unknown()), KmsKeyId: key, DataCaptureConfig: unknown() },
      { ...exempt, alsoRequire: ['dataCapture'] },
      `${whether} is not known yet: its DataCaptureConfig.KmsKeyId ${env}.`,
    ],
    [
      'both',
      { ...bare, KmsKeyId: unknown(), DataCaptureConfig: unknown() },
      { alsoRequire: ['dataCapture'] },
      `${whether} is not known yet: its KmsKeyId ${env}; its DataCaptureConfig.KmsKeyId ${env}.`,
    ],
  ])('%s', (_, properties, policy, message) => {
    const found = judged(properties, policy);
    expect(found).toMatchObject({ verdict: 'undetermined', message, remediation: decidedLater });
    expect(found.steps).toEqual({ words: decidedLater, additions: [], lines: [] });
    expect(judged(properties, { ...policy, undetermined: 'fail' }).remediation).toBe(askedForNow);
  });

  it('in one case', () => {
    const { message } = judgeAll([
      [{ ...bare, KmsKeyId: key }, ['a']],
      [{ ...bare, KmsKeyId: unknown() }, ['b', 'c']],
    ]);
    expect(message).toBe(`${whether} is not known yet where b and c: its KmsKeyId ${env}.`);
  });

  it('since some cases are refused', () => {
    const found = judgeAll([
      [{ ...bare, KmsKeyId: key }, ['a']],
      [{ ...bare, KmsKeyId: '' }, ['b']],
    ]);
    expect(found).toMatchObject({
      verdict: 'undetermined',
      reason: 'dependsOnParameters',
      path: ['KmsKeyId'],
      message:
        `${whether} depends on parameters or conditions. It would be refused where b: ${the} sets KmsKeyId to an empty ` +
        `string, which counts as no key. ${whyItMatters} It passes (compliant) where a.`,
      steps: {
        words: `${decidedLater}\n\nTo pass in every case, set:`,
        additions: [{ path: ['KmsKeyId'] }],
      },
    });
    expect(found.remediation).toBe(`${found.steps.words}\n\n${found.steps.lines.join('\n')}`);
  });

  it('since it is refused where it is created', () => {
    const configuration = inTemplate([missing(['a']), missing(['b']), alternative(bare)]);
    expect(judge(configuration, mergePolicies({ undetermined: 'fail' }), { now })).toMatchObject({
      reason: 'dependsOnParameters',
      path: [],
      message:
        `${whether} depends on parameters or conditions. It would be refused for some values of its parameters: ${the} ` +
        `has no KmsKeyId. ${whyItMatters} It is not created where a.`,
      steps: { words: `${askedForNow}\n\nTo pass in every case, add:` },
    });
  });
});

describe('exemptions', () => {
  const one = { stack: 'ml-*', reason: 'legacy', expires: '2026-12-01' };
  const expired = { stack: 'ml-*', reason: 'old', expires: '2026-11-01' };

  it('repeat what is wrong and what to do for the time after them', () => {
    const found = judged(bare, { exemptions: [expired, one] });
    const without = judged(bare);
    expect(found).toMatchObject({
      verdict: 'exempt',
      reason: 'exemption',
      path: [],
      message: `${the} is exempt by the policy until 2026-12-01 ("legacy"). Without the exemption: ${without.message}`,
      remediation: `Nothing to do until 2026-12-01. After that: ${without.remediation}`,
    });
    expect(found.steps).toEqual({ words: found.remediation, additions: [], lines: [] });
  });

  it('that have expired are named behind what is wrong, and nothing else is changed', () => {
    const without = judged(bare);
    expect(judged(bare, { exemptions: [expired, expired] })).toEqual({
      ...without,
      message:
        `${without.message} An exemption for it expired on 2026-11-01 and no longer counts ("old"). ` +
        'An exemption for it expired on 2026-11-01 and no longer counts ("old").',
    });
  });
});

describe('what an operation does not touch', () => {
  it.each([
    ['conditionFalse', 'conditionFalse', 'is not created: its condition is false.'],
    ['unchanged', 'unchanged', 'is untouched: this update leaves it as it is.'],
    [
      'unchangedTemplate',
      'unchanged',
      'is the same in the previous template. If a parameter value or anything else that it uses changes it, the hook checks its resource before it is ' +
        'replaced.',
    ],
    ['deleted', 'deleted', 'is deleted, and nothing is left to encrypt.'],
  ] as const)('%s', (why, reason, text) => {
    expect(notApplicable(why, { subject })).toEqual({
      verdict: 'notApplicable',
      reason,
      message: `${the} ${text}`,
      remediation: 'Nothing to do.',
      steps: { words: 'Nothing to do.', additions: [], lines: [] },
      path: [],
    });
  });

  it('is said alike where its condition is false in every case', () => {
    const configuration = inTemplate([missing(['a']), missing()]);
    expect(judge(configuration, mergePolicies(), { now })).toEqual(
      notApplicable('conditionFalse', { subject }),
    );
  });

  it('has no name under Cloud Control', () => {
    expect(notApplicable('deleted', { subject: { resource: '' } }).message).toBe(
      'The endpoint configuration is deleted, and nothing is left to encrypt.',
    );
  });
});

describe('the lines to add', () => {
  const inJson = (properties: ValueMap, policy: PartialPolicy) =>
    judge(
      resolvedConfiguration({ resource: '', region: 'eu-west-1' }, properties, { final: true }),
      mergePolicies(policy),
      { now },
    ).steps.lines;

  it('are YAML under the resource, or JSON where there is no template', () => {
    const policy = { alsoRequire: ['coreDump', 'asyncOutput'], keyPolicy: 'verified' } as const;
    const dumping = { InstanceType: 'ml.m5.large', CoreDumpConfig: {} };
    const properties = {
      ProductionVariants: [{}, dumping, {}, dumping],
      AsyncInferenceConfig: {},
    };
    const note = 'your key: its ID, ARN, alias name or alias ARN, of a customer managed key';
    const value = `alias/my-key  # ${note}`;
    expect(judged(properties, policy).steps.lines).toEqual([
      'Resources:',
      '  Config:',
      '    Properties:',
      `      KmsKeyId: ${value}`,
      '      ProductionVariants:',
      '        - # the item at index 1',
      '          CoreDumpConfig:',
      `            KmsKeyId: ${value}`,
      '        - # the item at index 3',
      '          CoreDumpConfig:',
      `            KmsKeyId: ${value}`,
      '      AsyncInferenceConfig:',
      '        OutputConfig:',
      `          KmsKeyId: ${value}`,
    ]);
    const item = { CoreDumpConfig: { KmsKeyId: 'alias/my-key' } };
    expect(inJson(properties, policy)).toEqual([
      ...JSON.stringify(
        {
          KmsKeyId: 'alias/my-key',
          ProductionVariants: [{}, item, {}, item],
          AsyncInferenceConfig: { OutputConfig: { KmsKeyId: 'alias/my-key' } },
        },
        null,
        2,
      ).split('\n'),
      '',
      `The value is ${note}.`,
    ]);
  });

  it.each<[string, PartialPolicy, string, string]>([
    ['any key', { keyPolicy: 'wellFormed' }, 'alias/my-key', 'its ID, ARN, alias name or alias ARN'],
    [
      'a customer managed key',
      { keyPolicy: 'customerManaged' },
      'alias/my-key',
      'its ID, ARN, alias name or alias ARN, of a customer managed key',
    ],
    [
      'one that is written out',
      { allowedKeys: ['alias/?*', 'alias/ml'] },
      'alias/ml',
      'one that matches alias/?* or alias/ml',
    ],
    ['one with a star', { allowedKeys: ['alias/ml-*'] }, 'alias/ml-my-key', 'one that matches alias/ml-*'],
    [
      'one with question marks',
      { allowedKeys: ['alias/ml-??'] },
      'alias/ml-aa',
      'one that matches alias/ml-??',
    ],
    [
      'any key of the account',
      { allowedKeys: ['arn:aws:kms:*:*:*'] },
      'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'one that matches arn:aws:kms:*:*:*',
    ],
    [
      'a key of any partition and service',
      { allowedKeys: ['arn:*:*:us-east-1:111122223333:key/*'] },
      'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      'one that matches arn:*:*:us-east-1:111122223333:key/*',
    ],
    [
      'an alias by its ARN',
      { allowedKeys: ['arn:aws:kms:*:*:alias/ml:*'] },
      'arn:aws:kms:eu-west-1:123456789012:alias/ml:my-key',
      'one that matches arn:aws:kms:*:*:alias/ml:*',
    ],
    [
      'an ARN that ends early',
      { allowedKeys: ['arn:aws:kms:*'] },
      'arn:aws:kms:my-key',
      'one that matches arn:aws:kms:*',
    ],
    [
      'a text that only begins like one',
      { allowedKeys: ['arn-*:a:b:c:d:e'] },
      'arn-my-key:a:b:c:d:e',
      'one that matches arn-*:a:b:c:d:e',
    ],
  ])('show %s', (_, policy, value, note) => {
    expect(judged(bare, policy).steps.additions).toEqual([
      { path: ['KmsKeyId'], value, note: `your key: ${note}` },
    ]);
  });

  it('show a Region and an account where those of the configuration are not known', () => {
    const configuration = resolvedConfiguration({ resource: 'Config', stack: 's' }, bare, { final: true });
    const policy = mergePolicies({ allowedKeys: ['arn:aws:kms:*:*:alias/*'] });
    expect(judge(configuration, policy, { now }).steps.additions).toMatchObject([
      { value: 'arn:aws:kms:us-east-1:111122223333:alias/my-key' },
    ]);
  });
});
