/** One endpoint configuration as the rule sees it, wherever it comes from. */
import { type Members, markDeferred, type ValueMap } from '../template/index.js';

/** Where the configuration is deployed, as far as that is known; an exemption's patterns are held against it. */
export interface Subject {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Stack name, not its ARN. Absent under Cloud Control. */
  readonly stack?: string | undefined;
  /** Logical id of the endpoint configuration. */
  readonly resource: string;
}

/** One way in which a configuration may turn out. */
export interface Alternative {
  /** `false` where the resource's condition is false, so that it does not exist. */
  readonly exists: boolean;
  readonly properties: ValueMap;
  /** The assumptions that lead here, as clauses: `condition UseKey is false`, `parameter Env is "prod"`. */
  readonly assuming: readonly string[];
}

export interface Configuration {
  readonly subject: Subject;
  /** How the members to add are written: as lines of a template, or as JSON where there is none (Cloud Control). */
  readonly lines: 'yaml' | 'json';
  /**
   * The ways in which it may turn out: exactly one for resolved properties, else one for each combination of
   * the conditions and parameter values that matter to these members of its properties.
   */
  alternatives(members: Members): Iterable<Alternative>;
}

/**
 * A configuration with everything resolved: as a RESOURCE invocation, a change set or an API call shows it.
 *
 * @param final whether text that CloudFormation would still replace reaches SageMaker's handler as it is. False for
 *   a change set, whose values are worked out later
 */
export function resolvedConfiguration(
  subject: Subject,
  properties: ValueMap,
  { final }: { readonly final: boolean },
): Configuration {
  const alternative: Alternative = {
    exists: true,
    properties: markDeferred(properties, final) as ValueMap,
    assuming: [],
  };
  const lines = final && subject.stack === undefined ? 'json' : 'yaml';
  return { subject, lines, alternatives: () => [alternative] };
}
