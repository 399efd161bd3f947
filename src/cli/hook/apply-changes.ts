/** Shows the changes to the account, asks for confirmation, and makes them. */
import { createInterface } from 'node:readline';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { diffLines } from 'diff';
import { type AccountHook, type RegistryRequest, send } from '../../aws/index.js';
import { type ExitCode, type Io, UsageError } from '../command.js';
import { colorsFor } from '../terminal/colors.js';
import { checkAliases, namedHooks } from './options.js';
import type { HookEnvironment } from './subcommand.js';

/** The change of one hook, with its requests. */
export interface AccountChange {
  readonly alias: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly requests: readonly RegistryRequest[];
  /** A remark on the new configuration, for stderr. */
  readonly note?: string;
  /** The message about the hook after all requests are sent, or where there are none. */
  readonly done: string;
}

interface Consent {
  readonly yes?: boolean;
  readonly 'dry-run'?: boolean;
}

/** Changes the hooks that the call names. */
export async function changeHooks(
  call: Consent & { readonly alias?: readonly string[]; readonly region?: string },
  io: Io,
  environment: HookEnvironment,
  changeOf: (hook: AccountHook) => AccountChange,
): Promise<ExitCode> {
  checkAliases(call.alias ?? []);
  const client = await environment.cloudFormation({ region: call.region });
  const hooks = await namedHooks(client, call.alias);
  return applyChanges(hooks.map(changeOf), call, io, client);
}

/**
 * Shows the changes as a diff on stderr, asks, and sends the requests. A dry run writes the exact requests to stdout
 * instead, as a JSON array of `{operation, input}`, and sends nothing.
 * @throws UsageError where there is no terminal for the question, or the answer is no; then nothing was changed
 */
export async function applyChanges(
  changes: readonly AccountChange[],
  consent: Consent,
  io: Io,
  client: CloudFormationClient,
): Promise<ExitCode> {
  const requests = changes.flatMap((change) => change.requests);
  for (const change of changes) {
    if (change.requests.length > 0) showDifference(change, io);
    if (change.note !== undefined) io.stderr.write(`note: ${change.alias}: ${change.note}\n`);
  }
  if (consent['dry-run'] === true) {
    io.stdout.write(`${JSON.stringify(requests, null, 2)}\n`);
    return 0;
  }
  if (requests.length > 0 && consent.yes !== true) await confirm(io);
  const sent: string[] = [];
  for (const change of changes) {
    for (const request of change.requests) {
      try {
        await send(client, request);
      } catch (error) {
        if (sent.length > 0) io.stderr.write(`sent before the failure, and not undone: ${sent.join(', ')}\n`);
        throw error;
      }
      sent.push(`${request.operation} for ${change.alias}`);
    }
    io.stdout.write(`${change.alias}: ${change.done}\n`);
  }
  return 0;
}

function showDifference({ alias, before, after }: AccountChange, io: Io): void {
  const colors = colorsFor(io.stderr, io.env);
  io.stderr.write(`${colors.bold(alias)}\n`);
  for (const part of diffLines(lines(before), lines(after))) {
    for (const line of part.value.trimEnd().split('\n')) {
      if (part.added) io.stderr.write(`${colors.green(`+ ${line}`)}\n`);
      else if (part.removed) io.stderr.write(`${colors.red(`- ${line}`)}\n`);
      else io.stderr.write(`  ${line}\n`);
    }
  }
}

function lines(value: unknown): string {
  return value === undefined ? '' : `${JSON.stringify(value, null, 2)}\n`;
}

async function confirm({ stdin, stderr }: Io): Promise<void> {
  if (!('isTTY' in stdin) || stdin.isTTY !== true) {
    throw new UsageError(
      'this changes the account, and there is no terminal to ask on: repeat with --yes, or with --dry-run to see the requests',
    );
  }
  stderr.write('Change this? [y/N] ');
  const answers = createInterface({ input: stdin });
  try {
    const answer = await new Promise<string>((resolve) => {
      answers.once('line', resolve);
      answers.once('close', () => resolve(''));
    });
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new UsageError('not confirmed: nothing was changed');
  } finally {
    answers.close();
  }
}
