/** `hook deactivate`: disables the hook before it removes it, so that no deployment calls a half-removed hook. */
import { type AccountHook, deactivateType, hookSettings } from '../../aws/index.js';
import { parseArguments } from '../call/arguments.js';
import { UsageError } from '../command.js';
import { type AccountChange, changeHooks } from './apply-changes.js';
import { settingChange } from './enable-disable-mode.js';
import { changeOptions, noOperands } from './options.js';
import type { Subcommand } from './subcommand.js';

export const deactivate: Subcommand = {
  help: {
    usage: 'hook deactivate [options]',
    about: [
      'Disables the hook, and then removes it from the account and region. It keeps the function and the role.',
    ],
    options: changeOptions,
    examples: [
      'kms-guard hook deactivate',
      'kms-guard hook deactivate --yes --alias Guard::SageMaker::EndpointKmsStack',
    ],
  },
  async run(argv, io, environment) {
    const { values, positionals } = parseArguments(argv, changeOptions);
    noOperands('deactivate', positionals);
    return changeHooks(values, io, environment, deactivation);
  },
};

function deactivation(hook: AccountHook): AccountChange {
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
