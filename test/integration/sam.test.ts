import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root, run, tool } from './tools.js';

const folder = mkdtempSync(join(tmpdir(), 'kms-guard-sam-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// SAM keeps an installation id in the home folder otherwise.
const env = { __SAM_CLI_APP_DIR: folder };

describe('template.yaml', () => {
  it('is clean under cfn-lint, informational checks included', async () => {
    const ended = await run(tool('cfn-lint'), ['--include-checks', 'I', '--', 'template.yaml']);
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('is clean under sam validate --lint', async () => {
    const { status, stdout, stderr } = await run(tool('sam'), ['validate', '--lint'], { env });
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('is a valid SAM Template');
  });

  it('builds the same bundle as npm run build', async () => {
    const build = join(folder, 'build');
    const options = ['--build-dir', build, '--cache-dir', join(folder, 'cache')];
    const { status, stdout, stderr } = await run(tool('sam'), ['build', ...options], { env });
    expect(status, stdout + stderr).toBe(0);
    const artefact = join(build, 'GuardFunction');
    expect(readdirSync(artefact)).toEqual(['handler.js']);
    const same = readFileSync(join(artefact, 'handler.js')).equals(
      readFileSync(join(root, 'dist/lambda/index.js')),
    );
    expect(same).toBe(true);
  });
});
