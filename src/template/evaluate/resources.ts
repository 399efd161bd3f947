/** The resources of one type, each with the ways in which it may turn out. */

import { MAX_RESOURCES } from '../limits.js';
import type { Path } from '../path.js';
import { memberOf } from '../raw-value.js';
import type { Template } from '../template.js';
import { TemplateError } from '../template-error.js';
import { transformsAmong } from '../transforms.js';
import { Budget } from './budget.js';
import { Definitions, type ResourceDefinition } from './definition.js';
import { evaluate } from './expression.js';
import { members } from './loops.js';
import { alternativesOf, type ResourceAlternative } from './resource-alternatives.js';
import { isOfType, typeOf } from './resource-type.js';
import { Scenario } from './scenario.js';
import type { Context, Members, Scope } from './scope.js';

export interface ResourceView {
  readonly logicalId: string;
  /** Where the resource stands. */
  readonly path: Path;
  readonly raw: unknown;
  readonly metadata: unknown;
  /**
   * Lazily, one for each combination of what is not known; where there are too many, the last one knows nothing.
   *
   * @param wanted the members of its properties that matter; default: all
   */
  alternatives(wanted?: Members): Iterable<ResourceAlternative>;
  /** What it is defined by, for a comparison with another template's. */
  definition(): ResourceDefinition;
  /** Parameters whose defaults were used in the alternatives so far. */
  readonly defaults: ReadonlySet<string>;
}

/**
 * The resources that are of the type, or may be where a loop writes the type.
 *
 * @throws TemplateError where the template contradicts itself or goes beyond all bounds
 */
export function resourcesOfType(template: Template, type: string, context: Context): readonly ResourceView[] {
  const bare: Scope = {
    evaluate,
    template,
    context,
    conditions: new Map(),
    conditionsMacro: undefined,
    macro: template.macro,
    resourceTypes: new Map(),
    scenario: new Scenario(),
    items: new Map(),
    loops: 0,
    budget: new Budget(),
    underway: [],
    defaults: new Set(),
  };
  const conditions = members(template.conditions, ['Conditions'], bare);
  const resources = members(template.resources, ['Resources'], bare);
  if (resources.length > MAX_RESOURCES)
    throw new TemplateError(`The template declares ${resources.length} resources; CloudFormation takes 500`);
  const whole: Scope = {
    ...bare,
    macro: template.macro ?? transformsAmong(resources).macro,
    conditions: new Map(conditions.map((condition) => [condition.key, condition])),
    conditionsMacro: transformsAmong(conditions).macro,
    resourceTypes: new Map(resources.map((resource) => [resource.key, typeOf(resource, bare.budget)])),
  };
  const definitions = new Definitions(whole);
  return resources.flatMap((resource): ResourceView[] => {
    const match = isOfType(resource, type, bare.budget);
    if (match === false) return [];
    const { key, raw, path, items, uncertain } = resource;
    const defaults = new Set<string>();
    const scope: Scope = { ...whole, items, defaults };
    const doubts = [uncertain, match].filter((doubt) => doubt !== undefined && doubt !== true);
    return [
      {
        logicalId: key,
        path,
        raw,
        metadata: memberOf(raw, 'Metadata'),
        defaults,
        alternatives: (wanted = true) => alternativesOf(resource, scope, wanted, doubts),
        definition: () => definitions.of(raw, path, items),
      },
    ];
  });
}
