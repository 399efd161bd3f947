/** Reads and changes the hooks in the account's registry of CloudFormation extensions. */
import type {
  ActivateTypeInput,
  CloudFormationClient,
  DeactivateTypeInput,
  DescribeTypeCommandOutput,
  SetTypeConfigurationInput,
  TypeConfigurationDetails,
} from '@aws-sdk/client-cloudformation';
import { AwsFailure, unlessNotFound } from './failure.js';
import { type Members, parseConfiguration } from './hook-configuration.js';
import { loadSdk } from './load-sdk.js';
import { lambdaHook } from './names.js';

/** A hook in the account. */
export interface AccountHook {
  readonly alias: string;
  readonly typeArn: string;
  /** True for AWS's hook, activated under an alias; false for a type that this account registered. */
  readonly activated: boolean;
  readonly originalTypeName: string | undefined;
  readonly executionRoleArn: string | undefined;
  readonly version: string | undefined;
  readonly latestVersion: string | undefined;
  /** Absent where the hook exists but was never configured, so that CloudFormation does not call it. */
  readonly configuration: Members | undefined;
  readonly lastUpdated: Date | undefined;
}

/** A request with the API's own names and values, so that it can be shown before it is sent. */
export type RegistryRequest =
  | { readonly operation: 'ActivateType'; readonly input: ActivateTypeInput }
  | { readonly operation: 'SetTypeConfiguration'; readonly input: SetTypeConfigurationInput }
  | { readonly operation: 'DeactivateType'; readonly input: DeactivateTypeInput };

export function activateType(alias: string, executionRoleArn: string): RegistryRequest {
  return {
    operation: 'ActivateType',
    input: {
      Type: 'HOOK',
      TypeName: lambdaHook.typeName,
      PublisherId: lambdaHook.publisherId,
      TypeNameAlias: alias,
      ExecutionRoleArn: executionRoleArn,
      AutoUpdate: true,
    },
  };
}

export function setTypeConfiguration(alias: string, configuration: Members): RegistryRequest {
  return {
    operation: 'SetTypeConfiguration',
    input: { Type: 'HOOK', TypeName: alias, Configuration: JSON.stringify(configuration) },
  };
}

export function deactivateType(alias: string): RegistryRequest {
  return { operation: 'DeactivateType', input: { Type: 'HOOK', TypeName: alias } };
}

/** Sends one request. This is the only function of the program that changes an account. */
export async function send(client: CloudFormationClient, request: RegistryRequest): Promise<void> {
  const sdk = loadSdk('client-cloudformation');
  switch (request.operation) {
    case 'ActivateType':
      await client.send(new sdk.ActivateTypeCommand(request.input));
      return;
    case 'SetTypeConfiguration':
      await client.send(new sdk.SetTypeConfigurationCommand(request.input));
      return;
    case 'DeactivateType':
      await client.send(new sdk.DeactivateTypeCommand(request.input));
      return;
  }
}

/**
 * The hook with this alias; undefined where the account has none.
 * @throws AwsFailure where the hook or its configuration cannot be read, since a change would overwrite an unknown
 *   configuration
 */
export async function findHook(
  client: CloudFormationClient,
  alias: string,
): Promise<AccountHook | undefined> {
  const { DescribeTypeCommand } = loadSdk('client-cloudformation');
  const type = await unlessNotFound(client.send(new DescribeTypeCommand({ Type: 'HOOK', TypeName: alias })));
  if (type === undefined) return undefined;
  if (type.Arn === undefined) throw unread(alias, 'its answer names no ARN');
  return accountHook(alias, type.Arn, type, await findConfiguration(client, alias));
}

function accountHook(
  alias: string,
  arn: string,
  type: DescribeTypeCommandOutput,
  configuration: TypeConfigurationDetails | undefined,
): AccountHook {
  const text = configuration?.Configuration;
  return {
    alias,
    // DescribeType may append a version (`…type/hook/NAME/00000001`), which ListHookResults does not accept.
    typeArn: arn.replace(/\/\d{8}$/, ''),
    // CloudFormation calls an activated hook of AWS private, and may leave out IsActivated. A hook whose name differs
    // from its original name was activated.
    activated: type.IsActivated === true || (type.OriginalTypeName ?? alias) !== alias,
    originalTypeName: type.OriginalTypeName,
    executionRoleArn: type.ExecutionRoleArn,
    version: type.PublicVersionNumber ?? type.DefaultVersionId,
    latestVersion: type.LatestPublicVersion,
    configuration: text === undefined ? undefined : parseConfiguration(text),
    lastUpdated: configuration?.LastUpdated,
  };
}

const notConfigured = 'TypeConfigurationNotFoundException';

/**
 * The hook's configuration; undefined only where CloudFormation says that there is none, with an exception or in the
 * answer's errors.
 */
async function findConfiguration(
  client: CloudFormationClient,
  alias: string,
): Promise<TypeConfigurationDetails | undefined> {
  const { BatchDescribeTypeConfigurationsCommand } = loadSdk('client-cloudformation');
  const identifier = { Type: 'HOOK', TypeName: alias } as const;
  const answer = await unlessNotFound(
    client.send(new BatchDescribeTypeConfigurationsCommand({ TypeConfigurationIdentifiers: [identifier] })),
  );
  if (answer === undefined) return undefined;
  const [found] = answer.TypeConfigurations ?? [];
  if (found !== undefined) return found;
  const [error] = answer.Errors ?? [];
  if (error?.ErrorCode === notConfigured) return undefined;
  const { ErrorCode, ErrorMessage } = error ?? {};
  throw unread(alias, [ErrorCode, ErrorMessage].filter(Boolean).join(': ') || 'it gives no reason');
}

function unread(alias: string, why: string): AwsFailure {
  return new AwsFailure(
    'unavailable',
    `CloudFormation did not say how ${alias} is configured (${why}): repeat`,
  );
}
