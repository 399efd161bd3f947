/** A change to the account: shown, confirmed, and only then made. */
import { createInterface } from 'node:readline';
import { diffLines } from 'diff';
import { createColors } from '../colors.js';
import { type ExitCode, type Io, type Sink, UsageError } from '../command.js';

/** One hook's change, with the requests that make it; none where all is as asked already. */
export interface Change<Request> {
  readonly alias: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly requests: readonly Request[];
  /** What is to be known of the hook as it will be; written to stderr. */
  readonly note?: string;
  /** Said when it is done, or when there was nothing to do. */
  readonly done: string;
}

export interface Consent {
  readonly yes?: boolean;
  readonly 'dry-run'?: boolean;
}

/**
 * Shows the changes as a difference on stderr, asks, and sends. A dry run writes the exact requests to stdout
 * instead, as a JSON array of `{operation, input}`, and sends nothing.
 * @throws UsageError where nobody can be asked, or somebody said no: nothing was changed then.
 */
export async function applyChanges<Request extends { readonly operation: string; readonly input: unknown }>(
  changes: readonly Change<Request>[],
  consent: Consent,
  io: Io,
  send: (request: Request) => Promise<void>,
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
        await send(request);
      } catch (error) {
        if (sent.length > 0) io.stderr.write(`already done, and kept: ${sent.join(', ')}\n`);
        throw error;
      }
      sent.push(`${request.operation} for ${change.alias}`);
    }
    io.stdout.write(`${change.alias}: ${change.done}\n`);
  }
  return 0;
}

function showDifference({ alias, before, after }: Change<unknown>, io: Io): void {
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

/** Colours for a stream, where it is a terminal and NO_COLOR does not forbid them. */
export function colorsFor(sink: Sink, env: Io['env']) {
  return createColors(sink.isTTY === true && !env['NO_COLOR']);
}

async function confirm({ stdin, stderr }: Io): Promise<void> {
  if (!('isTTY' in stdin) || stdin.isTTY !== true) {
    throw new UsageError(
      'this changes the account and nobody can be asked here: repeat with --yes (or --dry-run)',
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
