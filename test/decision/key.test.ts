import { describe, expect, it } from 'vitest';
import { type KeyRecord, mergePolicies, type PartialPolicy } from '../../src/decision/index.js';
import { classifyKey } from '../../src/decision/key.js';
import { isWellFormed } from '../../src/decision/key-form.js';
import {
  AmbiguousScalar,
  markDeferred,
  NoValue,
  Rest,
  Unknown,
  type Value,
} from '../../src/template/index.js';
import { key, open, unknown } from './support.js';

const classify = (value: Value, policy: PartialPolicy = {}, final = false) =>
  classifyKey({ KmsKeyId: markDeferred(value, final) }, mergePolicies(policy), {});

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
      expect(classifyKey(properties, mergePolicies(), {})).toEqual({ state: 'absent', found: 'missing' });
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
    expect(classify(value)).toEqual({ state: 'invalid', reason: 'keyInvalid', found });
  });

  it.each([
    ['1e5', { state: 'invalid', reason: 'keyInvalid', found: 'the number 1e5' }],
    ['1.0', { state: 'invalid', reason: 'keyInvalid', found: 'the number 1.0' }],
    [
      '010',
      { state: 'unknown', unknown: { reason: new AmbiguousScalar('010').reason, path: [], set: false } },
    ],
    ['y', { state: 'unknown', unknown: { reason: new AmbiguousScalar('y').reason, path: [], set: false } }],
  ])(
    'the plain scalar %s, which readers take for different things, where it is a number for all',
    (written, expected) => {
      expect(classify(new AmbiguousScalar(written))).toEqual(expected);
    },
  );

  it('a list that nobody has seen: whatever is in it, it is no string', () => {
    const list = Object.assign([], { [Rest]: new Unknown('the parameter Keys', []) });
    expect(classify(list)).toMatchObject({ state: 'invalid', reason: 'keyInvalid', found: 'a list' });
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
    expect(classify(value, { keyPolicy: 'customerManaged' })).toMatchObject({
      state: 'invalid',
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
    expect(classify(value)).toMatchObject({ state: 'present' });
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
      expect(classifyKey(open(properties), mergePolicies({ keyPolicy: 'wellFormed' }), {})).toMatchObject({
        state: 'unknown',
        unknown: { reason: 'the macro M, which may still write it' },
      });
    }
    expect(classify(open({ Custom: 'x' }))).toMatchObject({ state: 'unknown' });
    expect(classifyKey(open({ KmsKeyId: key }), mergePolicies(), {})).toEqual({
      state: 'present',
      text: key,
    });
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
    'alias/team/alias/aws/ml',
    `alias/${'a'.repeat(250)}`,
    `${arn}:alias/team/alias/aws/ml`,
    `${arn}:alias/ml`,
    ...['aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-eusc'].map(
      (partition) => `arn:${partition}:kms:us-gov-west-1:123456789012:key/${key}`,
    ),
  ])('takes %s as well formed and customer managed', (text) => {
    expect(isWellFormed(text)).toBe(true);
    expect(classify(text, { keyPolicy: 'wellFormed' })).toEqual({ state: 'present', text });
    expect(classify(text, { keyPolicy: 'customerManaged' })).toEqual({ state: 'present', text });
  });

  it.each([
    'my-key',
    ` ${key}`,
    `${key}\n`,
    key.slice(1),
    'mrk-1234',
    `x${key}`,
    `${key}1`,
    `${multiRegion}1`,
    'xalias/ml',
    `x${arn}:alias/ml`,
    `${arn}:alias/`,
    `${arn}:key/`,
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
    expect(classify(text)).toEqual({ state: 'present', text });
    expect(classify(text, { keyPolicy: 'wellFormed' })).toMatchObject({ reason: 'keyMalformed' });
    expect(classify(text, { keyPolicy: 'customerManaged' })).toMatchObject({ reason: 'keyMalformed' });
  });

  it.each(['alias/aws/sagemaker', `${arn}:alias/aws/ebs`])('knows %s as AWS managed', (text) => {
    expect(classify(text, { keyPolicy: 'wellFormed' })).toEqual({ state: 'present', text });
    expect(classify(text, { keyPolicy: 'customerManaged' })).toMatchObject({
      state: 'invalid',
      reason: 'keyAwsManaged',
      found: JSON.stringify(text),
    });
  });

  it('does not repeat a long value in full', () => {
    expect(classify('x'.repeat(100), { keyPolicy: 'wellFormed' })).toMatchObject({
      found: `"${'x'.repeat(100)}"`,
    });
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
    [['alias/ml-?'], 'alias/ml-12', 'invalid'],
    [['alias/ml'], 'alias/ML', 'invalid'],
    [[`${arn}:key/*`], `arn:aws:kms:us-east-1:123456789012:key/${key}`, 'invalid'],
  ])('%j and %s: %s', (allowedKeys, text, state) => {
    const found = classify(text, { allowedKeys });
    expect(found.state).toBe(state);
    if (state === 'invalid') expect(found).toMatchObject({ reason: 'keyNotAllowed' });
  });
});

