/** `keyPolicy: verified` in an audit: what KMS says of the keys that exist, and of those that templates name. */
import { describe, expect, test } from 'vitest';
import { Fault } from '../aws/aws-server.js';
import type { FakeConfiguration } from '../aws/sagemaker-service.js';
import { configStack, key, onVolume } from '../aws/stacks-service.js';
import { auditAsJson, startAccount, useNobody } from './audit-support.js';
import { folderWith } from './check-support.js';

useNobody();

const usable = {
  KeyId: 'x',
  Arn: key,
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
};
const elsewhere = key.replace('eu-west-1', 'us-east-1');
const foreign = key.replace('111122223333', '999988887777');
const refused = new Fault(
  'AccessDeniedException',
  'User: arn:aws:iam::111122223333:user/auditor is not authorized',
);

async function audit(
  keys: Readonly<Record<string, object>>,
  configurations: readonly FakeConfiguration[],
  {
    stacks = [],
    policy = {},
  }: { readonly stacks?: Parameters<typeof startAccount>[0]; readonly policy?: object } = {},
) {
  const account = await startAccount(stacks);
  for (const [text, answer] of Object.entries(keys)) account.keys.set(text, answer);
  account.sageMaker.state.configurations = configurations;
  const cwd = folderWith({ 'kms-guard.yaml': JSON.stringify({ keyPolicy: 'verified', ...policy }) });
  const report = await auditAsJson([], { cwd });
  const asked = account.server.calls
    .filter(({ operation }) => operation === 'DescribeKey')
    .map(({ params, region }) => `${region} ${params['KeyId']}`);
  return { ...report, asked };
}

const using = (KmsKeyId: string, name = 'c'): FakeConfiguration => ({ name, properties: { KmsKeyId } });

test.each<[string, string, Record<string, object>, string, string]>([
  ['a key that is fit', key, { [key]: usable }, 'compliant', 'keyPresent'],
  ['an alias', 'alias/ml', { 'alias/ml': usable }, 'compliant', 'keyPresent'],
  ['one that KMS does not know', 'alias/ml', {}, 'nonCompliant', 'keyNotFound'],
  ['disabled', key, { [key]: { ...usable, KeyState: 'Disabled' } }, 'nonCompliant', 'keyDisabled'],
  [
    'leaving',
    key,
    { [key]: { ...usable, KeyState: 'PendingDeletion' } },
    'nonCompliant',
    'keyPendingDeletion',
  ],
  [
    'AWS’s own under a plain id',
    key,
    { [key]: { ...usable, KeyManager: 'AWS' } },
    'nonCompliant',
    'keyAwsManaged',
  ],
  ['another account’s that is closed', foreign, { [foreign]: refused }, 'nonCompliant', 'keyNotVerifiable'],
  ['of another Region', elsewhere, {}, 'nonCompliant', 'keyInOtherRegion'],
])('%s', async (_name, text, keys, verdict, reason) => {
  const { results, failures } = await audit(keys, [using(text)]);
  expect(results).toMatchObject([{ configuration: 'c', verdict, reason }]);
  expect(failures).toEqual([]);
});

test('a key is asked about once, whoever names it, in the Region of the place', async () => {
  const stacks = [configStack('ml', { ...onVolume, KmsKeyId: key })];
  const configurations = [
    using(key, 'ml-Config'),
    ...Array.from({ length: 20 }, (_, at) => using(key, `c${at}`)),
  ];
  const { results, asked } = await audit({ [key]: usable }, configurations, { stacks });
  expect(results.map(({ verdict }) => verdict)).toEqual(Array(21).fill('compliant'));
  expect(asked).toEqual([`eu-west-1 ${key}`]);
});

test('what only a stack names is looked up by its template', async () => {
  const stacks = [configStack('ml', { ...onVolume, KmsKeyId: key })];
  const { results } = await audit({ [key]: { ...usable, KeyState: 'Disabled' } }, [], { stacks });
  expect(results).toMatchObject([{ source: 'stack', verdict: 'nonCompliant', reason: 'keyDisabled' }]);
});

test('no other policy asks KMS', async () => {
  const { asked } = await audit({}, [using(key)], { policy: { keyPolicy: 'customerManaged' } });
  expect(asked).toEqual([]);
});

describe('KMS that does not say', () => {
  const broken = new Fault('KMSInternalException', 'no', 500);

  test.each([
    [
      'the permission is missing for a key of its own',
      refused,
      /kms:DescribeKey on .*allow it in the key policy/,
    ],
    ['KMS makes no sense', { KeyId: 'x', Arn: key }, /\(an answer that describes no key\)/],
    ['KMS is broken', broken, /KMS could not be asked about the key .*\(KMSInternalException\)/],
  ])('%s: undetermined, and named once', async (_name, fault, message) => {
    const configurations = [using(key, 'a'), using(key, 'b'), { name: 'without' }];
    const { results, failures, code } = await audit({ [key]: fault }, configurations);
    expect(results.map(({ configuration, verdict, reason }) => [configuration, verdict, reason])).toEqual([
      ['without', 'nonCompliant', 'keyAbsent'],
      ['a', 'undetermined', 'keyUnknown'],
      ['b', 'undetermined', 'keyUnknown'],
    ]);
    expect(results[1]?.message).toMatch(
      /^The audit cannot tell whether the endpoint configuration a passes: \S/,
    );
    expect(results[1]?.remediation).toBe('Make sure that the audit can look up the key, and run it again.');
    expect(failures).toMatchObject([{ account: '111122223333', region: 'eu-west-1' }]);
    expect(failures[0]?.message).toMatch(message);
    expect(code).toBe(2);
  });

  test('is not waited for again and again', async () => {
    const configurations = Array.from({ length: 100 }, (_, at) => using(`alias/k${at}`, `c${at}`));
    const keys = Object.fromEntries(configurations.map((_, at) => [`alias/k${at}`, broken]));
    const { results, asked } = await audit(keys, configurations);
    expect(results.map(({ verdict }) => verdict)).toEqual(Array(100).fill('undetermined'));
    expect(new Set(asked).size).toBeLessThanOrEqual(8);
  });

  test('an exemption counts all the same', async () => {
    const exemption = { account: '*', reason: 'retires', expires: '2027-01-01' };
    const { results, failures } = await audit({ [key]: broken }, [using(key)], {
      policy: { exemptions: [exemption] },
    });
    expect(results).toMatchObject([{ verdict: 'exempt' }]);
    expect(failures).toHaveLength(1);
  });
});
