/** The messages about a non-compliant configuration that a stack contains. */
import { adviseOnConstruct } from '../../../check/index.js';
import { type Judgment, type Steps, textOfSteps, type Verdict } from '../../../decision/index.js';
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

type TemplateRow = Pick<AuditRow, 'verdict' | 'remediation' | 'steps' | 'constructPath'>;

/**
 * For an existing configuration that is refused. What to do follows from its stack's template: that may refuse it too, pass
 * (then the configuration is older than the template, or its value has changed since), or leave it open.
 *
 * @param judgment the judgment of the existing configuration
 * @param template the row of the stack, which was judged by its template
 */
export function refusedAsItIs(judgment: Judgment, template: TemplateRow): Judgment {
  const { verdict, remediation, steps, constructPath } = template;
  if (verdict === 'nonCompliant')
    return { ...judgment, message: `${judgment.message} ${wouldBeBlocked}`, remediation, steps };
  if (passes(verdict)) {
    const message = `${judgment.message} Its stack's template passes, so a replacement would pass too.`;
    return { ...judgment, message, ...only(replaceIt) };
  }
  const open: Steps = { ...judgment.steps, words: setOrPass };
  return {
    ...judgment,
    message: `${judgment.message} Its stack's template leaves open whether a replacement would pass.`,
    ...{ remediation: textOfSteps(open), steps: open },
    ...adviceFor(judgment, constructPath),
  };
}

const replaceIt =
  "Make the stack replace it: in the stack's template, change its EndpointConfigName or another property, but not Tags.";

const setOrPass =
  "Set this in the stack's template, or pass it by the parameter or the other stack that the value comes from:";

function only(words: string): Pick<Judgment, 'remediation' | 'steps'> {
  return { remediation: words, steps: { words, additions: [], lines: [] } };
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
