/** Runs `audit`: from its options to its report. */
import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { reasonOf } from '../../check/index.js';
import { fails, type Policy } from '../../decision/index.js';
import { version } from '../../version.js';
import { loadPolicy } from '../call/policy-file.js';
import { type ExitCode, type Io, UsageError } from '../command.js';
import type { ReportContext } from '../report/reporter.js';
import { usesColor } from '../terminal/colors.js';
import { printable } from '../terminal/printable.js';
import { accountsToAudit } from './accounts.js';
import { audit } from './audit.js';
import type { AuditFailure, AuditReport } from './audit-report.js';
import type { AuditClients } from './clients.js';
import { auditReporters } from './formats.js';
import { firstOf } from './in-use.js';
import type { AuditOptions } from './options.js';
import { createProgress } from './progress.js';
import { regionsToAudit } from './regions.js';
import { placeOfFailure, unreadOf } from './unread.js';

/** @throws UsageError if nothing could be read at all, or the options cannot be fulfilled */
export async function runAudit(options: AuditOptions, io: Io, clients: AuditClients): Promise<ExitCode> {
  const { policy, file: policyFile } = await loadPolicy(options.policy, io.cwd);
  const format = auditReporters[options.format];
  const output = options.output === undefined ? undefined : await writable(resolve(io.cwd, options.output));
  const report = await readAll(options, { policy, from: policyFile ?? 'defaults' }, io, clients);
  const strict = options.strict || policy.undetermined === 'fail';
  const context: ReportContext = {
    ...{ version, strict, cwd: io.cwd, policyFile },
    color: usesColor(io.stdout, io.env),
    columns: io.stdout.columns,
  };
  if (output === undefined) io.stdout.write(format(report, context));
  else {
    await write(output, format(report, { ...context, color: false, columns: undefined }));
    io.stdout.write(auditReporters.pretty(report, { ...context, problemsShown: true }));
  }
  if (report.failures.length > 0) {
    // GitHub's log shows both outputs, as a terminal does.
    const isNamed = ['pretty', 'github'].includes(options.format) && output === undefined;
    if (isNamed)
      io.stderr.write('kms-guard: the report is incomplete: it names what the audit could not read\n');
    else nameFailures(report.failures, io);
    return 2;
  }
  return report.rows.some((row) => fails(row, context)) ? 1 : 0;
}

/** @throws UsageError if nothing could be read at all */
async function readAll(
  options: AuditOptions,
  by: { readonly policy: Policy; readonly from: string },
  io: Io,
  clients: AuditClients,
): Promise<AuditReport> {
  const { source, stack, organization } = options;
  const { regions, home } = await regionsToAudit(options, clients);
  const { accounts, failures } = await accountsToAudit(organization, home, clients);
  const places = accounts.length * regions.length;
  const extent = { places, unit: organization === undefined ? 'regions' : 'accounts × regions' };
  const { tally, clear } = createProgress(io.stderr, extent, () => io.now().getTime());
  const at = io.now();
  const request = { accounts, regions, source, stack, policy: by.policy, now: at, clients };
  try {
    const { isRead, ...audited } = await audit(request, tally);
    const all = [...audited.failures, ...failures];
    const [first] = all;
    if (first !== undefined && !isRead) throw new UsageError(nothingRead(first, all.length, organization));
    if (stack !== undefined && audited.stacks === 0 && first === undefined) {
      throw new UsageError(
        `--stack ${stack} matches no stack in ${firstOf(regions, 3)}: check the pattern, the region and the account`,
      );
    }
    const ids = accounts.flatMap(({ id }) => id ?? [...new Set(audited.rows.map(({ account }) => account))]);
    return { ...audited, failures: all, scope: { accounts: ids, regions, ...by, at } };
  } finally {
    clear();
  }
}

function nothingRead(first: AuditFailure, count: number, organization: unknown): string {
  if (organization === undefined) return first.message;
  const more = count > 1 ? ` (${count - 1} more could not be read either)` : '';
  return `${placeOfFailure(first)}: ${first.message}${more}`;
}

/** Checks the file first, because an audit takes minutes and would lose its report at the end. */
async function writable(path: string): Promise<string> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() === true) throw new UsageError(`--output ${path} is a folder: name a file`);
  try {
    // With the separator, a file in the place of the folder is an error too.
    await access(there === undefined ? dirname(path) + sep : path, constants.W_OK);
  } catch (cause) {
    const why = 'the file or its folder does not exist or is not writable';
    throw new UsageError(`--output ${path} cannot be written: ${why}`, { cause });
  }
  return path;
}

async function write(path: string, report: string): Promise<void> {
  try {
    await writeFile(path, report);
  } catch (cause) {
    throw new UsageError(`--output ${path} cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

/** At most this many failures are named on standard error, each with at most this many places; the report has them all. */
const NAMED = 20;
const PLACES = 3;

function nameFailures(failures: readonly AuditFailure[], io: Io): void {
  io.stderr.write('kms-guard: the report is incomplete, because the audit could not read this:\n');
  const unread = unreadOf(failures);
  for (const { places, message } of unread.slice(0, NAMED))
    io.stderr.write(`  ${printable(`${firstOf(places.map(placeOfFailure), PLACES)}: ${message}`)}\n`);
  if (unread.length > NAMED) io.stderr.write(`  and ${unread.length - NAMED} more\n`);
}
