/**
 * endpoint-kms-guard as a library: the same verdicts as the hook and `kms-guard check`, without a child process and
 * without AWS.
 */

import { inOrder, judgeTemplate, type Finding as ReportedFinding } from './check/index.js';
import {
  type Judgment,
  judge,
  type KeyRecords,
  mergePolicies,
  type PartialPolicy,
  type Policy,
  policyOfDocument,
  resolvedConfiguration,
  rule,
} from './decision/index.js';
import type { ValueMap } from './template/index.js';
import { looksLikeTemplate, mayDeclare, readTemplate } from './template/index.js';

export {
  type Exemption,
  type Judgment,
  type KeyRecord,
  type KeyRecords,
  type PartialPolicy,
  PolicyError,
  parsePolicy,
  type Reason,
  rule,
  type Verdict,
  verdicts,
} from './decision/index.js';
export { TemplateError } from './template/index.js';

/** The verdict on one endpoint configuration of a template, and its place there. */
export type Finding = Omit<ReportedFinding, 'source' | 'nestedIn' | 'again'>;

/** Options for judging a configuration, from a template or from an API call. */
export interface RuleOptions {
  /** The policy, with the members of `kms-guard.yaml` (`parsePolicy` reads its text). Missing members have defaults. */
  readonly policy?: PartialPolicy;
  /** Account id, region and stack name of the deployment, as far as they are known. */
  readonly account?: string;
  readonly region?: string;
  readonly stack?: string;
  /** The time at which exemptions and suppressions are checked for expiry. Default: now. */
  readonly now?: Date;
  /** KMS's answers by the key's text, for `keyPolicy: verified`. */
  readonly keys?: KeyRecords;
}

export interface CheckOptions extends RuleOptions {
  /** Values of the template's parameters. A parameter without a value here has its default. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The value of `file` in the findings. Default: `template`. */
  readonly file?: string;
}

export interface EvaluateOptions extends RuleOptions {
  /** Logical id or name of the configuration, for messages and for the policy's exemptions. */
  readonly logicalId?: string;
}

/**
 * Judges every endpoint configuration of a CloudFormation template.
 *
 * @param text the template, YAML or JSON
 * @returns a finding for each `AWS::SageMaker::EndpointConfig`, whatever its verdict, in the order of the template
 * @throws TemplateError where the text is not a template, with line and column where they are known
 * @throws PolicyError where the policy cannot be used, naming the wrong members
 */
export async function checkTemplate(text: string, options: CheckOptions = {}): Promise<Finding[]> {
  const { file = 'template', parameters = {} } = options;
  const policy = policyOf(options);
  if (!mayDeclare(text, rule.resourceType) && looksLikeTemplate(text)) return [];
  const findings = judgeTemplate(await readTemplate(text, rule.resourceType), file, {
    policy,
    now: options.now ?? new Date(),
    keys: policy.keyPolicy === 'verified' ? options.keys : undefined,
    values: parameters,
    pseudo: { accountId: options.account, region: options.region, stackName: options.stack },
  });
  return inOrder(findings).map(({ source: _, ...finding }) => finding);
}

/**
 * Judges the resolved properties of one endpoint configuration: as CloudFormation passes them to the hook, or as an API
 * call describes them. The verdict is `undetermined` only under `keyPolicy: verified`, for a key that `keys` does not have.
 *
 * @param properties the resource's `Properties`, plain JSON
 * @throws PolicyError where the policy cannot be used, naming the wrong members
 */
export function evaluate(
  properties: Readonly<Record<string, unknown>>,
  options: EvaluateOptions = {},
): Judgment {
  const { account, region, stack, logicalId = '', now = new Date() } = options;
  const subject = { account, region, stack, resource: logicalId };
  const configuration = resolvedConfiguration(subject, properties as ValueMap, { final: true });
  return judge(configuration, policyOf(options), { now, keys: options.keys });
}

/** Validates the policy, although it is typed: JavaScript callers may misspell a member. */
function policyOf({ policy = {} }: RuleOptions): Policy {
  return mergePolicies(policyOfDocument(policy, 'options.policy'));
}
