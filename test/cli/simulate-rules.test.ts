import { expect, test } from 'vitest';
import { simulate } from './simulate-support.js';

const template = `Parameters:
  Stage: {Type: String, Default: dev}
  Key: {Type: String, Default: alias/mine}
  Version: {Type: AWS::SSM::Parameter::Value<String>, Default: /version}
Rules:
  KeyInProduction:
    RuleCondition: !Equals [!Ref Stage, prod]
    Assertions:
      - Assert: !Not [!Equals [!Ref Key, '']]
        AssertDescription: production needs a key
Resources:
  Config: {Type: AWS::SageMaker::EndpointConfig, Properties: {KmsKeyId: !Ref Key}}
`;

const refused = {
  name: 'UsageError',
  message:
    'a.yaml:6:3: the rule KeyInProduction refuses the parameter values, as CloudFormation will: production needs a key',
};

test('a call whose parameter values the Rules refuse is refused, before a hook is asked', async () => {
  const argv = ['a.yaml', '--parameter', 'Key='];
  await expect(
    simulate({ 'a.yaml': template }, [...argv, '--parameter', 'Stage=prod'], {
      handler: () => () => Promise.reject(new Error('asked')),
    }),
  ).rejects.toMatchObject(refused);
  expect((await simulate({ 'a.yaml': template }, argv)).code).toBe(1);
});

test('defaults count as values', async () => {
  const text = template.replace('Default: dev', 'Default: prod').replace('alias/mine', "''");
  await expect(simulate({ 'a.yaml': text }, ['a.yaml'])).rejects.toMatchObject(refused);
});

test('what is deployed already is held against no rule', async () => {
  const next = template.replace(/Rules:[\s\S]+(?=Resources)/, '');
  const argv = ['b.yaml', '--previous', 'a.yaml', '--parameter', 'Stage=prod', '--parameter', 'Key='];
  expect((await simulate({ 'a.yaml': template, 'b.yaml': next }, argv)).code).toBe(0);
});

test('a rule that only the account can decide is noted', async () => {
  const text = template.replace("!Equals [!Ref Key, '']", "{Fn::Contains: [['1', '2'], !Ref Version]}");
  const { code, stderr } = await simulate({ 'a.yaml': text }, ['a.yaml', '--parameter', 'Stage=prod']);
  expect(code).toBe(0);
  expect(stderr).toContain(
    'note: a.yaml: the rule KeyInProduction was not checked: it depends on values that only the account has\n',
  );
});

test('the rules of a nested stack are held against what is certain of its values', async () => {
  const parent = (key: string) => `Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: a.yaml, Parameters: {Stage: prod, Key: ${key}}}
  Own: {Type: AWS::KMS::Key}
`;
  const run = (key: string) => simulate({ 'a.yaml': template, 'b.yaml': parent(key) }, ['b.yaml']);
  await expect(run("''")).rejects.toMatchObject(refused);
  expect((await run('!Ref Own')).code).toBe(0);
});
