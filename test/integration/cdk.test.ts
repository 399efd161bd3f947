/** The CDK plugin in real apps: each is synthesized by aws-cdk-lib in a process of its own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, run } from './tools.js';

let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'cdk-app-'));
  const modules = join(project, 'node_modules');
  mkdirSync(modules);
  for (const name of ['aws-cdk-lib', 'constructs', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  symlinkSync(root, join(modules, 'endpoint-kms-guard'));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const variants = (type: string) =>
  `productionVariants: [{ variantName: 'a', modelName: 'm', instanceType: '${type}', initialInstanceCount: 1, initialVariantWeight: 1 }]`;

/** Synthesizes an app whose only stack has what `body` makes, into a folder of its own. */
async function synth(
  name: string,
  body: string,
  plugin = 'Validations.of(app).addPlugins(new EndpointKmsGuard());',
) {
  const out = join(project, `${name}.out`);
  const file = join(project, `${name}.cjs`);
  writeFileSync(
    file,
    `const { App, NestedStack, Stack, Validations, aws_kms: kms, aws_sagemaker: sagemaker } = require('aws-cdk-lib');
const { EndpointKmsGuard } = require('endpoint-kms-guard/cdk');
const guard = new EndpointKmsGuard();
const app = new App({ outdir: ${JSON.stringify(out)}, ${plugin.startsWith('policy') ? plugin : ''} });
${plugin.startsWith('policy') ? '' : plugin}
const stack = new Stack(app, 'Ml', { stackName: 'ml-prod', env: { account: '123456789012', region: 'eu-west-1' } });
${body}
app.synth();
`,
  );
  const ended = await run(process.execPath, [file], { cwd: project });
  return { ...ended, out };
}

const withoutKey = `new sagemaker.CfnEndpointConfig(stack, 'Config', { ${variants('ml.m5.large')} });`;
const withKey = `new sagemaker.CfnEndpointConfig(stack, 'Config', { ${variants('ml.m5.large')}, kmsKeyId: new kms.Key(stack, 'Key').keyArn });`;
const local = `new sagemaker.CfnEndpointConfig(stack, 'Config', { ${variants('ml.g5.xlarge')} });`;
const nested = (key: string) => `const inner = new NestedStack(stack, 'Nested');
new sagemaker.CfnEndpointConfig(inner, 'Config', { ${variants('ml.m5.large')}${key} });`;

describe('cdk synth', () => {
  test('fails with the finding of check and its construct path', async () => {
    const { status, stderr, out } = await synth('refused', withoutKey);
    expect(status).not.toBe(0);
    expect(stderr).toContain('Ml/Config (Config)');
    expect(stderr).toContain('endpoint-kms-guard::sagemaker-endpoint-config-kms-key-id');

    const checked = await run(
      process.execPath,
      [join(root, 'dist/cli.js'), 'check', out, '--format', 'json'],
      { cwd: project },
    );
    expect(checked.status).toBe(1);
    const [result] = JSON.parse(checked.stdout).results;
    expect(result).toMatchObject({ logicalId: 'Config', reason: 'keyAbsent' });

    const report = JSON.parse(readFileSync(join(out, 'validation-report.json'), 'utf8'));
    const ours = JSON.stringify(report);
    expect(ours).toContain(JSON.stringify(result.message).slice(1, -1));
    expect(ours).toContain(JSON.stringify(result.remediation).slice(1, -1));
    expect(ours).toContain('"Ml/Config"');
  });

  test.each([
    ['a key', withKey],
    ['nothing in its stack', ''],
    ['a key of the parent, in a nested stack', nested(", kmsKeyId: new kms.Key(stack, 'Key').keyArn")],
  ])('goes through with %s', async (name, body) => {
    const { status, stderr } = await synth(name.replace(/\W/g, ''), body);
    expect({ status, ours: stderr.includes('endpoint-kms-guard') }).toEqual({ status: 0, ours: false });
  });

  test('fails for a nested stack', async () => {
    const { status, stderr } = await synth('nested', nested(''));
    expect(status).not.toBe(0);
    expect(stderr).toContain('Ml/Nested/Config');
  });

  test('goes by the interface that older versions have, too', async () => {
    const beta = 'policyValidationBeta1: [guard]';
    const { status, stderr } = await synth('beta', withoutKey, beta);
    expect(status).not.toBe(0);
    expect(stderr).toContain('Ml/Config (Config)');
    expect((await synth('betapassed', withKey, beta)).status).toBe(0);
  });

  test('goes by the policy of the project', async () => {
    const file = join(project, 'kms-guard.yaml');
    writeFileSync(
      file,
      'exemptions:\n- {account: "123456789012", region: eu-west-1, stack: ml-prod, resource: Config, reason: a test, expires: 2999-01-01}\n',
    );
    expect((await synth('exempt', withoutKey)).status).toBe(0);
    writeFileSync(file, 'localStorage: exempt\n');
    expect((await synth('local', local)).status).toBe(0);
    rmSync(file);
    expect((await synth('localrefused', local)).status).not.toBe(0);
  });
});

test('the plugin has the type that the CDK asks for, under both names', async () => {
  writeFileSync(
    join(project, 'typed.ts'),
    `import { App, type IPolicyValidationPlugin, type IPolicyValidationPluginBeta1, Validations } from 'aws-cdk-lib';
import { EndpointKmsGuard } from 'endpoint-kms-guard/cdk';
const guard = new EndpointKmsGuard({ policy: { keyPolicy: 'wellFormed' }, strict: true });
const current: IPolicyValidationPlugin = guard;
const older: IPolicyValidationPluginBeta1 = guard;
Validations.of(new App({ policyValidationBeta1: [older] })).addPlugins(current);
`,
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  for (const [module, resolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const) {
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      module,
      '--moduleResolution',
      resolution,
      '--target',
      'es2022',
      '--types',
      'node',
    ];
    const { status, stdout } = await run(process.execPath, [tsc, ...options, 'typed.ts'], { cwd: project });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  }
});
