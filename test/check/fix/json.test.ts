import { describe, expect, test } from 'vitest';
import { parseKey } from '../../../src/cli/fix/options.js';
import { fix, verdicts } from './support.js';

const type = 'AWS::SageMaker::EndpointConfig';
const template = (config: object) => ({ Resources: { Config: { Type: type, ...config } } });
/** As Python's json.dumps writes it. */
const spaced = (value: unknown): string =>
  JSON.stringify(value).replaceAll(',"', ', "').replaceAll('":', '": ');

const layouts: readonly (readonly [string, (value: unknown) => string])[] = [
  ['two blanks', (value) => `${JSON.stringify(value, null, 2)}\n`],
  ['four blanks', (value) => JSON.stringify(value, null, 4)],
  ['tabs', (value) => `${JSON.stringify(value, null, '\t')}\n`],
  ['CRLF', (value) => JSON.stringify(value, null, 2).replaceAll('\n', '\r\n')],
  ['compact', (value) => JSON.stringify(value)],
  ['one line', (value) => `${spaced(value)}\n`],
  ['a byte order mark', (value) => `\ufeff${JSON.stringify(value, null, 2)}`],
];

const bodies: readonly (readonly [string, object, object])[] = [
  ['properties', { Properties: { Tags: [] } }, { Properties: { KmsKeyId: 'alias/k', Tags: [] } }],
  ['no properties', { DependsOn: 'X' }, { Properties: { KmsKeyId: 'alias/k' }, DependsOn: 'X' }],
  [
    'null for a key',
    { Properties: { Tags: [], KmsKeyId: null } },
    { Properties: { Tags: [], KmsKeyId: 'alias/k' } },
  ],
  ['an empty key', { Properties: { KmsKeyId: '' } }, { Properties: { KmsKeyId: 'alias/k' } }],
  ['NoValue', { Properties: { KmsKeyId: { Ref: 'AWS::NoValue' } } }, { Properties: { KmsKeyId: 'alias/k' } }],
];

describe.each(layouts)('JSON with %s', (_layout, write) => {
  test.each(bodies)('%s', async (_name, before, after) => {
    const { text, fixed } = await fix(write(template(before)), { key: parseKey('alias/k') });
    expect(text).toBe(write(template(after)));
    expect(fixed).toEqual(['Config']);
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
  });

  test('a parameter goes before the resources, and a reference to it into the properties', async () => {
    const before = { Description: 'd', ...template({ Properties: { Tags: [] } }) };
    const { text, parameter } = await fix(write(before));
    const after = JSON.parse(text.replace('\ufeff', ''));
    expect(Object.keys(after)).toEqual(['Description', 'Parameters', 'Resources']);
    expect(after.Resources.Config.Properties).toEqual({ KmsKeyId: { Ref: 'EndpointKmsKeyId' }, Tags: [] });
    expect(parameter).toBe('EndpointKmsKeyId');
    // Laid out as the same template would have been; only a reference stays on its line.
    const reference = /\{\s*"Ref":\s*"EndpointKmsKeyId"\s*\}/;
    const bare = (written: string) => written.replace(reference, '*');
    expect(bare(text)).toBe(bare(write(after)));
    expect(await verdicts(text)).toEqual({ Config: 'compliant' });
  });
});

test('empty braces are filled on their line', async () => {
  const { text } = await fix(JSON.stringify(template({ Properties: {} }), null, 2), {
    key: parseKey('alias/k'),
  });
  expect(text).toContain('"Properties": {"KmsKeyId": "alias/k"}');
});

test.each([
  ['!Ref Key', { Ref: 'Key' }, '{"Ref":"Key"}'],
  ['!GetAtt Key.Arn', { 'Fn::GetAtt': ['Key', 'Arn'] }, '{"Fn::GetAtt":["Key","Arn"]}'],
  [
    '!GetAtt Data.MasterUserSecret.KmsKeyId',
    { 'Fn::GetAtt': ['Data', 'MasterUserSecret.KmsKeyId'] },
    '{"Fn::GetAtt":["Data","MasterUserSecret.KmsKeyId"]}',
  ],
])('%s has its long form in JSON', async (key, value, compact) => {
  const resources = {
    Key: { Type: 'AWS::KMS::Key' },
    Data: { Type: 'AWS::RDS::DBInstance' },
    Config: { Type: type, Properties: { Tags: [] } },
  };
  const { text, parameter } = await fix(spaced({ Resources: resources }), { key: parseKey(key) });
  expect(JSON.parse(text).Resources.Config.Properties.KmsKeyId).toEqual(value);
  expect(text).toContain(`"KmsKeyId": ${spaced(value)}`);
  expect(parameter).toBeUndefined();
  expect((await fix(JSON.stringify({ Resources: resources }), { key: parseKey(key) })).text).toContain(
    compact,
  );
});
