/**
 * endpoint-kms-guard as a library: the verdicts of the hook and of `kms-guard check`, without a process and
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

/** The verdict on one endpoint configuration of a template, and where it stands there. */
export type Finding = Omit<ReportedFinding, 'source' | 'nestedIn'>;

/** What a configuration is judged by, wherever it comes from. */
export interface RuleOptions {
  /**
   * The policy: its members as `kms-guard.yaml` has them (`parsePolicy` reads its text). What is left out has its
   * default.
   */
  readonly policy?: PartialPolicy;
  /** Account id, region and stack name of the deployment, as far as they are known. */
  readonly account?: string;
  readonly region?: string;
  readonly stack?: string;
  /** What exemptions and suppressions expire against. Default: now. */
  readonly now?: Date;
  /** What KMS says of the keys that occur, by their text, under `keyPolicy: verified`. */
  readonly keys?: KeyRecords;
}

export interface CheckOptions extends RuleOptions {
  /** Values of the template's parameters. Those without one have their default. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The name that findings have in `file`. Default: `template`. */
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
 * @returns a finding for each `AWS::SageMaker::EndpointConfig`, whatever its verdict, in the order of their places
 * @throws TemplateError where the text is no template, with line and column where there are any
 * @throws PolicyError where the policy cannot be used, naming its members
 */
export async function checkTemplate(text: string, options: CheckOptions = {}): Promise<Finding[]> {
  const { file = 'template', parameters = {} } = options;
  const policy = policyOf(options);
  if (!mayDeclare(text, rule.resourceType) && looksLikeTemplate(text)) return [];
  const findings = judgeTemplate(await readTemplate(text, rule.resourceType), file, {
    policy,
    now: options.now ?? new Date(),
    keys: options.keys,
    values: parameters,
    pseudo: { accountId: options.account, region: options.region, stackName: options.stack },
  });
  return inOrder(findings).map(({ source: _, ...finding }) => finding);
}

/**
 * Judges the properties of one endpoint configuration, in which everything is resolved: as CloudFormation
 * hands them to the hook, or as an API call describes them. The verdict is never `undetermined`.
 *
 * @param properties the resource's `Properties`, plain JSON
 * @throws PolicyError where the policy cannot be used, naming its members
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

/** Held against its schema all the same: a misspelt member must not pass for one that is left out. */
function policyOf({ policy = {} }: RuleOptions): Policy {
  return mergePolicies(policyOfDocument(policy, 'options.policy'));
}
