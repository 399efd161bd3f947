/** An audit as one JSON document, for scripts. Members without a value are null. */
import { summarize } from '../../decision/index.js';
import type { AuditReport, AuditRow } from './audit-report.js';

export function json({ rows, coverage, scope, failures }: AuditReport): string {
  const report = {
    results: rows.map(toResult),
    coverage: coverage ?? null,
    summary: summarize(rows),
    scope,
    failures: failures.map(({ account = null, region = null, message }) => ({ account, region, message })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function toResult(row: AuditRow): object {
  const { account, region, configuration = null, stack = null, logicalId = null, endpoints } = row;
  const { source, verdict, reason, message, remediation } = row;
  return {
    ...{ account, region, configuration, stack, logicalId, endpoints },
    ...{ source, verdict, reason, message, remediation },
  };
}
