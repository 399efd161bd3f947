import type { Finding, Problem } from '../../check/index.js';
import { summarize } from '../../decision/index.js';
import type { Reporter } from './reporter.js';

/**
 * One JSON document: `results` (one for every endpoint configuration, whatever its verdict), `summary`, `errors` (the
 * inputs that could not be judged) and `policy` (its file; null if the defaults apply). A result leaves out members
 * without a value.
 */
export const json: Reporter = ({ findings, problems }, { policyFile = null }) =>
  `${JSON.stringify(
    {
      results: findings.map(toResult),
      summary: summarize(findings),
      errors: problems.map(toError),
      policy: policyFile,
    },
    null,
    2,
  )}\n`;

function toResult(finding: Finding): object {
  const { file, line, column, logicalId, verdict, reason, message, remediation } = finding;
  const { endLine, endColumn, constructPath, nestedIn, restsOnDefaults, account, region, stack } = finding;
  return {
    ...{ file, line, column, logicalId, verdict, reason, message, remediation },
    ...{ endLine, endColumn, constructPath, nestedIn, restsOnDefaults, account, region, stack },
  };
}

function toError({ file, line, column, message }: Problem): object {
  return { file, line, column, message };
}
