import { describe, expect, test } from 'vitest';
import { parseKey } from '../../../src/cli/fix/options.js';
import { fix, verdicts } from './support.js';

const key = parseKey('alias/endpoints');
const head = 'Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n';
const variants = '      ProductionVariants:\n        - InstanceType: ml.m5.large\n';

/** What stands before, and after, in each style. */
const cases: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    'block style',
    `${head}    Properties:\n${variants}`,
    `${head}    Properties:\n      KmsKeyId: alias/endpoints\n${variants}`,
  ],
  [
    'comments beside and above the first property',
    `${head}    Properties: # all of them\n\n      # the variants\n${variants}`,
    `${head}    Properties: # all of them\n      KmsKeyId: alias/endpoints\n\n      # the variants\n${variants}`,
  ],
  [
    'four blanks of indentation and CRLF',
    'Resources:\r\n    Config:\r\n        Type: AWS::SageMaker::EndpointConfig\r\n        Properties:\r\n            Tags: []\r\n',
    'Resources:\r\n    Config:\r\n        Type: AWS::SageMaker::EndpointConfig\r\n        Properties:\r\n            KmsKeyId: alias/endpoints\r\n            Tags: []\r\n',
  ],
  [
    'properties less deep than elsewhere',
    'Resources:\n    Config:\n     Type: AWS::SageMaker::EndpointConfig\n     Properties:\n      Tags: []\n',
    'Resources:\n    Config:\n     Type: AWS::SageMaker::EndpointConfig\n     Properties:\n      KmsKeyId: alias/endpoints\n      Tags: []\n',
  ],
  ['no Properties', head, `${head}    Properties:\n      KmsKeyId: alias/endpoints\n`],
  [
    'no Properties and no line ending at the end',
    head.slice(0, -1),
    `${head}    Properties:\n      KmsKeyId: alias/endpoints`,
  ],
  ...['', '    DependsOn: []\n'].map((rest): [string, string, string] => [
    `no Properties after a type in a block scalar${rest && ', and another member'}`,
    `Resources:\n  Config:\n    Type: >-\n      AWS::SageMaker::EndpointConfig\n${rest}`,
    `Resources:\n  Config:\n    Type: >-\n      AWS::SageMaker::EndpointConfig\n    Properties:\n      KmsKeyId: alias/endpoints\n${rest}`,
  ]),
  [
    'no Properties, other members after the type',
    `${head.slice(0, -1)} # the type\n    DeletionPolicy: Retain\n`,
    `${head.slice(0, -1)} # the type\n    Properties:\n      KmsKeyId: alias/endpoints\n    DeletionPolicy: Retain\n`,
  ],
  [
    'empty Properties',
    `${head}    Properties:\n`,
    `${head}    Properties:\n      KmsKeyId: alias/endpoints\n`,
  ],
  [
    'empty Properties at the end',
    `${head}    Properties:`,
    `${head}    Properties:\n      KmsKeyId: alias/endpoints`,
  ],
  [
    'null Properties',
    `${head}    Properties: null # none\n`,
    `${head}    Properties: {KmsKeyId: alias/endpoints} # none\n`,
  ],
  ['empty braces', `${head}    Properties: {}\n`, `${head}    Properties: {KmsKeyId: alias/endpoints}\n`],
  [
    'a tag of YAML',
    `${head}    Properties: !!map\n      Tags: []\n`,
    `${head}    Properties: !!map\n      KmsKeyId: alias/endpoints\n      Tags: []\n`,
  ],
  [
    'braces on one line',
    `${head}    Properties: { Tags: [] }\n`,
    `${head}    Properties: { KmsKeyId: alias/endpoints, Tags: [] }\n`,
  ],
  [
    'tight braces',
    `${head}    Properties: {Tags: []}\n`,
    `${head}    Properties: {KmsKeyId: alias/endpoints, Tags: []}\n`,
  ],
  [
    'braces over several lines',
    `${head}    Properties: {\n      Tags: [],\n    }\n`,
    `${head}    Properties: {\n      KmsKeyId: alias/endpoints,\n      Tags: [],\n    }\n`,
  ],
  [
    'braces with a comment before the first member',
    `${head}    Properties: { # all\n      Tags: [] }\n`,
    `${head}    Properties: { # all\n      KmsKeyId: alias/endpoints,\n      Tags: [] }\n`,
  ],
  [
    'a resource in braces without Properties',
    'Resources:\n  Config: {Type: AWS::SageMaker::EndpointConfig, DependsOn: []}\n',
    'Resources:\n  Config: {Type: AWS::SageMaker::EndpointConfig, Properties: {KmsKeyId: alias/endpoints}, DependsOn: []}\n',
  ],
  [
    'JSON inside YAML',
    'Resources:\n  Config: {"Type": "AWS::SageMaker::EndpointConfig", "Properties": {"Tags": []}}\n',
    'Resources:\n  Config: {"Type": "AWS::SageMaker::EndpointConfig", "Properties": {"KmsKeyId": "alias/endpoints", "Tags": []}}\n',
  ],
  [
    'JSON with a comment, which only YAML reads',
    '{"Resources": {\n  "Config": {"Type": "AWS::SageMaker::EndpointConfig", "Properties": null} # one\n}}\n',
    '{"Resources": {\n  "Config": {"Type": "AWS::SageMaker::EndpointConfig", "Properties": {"KmsKeyId": "alias/endpoints"}} # one\n}}\n',
  ],
  [
    'a quoted name',
    `${head}    "Properties":\n      'Tags': []\n`,
    `${head}    "Properties":\n      KmsKeyId: alias/endpoints\n      'Tags': []\n`,
  ],
  [
    'an anchor that nothing refers to',
    `${head}    Properties: &all\n      Tags: []\n`,
    `${head}    Properties: &all\n      KmsKeyId: alias/endpoints\n      Tags: []\n`,
  ],
  [
    'of two Properties the last',
    `${head}    Properties: {}\n    Properties:\n      Tags: []\n`,
    `${head}    Properties: {}\n    Properties:\n      KmsKeyId: alias/endpoints\n      Tags: []\n`,
  ],
  [
    'a byte order mark',
    `\ufeff${head}    Properties: {}\n`,
    `\ufeff${head}    Properties: {KmsKeyId: alias/endpoints}\n`,
  ],
];

