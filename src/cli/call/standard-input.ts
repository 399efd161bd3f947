/** Reads standard input, for the commands that accept `-` instead of a file. */
import type { Io } from '../command.js';

export async function readStandardInput({ stdin }: Pick<Io, 'stdin'>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
