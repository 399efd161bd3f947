/**
 * The clients for SageMaker, Organizations, STS and KMS through the real SDKs: against moto for what it has, and
 * against the loopback with AWS's own service models, which hold every request and every answer to the API.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cloudFormation, organizations, sageMaker } from '../../src/aws/client.js';
import { describeKeyWith } from '../../src/aws/describe-key.js';
import { endpointConfigurations, endpoints } from '../../src/aws/endpoint-configurations.js';
import { createKeyDirectory } from '../../src/aws/keys.js';
import { enterAccount, organizationAccounts } from '../../src/aws/organization.js';
import { sageMakerRegions } from '../../src/aws/regions.js';
import { listStacks } from '../../src/aws/stacks.js';
import { startAwsServer } from '../aws/aws-server.js';
import { organizationService } from '../aws/organization-service.js';
import { sageMakerService } from '../aws/sagemaker-service.js';
import { serviceModel } from './botocore.js';
import { type Moto, startMoto } from './moto.js';
import { run, tool } from './tools.js';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found = [];
  for await (const item of items) found.push(item);
  return found;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  /** What a script with boto3 prints, as JSON. */
  async function python(...lines: readonly string[]): Promise<Record<string, string>> {
    const script = ['import boto3, json', ...lines].join('\n');
    const { status, stdout, stderr } = await run(tool('python'), ['-c', script], { env: moto.env });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout || '{}');
  }

  it('lists endpoint configurations and the endpoints that use them', async () => {
    await python(
      "sagemaker = boto3.client('sagemaker')",
      "sagemaker.create_model(ModelName='m', ExecutionRoleArn='arn:aws:iam::123456789012:role/models')",
      "variants = [dict(VariantName='a', ModelName='m', InstanceType='ml.m5.large', InitialInstanceCount=1)]",
      'for number in range(12):',
      "    more = {'KmsKeyId': 'alias/endpoints'} if number == 3 else {}",
      "    sagemaker.create_endpoint_config(EndpointConfigName=f'Config-{number}', ProductionVariants=variants, **more)",
      "sagemaker.create_endpoint(EndpointName='live', EndpointConfigName='Config-3')",
    );
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
    const client = await sageMaker();
    const found = await collect(endpointConfigurations(client));
    expect(found).toHaveLength(12);
    expect(found.find(({ name }) => name === 'Config-3')).toMatchObject({
      kind: 'configuration',
      properties: { KmsKeyId: 'alias/endpoints', ProductionVariants: [{ InstanceType: 'ml.m5.large' }] },
    });
    expect(await collect(endpoints(client))).toMatchObject([
      { kind: 'endpoint', name: 'live', configurations: ['Config-3'] },
    ]);
  });

  it('has an organization, whose accounts are entered by their role', async () => {
    const { account = '' } = await python(
      "organizations = boto3.client('organizations')",
      "organizations.create_organization(FeatureSet='ALL')",
      "status = organizations.create_account(Email='x@example.com', AccountName='models')['CreateAccountStatus']",
      "account = status['AccountId']",
      "role = boto3.client('sts').assume_role(RoleArn=f'arn:aws:iam::{account}:role/audit', RoleSessionName='setup')",
      "c = role['Credentials']",
      "keys = dict(aws_access_key_id=c['AccessKeyId'], aws_secret_access_key=c['SecretAccessKey'], aws_session_token=c['SessionToken'])",
      "template = json.dumps({'Resources': {'T': {'Type': 'AWS::SNS::Topic'}}})",
      "boto3.client('cloudformation', **keys).create_stack(StackName='member', TemplateBody=template)",
      "print(json.dumps({'account': account}))",
    );
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
    const accounts = await collect(organizationAccounts(await organizations()));
    expect(accounts).toContainEqual({ id: account, state: 'ACTIVE' });
    const credentials = await enterAccount(account, { name: 'audit', externalId: 'word' }, 'eu-west-1');
    const stacks = await collect(listStacks(await cloudFormation({ credentials })));
    expect(stacks.map(({ name }) => name)).toEqual(['member']);
    expect(await collect(listStacks(await cloudFormation()))).toEqual([]);
  });

  it('describes keys', async () => {
    const {
      key = '',
      disabled = '',
      leaving = '',
      signing = '',
    } = await python(
      "kms = boto3.client('kms')",
      "new = lambda **more: kms.create_key(**{'KeyUsage': 'ENCRYPT_DECRYPT', **more})['KeyMetadata']['Arn']",
      'key, disabled, leaving = new(), new(), new()',
      "signing = new(KeySpec='RSA_2048', KeyUsage='SIGN_VERIFY')",
      "kms.create_alias(AliasName='alias/endpoints', TargetKeyId=key)",
      "kms.disable_key(KeyId=disabled.split('/')[1])",
      "kms.schedule_key_deletion(KeyId=leaving.split('/')[1])",
      'print(json.dumps(dict(key=key, disabled=disabled, leaving=leaving, signing=signing)))',
    );
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
    const keys = createKeyDirectory(describeKeyWith(), () => 0);
    const texts = ['alias/endpoints', disabled, leaving, signing, 'alias/none'];
    const records = await keys.lookUp(texts, { account: '123456789012', region: 'eu-west-1' });
    const usable = {
      state: 'found',
      manager: 'CUSTOMER',
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
    };
    expect([...records.values()]).toEqual([
      { ...usable, arn: key, keyState: 'Enabled' },
      { ...usable, arn: disabled, keyState: 'Disabled' },
      { ...usable, arn: leaving, keyState: 'PendingDeletion' },
      { ...usable, arn: signing, keyState: 'Enabled', spec: 'RSA_2048', usage: 'SIGN_VERIFY' },
      { state: 'notFound' },
    ]);
  });
});

