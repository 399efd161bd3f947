/** What the page's script is given. */

import { defaultsNote, type Finding } from '../../../check/index.js';
import { printable } from '../../printable.js';
import { shown } from './verdicts.js';

/**
 * One row: verdict, stack, configuration, region, account, the message's first sentence, the others, what to do,
 * lines to write, place, reason.
 * A list and not an object, since ten thousand rows need not name their members.
 */
type Row = readonly string[];

export function pageData(findings: readonly Finding[]): readonly Row[] {
  // The gravest first, and otherwise as they came.
  return shown.flatMap((verdict) => findings.filter((finding) => finding.verdict === verdict).map(toRow));
}

function toRow(finding: Finding): Row {
  const {
    verdict,
    stack = '',
    logicalId,
    region = '',
    account = '',
    message,
    file,
    line,
    column,
    reason,
  } = finding;
  const { words, lines } = finding.steps;
  const [first = '', ...others] = [message, defaultsNote(finding)]
    .filter(Boolean)
    .join(' ')
    .split(/(?<=\.) (?=[A-Z])/);
  const cells = [verdict, stack, logicalId, region, account, first, others.join(' '), words].map(printable);
  return [...cells, lines.map(printable).join('\n'), printable(`${file}:${line}:${column}`), reason];
}
