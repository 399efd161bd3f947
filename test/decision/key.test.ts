import { describe, expect, it } from 'vitest';
import { mergePolicies, type PartialPolicy } from '../../src/decision/index.js';
import { classifyKey, isWellFormed } from '../../src/decision/key.js';
import { NoValue, type Value } from '../../src/template/value.js';
import { key, open, unknown } from './support.js';

const classify = (value: Value, policy: PartialPolicy = {}) =>
  classifyKey({ KmsKeyId: value }, mergePolicies(policy));

describe('absent', () => {
  it.each<[string, Value, string]>([
    ['null', null, 'null'],
    ['AWS::NoValue', NoValue, 'noValue'],
    ['an empty string', '', 'empty'],
    ['white space', ' \t\n\u00a0', 'blank'],
  ])('%s', (_, value, found) => {
    expect(classify(value)).toEqual({ state: 'absent', found });
    expect(classify(value, { keyPolicy: 'customerManaged', allowedKeys: ['*'] })).toEqual({
      state: 'absent',
      found,
    });
  });

  it('a member that is missing, inherited or spelt in another case', () => {
    for (const properties of [{}, { kmsKeyId: key }, Object.create({ KmsKeyId: key })]) {
      expect(classifyKey(properties, mergePolicies())).toEqual({ state: 'absent', found: 'missing' });
    }
  });
});

describe('invalid', () => {
  it.each<[Value, string]>([
    [7, 'the number 7'],
    [true, 'the boolean true'],
    [[], 'a list'],
    [[key], 'a list'],
    [{ Ref: 'Key' }, 'a map'],
  ])('%j', (value, found) => {
    expect(classify(value)).toEqual({ state: 'bad', reason: 'keyInvalid', found });
  });
});

describe('what only looks as if it were still to be resolved', () => {
  it.each<[string, 'keyMalformed' | 'keyAwsManaged']>([
    ['alias/aws/sagemaker{{resolve:', 'keyMalformed'],
    ['{{resolve:}}', 'keyMalformed'],
    ['{{resolve:other:thing}}', 'keyMalformed'],
    ['alias/aws/{{resolve:ssm:/name}}', 'keyAwsManaged'],
    ['arn:aws:kms:eu-west-1:111122223333:alias/aws/{{resolve:ssm:/name}}', 'keyAwsManaged'],
    ['ALIAS/aws/sagemaker', 'keyMalformed'],
    ['ARN:aws:kms:eu-west-1:111122223333:alias/aws/sagemaker', 'keyMalformed'],
  ])('%s', (value, reason) => {
    expect(classify(value, { keyPolicy: 'customerManaged' })).toEqual({
      state: 'bad',
      reason,
      found: JSON.stringify(value),
    });
  });
});

describe('present', () => {
  it.each<[string, Value]>([
    ['a string', key],
    ['any string', 'my key'],
    ['a reference to a resource', unknown(true)],
    ['a dynamic reference', '{{resolve:secretsmanager:kms:SecretString:id}}'],
    ['a dynamic reference inside', 'alias/{{resolve:ssm:/kms/alias}}'],
    ['a value known after the change', '{{changeSet:KNOWN_AFTER_APPLY}}'],
  ])('%s', (_, value) => {
    expect(classify(value)).toEqual({ state: 'present' });
  });

  it('binds no form and no allowed keys on a value that is not known', () => {
    const policy = { keyPolicy: 'customerManaged', allowedKeys: ['alias/ml'] } as const;
    for (const value of [unknown(true), '{{resolve:ssm:/kms}}', '{{changeSet:KNOWN_AFTER_APPLY}}']) {
      expect(classify(value, policy)).toEqual({ state: 'present' });
    }
  });
});