describe('text that CloudFormation hands on as it is', () => {
  const secret = '{{resolve:secretsmanager:kms:SecretString:id}}';
  const strict: [string, PartialPolicy][] = [
    ['wellFormed', { keyPolicy: 'wellFormed' }],
    ['customerManaged', { keyPolicy: 'customerManaged' }],
    ['verified', { keyPolicy: 'verified' }],
    ['allowedKeys', { allowedKeys: ['*'] }],
  ];

  it.each([secret, '{{resolve:ssm-secure:/kms}}', `alias/${secret}`])(
    '%s is a key where any will do',
    (text) => {
      expect(classify(text, {}, true)).toEqual({ state: 'present' });
    },
  );

  it.each(strict)('is not accepted under %s in a resolved view, and deferred in a template', (_, policy) => {
    for (const text of [secret, '{{resolve:ssm-secure:/kms}}', `alias/${secret}`]) {
      expect(classify(text, policy, true)).toMatchObject({
        state: 'invalid',
        reason: 'keyDeferred',
        found: JSON.stringify(text),
      });
      expect(classify(text, policy, false)).toEqual({ state: 'present' });
    }
  });

  it.each<[string, PartialPolicy, string]>([
    [`my key ${secret}`, { keyPolicy: 'wellFormed' }, 'keyMalformed'],
    [`key/${secret}`, { keyPolicy: 'wellFormed' }, 'keyMalformed'],
    [`arn:aws:iam::111122223333:role/${secret}`, { keyPolicy: 'wellFormed' }, 'keyMalformed'],
    [`alias/aws/${secret}`, { keyPolicy: 'customerManaged' }, 'keyAwsManaged'],
    [`alias/other-${secret}`, { allowedKeys: ['alias/ml-*'] }, 'keyNotAllowed'],
    [
      `arn:aws:kms:eu-west-1:444455556666:key/${secret}`,
      { allowedKeys: ['arn:aws:kms:eu-west-1:111122223333:key/*'] },
      'keyNotAllowed',
    ],
  ])('%s is refused in every view for what can be read of it', (text, policy, reason) => {
    for (const final of [true, false])
      expect(classify(text, policy, final)).toMatchObject({ state: 'invalid', reason });
  });

  const one = '{{resolve:ssm:/a}}';
  it.each([
    `1234abc-${one}`,
    `1234abcd1-${one}`,
    `1234abcg-${one}`,
    `1234abcd-12ab-34cd-56ef-${one}-0`,
    `1234abcd-12ab-34cd-56e-${one}`,
    `1234abcd-12ab-34c-56ef-${one}`,
    `1234abcd-12a-34cd-56ef-${one}`,
    `1234abcd12ab34cd56ef-${one}`,
    `mrk-${'a'.repeat(32)}${one}`,
    `mrk-${'g'}${one}`,
    `mrk${one}:`,
    `alias/a b${one}`,
    `Alias/${one}`,
    `xalias/${one}`,
    `arn:aws:kms:eu-west-1:11112222333:alias/${one}`,
    `arn:aws:kms:eu-west-1:1111222233334:alias/${one}`,
    `arn:aws:kms:eu-west-1:11112222333a:alias/${one}`,
    `arn:aws:kms:EU:111122223333:alias/${one}`,
    `arn:AWS:kms:eu-west-1:111122223333:alias/${one}`,
    `arn:aws:s3:eu-west-1:111122223333:alias/${one}`,
    `arn:aws:kms:eu-west-1:111122223333:keys/${one}`,
    `arn:aws:kms:eu-west-1:111122223333:key/mrk-${'1'.repeat(33)}${one}`,
    `arn:aws:kms:eu-west-1:111122223333:key/alias/${one}`,
  ])('%s cannot become one any more', (text) => {
    expect(classify(text, { keyPolicy: 'wellFormed' }, false)).toMatchObject({ reason: 'keyMalformed' });
  });

  it.each([
    `${one}`,
    `{{resolve:secretsmanager:a:SecretString:b}}`,
    `{{resolve:ssm-secure:/a}}`,
    `${one}-12ab-34cd-56ef-1234567890AB`,
    `1234ABCD-${one}-56ef-1234567890ab`,
    `mrk-${'a'.repeat(31)}${one}`,
    `alias/a_Z-9/${one}`,
    `alias/team/alias/aws/${one}`,
    `${one}/ml`,
    `arn:aws-cn:kms:cn-north-1:111122223333:alias/${one}`,
    `arn:aws:kms:${one}:111122223333:alias/ml`,
    `arn:aws:kms:eu-west-1:${one}:key/${key}`,
    `arn:aws:kms:eu-west-1:111122223333:key/${one}`,
    `arn:aws:kms:eu-west-1:111122223333:key/${one}34abcd-12ab-34cd-56ef-1234567890ab`,
    `arn:aws:kms:eu-west-1:111122223333:key/mrk-${one}`,
    `arn:aws:kms:eu-west-1:111122223333:a${one}`,
    `${one}{{resolve:ssm:/b}}-1234567890ab`,
  ])('%s still can', (text) => {
    expect(classify(text, { keyPolicy: 'customerManaged' }, false)).toEqual({ state: 'present' });
  });

  const open = [
    `alias/${secret}`,
    `${secret}`,
    `arn:aws:kms:${secret}:111122223333:key/${key}`,
    `arn:${secret}:key/${key}`,
    `arn:aws:kms:eu-west-1:111122223333:${secret}`,
    `1234abcd-${secret}`,
    `mrk-${secret}`,
    '{{changeSet:KNOWN_AFTER_APPLY}}',
  ];

  it.each(open)('%s is held against allowedKeys by its ARN alone under verified', (text) => {
    const policy = { keyPolicy: 'verified', allowedKeys: ['arn:aws:kms:us-east-1:*'] } as const;
    expect(classify(text, policy, false)).toEqual({ state: 'present' });
  });

  it.each(open)('%s may still become a key', (text) => {
    expect(classify(text, { keyPolicy: 'customerManaged' }, false)).toEqual({ state: 'present' });
  });
});

