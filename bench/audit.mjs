// `kms-guard audit` against CloudFormation on the loopback, every stack with 40 resources, an endpoint configuration
// among them. Part of `npm run bench`; `node bench/audit.mjs 10000` measures another number of stacks.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromTests } from './from-tests.mjs';
import { row } from './measure.mjs';

const cli = join(import.meta.dirname, '../dist/cli.js');
const usage = join(import.meta.dirname, 'usage.cjs');
const configType = 'AWS::SageMaker::EndpointConfig';

/** The tests' own server, in plain JavaScript. */
async function server(folder, stacks) {
  const { startCloudFormationServer } = await fromTests(folder, 'aws/aws-server');
  const { stacksService } = await fromTests(folder, 'aws/stacks-service');
  const { operations } = stacksService(Array.from({ length: stacks }, (_, index) => stack(index)));
  return startCloudFormationServer(operations);
}

function stack(index) {
  const name = `stack-${index}`;
  const topics = Array.from({ length: 39 }, (_, number) => [
    `Topic${number}`,
    { Type: 'AWS::SNS::Topic', Properties: { TopicName: `${name}-${number}`, DisplayName: 'x'.repeat(300) } },
  ]);
  const Properties = {
    ProductionVariants: [{ VariantName: 'all', InstanceType: { Ref: 'Type' } }],
    ...(index % 2 === 0 && { KmsKeyId: 'alias/endpoints' }),
  };
  const all = Object.fromEntries([...topics, ['Config', { Type: configType, Properties }]]);
  return {
    name,
    template: JSON.stringify({ Parameters: { Type: { Type: 'String' } }, Resources: all }, null, 2),
    resources: Object.fromEntries(Object.entries(all).map(([id, { Type }]) => [id, Type])),
    parameters: { Type: index % 3 === 0 ? 'ml.g5.xlarge' : 'ml.m5.large' },
  };
}

/** @returns {Promise<{seconds: number, megabytes: number, report: string}>} */
function audit(url, format) {
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, ['-r', usage, cli, 'audit', '--format', format], {
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

/** @returns {Promise<boolean[]>} whether each row holds */
export async function auditRows(stacks) {
  console.log(`\nkms-guard audit, ${stacks} stacks, an endpoint configuration in each`);
  const folder = mkdtempSync(join(tmpdir(), 'kms-guard-bench-'));
  const { url, close } = await server(folder, stacks);
  const limit = { seconds: stacks / 100, megabytes: 200 };
  const held = [];
  try {
    for (const format of ['json', 'html']) {
      const { seconds, megabytes, report } = await audit(url, format);
      const found = format === 'json' ? JSON.parse(report).results.length : stacks;
      if (found !== stacks) throw new Error(`${found} configurations in the report`);
      const figure = `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`;
      const holds = seconds < limit.seconds && megabytes < limit.megabytes;
      held.push(
        row(`--format ${format}`, figure, `under ${limit.seconds} s and ${limit.megabytes} MB`, holds),
      );
    }
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
  return held;
}

if (process.argv[1] === import.meta.filename) await auditRows(Number(process.argv[2] ?? 1000));
