/** `kms-guard hook`: the hook in the account. */
import { AwsFailure } from '../../aws/failure.js';
import { suggestion } from '../arguments.js';
import { type Command, UsageError } from '../command.js';
import { activate } from '../hook/activate.js';
import { deactivate } from '../hook/deactivate.js';
import { type Outside, realOutside, type Subcommand } from '../hook/outside.js';
import { register } from '../hook/register.js';
import { results } from '../hook/results.js';
import { status } from '../hook/status.js';
import { disable, enable, mode } from '../hook/switch.js';

const subcommands = {
  status,
  activate,
  enable,
  disable,
  mode,
  results,
  deactivate,
  register,
} as const satisfies Record<string, Subcommand>;

const help = `Usage: kms-guard hook <command> [options]

The hook in the account and region: turn it on, watch it, switch it off.

${Object.entries(subcommands)
  .map(([name, { summary }]) => `  ${name.padEnd(11)} ${summary}`)
  .join('\n')}

Credentials, region and endpoint come from the AWS SDK's usual chain (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL).
Every change is shown and asks first; --yes for scripts, --dry-run to see the exact requests.
\`kms-guard hook <command> --help\` tells the options of each.

Examples:
  kms-guard hook status
  kms-guard hook mode WARN
  kms-guard hook disable --yes
`;

/** The command with what it reaches outside, which a test replaces. */
export function hookCommand(outside: Outside): Command {
  return {
    help,
    async run(argv, io) {
      const [name, ...rest] = argv;
      if (name === undefined) throw new UsageError('hook needs a command: see `kms-guard hook --help`');
      if (name === '--help' || name === '-h' || name === 'help') {
        io.stdout.write(help);
        return 0;
      }
      const subcommand = Object.entries(subcommands).find(([known]) => known === name)?.[1];
      if (subcommand === undefined) {
        throw new UsageError(`unknown command hook ${name}${suggestion(name, Object.keys(subcommands))}`);
      }
      if (rest.includes('--help') || rest.includes('-h')) {
        io.stdout.write(subcommand.help);
        return 0;
      }
      try {
        return await subcommand.run(rest, io, outside);
      } catch (error) {
        if (error instanceof AwsFailure) throw new UsageError(error.message, { cause: error });
        throw error;
      }
    },
  };
}

export const command = hookCommand(realOutside);
