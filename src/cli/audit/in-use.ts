/** The configurations that endpoints use, and how a sentence names the endpoints. */
import type { AuditRow } from './audit-report.js';

/** The non-compliant configurations that an endpoint uses. */
export function runningWithoutKey(rows: readonly AuditRow[]): readonly AuditRow[] {
  return rows.filter(({ verdict, endpoints }) => verdict === 'nonCompliant' && endpoints.length > 0);
}

/** `a, b and 3 more`. @param limit at most this many are named */
export function firstOf(names: readonly string[], limit: number): string {
  const more = names.length > limit ? ` and ${names.length - limit} more` : '';
  return `${names.slice(0, limit).join(', ')}${more}`;
}
