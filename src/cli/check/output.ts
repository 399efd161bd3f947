/** Where results and diagnostics go. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem, ReportContext, Results } from '../../check/finding.js';
import { reasonOf } from '../../check/read-file.js';
import { type Io, UsageError } from '../command.js';
import { type Format, reporter } from '../report/index.js';

/** The report on stdout; or in the file, with the pretty one on stdout. */
export async function writeReport(
  results: Results,
  context: ReportContext,
  format: Format,
  output: string | undefined,
  io: Io,
): Promise<void> {
  const report = await reporter(format);
  if (output === undefined) {
    io.stdout.write(report(results, context));
    return;
  }
  try {
    writeFileSync(resolve(io.cwd, output), report(results, { ...context, color: false, columns: undefined }));
  } catch (error) {
    throw new UsageError(`--output ${output} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
  const pretty = await reporter('pretty');
  io.stdout.write(pretty(results, context));
}

/** `file:line:column: message`, on one line. */
export function diagnostic({ file, line, column, message }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place}: ${message.replace(/\s*[\r\n]+\s*/g, ' ')}`;
}
