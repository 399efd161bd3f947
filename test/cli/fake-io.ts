import { Readable } from 'node:stream';
import type { Io } from '../../src/cli/command.js';

/** An environment for a command, and what the command wrote. */
export function fakeIo({
  env = {},
  cwd = process.cwd(),
  stdin = '',
}: Partial<{ env: Io['env']; cwd: string; stdin: string }> = {}) {
  const written = { stdout: '', stderr: '' };
  const io: Io = {
    stdin: Readable.from(stdin === '' ? [] : [stdin]),
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    env,
    cwd,
    now: () => new Date(0),
  };
  return { io, stdout: () => written.stdout, stderr: () => written.stderr };
}
