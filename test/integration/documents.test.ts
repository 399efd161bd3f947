/**
 * Every block of README and docs, run as it is written: the commands by a shell in a checkout, or in a project of a
 * user's; policies, properties and the CDK's lines by what reads them. test/documents/plan.ts has what each comes to.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkTemplate } from '../../src/index.js';
import { type AwsServer, startAwsServer } from '../aws/aws-server.js';
import { registryService } from '../aws/hook-service.js';
import { type Block, blocksOf, commandsOf, documents } from '../documents/blocks.js';
import { type Outcome, type PlannedBlock, plan, type Use } from '../documents/plan.js';
import { serviceModel } from './botocore.js';
import { deploymentsService } from './documents/deployments-service.js';
import { type PackageRegistry, startPackageRegistry } from './documents/package-registry.js';
import { type Moto, startMoto } from './moto.js';
import { root, run, tool } from './tools.js';

const folder = mkdtempSync(join(tmpdir(), 'documents-'));
const places = { checkout: join(folder, 'checkout'), project: join(folder, 'project') };
const notRun: string[] = [];
/** What a shell has exported, for the document's next block. */
const variables = join(folder, 'variables');
let moto: Moto;
let cloudFormation: AwsServer;
let deployments: ReturnType<typeof deploymentsService>;
let packages: PackageRegistry;
let env: Record<string, string>;

const template = `Parameters:
  KmsKeyArn: {Type: String, Default: ''}
Resources:
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      KmsKeyId: !Ref KmsKeyArn
      ProductionVariants: [{ModelName: a, VariantName: a, InstanceType: ml.m5.large, InitialInstanceCount: 1}]
`;

beforeAll(async () => {
  moto = await startMoto();
  packages = await startPackageRegistry();
  const hooks = registryService();
  deployments = deploymentsService(moto.url);
  const ListStacks = () => ({ StackSummaries: [] });
  const operations = { ...hooks.operations, ...deployments.operations, ListStacks };
  cloudFormation = await startAwsServer({
    cloudformation: { operations, model: serviceModel('cloudformation') },
  });
  env = {
    AWS_ENDPOINT_URL: moto.url,
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    PATH: `${dirname(tool('aws'))}${delimiter}${process.env['PATH']}`,
    npm_config_registry: packages.url,
    npm_config_prefer_offline: 'true',
    __SAM_CLI_APP_DIR: folder,
    // Whoever audits an organization has it from docs/permissions.md.
    EXTERNAL_ID: '00000000-0000-4000-8000-000000000000',
    // Whoever reads the log has it from the outputs of the guard's stack.
    LOG_GROUP: 'guard',
  };
  makeCheckout();
  await makeProject();
  await passes('aws', ['s3', 'mb', 's3://name-of-your-bucket'], folder);
  await passes('aws', ['logs', 'create-log-group', '--log-group-name', 'guard'], folder);
  await passes('aws', ['organizations', 'create-organization', '--feature-set', 'ALL'], folder);
  await activateHooks();
}, 300_000);
afterAll(async () => {
  for (const line of notRun) console.error(`documents: not run: ${line}`);
  packages.close();
  await cloudFormation.close();
  await moto.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What git has of this folder, committed or not, as a repository of its own. */
function makeCheckout(): void {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(root, name))))
    cpSync(join(root, file), join(places.checkout, file));
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', 'commit', '-qm', 'a'],
  ])
    execFileSync('git', args, { cwd: places.checkout });
}

async function makeProject(): Promise<void> {
  mkdirSync(join(places.project, 'templates'), { recursive: true });
  writeFileSync(
    join(places.project, 'package.json'),
    '{"name": "models", "version": "1.0.0", "private": true}\n',
  );
  for (const file of ['template.yaml', 'templates/model.yaml'])
    writeFileSync(join(places.project, file), template);
  await passes('npm', ['install', '--save-dev', 'endpoint-kms-guard'], places.project);
  for (const name of ['aws-cdk-lib', 'constructs'])
    symlinkSync(join(root, 'node_modules', name), join(places.project, 'node_modules', name));
}

async function activateHooks(): Promise<void> {
  const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:kms-guard:live';
  const role = 'arn:aws:iam::111122223333:role/kms-guard-hook';
  const activate = ['kms-guard', 'hook', 'activate', '--function', functionArn, '--role', role, '--yes'];
  await passes('npx', activate, places.project);
}

async function passes(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { status, stdout, stderr } = await run(command, args, { cwd, env });
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}

describe.each(documents.filter((document) => blocksOf(document).length > 0))('%s', (document) => {
  const blocks = blocksOf(document).map((block, index) => ({ block, planned: plan[document]?.[index] }));
  beforeAll(() => {
    execFileSync('git', ['clean', '-fdq'], { cwd: places.checkout });
    rmSync(variables, { force: true });
  });
  test.each(
    blocks.map(({ block, planned }) => [`line ${block.line}: ${title(block)}`, block, planned] as const),
  )(
    '%s',
    async (_title, block, planned) => {
      if (planned === undefined) throw new Error('test/documents/plan.ts has no such block');
      if ('use' in planned) await uses[planned.use](block.text);
      else await runCommands(block, planned);
    },
    600_000,
  );
});

