/** The interface between main.ts and the commands. */

/** 0: nothing is non-compliant; 1: something is; 2: the call or its input is unusable; 3: an internal error. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The environment of a command, passed in so that a test can replace it. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  /** Results. */
  readonly stdout: Sink;
  /** Progress and diagnostics. */
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: () => Date;
}

export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The options of a command by their long names. */
export type Options = Readonly<Record<string, Option>>;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** The name of its value in the help. */
  readonly value?: string;
  readonly help: string;
}

/** The parts of a command's help; help.ts formats them. */
export interface Help {
  /** The text after `Usage: kms-guard`. */
  readonly usage: string;
  /** Paragraphs about what the command does. */
  readonly about: readonly string[];
  /** Its subcommands, with a line about each. */
  readonly commands?: Readonly<Record<string, string>>;
  readonly options?: Options;
  /** Paragraphs after the options. */
  readonly notes?: readonly string[];
  /** Example calls. */
  readonly examples?: readonly string[];
}

export interface Command {
  readonly help: Help;
  /** @throws UsageError where the call or its input is unusable */
  run(argv: readonly string[], io: Io): Promise<ExitCode>;
}

/** The call or its input is unusable. main prints the first line of the message and exits with 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
