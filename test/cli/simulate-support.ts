import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { ExitCode } from '../../src/cli/command.js';
import { simulateCommand } from '../../src/cli/commands/simulate.js';
import type { HandlerFactory } from '../../src/cli/lambda.js';
import { createHandler, lambdaEnvironment } from '../../src/handler.js';

/** The function from its source, so that the tests need no build. */
const handlerFromSource: HandlerFactory = (io, env, wrap = (describeKey) => describeKey) =>
  createHandler({
    ...lambdaEnvironment,
    env: { ...io.env, ...env },
    describeKey: wrap(async () => {
      throw Object.assign(new Error('Not here'), { name: 'NotFoundException' });
    }),
    write: (line) => io.stderr.write(line),
  });

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Settings {
  readonly env?: Readonly<Record<string, string>>;
  /** Columns of the terminal, where it is one. */
  readonly columns?: number;
  readonly handler?: HandlerFactory;
  readonly stdin?: string;
}

/** Runs `kms-guard simulate` in a folder with these files. */
export async function simulate(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  { env = {}, columns, handler = handlerFromSource, stdin = '' }: Settings = {},
): Promise<Ran> {
  const cwd = mkdtempSync(join(tmpdir(), 'simulate-'));
  let stdout = '';
  let stderr = '';
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const code = await simulateCommand(handler).run(argv, {
      stdin: Readable.from(stdin === '' ? [] : [stdin]),
      stdout: {
        write: (text) => {
          stdout += text;
        },
        ...(columns === undefined ? {} : { isTTY: true, columns }),
      },
      stderr: {
        write: (text) => {
          stderr += text;
        },
      },
      env,
      cwd,
      now: () => new Date('2026-11-24T08:00:00Z'),
    });
    return { code, stdout, stderr };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** What the JSON format says, as far as the tests look at it. */
export interface Document {
  readonly stackId: string;
  readonly blocked: boolean;
  readonly notRehearsed: readonly object[];
  readonly stackStatus?: string;
  readonly changeSet?: {
    readonly status: string;
    readonly reason?: string;
    readonly changes: readonly object[];
  };
  readonly requests?: readonly object[];
  readonly StackEvents: readonly Readonly<Record<string, string>>[];
  readonly invocations: readonly Recorded[];
}

export interface Recorded {
  readonly target: string;
  readonly event: {
    readonly [member: string]: unknown;
    readonly requestData: Readonly<Record<string, unknown>> & {
      readonly targetModel?: {
        readonly resourceProperties: Readonly<Record<string, unknown>> | null;
        readonly previousResourceProperties: Readonly<Record<string, unknown>> | null;
      };
    };
  };
  readonly payload?: {
    readonly template: string;
    readonly previousTemplate?: string | null;
    readonly changedResources?: readonly Changed[];
  };
  readonly answer: { readonly hookStatus: string; readonly errorCode?: string; readonly message: string };
}

export interface Changed {
  readonly logicalResourceId: string;
  readonly resourceType: string;
  readonly action: string;
  readonly lineNumber: number | null;
  readonly beforeContext: string | null;
  readonly afterContext: string | null;
}

export async function rehearsal(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  settings?: Settings,
): Promise<Document> {
  return JSON.parse((await simulate(files, [...argv, '--format', 'json'], settings)).stdout);
}

/** The events as `LogicalId STATUS`, hooks as `LogicalId HOOK_STATUS`. */
export function story({ StackEvents }: Document): readonly string[] {
  return StackEvents.map((event) => `${event.LogicalResourceId} ${event.HookStatus ?? event.ResourceStatus}`);
}
