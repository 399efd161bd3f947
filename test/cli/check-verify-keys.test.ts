import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AwsServer, Fault, type Params, startAwsServer } from '../aws/aws-server.js';
import { stubAwsEnvironment } from '../aws/environment.js';
import { check, checkJson, folderWith, template } from './check-support.js';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
const answers: Record<string, object> = {
  'alias/ml': { KeyManager: 'CUSTOMER', KeyState: 'Enabled' },
  'alias/old': { KeyManager: 'CUSTOMER', KeyState: 'PendingDeletion' },
};
const faults: Record<string, Fault> = {
  'alias/refused': new Fault(
    'AccessDeniedException',
    'User: arn:aws:iam::111122223333:user/dev is not authorized to perform: kms:DescribeKey on resource: ' +
      'arn:aws:kms:eu-west-1:111122223333:key/x because no identity-based policy allows the kms:DescribeKey action',
  ),
  'alias/theirs': new Fault(
    'AccessDeniedException',
    'User: arn:aws:iam::111122223333:user/dev is not authorized to perform: kms:DescribeKey',
  ),
  'alias/late': new Fault('ExpiredTokenException', 'The security token included in the request is expired'),
};
let server: AwsServer;

beforeAll(async () => {
  const operations = {
    DescribeKey: ({ KeyId }: Params, region: string) => {
      const text = String(KeyId).replace(/^arn:.*:(?=alias)/, '');
      if (text.startsWith('alias/odd')) return { KeyMetadata: { KeyId: id } };
      const fault = faults[text.replace(/\d+$/, '')];
      if (fault) throw fault;
      const answer = answers[text];
      if (!answer) throw new Fault('NotFoundException', 'not here');
      const rest = {
        KeyId: id,
        Arn: `arn:aws:kms:${region}:111122223333:key/${id}`,
        KeySpec: 'SYMMETRIC_DEFAULT',
        KeyUsage: 'ENCRYPT_DECRYPT',
      };
      return { KeyMetadata: { ...rest, ...answer } };
    },
  };
  const sts = { GetCallerIdentity: () => ({ Account: '111122223333' }) };
  server = await startAwsServer({ kms: { operations }, sts: { operations: sts } });
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

  it.each([
    ['customerManaged', 'alias/m*', 'alias/ml', 'keyPresent', 0],
    ['customerManaged', 'alias/m*', 'alias/old', 'keyNotAllowed', 1],
    ['customerManaged', 'alias/*', 'alias/old', 'keyPendingDeletion', 1],
    ['present', 'alias/m*', 'alias/ml', 'keyPresent', 0],
    ['present', '*', 'ml', 'keyMalformed', 1],
    ['verified', 'alias/m*', 'alias/ml', 'keyNotAllowed', 1],
    ['verified', 'arn:aws:kms:*:111122223333:key/*', 'alias/ml', 'keyPresent', 0],
  ])(
    'holds allowedKeys against what the policy does: %s, %s, %s',
    async (keyPolicy, pattern, key, reason, code) => {
      const policy = JSON.stringify({ keyPolicy, allowedKeys: [pattern] });
      const ran = await run(key, ['--verify-keys', '--region', 'eu-west-1'], policy);
      expect([ran.results[0]?.reason, ran.code]).toEqual([reason, code]);
    },
  );

  it('is named where the policy asks for verified keys and KMS is not asked', async () => {
    const { results, code } = await run('alias/ml', [], 'keyPolicy: verified');
    expect(results[0]).toMatchObject({ verdict: 'undetermined', reason: 'keyUnknown' });
    expect(results[0]?.remediation).toBe(
      'Run `kms-guard check` with --verify-keys to ask KMS about the key. The hook asks KMS itself.',
    );
    expect(code).toBe(0);
  });

  it.each([
    ['alias/ml', [], 1, /^a\.yaml: Config can be fixed as shown/],
    ['alias/ml', ['--write'], 0, /^a\.yaml: Config fixed\n$/],
    [
      'alias/refused',
      ['--write'],
      2,
      /is not certain to pass: (?:.*\n)+error: a\.yaml: --verify-keys: .*is not allowed to call kms:DescribeKey/,
    ],
    ['alias/old', ['--write'], 1, /with this key it would still not pass: .*about to be deleted/],
  ])('asks about the key that --fix adds: %s %s', async (key, argv, code, err) => {
    const ran = await check(
      ['a.yaml', '--verify-keys', '--region', 'eu-west-1', '--fix', '--key', key, ...argv],
      folderWith({ 'a.yaml': template('') }),
    );
    expect(ran.code).toBe(code);
    expect(ran.stderr).toMatch(err);
  });

  it('is not advised for a key that the template does not show', async () => {
    const { results } = await run('!ImportValue Key', [], 'keyPolicy: verified');
    expect(results[0]?.remediation).toMatch(/^The hook decides when it checks the resource itself/);
  });

  it.each([
    [
      'no permission',
      'alias/refused',
      'arn:aws:iam::111122223333:user/dev is not allowed to call kms:DescribeKey on "alias/refused" (KMS: no identity-based policy): allow it to that principal, in the key\'s policy too',
    ],
    [
      'no permission of the caller’s own for another account’s key',
      'arn:aws:kms:eu-west-1:999900001111:alias/refused',
      'arn:aws:iam::111122223333:user/dev is not allowed to call kms:DescribeKey on "arn:aws:kms:eu-west-1:999900001111:alias/refused" (KMS: no identity-based policy): allow it to that principal, in the key\'s policy too',
    ],
    [
      'an answer that makes no sense',
      'alias/odd',
      'KMS could not be asked about the key "alias/odd" (an answer that describes no key)',
    ],
    [
      'credentials that have expired',
      'alias/late',
      'the AWS credentials have expired: sign in again (for example `aws sso login`) and repeat',
    ],
  ])('%s: undetermined, and the rest is reported', async (_, key, message) => {
    const folder = folderWith({
      'a.yaml': template(`KmsKeyId: ${key}`),
      'b.yaml': template(),
      'kms-guard.yaml': '{}',
    });
    const { results, code, stderr } = await checkJson(
      ['.', '--verify-keys', '--region', 'eu-west-1'],
      folder,
    );
    expect(results.map(({ file, verdict, reason }) => [file, verdict, reason])).toEqual([
      ['a.yaml', 'undetermined', 'keyUnknown'],
      ['b.yaml', 'nonCompliant', 'keyAbsent'],
    ]);
    expect(results[0]?.remediation).toBe(
      'Make sure that the check can look up the key, and run it again. The hook asks KMS itself.',
    );
    expect([code, stderr]).toEqual([2, `error: a.yaml: --verify-keys: ${message}\n`]);
  });

  it.each([
    ['late', 1, 'a KMS that takes no credentials once'],
    ['odd', 40, 'each key that KMS does not describe'],
  ])('alias/%s: %i calls, for %s', async (alias, calls) => {
    const files = Array.from({ length: 40 }, (_, at) => [
      `${at}.yaml`,
      template(`KmsKeyId: alias/${alias}${at}`),
    ]);
    const before = server.calls.length;
    const { code, stderr } = await check(
      ['.', '--verify-keys', '--region', 'eu-west-1'],
      folderWith(Object.fromEntries(files)),
    );
    expect([code, stderr.split('\n').length - 1, server.calls.length - before]).toEqual([2, calls, calls]);
  });

  it('has no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    const { code, stderr } = await run('alias/ml');
    stubAwsEnvironment(server.url);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: a\.yaml: --verify-keys: no AWS credentials \(.*\): set AWS_PROFILE, .*\n$/,
    );
  });

  describe('the Region', () => {
    it.each([
      ['that the call names', ['--region', 'us-east-1'], undefined, 'us-east-1'],
      ['of the environment', [], 'eu-west-1', 'eu-west-1'],
      ['of the profile', [], undefined, 'eu-central-1'],
    ])('%s is asked, and is AWS::Region', async (_, argv, region, asked) => {
      const folder = folderWith({
        'a.yaml': template('KmsKeyId: !Sub "arn:aws:kms:${AWS::Region}:111122223333:alias/ml"'),
        config: '[default]\nregion = eu-central-1\n',
      });
      vi.stubEnv('AWS_REGION', region);
      vi.stubEnv('AWS_CONFIG_FILE', `${folder}/config`);
      const { results } = await checkJson(['a.yaml', '--verify-keys', ...argv], folder);
      stubAwsEnvironment(server.url);
      expect(results).toMatchObject([{ verdict: 'compliant', region: asked }]);
      expect(server.calls.at(-1)).toMatchObject({
        region: asked,
        params: { KeyId: `arn:aws:kms:${asked}:111122223333:alias/ml` },
      });
    });

    it('is that of each stack of a cloud assembly', async () => {
      const { results } = await checkJson(['cdk.out', '--verify-keys'], assembly('eu-west-1', 'us-east-1'));
      expect(results.map(({ region, verdict, reason }) => [region, verdict, reason])).toEqual([
        ['eu-west-1', 'compliant', 'keyPresent'],
        ['us-east-1', 'compliant', 'keyPresent'],
      ]);
      expect(server.calls.filter(({ service }) => service === 'kms').slice(-2)).toMatchObject([
        { region: 'eu-west-1' },
        { region: 'us-east-1' },
      ]);
    });

    it('is needed', async () => {
      vi.stubEnv('AWS_REGION', undefined);
      const { code, stderr } = await check(
        ['a.yaml', '--verify-keys'],
        folderWith({ 'a.yaml': template('') }),
      );
      stubAwsEnvironment(server.url);
      expect([code, stderr]).toEqual([
        2,
        "kms-guard: --verify-keys: no AWS region: give --region, or set AWS_REGION or the profile's `region`\n",
      ]);
    });
  });

  it.each([
    ['alias/ml', '111122223333'],
    ['arn:aws:kms:eu-west-1:111122223333:alias/ml', '999900001111'],
  ])('asks about %s of a stack in account %s', async (key, account) => {
    const ran = await run(key, ['--verify-keys', '--region', 'eu-west-1', '--account', account]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(['alias/ml', 'arn:aws:kms:eu-west-1:999900001111:alias/theirs'])(
    'does not refuse what only the stack’s own account can ask about: %s',
    async (key) => {
      const argv = ['--verify-keys', '--region', 'eu-west-1', '--account', '999900001111'];
      const { results, code, stderr } = await run(key, argv);
      expect(results).toMatchObject([{ verdict: 'undetermined', reason: 'keyUnknown' }]);
      expect([code, stderr]).toEqual([
        2,
        'error: a.yaml: --verify-keys: the credentials are of account 111122223333, and the stack is deployed in 999900001111: use credentials of that account\n',
      ]);
    },
  );
});

/** A CDK app's output with one stack for each Region. */
function assembly(...regions: readonly string[]): string {
  const artifacts = Object.fromEntries(
    regions.map((region) => [
      region,
      {
        type: 'aws:cloudformation:stack',
        environment: `aws://111122223333/${region}`,
        properties: { templateFile: `${region}.template.json`, stackName: 'ml' },
      },
    ]),
  );
  const config = { Type: 'AWS::SageMaker::EndpointConfig', Properties: { KmsKeyId: 'alias/ml' } };
  return folderWith({
    'cdk.out/manifest.json': JSON.stringify({ version: '36.0.0', artifacts }),
    ...Object.fromEntries(
      regions.map((region) => [
        `cdk.out/${region}.template.json`,
        JSON.stringify({ Resources: { Config: config } }),
      ]),
    ),
  });
}
