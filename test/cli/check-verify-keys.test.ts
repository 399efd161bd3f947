import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AwsServer, Fault, type Params, startAwsServer } from '../aws/aws-server.js';
import { stubAwsEnvironment } from '../aws/environment.js';
import { check, checkJson, folderWith, template } from './check-support.js';

const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const answers: Record<string, object> = {
  'alias/ml': { KeyManager: 'CUSTOMER', KeyState: 'Enabled' },
  'alias/old': { KeyManager: 'CUSTOMER', KeyState: 'PendingDeletion' },
};
let server: AwsServer;

beforeAll(async () => {
  const operations = {
    DescribeKey: ({ KeyId }: Params) => {
      const answer = answers[String(KeyId)];
      if (!answer) throw new Fault('NotFoundException', 'not here');
      const rest = {
        KeyId: arn.slice(-36),
        Arn: arn,
        KeySpec: 'SYMMETRIC_DEFAULT',
        KeyUsage: 'ENCRYPT_DECRYPT',
      };
      return { KeyMetadata: { ...rest, ...answer } };
    },
  };
  server = await startAwsServer({ kms: { operations } });
  stubAwsEnvironment(server.url);
});
afterAll(() => {
  vi.unstubAllEnvs();
  return server.close();
});

const run = (
  key: string,
  argv: readonly string[] = ['--verify-keys', '--region', 'eu-west-1'],
  policy = '{}',
) =>
  checkJson(
    ['a.yaml', ...argv],
    folderWith({ 'a.yaml': template(`KmsKeyId: ${key}`), 'kms-guard.yaml': policy }),
  );

describe('check --verify-keys', () => {
  it.each([
    ['alias/ml', 'compliant', 'keyPresent', 0],
    ['alias/old', 'nonCompliant', 'keyPendingDeletion', 1],
    ['alias/gone', 'nonCompliant', 'keyNotFound', 1],
    ['alias/aws/sagemaker', 'nonCompliant', 'keyAwsManaged', 1],
  ])('%s: %s (%s)', async (key, verdict, reason, code) => {
    const { results, code: exit } = await run(key);
    expect(results[0]).toMatchObject({ verdict, reason });
    expect(exit).toBe(code);
  });

  it('is named where the policy asks for verified keys and KMS is not asked', async () => {
    const { results, code } = await run('alias/ml', [], 'keyPolicy: verified');
    expect(results[0]).toMatchObject({ verdict: 'undetermined', reason: 'keyUnknown' });
    expect(results[0]?.remediation).toMatch(/^Pass --verify-keys to ask KMS about the key\./);
    expect(code).toBe(0);
  });

  it.each([
    ['alias/ml', [], 1, /^a\.yaml: Config can be fixed as shown/],
    ['alias/ml', ['--write'], 0, /^a\.yaml: Config fixed\n$/],
    ['alias/old', ['--write'], 1, /with this key it would still not pass: .*about to be deleted/],
  ])('asks about the key that --fix adds: %s %s', async (key, argv, code, err) => {
    const ran = await check(
      ['a.yaml', '--verify-keys', '--region', 'eu-west-1', '--fix', '--key', key, ...argv],
      folderWith({ 'a.yaml': template('') }),
    );
    expect(ran.code).toBe(code);
    expect(ran.stderr).toMatch(err);
  });

  it('needs a Region', async () => {
    const folder = folderWith({ 'a.yaml': template('') });
    const { code, stderr } = await check(['a.yaml', '--verify-keys'], folder);
    expect([code, stderr]).toEqual([
      2,
      'kms-guard: --verify-keys needs a Region: pass --region, or set AWS_REGION\n',
    ]);
  });
});
