/** What npm would publish: the files in it, and what they are good for in an empty project. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Packed, pack } from './packed.js';
import { root, run } from './tools.js';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let packed: Packed;
let project: string;

beforeAll(async () => {
  packed = await pack();
  project = mkdtempSync(join(tmpdir(), 'installed-'));
  writeFileSync(join(project, 'package.json'), '{"name": "empty", "version": "1.0.0", "private": true}\n');
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', packed.tarball];
  const { status, stderr } = await run('npm', install, { cwd: project });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  writeFileSync(
    join(project, 'template.yaml'),
    'Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties: {}\n',
  );
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

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
        'dist/call/samconfig.js',
        'dist/cli.js',
        ...commands,
        'dist/fix/run.js',
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

describe('in an empty project', () => {
  test('npx runs the command', async () => {
    const version = await run('npx', ['--no-install', 'kms-guard', '--version'], { cwd: project });
    expect(version).toMatchObject({ status: 0 });
    expect(version.stdout).toContain(manifest.version);
    const checked = await run(
      'npx',
      ['--no-install', 'kms-guard', 'check', 'template.yaml', '--format', 'json'],
      { cwd: project },
    );
    expect(checked.status).toBe(1);
    expect(JSON.parse(checked.stdout).results).toMatchObject([
      { file: 'template.yaml', logicalId: 'Config', verdict: 'nonCompliant' },
    ]);
    const fixed = await run(
      'npx',
      ['--no-install', 'kms-guard', 'check', 'template.yaml', '--fix', '--key', 'alias/a'],
      { cwd: project },
    );
    expect(fixed.stdout).toContain('+    Properties: {KmsKeyId: alias/a}');
    for (const command of ['simulate', 'invoke', 'policy', 'audit', 'hook']) {
      expect(
        await run('npx', ['--no-install', 'kms-guard', command, '--help'], { cwd: project }),
      ).toMatchObject({ status: 0 });
    }
  });

  const use = `const judged = evaluate({ KmsKeyId: 'alias/a' });
checkTemplate('Resources: {A: {Type: "AWS::SageMaker::EndpointConfig"}}').then(([finding]) => {
  console.log(judged.verdict, finding?.verdict, new EndpointKmsGuard().name);
});
`;
  test.each([
    [
      'required',
      'a.cjs',
      "const { checkTemplate, evaluate } = require('endpoint-kms-guard');\nconst { EndpointKmsGuard } = require('endpoint-kms-guard/cdk');\n",
    ],
    [
      'imported',
      'a.mjs',
      "import { checkTemplate, evaluate } from 'endpoint-kms-guard';\nimport { EndpointKmsGuard } from 'endpoint-kms-guard/cdk';\n",
    ],
  ])('the library is %s', async (_how, file, head) => {
    writeFileSync(join(project, file), head + use);
    const { status, stdout, stderr } = await run(process.execPath, [file], { cwd: project });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'compliant nonCompliant endpoint-kms-guard\n',
      stderr: '',
    });
  });

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
  ])('its types are found from %s with module resolution %s', async (file, module, resolution) => {
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
