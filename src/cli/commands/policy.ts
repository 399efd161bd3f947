/** `kms-guard policy`: validates the policy and prints its effective members. */
import { hasExpired, PolicyError, parsePolicy } from '../../decision/index.js';
import { oneOf, parseArguments } from '../call/arguments.js';
import { findPolicy, readPolicyText } from '../call/policy-file.js';
import { type Command, type ExitCode, type Help, type Io, UsageError } from '../command.js';
import { placesIn, problemsOf } from '../policy/places.js';
import { type InForce, json, pretty } from '../policy/report.js';
import { usesColor } from '../terminal/colors.js';
import { tell } from '../terminal/diagnostic.js';

const options = {
  format: { type: 'string', value: 'FORMAT', help: 'pretty or json (default: pretty)' },
} as const;

const help: Help = {
  usage: 'policy [FILE] [options]',
  about: [
    'Validates a policy document (YAML or JSON) and prints the policy in force: every member with its value and its source, the file or the default.',
    "Without FILE, it reads the nearest kms-guard.yaml, from the working folder up to the repository's root, like the other commands.",
  ],
  options,
  notes: [
    'Exit codes: 0 the policy can be used, 2 it cannot (the error names the line and the reason), 3 an internal error.',
  ],
  examples: ['kms-guard policy', 'kms-guard policy strict.yaml --format json'],
};

export const command: Command = { help, run };

async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArguments(argv, options);
  const [named, ...more] = positionals;
  if (more.length > 0) throw new UsageError('policy takes one file: see `kms-guard policy --help`');
  const format = oneOf('--format', values.format ?? 'pretty', ['pretty', 'json']);
  const file = named ?? findPolicy(io.cwd);
  const inForce = { file, isFound: named === undefined, document: {} };
  if (file === undefined) return print(inForce, format, io);
  const text = readPolicyText(file, io.cwd);
  try {
    const document = await parsePolicy(text, file);
    const placeOf = placesIn(text);
    for (const [index, exemption] of (document.exemptions ?? []).entries()) {
      if (!hasExpired(exemption, io.now())) continue;
      const member = `exemptions[${index}]`;
      const message = `${member}: it expired on ${exemption.expires} and no longer counts`;
      tell('warning', { file, ...placeOf(member), message }, io);
    }
    return print({ ...inForce, document }, format, io);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    for (const problem of problemsOf(error, file, text)) tell('error', problem, io);
    return 2;
  }
}

function print(inForce: InForce, format: 'pretty' | 'json', io: Io): ExitCode {
  io.stdout.write(format === 'json' ? json(inForce) : pretty(inForce, usesColor(io.stdout, io.env)));
  return 0;
}
