/** `audit`, from its options to its report. */

import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AwsFailure, type cloudFormation, regionsBeside } from '../../aws/index.js';
import type { Finding, Problem, Results } from '../../check/index.js';
import { fails } from '../../decision/index.js';
import { version } from '../../version.js';
import { loadPolicy } from '../check/policy-file.js';
import { usesColor } from '../colors.js';
import { type ExitCode, type Io, UsageError } from '../command.js';
import { printable } from '../printable.js';
import { reporter } from '../report/index.js';
import type { ReportContext, Reporter } from '../report/reporter.js';
import { audit } from './audit.js';
import type { AuditScope } from './audit-report.js';
import type { AuditFormat, AuditOptions } from './options.js';
import { createProgress } from './progress.js';
import { reportOfFindings } from './report-of-findings.js';

/** What an audit reaches beyond its streams; passed in, so that a test can stand in for it. */
export interface Outside {
  readonly cloudFormation: typeof cloudFormation;
}

/** @throws UsageError where nothing could be read at all, or the options cannot be met */
export async function runAudit(options: AuditOptions, io: Io, outside: Outside): Promise<ExitCode> {
  const { policy, file: policyFile } = await loadPolicy(options.policy, io.cwd);
  const output = options.output === undefined ? undefined : await writable(resolve(io.cwd, options.output));
  const regions = await regionsOf(options, outside);
  const scope = { regions, policy, from: policyFile ?? 'defaults', at: io.now() };
  const report = await reporterFor(options.format, scope);
  const progress = createProgress(io.stderr, regions.length, () => io.now().getTime());
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  let unreadRegions = 0;
  const client = (region: string) => outside.cloudFormation({ region });
  const request = { regions, stack: options.stack, policy, now: io.now(), client };
  try {
    for await (const item of audit(request, progress)) {
      if (item.kind === 'finding') findings.push(item.finding);
      else {
        problems.push(item.problem);
        if (item.of === 'region') unreadRegions++;
      }
    }
  } finally {
    progress.clear();
  }
  const [first] = problems;
  if (first !== undefined && unreadRegions === regions.length && progress.stacks === 0) {
    throw new UsageError(first.message);
  }
  const strict = options.strict || policy.undetermined === 'fail';
  const context: ReportContext = {
    ...{ version, strict, cwd: io.cwd, unit: 'stacks', policyFile },
    color: usesColor(io.stdout, io.env),
    columns: io.stdout.columns,
  };
  const results: Results = { findings, problems, inspected: progress.stacks };
  if (output === undefined) io.stdout.write(report(results, context));
  else {
    await writeFile(output, report(results, { ...context, color: false, columns: undefined }));
    io.stdout.write((await reporter('pretty'))(results, context));
  }
  nameProblems(problems, io);
  if (problems.length > 0) return 2;
  return findings.some((finding) => fails(finding, context)) ? 1 : 0;
}

async function reporterFor(format: AuditFormat, scope: Omit<AuditScope, 'accounts'>): Promise<Reporter> {
  if (format === 'csv') {
    const { csv } = await import('./csv.js');
    return (results) => csv(reportOfFindings(results, scope));
  }
  if (format === 'html') {
    const { html } = await import('../report/html/index.js');
    return (results, context) => html(reportOfFindings(results, scope), context);
  }
  return reporter(format);
}

/** An audit takes minutes: that its report cannot be written must show before. */
async function writable(path: string): Promise<string> {
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new UsageError(`--output ${path}: its folder is not there or cannot be written to`, { cause });
  }
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() === true) throw new UsageError(`--output ${path} is a folder: name a file`);
  return path;
}

async function regionsOf(
  { regions, allRegions }: AuditOptions,
  outside: Outside,
): Promise<readonly string[]> {
  if (!allRegions) return regions.length > 0 ? regions : [await usualRegion(outside)];
  return regionsBeside(regions[0] ?? (await usualRegion(outside).catch(usualPartition)));
}

/** Whoever has no region configured and asks for all means those of the partition that most accounts are in. */
function usualPartition(error: unknown): string {
  if (error instanceof UsageError) return 'us-east-1';
  throw error;
}

/**
 * The region of the SDK's usual chain.
 * @throws UsageError where there is none
 */
async function usualRegion({ cloudFormation }: Outside): Promise<string> {
  try {
    const client = await cloudFormation();
    client.destroy();
    return await client.config.region();
  } catch (error) {
    if (error instanceof AwsFailure) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** So many are named one by one on the terminal; the report names all. */
const NAMED = 20;

function nameProblems(problems: readonly Problem[], io: Io): void {
  if (problems.length === 0) return;
  io.stderr.write('kms-guard: partial results, since this could not be read:\n');
  for (const { file, message } of problems.slice(0, NAMED))
    io.stderr.write(`  ${printable(`${file}: ${message}`)}\n`);
  if (problems.length > NAMED) io.stderr.write(`  and ${problems.length - NAMED} more\n`);
}