describe('a key that is not written yet', () => {
  test.each(cases)('%s', async (_name, before, after) => {
    const { text, fixed, notFixed } = await fix(before, { key });
    expect(text).toBe(after);
    expect({ fixed, notFixed }).toEqual({ fixed: ['Config'], notFixed: [] });
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
    expect((await fix(text, { key })).edits).toEqual([]);
  });
});

describe('a key that is written and comes to nothing is replaced in its place', () => {
  test.each([
    ['KmsKeyId:', 'KmsKeyId: alias/endpoints'],
    ['KmsKeyId:    # later', 'KmsKeyId: alias/endpoints    # later'],
    ['KmsKeyId: ~', 'KmsKeyId: alias/endpoints'],
    ['KmsKeyId:   null # none', 'KmsKeyId:   alias/endpoints # none'],
    ['KmsKeyId: ""', 'KmsKeyId: alias/endpoints'],
    ["KmsKeyId: '  '", 'KmsKeyId: alias/endpoints'],
    ['KmsKeyId: !Ref AWS::NoValue', 'KmsKeyId: alias/endpoints'],
    ["KmsKeyId: !Ref 'AWS::NoValue' # none", 'KmsKeyId: alias/endpoints # none'],
    ['KmsKeyId: {Ref: AWS::NoValue}', 'KmsKeyId: alias/endpoints'],
    ['KmsKeyId:\n        Ref: AWS::NoValue', 'KmsKeyId: alias/endpoints'],
    ['KmsKeyId:\n        !Ref AWS::NoValue', 'KmsKeyId: alias/endpoints'],
    ['KmsKeyId:\n        Ref: AWS::NoValue # none', 'KmsKeyId: alias/endpoints # none'],
    ['KmsKeyId:\n        Ref: AWS::NoValue\n        # none', 'KmsKeyId: alias/endpoints\n        # none'],
    ['KmsKeyId: >\n', 'KmsKeyId: alias/endpoints\n'],
    ['KmsKeyId: > # none\n', 'KmsKeyId: alias/endpoints # none\n'],
    ['"KmsKeyId" : ""', '"KmsKeyId" : alias/endpoints'],
  ])('%s', async (before, after) => {
    const around = (line: string) => `${head}    Properties:\n      ${line}\n${variants}`;
    const { text, notFixed } = await fix(around(before), { key });
    expect({ text, notFixed }).toEqual({ text: around(after), notFixed: [] });
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
  });

  test.each([
    ['{KmsKeyId: "", Tags: []}', '{KmsKeyId: alias/endpoints, Tags: []}'],
    ['{"KmsKeyId":"","Tags":[]}', '{"KmsKeyId":"alias/endpoints","Tags":[]}'],
    ['{Tags: [], KmsKeyId: }', '{Tags: [], KmsKeyId: alias/endpoints }'],
  ])('in braces: %s', async (before, after) => {
    const { text } = await fix(`${head}    Properties: ${before}\n`, { key });
    expect(text).toBe(`${head}    Properties: ${after}\n`);
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
  });
});
