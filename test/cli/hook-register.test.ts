import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../aws/cloudformation-server.js';
import {
  account,
  called,
  changed,
  configuration,
  hook,
  present,
  roleArn,
  useAccount,
} from './hook-account.js';

useAccount();

const typeName = 'Guard::SageMaker::EndpointKms';
const schema = readFileSync(new URL('../../schema.json', import.meta.url), 'utf8');
let cwd = '';

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'kms-guard-'));
  writeFileSync(join(cwd, 'schema.json'), schema);
  writeFileSync(join(cwd, 'index.js'), 'exports.handler = async () => 1;');
  writeFileSync(join(cwd, 'policy.yaml'), 'keyPolicy: customerManaged\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const base = ['register', '--bucket', 'artifacts', '--code', 'index.js'];

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

describe('a dry run', () => {
  it('writes the package, prints the requests and calls nothing', async () => {
    const argv = [
      ...base,
      '--dry-run',
      '--output',
      'out.zip',
      '--mode',
      'FAIL',
      '--role',
      roleArn,
      '--log-role',
      roleArn,
    ];
    const { code, stdout, stderr } = await hook(argv, { cwd });
    expect(code).toBe(0);
    expect(called()).toEqual([]);
    expect(stderr).toContain('experimental: AWS documents Java and Python');
    const zip = readFileSync(join(cwd, 'out.zip'));
    expect(stderr).toContain(`wrote out.zip, ${zip.length} bytes\n`);
    const digest = createHash('sha256').update(zip).digest('hex');
    const Key = `guard-sagemaker-endpointkms/${digest}.zip`;
    const [put, registration, version, configured] = JSON.parse(stdout);
    expect(put).toEqual({ operation: 'PutObject', input: { Bucket: 'artifacts', Key } });
    expect(registration).toEqual({
      operation: 'RegisterType',
      input: {
        Type: 'HOOK',
        TypeName: typeName,
        SchemaHandlerPackage: `s3://artifacts/${Key}`,
        ClientRequestToken: digest,
        ExecutionRoleArn: roleArn,
        LoggingConfig: { LogRoleArn: roleArn, LogGroupName: 'guard-sagemaker-endpointkms-logs' },
      },
    });
    expect(version).toEqual({ operation: 'SetTypeDefaultVersion', input: { Arn: '{TypeVersionArn}' } });
    expect(configured).toMatchObject({
      operation: 'SetTypeConfiguration',
      input: { Type: 'HOOK', TypeName: typeName },
    });
  });

  it('packs what CloudFormation looks for', async () => {
    await hook([...base, '--dry-run'], { cwd });
    const files = unzipSync(readFileSync(join(cwd, 'guard-sagemaker-endpointkms.zip')));
    expect(Object.keys(files).sort()).toEqual([
      '.cfn_metadata.json',
      '.rpdk-config',
      'ResourceProvider.zip',
      'configuration-schema.json',
      'schema.json',
      'target-info.json',
    ]);
    expect(text(files['schema.json'])).toBe(schema);
    expect(JSON.parse(text(files['.rpdk-config']))).toMatchObject({
      artifact_type: 'HOOK',
      typeName,
      entrypoint: 'index.handler',
    });
    expect(JSON.parse(text(files['configuration-schema.json']))).toMatchObject({
      typeName,
      additionalProperties: false,
    });
    expect(Object.keys(JSON.parse(text(files['target-info.json'])))).toEqual([
      'AWS::SageMaker::EndpointConfig',
    ]);
    const code = unzipSync(files['ResourceProvider.zip'] ?? new Uint8Array());
    expect(text(code['index.js'])).toBe('exports.handler = async () => 1;');
  });

  it('packs the same files to the same bytes', async () => {
    await hook([...base, '--dry-run', '--output', 'one.zip'], { cwd });
    await hook([...base, '--dry-run', '--output', 'two.zip'], { cwd });
    expect(readFileSync(join(cwd, 'one.zip')).equals(readFileSync(join(cwd, 'two.zip')))).toBe(true);
  });
});

describe('in earnest', () => {
  it('uploads, registers, waits, sets version and configuration', async () => {
    account.state.registration = [{ ProgressStatus: 'IN_PROGRESS' }, { ProgressStatus: 'COMPLETE' }];
    const { code, stdout } = await hook([...base, '--policy', 'policy.yaml', '--yes'], { cwd, polls: 9 });
    expect(code).toBe(0);
    expect(stdout).toBe(`${typeName}: is registered and configured\n`);
    expect(called()).toEqual([
      'DescribeType',
      'RegisterType',
      'DescribeTypeRegistration',
      'DescribeTypeRegistration',
      'SetTypeDefaultVersion',
      'SetTypeConfiguration',
    ]);
    const [[path, bytes] = ['', Buffer.of()]] = [...account.server.objects];
    expect(path).toMatch(/^\/artifacts\/guard-sagemaker-endpointkms\/[0-9a-f]{64}\.zip$/);
    expect(Object.keys(unzipSync(bytes))).toContain('schema.json');
    expect(
      account.server.calls.find(({ operation }) => operation === 'SetTypeDefaultVersion')?.params,
    ).toEqual({
      Arn: 'arn:aws:cloudformation:eu-west-1:111122223333:type/hook/Guard-SageMaker-EndpointKms/00000001',
    });
    expect(configuration(typeName)).toEqual({
      HookInvocationStatus: 'ENABLED',
      TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'],
      FailureMode: 'WARN',
      Properties: { keyPolicy: 'customerManaged' },
      TargetFilters: {
        TargetNames: ['AWS::SageMaker::EndpointConfig'],
        Actions: ['CREATE', 'UPDATE'],
        InvocationPoints: ['PRE_PROVISION'],
      },
    });
  });

  it.each([
    [
      [{ ProgressStatus: 'FAILED', Description: 'Invalid package' }],
      'the registration failed: Invalid package',
    ],
    [[{ ProgressStatus: 'FAILED' }], 'the registration failed: no reason was given'],
    [[{ ProgressStatus: 'IN_PROGRESS' }], 'still goes on after half an hour'],
  ])('%s', async (registration, message) => {
    account.state.registration = registration;
    const { refused, stderr } = await hook([...base, '--yes'], { cwd, polls: 999 });
    expect(refused).toContain(message);
    expect(stderr).toContain('already done, and kept: PutObject');
    expect(changed()).toEqual(['RegisterType']);
  });

  it('is refused where the name is an activated hook', async () => {
    present(typeName);
    const { refused } = await hook([...base, '--yes'], { cwd });
    expect(refused).toContain(`hook deactivate --alias ${typeName}\` first`);
    expect(account.server.objects.size).toBe(0);
  });

  it('names the action that is not allowed', async () => {
    account.server.inject({ operation: 'RegisterType', fault: new Fault('AccessDenied', 'no', 403) });
    expect((await hook([...base, '--yes'], { cwd })).refused).toContain(
      'not allowed to call cloudformation:RegisterType',
    );
  });

  it('asks first', async () => {
    expect((await hook(base, { cwd })).refused).toContain('repeat with --yes');
    expect(account.server.objects.size).toBe(0);
    expect(changed()).toEqual([]);
  });
});

describe('bad input', () => {
  it.each([
    [['register'], 'hook register needs --bucket NAME'],
    [['register', '--bucket', 'No_Bucket'], "--bucket No_Bucket is no bucket's name"],
    [[...base, '--role', 'x'], '--role x is not the ARN of an IAM role'],
    [[...base, '--log-role', 'x'], '--log-role x is not the ARN of an IAM role'],
    [[...base, '--mode', 'x'], '--mode must be one of FAIL, WARN'],
    [[...base, '--schema', 'none.json'], 'none.json cannot be read: ENOENT'],
    [[...base, '--policy', 'none.yaml'], 'none.yaml cannot be read: ENOENT'],
    [['register', '--bucket', 'artifacts'], 'dist/lambda/index.js cannot be read: ENOENT'],
    [[...base, '--dry-run', '--output', 'none/x.zip'], 'none/x.zip cannot be written: ENOENT'],
    [[...base, 'now'], 'hook register takes no operand'],
  ])('%s', async (argv, message) => {
    expect((await hook([...argv, '--yes'], { cwd })).refused).toContain(message);
    expect(called()).toEqual([]);
  });

  it.each([
    ['{', 'schema.json is not JSON'],
    ['[]', 'schema.json is not a JSON object'],
    ['{}', 'schema.json has no typeName'],
    [
      '{"typeName":"AWS::Some::Hook"}',
      'schema.json has the typeName AWS::Some::Hook, which begins with "aws"',
    ],
    [`{"typeName":"${typeName}"}`, 'schema.json has no handlers'],
  ])('a schema like %s', async (content, message) => {
    writeFileSync(join(cwd, 'schema.json'), content);
    expect((await hook([...base, '--yes'], { cwd })).refused).toContain(message);
  });

  it('a policy that is none', async () => {
    writeFileSync(join(cwd, 'policy.yaml'), 'keyPolice: present\n');
    expect((await hook([...base, '--policy', 'policy.yaml', '--yes'], { cwd })).refused).toContain(
      'keyPolice',
    );
    expect(called()).toEqual([]);
  });

  it('packs a schema without configuration or target names', async () => {
    writeFileSync(join(cwd, 'schema.json'), JSON.stringify({ typeName, handlers: { preCreate: {} } }));
    expect(await hook([...base, '--dry-run'], { cwd })).toMatchObject({ code: 0 });
    const files = unzipSync(readFileSync(join(cwd, 'guard-sagemaker-endpointkms.zip')));
    expect(JSON.parse(text(files['target-info.json']))).toEqual({});
    expect(JSON.parse(text(files['configuration-schema.json']))).toEqual({
      properties: {},
      additionalProperties: false,
      typeName,
    });
  });
});
