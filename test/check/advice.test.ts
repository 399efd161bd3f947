import { describe, expect, it } from 'vitest';
import type { PartialPolicy } from '../../src/decision/index.js';
import { type CheckOptions, checkTemplate } from '../../src/index.js';

const now = new Date('2026-11-24T12:00:00Z');
const type = 'Type: AWS::SageMaker::EndpointConfig';
const withKey = (written: string) =>
  `Resources:\n  Config:\n    ${type}\n    Properties:\n      KmsKeyId: ${written}\n`;
const bare = `Resources:\n  Config:\n    ${type}\n    Properties:\n      Tags: []\n`;
const key = (more = '') => `  Own:\n    Type: AWS::KMS::Key\n${more}    Properties: {}\n`;
const empty = 'Parameters:\n  Key: {Type: String, Default: ""}\n';
const open = 'Parameters:\n  Key: {Type: String}\n  Model: {Type: String}\n';
const hasKey = 'Conditions:\n  HasKey: !Not [!Equals [!Ref Key, ""]]\n';

const stage =
  'Parameters:\n  Stage: {Type: String, Default: dev}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n';

const adviceOn = async (text: string, options: CheckOptions = {}) => {
  const [finding] = await checkTemplate(text, { now, ...options });
  return { words: finding?.steps.words, lines: finding?.steps.lines.slice(3), edit: finding?.edit?.text };
};

describe('what to do comes before any constant', () => {
  it.each<[string, string, Record<string, string>, string]>([
    [
      'a parameter whose default is empty',
      empty + withKey('!Ref Key'),
      {},
      'KmsKeyId is the parameter Key, whose default is empty: pass a key (here --parameter Key=alias/my-key;',
    ],
    [
      'a parameter that is given an empty value',
      open + withKey('!Ref Key'),
      { Key: '' },
      'KmsKeyId is the parameter Key: pass another value for it (--parameter Key=alias/my-key).',
    ],
    [
      'a condition that hangs on a parameter',
      empty + hasKey + withKey('!If [HasKey, !Ref Key, !Ref AWS::NoValue]'),
      {},
      'KmsKeyId is empty because the condition HasKey is false. It depends on the parameter Key, whose default is empty',
    ],
    [
      'a condition the other way round',
      `${empty}Conditions:\n  NoKey: !Equals [!Ref Key, ""]\n${withKey('!If [NoKey, !Ref AWS::NoValue, !Ref Key]')}`,
      {},
      'KmsKeyId is empty because the condition NoKey is true.',
    ],
    [
      'a condition of no parameter',
      `Conditions:\n  Never: !Equals [a, b]\n${withKey('!If [Never, alias/a, ""]')}`,
      {},
      'KmsKeyId is empty because the condition Never is false. KmsKeyId is written by Fn::If at Resources.Config.Properties.KmsKeyId.Fn::If[2], whose value is empty: write the key there.',
    ],
    [
      'a condition on a parameter that is not the key',
      `${stage}${withKey('!If [IsProd, alias/a, !Ref AWS::NoValue]')}`,
      {},
      'KmsKeyId is empty because the condition IsProd is false. It depends on the parameter Stage, which is "dev": pass another value for it (--parameter Stage=…), or write the key at Resources.Config.Properties.KmsKeyId.Fn::If[2].',
    ],
    [
      'such a condition, with a value that was passed',
      `${stage}${withKey('!If [IsProd, "", alias/a]')}`,
      { Stage: 'prod' },
      'KmsKeyId is empty because the condition IsProd is true. It depends on the parameter Stage, which is "prod": pass another value for it (--parameter Stage=…), or write the key at Resources.Config.Properties.KmsKeyId.Fn::If[1].',
    ],
    [
      'an empty parameter in a branch, which the condition does not depend on',
      `${stage.replace('Parameters:', empty.trimEnd())}${withKey('!If [IsProd, !Ref Key, !Ref AWS::NoValue]')}`,
      { Stage: 'prod' },
      'It depends on the parameter Key, whose default is empty: pass a key',
    ],
    [
      'conditions inside a condition',
      `${stage}${withKey('!If [IsProd, !If [IsProd, "", alias/a], !Ref AWS::NoValue]')}`,
      { Stage: 'prod' },
      'It depends on the parameter Stage, which is "prod": pass another value for it (--parameter Stage=…), or write the key at Resources.Config.Properties.KmsKeyId.',
    ],
    [
      'a mapping by a parameter',
      `${stage}Mappings:\n  M: {dev: {k: ""}}\n${withKey('!FindInMap [M, !Ref Stage, k]')}`,
      {},
      'It depends on the parameter Stage, which is "dev": pass another value for it (--parameter Stage=…), or write the key at Resources.Config.Properties.KmsKeyId.',
    ],
    [
      'a text with a parameter',
      `${empty}${withKey('!Sub "${Key}"')}`,
      {},
      'It depends on the parameter Key, whose default is empty',
    ],
    [
      'a mapping',
      `Mappings:\n  M: {a: {k: ""}}\n${withKey('!FindInMap [M, a, k]')}`,
      {},
      'KmsKeyId is written by Fn::FindInMap at Resources.Config.Properties.KmsKeyId, whose value is empty',
    ],
  ])('%s', async (_, text, parameters, words) => {
    const advice = await adviceOn(text, { parameters });
    expect(advice.words?.slice(0, words.length)).toBe(words);
    expect(advice).toMatchObject({ lines: [], edit: undefined });
  });

  it('passes a key that the policy allows', async () => {
    const policy = { allowedKeys: ['alias/ml-*'] };
    const { words } = await adviceOn(empty + withKey('!Ref Key'), { policy });
    expect(words).toContain('pass a key (here --parameter Key=alias/ml-my-key; aws cloudformation deploy');
  });

  it.each<[string, string, string]>([
    [
      'each branch without a key',
      '[C, {Tags: []}, {Tags: [a]}]',
      'add KmsKeyId: alias/my-key to the branches at Resources.Config.Properties.Fn::If[1] and Resources.Config.Properties.Fn::If[2].',
    ],
    [
      'the one branch without a key',
      '[C, {KmsKeyId: alias/a}, {Tags: []}]',
      'add KmsKeyId: alias/my-key to the branch at Resources.Config.Properties.Fn::If[2].',
    ],
    [
      'branches that are functions',
      '[C, !If [C, {}, {}], !If [C, {}, {}]]',
      'Properties is written by Fn::If: add KmsKeyId: alias/my-key to the map that it returns',
    ],
  ])('names the branch where Properties is a function: %s', async (_, branches, words) => {
    const text = `Conditions:\n  C: !Equals [a, b]\nResources:\n  Config:\n    ${type}\n    Properties: !If ${branches}\n`;
    const advice = await adviceOn(text);
    expect(advice.words).toContain(words);
    expect(advice.edit).toBeUndefined();
  });

  it('names the construct where the CDK wrote the template', async () => {
    const { words, edit } = await adviceOn(
      bare.replace('    Properties', '    Metadata: {"aws:cdk:path": App/Config}\n    Properties'),
    );
    expect(words).toContain(
      'Set kmsKeyId on the construct App/Config (CfnEndpointConfig), for example kmsKeyId: key.keyArn',
    );
    expect(edit).toBeUndefined();
  });
});

