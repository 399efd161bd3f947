/** Workflow commands of GitHub Actions: annotations at the place, then the summary as a plain line. */

import {
  defaultsNote,
  type Finding,
  fails,
  type Problem,
  type Reporter,
  summarize,
} from '../../check/finding.js';
import { rule } from '../../decision/index.js';

export const github: Reporter = ({ findings, problems }, context) => {
  const lines = [
    ...findings.flatMap((finding) => annotate(finding, fails(finding, context))),
    ...problems.map(tell),
  ];
  const counts = Object.entries(summarize(findings)).map(([verdict, count]) => `${verdict} ${count}`);
  const policy = context.policyFile === undefined ? '' : ` (policy ${escapeData(context.policyFile)})`;
  return `${[...lines, `${rule.id}: ${counts.join(', ')}${policy}`].join('\n')}\n`;
};

/** What needs nobody's attention makes no annotation: a step shows ten of each kind, and no more. */
function annotate(finding: Finding, failing: boolean): string[] {
  const { verdict, file, line, column, endLine, endColumn, logicalId, message, remediation } = finding;
  if (
    verdict === 'notApplicable' ||
    finding.reason === 'localStorage' ||
    (verdict === 'compliant' && finding.reason !== 'keyOnLocalStorage')
  )
    return [];
  const level = failing ? 'error' : verdict === 'undetermined' ? 'warning' : 'notice';
  // Columns count only within one line.
  const end = endLine === line && endColumn !== undefined ? { endLine, endColumn } : {};
  const text = [message, defaultsNote(finding), remediation].filter(Boolean).join('\n');
  return [command(level, { file, line, ...end, col: column, title: `${logicalId}: ${rule.id}` }, text)];
}

function tell({ file, line, column, message }: Problem): string {
  return command('error', { file, line, col: column, title: 'cannot be judged' }, message);
}

type Properties = Readonly<Record<string, string | number | undefined>>;

function command(level: string, properties: Properties, message: string): string {
  const listed = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `${name}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
    );
  return `::${level} ${listed.join(',')}::${escapeData(message)}`;
}

/** As the Actions toolkit does it. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
