/** Runs `kms-guard audit` against a loopback CloudFormation, with the real SDK and the credentials of nobody. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import * as aws from '../../src/aws/index.js';
import type { Coverage } from '../../src/cli/audit/audit-report.js';
import type { AuditClients } from '../../src/cli/audit/clients.js';
import type { Command, ExitCode, Io, Sink } from '../../src/cli/command.js';
import { auditCommand } from '../../src/cli/commands/audit.js';
import { type AwsServer, Fault, type Operations, startAwsServer } from '../aws/aws-server.js';
import { instantRetries } from '../aws/instant-retries.js';
import { organizationService } from '../aws/organization-service.js';
import { sageMakerService } from '../aws/sagemaker-service.js';
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

/** What the real command calls, repeating what AWS throttles without the waiting. */
export function withoutWaiting(): AuditClients {
  const retryStrategy = instantRetries(8);
  return {
    ...aws,
    cloudFormation: (options) => aws.cloudFormation({ ...options, retryStrategy }),
    sageMaker: (options) => aws.sageMaker({ ...options, retryStrategy }),
    organizations: (options) => aws.organizations({ ...options, retryStrategy }),
    sts: (options) => aws.sts({ ...options, retryStrategy }),
    describeKeyWith: (config) => aws.describeKeyWith({ ...config, retryStrategy }),
  };
}

export async function runAudit(
  argv: readonly string[],
  io: Partial<Io> = {},
  command: Command = auditCommand(withoutWaiting()),
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

export interface Result {
  readonly account: string;
  readonly region: string;
  readonly configuration: string | null;
  readonly stack: string | null;
  readonly logicalId: string | null;
  readonly endpoints: readonly string[];
  readonly source: string;
  readonly verdict: string;
  readonly reason: string;
  readonly message: string;
  readonly remediation: string;
}

/** What `--format json` writes. */
export interface JsonReport {
  readonly results: readonly Result[];
  readonly coverage: Coverage | null;
  readonly summary: Readonly<Record<string, number>>;
  readonly scope: Record<'accounts' | 'regions', readonly string[]>;
  readonly failures: readonly {
    readonly account: string | null;
    readonly region: string | null;
    readonly message: string;
  }[];
}

/** The JSON report of an audit. */
export async function auditAsJson(
  argv: readonly string[] = [],
  io: Partial<Io> = {},
): Promise<Ran & JsonReport> {
  const ran = await runAudit([...argv, '--format', 'json'], io);
  expect(ran.refused).toBeUndefined();
  return { ...ran, ...(JSON.parse(ran.stdout) as JsonReport) };
}

/** An account with these stacks; the environment points the SDK at it until the test is over. */
export async function startAccount(
  stacks: readonly FakeStack[] = [],
  env: Readonly<Record<string, string | undefined>> = {},
) {
  const service = stacksService(stacks);
  const sageMaker = sageMakerService();
  const { sts } = organizationService();
  /** Key, as it is asked about -> what KMS says of it. */
  const keys = new Map<string, object | Fault>();
  const server = await startServices({
    cloudformation: service.operations,
    sagemaker: sageMaker.operations,
    sts,
    kms: keyService(keys),
  });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return { ...service, sageMaker, keys, server };
}

/** These services, which the environment points the SDK at until the test is over. */
export async function startServices(services: Readonly<Record<string, Operations>>): Promise<AwsServer> {
  const server = await startAwsServer(
    Object.fromEntries(Object.entries(services).map(([name, operations]) => [name, { operations }])),
  );
  servers.push(server);
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  return server;
}

function keyService(keys: ReadonlyMap<string, object | Fault>): Operations {
  return {
    DescribeKey({ KeyId }) {
      const found = keys.get(String(KeyId)) ?? new Fault('NotFoundException', 'no such key');
      if (found instanceof Fault) throw found;
      return { KeyMetadata: found };
    },
  };
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
