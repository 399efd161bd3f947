/** What a resource's properties follow from, in a form in which two templates can be compared. */

import { asCall, isLoopKey, isRawMap, MAX_STEPS, memberOf, type RawMap } from '../raw.js';
import { isTransform, TRANSFORM_KEYS } from '../transforms.js';
import { type Path, Unknown } from '../value.js';
import { canonicalText } from './canonical.js';
import { type Bindings, Budget, type Scope } from './scope.js';
import { bind } from './text.js';

/** A resource as its template defines it. */
export interface ResourceDefinition {
  /** In canonical form, with everything in the template that it draws on; equal ones are defined alike. */
  readonly text: string;
  /**
   * Whether equal definitions may still come to different properties in two deployments: they draw on parameters,
   * other resources, exports, dynamic references, or on what a macro writes.
   */
  readonly mayVary: boolean;
}

/** Members of a resource that its properties follow from. Documentation and policies are left out. */
const OWN = ['Type', 'Condition', ...TRANSFORM_KEYS];

/** Members of a parameter's declaration that its values do not follow from. */
const REMARKS = ['Description', 'ConstraintDescription'];

/** Functions whose value is only known at deployment. */
const LOOKED_UP = new Set(['Fn::ImportValue', 'Fn::GetAtt', 'Fn::GetAZs', ...TRANSFORM_KEYS]);

/**
 * Everything a resource's properties follow from, short of parameter values: its own members without `Tags`,
 * which are changed in place, the loops around it, the conditions, mappings, parameters and types of resources
 * that these name, and every transform.
 *
 * @throws TemplateError where aliases make it larger than any template is
 */
export function definitionOf(raw: unknown, path: Path, scope: Scope): ResourceDefinition {
  const { bindings, conditions, resourceTypes, template } = scope;
  const { mappings, parameters, root } = template;
  const budget = new Budget(MAX_STEPS);
  /** Names that were met. Conditions may refer to one another in long chains, and in circles. */
  const names = new Set<string>();
  let mayVary = template.macro !== undefined || template.includes;

  const canonical = (part: unknown, items: Bindings = new Map()): string =>
    canonicalText(part, budget, (inner) => {
      if (typeof inner === 'string') return visitText(inner, items);
      const call = asCall(inner);
      if (call && LOOKED_UP.has(call.name)) mayVary = true;
      const isFind = call?.name === 'Fn::FindInMap' && Array.isArray(call.argument);
      // A name that is worked out may be the name of any.
      if (isFind && typeof call.argument[0] !== 'string') mayName(Object.keys(mappings));
    });

  /** A text may be a name, or hold names as `Fn::Sub` does. */
  const visitText = (part: string, items: Bindings): void => {
    const text = bind(part, items, [], budget);
    if (text instanceof Unknown) {
      mayVary = true;
      mayName([...conditions.keys(), ...Object.keys({ ...mappings, ...parameters })]);
      return;
    }
    mayName([text, beforeDot(text)]);
    for (const [, name = ''] of text.matchAll(/\$\{([^{}]*)\}/g)) mayName([beforeDot(name.trim())]);
    if (text.includes('{{resolve:')) mayVary = true;
  };

  const mayName = (some: readonly string[]): void => {
    budget.spend(some.length / 8);
    for (const name of some) names.add(name);
  };

  const properties = without(memberOf(raw, 'Properties'), ['Tags']);
  // Where an item is not known the list says what it may be; where it is, other items of the list do not matter.
  const isOpen = [...bindings.values()].some((item) => item instanceof Unknown);
  const loops = isOpen ? loopsAround(root, path) : [];
  const own = canonical([OWN.map((key) => memberOf(raw, key)), properties, loops], bindings);
  const transforms = canonical(transformsOf(root));
  const parts: string[] = [];
  // What a part draws on is added while the names are gone through.
  for (const name of names) {
    const condition = conditions.get(name);
    const type = resourceTypes.has(name) ? [resourceTypes.get(name)] : [];
    const declaration = without(memberOf(parameters, name), REMARKS);
    if (declaration !== undefined || type.length > 0) mayVary = true;
    const drawn = canonical([memberOf(mappings, name), declaration, type]);
    const used = condition ? canonical([condition.raw, [...condition.bindings]], condition.bindings) : '';
    if (drawn !== NOTHING || used !== '') parts.push(JSON.stringify([name, drawn, used]));
  }
  return { text: JSON.stringify([own, [...bindings], parts.sort(), transforms]), mayVary };
}

/** What is drawn from a name that is none of a mapping, a parameter or a resource. */
const NOTHING = '[,,[]]';

function beforeDot(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? name : name.slice(0, dot);
}

function without(raw: unknown, keys: readonly string[]): unknown {
  return isRawMap(raw) ? Object.fromEntries(Object.entries(raw).filter(([key]) => !keys.includes(key))) : raw;
}

/** The lists of the loops that write a resource. */
function loopsAround(root: RawMap, path: Path): readonly unknown[] {
  const lists: unknown[] = [];
  let part: unknown = root;
  for (const step of path) {
    part = Array.isArray(part) ? part[Number(step)] : memberOf(part, String(step));
    if (isLoopKey(String(step)) && Array.isArray(part)) lists.push(part[1]);
  }
  return lists;
}

/** The transforms of the whole template, and those that are called beside what a resource may draw on. */
function transformsOf(root: RawMap): unknown {
  const sections = ['Resources', 'Conditions', 'Mappings', 'Parameters'].map((name) => memberOf(root, name));
  return [root, ...sections].map((section, index) =>
    TRANSFORM_KEYS.map((key) => {
      const transform = memberOf(section, key);
      return index === 0 || isTransform(key, transform) ? (transform ?? null) : null;
    }),
  );
}