describe('unknown', () => {
  it('what may be empty, with its reason', () => {
    const value = unknown();
    expect(classify(value)).toEqual({ state: 'unknown', unknown: value });
  });

  it('what a macro may still write, replace or complete', () => {
    for (const properties of [{}, { KmsKeyId: null }, { KmsKeyId: 'no form' }, { KmsKeyId: ['x'] }]) {
      expect(classifyKey(open(properties), mergePolicies({ keyPolicy: 'wellFormed' }))).toMatchObject({
        state: 'unknown',
        unknown: { reason: 'a macro has yet to run' },
      });
    }
    expect(classify(open({ Custom: 'x' }))).toMatchObject({ state: 'unknown' });
    expect(classifyKey(open({ KmsKeyId: key }), mergePolicies())).toEqual({ state: 'present' });
  });
});

const multiRegion = 'mrk-1234abcd12ab34cd56ef1234567890ab';
const arn = 'arn:aws:kms:eu-west-1:123456789012';

describe('keyPolicy', () => {
  it.each([
    key,
    key.toUpperCase(),
    multiRegion,
    `${arn}:key/${key}`,
    `${arn}:key/${multiRegion}`,
    'alias/ml',
    'alias/team/ml_1-a',
    `${arn}:alias/ml`,
    ...['aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-eusc'].map(
      (partition) => `arn:${partition}:kms:us-gov-west-1:123456789012:key/${key}`,
    ),
  ])('takes %s as well formed and customer managed', (text) => {
    expect(isWellFormed(text)).toBe(true);
    expect(classify(text, { keyPolicy: 'wellFormed' })).toEqual({ state: 'present' });
    expect(classify(text, { keyPolicy: 'customerManaged' })).toEqual({ state: 'present' });
  });

  it.each([
    'my-key',
    ` ${key}`,
    `${key}\n`,
    key.slice(1),
    'mrk-1234',
    'alias/',
    'alias/a b',
    `alias/${'a'.repeat(251)}`,
    `key/${key}`,
    `arn:aws:kms:eu-west-1:1234:key/${key}`,
    `arn:aws:kms::123456789012:key/${key}`,
    `arn:other:kms:eu-west-1:123456789012:key/${key}`,
    'arn:aws:iam::123456789012:role/ml',
    `${arn}:key/alias/ml`,
  ])('takes %j for no key, save where any will do', (text) => {
    expect(classify(text)).toEqual({ state: 'present' });
    expect(classify(text, { keyPolicy: 'wellFormed' })).toMatchObject({ reason: 'keyMalformed' });
    expect(classify(text, { keyPolicy: 'customerManaged' })).toMatchObject({ reason: 'keyMalformed' });
  });

  it.each(['alias/aws/sagemaker', `${arn}:alias/aws/ebs`])('knows %s as AWS managed', (text) => {
    expect(classify(text, { keyPolicy: 'wellFormed' })).toEqual({ state: 'present' });
    expect(classify(text, { keyPolicy: 'customerManaged' })).toMatchObject({
      state: 'bad',
      reason: 'keyAwsManaged',
      found: JSON.stringify(text),
    });
  });

  it('does not repeat a long value in full', () => {
    expect(classify('x'.repeat(2000), { keyPolicy: 'wellFormed' })).toMatchObject({
      found: `"${'x'.repeat(100)}..."`,
    });
  });
});

describe('allowedKeys', () => {
  it.each<[string[], string, string]>([
    [[], 'anything', 'present'],
    [['alias/ml-*'], 'alias/ml-prod', 'present'],
    [['alias/a', 'alias/ml-?'], 'alias/ml-1', 'present'],
    [['alias/ml-?'], 'alias/ml-12', 'bad'],
    [['alias/ml'], 'alias/ML', 'bad'],
    [[`${arn}:key/*`], `arn:aws:kms:us-east-1:123456789012:key/${key}`, 'bad'],
  ])('%j and %s: %s', (allowedKeys, text, state) => {
    const found = classify(text, { allowedKeys });
    expect(found.state).toBe(state);
    if (state === 'bad') expect(found).toMatchObject({ reason: 'keyNotAllowed' });
  });
});
