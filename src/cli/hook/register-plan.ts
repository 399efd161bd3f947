/** What `hook register` is going to send, from its options and files. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  emptyConfiguration,
  failureModes,
  type Members,
  targetFilters,
  withSettings,
} from '../../aws/hook-configuration.js';
import { type HookPackage, HookSchemaError, packHook } from '../../aws/hook-package.js';
import { roleArnProblem } from '../../aws/names.js';
import type { RegisterTypeRequest, RegistrationRequest } from '../../aws/registration.js';
import { type RegistryRequest, setTypeConfiguration } from '../../aws/registry.js';
import { PolicyError, parsePolicy } from '../../decision/index.js';
import { oneOf, type parseArguments } from '../arguments.js';
import { type Io, UsageError } from '../command.js';

export const registerOptions = {
  bucket: { type: 'string' },
  role: { type: 'string' },
  'log-role': { type: 'string' },
  mode: { type: 'string' },
  policy: { type: 'string' },
  schema: { type: 'string' },
  code: { type: 'string' },
  output: { type: 'string' },
  region: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  'dry-run': { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArguments<typeof registerOptions>>['values'];

/** Every request that registering takes. */
export type RegisterRequest = RegistrationRequest | RegistryRequest;

/** What is going to be sent, all of it known and checked before anything is. */
export interface Plan {
  readonly hook: HookPackage;
  readonly configuration: Members;
  readonly requests: readonly RegisterRequest[];
}

/** @throws UsageError where a file or an option cannot be used; nothing was sent then. */
export async function planOf(values: Values, io: Io): Promise<Plan> {
  const { bucket } = values;
  if (bucket === undefined) throw new UsageError('hook register needs --bucket NAME');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new UsageError(`--bucket ${bucket} is no bucket's name`);
  checkRole('--role', values.role);
  checkRole('--log-role', values['log-role']);
  const FailureMode = oneOf('--mode', (values.mode ?? 'WARN').toUpperCase(), failureModes);
  const policy = values.policy === undefined ? {} : await readPolicy(values.policy, io);
  const hook = await readHook(values, io);
  const configuration = withSettings(emptyConfiguration, {
    HookInvocationStatus: 'ENABLED',
    TargetOperations: ['RESOURCE', 'CLOUD_CONTROL'],
    FailureMode,
    Properties: policy,
    TargetFilters: targetFilters('resource'),
  });
  const digest = createHash('sha256').update(hook.zip).digest('hex');
  const hyphenated = hook.typeName.toLowerCase().replaceAll('::', '-');
  const Key = `${hyphenated}/${digest}.zip`;
  const registration: RegisterTypeRequest = {
    Type: 'HOOK',
    TypeName: hook.typeName,
    SchemaHandlerPackage: `s3://${bucket}/${Key}`,
    // The same package asks for the same registration: a repeated call makes no second version.
    ClientRequestToken: digest,
    ...(values.role !== undefined && { ExecutionRoleArn: values.role }),
    ...(values['log-role'] !== undefined && {
      LoggingConfig: { LogRoleArn: values['log-role'], LogGroupName: `${hyphenated}-logs` },
    }),
  };
  return {
    hook,
    configuration,
    requests: [
      { operation: 'PutObject', input: { Bucket: bucket, Key } },
      { operation: 'RegisterType', input: registration },
      { operation: 'SetTypeDefaultVersion', input: { Arn: '{TypeVersionArn}' } },
      setTypeConfiguration(hook.typeName, configuration),
    ],
  };
}

function checkRole(option: string, arn: string | undefined): void {
  const problem = arn === undefined ? undefined : roleArnProblem(arn);
  if (problem !== undefined) throw new UsageError(`${option} ${arn} ${problem}`);
}

async function readHook(values: Values, io: Io): Promise<HookPackage> {
  const schemaFile = values.schema ?? 'schema.json';
  const schema = await readText(schemaFile, io);
  const code = await readText(values.code ?? 'dist/lambda/index.js', io);
  try {
    return packHook(schema, new TextEncoder().encode(code));
  } catch (error) {
    if (error instanceof HookSchemaError)
      throw new UsageError(`${schemaFile} ${error.message}`, { cause: error });
    throw error;
  }
}

async function readPolicy(file: string, io: Io): Promise<Members> {
  try {
    return { ...(await parsePolicy(await readText(file, io), file)) };
  } catch (error) {
    if (error instanceof PolicyError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

async function readText(file: string, { cwd }: Io): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