test('docs/rollout.md changes what it names, and what it does not name keeps its value', () => {
  expect(deployments.parametersOf('endpoint-kms-guard')).toMatchObject({
    FailureMode: 'FAIL',
    Policy: 'keyPolicy: customerManaged',
  });
  expect(deployments.parametersOf('endpoint-kms-guard-sandbox')).toMatchObject({
    FailureMode: 'FAIL',
    HookStatus: 'DISABLED',
    Regions: 'eu-west-1,us-east-1',
    PolicyLocation: expect.stringMatching(/^s3:\/\/.+\/kms-guard\.yaml$/),
    TemplateUrl: expect.stringContaining('guard-0.2.0'),
  });
});

function title(block: Block): string {
  return (block.language === 'sh' ? commandsOf(block) : block.text.split('\n'))[0] ?? '';
}

/** One shell for the whole block, as variables last; writes down the code of each command. */
async function runCommands(
  block: Block,
  { place, commands }: Exclude<PlannedBlock, { use: Use }>,
): Promise<void> {
  const codes = join(folder, 'codes');
  const outcomes = commandsOf(block).map((command, index) => ({ command, outcome: commands[index]?.[1] }));
  const script = outcomes.flatMap(({ command, outcome }) => {
    if (isRun(outcome)) return [command, `echo "$?" >> '${codes}'`];
    if (outcome !== 'by .ci/run') notRun.push(`${block.document}: ${command}: ${outcome?.notRun}`);
    return [];
  });
  script.unshift(`if [ -f '${variables}' ]; then . '${variables}'; fi`);
  script.push(`export -p > '${variables}'`);
  writeFileSync(codes, '');
  // Enter is the answer to every question that SAM asks.
  const options = { cwd: places[place], env, stdin: '\n'.repeat(100) };
  const { stdout, stderr } = await run('bash', ['-c', script.join('\n')], options);
  const got = readFileSync(codes, 'utf8').trim().split('\n').filter(Boolean).map(Number);
  const expected = outcomes.flatMap(({ outcome }) => (isRun(outcome) ? [outcome.exits] : []));
  expect(got, stdout + stderr).toEqual(expected);
}

function isRun(outcome: Outcome | undefined): outcome is { readonly exits: number } {
  return typeof outcome === 'object' && 'exits' in outcome;
}

const uses: Readonly<Record<Use, (text: string) => void | Promise<void>>> = {
  drawing() {},

  async policy(text) {
    writeFileSync(join(places.project, 'policy.yaml'), text);
    const printed = await passes('npx', ['kms-guard', 'policy', 'policy.yaml'], places.project);
    for (const member of Object.keys(parse(text))) expect(printed).toMatch(new RegExp(`^${member}\\b`, 'm'));
  },

  async property(text) {
    const properties = `${template.split('KmsKeyId')[0]}${text.trim()}\n  Key: {Type: AWS::KMS::Key}\n`;
    expect(await checkTemplate(properties)).toMatchObject([{ verdict: 'compliant' }]);
  },

  async suppression(text) {
    const suppressed = template.replace(/^( *)Properties:/m, `${text.replaceAll(/^(?=.)/gm, '    ')}$&`);
    const options = { parameters: {}, now: new Date('2026-12-01T00:00:00Z') };
    expect(await checkTemplate(suppressed, options)).toMatchObject([
      { verdict: 'exempt', reason: 'suppressed' },
    ]);
  },

  step(text) {
    const [{ uses: used, with: inputs }] = parse(text);
    expect(used).toBe(`endpoint-kms-guard/endpoint-kms-guard@v${version()}`);
    expect(Object.keys(parse(readFileSync(join(root, 'action.yml'), 'utf8')).inputs)).toEqual(
      expect.arrayContaining(Object.keys(inputs)),
    );
  },

  async 'pre-commit'(text) {
    // The repository of the example is the checkout, with the tag of the version.
    execFileSync('git', ['tag', `v${version()}`], { cwd: places.checkout });
    const project = join(folder, 'pre-commit');
    mkdirSync(project);
    execFileSync('git', ['init', '-q'], { cwd: project });
    writeFileSync(join(project, '.pre-commit-config.yaml'), `repos:\n${text}`);
    writeFileSync(join(project, 'template.yaml'), template);
    execFileSync('git', ['add', '.'], { cwd: project });
    const instead = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${places.checkout}.insteadOf`,
      GIT_CONFIG_VALUE_0: parse(text)[0].repo,
      PRE_COMMIT_HOME: join(folder, 'pre-commit-home'),
      // npx keeps what it ran by name and version: this build must not stay in the user's cache as the published one.
      npm_config_cache: join(folder, 'npm-cache'),
    };
    const ended = await run(tool('pre-commit'), ['run'], { cwd: project, env: { ...env, ...instead } });
    expect(ended.status, ended.stdout + ended.stderr).toBe(1);
    expect(ended.stdout).toContain('template.yaml:7');
  },

  async cdk(text) {
    const app = `import { App, Stack, aws_sagemaker } from 'aws-cdk-lib';
const app = new App();
${text}
const productionVariants = [{ variantName: 'a', modelName: 'm', instanceType: 'ml.m5.large', initialInstanceCount: 1 }];
new aws_sagemaker.CfnEndpointConfig(new Stack(app, 'Ml'), 'Config', { productionVariants });
app.synth();
`;
    writeFileSync(join(places.project, 'app.mts'), app);
    writeFileSync(join(places.project, 'app.mjs'), app);
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', ''];
    await passes(process.execPath, [compiler, ...options, 'app.mts'], places.project);
    const { status, stderr } = await run(process.execPath, ['app.mjs'], { cwd: places.project });
    expect(status).not.toBe(0);
    expect(stderr).toContain('Ml/Config (Config)');
  },
};

function version(): string {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}
