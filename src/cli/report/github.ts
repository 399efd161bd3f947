/** The report as workflow commands of GitHub Actions: annotations at the places, then a summary line. */

import { defaultsNote, type Finding, type Problem } from '../../check/index.js';
import { fails, rule, summarize } from '../../decision/index.js';
import { pathInRepository } from './address.js';
import type { ReportContext, Reporter } from './reporter.js';

export const github: Reporter = ({ findings, problems }, context) => {
  const lines = [
    ...findings.flatMap((finding) => annotate(finding, context)),
    ...problems.map((problem) => unjudged(problem, context)),
  ];
  const counts = Object.entries(summarize(findings)).map(([verdict, count]) => `${verdict} ${count}`);
  const policy = context.policyFile === undefined ? '' : ` (policy ${escapeData(context.policyFile)})`;
  return `${[...lines, `${rule.id}: ${counts.join(', ')}${policy}`].join('\n')}\n`;
};

/** Leaves out findings that need no attention, since a step shows at most ten annotations of each kind. */
function annotate(finding: Finding, context: ReportContext): string[] {
  const { verdict, line, column, endLine, endColumn, logicalId, message, remediation } = finding;
  if (
    verdict === 'notApplicable' ||
    finding.reason === 'localStorage' ||
    (verdict === 'compliant' && finding.reason !== 'keyOnLocalStorage')
  )
    return [];
  const level = fails(finding, context) ? 'error' : verdict === 'undetermined' ? 'warning' : 'notice';
  // Columns count only within one line.
  const end = endLine === line && endColumn !== undefined ? { endLine, endColumn } : {};
  const text = [message, defaultsNote(finding), remediation].filter(Boolean).join('\n');
  const file = fileOf(finding, context);
  return [command(level, { file, line, ...end, col: column, title: `${logicalId}: ${rule.id}` }, text)];
}

function unjudged(problem: Problem, context: ReportContext): string {
  const { line, column, message } = problem;
  return command(
    'error',
    { file: fileOf(problem, context), line, col: column, title: 'cannot be judged' },
    message,
  );
}

/** GitHub shows annotations only at files of the repository, named by their path from its root. */
function fileOf({ file }: { readonly file: string }, context: ReportContext): string {
  return pathInRepository(file, context) ?? file;
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

/** Escapes data as the Actions toolkit does. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
