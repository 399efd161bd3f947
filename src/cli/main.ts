import { suggestion } from '../decision/index.js';
import { version } from '../version.js';
import type { Command, ExitCode, Help, Io, Sink } from './command.js';
import { helpText } from './terminal/help.js';
import { columnsOf, wrap } from './terminal/wrap.js';

/** A command before it is loaded. */
export interface Entry {
  readonly summary: string;
  /** Set where the command has subcommands, and handles their `--help` itself. */
  readonly nested?: true;
  load(): Promise<{ readonly command: Command }>;
}

/** The commands. Each is a bundle of its own, so that a call loads only what it uses. */
export const commands: Readonly<Record<string, Entry>> = {
  check: {
    summary: 'judge templates before they are deployed',
    load: () => import('./commands/check.js'),
  },
  simulate: {
    summary: 'rehearse a stack operation with the hook, on this machine',
    load: () => import('./commands/simulate.js'),
  },
  invoke: {
    summary: 'send one hook event to the Lambda function, on this machine',
    load: () => import('./commands/invoke.js'),
  },
  policy: {
    summary: 'validate the policy, and print every member in force',
    load: () => import('./commands/policy.js'),
  },
  audit: {
    summary: 'judge the endpoint configurations that exist in the account',
    load: () => import('./commands/audit.js'),
  },
  hook: {
    summary: 'turn the hook on, watch it, switch it off',
    nested: true,
    load: () => import('./commands/hook.js'),
  },
};

const helpOf = (table: typeof commands): Help => ({
  usage: '<command> [options]',
  about: [
    'Finds SageMaker endpoint configurations that do not encrypt their storage with a KMS key of yours.',
  ],
  commands: {
    ...Object.fromEntries(Object.entries(table).map(([name, { summary }]) => [name, summary])),
    help: 'show this text; `help COMMAND` and `COMMAND --help` show the help of a command',
  },
  options: {
    help: { type: 'boolean', short: 'h', help: 'show the help; after a command, the help of that command' },
    version: { type: 'boolean', short: 'V', help: 'show the version' },
    color: { type: 'boolean', help: 'use colors even without a terminal (as FORCE_COLOR=1 does)' },
    'no-color': { type: 'boolean', help: 'use no colors (as NO_COLOR=1 does)' },
  },
  notes: [
    'Exit codes: 0 nothing is non-compliant, 1 something is, 2 the call or its input is unusable, 3 an internal error.',
    'KMS_GUARD_DEBUG=1 adds the stack trace to an internal error.',
  ],
});

/**
 * Runs the command that the arguments name. Never throws.
 *
 * @param argv the arguments after `kms-guard`
 */
export async function main(argv: readonly string[], io: Io, table = commands): Promise<ExitCode> {
  // `help check` is `check --help`.
  const [name, ...rest] = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  try {
    if (name === undefined) return print(io.stderr, helpText(helpOf(table)), 2);
    if (isHelp(name)) return print(io.stdout, helpText(helpOf(table)), 0);
    if (name === 'version' || isVersion(name)) return print(io.stdout, `${version}\n`, 0);
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (entry === undefined) return complain(io, unknown(name, Object.keys(table)), 2);
    const options = beforeDashes(rest);
    if (options.some(isVersion)) return print(io.stdout, `${version}\n`, 0);
    const { command } = await entry.load();
    if (isHelp(rest[0]) || (!entry.nested && options.some(isHelp)))
      return print(io.stdout, helpText(command.help), 0);
    return await command.run(rest, io);
  } catch (error) {
    return report(error, io);
  }
}

/** The arguments before `--`: the ones after it are not options. */
function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}

const isHelp = (argument: string | undefined): boolean => argument === '--help' || argument === '-h';
const isVersion = (argument: string): boolean => argument === '--version' || argument === '-V';

function print(to: Sink, text: string, code: ExitCode): ExitCode {
  to.write(text);
  return code;
}

function unknown(name: string, commands: readonly string[]): string {
  const [what, known] = name.startsWith('-')
    ? ['option', ['--help', '--version', '--color', '--no-color']]
    : ['command', [...commands, 'help', 'version']];
  return `unknown ${what} ${name}${suggestion(name, known)} (kms-guard --help lists the ${what}s)`;
}

function report(error: unknown, io: Io): ExitCode {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const [line = ''] = message.split('\n');
  // Compared by name: each command is a bundle with its own copy of the class.
  if (name === 'UsageError') return complain(io, line, 2);
  complain(io, `internal error: ${line || name}`, 3);
  return print(io.stderr, io.env.KMS_GUARD_DEBUG ? `${stack}\n` : '', 3);
}

/** Writes a complaint: wrapped on a terminal, else in one line. */
function complain({ stderr }: Io, complaint: string, code: ExitCode): ExitCode {
  const text = `kms-guard: ${complaint}`;
  if (stderr.isTTY !== true) return print(stderr, `${text}\n`, code);
  return print(stderr, `${wrap(text, columnsOf(stderr)).join('\n')}\n`, code);
}

/**
 * Ignores that the reader of a pipe closed it early (`| head`), so that the exit code still shows the outcome. After any
 * other error the exit code is 3, even if it comes once the command has ended: Node's own code 1 would mean a finding.
 */
function patient(stream: NodeJS.WriteStream, program: Program): NodeJS.WriteStream {
  return stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    program.exitCode = 3;
    if (stream === program.stdout)
      program.stderr.write(`kms-guard: the output cannot be written: ${message}\n`);
  });
}

/** The part of the process that the program uses. */
export type Program = Pick<
  NodeJS.Process,
  'argv' | 'stdin' | 'stdout' | 'stderr' | 'env' | 'cwd' | 'exitCode'
>;

/** Removes `--color` and `--no-color`, which every command accepts, and sets FORCE_COLOR in the environment instead. */
function withoutColorOptions(
  argv: readonly string[],
  env: Io['env'],
): { readonly argv: readonly string[]; readonly env: Io['env'] } {
  const isColor = (argument: string) => argument === '--color' || argument === '--no-color';
  const options = beforeDashes(argv);
  const last = options.findLast(isColor);
  if (last === undefined) return { argv, env };
  const rest = [...options.filter((argument) => !isColor(argument)), ...argv.slice(options.length)];
  return { argv: rest, env: { ...env, FORCE_COLOR: last === '--color' ? '1' : '0' } };
}

/** Runs the program with the process's arguments and streams, and sets its exit code. */
export async function start(program: Program, table = commands): Promise<void> {
  const { argv, env } = withoutColorOptions(program.argv.slice(2), program.env);
  // A terminal that can only print is treated like a file.
  const plain = (sink: Sink): Sink =>
    env.TERM === 'dumb' ? { write: (text) => sink.write(text), columns: sink.columns } : sink;
  const io: Io = {
    // Opened on first use: that takes milliseconds, and most calls read only files.
    get stdin() {
      return program.stdin;
    },
    stdout: plain(patient(program.stdout, program)),
    stderr: plain(patient(program.stderr, program)),
    env,
    cwd: program.cwd(),
    now: () => new Date(),
  };
  const code = await main(argv, io, table);
  program.exitCode ??= code;
}
