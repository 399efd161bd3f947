/** The findings of an audit as a table for spreadsheets (RFC 4180): one line each, with a header. */
import { defaultsNote, inOrder, problemsInOrder, type Reporter } from '../../check/finding.js';

const header = ['account', 'region', 'stack', 'logicalId', 'verdict', 'reason', 'message', 'remediation'];

export const csv: Reporter = ({ findings, problems }) => {
  const rows = inOrder(findings).map((finding) => {
    const {
      account = '',
      region = '',
      stack = '',
      logicalId,
      verdict,
      reason,
      message,
      remediation,
    } = finding;
    const said = [message, defaultsNote(finding)].filter(Boolean).join(' ');
    return [account, region, stack, logicalId, verdict, reason, said, remediation];
  });
  // A table that lacks a stack must say so itself: it is passed on without what the terminal said.
  const unread = problemsInOrder(problems).map(({ file, message }) => [
    ...['', '', '', '', 'notRead', ''],
    `${file}: ${message}`,
    '',
  ]);
  return [header, ...rows, ...unread].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
};

/** A spreadsheet runs a cell that begins with one of these as a formula; with an apostrophe before it, it is text. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
