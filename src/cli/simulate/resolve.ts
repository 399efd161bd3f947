/** A resource's properties as CloudFormation would hand them to the resource's handler: plain JSON. */
import {
  AmbiguousScalar,
  allResources,
  type Context,
  isMap,
  NoValue,
  outputsOf,
  type Path,
  type ResourceView,
  Rest,
  type Template,
  Unknown,
  type Value,
} from '../../template/index.js';
/** A resource as CloudFormation would provision it. */
export interface Resolved {
  readonly logicalId: string;
  readonly type: string;
  readonly path: Path;
  /** As it is written, references and all. */
  readonly raw: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A resource before its references are resolved. */
export interface Unresolved extends Omit<Resolved, 'properties'> {
  readonly view: ResourceView;
}

/** Makes up a value that is only there in the account, for a property. */
export type MakeUp = (property: string, origin: string) => string;

/**
 * The template's resources in the order in which they are written.
 *
 * @throws TemplateError
 */
export function resourcesOf(template: Template, context: Context): readonly Unresolved[] {
  return allResources(template, context).map((view) => {
    const { logicalId, type, path, raw } = view;
    return { logicalId, type, path, raw, view };
  });
}

/**
 * Resolves one resource. What nobody knows is taken one way, the first.
 *
 * @param note told of what is taken for granted
 * @returns undefined where the resource's condition is false
 * @throws TemplateError
 */
export function resolveResource(
  unresolved: Unresolved | undefined,
  makeUp: MakeUp,
  note: (text: string) => void = () => undefined,
): Resolved | undefined {
  if (!unresolved) return undefined;
  const { view, ...resource } = unresolved;
  for (const { exists, properties, assuming } of view.alternatives()) {
    for (const name of view.defaults) note(`the parameter ${name} has its default`);
    if (assuming.length > 0) note(`${view.logicalId} is resolved where ${assuming.join(' and ')}`);
    return exists ? { ...resource, properties: plainMap(properties, makeUp) } : undefined;
  }
  return undefined;
}

/** The outputs of a stack by name, as the stack that nests it sees them. */
export function resolveOutputs(
  template: Template,
  context: Context,
  makeUp: MakeUp,
): ReadonlyMap<string, string> {
  const outputs = outputsOf(template, context);
  return new Map([...outputs].map(([name, value]) => [name, textOf(plain(value, name, makeUp))]));
}

/** A value as a parameter or an output has it; a list with commas between its items. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
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
      : value.replace(/\{\{resolve:ssm:[^{}]+\}\}/g, (reference) => makeUp('', reference));
  }
  if (value instanceof AmbiguousScalar) return value.number ?? value.written;
  if (Array.isArray(value)) {
    if (value[Rest] && value.length === 0) return [makeUp(property, value[Rest].reason)];
    return value.filter((item) => item !== NoValue).map((item) => plain(item, property, makeUp));
  }
  return isMap(value) ? plainMap(value, makeUp) : value;
}

function plainMap(map: Readonly<Record<string, Value>>, makeUp: MakeUp): Record<string, unknown> {
  const written = Object.entries(map).filter(([, item]) => item !== NoValue);
  return Object.fromEntries(written.map(([key, item]) => [key, plain(item, key, makeUp)]));
}
