/** Finds the order in which CloudFormation provisions resources: each after those that it refers to. */
import { isRawMap, type Template } from '../../template/index.js';
import { visitReferences } from './references.js';
import type { Unresolved } from './resolve.js';
import { faultAt } from './template-file.js';
import { hasTransform, SAM } from './transforms.js';

/**
 * Groups of resources that can be provisioned in parallel. The first group refers to no other resource.
 *
 * @throws TemplateError where resources refer to one another in a circle
 */
export function wavesOf(resources: readonly Unresolved[], template: Template): readonly Unresolved[][] {
  const levels = levelsOf(resources, template);
  const deepest = Math.max(-1, ...levels.values());
  return Array.from({ length: deepest + 1 }, (_, level) =>
    resources.filter(({ logicalId }) => levels.get(logicalId) === level),
  );
}

/** The length of the longest chain of references from each resource to one that refers to none. */
function levelsOf(resources: readonly Unresolved[], template: Template): ReadonlyMap<string, number> {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const isSam = hasTransform(template, SAM);
  // SAM turns one resource into several, among which the references form no circle.
  const isTakenApart = (id: string) => isSam && byId.get(id)?.type.startsWith('AWS::Serverless::') === true;
  const levels = new Map<string, number>();
  const underway: string[] = [];
  const visit = (resource: Unresolved): number => {
    const known = levels.get(resource.logicalId);
    if (known !== undefined) return known;
    underway.push(resource.logicalId);
    let level = 0;
    for (const id of dependenciesOf(resource)) {
      const needed = byId.get(id);
      if (!needed) continue;
      if (!underway.includes(id)) level = Math.max(level, visit(needed) + 1);
      else {
        const circle = underway.slice(underway.indexOf(id));
        if (circle.some(isTakenApart)) continue;
        const message = `Circular dependency between resources: [${circle.join(', ')}]`;
        throw faultAt(template, needed.path, message);
      }
    }
    underway.pop();
    levels.set(resource.logicalId, level);
    return level;
  };
  resources.forEach(visit);
  return levels;
}

function dependenciesOf({ raw }: Unresolved): ReadonlySet<string> {
  const { DependsOn: declared, ...rest } = isRawMap(raw) ? raw : {};
  const found = new Set([declared].flat().filter((name) => typeof name === 'string'));
  visitReferences(rest, (name) => found.add(name));
  return found;
}
