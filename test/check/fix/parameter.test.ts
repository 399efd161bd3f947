import { describe, expect, test } from 'vitest';
import { keyParameter } from '../../../src/check/fix/parameter.js';
import { refusedValue } from '../../../src/check/parameter-values.js';
import { defaultPolicy, judge, mergePolicies } from '../../../src/decision/index.js';
import { readTemplate, resourcesOfType } from '../../../src/template/index.js';
import { fix, now, verdicts } from './support.js';

const type = 'AWS::SageMaker::EndpointConfig';
const resources = `Resources:\n  Config:\n    Type: ${type}\n    Properties: {}\n`;
const fixedResources = resources.replace('{}', '{KmsKeyId: !Ref EndpointKmsKeyId}');
async function isAllowed(declaration: object, Key: string): Promise<boolean> {
  const template = await readTemplate(
    JSON.stringify({ Parameters: { Key: declaration }, Resources: {} }),
    type,
  );
  return (await refusedValue(template, 'a.json', { values: { Key }, open: new Map() })) === undefined;
}
const declaration = (indent: string) =>
  [
    'EndpointKmsKeyId:',
    '  Type: String',
    '  Description: KMS key that encrypts the storage volumes of the SageMaker endpoints',
    `  AllowedPattern: '${keyParameter(defaultPolicy)['AllowedPattern']}'`,
    '  ConstraintDescription: must be a key ID, key ARN, alias name or alias ARN',
  ]
    .map((line) => `${indent}${line}\n`)
    .join('');
const section = `Parameters:\n${declaration('  ')}`;

