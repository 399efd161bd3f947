/** Where results and diagnostics go. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Problem, placeOf, type ReportContext, type Results } from '../../check/finding.js';
import { reasonOf } from '../../check/read-file.js';
import { colorsFor } from '../colors.js';
import { type Io, UsageError } from '../command.js';
import { frame, printable } from '../report/code-frame.js';
import { type Format, reporter } from '../report/index.js';
import { columnsOf, wrap } from '../wrap.js';

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
  io.stdout.write(pretty(results, { ...context, problemsShown: true }));
}

/** Says what went wrong with a file: in one line for programs, and for people with the lines around the place. */
export function tell(level: 'error' | 'warning', problem: Problem, { stderr, env }: Io): void {
  const colors = colorsFor(stderr, env);
  const said = printable(`${placeOf(problem)}: ${problem.message.replaceAll(/\s+/g, ' ')}`);
  const columns = columnsOf(stderr);
  const lines = stderr.isTTY === true ? wrap(`${level}: ${said}`, columns) : [`${level}: ${said}`];
  const shown = level === 'error' ? frame(problem, colors, columns) : [];
  const paint = level === 'error' ? colors.red : colors.yellow;
  const text = lines.join('\n').replace(level, paint);
  stderr.write(shown.length > 0 ? `${text}\n\n${shown.join('\n')}\n\n` : `${text}\n`);
}
