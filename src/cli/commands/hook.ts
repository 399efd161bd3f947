/** `kms-guard hook`: manages the hook in the account. */
import { AwsFailure } from '../../aws/index.js';
import { suggestion } from '../../decision/index.js';
import { type Command, type Help, UsageError } from '../command.js';
import { activate } from '../hook/activate.js';
import { deactivate } from '../hook/deactivate.js';
import { disable, enable, mode } from '../hook/enable-disable-mode.js';
import { type HookCommandName, permissionsNote } from '../hook/permissions.js';
import { results } from '../hook/results.js';
import { status } from '../hook/status.js';
import { type HookEnvironment, processEnvironment, type Subcommand } from '../hook/subcommand.js';
import { helpText } from '../terminal/help.js';

interface Entry {
  readonly summary: string;
  readonly command: Subcommand;
}

const entries: Readonly<Record<HookCommandName, Entry>> = {
  status: {
    summary: 'Activated, enabled, mode, targets, filters, version, last invocations',
    command: status,
  },
  activate: { summary: 'Turns the hook on in the account, or updates it', command: activate },
  enable: { summary: 'CloudFormation calls the hook again', command: enable },
  disable: { summary: 'CloudFormation no longer calls the hook; it stays activated', command: disable },
  mode: { summary: 'FAIL blocks non-compliant deployments, WARN only warns', command: mode },
  results: { summary: "The hook's answers, with their annotations", command: results },
  deactivate: { summary: 'Disables the hook, and removes it from the account', command: deactivate },
};

const help: Help = {
  usage: 'hook <command> [options]',
  about: ['The hook in the account and region: turn it on, watch it, switch it off.'],
  commands: Object.fromEntries(Object.entries(entries).map(([name, { summary }]) => [name, summary])),
  notes: [
    "Credentials, region and endpoint come from the AWS SDK's usual chain (AWS_PROFILE, AWS_REGION or AWS_DEFAULT_REGION, AWS_ENDPOINT_URL).",
    'Every change is shown, and made only after you confirm it. --yes skips the question, for scripts; --dry-run only prints the exact requests. `kms-guard hook <command> --help` lists the options of a command and the IAM permissions that it needs.',
  ],
  examples: ['kms-guard hook status', 'kms-guard hook mode WARN', 'kms-guard hook disable --yes'],
};

function isCommandName(name: string): name is HookCommandName {
  return Object.hasOwn(entries, name);
}

/** @param environment a test passes its own */
export function hookCommand(environment: HookEnvironment): Command {
  return {
    help,
    async run(argv, io) {
      const [name, ...rest] = argv;
      if (name === undefined) throw new UsageError('hook needs a command: see `kms-guard hook --help`');
      if (name === '--help' || name === '-h' || name === 'help') {
        io.stdout.write(helpText(help));
        return 0;
      }
      if (!isCommandName(name)) {
        const near = suggestion(name, Object.keys(entries));
        throw new UsageError(
          `unknown command hook ${name}${near} (kms-guard hook --help lists the commands)`,
        );
      }
      const { command } = entries[name];
      if (rest.includes('--help') || rest.includes('-h')) {
        const notes = [...(command.help.notes ?? []), permissionsNote(name)];
        io.stdout.write(helpText({ ...command.help, notes }));
        return 0;
      }
      try {
        return await command.run(rest, io, environment);
      } catch (error) {
        if (error instanceof AwsFailure) throw new UsageError(error.message, { cause: error });
        throw error;
      }
    },
  };
}

export const command = hookCommand(processEnvironment);
