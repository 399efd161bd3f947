/**
 * What the CDK hands to a validation plugin and takes from it, as far as this one needs it. Written out here
 * so that it fits every version of aws-cdk-lib that has plugins, under the names of both interfaces
 * (`IPolicyValidationPlugin` and, before it, `IPolicyValidationPluginBeta1`), and needs none to compile.
 */
import type { Reason } from '../decision/index.js';

export interface ValidationContext {
  /** Absolute paths of the stacks' templates. */
  readonly templatePaths: readonly string[];
  /** The same with what is known of each stack; newer versions only. */
  readonly stackTemplates?: readonly StackTemplate[];
  readonly appConstruct?: Construct;
}

export interface StackTemplate {
  readonly templatePath: string;
  readonly stackConstructPath?: string;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

/** A construct of the app: the root of its tree. */
export interface Construct {
  readonly node: { readonly path: string; findAll(): Construct[] };
}

export interface ValidationReport {
  readonly success: boolean;
  readonly violations: Violation[];
}

export interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly fix: string;
  readonly severity: 'error' | 'warning';
  readonly violatingResources: ViolatingResource[];
  readonly ruleMetadata: { readonly link: string; readonly reason: Reason };
}

export interface ViolatingResource {
  readonly resourceLogicalId: string;
  readonly templatePath: string;
  /** Places inside the resource: `Properties.KmsKeyId`. */
  readonly locations: string[];
}
