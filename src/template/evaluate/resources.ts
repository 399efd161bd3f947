/** The resources of one type, each with the ways in which it may turn out. */

import type { Template } from '../parse/read.js';
import { isRawMap, memberOf, showPath } from '../raw.js';
import { transformsIn, yetToRun } from '../transforms.js';
import { isMap, type Path, Rest, Unknown, type Value, type ValueMap } from '../value.js';
import { conditionName, conditionNamed } from './conditions.js';
import { definitionOf, type ResourceDefinition } from './definition.js';
import { evaluate, type Members } from './expression.js';
import type { Member } from './loops.js';
import { explore } from './scenario.js';
import type { Context, Scope } from './scope.js';
import { scopeOf } from './template-scope.js';
import { bind, HOLE } from './text.js';

/** One way a resource may turn out; see `ResourceView.alternatives`. */
export interface ResourceAlternative {
  /** False where its condition is false. */
  readonly exists: boolean;
  readonly properties: ValueMap;
  /** The assumptions that lead here, as clauses. */
  readonly assuming: readonly string[];
}

export interface ResourceView {
  readonly logicalId: string;
  /** Where the resource stands. */
  readonly path: Path;
  readonly raw: unknown;
  readonly metadata: unknown;
  /**
   * Lazily, one for each combination of what the view cannot tell; the last says so where there are too many.
   *
   * @param wanted the members of its properties that matter; default: all
   */
  alternatives(wanted?: Members): Iterable<ResourceAlternative>;
  /** The definition in canonical form, with the conditions and mappings it draws on. */
  definition(): ResourceDefinition;
  /** Parameters whose defaults the alternatives seen so far rest on. */
  readonly defaults: ReadonlySet<string>;
}

/** Alternatives of one resource: beyond them nothing is concluded. */
const MAX_ALTERNATIVES = 512;

/**
 * The resources that are of the type, or may be where a loop writes the type.
 *
 * @throws TemplateError where the template contradicts itself or goes beyond all bounds
 */
export function resourcesOfType(template: Template, type: string, context: Context): readonly ResourceView[] {
  const { scope, resources } = scopeOf(template, context);
  return resources.flatMap((resource): ResourceView[] => {
    const declared = typeMatch(resource, type, scope);
    if (declared === undefined) return [];
    return [viewOf(resource, scope, declared === true ? undefined : declared)];
  });
}

/** The resources of every type, but for those whose type is not known. @throws TemplateError, as for one type */
export function allResources(
  template: Template,
  context: Context,
): readonly (ResourceView & { readonly type: string })[] {
  const { scope, resources } = scopeOf(template, context);
  return resources.flatMap((resource) => {
    const type = scope.resourceTypes.get(resource.key);
    return type === undefined ? [] : [{ ...viewOf(resource, scope, undefined), type }];
  });
}

/** @param doubt set where the type is not known */
function viewOf(resource: Member, whole: Scope, doubt: Unknown | undefined): ResourceView {
  const { key, raw, path, bindings, uncertain } = resource;
  const defaults = new Set<string>();
  const scope: Scope = { ...whole, bindings, defaults };
  const doubts = [uncertain, doubt].filter((each) => each !== undefined);
  return {
    logicalId: key,
    path,
    raw,
    metadata: memberOf(raw, 'Metadata'),
    defaults,
    alternatives: (wanted = true) => alternativesOf(raw, path, scope, wanted, doubts),
    definition: () => definitionOf(raw, path, scope),
  };
}

/** @returns true where it is the type, Unknown where it may be, undefined where it is another */
function typeMatch(resource: Member, type: string, scope: Scope): true | Unknown | undefined {
  const raw = memberOf(resource.raw, 'Type');
  if (typeof raw !== 'string') return undefined;
  const bound = bind(raw, resource.bindings, resource.path, scope.budget);
  if (typeof bound === 'string') return bound.trim() === type ? true : undefined;
  // What stands around the holes must fit; what fills them cannot be told.
  const fixed = raw.replace(HOLE, '{}').split('{}');
  let from = 0;
  for (const piece of fixed) {
    const at = type.indexOf(piece, from);
    if (at === -1) return undefined;
    from = at + piece.length;
  }
  return type.startsWith(fixed[0] ?? '') && type.endsWith(fixed.at(-1) ?? '') ? bound : undefined;
}

function* alternativesOf(
  raw: unknown,
  path: Path,
  outer: Scope,
  wanted: Members,
  doubts: readonly Unknown[],
): Generator<ResourceAlternative> {
  let count = 0;
  for (const alternative of explore((scenario) =>
    alternativeIn({ ...outer, scenario }, raw, path, wanted, doubts),
  )) {
    yield alternative;
    if (++count >= MAX_ALTERNATIVES || outer.budget.isLow) {
      const reason = `more than ${count} combinations of its conditions and parameters`;
      yield { exists: true, properties: open(new Unknown(reason, path)), assuming: [] };
      return;
    }
  }
}

function alternativeIn(
  outer: Scope,
  raw: unknown,
  path: Path,
  wanted: Members,
  doubts: readonly Unknown[],
): ResourceAlternative {
  const { scenario } = outer;
  const { macro = outer.macro, include } = isRawMap(raw) ? transformsIn(raw) : {};
  const scope = { ...outer, macro };
  const name = memberOf(raw, 'Condition');
  const doubted = doubts.some(
    ({ reason }) =>
      !scenario.decide(`${reason} ${showPath(path)}`, [
        `it exists, which depends on ${reason}`,
        `it does not exist, which depends on ${reason}`,
      ]),
  );
  const exists =
    !doubted &&
    (name === undefined || conditionNamed(conditionName(name, [...path, 'Condition'], scope), scope));
  if (!exists) return { exists, properties: {}, assuming: scenario.assuming };
  const properties = toMap(
    evaluate(memberOf(raw, 'Properties') ?? {}, [...path, 'Properties'], scope, wanted),
  );
  const transform = macro ?? include;
  if (transform !== undefined) properties[Rest] ??= yetToRun(transform, path);
  return { exists, properties, assuming: scenario.assuming };
}

function toMap(properties: Value): ValueMap {
  if (properties instanceof Unknown) return open(properties);
  return isMap(properties) ? properties : {};
}

function open(unknown: Unknown): ValueMap {
  return { [Rest]: unknown };
}
