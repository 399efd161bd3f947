// Measures `kms-guard audit` against simulated AWS services on the loopback interface. Each stack has 40 resources, one
// of them an endpoint configuration. SageMaker has as many configurations, every second one from a stack, and as many
// endpoints. Part of `npm run bench`; `node bench/audit.mjs 10000` measures with 10,000 of each.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromTests } from './from-tests.mjs';
import { row } from './measure.mjs';

const cli = join(import.meta.dirname, '../dist/cli.js');
const usage = join(import.meta.dirname, 'usage.cjs');
const configType = 'AWS::SageMaker::EndpointConfig';
const regions = ['eu-west-1', 'us-east-1'];

/**
 * Serves an organization on the loopback interface with the tests' servers. All Regions of all accounts are alike.
 * @param {string} folder where the servers are built
 * @param {readonly string[]} accounts the first is the caller's own account
 * @param {number} count the number of stacks, of configurations and of endpoints
 */
async function server(folder, accounts, count) {
  const load = (name) => fromTests(folder, `aws/${name}`);
  const { startAwsServer } = await load('aws-server');
  const { stacksService } = await load('stacks-service');
  const { sageMakerService } = await load('sagemaker-service');
  const { organizationService } = await load('organization-service');
  const { byAccount } = await load('by-account');
  const numbers = Array.from({ length: count }, (_, index) => index);
  const stacks = numbers.map(stack);
  const configurations = numbers.map(configuration);
  const endpoints = configurations.map(({ name }, index) => ({
    name: `endpoint-${index}`,
    configuration: name,
  }));

  const cloudformation = {};
  const sagemaker = {};
  const { state: organization, organizations, sts } = organizationService();
  organization.accounts = accounts.map((id) => ({ id, name: `account ${id}` }));
  for (const id of accounts) {
    organization.roles.set(`arn:aws:iam::${id}:role/audit`, '');
    const { state, operations } = stacksService([], regions[0], id);
    for (const region of regions) state.regions.set(region, stacks);
    cloudformation[id] = operations;
    const existing = sageMakerService(id);
    Object.assign(existing.state, { configurations, endpoints });
    sagemaker[id] = existing.operations;
  }
  return startAwsServer({
    cloudformation: { operations: byAccount(cloudformation) },
    sagemaker: { operations: byAccount(sagemaker) },
    organizations: { operations: organizations },
    sts: { operations: sts },
  });
}

function stack(index) {
  const name = `stack-${index}`;
  const topics = Array.from({ length: 39 }, (_, number) => [
    `Topic${number}`,
    { Type: 'AWS::SNS::Topic', Properties: { TopicName: `${name}-${number}`, DisplayName: 'x'.repeat(300) } },
  ]);
  const Properties = {
    ProductionVariants: [{ VariantName: 'all', InstanceType: { Ref: 'Type' } }],
    ...(index % 3 === 0 && { KmsKeyId: 'alias/endpoints' }),
  };
  const all = Object.fromEntries([...topics, ['Config', { Type: configType, Properties }]]);
  return {
    name,
    template: JSON.stringify({ Parameters: { Type: { Type: 'String' } }, Resources: all }, null, 2),
    resources: Object.fromEntries(Object.entries(all).map(([id, { Type }]) => [id, Type])),
    parameters: { Type: index % 5 === 0 ? 'ml.g5.xlarge' : 'ml.m5.large' },
  };
}

function configuration(index) {
  return {
    name: index % 2 === 0 ? `stack-${index}-Config` : `by-hand-${index}`,
    properties: index % 3 === 0 ? { KmsKeyId: 'alias/endpoints' } : {},
  };
}

/** @returns {Promise<{seconds: number, megabytes: number, report: string}>} */
function audit(url, ...options) {
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, ['-r', usage, cli, 'audit', ...options], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
  });
  let report = '';
  let used = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    report += text;
  });
  child.stdio[3].setEncoding('utf8').on('data', (text) => {
    used += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      if (code !== 1) reject(new Error(`audit ended with ${code}`));
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      resolve({ seconds, megabytes: JSON.parse(used).megabytes, report });
    });
  });
}

const accountIds = (count) => Array.from({ length: count }, (_, index) => String(111122223333 + index));

/**
 * @param {number} count the number of stacks, of configurations and of endpoints in the one account
 * @returns {Promise<boolean[]>} whether each row holds
 */
export async function auditRows(count) {
  console.log(`\nkms-guard audit, ${count} stacks, ${count} configurations, ${count} endpoints`);
  const limit = { seconds: count / 50, megabytes: 250 };
  const one = await rows(accountIds(1), count, limit, {
    '--format json': ['--format', 'json'],
    '--format html': ['--format', 'html'],
  });
  const perPlace = 20;
  const accounts = 50;
  const all = [...regions.flatMap((region) => ['--region', region]), '--organization', '--role', 'audit'];
  const title = `${accounts} accounts, 2 Regions, ${perPlace} of each in a Region`;
  return [
    ...one,
    ...(await rows(accountIds(accounts), perPlace, { seconds: 60, megabytes: 250 }, { [title]: all })),
  ];
}

async function rows(accounts, count, limit, calls) {
  const folder = mkdtempSync(join(tmpdir(), 'kms-guard-bench-'));
  const { url, close } = await server(folder, accounts, count);
  const held = [];
  try {
    for (const [name, options] of Object.entries(calls)) {
      const { seconds, megabytes, report } = await audit(url, ...options);
      checkCoverage(name, report, count);
      const figure = `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`;
      const holds = seconds < limit.seconds && megabytes < limit.megabytes;
      held.push(row(name, figure, `under ${limit.seconds} s and ${limit.megabytes} MB`, holds));
    }
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
  return held;
}

/** Checks that the report is complete: an incomplete one would be faster. */
function checkCoverage(name, report, count) {
  if (name !== '--format json') return;
  const { configurations, inStacks, inUse } = JSON.parse(report).coverage;
  if (configurations !== count || inStacks !== Math.ceil(count / 2) || inUse !== count)
    throw new Error(
      `the report has ${configurations} configurations, ${inStacks} in stacks, ${inUse} in use`,
    );
}

if (process.argv[1] === import.meta.filename) await auditRows(Number(process.argv[2] ?? 1000));
