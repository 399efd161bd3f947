/** The messages about a non-compliant configuration that a stack contains. */
import { adviseOnConstruct } from '../../../check/index.js';
import type { Judgment, Steps, Verdict } from '../../../decision/index.js';
import type { AuditRow } from '../audit-report.js';

const wouldBeBlocked = "The hook would block the configuration's next replacement.";

/** For a template that is refused: the hook refuses it at the next replacement too. */
export function refusedByTemplate(judgment: Judgment, constructPath: string | undefined): Judgment {
  return {
    ...judgment,
    message: `${judgment.message} ${wouldBeBlocked}`,
    ...adviceFor(judgment, constructPath),
  };
}

/**
 * For an existing configuration that is refused. If the template passes, the configuration is older than the template,
 * or was created from a value that has changed since.
 *
 * @param judgment the judgment of the existing configuration
 * @param template the row of the stack, which was judged by its template
 */
export function refusedAsItIs(
  judgment: Judgment,
  template: Pick<AuditRow, 'verdict' | 'constructPath'>,
): Judgment {
  if (!passes(template.verdict)) return refusedByTemplate(judgment, template.constructPath);
  const words =
    "Make the stack replace it: in the stack's template, change its EndpointConfigName or another property, but not Tags.";
  return {
    ...judgment,
    message: `${judgment.message} Its stack's template passes, so a replacement would pass too.`,
    remediation: words,
    steps: { words, additions: [], lines: [] },
  };
}

function passes(verdict: Verdict): boolean {
  return verdict === 'compliant' || verdict === 'exempt';
}

/** Advises on the construct and gives no lines, because the CDK overwrites changes of its template. */
function adviceFor(
  judgment: Judgment,
  constructPath: string | undefined,
): Partial<Pick<Judgment, 'remediation' | 'steps'>> {
  if (constructPath === undefined) return {};
  const steps: Steps = { ...adviseOnConstruct(constructPath, judgment), lines: [] };
  return { remediation: steps.words, steps };
}
