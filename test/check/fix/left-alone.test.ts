import { describe, expect, test } from 'vitest';
import { parseKey } from '../../../src/cli/fix/options.js';
import type { PartialPolicy } from '../../../src/decision/index.js';
import { fix } from './support.js';

const type = 'Type: AWS::SageMaker::EndpointConfig';
const head = `Resources:\n  Config:\n    ${type}\n`;
const withKey = (written: string) => `${head}    Properties:\n      ${written}\n`;
const on = (...types: string[]) =>
  `${head}    Properties:\n      ProductionVariants:\n${types.map((each) => `        - InstanceType: ${each}\n`).join('')}`;

const cases: readonly (readonly [name: string, text: string, why: RegExp, policy?: PartialPolicy])[] = [
  [
    'Properties by Fn::If',
    `Conditions: {C: !Equals [!Ref AWS::Region, a]}\n${head}    Properties: !If [C, {}, {}]\n`,
    /Fn::If/,
  ],
  [
    'a key by Fn::If',
    `Conditions: {C: !Equals [!Ref AWS::Region, a]}\n${withKey('KmsKeyId: !If [C, "", !Ref AWS::NoValue]')}`,
    /expression whose value is empty/,
  ],
  [
    'a reference to an empty parameter',
    `Parameters: {P: {Type: String, Default: ""}}\n${withKey('KmsKeyId: !Ref P')}`,
    /expression/,
  ],
  ['a number', withKey('KmsKeyId: 12'), /is not a string/],
  ['a malformed key', withKey('KmsKeyId: x'), /only its owner knows/, { keyPolicy: 'wellFormed' }],
  [
    'an AWS managed key',
    withKey('KmsKeyId: alias/aws/sagemaker'),
    /only its owner knows/,
    { keyPolicy: 'customerManaged' },
  ],
  [
    'a key that is not allowed',
    withKey('KmsKeyId: alias/other'),
    /only its owner knows/,
    { allowedKeys: ['alias/mine'] },
  ],
  ['another spelling', withKey('kmsKeyId: alias/a'), /kmsKeyId: rename that to KmsKeyId/],
  [
    'a CDK template',
    `${head}    Metadata: {"aws:cdk:path": Stack/Config}\n`,
    /CDK overwrites this template.*Stack\/Config/,
  ],
  [
    'a loop',
    `Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::L:\n    - X\n    - [A]\n    - Config${'$'}{X}:\n        ${type}\n`,
    /a loop writes it/,
  ],
  [
    'properties that others share',
    `Resources:\n  Config:\n    ${type}\n    Properties: &p\n      Tags: []\n  Other:\n    Type: X\n    Properties: *p\n`,
    /Properties is shared/,
  ],
  [
    'properties of others',
    `Resources:\n  Other:\n    Type: X\n    Properties: &p\n      Tags: []\n  Config:\n    ${type}\n    Properties: *p\n`,
    /Properties is shared/,
  ],
  ['a key that others share', `${withKey('KmsKeyId: &k ""')}      Tags: [*k]\n`, /shares its key/],
  ['a resource that others share', `Resources:\n  Config: &r\n    ${type}\n  Copy: *r\n`, /Config is shared/],
  ['a resource by merge', `Resources:\n  Config:\n    <<: {Type: AWS::SageMaker::EndpointConfig}\n`, /merge/],
  ['properties by merge', `Resources:\n  Config:\n    ${type}\n    <<: {Properties: {Tags: []}}\n`, /merge/],
  ['a key by merge', withKey('<<: {KmsKeyId: ""}'), /takes its key from elsewhere/],
  ['Properties that are no map', `${head}    Properties: none\n`, /not a plain map/],
  [
    'an explicit key',
    `Resources:\n  Config:\n    ${type}\n    ? Properties\n    :\n      Tags: []\n`,
    /plain block style/,
  ],
  ['no colon', `Resources:\n  Config: {${type}, Properties: {KmsKeyId}}\n`, /without a colon/],
  ['a tag without a value', withKey('KmsKeyId: !!str'), /tag or an anchor and no value/],
  ['line endings of old', `${head}    Properties: {}\n`.replaceAll('\n', '\r'), /line endings/],
  ['line endings of YAML 1.1', `${head}    Properties: # all\u0085      Tags: []\n`, /line endings/],
  [
    'a comment in between',
    withKey('KmsKeyId: # none\n        Ref: AWS::NoValue'),
    /a comment stands between/,
  ],
  [
    'comments around the value',
    withKey('KmsKeyId:\n        # none\n        Ref: AWS::NoValue # yet'),
    /a comment stands between/,
  ],
  [
    'an anchor at the first property',
    `${head}    Properties:\n      &a Tags: []\n`,
    /does not begin its line/,
  ],
  [
    'an S3-side key',
    `${head}    Properties:\n      KmsKeyId: alias/a\n      DataCaptureConfig: {DestinationS3Uri: "s3://a"}\n`,
    /one for S3/,
    { alsoRequire: ['dataCapture'] },
  ],
  [
    'both keys',
    `${head}    Properties:\n      DataCaptureConfig: {DestinationS3Uri: "s3://a"}\n`,
    /would still not pass: .*DataCaptureConfig/,
    { alsoRequire: ['dataCapture'] },
  ],
];

describe('left alone, with the reason', () => {
  for (const [name, text, why, policy] of cases) {
    test(name, async () => {
      const found = await fix(text, { key: parseKey('alias/mine') }, policy);
      expect({ text: found.text, edits: found.edits, fixed: found.fixed }).toEqual({
        text,
        edits: [],
        fixed: [],
      });
      expect(found.notFixed[0]?.logicalId).toMatch(/^Config/);
      expect(found.notFixed[0]?.why).toMatch(why);
    });
  }

  test.each([
    ['!Ref Missing', /neither a parameter nor a resource/],
    ['!GetAtt Missing.Arn', /not a resource/],
    ['alias/aws/sagemaker', /AWS managed key/],
  ])('where the key would not do: %s', async (key, why) => {
    const text = withKey('Tags: []');
    const found = await fix(text, { key: parseKey(key) }, { keyPolicy: 'customerManaged' });
    expect(found).toMatchObject({ text, fixed: [], parameter: undefined });
    expect(found.notFixed[0]?.why).toMatch(why);
  });

  test('one does not keep the others from it', async () => {
    const text = `${withKey('KmsKeyId: 1')}  Other:\n    ${type}\n    Properties: {}\n`;
    const { fixed, notFixed } = await fix(text);
    expect({ fixed, left: notFixed.map(({ logicalId }) => logicalId) }).toEqual({
      fixed: ['Other'],
      left: ['Config'],
    });
  });

  test('one whose key would not do is taken back, and the others stay', async () => {
    const text = `${withKey('Tags: []')}  Other:\n    ${type}\n    Properties:\n      DataCaptureConfig: {DestinationS3Uri: "s3://a"}\n`;
    const found = await fix(text, {}, { alsoRequire: ['dataCapture'] });
    expect(found.fixed).toEqual(['Config']);
    expect(found.text.match(/KmsKeyId: !Ref/g)).toHaveLength(1);
    expect(found.notFixed.map(({ logicalId }) => logicalId)).toEqual(['Other']);
  });

  test.each(['compliant', 'exempt'])('nothing is done for what is %s', async (verdict) => {
    const text = verdict === 'exempt' ? on('ml.g5.xlarge') : withKey('KmsKeyId: alias/a');
    expect(await fix(text, {}, { localStorage: 'exempt' })).toEqual({
      text,
      edits: [],
      fixed: [],
      parameter: undefined,
      notFixed: [],
    });
  });
});
