/** The order in which CloudFormation provisions: what is referred to comes first. */
import { isRawMap, memberOf, TemplateError } from '../../template/index.js';
import { visitReferences } from './references.js';
import type { Resolved } from './resolved.js';

/** Where a resource is written, for the message. */
export type PlaceOf = (resource: Resolved) => { readonly line: number; readonly column: number } | undefined;

/**
 * How many steps of references each resource is away from those that refer to none.
 *
 * @throws TemplateError where resources refer to one another in a circle
 */
export function levels(resources: readonly Resolved[], placeOf: PlaceOf): ReadonlyMap<string, number> {
  const needs = new Map(resources.map((resource) => [resource.logicalId, dependenciesOf(resource)]));
  const level = new Map<string, number>();
  const underway: string[] = [];
  const visit = (logicalId: string): number => {
    const known = level.get(logicalId);
    if (known !== undefined) return known;
    if (underway.includes(logicalId)) {
      const circle = underway.slice(underway.indexOf(logicalId));
      const first = resources.find((resource) => resource.logicalId === logicalId);
      const place = first && placeOf(first);
      const message = `Circular dependency between resources: [${circle.join(', ')}]`;
      throw new TemplateError(message, place?.line, place?.column);
    }
    underway.push(logicalId);
    let highest = 0;
    for (const needed of needs.get(logicalId) ?? []) {
      if (needs.has(needed)) highest = Math.max(highest, visit(needed) + 1);
    }
    underway.pop();
    level.set(logicalId, highest);
    return highest;
  };
  for (const { logicalId } of resources) visit(logicalId);
  return level;
}

function dependenciesOf({ raw }: Resolved): ReadonlySet<string> {
  const declared = memberOf(raw, 'DependsOn');
  const named = (Array.isArray(declared) ? declared : [declared]).filter((name) => typeof name === 'string');
  const { DependsOn: _declared, ...rest } = isRawMap(raw) ? raw : {};
  const found = new Set(named);
  visitReferences(rest, (name) => found.add(name));
  return found;
}
