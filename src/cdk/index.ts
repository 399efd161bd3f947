/** `endpoint-kms-guard/cdk`: judges a CDK app's templates at synthesis, as `kms-guard check` does. */

import { defaultsNote, type Finding, judgeTemplate } from '../check/index.js';
import { fails, type PartialPolicy, type Policy, type Reason, rule } from '../decision/index.js';
import { version } from '../version.js';
import type { ValidationContext, ValidationReport, Violation } from './interface.js';
import { policyOf } from './policy.js';
import { stacksOf } from './stacks.js';

export type { PartialPolicy } from '../decision/index.js';
export { PolicyError } from '../decision/index.js';
export type {
  Construct,
  StackTemplate,
  ValidationContext,
  ValidationReport,
  ViolatingResource,
  Violation,
} from './interface.js';

export interface EndpointKmsGuardOptions {
  /**
   * The policy: its members, or the path of its file. Default: the nearest `kms-guard.yaml`, from the working folder up
   * to the root of its repository.
   */
  readonly policy?: PartialPolicy | string;
  /** Values of the templates' parameters. A parameter without a value here has its default. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether an undetermined verdict fails the synthesis. By default it is a warning. */
  readonly strict?: boolean;
}

/**
 * A validation plugin for CDK apps: `Validations.of(app).addPlugins(new EndpointKmsGuard())`, or in older versions of
 * the CDK `new App({ policyValidationBeta1: [new EndpointKmsGuard()] })`.
 */
export class EndpointKmsGuard {
  readonly name = 'endpoint-kms-guard';
  readonly version = version;
  readonly ruleIds = [rule.id as string];
  private readonly policy: Policy;
  private readonly parameters: Readonly<Record<string, string>>;
  private readonly strict: boolean;

  /** @throws PolicyError where the policy cannot be used, naming the wrong members */
  constructor({ policy, parameters = {}, strict = false }: EndpointKmsGuardOptions = {}) {
    this.policy = policyOf(policy, process.cwd());
    this.parameters = parameters;
    this.strict = strict || this.policy.undetermined === 'fail';
  }

  /** The CDK calls this after it has written the templates. */
  validate(context: ValidationContext): ValidationReport {
    const violations: Violation[] = [];
    const now = new Date();
    for (const { path, template, values, pseudo } of stacksOf(context, this.parameters)) {
      for (const finding of judgeTemplate(template, path, { policy: this.policy, now, values, pseudo })) {
        const violation = this.violationOf(finding);
        if (violation) violations.push(violation);
      }
    }
    return { success: violations.every(({ severity }) => severity !== 'error'), violations };
  }

  private violationOf(finding: Finding): Violation | undefined {
    const { verdict, reason, message, remediation, logicalId, file } = finding;
    if (verdict !== 'nonCompliant' && verdict !== 'undetermined') return undefined;
    const note = defaultsNote(finding);
    return {
      ruleName: rule.id,
      description: note === undefined ? message : `${message} ${note}`,
      fix: remediation,
      severity: fails(finding, { strict: this.strict }) ? 'error' : 'warning',
      violatingResources: [
        { resourceLogicalId: logicalId, templatePath: file, locations: [placeOf(reason)] },
      ],
      ruleMetadata: { link: rule.link, reason },
    };
  }
}

/** The property that a finding is about, in the CDK's notation. */
function placeOf(reason: Reason): string {
  return elsewhere[reason] ?? 'Properties.KmsKeyId';
}

const elsewhere: Partial<Record<Reason, string>> = {
  dataCaptureKeyAbsent: 'Properties.DataCaptureConfig',
  asyncOutputKeyAbsent: 'Properties.AsyncInferenceConfig',
  coreDumpKeyAbsent: 'Properties.ProductionVariants',
  storageUnknown: 'Properties.ProductionVariants',
};
