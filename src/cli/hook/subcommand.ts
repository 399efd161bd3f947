/** The interface of the hook commands, and their environment, which is passed in so that a test can replace it. */
import { setTimeout as delay } from 'node:timers/promises';
import { cloudFormation } from '../../aws/index.js';
import type { ExitCode, Help, Io } from '../command.js';

export interface HookEnvironment {
  readonly cloudFormation: typeof cloudFormation;
  /** Resolves after the milliseconds, or as soon as the signal is aborted. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Aborted when the user interrupts the program. */
  readonly interruption: () => AbortSignal;
}

/** One of the commands under `kms-guard hook`. */
export interface Subcommand {
  readonly help: Help;
  run(argv: readonly string[], io: Io, environment: HookEnvironment): Promise<ExitCode>;
}

export const processEnvironment: HookEnvironment = {
  cloudFormation,
  wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
  interruption() {
    const interrupted = new AbortController();
    process.once('SIGINT', () => interrupted.abort());
    return interrupted.signal;
  },
};
