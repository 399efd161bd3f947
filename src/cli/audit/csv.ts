/** An audit as a table for spreadsheets (RFC 4180): one line for each configuration, with a header. */
import type { AuditReport, AuditRow } from './audit-report.js';

/** The columns have the names of the JSON report. The export of the HTML page has the same columns. */
const columns = {
  account: ({ account }) => account,
  region: ({ region }) => region,
  configuration: ({ configuration }) => configuration ?? '',
  stack: ({ stack }) => stack ?? '',
  logicalId: ({ logicalId }) => logicalId ?? '',
  endpoints: ({ endpoints }) => endpoints.join(' '),
  source: ({ source }) => source,
  verdict: ({ verdict }) => verdict,
  reason: ({ reason }) => reason,
  message: ({ message }) => message,
  remediation: ({ remediation }) => remediation,
} satisfies Record<string, (row: AuditRow) => string>;

export type CsvColumn = keyof typeof columns;

export const csvColumns = Object.keys(columns) as readonly CsvColumn[];

/** The cells of a configuration, in the order of the columns. */
export function csvRecord(row: AuditRow): readonly string[] {
  return csvColumns.map((name) => columns[name](row));
}

/** A line for everything that could not be read. People pass the table on without the messages of the terminal. */
export function unreadRecords({ failures }: Pick<AuditReport, 'failures'>): readonly (readonly string[])[] {
  return failures.map(({ account = '', region = '', message }) => {
    const cells: Partial<Record<CsvColumn, string>> = { account, region, verdict: 'notRead', message };
    return csvColumns.map((name) => cells[name] ?? '');
  });
}

/**
 * A line of the table. A spreadsheet runs a cell as a formula if it begins with certain characters; an apostrophe
 * before them makes it text. The HTML page contains this function's source, so it must use nothing but its argument.
 */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((text) => {
    const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  });
  return `${quoted.join(',')}\r\n`;
}

export function csv(report: AuditReport): string {
  return [csvColumns, ...report.rows.map(csvRecord), ...unreadRecords(report)].map(csvLine).join('');
}
