/** The data for the page's script. */

import type { AuditReport, AuditRow } from '../../audit/audit-report.js';
import { csvColumns, csvRecord, unreadRecords } from '../../audit/csv.js';
import { verdictNames } from '../verdicts.js';
import { consolesOf } from './console-links.js';

/**
 * One row: the cells of the CSV table, then the length of the remediation's words (the lines to add follow them), the
 * members to set in one line, further details, the use, and the origin. It is a list and not an object, because ten thousand
 * objects would repeat the names of their members.
 */
type Row = readonly [...string[], end: number, members: string, known: string, use: Use, origin: Origin];

/** Whether an endpoint uses it. */
type Use = 'yes' | 'no' | 'unknown';
type Origin = 'stack' | 'outside' | 'unknown';

export function pageData(report: AuditReport) {
  const { rows, scope } = report;
  return {
    columns: csvColumns,
    rows: rows.map(toRow),
    unread: unreadRecords(report),
    verdicts: verdictNames,
    consoles: consolesOf(rows.map(({ region }) => region)),
    file: `kms-guard-audit-${scope.at.toISOString().slice(0, 10)}.csv`,
  };
}

function toRow(row: AuditRow): Row {
  const { words, lines, additions } = row.steps;
  const { reason, place, constructPath, createdAt } = row;
  const members = additions.map(({ path, value }) => `${path.join('.')}: ${value}`).join(', ');
  const known = [
    reason,
    place && `line ${place.line}, column ${place.column} of the stack's template`,
    constructPath && `CDK construct ${constructPath}`,
    createdAt && `created on ${createdAt.toISOString().slice(0, 10)}`,
  ];
  const end = lines.length > 0 ? words.length : row.remediation.length;
  return [...csvRecord(row), end, members, known.filter(Boolean).join(' · '), useOf(row), originOf(row)];
}

function originOf({ stack, isOutside }: AuditRow): Origin {
  if (stack !== undefined) return 'stack';
  return isOutside ? 'outside' : 'unknown';
}

function useOf({ endpoints, isUnused }: AuditRow): Use {
  if (endpoints.length > 0) return 'yes';
  return isUnused ? 'no' : 'unknown';
}
