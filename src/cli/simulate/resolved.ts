/** The resources that a template makes with the parameters given, their properties resolved to plain JSON. */
import { rule } from '../../decision/index.js';
import {
  AmbiguousScalar,
  type Context,
  isMap,
  isRawMap,
  memberOf,
  NoValue,
  type Path,
  type ResourceView,
  Rest,
  resourcesOfType,
  type Template,
  Unknown,
  type Value,
} from '../../template/index.js';
import { type Names, withNames } from './references.js';

/** A resource as CloudFormation would provision it. */
export interface Resolved {
  readonly logicalId: string;
  readonly type: string;
  readonly path: Path;
  /** As it is written, references and all. */
  readonly raw: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What the resolution had to take for granted, each a sentence. */
export type Notes = Set<string>;

/** A value that is only there in the account, for a property. */
export type MakeUp = (property: string, origin: string) => unknown;

/**
 * The template's resources in the order in which they are written, those left out whose condition is false.
 *
 * @param names what references to the template's own resources come to
 * @throws TemplateError
 */
export function resolveResources(
  template: Template,
  context: Context,
  names: Names,
  makeUp: MakeUp,
  notes: Notes,
): readonly Resolved[] {
  const named = withNames(template, names);
  const order = new Map(Object.keys(template.resources).map((key, index) => [key, index]));
  const placeOf = ({ path }: { readonly path: Path }) => order.get(String(path[1])) ?? 0;
  return [...typesIn(template.resources)]
    .flatMap((type) =>
      resourcesOfType(named, type, context).flatMap((view) => {
        const properties = resolve(view, makeUp, notes);
        return properties === undefined ? [] : [{ ...view, type, properties }];
      }),
    )
    .map(({ logicalId, type, path, properties }) => ({
      logicalId,
      type,
      path,
      raw: rawAt(template.root, path),
      properties,
    }))
    .sort((one, other) => placeOf(one) - placeOf(other));
}

function rawAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, step) => (Array.isArray(part) ? part[Number(step)] : memberOf(part, String(step))),
    root,
  );
}

/** The types that resources are written with, those in loops too. A loop that writes a type may write the rule's. */
function typesIn(resources: unknown): ReadonlySet<string> {
  const types = new Set<string>([rule.resourceType]);
  const visit = (map: unknown): void => {
    if (!isRawMap(map)) return;
    for (const [key, raw] of Object.entries(map)) {
      const type = memberOf(raw, 'Type');
      if (key.startsWith('Fn::ForEach')) visit(Array.isArray(raw) ? raw[2] : undefined);
      else if (typeof type === 'string' && !type.includes('{')) types.add(type.trim());
    }
  };
  visit(resources);
  return types;
}

/** @returns undefined where the resource's condition is false */
function resolve(view: ResourceView, makeUp: MakeUp, notes: Notes): Record<string, unknown> | undefined {
  for (const { exists, properties, assuming } of view.alternatives()) {
    for (const name of view.defaults) notes.add(`parameter ${name} has its default`);
    if (assuming.length > 0) notes.add(`${view.logicalId} is resolved where ${assuming.join(' and ')}`);
    return exists ? (plain(properties, '', makeUp) as Record<string, unknown>) : undefined;
  }
  return undefined;
}

/**
 * A value as a resource invocation has it: nothing left of `AWS::NoValue`, parameters of SSM resolved. References
 * to secure strings and to Secrets Manager stay as text.
 */
function plain(value: Value, property: string, makeUp: MakeUp): unknown {
  if (value instanceof Unknown) return makeUp(property, value.reason);
  if (typeof value === 'string') {
    const whole = /^\{\{resolve:ssm:[^{}]+\}\}$/.test(value);
    return whole
      ? makeUp(property, value)
      : value.replace(/\{\{resolve:ssm:[^{}]+\}\}/g, (reference) => String(makeUp('', reference)));
  }
  if (Array.isArray(value)) {
    if (value[Rest] && value.length === 0) return [makeUp(property, value[Rest].reason)];
    return value.filter((item) => item !== NoValue).map((item) => plain(item, property, makeUp));
  }
  if (value instanceof AmbiguousScalar) return value.number ?? value.written;
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== NoValue)
      .map(([key, item]) => [key, plain(item, key, makeUp)]),
  );
}
