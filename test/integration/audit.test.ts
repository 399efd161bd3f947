/**
 * The built `kms-guard audit` through the real SDK: against moto, with stacks, configurations and an organization that
 * it really made, and against the loopback, where every request and answer is held against AWS's service models.
 */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  type ProductionVariant,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { enterAccount } from '../../src/aws/index.js';
import { type AwsServer, Fault, startAwsServer } from '../aws/aws-server.js';
import { organizationService } from '../aws/organization-service.js';
import { type SageMakerState, sageMakerService } from '../aws/sagemaker-service.js';
import type { ServiceModel } from '../aws/service-model.js';
import {
  configStack,
  endpointConfig,
  key,
  onVolume,
  type StacksState,
  stacksService,
} from '../aws/stacks-service.js';
import { serviceModel } from './botocore.js';
import { type Moto, startMoto } from './moto.js';
import { root, run } from './tools.js';

const cli = join(root, 'dist', 'cli.js');

async function audit(env: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const ended = await run(process.execPath, [cli, 'audit', '--format', 'json', ...argv], { env });
  const report = ended.stdout === '' ? undefined : JSON.parse(ended.stdout);
  const results: readonly Readonly<Record<string, unknown>>[] = report?.results ?? [];
  const verdicts = results.map(({ stack, logicalId, verdict }) => `${stack} ${logicalId} ${verdict}`);
  return { ...ended, results, verdicts, coverage: report?.coverage, failures: report?.failures ?? [] };
}

