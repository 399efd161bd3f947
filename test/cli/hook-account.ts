/** An account on the loopback for the tests of `kms-guard hook`, and the command run against it. */
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { cloudFormation } from '../../src/aws/client.js';
import { hookCommand } from '../../src/cli/commands/hook.js';
import { processEnvironment } from '../../src/cli/hook/subcommand.js';
import { type AwsServer, startCloudFormationServer } from '../aws/aws-server.js';
import { type RegistryState, registryService } from '../aws/hook-service.js';
import { instantRetries } from '../aws/instant-retries.js';

export const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:kms-guard:live';
export const roleArn = 'arn:aws:iam::111122223333:role/kms-guard-hook';
export const resourceAlias = 'Guard::SageMaker::EndpointKms';
export const cloudControlAlias = 'Guard::SageMaker::EndpointKmsCloudControl';
export const stackAlias = 'Guard::SageMaker::EndpointKmsStack';

export interface Run {
  readonly code: number | undefined;
  /** The message of the UsageError, where there was one. */
  readonly refused: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What is typed at a terminal; without it, stdin is none. */
  readonly typed?: string;
  /** How many times `results --follow` asks before it is interrupted. */
  readonly polls?: number;
  readonly color?: boolean;
  readonly betweenPolls?: () => void;
}

/** The account of the present test; it begins empty. */
export const account = {} as { server: AwsServer; state: RegistryState };

/** Gives every test of a file an account of its own. */
export function useAccount(): void {
  beforeEach(async () => {
    const { state, operations } = registryService();
    account.state = state;
    account.server = await startCloudFormationServer(operations);
    const env = {
      AWS_ENDPOINT_URL: account.server.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_DEFAULT_REGION'])
      vi.stubEnv(name, undefined);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await account.server.close();
  });
}

/** Runs `kms-guard hook …` against the account. */
export async function hook(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  let stdout = '';
  let stderr = '';
  let polls = options.polls ?? 1;
  const interrupted = new AbortController();
  const command = hookCommand({
    ...processEnvironment,
    cloudFormation: (clientOptions) => cloudFormation({ ...clientOptions, retryStrategy: instantRetries(2) }),
    wait: async () => {
      polls -= 1;
      if (polls <= 0) interrupted.abort();
      options.betweenPolls?.();
    },
    interruption: () => interrupted.signal,
  });
  const isTTY = options.color ?? false;
  const io = {
    stdin: Object.assign(new PassThrough(), { isTTY: options.typed !== undefined }),
    stdout: { isTTY, write: (text: string) => (stdout += text) },
    stderr: { isTTY, write: (text: string) => (stderr += text) },
    env: {},
    cwd: '/',
    now: () => new Date('2026-11-24T12:00:00Z'),
  };
  io.stdin.end(options.typed);
  try {
    return { code: await command.run(argv, io), refused: undefined, stdout, stderr };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UsageError') throw error;
    expect(error.message, 'main prints the first line only').not.toContain('\n');
    return { code: undefined, refused: error.message, stdout, stderr };
  }
}

/** The operations that were called, in order. */
export function called(): string[] {
  return account.server.calls.map(({ operation }) => operation);
}

/** Those of them that change something. */
export function changed(): string[] {
  return called().filter((operation) => !/^(?:Describe|BatchDescribe|List|Get)/.test(operation));
}

/** A hook's configuration, as the account has it now. */
export function configuration(alias: string): unknown {
  const text = account.state.hooks.get(alias)?.configuration;
  return text === undefined ? undefined : JSON.parse(text).CloudFormationConfiguration.HookConfiguration;
}

/** Puts a hook into the account, with members that this program knows nothing of. */
export function present(alias: string, settings: Readonly<Record<string, unknown>> = {}): void {
  const HookConfiguration = {
    TargetStacks: 'ALL',
    HookInvocationStatus: 'ENABLED',
    TargetOperations: ['RESOURCE'],
    FailureMode: 'FAIL',
    Properties: { LambdaFunction: functionArn, Other: 'kept' },
    TargetFilters: { TargetNames: ['AWS::SageMaker::*'] },
    StackFilters: { FilteringCriteria: 'ANY', StackNames: { Include: ['a*'] } },
    EncryptionConfiguration: { KmsKeyId: 'alias/hooks' },
    Unheard: { of: [1, 2] },
    ...settings,
  };
  account.state.hooks.set(alias, {
    alias,
    originalTypeName: 'AWS::Hooks::LambdaHook',
    roleArn,
    version: '1.2.0',
    configuration: JSON.stringify({ Beside: true, CloudFormationConfiguration: { HookConfiguration } }),
  });
}