it('the built-in list of SageMaker’s Regions is botocore’s', async () => {
  const script = [
    'import boto3, json',
    'session = boto3.session.Session()',
    'partitions = session.get_available_partitions()',
    "print(json.dumps({p: sorted(session.get_available_regions('sagemaker', p)) for p in partitions}))",
  ].join('\n');
  const { stdout } = await run(tool('python'), ['-c', script]);
  expect(sageMakerRegions).toEqual(JSON.parse(stdout));
});

it('every request and answer fits AWS’s models', async () => {
  const sagemaker = sageMakerService();
  const organization = organizationService();
  const member = '444455556666';
  const arn = `arn:aws:kms:eu-west-1:${member}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const usable = { KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' };
  const server = await startAwsServer({
    sagemaker: { operations: sagemaker.operations, model: serviceModel('sagemaker') },
    organizations: { operations: organization.organizations, model: serviceModel('organizations') },
    sts: { operations: organization.sts, model: serviceModel('sts') },
    kms: {
      operations: {
        DescribeKey: () => ({ KeyMetadata: { KeyId: 'x', Arn: arn, KeyManager: 'CUSTOMER', ...usable } }),
      },
      model: serviceModel('kms'),
    },
  });
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  sagemaker.state.configurations = Array.from({ length: 120 }, (_, number) => ({ name: `c${number}` }));
  sagemaker.state.endpoints = [{ name: 'e', configuration: 'c0', pending: 'c1', status: 'Updating' }];
  organization.state.accounts = [{ id: member, name: 'models' }];
  organization.state.roles.set(`arn:aws:iam::${member}:role/audit`, 'word');

  expect(await collect(organizationAccounts(await organizations()))).toHaveLength(1);
  const credentials = await enterAccount(member, { name: 'audit', externalId: 'word' }, 'eu-west-1');
  const client = await sageMaker({ credentials });
  expect(await collect(endpointConfigurations(client))).toHaveLength(120);
  expect(await collect(endpoints(client))).toHaveLength(1);
  const keys = createKeyDirectory(describeKeyWith({ credentials }), () => 0);
  expect((await keys.lookUp([arn], { account: member, region: 'eu-west-1' })).get(arn)).toMatchObject({
    state: 'found',
    arn,
  });
  expect(server.violations).toEqual([]);
  await server.close();
});
