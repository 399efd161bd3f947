/** `sam local invoke` in Docker, as the README has it; run.mjs leaves this file out where no Docker daemon answers. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ended, root, run, tool } from './tools.js';

const folder = mkdtempSync(join(tmpdir(), 'kms-guard-sam-invoke-'));
const built = join(folder, 'build');
const env = { __SAM_CLI_APP_DIR: folder };
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
const parameters = ['--parameter-overrides', `Architecture=${architecture}`];

/** SAM builds on AWS's image for the runtime, and would ask the registry even where Docker has it already. */
const image = `public.ecr.aws/lambda/nodejs:24-${architecture}`;
const find = 'import docker, sys; docker.from_env().images.get(sys.argv[1])';
let pull: readonly string[] = [];

beforeAll(async () => {
  const options = ['--build-dir', built, '--cache-dir', join(folder, 'cache'), ...parameters];
  const { status, stdout, stderr } = await run(tool('sam'), ['build', ...options], { env });
  expect(status, stdout + stderr).toBe(0);
  if ((await run(tool('python'), ['-c', find, image])).status === 0) pull = ['--skip-pull-image'];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function samLocalInvoke(event: string): Promise<Ended> {
  const template = join(built, 'template.yaml');
  const options = ['--template', template, ...parameters, ...pull, '--event', event];
  return run(tool('sam'), ['local', 'invoke', 'GuardFunction', ...options], { env });
}

it.each([
  'resource-create.fail.json',
  'resource-create.pass.json',
  'resource-create.malformed.json',
  'cloudcontrol-update.fail.json',
])('answers %s as `kms-guard invoke` does', async (file) => {
  const event = join(root, 'events', file);
  const inDocker = await samLocalInvoke(event);
  expect(inDocker.status, inDocker.stderr).toBe(0);
  const invoked = await run(process.execPath, [join(root, 'dist/cli.js'), 'invoke', event]);
  expect(JSON.parse(inDocker.stdout)).toEqual(JSON.parse(invoked.stdout));
});
