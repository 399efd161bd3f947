/** The options that the hook commands share, and the search for the hooks that they name. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { type AccountHook, aliasProblem, findHook, guardAliases } from '../../aws/index.js';
import { UsageError } from '../command.js';

export const accountOptions = {
  alias: {
    type: 'string',
    value: 'NAME',
    multiple: true,
    help: `the hook's alias, Name1::Name2::Name3 (default: those of the guard's hooks that exist: ${Object.values(guardAliases).join(', ')})`,
  },
  region: {
    type: 'string',
    value: 'NAME',
    help: "the AWS region (default: AWS_REGION, AWS_DEFAULT_REGION, or the profile's)",
  },
} as const;

export const changeOptions = {
  ...accountOptions,
  'dry-run': { type: 'boolean', help: 'print the exact requests as JSON, change nothing' },
  yes: { type: 'boolean', short: 'y', help: 'do not ask' },
} as const;

export const formatOption = {
  type: 'string',
  value: 'FORMAT',
  help: 'pretty or json (default: pretty)',
} as const;

/** @throws UsageError where there is an operand, since the command takes none */
export function noOperands(command: string, operands: readonly string[]): void {
  const [first] = operands;
  if (first !== undefined) throw new UsageError(`hook ${command} takes options only, not "${first}"`);
}

/** @throws UsageError naming every text that is not an alias */
export function checkAliases(aliases: readonly string[]): void {
  const problems = aliases.flatMap((alias) => {
    const problem = aliasProblem(alias);
    return problem === undefined ? [] : [`--alias ${alias} ${problem}`];
  });
  if (problems.length > 0) throw new UsageError(problems.join('; '));
}

/**
 * The hooks that a command acts on: those that --alias names, else those of the guard's three that exist.
 * @throws UsageError where a named hook does not exist, or none of the three does
 */
export async function namedHooks(
  client: CloudFormationClient,
  aliases: readonly string[] | undefined,
): Promise<AccountHook[]> {
  const wanted = aliases ?? Object.values(guardAliases);
  const found: AccountHook[] = [];
  const missing: string[] = [];
  for (const alias of wanted) {
    const hook = await findHook(client, alias);
    if (hook === undefined) missing.push(alias);
    else found.push(hook);
  }
  if (missing.length > 0 && (aliases !== undefined || found.length === 0)) {
    throw await notThere(client, missing);
  }
  return found;
}

/** The error for hooks that do not exist in the account. */
export async function notThere(
  client: CloudFormationClient,
  aliases: readonly string[],
): Promise<UsageError> {
  return new UsageError(
    `no hook ${aliases.join(' or ')} in ${await client.config.region()}: activate it with ` +
      '`kms-guard hook activate --function ARN --role ARN`, or name another with --alias or --region',
  );
}
