/** `kms-guard invoke`: sends one hook event to the Lambda function, on this machine. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { reasonOf } from '../../check/index.js';
import type { Answer } from '../../hook/index.js';
import { parseArguments } from '../call/arguments.js';
import { type Command, type ExitCode, type Help, type Io, UsageError } from '../command.js';
import { builtHandler, callFunction, type HandlerFactory } from '../lambda.js';

const help: Help = {
  usage: 'invoke EVENT',
  about: [
    "Sends a hook event to the built Lambda function, on this machine, and prints the answer as JSON. The function's log goes to stderr. It reads its policy from the variable GUARD_POLICY; with keyPolicy: verified it asks AWS KMS with your credentials.",
    'EVENT is a JSON file, or - for standard input. The payload of a STACK or CHANGE_SET event is in a file beside it: for stack-create.fail.json in stack-create.fail.payload.json.',
  ],
  notes: [
    'Exit codes: 0 the answer is SUCCESS, 1 the answer is NonCompliant, 2 the file is unusable, 3 the answer is InternalFailure.',
  ],
  examples: [
    'kms-guard invoke events/resource-create.fail.json',
    `GUARD_POLICY='{"keyPolicy":"wellFormed"}' \\`,
    '  kms-guard invoke events/resource-create.pass.json',
  ],
};

/** @param makeHandler makes the handler that gets the event; a test passes its own */
export function invokeCommand(makeHandler: HandlerFactory): Command {
  return {
    help,
    async run(argv, io) {
      const [file, ...more] = parseArguments(argv, {}).positionals;
      if (file === undefined || more.length > 0) {
        throw new UsageError('invoke takes one event: see `kms-guard invoke --help`');
      }
      const event = parseEvent(await readEvent(file, io), file === '-' ? '<stdin>' : file);
      const payload = await readPayload(file, io);
      return print(await callFunction((env) => makeHandler(io, env), event, payload), io);
    },
  };
}

export const command = invokeCommand(builtHandler);

function print(answer: Answer, io: Io): ExitCode {
  io.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  if (answer.hookStatus === 'SUCCESS') return 0;
  return answer.errorCode === 'NonCompliant' ? 1 : 3;
}

async function readEvent(file: string, io: Io): Promise<string> {
  try {
    if (file === '-') return await text(io.stdin);
    return await readFile(resolve(io.cwd, file), 'utf8');
  } catch (cause) {
    throw new UsageError(`${file}: ${reasonOf(cause)}`, { cause });
  }
}

function parseEvent(text: string, file: string): unknown {
  if (text.trim() === '') throw new UsageError(`${file}: it is empty`);
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new UsageError(`${file}: not JSON: ${reasonOf(cause)}`, { cause });
  }
}

/** The payload in the file beside the event; undefined where there is none. */
async function readPayload(file: string, io: Io): Promise<string | undefined> {
  if (!file.endsWith('.json')) return undefined;
  const beside = file.replace(/\.json$/, '.payload.json');
  try {
    return await readFile(resolve(io.cwd, beside), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${beside}: ${reasonOf(cause)}`, { cause });
  }
}
