/** `--fix`: writes the missing key into a template, and changes nothing else. */

import { rule } from '../../decision/index.js';
import { readTemplate, type Template, TemplateError } from '../../template/index.js';
import { attempt, type Fixed, type FixOptions, type NotFixed } from './attempt.js';
import type { Fixable } from './plan.js';

export type { Fixed, FixOptions, NotFixed } from './attempt.js';
export type { WrittenKey } from './key.js';
export { applyEdits, type Edit } from './places.js';
export type { Fixable } from './plan.js';

type Judge = (template: Template) => Promise<readonly Fixable[]>;

/**
 * Adds a key to every non-compliant endpoint configuration, where that helps and changes nothing else. The result is
 * judged again: a key that does not make its configuration compliant is removed.
 *
 * @param findings the findings of the check on this template
 * @param judge runs the check
 */
export async function fixTemplate(
  template: Template,
  findings: readonly Fixable[],
  judge: Judge,
  options: FixOptions,
): Promise<Fixed> {
  const open = findings.filter(({ verdict }) => verdict === 'nonCompliant');
  const first = attempt(template, open, options);
  if (first.fixed.length === 0) return first;
  const failed = await rejudge(first, judge);
  if (failed.length === 0) return first;
  const kept = open.filter((finding) => !failed.some(({ logicalId }) => logicalId === finding.logicalId));
  const second = attempt(template, kept, options);
  return { ...second, notFixed: [...second.notFixed, ...failed] };
}

/** The configurations that are not compliant with the added key. */
async function rejudge({ text, fixed }: Fixed, judge: Judge): Promise<NotFixed[]> {
  let findings: readonly Fixable[];
  try {
    findings = await judge(await readTemplate(text, rule.resourceType));
  } catch (error) {
    // The keys may make a long template too long.
    if (!(error instanceof TemplateError)) throw error;
    const why = `with the added keys the template cannot be read: ${error.message}`;
    return fixed.map((logicalId) => ({ logicalId, why }));
  }
  return findings
    .filter(({ logicalId, verdict }) => fixed.includes(logicalId) && verdict !== 'compliant')
    .map(({ logicalId, verdict, message }) => {
      const what = verdict === 'undetermined' ? 'is not certain to pass' : 'would still not pass';
      return { logicalId, why: `with this key it ${what}: ${message}` };
    });
}
