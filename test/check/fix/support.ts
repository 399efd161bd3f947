import { type Fixed, type FixOptions, fixTemplate } from '../../../src/check/fix/index.js';
import { judgeTemplate } from '../../../src/check/judge-template.js';
import { mergePolicies, type PartialPolicy, rule } from '../../../src/decision/index.js';
import { readTemplate, type Template } from '../../../src/template/index.js';

export const now = new Date('2026-11-24T12:00:00Z');

/** The check itself, as the command runs it. */
const judgeWith =
  (policy: PartialPolicy = {}) =>
  (template: Template) =>
    judgeTemplate(template, 'template', { policy: mergePolicies(policy), now, values: {}, pseudo: {} });

export async function fix(
  text: string,
  options: Pick<FixOptions, 'key'> = {},
  policy: PartialPolicy = {},
): Promise<Fixed> {
  const template = await readTemplate(text, rule.resourceType);
  const judge = judgeWith(policy);
  return fixTemplate(template, judge(template), async (fixed) => judge(fixed), {
    ...options,
    policy: mergePolicies(policy),
  });
}

/** Verdict by logical id. */
export async function verdicts(text: string): Promise<Record<string, string>> {
  const template = await readTemplate(text, rule.resourceType);
  return Object.fromEntries(judgeWith()(template).map(({ logicalId, verdict }) => [logicalId, verdict]));
}
