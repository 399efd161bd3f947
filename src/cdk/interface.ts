/**
 * The part of the CDK's interface for validation plugins that this plugin uses. It is declared here so that it fits
 * every version of aws-cdk-lib with plugins (`IPolicyValidationPlugin` and the older `IPolicyValidationPluginBeta1`),
 * and so that the package compiles without aws-cdk-lib.
 */
import type { Reason } from '../decision/index.js';

export interface ValidationContext {
  /** Absolute paths of the stacks' templates. */
  readonly templatePaths: readonly string[];
  /** The same templates with facts about each stack. Only newer versions of the CDK pass this. */
  readonly stackTemplates?: readonly StackTemplate[];
  readonly appConstruct?: Construct;
}

export interface StackTemplate {
  readonly templatePath: string;
  readonly stackConstructPath?: string;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

/** A construct of the app. */
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
