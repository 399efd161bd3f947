/** Runs `kms-guard audit` against a loopback CloudFormation, with the real SDK and the credentials of nobody. */
import { afterEach, beforeEach, vi } from 'vitest';
import { cloudFormation } from '../../src/aws/index.js';
import type { Command, ExitCode, Io, Sink } from '../../src/cli/command.js';
import { auditCommand } from '../../src/cli/commands/audit.js';
import { type AwsServer, startCloudFormationServer } from '../aws/aws-server.js';
import { instantRetries } from '../aws/instant-retries.js';
import { type FakeStack, stacksService } from '../aws/stacks-service.js';

export interface Ran {
  readonly code: ExitCode | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The message of the UsageError that the command threw. */
  readonly refused: string | undefined;
}

const now = new Date('2026-11-24T12:00:00Z');

/** Collects what is written. */
export function sink(more: Partial<Sink> = {}): Sink & { readonly text: () => string } {
  let written = '';
  return {
    write(text: string) {
      written += text;
    },
    text: () => written,
    ...more,
  };
}

/** Repeats what AWS throttles as the real command does, without the waiting. */
const withoutWaiting = auditCommand(async () => ({
  cloudFormation: (options) => cloudFormation({ ...options, retryStrategy: instantRetries(8) }),
}));

export async function runAudit(
  argv: readonly string[],
  io: Partial<Io> = {},
  command: Command = withoutWaiting,
): Promise<Ran> {
  const stdout = sink();
  const stderr = sink();
  const outer: Io = {
    stdin: process.stdin,
    stdout,
    stderr,
    env: {},
    cwd: import.meta.dirname,
    now: () => now,
    ...io,
  };
  try {
    const code = await command.run(argv, outer);
    return { code, stdout: stdout.text(), stderr: stderr.text(), refused: undefined };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UsageError')) throw error;
    return { code: undefined, stdout: stdout.text(), stderr: stderr.text(), refused: error.message };
  }
}

/** An account with these stacks; the environment points the SDK at it until the test is over. */
export async function startAccount(
  stacks: readonly FakeStack[] = [],
  env: Readonly<Record<string, string | undefined>> = {},
) {
  const service = stacksService(stacks);
  const server = await startCloudFormationServer(service.operations);
  servers.push(server);
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return { ...service, server };
}

const servers: AwsServer[] = [];

/** The credentials of nobody, and nothing of the caller's. */
export function useNobody(): void {
  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
    const nobody = {
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    for (const [name, value] of Object.entries(nobody)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
}
