/** What the audit says of a refused configuration that a stack holds. */
import { adviseOnConstruct } from '../../../check/index.js';
import type { Judgment, Steps, Verdict } from '../../../decision/index.js';
import type { AuditRow } from '../audit-report.js';

const wouldBeBlocked = 'It would be blocked at its next replacement.';

/** By the stack's template: at the next replacement the hook says the same. */
export function refusedByTemplate(judgment: Judgment, constructPath: string | undefined): Judgment {
  return {
    ...judgment,
    message: `${judgment.message} ${wouldBeBlocked}`,
    ...adviceFor(judgment, constructPath),
  };
}

/**
 * By what exists. Where the template itself would pass, the configuration is older than the template, or was written by
 * a value that has changed since.
 *
 * @param judgment of what exists, its message included
 * @param template the row by the stack's template
 */
export function refusedAsItIs(
  judgment: Judgment,
  template: Pick<AuditRow, 'verdict' | 'constructPath'>,
): Judgment {
  if (!passes(template.verdict)) return refusedByTemplate(judgment, template.constructPath);
  const words =
    "Let the stack replace it: change its EndpointConfigName, or another property than Tags, in the stack's template.";
  return {
    ...judgment,
    message: `${judgment.message} Its stack's template passes: what replaces it will have what is missing here.`,
    remediation: words,
    steps: { words, additions: [], lines: [] },
  };
}

function passes(verdict: Verdict): boolean {
  return verdict === 'compliant' || verdict === 'exempt';
}

/** The CDK would overwrite lines that are written into its template. */
function adviceFor(
  judgment: Judgment,
  constructPath: string | undefined,
): Partial<Pick<Judgment, 'remediation' | 'steps'>> {
  if (constructPath === undefined) return {};
  const steps: Steps = { ...adviseOnConstruct(constructPath, judgment), lines: [] };
  return { remediation: steps.words, steps };
}