describe('verified', () => {
  const arnOf = (region: string) => `arn:aws:kms:${region}:123456789012:key/${key}`;
  const found = {
    state: 'found',
    arn: arnOf('eu-west-1'),
    manager: 'CUSTOMER',
    keyState: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
  } as const;
  const verify = (record: KeyRecord | undefined, policy: PartialPolicy = {}, text: Value = 'alias/ml') =>
    classifyKey({ KmsKeyId: text }, mergePolicies({ keyPolicy: 'verified', ...policy }), {
      keys: new Map(record ? [[String(text), record]] : []),
      region: 'eu-west-1',
    });

  it.each<[string, KeyRecord, string]>([
    ['a key that is not there', { state: 'notFound' }, 'keyNotFound'],
    ['a key of another account', { state: 'notVerifiable', principal: undefined }, 'keyNotVerifiable'],
    ['a key of AWS under a plain ID', { ...found, manager: 'AWS' }, 'keyAwsManaged'],
    ['a disabled key', { ...found, keyState: 'Disabled' }, 'keyDisabled'],
    ['a key that will be deleted', { ...found, keyState: 'PendingDeletion' }, 'keyPendingDeletion'],
    [
      'a replica that will be deleted',
      { ...found, keyState: 'PendingReplicaDeletion' },
      'keyPendingDeletion',
    ],
    ['a key without material', { ...found, keyState: 'PendingImport' }, 'keyUnusable'],
    ['a key that signs', { ...found, usage: 'SIGN_VERIFY' }, 'keyUnusable'],
    ['an asymmetric key', { ...found, spec: 'RSA_4096' }, 'keyUnusable'],
    ['a key of another Region', { ...found, arn: arnOf('us-east-1') }, 'keyInOtherRegion'],
  ])('%s is refused', (_, record, reason) => {
    expect(verify(record)).toMatchObject({ state: 'invalid', reason, record });
  });

  it('takes a key that KMS describes as the owner’s, and holds allowedKeys against its ARN', () => {
    expect(verify(found)).toEqual({ state: 'present', text: 'alias/ml' });
    expect(verify(found, { allowedKeys: ['arn:aws:kms:*:123456789012:key/*'] })).toMatchObject({
      state: 'present',
    });
    expect(verify(found, { allowedKeys: ['alias/other', found.arn] })).toMatchObject({ state: 'present' });
    expect(verify(found, { allowedKeys: ['alias/ml'] })).toMatchObject({ reason: 'keyNotAllowed' });
  });

  it('does not take for verified what KMS was not asked', () => {
    expect(verify(undefined)).toMatchObject({ state: 'unknown' });
    expect(verify(found, {}, 'alias/aws/sagemaker')).toMatchObject({ reason: 'keyAwsManaged' });
    expect(verify(found, {}, 'no form')).toMatchObject({ reason: 'keyMalformed' });
  });
});
