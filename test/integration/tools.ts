/**
 * What every integration test gets from run.mjs:
 *
 * - `VENV_BIN`: folder with `aws`, `sam`, `cfn-lint`, `cfn`, `moto_server`, `pre-commit` and `python`, use `tool(name)`;
 * - `LOCALSTACK_PYTHON`: a Python with LocalStack's engine, use `localStackPython()`;
 * - `NODE22` and `NODE24`: the binaries of these Nodes, use `node22()` and `node24()`;
 * - `CHROMIUM`: the binary of a Chromium, use `chromium()`;
 * - `LAMBDA_CLIENT` and `LAMBDA_EMULATOR`: what runs a function as Lambda does, use `lambdaRuntime()`;
 * - credentials of nobody, region eu-west-1, and `AWS_ENDPOINT_URL` on a port where nothing listens, so that a
 *   call nobody redirected fails at once. Start a fake AWS with moto.ts and pass its `env` on.
 *
 * dist/ is built before the suite starts. A tool that is missing fails the test; nothing is ever skipped.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RuntimeTools } from './lambda-runtime.js';

/** The project's root folder. */
export const root = resolve(import.meta.dirname, '..', '..');

/** Path of a tool of requirements.txt. */
export function tool(
  name: 'aws' | 'sam' | 'cfn-lint' | 'cfn' | 'moto_server' | 'pre-commit' | 'python',
): string {
  return existing(join(fromRunner('VENV_BIN'), name));
}

/** Path of Node 22. */
export function node22(): string {
  return existing(fromRunner('NODE22'));
}

/** Path of the Python that has LocalStack's engine. */
export function localStackPython(): string {
  return existing(fromRunner('LOCALSTACK_PYTHON'));
}

/** Path of Node 24. */
export function node24(): string {
  return existing(fromRunner('NODE24'));
}

/** Path of Chromium. */
export function chromium(): string {
  return existing(fromRunner('CHROMIUM'));
}

/** Paths of AWS's runtime interface client and emulator, and of the Node that they run. */
export function lambdaRuntime(): RuntimeTools {
  return {
    client: existing(fromRunner('LAMBDA_CLIENT')),
    emulator: existing(fromRunner('LAMBDA_EMULATOR')),
    node: node24(),
  };
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** Runs a command to its end, without blocking the servers that this process plays for it. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((settle, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: 'pipe',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject).once('close', (status) => settle({ status, stdout, stderr }));
    child.stdin.on('error', () => {}).end(options.stdin ?? '');
  });
}

function fromRunner(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: start the suite with "npm run test:integration"`);
}

function existing(path: string): string {
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing: remove node_modules/.cache/integration and start again`);
}
