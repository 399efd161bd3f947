/** The references of a template to its own resources: found, and filled in with what they would come to. */
import { isRawMap, memberOf, type Template, TemplateError } from '../../template/index.js';

/** What a reference comes to; undefined leaves it as it is, for the evaluation to deal with. */
export type Names = (logicalId: string, attribute: string | undefined) => string | undefined;

/** Deeper than any template that CloudFormation takes. */
const MAX_DEPTH = 250;
const HOLE = /\$\{([^!{}][^{}]*)\}/g;

/** The template with every `Ref`, `Fn::GetAtt` and `Fn::Sub` filled in, as far as the names are known. */
export function withNames(template: Template, names: Names): Template {
  return { ...template, resources: fill(template.resources, names) };
}

/** Calls back with every name that an expression refers to, parameters and pseudo parameters among them. */
export function visitReferences(raw: unknown, visit: (name: string) => void): void {
  fill(raw, (name) => {
    visit(name);
    return undefined;
  });
}

function fill<T>(raw: T, names: Names): T {
  // Aliases of YAML are shared parts: each is filled once, so that a bomb of them stays small.
  const filled = new Map<unknown, unknown>();
  const visit = (part: unknown, depth: number): unknown => {
    if (!Array.isArray(part) && !isRawMap(part)) return part;
    if (depth > MAX_DEPTH) throw new TemplateError('The template is nested too deep');
    const known = filled.get(part);
    if (known !== undefined) return known;
    const value = Array.isArray(part)
      ? part.map((item) => visit(item, depth + 1))
      : (fillCall(part, names, (inner) => visit(inner, depth + 1)) ??
        mapValues(part, (inner) => visit(inner, depth + 1)));
    filled.set(part, value);
    return value;
  };
  // The shape is kept: only calls become strings, and those are never the whole.
  return visit(raw, 0) as T;
}

function fillCall(map: object, names: Names, visit: (part: unknown) => unknown): unknown {
  const [name, ...others] = Object.keys(map);
  if (name === undefined || others.length > 0) return undefined;
  const argument = memberOf(map, name);
  if (name === 'Ref' && typeof argument === 'string') return names(argument, undefined);
  if (name === 'Fn::GetAtt') {
    const [logicalId, attribute] = targetOf(argument);
    return logicalId === undefined ? undefined : names(logicalId, attribute);
  }
  if (name !== 'Fn::Sub') return undefined;
  const [text, own] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return undefined;
  const substituted = text.replace(HOLE, (hole, inner: string) => {
    if (isRawMap(own) && Object.hasOwn(own, inner.trim())) return hole;
    const [logicalId, attribute] = targetOf(inner.includes('.') ? inner.trim() : [inner.trim(), undefined]);
    return (logicalId === undefined ? undefined : names(logicalId, attribute)) ?? hole;
  });
  return { [name]: Array.isArray(argument) ? [substituted, visit(own)] : substituted };
}

/** `Key.Arn` or `['Key', 'Arn']`. */
function targetOf(raw: unknown): readonly [logicalId?: string, attribute?: string] {
  if (typeof raw === 'string') {
    const dot = raw.indexOf('.');
    return dot === -1 ? [] : [raw.slice(0, dot), raw.slice(dot + 1)];
  }
  const [logicalId, attribute] = Array.isArray(raw) ? raw : [];
  if (typeof logicalId !== 'string') return [];
  return typeof attribute === 'string' ? [logicalId, attribute] : [logicalId];
}

function mapValues(map: object, visit: (part: unknown) => unknown): object {
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(map)) copy[key] = visit(value);
  return copy;
}