describe('against moto', () => {
  const yaml = (properties: string) => `
Parameters:
  Key: {Type: String, Default: ''}
Conditions:
  HasKey: !Not [!Equals [!Ref Key, '']]
Resources:
  Model:
    Type: AWS::SageMaker::Model
    Properties:
      ModelName: !Sub '\${AWS::StackName}'
      ExecutionRoleArn: !Sub 'arn:aws:iam::\${AWS::AccountId}:role/sagemaker'
      PrimaryContainer: {Image: 'image:1'}
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants:
        - {ModelName: !GetAtt Model.ModelName, VariantName: all, InitialInstanceCount: 1, InitialVariantWeight: 1, ${properties}}
      KmsKeyId: !If [HasKey, !Ref Key, !Ref AWS::NoValue]
`;
  const volume = yaml('InstanceType: ml.m5.large');
  const local = yaml('InstanceType: ml.g4dn.xlarge');
  let moto: Moto;
  const clientIn = (region: string) => new CloudFormationClient({ region, endpoint: moto.url });
  const create = async (region: string, StackName: string, TemplateBody: string, Key?: string) => {
    const client = clientIn(region);
    const Parameters = Key === undefined ? [] : [{ ParameterKey: 'Key', ParameterValue: Key }];
    await client.send(new CreateStackCommand({ StackName, TemplateBody, Parameters }));
    await waitUntilStackCreateComplete({ client, minDelay: 1, maxWaitTime: 30 }, { StackName });
  };

  beforeAll(async () => {
    moto = await startMoto();
    await create('eu-west-1', 'with-key', volume, key);
    await create('eu-west-1', 'without-key', volume);
    await create('eu-west-1', 'local', local);
    await create('eu-west-1', 'topic', 'Resources: {Topic: {Type: AWS::SNS::Topic}}');
    await create('eu-west-1', 'deleted', volume);
    await clientIn('eu-west-1').send(new DeleteStackCommand({ StackName: 'deleted' }));
    await create('us-east-1', 'without-key-either', volume);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  afterAll(() => moto.stop());

  test('judges every stack with the parameters that it has', async () => {
    const { verdicts, status, stderr, results } = await audit(moto.env);
    expect(stderr).toBe('');
    expect([...verdicts].sort()).toEqual([
      'local Config nonCompliant',
      'with-key Config compliant',
      'without-key Config nonCompliant',
    ]);
    expect(status).toBe(1);
    expect(results.find(({ stack }) => stack === 'without-key')).toMatchObject({
      account: '123456789012',
      region: 'eu-west-1',
      configuration: expect.stringContaining('Config'),
      source: 'sagemaker',
      reason: 'keyAbsent',
    });
  });

  test('sees what no stack holds, and which endpoints use it', async () => {
    const region = 'us-west-2';
    const client = new SageMakerClient({ region, endpoint: moto.url });
    await create(region, 'in-a-stack', volume);
    const ModelName = 'by-hand';
    const ExecutionRoleArn = 'arn:aws:iam::123456789012:role/sagemaker';
    await client.send(
      new CreateModelCommand({ ModelName, ExecutionRoleArn, PrimaryContainer: { Image: 'image:1' } }),
    );
    const variant: ProductionVariant = {
      ...{ ModelName, VariantName: 'all', InstanceType: 'ml.m5.large' },
      ...{ InitialInstanceCount: 1, InitialVariantWeight: 1 },
    };
    const configure = (EndpointConfigName: string, more: object) =>
      client.send(
        new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [variant], ...more }),
      );
    await configure('By-Hand', {});
    await configure('by-hand-with-key', { KmsKeyId: key });
    await client.send(new CreateEndpointCommand({ EndpointName: 'live', EndpointConfigName: 'By-Hand' }));

    const { status, stderr, results, coverage } = await audit(moto.env, '--region', region);
    expect(stderr).toBe('');
    expect(results.map(({ stack, endpoints, verdict }) => ({ stack, endpoints, verdict }))).toEqual([
      { stack: null, endpoints: ['live'], verdict: 'nonCompliant' },
      { stack: 'in-a-stack', endpoints: [], verdict: 'nonCompliant' },
      { stack: null, endpoints: [], verdict: 'compliant' },
    ]);
    expect(results[0]).toMatchObject({ configuration: 'By-Hand', logicalId: null, source: 'sagemaker' });
    expect(coverage).toEqual({ configurations: 3, inStacks: 1, outsideStacks: 2, inUse: 1 });
    expect(status).toBe(1);
  });

  test('an organization: each account is entered by its role', async () => {
    const region = 'us-east-1';
    const organizations = new OrganizationsClient({ region, endpoint: moto.url });
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ Email: 'models@example.com', AccountName: 'models' }),
    );
    const member = CreateAccountStatus?.AccountId ?? '';
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
    const credentials = await enterAccount(member, { name: 'audit' }, region, {
      credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
    });
    const client = new CloudFormationClient({ region, endpoint: moto.url, credentials });
    await client.send(new CreateStackCommand({ StackName: 'of-the-member', TemplateBody: volume }));
    await waitUntilStackCreateComplete(
      { client, minDelay: 1, maxWaitTime: 30 },
      { StackName: 'of-the-member' },
    );

    const argv = ['--organization', '--role', 'audit', '--external-id', 'word', '--region', region];
    const { results, coverage, failures } = await audit(moto.env, ...argv);
    expect(results.map(({ account, stack }) => `${account} ${stack}`).sort()).toEqual(
      ['123456789012 without-key-either', `${member} of-the-member`].sort(),
    );
    expect(coverage).toEqual({ configurations: 2, inStacks: 2, outsideStacks: 0, inUse: 0 });
    expect(failures).toEqual([]);
  });

  test('several regions, and a pattern of names', async () => {
    const { verdicts } = await audit(
      moto.env,
      '--region',
      'us-east-1',
      '--region',
      'eu-west-1',
      '--stack',
      'without*',
    );
    expect([...verdicts].sort()).toEqual([
      'without-key Config nonCompliant',
      'without-key-either Config nonCompliant',
    ]);
  });

  test('an empty region is fine', async () => {
    const { status, results } = await audit(moto.env, '--region', 'eu-north-1');
    expect([status, results]).toEqual([0, []]);
  });
});

