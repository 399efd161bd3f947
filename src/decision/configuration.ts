/** One endpoint configuration, in the form that the rule judges. */
import { type Members, markDeferred, type ValueMap } from '../template/index.js';

/** Where the configuration is deployed, as far as that is known. The patterns of exemptions match against it. */
export interface Subject {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Stack name, not its ARN. Absent under Cloud Control. */
  readonly stack?: string | undefined;
  /** Logical id of the endpoint configuration. */
  readonly resource: string;
}

/** The configuration under one consistent set of assumptions. */
export interface Alternative {
  /** `false` where the resource's condition is false, so that it does not exist. */
  readonly exists: boolean;
  readonly properties: ValueMap;
  /** The assumptions, as clauses: `condition UseKey is false`, `parameter Env is "prod"`. */
  readonly assuming: readonly string[];
}

export interface Configuration {
  readonly subject: Subject;
  /** How the remediation shows the members to add: as lines of a template, or as JSON (Cloud Control has no template). */
  readonly lines: 'yaml' | 'json';
  /** The text of the template; undefined where everything before the configuration has been created already. */
  readonly template?: string | undefined;
  /** Exactly one for resolved properties; else one for each combination of the unknowns that affect these members. */
  alternatives(members: Members): Iterable<Alternative>;
}

/**
 * A configuration whose properties are resolved: from a RESOURCE invocation, a change set or an API call.
 *
 * @param final whether SageMaker's handler receives deferred text (`{{resolve:…}}`) as it is. False for a change set:
 *   CloudFormation resolves its values later
 */
export function resolvedConfiguration(
  subject: Subject,
  properties: ValueMap,
  { final, template }: { readonly final: boolean; readonly template?: string | undefined },
): Configuration {
  const alternative: Alternative = {
    exists: true,
    properties: markDeferred(properties, final) as ValueMap,
    assuming: [],
  };
  const lines = final && subject.stack === undefined ? 'json' : 'yaml';
  return { subject, lines, template, alternatives: () => [alternative] };
}
