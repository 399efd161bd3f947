/** Today's findings as the data of an audit, for the formats that read that. */
import { defaultsNote, type Finding, type Results } from '../../check/index.js';
import type { AuditReport, AuditRow, AuditScope } from './audit-report.js';

/** The gravest first. */
const order = ['nonCompliant', 'undetermined', 'exempt', 'compliant', 'notApplicable'] as const;

export function reportOfFindings(
  { findings, problems, inspected }: Results,
  scope: Omit<AuditScope, 'accounts'>,
): AuditReport {
  const rows = order.flatMap((verdict) =>
    findings.filter((finding) => finding.verdict === verdict).map(toRow),
  );
  const failures = problems.map(({ file, message }) => {
    const [, account, region] = /^(\d{12})\/([^/]+)\//.exec(file) ?? [];
    return { account, region: region ?? /^region (.+)$/.exec(file)?.[1], message: `${file}: ${message}` };
  });
  const accounts = [...new Set(rows.map(({ account }) => account))].filter(Boolean).sort();
  return { rows, coverage: undefined, scope: { ...scope, accounts }, failures, stacks: inspected };
}

function toRow(finding: Finding): AuditRow {
  const { account = '', region = '', stack, logicalId, verdict, reason, message } = finding;
  const { remediation, steps, line, column, constructPath } = finding;
  const said = [message, defaultsNote(finding)].filter(Boolean).join(' ');
  return {
    ...{ account, region, configuration: undefined, stack, logicalId, endpoints: [], source: 'stack' },
    ...{ verdict, reason, message: said, remediation, steps, place: { line, column } },
    ...{ constructPath, createdAt: undefined },
  };
}
