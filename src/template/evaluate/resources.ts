/** The resources of one type, each with the ways in which it may turn out. */

import type { Path } from '../path.js';
import { memberOf } from '../raw-value.js';
import type { Template } from '../template.js';
import type { Unknown } from '../value.js';
import { Definitions, type ResourceDefinition } from './definition.js';
import type { members } from './loops.js';
import { alternativesOf, type ResourceAlternative } from './resource-alternatives.js';
import { isOfType } from './resource-type.js';
import type { Context, Members, Scope } from './scope.js';
import { scopeOf } from './template-scope.js';

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
  const { scope, resources } = scopeOf(template, context);
  const definitions = new Definitions(scope);
  return resources.flatMap((resource): ResourceView[] => {
    const match = isOfType(resource, type, scope.budget);
    return match === false ? [] : [viewOf(resource, scope, definitions, match)];
  });
}

/** The resources of every type, but for those whose type is not known. @throws TemplateError, as for one type */
export function allResources(
  template: Template,
  context: Context,
): readonly (ResourceView & { readonly type: string })[] {
  const { scope, resources } = scopeOf(template, context);
  const definitions = new Definitions(scope);
  return resources.flatMap((resource) => {
    const type = scope.resourceTypes.get(resource.key);
    return type === undefined ? [] : [{ ...viewOf(resource, scope, definitions, true), type }];
  });
}

/** @param match why the resource may be of another type, where it is not certain */
function viewOf(
  resource: ReturnType<typeof members>[number],
  whole: Scope,
  definitions: Definitions,
  match: true | Unknown,
): ResourceView {
  const { key, raw, path, items, uncertain } = resource;
  const defaults = new Set<string>();
  const scope: Scope = { ...whole, items, defaults };
  const doubts = [uncertain, match].filter((doubt) => doubt !== undefined && doubt !== true);
  return {
    logicalId: key,
    path,
    raw,
    metadata: memberOf(raw, 'Metadata'),
    defaults,
    alternatives: (wanted = true) => alternativesOf(resource, scope, wanted, doubts),
    definition: () => definitions.of(raw, path, items),
  };
}
