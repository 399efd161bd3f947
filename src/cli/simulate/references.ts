/** Finds the names that an expression refers to. */
import { isRawMap, memberOf, TemplateError } from '../../template/index.js';

/** Levels of nesting. CloudFormation takes no template that deep. */
const MAX_DEPTH = 250;
const HOLE = /\$\{([^!{}][^{}]*)\}/g;

/** Calls `visit` with every name in a `Ref`, `Fn::GetAtt` or `Fn::Sub`, including names of parameters. */
export function visitReferences(raw: unknown, visit: (name: string) => void): void {
  // YAML aliases share parts. Each part is visited once, so that an alias bomb stays small.
  const seen = new Set<unknown>();
  const visitPart = (part: unknown, depth: number): void => {
    if ((!Array.isArray(part) && !isRawMap(part)) || seen.has(part)) return;
    if (depth > MAX_DEPTH) throw new TemplateError('The template is nested too deep');
    seen.add(part);
    for (const name of namesIn(part)) visit(name);
    for (const inner of Object.values(part)) visitPart(inner, depth + 1);
  };
  visitPart(raw, 0);
}

/** The names that a call refers to directly, not through its arguments. */
function namesIn(part: object): readonly string[] {
  const [name, ...others] = Object.keys(part);
  if (name === undefined || others.length > 0) return [];
  const argument = memberOf(part, name);
  if (name === 'Ref') return typeof argument === 'string' ? [argument] : [];
  if (name === 'Fn::GetAtt') {
    if (typeof argument === 'string') return argument.includes('.') ? [resourceOf(argument)] : [];
    const [resource] = Array.isArray(argument) ? argument : [];
    return typeof resource === 'string' ? [resource] : [];
  }
  if (name !== 'Fn::Sub') return [];
  const [text, own] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return [];
  return [...text.matchAll(HOLE)]
    .map(([, hole = '']) => hole.trim())
    .filter((hole) => memberOf(own, hole) === undefined)
    .map(resourceOf);
}

/** `Key` of `Key.Arn`. */
function resourceOf(reference: string): string {
  return reference.split('.', 1)[0] ?? reference;
}
