/** .pre-commit-hooks.yaml: pre-commit itself takes the hook from a repository and runs it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pack } from './packed.js';
import { root, run, tool } from './tools.js';

let base: string;
let project: string;

function git(cwd: string, ...args: string[]): string {
  const identity = [
    '-c',
    'user.name=test',
    '-c',
    'user.email=test@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8' }).trim();
}

const manifest = readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** A repository with the hook, whose package is the packed tool in the place of the published one. */
async function hookRepository(): Promise<{ path: string; rev: string }> {
  const path = join(base, 'hook');
  mkdirSync(path);
  const { tarball } = await pack();
  writeFileSync(
    join(path, '.pre-commit-hooks.yaml'),
    manifest.replace(`endpoint-kms-guard@${version}`, tarball),
  );
  git(path, 'init', '-q');
  git(path, 'add', '.');
  git(path, 'commit', '-qm', 'x');
  return { path, rev: git(path, 'rev-parse', 'HEAD') };
}

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'pre-commit-'));
  const { path, rev } = await hookRepository();
  project = join(base, 'project');
  mkdirSync(project);
  git(project, 'init', '-q');
  writeFileSync(
    join(project, '.pre-commit-config.yaml'),
    `repos:\n- repo: ${path}\n  rev: ${rev}\n  hooks:\n  - id: kms-guard\n`,
  );
}, 300_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

const preCommit = (...args: string[]) =>
  run(tool('pre-commit'), args, {
    cwd: project,
    env: { PRE_COMMIT_HOME: join(base, 'home'), PRE_COMMIT_COLOR: 'never' },
  });

const template = (properties: string) =>
  `Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties: ${properties}\n`;

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  git(project, 'add', '.');
}

test('the manifest is valid', async () => {
  const { status, stdout, stderr } = await preCommit(
    'validate-manifest',
    join(root, '.pre-commit-hooks.yaml'),
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  // A tag of the repository runs the package of that version.
  expect(manifest).toContain(`--package=endpoint-kms-guard@${version} `);
});

test('a commit with a configuration that has no key is refused, and goes through with one', async () => {
  const others = {
    'package.json': '{"name": "x"}',
    'broken.yaml': 'a: [',
    'a.template': template('{KmsKeyId: alias/a}'),
  };
  write({ ...others, 'b c.yaml': template('{}') });
  const refused = await preCommit('run');
  expect(refused.stdout + refused.stderr).toContain('b c.yaml');
  expect(refused.stdout).toMatch(/has no KmsKeyId/);
  expect(refused.stdout).toMatch(/exit code: 1/);
  expect(refused.stdout).not.toContain('broken.yaml');
  expect(refused.status).toBe(1);

  write({ 'b c.yaml': template('{KmsKeyId: alias/a}') });
  const passed = await preCommit('run');
  expect(passed.stdout).toMatch(/Passed\n/);
  expect(passed.status).toBe(0);
});

test('a commit without templates is none of its business', async () => {
  git(project, 'commit', '-qm', 'x');
  write({ 'a.txt': 'x' });
  const { status, stdout } = await preCommit('run');
  expect({ status, skipped: stdout.includes('Skipped') }).toEqual({ status: 0, skipped: true });
});
