import { describe, expect, it } from 'vitest';
import { checkTemplate, evaluate, PolicyError, rule, TemplateError, verdicts } from '../src/index.js';

const now = new Date('2026-11-24T12:00:00Z');
const text = (key: string) => `Parameters:
  Key: {Type: String, Default: ''}
Conditions:
  Here: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Second:
    Type: AWS::SageMaker::EndpointConfig
    Properties: {KmsKeyId: ${key}, ProductionVariants: [{VariantName: a, InstanceType: ml.m5.large}]}
  Bucket:
    Type: AWS::S3::Bucket
`;

describe('checkTemplate', () => {
  it('finds every configuration, with its place and nothing of the text', async () => {
    const [finding, ...more] = await checkTemplate(text('!Ref Key'));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      ...{ file: 'template', line: 8, column: 18, endLine: 8, endColumn: 26, logicalId: 'Second' },
      ...{ verdict: 'nonCompliant', reason: 'keyAbsent', restsOnDefaults: ['Key'] },
    });
    expect(finding).not.toHaveProperty('source');
  });

  it('takes parameters, region, stack and policy', async () => {
    expect(await checkTemplate(text('!Ref Key'), { parameters: { Key: 'alias/a' } })).toMatchObject([
      { verdict: 'compliant' },
    ]);
    const here = await checkTemplate(text("!If [Here, alias/a, '']"), {
      region: 'eu-west-1',
      file: 'a.yaml',
    });
    expect(here).toMatchObject([{ verdict: 'compliant', file: 'a.yaml', region: 'eu-west-1' }]);
    const policy = { exemptions: [{ stack: 's', account: '1*', reason: 'r', expires: '2026-12-31' }] };
    const exempt = await checkTemplate(text("''"), { policy, stack: 's', account: '12', now });
    expect(exempt).toMatchObject([{ verdict: 'exempt', reason: 'exemption' }]);
    const later = await checkTemplate(text("''"), {
      policy,
      stack: 's',
      account: '12',
      now: new Date('2027-01-01'),
    });
    expect(later).toMatchObject([{ verdict: 'nonCompliant' }]);
  });

  it('finds nothing in a template without the type, and refuses what is none', async () => {
    expect(await checkTemplate('Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n')).toEqual([]);
    await expect(checkTemplate('kind: Deployment')).rejects.toThrow(TemplateError);
    await expect(checkTemplate(`${text('x')}  - [`)).rejects.toMatchObject({
      name: 'TemplateError',
      line: 11,
    });
  });
});

describe('evaluate', () => {
  const variants = (type: string) => ({ ProductionVariants: [{ VariantName: 'a', InstanceType: type }] });

  it.each([
    [{}, 'nonCompliant', 'keyAbsent'],
    [{ KmsKeyId: 'alias/a' }, 'compliant', 'keyPresent'],
    [{ KmsKeyId: '{{resolve:secretsmanager:a}}' }, 'compliant', 'keyPresent'],
    [variants('ml.g5.xlarge'), 'nonCompliant', 'keyAbsent'],
    [variants('ml.m5.large'), 'nonCompliant', 'keyAbsent'],
  ])('%j', (properties, verdict, reason) => {
    expect(evaluate(properties)).toMatchObject({ verdict, reason });
  });

  it('takes a policy and the place of the configuration', () => {
    const policy = {
      keyPolicy: 'customerManaged' as const,
      exemptions: [{ resource: 'A*', reason: 'r', expires: '2026-12-31' }],
    };
    expect(evaluate({ KmsKeyId: 'alias/aws/sagemaker' }, { policy, now })).toMatchObject({
      reason: 'keyAwsManaged',
    });
    expect(evaluate({}, { policy, now, logicalId: 'Abc' })).toMatchObject({ verdict: 'exempt' });
    expect(evaluate({}, { policy, now, region: 'x', account: 'y', stack: 'z' })).toMatchObject({
      verdict: 'nonCompliant',
    });
  });

  it('refuses a policy with a member that nobody knows', async () => {
    const policy = { keyPolcy: 'present' } as object;
    const message =
      'The policy in options.policy cannot be used: keyPolcy: there is no such member; did you mean keyPolicy?';
    expect(() => evaluate({}, { policy })).toThrow(
      new PolicyError('options.policy', [
        { member: 'keyPolcy', message: 'there is no such member; did you mean keyPolicy?' },
      ]),
    );
    await expect(checkTemplate('', { policy })).rejects.toThrow(message);
  });
});

it('names the rule and the verdicts', () => {
  expect(rule.resourceType).toBe('AWS::SageMaker::EndpointConfig');
  expect(verdicts).toHaveLength(5);
});
