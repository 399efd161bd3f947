/** Converts an audit into the results of `check`, for the formats that both commands share. */
import type { Finding, Problem, Results } from '../../check/index.js';
import type { AuditFailure, AuditReport, AuditRow } from './audit-report.js';
import { placeOfFailure } from './unread.js';

/** `inspected` counts accounts if there are several, otherwise Regions; see `unitOf`. */
export function asResults({ rows, failures, scope }: AuditReport): Results {
  const inspected = unitOf({ scope }) === 'accounts' ? scope.accounts.length : scope.regions.length;
  return { findings: rows.map(toFinding), problems: failures.map(toProblem), inspected };
}

/** The unit of `inspected`, in the plural. */
export function unitOf({ scope }: Pick<AuditReport, 'scope'>): 'accounts' | 'regions' {
  return scope.accounts.length > 1 ? 'accounts' : 'regions';
}

/** `file` is a made-up path, so that no two configurations have the same file and logical id. */
function toFinding(row: AuditRow): Finding {
  const { account, region, stack, configuration = '', logicalId = configuration, place } = row;
  const { verdict, reason, message, remediation, steps, constructPath } = row;
  const file = `${account}/${region}/${stack ?? `endpoint-config/${configuration}`}`;
  const { line, column } = place ?? { line: 1, column: 1 };
  return {
    ...{ file, line, column, logicalId, verdict, reason, message, remediation, steps },
    ...{ constructPath, account, region, stack },
  };
}

function toProblem(failure: AuditFailure): Problem {
  return { file: placeOfFailure(failure), message: failure.message };
}
