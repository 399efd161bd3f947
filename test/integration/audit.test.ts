/**
 * The built `kms-guard audit` through the real SDK: against moto's CloudFormation, with stacks that it really made,
 * and against the loopback, where every request and answer is held against AWS's service model.
 */

import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AwsServer, Fault, startCloudFormationServer } from '../aws/aws-server.js';
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
  return { ...ended, results, verdicts, errors: report?.errors ?? [] };
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
  let clients: Record<'eu-west-1' | 'us-east-1', CloudFormationClient>;

  beforeAll(async () => {
    moto = await startMoto();
    const client = (region: string) => new CloudFormationClient({ region, endpoint: moto.url });
    clients = { 'eu-west-1': client('eu-west-1'), 'us-east-1': client('us-east-1') };
    const create = async (
      region: keyof typeof clients,
      StackName: string,
      TemplateBody: string,
      Key?: string,
    ) => {
      const Parameters = Key === undefined ? [] : [{ ParameterKey: 'Key', ParameterValue: Key }];
      await clients[region].send(new CreateStackCommand({ StackName, TemplateBody, Parameters }));
      const wait = { client: clients[region], minDelay: 1, maxWaitTime: 30 };
      await waitUntilStackCreateComplete(wait, { StackName });
    };
    await create('eu-west-1', 'with-key', volume, key);
    await create('eu-west-1', 'without-key', volume);
    await create('eu-west-1', 'local', local);
    await create('eu-west-1', 'topic', 'Resources: {Topic: {Type: AWS::SNS::Topic}}');
    await create('eu-west-1', 'deleted', volume);
    await clients['eu-west-1'].send(new DeleteStackCommand({ StackName: 'deleted' }));
    await create('us-east-1', 'without-key-either', volume);
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
      file: '123456789012/eu-west-1/without-key',
      line: 18,
      column: 7,
      account: '123456789012',
      region: 'eu-west-1',
      reason: 'keyAbsent',
    });
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
    expect(verdicts).toEqual(['without-key-either Config nonCompliant', 'without-key Config nonCompliant']);
  });

  test('an empty region is fine', async () => {
    const { status, results } = await audit(moto.env, '--region', 'eu-north-1');
    expect([status, results]).toEqual([0, []]);
  });
});

describe('held against the service model', () => {
  let model: ServiceModel;
  let server: AwsServer;
  let state: StacksState;

  beforeAll(() => {
    model = serviceModel('cloudformation');
  });
  beforeEach(async () => {
    const topics = Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [`Topic${index}`, 'AWS::SNS::Topic']),
    );
    const service = stacksService([
      configStack('one', onVolume, { resources: { ...topics, Config: endpointConfig } }),
      configStack('closed', onVolume, { denied: 'DescribeStacks' }),
      configStack('going', onVolume, { deletedFrom: 'GetTemplate' }),
      configStack('two', { ...onVolume, KmsKeyId: key }, { parameters: { Unused: '****' } }),
    ]);
    state = service.state;
    server = await startCloudFormationServer(service.operations, model);
  });
  afterEach(async () => {
    await server.close();
    expect(server.violations).toEqual([]);
  });

  test('pages, throttling, a stack that is closed to the caller and one that goes away', async () => {
    state.pageSize = 2;
    server.inject({ fault: new Fault('Throttling', 'Rate exceeded'), operation: 'ListStackResources' });
    const { verdicts, errors, status, stderr } = await audit({ AWS_ENDPOINT_URL: server.url });
    expect(verdicts).toEqual(['one Config nonCompliant', 'two Config compliant']);
    expect(errors).toMatchObject([{ file: '111122223333/eu-west-1/closed' }]);
    expect(status).toBe(2);
    expect(stderr).toContain('not allowed to call cloudformation:DescribeStacks');
    expect(stderr).not.toContain('going');
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