describe('where the parameter goes', () => {
  test.each([
    ['the template begins with Resources', resources, section + fixedResources],
    ['after a header', `# Licence\n${resources}`, `# Licence\n${section}${fixedResources}`],
    ['after a document start', `---\n${resources}`, `---\n${section}${fixedResources}`],
    [
      'after a document start and a header',
      `---\n# x\n${resources}`,
      `---\n# x\n${section}${fixedResources}`,
    ],
    [
      'above the comment on the resources',
      `Description: d\n# them\n${resources}`,
      `Description: d\n${section}# them\n${fixedResources}`,
    ],
    [
      'empty lines between sections',
      `Description: d\n\n${resources}`,
      `Description: d\n\n${section}\n${fixedResources}`,
    ],
    [
      'a text whose last line looks like a comment',
      `Description: |\n  d\n  # d\n${resources}`,
      `Description: |\n  d\n  # d\n${section}${fixedResources}`,
    ],
    ['a byte order mark', `\ufeff${resources}`, `\ufeff${section}${fixedResources}`],
    [
      'a section',
      `Parameters: # all\n  # the first\n  A:\n    Type: String\n${resources}`,
      `Parameters: # all\n${declaration('  ')}  # the first\n  A:\n    Type: String\n${fixedResources}`,
    ],
    ['an empty section', `Parameters:\n${resources}`, `${section}${fixedResources}`],
    [
      'a deeper section',
      `Parameters:\n    A: {Type: String}\n${resources}`,
      `Parameters:\n${declaration('    ')}    A: {Type: String}\n${fixedResources}`,
    ],
  ])('%s', async (_name, before, after) => {
    const { text, parameter } = await fix(before);
    expect(text).toBe(after);
    expect(parameter).toBe('EndpointKmsKeyId');
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
  });

  test.each(['Parameters: {}', 'Parameters: {A: {Type: String}}', 'Parameters: ~'])('%s', async (line) => {
    const { text } = await fix(`${line}\n${resources}`);
    expect(text).toMatch(/^Parameters: \{EndpointKmsKeyId: \{Type: 'String', .*\}\nResources/);
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
  });

  test.each([
    ['Parameters: !Include x', /Parameters is not a plain map/],
    ['X: &p {A: {Type: String}}\nParameters: *p', /Parameters is shared/],
    ['Parameters:\n  {A: {Type: String}}', undefined],
  ])('a section that must not be touched: %s', async (line, why) => {
    const text = `${line}\n${resources}`;
    const found = await fix(text);
    if (why === undefined) expect(found.fixed).toEqual(['Config']);
    else {
      expect(found.text).toBe(text);
      expect(found.notFixed[0]?.why).toMatch(why);
    }
  });

  test('resources by merge', async () => {
    const text = `<<: {Resources: {Config: {Type: "${type}"}}}\n`;
    const found = await fix(text);
    expect(found.text).toBe(text);
    expect(found.notFixed[0]?.why).toMatch(/Resources/);
  });
});

describe('which parameter', () => {
  test('one for all configurations', async () => {
    const two = `${resources}  Other:\n    Type: ${type}\n`;
    const { text, fixed } = await fix(two);
    expect(fixed).toEqual(['Config', 'Other']);
    expect(text.match(/!Ref EndpointKmsKeyId/g)).toHaveLength(2);
    expect(text.match(/AllowedPattern/g)).toHaveLength(1);
  });

  test('the one that an earlier run has written', async () => {
    const { text, parameter } = await fix(section + resources);
    expect(text).toBe(section + fixedResources);
    expect(parameter).toBeUndefined();
  });

  test('a new name where the text has it already, in whatever role', async () => {
    const taken = `${resources}  EndpointKmsKeyId:\n    Type: AWS::SNS::Topic\n# not EndpointKmsKeyId2\n`;
    const { text, parameter } = await fix(taken);
    expect(parameter).toBe('EndpointKmsKeyId3');
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
  });

  test('none where the template makes a key of its own', async () => {
    const { text, parameter } = await fix(`${resources}  Own:\n    Type: AWS::KMS::Key\n`);
    expect(parameter).toBeUndefined();
    expect(text).toContain('{KmsKeyId: !GetAtt Own.Arn}');
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
  });

  test.each([
    ['for signatures', '{KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY}'],
    ['for message authentication', '{KeyUsage: GENERATE_VERIFY_MAC}'],
    ['that is disabled', '{Enabled: false}'],
    ['without material', '{Origin: EXTERNAL}'],
    ['that a parameter decides about', '{KeySpec: !Ref Spec}'],
  ])('one where the key of the template is one %s', async (_what, properties) => {
    const unsuitable = `  Own:\n    Type: AWS::KMS::Key\n    Properties: ${properties}\n`;
    expect((await fix(resources + unsuitable)).parameter).toBe('EndpointKmsKeyId');
    const { text } = await fix(`${resources}${unsuitable}  Other:\n    Type: AWS::KMS::Key\n`);
    expect(text).toContain('{KmsKeyId: !GetAtt Other.Arn}');
  });

  test('one where a long text hides whether the key of the template is there', async () => {
    const own = '  Own:\n    Type: AWS::KMS::Key\n    Condition: C\n';
    const topics = Array.from(
      { length: 700 },
      (_, at) =>
        `  T${at}:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: ${'x'.repeat(60)}\n`,
    );
    const { parameter } = await fix(resources + own + topics.join(''));
    expect(parameter).toBe('EndpointKmsKeyId');
  });

  test('a declaration that is not quite the same is somebody else’s', async () => {
    const { parameter } = await fix(
      `${section.replace('  Type: String', '  Type: String\n    Default: ""')}${resources}`,
    );
    expect(parameter).toBe('EndpointKmsKeyId2');
  });
});

describe('what is written is compliant before anybody knows the value', () => {
  test('on a STACK', async () => {
    const template = await readTemplate((await fix(resources)).text, type);
    const context = { parameters: { values: {}, useDefaults: false }, pseudo: {} };
    const [view] = resourcesOfType(template, type, context);
    const configuration = {
      subject: { resource: 'Config' },
      lines: 'yaml' as const,
      alternatives: () => view?.alternatives() ?? [],
    };
    const judgment = judge(configuration, mergePolicies(), { now });
    expect(judgment.verdict).toBe('compliant');
  });

  const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
  test.each([
    [id, true],
    [`mrk-${'0'.repeat(32)}`, true],
    [`arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/${id}`, true],
    ['alias/endpoints', true],
    ['arn:aws:kms:eu-west-1:123456789012:alias/endpoints', true],
    ['', false],
    [' ', false],
    ['endpoints', false],
    ['arn:aws:s3:::bucket', false],
  ])('%j may be passed: %s', async (value, allowed) => {
    expect(await isAllowed(keyParameter(defaultPolicy), value)).toBe(allowed);
  });

  test.each([
    ['alias/aws/ebs', false],
    ['arn:aws:kms:eu-west-1:123456789012:alias/aws/ebs', false],
    ['alias/aws', true],
    ['alias/awsome', true],
    ['alias/a', true],
    ['alias/ml', true],
    [id, true],
    ['', false],
  ])('under keyPolicy: customerManaged %j may be passed: %s', async (value, allowed) => {
    const declaration = keyParameter({ ...defaultPolicy, keyPolicy: 'customerManaged' });
    expect(await isAllowed(declaration, value)).toBe(allowed);
  });
});
