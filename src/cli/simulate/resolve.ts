/** Resolves a resource's properties as CloudFormation would pass them to the resource's handler: as plain JSON. */
import {
  AmbiguousScalar,
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
  /** As written in the template, with references. */
  readonly raw: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What may still write more properties: a transform that only CloudFormation can run. */
  readonly open?: string | undefined;
}

/** A resource before its references are resolved. */
export type Unresolved = ResourceView & { readonly type: string };

/** Makes up a value for a property that only the account could give. */
export type MakeUp = (property: string, origin: string) => string;

/**
 * Resolves one resource. Where conditions are unknown, it takes the first alternative.
 *
 * @param note called for every default and every assumption that this uses
 * @returns undefined where the resource's condition is false
 * @throws TemplateError
 */
export function resolveResource(
  view: Unresolved | undefined,
  makeUp: MakeUp,
  note: (text: string) => void = () => undefined,
): Resolved | undefined {
  if (!view) return undefined;
  const { logicalId, type, path, raw } = view;
  for (const { exists, properties, assuming } of view.alternatives()) {
    for (const name of view.defaults) note(`the parameter ${name} has its default`);
    if (assuming.length > 0) note(`${logicalId} is resolved assuming that ${assuming.join(' and ')}`);
    if (!exists) return undefined;
    const resolved = { properties: plainMap(properties, makeUp), open: properties[Rest]?.reason };
    return { logicalId, type, path, raw, ...resolved };
  }
  return undefined;
}

/** The outputs of a stack by name, as its parent stack sees them. */
export function resolveOutputs(
  template: Template,
  context: Context,
  makeUp: MakeUp,
): ReadonlyMap<string, string> {
  const outputs = outputsOf(template, context);
  return new Map([...outputs].map(([name, value]) => [name, textOf(plain(value, name, makeUp))]));
}

/** A value as the text of a parameter or an output. A list has commas between its items. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * A value as a resource invocation contains it: without `AWS::NoValue`, and with SSM parameters resolved. References to
 * secure strings and to Secrets Manager stay as text.
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
