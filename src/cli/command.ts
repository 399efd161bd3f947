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

export interface Command {
  readonly help: string;
  /** @throws UsageError where the call or its input is unusable. */
  run(argv: readonly string[], io: Io): Promise<ExitCode>;
}

/** The call or its input is unusable: main prints the message on one line and exits with 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
