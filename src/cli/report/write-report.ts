import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Results, reasonOf } from '../../check/index.js';
import { type Io, UsageError } from '../command.js';
import { type Format, reporters } from './index.js';
import type { ReportContext } from './reporter.js';

/** Writes the report to stdout, or to the file and the pretty report to stdout. */
export function writeReport(
  results: Results,
  context: ReportContext,
  format: Format,
  output: string | undefined,
  io: Io,
): void {
  const report = reporters[format];
  if (output === undefined) {
    io.stdout.write(report(results, context));
    return;
  }
  try {
    writeFileSync(resolve(io.cwd, output), report(results, { ...context, color: false, columns: undefined }));
  } catch (error) {
    throw new UsageError(`--output ${output} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
  io.stdout.write(reporters.pretty(results, { ...context, problemsShown: true }));
}
