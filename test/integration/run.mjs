// Runs the integration suite: `npm run test:integration [-- FILTER…]`. It installs the real tools (install.mjs), then
// hands over to Vitest.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  installChromium,
  installLambdaRuntime,
  installLocalStack,
  installNode,
  installTools,
  run,
} from './install.mjs';

const here = import.meta.dirname;
const root = join(here, '..', '..');
const runtimeTest = 'test/integration/lambda-runtime.test.ts';
const samInvokeTest = 'test/integration/sam-local-invoke.test.ts';

try {
  const venvBin = installTools();
  const localStack = installLocalStack();
  const node22 = installNode(22);
  const node24 = installNode(24);
  const chromium = installChromium();
  const runtime = lambdaRuntime(venvBin, node24);
  const docker = dockerVersion(venvBin);
  run('npm', ['run', '--silent', 'build'], 'cannot build the bundles');
  const tools = {
    VENV_BIN: venvBin,
    LOCALSTACK_PYTHON: localStack,
    NODE22: node22,
    NODE24: node24,
    CHROMIUM: chromium,
    ...runtime,
  };
  const left = [...(runtime.LAMBDA_EMULATOR ? [] : [runtimeTest]), ...(docker ? [] : [samInvokeTest])];
  const filters = process.argv.slice(2);
  process.exitCode = runSuite(tools, left, filters);
  if (filters.length === 0 || filters.some((filter) => samInvokeTest.includes(filter)))
    console.log(
      `sam local invoke: ${docker ? `run, in Docker ${docker}` : 'not run, no Docker daemon answers'}`,
    );
} catch (error) {
  console.error(`integration: ${error.message}`);
  console.log('integration: did not start');
  process.exitCode = 1;
}

/** The emulator is a program for Linux. */
function lambdaRuntime(venvBin, node24) {
  if (process.platform !== 'linux') {
    console.error(`integration: ${runtimeTest} is not run, since AWS's emulator is for Linux alone`);
    return {};
  }
  const { client, emulator } = installLambdaRuntime(venvBin, node24);
  return { LAMBDA_CLIENT: client, LAMBDA_EMULATOR: emulator };
}

/** Asks as SAM CLI does, through Docker's own library for Python. @returns undefined where no daemon answers */
function dockerVersion(venvBin) {
  const ask = 'import docker; print(docker.from_env(timeout=10).version()["Version"])';
  const { status, stdout } = spawnSync(join(venvBin, 'python'), ['-c', ask], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** @param left files that are not run */
function runSuite(tools, left, filters) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(here, 'vitest.config.mts');
  const excluded = left.flatMap((file) => ['--exclude', file]);
  const started = spawnSync(process.execPath, [vitest, 'run', '--config', config, ...excluded, ...filters], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...withoutAws(process.env), ...offline(), ...tools },
  });
  return started.status ?? 1;
}

/** Nothing of the caller's account may reach a tool. */
function withoutAws(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS|SAM|GUARD)_/.test(name)));
}

/** Credentials of nobody, and an endpoint where nothing listens: a call that no test redirected fails at once. */
function offline() {
  return {
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_SESSION_TOKEN: 'testing',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    SAM_CLI_TELEMETRY: '0',
    NO_PROXY: '127.0.0.1,localhost',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
