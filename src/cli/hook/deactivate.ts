/** `hook deactivate`: the hook is switched off first, so that no deployment meets a half-removed one. */
import { hookSettings } from '../../aws/hook-configuration.js';
import { type AccountHook, deactivateType, type RegistryRequest, send } from '../../aws/registry.js';
import { parseArguments } from '../arguments.js';
import { UsageError } from '../command.js';
import { type Change, carryOut } from './change.js';
import { changeHelp, changeOptions, checkAliases, namedHooks, noOperands } from './options.js';
import type { Subcommand } from './subcommand.js';
import { settingChange } from './switch.js';

export const deactivate: Subcommand = {
  help: `Usage: kms-guard hook deactivate [options]

Disables the hook, then removes it from the account and region. Its function and role are left alone.

${changeHelp}

Examples:
  kms-guard hook deactivate
  kms-guard hook deactivate --yes --alias Guard::SageMaker::EndpointKmsStack
`,
  async run(argv, io, outside) {
    const { values, positionals } = parseArguments(argv, changeOptions);
    noOperands('deactivate', positionals);
    checkAliases(values.alias ?? []);
    const client = await outside.cloudFormation({ region: values.region });
    const changes = (await namedHooks(client, values.alias)).map(deactivation);
    return carryOut(changes, values, io, (request) => send(client, request));
  },
};

function deactivation(hook: AccountHook): Change<RegistryRequest> {
  const { alias, configuration: before } = hook;
  if (!hook.activated) {
    throw new UsageError(
      `${alias} was registered in this account, not activated: remove it with ` +
        `\`aws cloudformation deregister-type --arn ${hook.typeArn}\``,
    );
  }
  const configured = before !== undefined && Object.keys(hookSettings(before)).length > 0;
  const disabling = configured ? settingChange(hook, { HookInvocationStatus: 'DISABLED' }, '').requests : [];
  return {
    alias,
    before: { ExecutionRoleArn: hook.executionRoleArn, ...before },
    after: undefined,
    requests: [...disabling, deactivateType(alias)],
    done: 'is no longer in the account',
  };
}
