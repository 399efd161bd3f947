/** An audit as the formats of `check` read it. */
import type { Finding, Problem, Results } from '../../check/index.js';
import type { AuditFailure, AuditReport, AuditRow } from './audit-report.js';

/** Inspected are the accounts where there are several, else the Regions; see `unitOf`. */
export function asResults({ rows, failures, scope }: AuditReport): Results {
  const inspected = unitOf({ scope }) === 'accounts' ? scope.accounts.length : scope.regions.length;
  return { findings: rows.map(toFinding), problems: failures.map(toProblem), inspected };
}

/** What the results count, in the plural. */
export function unitOf({ scope }: Pick<AuditReport, 'scope'>): 'accounts' | 'regions' {
  return scope.accounts.length > 1 ? 'accounts' : 'regions';
}

/** What a report has in place of a file: of two configurations that exist, no two share place and logical id. */
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

/** `111122223333/eu-west-1`, as far as it is one account or one Region. */
export function placeOfFailure({ account, region }: AuditFailure): string {
  if (account !== undefined && region !== undefined) return `${account}/${region}`;
  return account === undefined ? `region ${region}` : `account ${account}`;
}

function toProblem(failure: AuditFailure): Problem {
  return { file: placeOfFailure(failure), message: failure.message };
}
