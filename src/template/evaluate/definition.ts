/** Everything that determines a resource's properties, in a form in which two templates can be compared. */

import { digestOf } from '../digest.js';
import type { Path } from '../path.js';
import { asCall, isLoopKey, isRawMap, memberOf, type RawMap } from '../raw-value.js';
import { isTransform, TRANSFORM_KEYS } from '../transforms.js';
import { Unknown } from '../value.js';
import { Budget } from './budget.js';
import { canonicalText } from './canonical-text.js';
import { fillItems } from './loop-items.js';
import type { LoopItems, Scope } from './scope.js';

/** A resource as its template defines it. */
export interface ResourceDefinition {
  /** In canonical form, with everything in the template that the resource uses. Equal texts mean equal definitions. */
  readonly text: string;
  /**
   * Whether the properties may differ between two deployments even though the definitions are equal, because they
   * use parameters, other resources, exports, dynamic references, or what a macro writes.
   */
  readonly mayVary: boolean;
}

/** Members of a resource that affect its properties. Documentation and policies do not. */
const OWN = ['Type', 'Condition', ...TRANSFORM_KEYS];

/** Members of a parameter's declaration that do not affect its values. */
const REMARKS = ['Description', 'ConstraintDescription'];

/** Functions whose value only the deployment knows. */
const LOOKED_UP = new Set(['Fn::ImportValue', 'Fn::GetAtt', 'Fn::GetAZs', ...TRANSFORM_KEYS]);

/** A part of a template, and the names that it uses. */
interface Part {
  /** In canonical form. */
  readonly text: string;
  /** Names of conditions, mappings, parameters and resources. */
  readonly names: ReadonlySet<string>;
  readonly mayVary: boolean;
}

/**
 * The definitions of one template's resources. Each named part is read once, since all resources may use the same
 * large mapping or long chain of conditions. One budget covers all the resources.
 */
export class Definitions {
  private readonly budget = new Budget();
  private readonly named = new Map<string, Part>();
  private transforms: Part | undefined;

  constructor(private readonly scope: Pick<Scope, 'template' | 'conditions' | 'resourceTypes'>) {}

  /**
   * Everything that determines a resource's properties except parameter values: its own members without `Tags`
   * (SageMaker changes tags in place), the loops around it, the conditions, mappings, parameters and types of
   * resources that these name, and every transform.
   *
   * @throws TemplateError where this is larger than any template
   */
  of(raw: unknown, path: Path, items: LoopItems): ResourceDefinition {
    const { template } = this.scope;
    const properties = without(memberOf(raw, 'Properties'), ['Tags']);
    // The loop's list matters only where an item is unknown: then it says what the item may be.
    const isOpen = [...items.values()].some((item) => item instanceof Unknown);
    const loops = isOpen ? loopsAround(template.root, path) : [];
    const inside = isRawMap(raw) ? Object.keys(raw).filter(isLoopKey) : [];
    const members = [...OWN, ...inside].map((key) => memberOf(raw, key));
    const own = this.read([members, properties, loops], items);
    this.transforms ??= this.read(transformsOf(template.root));
    const names = new Set([...own.names, ...this.transforms.names]);
    const drawn: string[] = [];
    let mayVary = template.macro !== undefined || template.includes || own.mayVary || this.transforms.mayVary;
    // The loop adds to the set that it walks: conditions may form long chains, and circles.
    for (const name of names) {
      const part = this.partNamed(name);
      this.budget.spend(1 + part.names.size / 8);
      for (const further of part.names) names.add(further);
      mayVary ||= part.mayVary;
      drawn.push(part.text);
    }
    const text = JSON.stringify([own.text, [...items], drawn.sort(), this.transforms.text]);
    return { text, mayVary };
  }

  private isName(name: string): boolean {
    const { template, conditions, resourceTypes } = this.scope;
    const { mappings, parameters } = template;
    return (
      conditions.has(name) ||
      resourceTypes.has(name) ||
      Object.hasOwn(mappings, name) ||
      Object.hasOwn(parameters, name)
    );
  }

  /** What a name stands for. A condition and a parameter may share a name. */
  private partNamed(name: string): Part {
    const known = this.named.get(name);
    if (known) return known;
    const { template, conditions, resourceTypes } = this.scope;
    const condition = conditions.get(name);
    const type = resourceTypes.has(name) ? [resourceTypes.get(name)] : [];
    const declaration = without(memberOf(template.parameters, name), REMARKS);
    const drawn = this.read([memberOf(template.mappings, name), declaration, type]);
    const used = condition && this.read([condition.raw, [...condition.items]], condition.items);
    const whole = JSON.stringify([name, drawn.text, used?.text]);
    const part: Part = {
      // A digest, since the text may be long and hundreds of resources may use it.
      text: digestOf(whole),
      names: new Set([...drawn.names, ...(used?.names ?? [])]),
      mayVary: declaration !== undefined || type.length > 0 || drawn.mayVary || used?.mayVary === true,
    };
    this.named.set(name, part);
    return part;
  }

  private read(raw: unknown, items: LoopItems = new Map()): Part {
    const { mappings, parameters } = this.scope.template;
    const names = new Set<string>();
    let mayVary = false;
    const mayName = (some: readonly string[]): void => {
      this.budget.spend(some.length / 8);
      for (const name of some) if (this.isName(name)) names.add(name);
    };
    /** A text may be a name, or contain names as the text of `Fn::Sub` does. */
    const visitText = (written: string): void => {
      const text = fillItems(written, items, [], this.budget);
      if (text instanceof Unknown) {
        mayVary = true;
        mayName([...this.scope.conditions.keys(), ...Object.keys({ ...mappings, ...parameters })]);
        return;
      }
      mayName([text, beforeDot(text)]);
      for (const [, name = ''] of text.matchAll(/\$\{([^{}]*)\}/g)) mayName([beforeDot(name.trim())]);
      if (text.includes('{{resolve:')) mayVary = true;
    };
    const text = this.budget.elsewhere(() =>
      canonicalText(raw, this.budget, (part) => {
        if (typeof part === 'string') return visitText(part);
        const call = asCall(part);
        if (call && LOOKED_UP.has(call.name)) mayVary = true;
        const isFind = call?.name === 'Fn::FindInMap' && Array.isArray(call.argument);
        // A computed name may be the name of any mapping.
        if (isFind && typeof call.argument[0] !== 'string') mayName(Object.keys(mappings));
      }),
    );
    return { text, names, mayVary };
  }
}

function beforeDot(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? name : name.slice(0, dot);
}

function without(raw: unknown, keys: readonly string[]): unknown {
  return isRawMap(raw) ? Object.fromEntries(Object.entries(raw).filter(([key]) => !keys.includes(key))) : raw;
}

/** The lists of the loops around a resource, outermost first. */
export function loopsAround(root: RawMap, path: Path): readonly unknown[] {
  const lists: unknown[] = [];
  let part: unknown = root;
  for (const step of path) {
    part = Array.isArray(part) ? part[Number(step)] : memberOf(part, String(step));
    if (isLoopKey(String(step)) && Array.isArray(part)) lists.push(part[1]);
  }
  return lists;
}

/** The transforms of the whole template, and of the sections that a resource may use. */
function transformsOf(root: RawMap): unknown {
  const sections = ['Resources', 'Conditions', 'Mappings', 'Parameters'].map((name) => memberOf(root, name));
  return [root, ...sections].map((section, index) =>
    TRANSFORM_KEYS.map((key) => {
      const transform = memberOf(section, key);
      return index === 0 || isTransform(key, transform) ? (transform ?? null) : null;
    }),
  );
}
