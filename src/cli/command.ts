/** What every command is given and gives back; the shape that main.ts knows. */

/** 0 nothing non-compliant, 1 something is, 2 the call or its input is unusable, 3 our own failure. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The environment, passed in so that a command can be run in a test. */
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

/** The options of a command by their long name. */
export type Options = Readonly<Record<string, Option>>;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What its value is called in the help. */
  readonly value?: string;
  readonly help: string;
}

/** What a command says of itself; help.ts makes the text. */
export interface Help {
  /** What stands behind `Usage: kms-guard`. */
  readonly usage: string;
  /** Paragraphs on what the command does. */
  readonly about: readonly string[];
  /** Commands of its own, with a line on each. */
  readonly commands?: Readonly<Record<string, string>>;
  readonly options?: Options;
  /** Paragraphs behind the options. */
  readonly notes?: readonly string[];
  /** Calls, as they are typed. */
  readonly examples?: readonly string[];
}

export interface Command {
  readonly help: Help;
  /** @throws UsageError where the call or its input is unusable. */
  run(argv: readonly string[], io: Io): Promise<ExitCode>;
}

/** The call or its input is unusable: main prints the first line of the message and exits with 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
