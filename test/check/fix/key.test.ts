import { describe, expect, test } from 'vitest';
import { keyInJson, keyInYaml } from '../../../src/check/fix/key.js';
import { parseKey, readFixCall } from '../../../src/cli/fix/options.js';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';

describe('--key', () => {
  test.each([
    ['alias/endpoints', 'alias/endpoints', 'alias/endpoints'],
    [
      `arn:aws:kms:eu-west-1:123456789012:key/${id}`,
      `arn:aws:kms:eu-west-1:123456789012:key/${id}`,
      `arn:aws:kms:eu-west-1:123456789012:key/${id}`,
    ],
    [id, `'${id}'`, id],
    ['{{resolve:ssm:/endpoints/key}}', "'{{resolve:ssm:/endpoints/key}}'", '{{resolve:ssm:/endpoints/key}}'],
    ['!Ref Key', '!Ref Key', { Ref: 'Key' }],
    ['!GetAtt  Key.Arn', '!GetAtt Key.Arn', { 'Fn::GetAtt': ['Key', 'Arn'] }],
  ])('%s', (text, yaml, json) => {
    const key = parseKey(text);
    expect(keyInYaml(key)).toBe(yaml);
    expect(keyInJson(key)).toEqual(json);
  });

  test.each([
    '',
    ' ',
    'yes',
    'EndpointKey',
    'EndpointKey.Arn',
    'arn:aws:s3:::bucket',
    'alias/a b',
    '!Sub x',
    '!Ref',
    '!GetAtt Key',
    "a'b",
    'a\nb',
    '{Ref: X}',
    'a'.repeat(2049),
  ])('refused: %j', (text) => {
    expect(() => parseKey(text)).toThrow(/--key must be a key ID/);
  });
});

describe('options that go together', () => {
  test.each([
    [{}, ['a'], undefined],
    [{ fix: true }, ['a'], { key: undefined, write: false }],
    [{ fix: true }, ['-'], { key: undefined, write: false }],
    [
      { fix: true, write: true, key: 'alias/a' },
      ['a'],
      { key: { kind: 'literal', value: 'alias/a' }, write: true },
    ],
  ])('%j', (values, paths, call) => {
    expect(readFixCall(values, paths)).toEqual(call);
  });

  test.each([
    [{ write: true }, ['a'], /--write needs --fix/],
    [{ key: 'alias/a' }, ['a'], /--key needs --fix/],
    [{ fix: true, format: 'json' }, ['a'], /instead of the report/],
    [{ fix: true, output: 'o' }, ['a'], /instead of the report/],
    [{ fix: true, write: true }, ['-'], /standard input/],
  ])('%j', (values, paths, message) => {
    expect(() => readFixCall(values, paths)).toThrow(message);
  });
});
