/** What npm would publish: the files in it, and what they are good for in an empty project. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Packed, pack } from './packed.js';
import { node22, node24, root, run } from './tools.js';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const nodes = { 'this Node': () => process.execPath, 'Node 22': node22, 'Node 24': node24 };
let packed: Packed;
let base: string;
let project: string;

/** An empty project with the package, which npm has installed under this Node. */
async function install(name: string, node: string): Promise<string> {
  const folder = join(base, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"name": "empty", "version": "1.0.0", "private": true}\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const { status, stderr } = await run('npm', ['install', ...options, packed.tarball], {
    cwd: folder,
    env: under(node),
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  for (const [file, Properties] of Object.entries({ good: { KmsKeyId: 'alias/a' }, bad: {} })) {
    const Resources = { Config: { Type: 'AWS::SageMaker::EndpointConfig', Properties } };
    writeFileSync(join(folder, `${file}.json`), JSON.stringify({ Resources }));
  }
  return folder;
}

/** The environment in which npm, npx and what they start run under this Node. */
function under(node: string): Record<string, string> {
  return { PATH: `${dirname(node)}${delimiter}${process.env['PATH']}` };
}

beforeAll(async () => {
  packed = await pack();
  base = mkdtempSync(join(tmpdir(), 'installed-'));
  project = await install('types', process.execPath);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('the tarball', () => {
  test('has what users need, and nothing else', () => {
    const others = packed.files.filter((file) => !/^dist\/types\/.*\.d\.ts$/.test(file));
    const commands = ['audit', 'check', 'hook', 'invoke', 'policy', 'simulate'].map(
      (name) => `dist/commands/${name}.js`,
    );
    expect(others).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/cdk.js',
        'dist/re2js.js',
        'dist/cli.js',
        ...commands,
        'dist/index.js',
        'dist/lambda/index.js',
        'dist/policy.schema.json',
        'package.json',
      ].sort(),
    );
  });

  test('has nothing that publint objects to', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, strict: true, level: 'suggestion' });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test('brings neither the CDK nor anything for development along', async () => {
    const { stdout } = await run('npm', ['ls', '--all', '--parseable'], { cwd: project });
    for (const name of Object.keys(manifest.devDependencies)) {
      expect(stdout.split('\n')).not.toContain(join(project, 'node_modules', name));
    }
  });
});

describe.each(Object.entries(nodes))('in an empty project under %s', (name, node) => {
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = await install(name, node());
    env = under(node());
  });
  const guard = (...args: readonly string[]) =>
    run('npx', ['--no-install', 'kms-guard', ...args], { cwd: folder, env });

  test('npx runs the command, and every command has its help', async () => {
    // Not `npx node`: inside of another npm script npx takes that for the command installed globally.
    const { stdout } = await run('npx', ['--no-install', '-c', 'node --version'], { cwd: folder, env });
    expect(stdout.trim()).toBe((await run(node(), ['--version'])).stdout.trim());
    expect(await guard('--version')).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
    for (const command of ['check', 'simulate', 'invoke', 'policy', 'audit', 'hook']) {
      const help = await guard(command, '--help');
      expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining(`kms-guard ${command}`) });
    }
  });

  test.each([
    ['good.json', 0, 'compliant'],
    ['bad.json', 1, 'nonCompliant'],
  ])('%s is judged', async (file, status, verdict) => {
    const checked = await guard('check', file, '--format', 'json');
    expect(checked.status).toBe(status);
    expect(JSON.parse(checked.stdout).results).toMatchObject([{ file, logicalId: 'Config', verdict }]);
    expect(await guard('simulate', file, '--format', 'brief')).toMatchObject({ status });
  });

  test('a key is added', async () => {
    const { stdout } = await guard('check', 'bad.json', '--fix', '--key', 'alias/a');
    expect(stdout).toMatch(/^\+.*"Properties": ?\{"KmsKeyId": ?"alias\/a"\}/m);
  });

  const use = `const verdicts = ['good', 'bad'].map((file) => {
  const template = readFileSync(file + '.json', 'utf8');
  return checkTemplate(template).then(([finding]) => finding?.verdict);
});
Promise.all(verdicts).then((found) => {
  const { success } = new EndpointKmsGuard().validate({ templatePaths: ['bad.json'] });
  console.log(evaluate({ KmsKeyId: 'alias/a' }).verdict, ...found, success);
});
`;
  test.each([
    [
      'required',
      'a.cjs',
      `const { readFileSync } = require('node:fs');
const { checkTemplate, evaluate } = require('endpoint-kms-guard');
const { EndpointKmsGuard } = require('endpoint-kms-guard/cdk');
`,
    ],
    [
      'imported',
      'a.mjs',
      `import { readFileSync } from 'node:fs';
import { checkTemplate, evaluate } from 'endpoint-kms-guard';
import { EndpointKmsGuard } from 'endpoint-kms-guard/cdk';
`,
    ],
  ])('the library and the CDK plugin are %s', async (_how, file, head) => {
    writeFileSync(join(folder, file), head + use);
    const ended = await run(node(), [file], { cwd: folder });
    expect(ended).toEqual({ status: 0, stdout: 'compliant compliant nonCompliant false\n', stderr: '' });
  });
});

describe('the types', () => {
  const typed = `import { type CheckOptions, checkTemplate, evaluate, type Finding, type Verdict } from 'endpoint-kms-guard';
import { EndpointKmsGuard } from 'endpoint-kms-guard/cdk';
const options: CheckOptions = { policy: { keyPolicy: 'wellFormed' }, parameters: { A: 'b' } };
export async function main(): Promise<readonly Finding[]> {
  const verdict: Verdict = evaluate({}).verdict;
  const { success }: { success: boolean } = new EndpointKmsGuard().validate({ templatePaths: [] });
  return success && verdict === 'compliant' ? [] : checkTemplate('', options);
}
// @ts-expect-error: there is no such member
evaluate({}, { policy: { keyPolice: 'present' } });
// @ts-expect-error: there is no such verdict
export const wrong: Verdict = 'fine';
`;
  test.each([
    ['a.mts', 'nodenext', 'nodenext'],
    ['a.cts', 'nodenext', 'nodenext'],
    ['b.ts', 'esnext', 'bundler'],
  ])('are found from %s with module resolution %s', async (file, module, resolution) => {
    writeFileSync(join(project, file), typed);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    // The declarations themselves are checked as well (no skipLibCheck), with nothing else installed.
    const options = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2023',
      '--types',
      '',
    ];
    const { status, stdout } = await run(
      process.execPath,
      [tsc, ...options, '--module', module, '--moduleResolution', resolution, file],
      { cwd: project },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
