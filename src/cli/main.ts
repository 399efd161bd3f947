import type { Command, ExitCode, Io, Sink } from './command.js';

declare const __VERSION__: string | undefined;
/** Written in by the build. */
const version = typeof __VERSION__ === 'string' ? __VERSION__ : 'development';

/** A command as main knows it before it is loaded. */
export interface Entry {
  readonly summary: string;
  /** Whether it has commands of its own, and answers `--help` behind them itself. */
  readonly nested?: true;
  load(): Promise<{ readonly command: Command }>;
}

/** The commands. Each is a file of its own, so that a call pays only for what it uses. */
export const commands: Readonly<Record<string, Entry>> = {
  check: {
    summary: 'judge templates before they are deployed',
    load: () => import('./commands/check.js'),
  },
  simulate: {
    summary: 'rehearse a stack operation through the hook, on this machine',
    load: () => import('./commands/simulate.js'),
  },
  invoke: {
    summary: 'play one hook event through the Lambda function',
    load: () => import('./commands/invoke.js'),
  },
  audit: {
    summary: 'judge the stacks that already exist in the account',
    load: () => import('./commands/audit.js'),
  },
  hook: {
    summary: 'turn the hook on, watch it, switch it off',
    nested: true,
    load: () => import('./commands/hook.js'),
  },
};

const help = (table: typeof commands) => `Usage: kms-guard <command> [options]

Finds SageMaker endpoint configurations that do not encrypt their storage with a KMS key of yours.

Commands:
${Object.entries(table)
  .map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`)
  .join('\n')}

  --help, -h   this text; behind a command, that command's
  --version    the version

Exit codes: 0 nothing is non-compliant, 1 something is, 2 the call or its input is unusable, 3 our own failure.
KMS_GUARD_DEBUG=1 adds the stack trace to a failure of our own.
`;

/**
 * Runs the command that the arguments name. Never throws.
 *
 * @param argv the arguments behind `kms-guard`
 */
export async function main(argv: readonly string[], io: Io, table = commands): Promise<ExitCode> {
  const [name, ...rest] = argv;
  try {
    if (name === undefined) return print(io.stderr, help(table), 2);
    if (isHelp(name)) return print(io.stdout, help(table), 0);
    if (name === '--version') return print(io.stdout, `${version}\n`, 0);
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (entry === undefined) return await unknownCommand(name, io, table);
    const options = rest.slice(0, rest.indexOf('--') === -1 ? rest.length : rest.indexOf('--'));
    if (options.includes('--version')) return print(io.stdout, `${version}\n`, 0);
    const { command } = await entry.load();
    if (isHelp(rest[0]) || (!entry.nested && options.some(isHelp))) return print(io.stdout, command.help, 0);
    return await command.run(rest, io);
  } catch (error) {
    return report(error, io);
  }
}

const isHelp = (argument: string | undefined): boolean => argument === '--help' || argument === '-h';

function print(to: Io['stdout'], text: string, code: ExitCode): ExitCode {
  to.write(text);
  return code;
}

async function unknownCommand(name: string, io: Io, table: typeof commands): Promise<ExitCode> {
  const { suggestion } = await import('../decision/index.js');
  const what = name.startsWith('-') ? 'option' : 'command';
  return print(
    io.stderr,
    `kms-guard: unknown ${what} ${name}${suggestion(name, Object.keys(table))} (kms-guard --help lists the commands)\n`,
    2,
  );
}

function report(error: unknown, io: Io): ExitCode {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const [line = ''] = message.split('\n');
  // By name: a command is a bundle of its own, with a class of its own.
  if (name === 'UsageError') return print(io.stderr, `kms-guard: ${line}\n`, 2);
  const trace = io.env.KMS_GUARD_DEBUG ? `${stack}\n` : '';
  return print(io.stderr, `kms-guard: internal error: ${line || name}\n${trace}`, 3);
}

/** The reader of a pipe may leave early (`| head`): the exit code still tells the outcome. */
function patient(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** The process as far as the program uses it. */
export type Program = Pick<
  NodeJS.Process,
  'argv' | 'stdin' | 'stdout' | 'stderr' | 'env' | 'cwd' | 'exitCode'
>;

/** How standard output (1) and error (2) are written to; a stream is opened where it is asked for. */
export type OpenOutput = (descriptor: 1 | 2, stream: () => NodeJS.WriteStream) => Sink;

/** Runs as a program: with the process's arguments and streams, and to its exit code. */
export async function start(program: Program, open: OpenOutput = (_, stream) => stream()): Promise<void> {
  const { argv, env } = program;
  const stdout = open(1, () => patient(program.stdout));
  const stderr = open(2, () => patient(program.stderr));
  const io: Io = {
    // Made where it is read: opening it takes milliseconds, and most calls read files.
    get stdin() {
      return program.stdin;
    },
    ...{ stdout, stderr, env },
    cwd: program.cwd(),
    now: () => new Date(),
  };
  program.exitCode = await main(argv.slice(2), io);
}