describe('held against the service models', () => {
  const services = ['cloudformation', 'sagemaker', 'sts', 'kms'] as const;
  let models: Readonly<Record<string, ServiceModel>>;
  let server: AwsServer;
  let state: StacksState;
  let sageMaker: SageMakerState;

  beforeAll(() => {
    models = Object.fromEntries(services.map((name) => [name, serviceModel(name)]));
  });
  beforeEach(async () => {
    const topics = Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [`Topic${index}`, 'AWS::SNS::Topic']),
    );
    const stacks = stacksService([
      configStack('one', onVolume, { resources: { ...topics, Config: endpointConfig } }),
      configStack('closed', onVolume, { denied: 'DescribeStacks' }),
      configStack('going', onVolume, { deletedFrom: 'GetTemplate' }),
      configStack('two', { ...onVolume, KmsKeyId: key }, { parameters: { Unused: '****' } }),
    ]);
    const existing = sageMakerService();
    const usable = { KeyManager: 'CUSTOMER', KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' };
    const KeyMetadata = { KeyId: 'x', Arn: key, KeyState: 'Disabled', ...usable };
    const operations = {
      cloudformation: stacks.operations,
      sagemaker: existing.operations,
      sts: organizationService().sts,
      kms: { DescribeKey: () => ({ KeyMetadata }) },
    };
    state = stacks.state;
    sageMaker = existing.state;
    server = await startAwsServer(
      Object.fromEntries(
        services.map((name) => [name, { operations: operations[name], model: models[name] }]),
      ),
    );
  });
  afterEach(async () => {
    await server.close();
    expect(server.violations).toEqual([]);
  });

  test('pages, throttling, a stack that is closed to the caller and one that goes away', async () => {
    state.pageSize = 2;
    server.inject({ fault: new Fault('Throttling', 'Rate exceeded'), operation: 'ListStackResources' });
    const { verdicts, failures, status, stderr } = await audit({ AWS_ENDPOINT_URL: server.url });
    expect(verdicts).toEqual(['one Config nonCompliant', 'two Config compliant']);
    expect(failures).toMatchObject([
      {
        account: '111122223333',
        region: 'eu-west-1',
        message: expect.stringMatching(/^the stack closed cannot be read: not allowed to call/),
      },
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('not allowed to call cloudformation:DescribeStacks');
    expect(stderr).not.toContain('going');
  });

  test('what SageMaker has, over ten pages, beside a stack that is closed to the caller', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ name: `c${index}` }));
    sageMaker.configurations = [...many, { name: 'one-Config' }];
    sageMaker.endpoints = [{ name: 'live', configuration: 'c7', pending: 'one-Config', status: 'Updating' }];
    server.inject({
      fault: new Fault('ThrottlingException', 'Rate exceeded'),
      operation: 'DescribeEndpoint',
    });
    const { results, coverage, status } = await audit({ AWS_ENDPOINT_URL: server.url });
    expect(results).toHaveLength(1002);
    expect(results[0]).toMatchObject({ configuration: 'c7', endpoints: ['live'] });
    expect(coverage).toEqual({ configurations: 1001, inStacks: 1, outsideStacks: 0, inUse: 2 });
    expect(status).toBe(2);
  });

  test('keyPolicy verified: KMS is asked about each key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    const policy = join(folder, 'policy.yaml');
    writeFileSync(policy, 'keyPolicy: verified');
    sageMaker.configurations = ['a', 'b'].map((name) => ({ name, properties: { KmsKeyId: key } }));
    const argv = ['--policy', policy, '--source', 'sagemaker'];
    const { results, failures } = await audit({ AWS_ENDPOINT_URL: server.url }, ...argv);
    expect(results.map(({ verdict, reason }) => `${verdict} ${reason}`)).toEqual([
      'nonCompliant keyDisabled',
      'nonCompliant keyDisabled',
    ]);
    expect(failures).toEqual([]);
    expect(server.calls.filter(({ operation }) => operation === 'DescribeKey')).toHaveLength(1);
  });

  test.each([
    [
      new Fault('ExpiredToken', 'The security token included in the request is expired', 403),
      'sign in again',
    ],
    [new Fault('AccessDenied', 'no', 403), 'not allowed to call cloudformation:ListStacks'],
    [new Fault('Throttling', 'Rate exceeded', 429), 'still throttles cloudformation:ListStacks'],
  ])('$code on the first call: exit 2, one line, no report', async (fault, text) => {
    server.inject({ fault, times: 1000 });
    const env = { AWS_ENDPOINT_URL: server.url, AWS_MAX_ATTEMPTS: '2' };
    const { status, stdout, stderr } = await audit(env);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(text);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('without credentials, and without a region', async () => {
    const noCredentials = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };
    expect(await audit({ AWS_ENDPOINT_URL: server.url, ...noCredentials })).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^kms-guard: no AWS credentials .*\n$/),
    });
    // Two variables name it; `env -u` is how a child gets neither.
    const without = ['-u', 'AWS_REGION', '-u', 'AWS_DEFAULT_REGION', process.execPath, cli, 'audit'];
    expect(await run('env', without, { env: { AWS_ENDPOINT_URL: server.url } })).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^kms-guard: no AWS region: give --region.*\n$/),
    });
  });
});

test('help costs no SDK', async () => {
  const loaded = "Object.keys(require.cache).filter((file) => file.includes('@aws-sdk')).length";
  const program = `process.argv.splice(1, 0, 'kms-guard'); process.on('exit', () => console.error(${loaded})); require(${JSON.stringify(cli)})`;
  const { status, stdout, stderr } = await run(process.execPath, ['-e', program, 'audit', '--help']);
  expect(stdout).toContain('Usage: kms-guard audit');
  expect([status, stderr]).toEqual([0, '0\n']);
});
