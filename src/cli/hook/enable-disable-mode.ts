/** `hook enable`, `hook disable`, `hook mode`: change one member of the configuration, and keep all others. */
import { isDeepStrictEqual } from 'node:util';
import {
  type AccountHook,
  failureModes,
  type HookSettings,
  hookSettings,
  setTypeConfiguration,
  withSettings,
} from '../../aws/index.js';
import { oneOf, parseArguments } from '../call/arguments.js';
import { UsageError } from '../command.js';
import { type AccountChange, changeHooks } from './apply-changes.js';
import { changeOptions, noOperands } from './options.js';
import type { Subcommand } from './subcommand.js';

export const enable = statusCommand('enable', 'ENABLED', 'CloudFormation calls the hook again');
export const disable = statusCommand('disable', 'DISABLED', 'CloudFormation no longer calls the hook');

export const mode: Subcommand = {
  help: {
    usage: 'hook mode FAIL|WARN [options]',
    about: [
      "Sets what happens to a deployment with a non-compliant endpoint configuration: FAIL blocks it, WARN lets it through with a warning. Nothing else in the hook's configuration changes.",
    ],
    options: changeOptions,
    examples: ['kms-guard hook mode WARN', 'kms-guard hook mode FAIL --yes --region eu-west-1'],
  },
  async run(argv, io, environment) {
    const { values, positionals } = parseArguments(argv, changeOptions);
    const [word, ...more] = positionals;
    if (word === undefined) throw new UsageError('hook mode needs FAIL or WARN');
    noOperands('mode, after the mode,', more);
    const known = failureModes.find((each) => each === word.toUpperCase());
    const FailureMode = oneOf('the mode', known ?? word, failureModes);
    return changeHooks(values, io, environment, (hook) =>
      settingChange(hook, { FailureMode }, `the mode is ${FailureMode}`),
    );
  },
};

function statusCommand(
  name: 'enable' | 'disable',
  HookInvocationStatus: 'ENABLED' | 'DISABLED',
  effect: string,
): Subcommand {
  return {
    help: {
      usage: `hook ${name} [options]`,
      about: [`${effect}. The hook stays activated, and nothing else in its configuration changes.`],
      options: changeOptions,
      examples: [`kms-guard hook ${name}`, `kms-guard hook ${name} --yes --region eu-west-1`],
    },
    async run(argv, io, environment) {
      const { values, positionals } = parseArguments(argv, changeOptions);
      noOperands(name, positionals);
      return changeHooks(values, io, environment, (hook) =>
        settingChange(hook, { HookInvocationStatus }, `is ${name}d`),
      );
    },
  };
}

/**
 * The change of some settings of a hook. Every other member of its configuration stays.
 * @throws UsageError where the hook was never configured, so that it has no function to call
 */
export function settingChange(hook: AccountHook, settings: HookSettings, done: string): AccountChange {
  const { alias, configuration: before } = hook;
  if (before === undefined || Object.keys(hookSettings(before)).length === 0) {
    throw new UsageError(
      `${alias} has no configuration yet: run \`kms-guard hook activate --alias ${alias} --function ARN --role ARN\``,
    );
  }
  const after = withSettings(before, settings);
  if (isDeepStrictEqual(before, after))
    return { alias, before, after, requests: [], done: `${done} already` };
  return { alias, before, after, requests: [setTypeConfiguration(alias, after)], done };
}
