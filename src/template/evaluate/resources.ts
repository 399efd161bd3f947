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
  /** The resource's place in the template. */
  readonly path: Path;
  readonly raw: unknown;
  readonly metadata: unknown;
  /**
   * Lazily, one for each combination of what is unknown. If there are too many combinations, the properties of the
   * last alternative are unknown.
   *
   * @param wanted the members of its properties that matter; default: all
   */
  alternatives(wanted?: Members): Iterable<ResourceAlternative>;
  /** For a comparison with the same resource in another template. */
  definition(): ResourceDefinition;
  /** Parameters whose defaults the alternatives so far have used. */
  readonly defaults: ReadonlySet<string>;
}

/**
 * The resources that have the type, or may have it because a loop writes the type.
 *
 * @throws TemplateError where the template contradicts itself or exceeds a limit
 */
export function resourcesOfType(template: Template, type: string, context: Context): readonly ResourceView[] {
  const { scope, resources } = scopeOf(template, context);
  const definitions = new Definitions(scope);
  return resources.flatMap((resource): ResourceView[] => {
    const match = isOfType(resource, type, scope.budget);
    return match === false ? [] : [viewOf(resource, scope, definitions, match)];
  });
}

/** All resources whose type is known. @throws TemplateError as `resourcesOfType` does */
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

/** @param match true, or why the resource may have another type */
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
