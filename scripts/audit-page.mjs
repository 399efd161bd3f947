// Takes the README's picture of the audit page: a screenshot in headless Chromium of what `kms-guard audit --format
// html` writes about a simulated account on the loopback interface.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { fromTests } from '../bench/from-tests.mjs';

const root = join(import.meta.dirname, '..');
const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Model, whether CloudFormation created its configuration, whether that has a key, whether an endpoint uses it. */
const models = {
  'eu-west-1': [
    ['Fraud', true, false, true],
    ['Ranking', true, true, true],
    ['Search', true, true, true],
    ['Churn', true, true, false],
    ['Pricing', false, false, true],
    ['Speech', true, true, true],
    ['Forecast', true, true, true],
    ['Vision', false, true, true],
  ],
  'us-east-1': [
    ['Ranking', true, true, true],
    ['Search', true, true, true],
    ['Support', false, false, true],
    ['Fraud', true, false, false],
    ['Pricing', true, true, true],
  ],
};

/** @param {string} executablePath of Chromium @returns {Promise<Buffer>} a PNG */
export async function auditPage(executablePath) {
  const folder = mkdtempSync(join(tmpdir(), 'audit-page-'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const file = join(folder, 'audit.html');
    await audit(folder, file);
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 }, colorScheme: 'light' });
    await page.goto(pathToFileURL(file).href);
    const last = await page.locator('section', { has: page.locator('#chart') }).boundingBox();
    const height = Math.ceil(last.y + last.height) + 12;
    return await page.screenshot({ clip: { x: 0, y: 0, width: 1200, height } });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

async function audit(folder, file) {
  const { startAwsServer } = await fromTests(folder, 'aws/aws-server');
  const server = await startAwsServer(await account(folder));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'nothing',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  const { command } = createRequire(import.meta.url)(join(root, 'dist/commands/audit.js'));
  const written = { write: (text) => process.stdout.write(text) };
  const io = {
    stdin: process.stdin,
    stdout: written,
    stderr: written,
    env: {},
    cwd: folder,
    now: () => new Date('2026-11-24T08:30:00Z'),
  };
  const argv = ['--region', Object.keys(models).join(','), '--format', 'html', '--output', file];
  const status = await command.run(argv, io);
  await server.close();
  if (status !== 1) throw new Error(`the audit should exit with 1, but its exit code is ${status}`);
}

/** The simulated services of the tests, with these models. */
async function account(folder) {
  const { stacksService, configStack } = await fromTests(folder, 'aws/stacks-service');
  const { sageMakerService } = await fromTests(folder, 'aws/sagemaker-service');
  const { state, operations } = stacksService();
  const sageMakers = {};
  for (const [region, rows] of Object.entries(models)) {
    const stacks = rows.filter(([, inStack]) => inStack);
    state.regions.set(
      region,
      stacks.map(([name, , hasKey]) => {
        const id = `${name}EndpointConfig`;
        const stack = configStack(`${name.toLowerCase()}-inference`, propertiesOf(hasKey));
        return {
          ...stack,
          template: stack.template.replace('"Config"', JSON.stringify(id)),
          resources: { [id]: stack.resources.Config },
          names: { [id]: configurationOf(name, true) },
        };
      }),
    );
    const sageMaker = sageMakerService();
    sageMaker.state.configurations = rows.map(([name, inStack, hasKey]) => ({
      name: configurationOf(name, inStack),
      properties: { KmsKeyId: hasKey ? key : undefined },
    }));
    sageMaker.state.endpoints = rows
      .filter(([, , , isUsed]) => isUsed)
      .map(([name, inStack]) => ({
        name: `${name.toLowerCase()}-endpoint`,
        configuration: configurationOf(name, inStack),
      }));
    sageMakers[region] = sageMaker.operations;
  }
  const names = Object.keys(sageMakerService().operations);
  const byRegion = names.map((name) => [name, (params, region) => sageMakers[region][name](params, region)]);
  return {
    cloudformation: { operations },
    sagemaker: { operations: Object.fromEntries(byRegion) },
  };
}

/** The name that CloudFormation would generate, or a name that a person would choose. */
const configurationOf = (name, inStack) =>
  inStack ? `${name}EndpointConfig-${idOf(name)}` : `${name.toLowerCase()}-notebook-2026-03`;

const idOf = (name) =>
  createHash('sha256').update(name).digest('base64url').replaceAll(/[-_]/g, '').slice(0, 12);

const propertiesOf = (hasKey) => ({
  ProductionVariants: [{ VariantName: 'all', InstanceType: 'ml.m5.large' }],
  ...(hasKey && { KmsKeyId: key }),
});
