/** Everything that determines a resource's properties, in a form in which two templates can be compared. */

import { digestOf } from '../digest.js';
import type { Path } from '../path.js';
import { asCall, isLoopKey, isRawMap, mapAt, memberOf, type RawMap } from '../raw-value.js';
import { isTransform, TRANSFORM_KEYS } from '../transforms.js';
import { Unknown } from '../value.js';
import { Budget } from './budget.js';
import { canonicalText } from './canonical-text.js';
import { strictFunctions } from './functions.js';
import { nameOf } from './join-text.js';
import { fillItems } from './loop-items.js';
import { fits, piecesOf } from './resource-type.js';
import type { LoopItems, Scope } from './scope.js';

/** A resource as its template defines it. */
export interface ResourceDefinition {
  /** In canonical form, with everything in the template that the resource uses. Equal texts mean equal definitions. */
  readonly text: string;
  /**
   * Whether the properties may differ between two deployments even though the definitions are equal, because they
   * use parameters, other resources, other stacks, dynamic references, or what a transform writes.
   */
  readonly mayVary: boolean;
}

/** Members of a resource that affect its properties. Documentation and policies do not. */
const OWN = ['Type', 'Condition', ...TRANSFORM_KEYS];

/** Members of a parameter's declaration that do not affect its values. */
const REMARKS = ['Description', 'ConstraintDescription'];

/** Functions that have the same value in every deployment if what they name has. CloudFormation may look up any other. */
const FIXED = new Set([
  ...Object.keys(strictFunctions),
  ...['Ref', 'Fn::And', 'Fn::Equals', 'Fn::FindInMap', 'Fn::If', 'Fn::Not', 'Fn::Or', 'Fn::Sub'],
]);

/** Texts that may have another value in the next deployment. */
const VARIES = /\{\{resolve:|AWS::NotificationARNs/;

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
  /** Names of conditions and resources with an unknown item of a loop, such as `Use${Item}`. */
  private readonly open: readonly { readonly name: string; readonly pieces: readonly string[] }[];

  constructor(private readonly scope: Pick<Scope, 'template' | 'conditions' | 'resourceTypes'>) {
    this.open = [...scope.conditions.keys(), ...scope.resourceTypes.keys()]
      .filter((name) => name.includes('{'))
      .map((name) => ({ name, pieces: piecesOf(name) }));
  }

  /**
   * Everything that determines a resource's properties except parameter values: its own members without `Tags`
   * (SageMaker changes tags in place), the loops around it, the conditions, mappings, parameters and types of
   * resources that these name, and every transform.
   *
   * @throws TemplateError where this is larger than any template
   */
  of(raw: unknown, path: Path, items: LoopItems): ResourceDefinition {
    const { template } = this.scope;
    const properties = keep(memberOf(raw, 'Properties'), (key) => key !== 'Tags');
    const members = keep(raw, (key) => OWN.includes(key) || isLoopKey(key));
    // The loop's list matters only where an item is unknown: then it says what the item may be.
    const isOpen = [...items.values()].some((item) => item instanceof Unknown);
    const loops = isOpen ? loopsAround(template.root, path) : [];
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

  /** Adds the names that may become this one. */
  private addOpen(name: string, names: Set<string>): void {
    this.budget.spend((this.open.length * (1 + name.length / 256)) / 8);
    for (const each of this.open) if (fits(each.pieces, name)) names.add(each.name);
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
    const declaration = keep(memberOf(template.parameters, name), (key) => !REMARKS.includes(key));
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
      for (const name of some) {
        if (this.isName(name)) names.add(name);
        else this.addOpen(name, names);
      }
    };
    /** A computed name may be any of these. */
    const mayNameAny = () =>
      mayName([...this.scope.conditions.keys(), ...Object.keys({ ...mappings, ...parameters })]);
    /** A text may be a name, or contain names as the text of `Fn::Sub` does. */
    const visitText = (written: string): void => {
      const text = fillItems(written, items, [], this.budget);
      if (text instanceof Unknown) {
        mayVary = true;
        mayNameAny();
        return;
      }
      mayName([text]);
      for (const [, name = ''] of text.matchAll(/\$\{([^{}]*)\}/g)) mayName([beforeDot(name.trim())]);
      if (VARIES.test(text)) mayVary = true;
    };
    const text = this.budget.elsewhere(() =>
      canonicalText(raw, this.budget, (part) => {
        const written = nameOf(part);
        if (typeof written === 'string') return visitText(written);
        if (isRawMap(part) && TRANSFORM_KEYS.some((key) => isTransform(key, memberOf(part, key))))
          mayVary = true;
        const call = asCall(part);
        if (!call) return;
        const { name, argument } = call;
        if (!FIXED.has(name)) mayVary = true;
        const named = Array.isArray(argument) ? argument[0] : argument;
        if ((name === 'Ref' || name === 'Fn::FindInMap') && typeof named !== 'string') mayNameAny();
      }),
    );
    return { text, names, mayVary };
  }
}

function beforeDot(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? name : name.slice(0, dot);
}

/** The members of a map whose keys pass the test; any other value as it is. */
function keep(raw: unknown, isKept: (key: string) => boolean): unknown {
  return isRawMap(raw) ? Object.fromEntries(Object.entries(raw).filter(([key]) => isKept(key))) : raw;
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
  const sections = ['Resources', 'Conditions', 'Mappings', 'Parameters'].map((name) => {
    const section = mapAt(root, name);
    return keep(section, (key) => isTransform(key, section[key]));
  });
  return [TRANSFORM_KEYS.map((key) => memberOf(root, key) ?? null), ...sections];
}