describe('a key to write', () => {
  it.each<[string, string, PartialPolicy, string, string]>([
    [
      'a sample, said to be one',
      bare,
      {},
      'Add (alias/my-key stands for your key: its ID, ARN, alias name or alias ARN):',
      'KmsKeyId: alias/my-key',
    ],
    [
      'the key of the template',
      bare + key(),
      {},
      'Use the KMS key Own of this template. Add:',
      'KmsKeyId: !GetAtt Own.Arn',
    ],
    [
      'the key of the template in the place of nothing',
      withKey('""') + key(),
      {},
      'Use the KMS key Own of this template. Set:',
      '!GetAtt Own.Arn',
    ],
    [
      'no key that may not be there',
      bare + key('    Condition: C\n'),
      {},
      'Add (alias/my-key stands for',
      'KmsKeyId: alias/my-key',
    ],
    [
      'no key that the policy does not allow',
      bare + key(),
      { allowedKeys: ['alias/ml-*'] },
      'Add (alias/ml-my-key stands for your key: one that matches alias/ml-*):',
      'KmsKeyId: alias/ml-my-key',
    ],
    [
      'a key that the policy may allow',
      bare + key(),
      { allowedKeys: ['arn:aws:kms:*:111122223333:key/*'] },
      'Use the KMS key Own',
      'KmsKeyId: !GetAtt Own.Arn',
    ],
  ])('%s', async (_, text, policy, words, edit) => {
    const advice = await adviceOn(text, { policy });
    expect(advice.words).toContain(words);
    expect(advice.edit?.trim()).toBe(edit);
  });

  it('makes the template compliant where it is written', async () => {
    for (const text of [bare, bare + key(), withKey('""') + key()]) {
      const [finding] = await checkTemplate(text, { now });
      const { offset = 0, length = 0, text: added = '' } = finding?.edit ?? {};
      const [after] = await checkTemplate(text.slice(0, offset) + added + text.slice(offset + length), {
        now,
      });
      expect(after?.verdict).toBe('compliant');
    }
  });
});

describe('what is not known yet', () => {
  it('names the parameters that the key hangs on, and no others', async () => {
    const { words } = await adviceOn(
      open + withKey('!Ref Key').replace('Properties:', 'Properties:\n      ModelName: !Ref Model'),
    );
    expect(words).toMatch(
      /^Pass --parameter Key=… to get a verdict here\. The hook decides when it checks the resource itself/,
    );
  });

  it('names those behind a condition', async () => {
    const { words } = await adviceOn(open + hasKey + withKey('!If [HasKey, alias/a, !Ref AWS::NoValue]'));
    expect(words).toMatch(/^Pass --parameter Key=… /);
  });
});

describe('an exemption that may hold', () => {
  const policy: PartialPolicy = {
    exemptions: [{ stack: 'legacy-*', reason: 'replaced', expires: '2027-03-31' }],
  };
  it.each<[string | undefined, string, string | undefined]>([
    [
      undefined,
      'nonCompliant',
      'The policy exempts it until 2027-03-31 ("replaced") where its stack matches legacy-*: pass --stack-name STACK.',
    ],
    ['other', 'nonCompliant', undefined],
    ['legacy-1', 'exempt', undefined],
  ])('is named where the stack is %s', async (stack, verdict, sentence) => {
    const [finding] = await checkTemplate(bare, { now, policy, ...(stack && { stack }) });
    expect(finding?.verdict).toBe(verdict);
    if (sentence) expect(finding?.message).toContain(sentence);
    else expect(finding?.message).not.toContain('--stack-name');
  });
});
