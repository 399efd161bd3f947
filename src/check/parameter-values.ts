/** Checks parameter values against the template that declares them. */

import { suggestion } from '../decision/index.js';
import {
  type Assertion,
  assertionsOf,
  isRawMap,
  locate,
  memberOf,
  type Pseudo,
  type Template,
  violation,
} from '../template/index.js';
import type { Problem } from './finding.js';
import { type PatternMatcher, patternMatcher } from './matches-pattern.js';

/** Values by parameter. `undefined` means that it will have an unknown value, so that its default does not apply. */
export type ParameterValues = ReadonlyMap<string, string | undefined>;

/** The values passed to a template, known and unknown. */
export interface Given {
  readonly values: Readonly<Record<string, string>>;
  /** Parameters that get an unknown value, and whether it is certainly not empty. */
  readonly open: ReadonlyMap<string, { readonly set: boolean }>;
}

/** The values for parameters that the template declares. */
export function valuesFor(template: Template, values: ParameterValues): Given {
  const known: Record<string, string> = {};
  const open = new Map<string, { set: boolean }>();
  for (const [name, value] of values) {
    if (!Object.hasOwn(template.parameters, name)) continue;
    if (value === undefined) open.set(name, { set: false });
    else known[name] = value;
  }
  return { values: known, open };
}

/** The first value that the parameter's declaration does not allow, with the place of the declaration. */
export async function refusedValue(
  template: Template,
  file: string,
  { values }: Given,
): Promise<Problem | undefined> {
  const matcher = await matcherFor(template, values);
  for (const [name, value] of Object.entries(values)) {
    const declaration = template.parameters[name];
    const flaw = violation(declaration, value) ?? mismatch(declaration, value, matcher);
    if (flaw === undefined) continue;
    const allowed = memberOf(declaration, 'AllowedValues');
    const near = Array.isArray(allowed)
      ? suggestion(value, allowed.slice(0, MAX_CANDIDATES).map(String))
      : '';
    const { line, column } = locate(template, ['Parameters', name]) ?? {};
    return { file, line, column, message: `the value "${cut(value)}" of parameter ${name} ${flaw}${near}` };
  }
  return undefined;
}

/** How many allowed values are compared to find a suggestion. */
const MAX_CANDIDATES = 1_000;

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}

/** The `AllowedPattern` that a value must match; undefined for an empty value, which `violation` checks. */
function patternFor(declaration: unknown, value: string): string | undefined {
  const pattern = memberOf(declaration, 'AllowedPattern');
  const isText = (memberOf(declaration, 'Type') ?? 'String') === 'String';
  return isText && value !== '' && typeof pattern === 'string' ? pattern : undefined;
}

function mismatch(
  declaration: unknown,
  value: string,
  matcher: PatternMatcher | undefined,
): string | undefined {
  const pattern = patternFor(declaration, value);
  return pattern !== undefined && matcher?.matches(pattern, value) === false
    ? `does not match its AllowedPattern ${pattern}`
    : undefined;
}

async function matcherFor(template: Template, values: Given['values']): Promise<PatternMatcher | undefined> {
  const needed = Object.entries(values).some(
    ([name, value]) => patternFor(template.parameters[name], value) !== undefined,
  );
  if (!needed) return undefined;
  return patternMatcher();
}

/**
 * The first of the template's Rules by which CloudFormation refuses the values, with its place. Without any values
 * nothing is refused: a template checked without values need not be deployable with its defaults alone.
 */
export function refusedByRules(
  template: Template,
  file: string,
  { values, open }: Given,
  pseudo: Pseudo,
): Problem | undefined {
  if (Object.keys(values).length === 0) return undefined;
  const context = { parameters: { values, useDefaults: true }, pseudo };
  const failed = assertionsOf(withOpen(template, open), context).find(({ holds }) => holds === false);
  return failed && refusalOf(failed, template, file);
}

/** The problem of a rule that does not hold. */
export function refusalOf({ rule, path, description }: Assertion, template: Template, file: string): Problem {
  const { line, column } = locate(template, path) ?? {};
  const why = description === '' ? '' : `: ${description}`;
  return {
    file,
    line,
    column,
    message: `the rule ${rule} refuses the parameter values, as CloudFormation will${why}`,
  };
}

/**
 * The template without the defaults of parameters that get an unknown value. `MinLength` expresses that a value is not
 * empty.
 */
export function withOpen(template: Template, open: Given['open']): Template {
  if (open.size === 0) return template;
  const parameters: Record<string, unknown> = { ...template.parameters };
  for (const [name, { set }] of open) {
    const { Default: _, ...declaration } = isRawMap(parameters[name])
      ? parameters[name]
      : { Default: undefined };
    parameters[name] = set ? { MinLength: 1, ...declaration } : declaration;
  }
  return { ...template, parameters };
}
